using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Workspaces;
using Planable.Jobs.Publishing;

namespace Planable.Tests.Support;

/// <summary>
/// The real app over a database of its own with the demo data, as a class fixture: `class XTests(TestApp app) : IClassFixture&lt;TestApp&gt;`.
/// Jobs run when a test says so; the clock moves when a test says so.
/// </summary>
public class TestApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("planable-app-").FullName;
    string connection = "";

    public MovableClock Clock { get; } = new();

    public SqlCommands Sql { get; } = new();

    public string MailFolder => Path.Combine(folder, "mail");

    public string ConnectionString => connection;

    public async ValueTask InitializeAsync() => connection = await TestServer.NewDatabase();

    /// <summary>Settings of one class of tests; call before the first request.</summary>
    public virtual void Settle(IWebHostBuilder web)
    {
    }

    /// <summary>A browser in which the person is signed in; null is nobody. Redirects are not followed.</summary>
    /// <param name="name">First name in the demo data: "wanda", "oscar" ...</param>
    public async Task<Visitor> As(string? name)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });
        var principal = new ClaimsPrincipal(new ClaimsIdentity());
        if (name is not null)
        {
            await using var scope = Services.CreateAsyncScope();
            principal = await SignIn(scope.ServiceProvider, name);
            var cookies = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
            var ticket = new AuthenticationTicket(principal, new AuthenticationProperties { IssuedUtc = Clock.GetUtcNow(), ExpiresUtc = Clock.GetUtcNow().AddDays(14) }, IdentityConstants.ApplicationScheme);
            client.DefaultRequestHeaders.Add("Cookie", $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}");
        }

        return new Visitor(client, FormToken(client, principal));
    }

    /// <summary>Works inside a workspace as a job does.</summary>
    public async Task<T> In<T>(string workspace, Func<PlanableDb, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(await db.Workspaces.Where(w => w.Slug == workspace).Select(w => w.Id).SingleAsync(), Via.Job);
        return await work(db);
    }

    public Task In(string workspace, Func<PlanableDb, Task> work) =>
        In(workspace, async db =>
        {
            await work(db);
            return 0;
        });

    /// <summary>A member of the demo data with the person, for verbs called directly.</summary>
    public static Task<Member> Member(PlanableDb db, string name) =>
        db.Members.Include(m => m.Person).SingleAsync(m => m.Person.Name.StartsWith(char.ToUpperInvariant(name[0]) + name.Substring(1)));

    /// <summary>Takes every due delivery one step, again and again, until none is due at the clock's time.</summary>
    public Task DeliverDue() => Services.GetRequiredService<Dispatcher>().RunDue(TestContext.Current.CancellationToken);

    /// <summary>Runs one of the scheduled jobs now.</summary>
    public async Task Run<TJob>()
        where TJob : Quartz.IJob
    {
        await using var scope = Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<TJob>(scope.ServiceProvider).Execute(null!, TestContext.Current.CancellationToken);
    }

    internal static IWebHostBuilder Settle(IWebHostBuilder web, string connection) =>
        web.UseEnvironment("Development")
            .UseSetting("Database:Provider", TestServer.Provider)
            .UseSetting("ConnectionStrings:Planable", connection)
            .UseSetting("Jobs:Enabled", "false")
            .UseSetting("Api:WriteDownSeconds", "86400")
            .UseSetting("Logging:LogLevel:Default", "Error")
            .UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Error")
            .UseSetting("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Error")
            .UseSetting("Limits:sign-in", "10000")
            .UseSetting("Limits:sign-up", "10000")
            .UseSetting("Limits:upload-link", "10000")
            .UseSetting("Limits:certificates", "10000")
            .UseSetting("Limits:connect-link", "10000")
            .UseSetting("Limits:review-link", "10000")
            .UseSetting("Limits:oauth", "10000");

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        Settle(builder, connection).UseSetting("Media:Folder", Path.Combine(folder, "media")).UseSetting("Smtp:Folder", MailFolder);
        Settle(builder);
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            Configure(services, options => options.AddInterceptors(Sql));
        });
    }

    /// <summary>Settles something of the database, whichever it is.</summary>
    protected static void Configure(IServiceCollection services, Action<DbContextOptionsBuilder> settle) =>
        services.ConfigureDbContext<PostgresDb>(settle, ServiceLifetime.Singleton).ConfigureDbContext<SqlServerDb>(settle, ServiceLifetime.Singleton);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    static async Task<ClaimsPrincipal> SignIn(IServiceProvider services, string name)
    {
        var db = services.GetRequiredService<PlanableDb>();
        var person = await db.Users.SingleAsync(p => p.Email!.StartsWith(name + "@"));
        var session = new SignInSession(person.Id, "Test", "127.0.0.1", services.GetRequiredService<TimeProvider>().GetUtcNow());
        db.SignInSessions.Add(session);
        await db.SaveChangesAsync();
        var principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<Person>>().CreateAsync(person);
        principal.Identities.First().AddClaim(new Claim(Web.People.Doorkeeper.SessionClaim, session.Id.ToString()));
        return principal;
    }

    string FormToken(HttpClient client, ClaimsPrincipal principal)
    {
        using var scope = Services.CreateScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = principal };
        var antiforgery = scope.ServiceProvider.GetRequiredService<IAntiforgery>();
        var tokens = antiforgery.GetTokens(http);
        var name = scope.ServiceProvider.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name!;
        var cookie = client.DefaultRequestHeaders.TryGetValues("Cookie", out var before) ? string.Join("; ", before) + "; " : "";
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", $"{cookie}{name}={tokens.CookieToken}");
        return tokens.RequestToken!;
    }
}
