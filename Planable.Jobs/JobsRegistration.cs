using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Planable.Jobs.Bulk;
using Planable.Data.BestTimes;
using Planable.Data.Engagements;
using Planable.Data.Evergreens;
using Planable.Data.Quotas;
using Planable.Data.Recurrences;
using Planable.Data.Risks;
using Planable.Data.Slots;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Bluesky;
using Planable.Jobs.Connectors.Discord;
using Planable.Jobs.Connectors.Dribbble;
using Planable.Jobs.Connectors.Facebook;
using Planable.Jobs.Connectors.GoogleBusiness;
using Planable.Jobs.Connectors.Instagram;
using Planable.Jobs.Connectors.LinkedIn;
using Planable.Jobs.Connectors.Mastodon;
using Planable.Jobs.Connectors.Practice;
using Planable.Jobs.Connectors.Pinterest;
using Planable.Jobs.Connectors.Reddit;
using Planable.Jobs.Connectors.Slack;
using Planable.Jobs.Connectors.Telegram;
using Planable.Jobs.Connectors.Threads;
using Planable.Jobs.Connectors.TikTok;
using Planable.Jobs.Connectors.X;
using Planable.Jobs.Connectors.YouTube;
using Planable.Jobs.Feeds;
using Planable.Jobs.Imports;
using Planable.Jobs.Mail;
using Planable.Jobs.Media;
using Planable.Jobs.Notices;
using Planable.Jobs.Outbound;
using Planable.Jobs.Publishing;
using Planable.Jobs.Risks;
using Planable.Jobs.Slots;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs;

public static class JobsRegistration
{
    /// <summary>Everything that happens without a person. With `Jobs:Enabled=false` this node only serves pages.</summary>
    public static IServiceCollection AddPlanableJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<PublishingSettings>(configuration.GetSection("Publishing"));
        services.AddOutbound(configuration);
        services.AddBluesky();
        services.AddDiscord();
        services.AddDribbble();
        services.AddFacebook();
        services.AddGoogleBusiness();
        services.AddInstagram();
        services.AddInstagramStandalone();
        services.AddLinkedIn();
        services.AddMastodon();
        services.AddPinterest();
        services.AddReddit();
        services.AddSlack();
        services.AddTelegram();
        services.AddThreads();
        services.AddTikTok();
        services.AddX();
        services.AddYouTube();
        services.AddSingleton<IConnector, PracticeConnector>();
        services.AddSingleton<ConnectorShelf>();
        services.AddScoped<ChannelKeys>();
        services.AddScoped<NetworkQuestions>();
        services.AddScoped<ChannelChecks>();
        services.AddScoped<ChannelConnections>();
        services.AddScoped<SignInEnds>();
        services.AddScoped<OutgoingPosts>();
        services.AddScoped<Publisher>();
        services.AddScoped<CommentPublisher>();
        services.AddScoped<LiveChanger>();
        services.AddSingleton<PublishingMetrics>();
        services.AddSingleton<Lines>();
        services.AddScoped<RecurringPosts>();
        services.AddScoped<FreeSlots>();
        services.AddScoped<IPreflightCheck, SignInCheck>();
        services.AddScoped<IPreflightCheck, ContentCheck>();
        services.AddScoped<IPreflightCheck, ApprovalCheck>();
        services.AddScoped<IPreflightCheck, BlackoutCheck>();
        services.AddScoped<IPreflightCheck, FileCheck>();
        services.AddScoped<IPreflightCheck, QuotaCheck>();
        services.AddScoped<Preflight>();
        services.AddScoped<PreflightReading>();
        services.AddScoped<EvergreenRuns>();
        services.AddScoped<OwnTimesReading>();
        services.AddScoped<KnownEngagements>();
        services.AddScoped<IEngagements, PracticeEngagements>();
        services.AddScoped<QueueOrder>();
        services.AddScoped<QueuesUp>();
        services.AddScoped<OverlayReader>();
        services.AddSingleton<EachWorkspace>();

        services.AddSingleton<IMediaStore>(p => new MediaFolder(p.GetRequiredService<IConfiguration>()["Media:Folder"] ?? throw new InvalidOperationException("Media:Folder is not set.")));
        services.AddSingleton<Darkroom>();
        services.AddSingleton<Renditions>();
        services.AddSingleton<CuttingRoom>();
        services.AddSingleton<PartialFiles>();
        services.AddScoped<VideoConversions>();
        services.AddScoped<EndingLicences>();
        services.AddSingleton<MediaLinks>();
        services.AddSingleton<LinkPreviews>();
        services.AddScoped<HtmlRenderer>();
        services.AddScoped<Mailroom>();
        services.AddSingleton(p => p.GetRequiredService<IConfiguration>().GetSection("Smtp").Get<SmtpSettings>() ?? new SmtpSettings());
        services.AddSingleton<Postman>();
        services.AddScoped<NoticeWriter>().AddScoped<ApprovalNotices>();
        services.AddScoped<NoticeMails>();
        services.AddScoped<BulkRunner>();
        services.AddScoped<ImportReading>();
        services.AddScoped<ImportRunner>();
        services.AddScoped<UndeliveredMails>();

        services.AddSingleton<Dispatcher>();
        if (!configuration.GetValue("Jobs:Enabled", true))
            return services;
        services.AddHostedService(p => p.GetRequiredService<Dispatcher>());
        services.AddQuartz(Schedule.Fill);
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        return services;
    }
}
