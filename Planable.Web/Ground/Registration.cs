using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Planable.Data.Databases;
using Planable.Data.Languages;
using Planable.Data.Secrets;
using Planable.Data.Slots;
using Planable.Jobs;
using Planable.Jobs.Media.Buckets;
using Planable.Web.Approvals;
using Planable.Web.Channels;
using Planable.Web.Calendar;
using Planable.Web.Demo;
using Planable.Web.GraphQL;
using Planable.Web.Health;
using Planable.Web.Http;
using Planable.Web.Logs;
using Planable.Web.Media;
using Planable.Web.Metrics;
using Planable.Web.People;
using Planable.Web.Posts;
using Planable.Web.Publishing;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Ground;

static class Registration
{
    public static void AddPlanable(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        if (!builder.Environment.IsDevelopment())
            builder.Logging.AddJsonConsole(o => o.IncludeScopes = true);

        services.AddSingleton(TimeProvider.System);
        services.AddPlanableDb(configuration);
        services.AddKeyRing(configuration);
        services.AddPeople(configuration);
        services.AddPlanableJobs(configuration);

        configuration["Media:Folder"] ??= Path.Combine(Foundation.Home(builder.Environment), ".planable", "media");
        configuration["Smtp:Folder"] ??= Path.Combine(Foundation.Home(builder.Environment), ".planable", "mail");
        services.AddScoped<DemoData>();
        services.AddScoped<DemoPosts>();
        services.AddScoped<DemoHistory>();
        services.AddScoped<SamplePosts>();
        services.AddScoped<Current>();
        services.AddScoped<OpenClient>();
        services.AddScoped<CurrentBrand>();
        services.AddScoped<Companies.OwnCompany>();
        services.AddScoped<Portals.DomainDesk>();
        services.AddScoped<Portals.ClientAddresses>();
        services.AddScoped<Senders.SenderDesk>();
        services.AddScoped<Brands.BrandDesk>();
        services.AddScoped<Apps.Issuer>();
        services.AddScoped<Apps.Consents>();
        services.AddScoped<Apps.AppReader>();
        services.AddScoped<Reports.TemplateReach>();
        services.AddSingleton<Brands.LogoIntake>();
        services.AddSingleton<Portals.PortalHosts>();
        services.AddScoped<ViewingAs>();
        services.AddScoped<ArrivingAccounts>();
        services.AddScoped<OpenSignIns>();
        services.AddScoped<SignInDesk>();
        services.AddScoped<ConnectLinks>();
        services.AddScoped<Reviews.ReviewDoor>();
        services.AddScoped<Reviews.ReviewReader>();
        services.AddScoped<Reviews.ReviewMails>();
        services.AddScoped<Members.InvitationMails>();
        services.AddScoped<Channels.ConnectLinkMails>();
        services.AddScoped<Approvals.MissedTimes>();
        services.AddScoped<Planable.Data.Members.Departures>();
        services.AddScoped<CalendarReader>();
        services.AddScoped<DaysReader>();
        services.AddScoped<CalendarFrames>();
        services.AddScoped<CalendarCards>();
        services.AddScoped<Imports.ImportPages>();
        services.AddScoped<Bulk.BulkPages>();
        services.AddScoped<Exports.ExportRows>();
        services.AddScoped<Exports.CalendarPaper>();
        services.AddScoped<Analytics.PerformancePaper>();
        services.AddScoped<Data.Ideas.IdeaInbox>();
        services.AddScoped<Ideas.IdeaReader>();
        services.AddScoped<Ideas.MailedIdeas>();
        services.AddScoped<TimeWords>();
        services.AddScoped<PostPages>();
        services.AddScoped<Conversations.ConversationReader>();
        services.AddScoped<Conversations.Attachments>();
        services.AddScoped<Conversations.SentFiles>();
        services.AddScoped<Conversations.MailedReplies>();
        services.AddScoped<DeliveryWords>();
        services.AddScoped<Risks.RiskWords>();
        services.AddSingleton<LiveAbilities>();
        services.AddScoped<Planable.Web.Readings.FigureWords>();
        services.AddScoped<Analytics.NumberWords>();
        services.AddScoped<Analytics.ChangeWords>();
        services.AddScoped<Analytics.BoardCharts>();
        services.AddScoped<Analytics.BoardReadings>();
        services.AddScoped<Analytics.AudiencePages>();
        services.AddScoped<Analytics.CompetitorPages>();
        services.AddScoped<Analytics.AudienceWords>();
        services.AddScoped<Analytics.AnalyticsPages>();
        services.AddScoped<Analytics.GoalPages>();
        services.AddScoped<Analytics.AnalyticsFiles>();
        services.AddScoped<Planable.Data.Certificates.CertificateWriter>();
        services.AddScoped<LogWords>();
        services.AddScoped<ApprovalWords>();
        services.AddScoped<ApprovalFlash>();
        services.AddScoped<WorkLists>();
        services.AddScoped<TurnaroundReader>();
        services.AddScoped<Notices.NoticeEventWords>();
        services.AddScoped<Overview.OverviewReader>();
        services.AddScoped<Home.HomeReader>();
        services.AddScoped<Composing>();
        services.AddScoped<PostWriter>();
        services.AddScoped<ComposerChanges>();
        services.AddSingleton<UploadLimits>();
        services.AddScoped<QueuedPosts>();
        services.AddScoped<SlotRemoval>();
        services.AddScoped<Recurrences.RuleWords>();
        services.AddSingleton<Intake>();
        services.AddScoped<LibraryReader>();
        services.AddScoped<Uploads>();
        services.AddScoped<UploadLinks>();
        services.AddScoped<ShellModelSource, Shell>();
        services.AddScoped<BareViewData>();
        services.AddApi();
        services.AddHttpContextAccessor();
        services.AddMemoryCache();
        services.AddSingleton<Microsoft.Extensions.Localization.IStringLocalizerFactory, Jobs.Languages.PhraseLocalizers>();
        services.AddLocalization();
        services.AddSingleton<Microsoft.Extensions.Localization.IStringLocalizer<Planable.Data.Words>, RenamedWords>();
        services.AddControllersWithViews(mvc =>
            {
                // As an instance it keeps its place behind the filters that set how much of a form may be read.
                mvc.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
                mvc.ModelBinderProviders.Insert(0, new BrowserValues());
                mvc.Filters.Add<RulesFilter>();
                mvc.Filters.Add<UnreadableForms>();
                mvc.Filters.Add<LookAgain>();
            })
            .AddDataAnnotationsLocalization(o => o.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(Words)));
        services.Configure<RazorViewEngineOptions>(razor =>
        {
            razor.ViewLocationExpanders.Add(new FeatureViews());
            razor.ViewLocationFormats.Clear();
            razor.ViewLocationFormats.Add("/{1}/{0}.cshtml");
            razor.ViewLocationFormats.Add("/Shared/{0}.cshtml");
        });
        services.AddAntiforgery(o =>
        {
            o.HeaderName = "RequestVerificationToken";
            o.Cookie.Name = "form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie.Name = "flash");
        services.Configure<RouteOptions>(o => o.LowercaseUrls = true);
        services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost);
        services.AddResponseCompression(o =>
        {
            // Anti-forgery tokens are masked afresh in every answer, so compressing pages tells nothing about them.
            o.EnableForHttps = true;
            o.Providers.Add<BrotliCompressionProvider>();
            o.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        var health = services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"]);
        if (BucketSettings.In(configuration) is not null)
            health.AddCheck<BucketCheck>("media", tags: ["ready"]);
        services.AddSingleton<Measurements>();
        TraceExport.AddTo(services, configuration);
        services.AddRateLimiter(AddLimits);
    }

    public static void UsePlanable(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestIds>();
        // Whatever language the server itself runs in.
        app.Use((http, next) =>
        {
            Speech.Plain.Begin();
            return next(http);
        });
        app.UseExceptionHandler("/status/500");
        app.UseStatusCodePagesWithReExecute("/status/{0}");
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
        app.UseMiddleware<SafeHeaders>();
        app.UseResponseCompression();
        app.UseMiddleware<Portals.EnterHost>();
        app.UseRouting();
        app.UseRateLimiter();
        // Finding out who asks may take the database, and the page that says it is away must not.
        app.Use((http, next) =>
        {
            if (http.Features.Get<IExceptionHandlerFeature>() is null || http.GetEndpoint()?.RequestDelegate is not { } statusPage)
                return next(http);
            MeetReader.Asked(http.Request).Begin();
            return statusPage(http);
        });
        app.UseAuthentication();
        app.UseApi();
        app.UseMiddleware<MeetReader>();
        app.UseMiddleware<EnterWorkspace>();
        app.UseAuthorization();

        app.MapStaticAssets();
        app.MapControllers().WithStaticAssets();
        app.MapApi();
        app.MapHealth();
        app.MapMetrics();
    }

    static void AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        var protection = services.AddDataProtection().SetApplicationName("Planable");
        // The ring lies in the database it protects: with a certificate, a stolen database alone opens nothing.
        if (configuration["KeyRing:Certificate"] is { Length: > 0 } certificate)
            protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(certificate, configuration["KeyRing:Password"]));
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = p.GetRequiredService<KeyRing>()));
        services.AddSingleton<Vault>();
    }

    /// <summary>Per address and minute. Accounts are guarded by lockout besides.</summary>
    static void AddLimits(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limits)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        // A link brings many files, each in several requests.
        foreach (var (name, most) in ((string, int)[])[("sign-in", 30), ("sign-up", 30), ("upload-link", 300), ("connect-link", 30), ("certificates", 30), ("review-link", 120), ("oauth", 300)])
        {
            limits.AddPolicy(name, http => HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsPatch(http.Request.Method)
                ? RateLimitPartition.GetSlidingWindowLimiter((name, http.Connection.RemoteIpAddress), _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = http.RequestServices.GetRequiredService<IConfiguration>().GetValue($"Limits:{name}", most),
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 6,
                })
                : RateLimitPartition.GetNoLimiter((name, http.Connection.RemoteIpAddress)));
        }

        limits.AddPolicy("tls", http => RateLimitPartition.GetSlidingWindowLimiter(("tls", http.Connection.RemoteIpAddress), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = http.RequestServices.GetRequiredService<IConfiguration>().GetValue("Limits:tls", 120),
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        }));
        limits.OnRejected = (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                context.HttpContext.Response.Headers.RetryAfter = ((int)after.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    }
}
