using Planable.Jobs.Analytics;
using Planable.Jobs.Approvals;
using Planable.Jobs.BestTimes;
using Planable.Jobs.Bulk;
using Planable.Jobs.Channels;
using Planable.Jobs.Coauthors;
using Planable.Jobs.Competitors;
using Planable.Jobs.Demographics;
using Planable.Jobs.Evergreens;
using Planable.Jobs.Feeds;
using Planable.Jobs.Histories;
using Planable.Jobs.Imports;
using Planable.Jobs.Links;
using Planable.Jobs.LiveChecks;
using Planable.Jobs.Mail;
using Planable.Jobs.Media;
using Planable.Jobs.Notices;
using Planable.Jobs.Portals;
using Planable.Jobs.Publishing;
using Planable.Jobs.Push;
using Planable.Jobs.Readings;
using Planable.Jobs.Recurrences;
using Planable.Jobs.Reports;
using Planable.Jobs.Risks;
using Planable.Jobs.Senders;
using Planable.Jobs.Slots;
using Planable.Jobs.Tokens;
using Planable.Jobs.Webhooks;
using Quartz;

namespace Planable.Jobs;

/// <summary>When what happens by itself. Due deliveries are not here: the dispatcher is woken at their instant.</summary>
static class Schedule
{
    public static void Fill(IQuartzBuilder jobs)
    {
        jobs.At<MakeReportsJob>("5/15 * * * * ?");
        jobs.At<WriteNoticesJob>("0/5 * * * * ?");
        jobs.At<SendMailJob>("0/5 * * * * ?");
        jobs.At<SendPushJob>("1/2 * * * * ?");
        jobs.At<RunImportsJob>("0/2 * * * * ?");
        jobs.At<RunBulkJob>("1/2 * * * * ?");
        jobs.At<CarryLiveChangesJob>("0/2 * * * * ?");
        jobs.At<CheckLivePostsJob>("7/10 * * * * ?");
        jobs.At<ReadFiguresJob>("1/2 * * * * ?");
        jobs.At<ReadHistoriesJob>("0/2 * * * * ?");
        jobs.At<QueueFiguresJob>("50 0/10 * * * ?");
        jobs.At<ReadDemographicsJob>("25 0/15 * * * ?");
        jobs.At<ReadCompetitorsJob>("35 * * * * ?");
        jobs.At<CloseLinkDaysJob>("20 1 * * * ?");
        jobs.At<EscalateMailJob>("15 * * * * ?");
        jobs.At<CheckChannelsJob>("30 0/5 * * * ?");
        jobs.At<PreflightJob>("2/5 * * * * ?");
        jobs.At<ConvertVideosJob>("0/2 * * * * ?");
        jobs.At<ForgetUploadsJob>("0 20 * * * ?");
        jobs.At<ForgetArrivedAccountsJob>("0 35 * * * ?");
        jobs.At<ForgetDraftsJob>("0 25 * * * ?");
        jobs.At<CheckPortalsJob>("50 * * * * ?");
        jobs.At<CheckSendersJob>("52 * * * * ?");
        jobs.At<SendWebhooksJob>("0/2 * * * * ?");
        jobs.At<ForgetWebhookDeliveriesJob>("55 37 * * * ?");
        jobs.At<LookAfterTokensJob>("45 12 * * * ?");
        jobs.At<TellEndingLicencesJob>("0 0 7 1 * ?");
        jobs.At<TellOverdueTasksJob>("0 5 * * * ?");
        jobs.At<ReadOverlaysJob>("40 * * * * ?");
        jobs.At<MakeOccurrencesJob>("10 7 * * * ?");
        jobs.At<WatchApprovalsJob>("6/10 * * * * ?");
        jobs.At<ShareApprovalsJob>("4/10 * * * * ?");
        jobs.At<RunEvergreensJob>("20 17 * * * ?");
        jobs.At<CheckLimitsJob>("0 23 * * * ?");
        jobs.At<NoteChangesJob>("0 13 * * * ?");
        jobs.At<ReadOwnTimesJob>("0 43 * * * ?");
        jobs.At<MoveQueuesUpJob>("3/10 * * * * ?");
    }

    static void At<T>(this IQuartzBuilder jobs, string cron)
        where T : class, IJob
    {
        var key = new JobKey(typeof(T).Name);
        jobs.AddJob<T>(j => j.WithIdentity(key).StoreDurably());
        jobs.AddTrigger(t => t.ForJob(key).WithIdentity(typeof(T).Name).WithCronSchedule(cron, c => c.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)));
    }
}
