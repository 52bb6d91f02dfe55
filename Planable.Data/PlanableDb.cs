using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Approvals;
using Planable.Data.Apps;
using Planable.Data.Brands;
using Planable.Data.Bulk;
using Planable.Data.Calendar;
using Planable.Data.Campaigns;
using Planable.Data.Certificates;
using Planable.Data.Channels;
using Planable.Data.Coauthors;
using Planable.Data.Companies;
using Planable.Data.Competitors;
using Planable.Data.Conversations;
using Planable.Data.Databases;
using Planable.Data.Demographics;
using Planable.Data.Evergreens;
using Planable.Data.Feeds;
using Planable.Data.Histories;
using Planable.Data.Ideas;
using Planable.Data.Imports;
using Planable.Data.Labels;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Mail;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.People;
using Planable.Data.Portals;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Push;
using Planable.Data.Readings;
using Planable.Data.Recurrences;
using Planable.Data.Reports;
using Planable.Data.Reviews;
using Planable.Data.Risks;
using Planable.Data.Secrets;
using Planable.Data.Senders;
using Planable.Data.Sets;
using Planable.Data.Snippets;
using Planable.Data.Slots;
using Planable.Data.Tokens;
using Planable.Data.Webhooks;
using Planable.Data.Workspaces;

namespace Planable.Data;

/// <summary>
/// The database, seen from inside one workspace: whoever has not entered one reads and saves nothing that belongs to any.
/// Verbs' deeds are written to the log in the transaction that saves their effect.
/// </summary>
public abstract class PlanableDb(DbContextOptions options, LogBell bell) : IdentityUserContext<Person, Guid>(options)
{
    readonly List<(string Verb, Guid SubjectId)> acts = [];

    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    public DbSet<AppConsent> AppConsents => Set<AppConsent>();

    public DbSet<AppRefresh> AppRefreshes => Set<AppRefresh>();

    public DbSet<ApprovalDecision> ApprovalDecisions => Set<ApprovalDecision>();

    public DbSet<AssetFolder> AssetFolders => Set<AssetFolder>();

    public DbSet<AssetTag> AssetTags => Set<AssetTag>();

    public DbSet<BrandPicture> BrandPictures => Set<BrandPicture>();

    public DbSet<BrandSheet> BrandSheets => Set<BrandSheet>();

    public DbSet<BulkRun> BulkRuns => Set<BulkRun>();

    public DbSet<BulkItem> BulkItems => Set<BulkItem>();

    public DbSet<CalendarNote> Notes => Set<CalendarNote>();

    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<Certificate> Certificates => Set<Certificate>();

    public DbSet<CertificatePaper> CertificatePapers => Set<CertificatePaper>();

    public DbSet<ChangeNote> ChangeNotes => Set<ChangeNote>();

    public DbSet<Channel> Channels => Set<Channel>();

    public DbSet<ChannelSet> ChannelSets => Set<ChannelSet>();

    public DbSet<ChannelAudience> ChannelAudiences => Set<ChannelAudience>();

    public DbSet<ChannelFigure> ChannelFigures => Set<ChannelFigure>();

    public DbSet<ChannelHistory> ChannelHistories => Set<ChannelHistory>();

    public DbSet<ChannelSync> ChannelSyncs => Set<ChannelSync>();

    public DbSet<Coauthor> Coauthors => Set<Coauthor>();

    public DbSet<CommentDelivery> CommentDeliveries => Set<CommentDelivery>();

    public DbSet<CompetitorFigure> CompetitorFigures => Set<CompetitorFigure>();

    public DbSet<Competitor> Competitors => Set<Competitor>();

    public DbSet<ConnectLink> ConnectLinks => Set<ConnectLink>();

    public DbSet<Company> Companies => Set<Company>();

    public DbSet<Conversion> Conversions => Set<Conversion>();

    public DbSet<Dashboard> Dashboards => Set<Dashboard>();

    public DbSet<Demographic> Demographics => Set<Demographic>();

    public DbSet<DefaultView> DefaultViews => Set<DefaultView>();

    public DbSet<DaySalt> DaySalts => Set<DaySalt>();

    public DbSet<Delivery> Deliveries => Set<Delivery>();

    public DbSet<DeliveryEvent> DeliveryEvents => Set<DeliveryEvent>();

    public DbSet<Evergreen> Evergreens => Set<Evergreen>();

    public DbSet<FeedbackComment> FeedbackComments => Set<FeedbackComment>();

    public DbSet<FeedbackTask> FeedbackTasks => Set<FeedbackTask>();

    public DbSet<FeedbackThread> FeedbackThreads => Set<FeedbackThread>();

    public DbSet<FigureLimit> FigureLimits => Set<FigureLimit>();

    public DbSet<Goal> Goals => Set<Goal>();

    public DbSet<HeldReply> HeldReplies => Set<HeldReply>();

    public DbSet<Idea> Ideas => Set<Idea>();

    public DbSet<IdeaCapture> IdeaCaptures => Set<IdeaCapture>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportRow> ImportRows => Set<ImportRow>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<KeptAnswer> KeptAnswers => Set<KeptAnswer>();

    public DbSet<IntegrationApp> IntegrationApps => Set<IntegrationApp>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<LinkDay> LinkDays => Set<LinkDay>();

    public DbSet<LinkVisit> LinkVisits => Set<LinkVisit>();

    public DbSet<LiveChange> LiveChanges => Set<LiveChange>();

    public DbSet<LiveCheck> LiveChecks => Set<LiveCheck>();

    public DbSet<LogEntry> Log => Set<LogEntry>();

    public DbSet<LogCursor> LogCursors => Set<LogCursor>();

    public DbSet<MediaAsset> Media => Set<MediaAsset>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<MetricReading> MetricReadings => Set<MetricReading>();

    public DbSet<NetworkApp> NetworkApps => Set<NetworkApp>();

    public DbSet<NetworkLine> NetworkLines => Set<NetworkLine>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<OutgoingMail> Mails => Set<OutgoingMail>();

    public DbSet<OverlayEvent> OverlayEvents => Set<OverlayEvent>();

    public DbSet<Overlay> Overlays => Set<Overlay>();

    public DbSet<PortalDomain> PortalDomains => Set<PortalDomain>();

    public DbSet<SenderDomain> SenderDomains => Set<SenderDomain>();

    public DbSet<Post> Posts => Set<Post>();

    public DbSet<PostFigure> PostFigures => Set<PostFigure>();

    public DbSet<PostLabel> PostLabels => Set<PostLabel>();

    public DbSet<PostVersion> PostVersions => Set<PostVersion>();

    public DbSet<PostView> PostViews => Set<PostView>();

    public DbSet<PracticeAccount> PracticeAccounts => Set<PracticeAccount>();

    public DbSet<PracticePost> PracticePosts => Set<PracticePost>();

    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    public DbSet<PushKeys> PushKeys => Set<PushKeys>();

    public DbSet<PushMessage> PushMessages => Set<PushMessage>();

    public DbSet<PushSubscription> PushSubscriptions => Set<PushSubscription>();

    public DbSet<Recurrence> Recurrences => Set<Recurrence>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<ReportDelivery> ReportDeliveries => Set<ReportDelivery>();

    public DbSet<ReportRun> ReportRuns => Set<ReportRun>();

    public DbSet<ReportTemplate> ReportTemplates => Set<ReportTemplate>();

    public DbSet<ReviewLink> ReviewLinks => Set<ReviewLink>();

    public DbSet<ReviewVisit> ReviewVisits => Set<ReviewVisit>();

    public DbSet<Risk> Risks => Set<Risk>();

    public DbSet<SavedView> Views => Set<SavedView>();

    public DbSet<Snippet> Snippets => Set<Snippet>();

    public DbSet<SharedDraft> SharedDrafts => Set<SharedDraft>();

    public DbSet<ShortLink> ShortLinks => Set<ShortLink>();

    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    public DbSet<SlotHold> SlotHolds => Set<SlotHold>();

    public DbSet<TokenFailure> TokenFailures => Set<TokenFailure>();

    public DbSet<TokenUse> TokenUses => Set<TokenUse>();

    public DbSet<Upload> Uploads => Set<Upload>();

    public DbSet<UploadRequest> UploadRequests => Set<UploadRequest>();

    public DbSet<Variant> Variants => Set<Variant>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();

    public DbSet<Workspace> Workspaces => Set<Workspace>();

    /// <summary>The entered workspace; null sees no workspace's rows.</summary>
    public Guid? WorkspaceId { get; private set; }

    /// <summary>The way in which what is saved here came about.</summary>
    public Via Via { get; private set; } = Via.Job;

    /// <summary>Nobody whose eyes it reads with is limited to some channels.</summary>
    public bool SeesAll => LimitedWorkspaces.Count == 0;

    /// <summary>Has anybody said with whose eyes it reads?</summary>
    public bool HasReader { get; private set; }

    public List<Guid> LimitedWorkspaces { get; private set; } = [];

    public List<Guid> SeenChannels { get; private set; } = [];

    /// <summary>Asked under a company's own address: nobody else's clients are there.</summary>
    public Guid? OnlyCompany { get; private set; }

    public bool SeesCompanies => OnlyCompany is null;

    public List<Guid> OnlyWorkspaces { get; private set; } = [];

    /// <summary>What this unit of work has written to the log.</summary>
    public IReadOnlyList<(string Verb, Guid SubjectId)> Acts => acts;

    public void Enter(Guid workspaceId, Via via)
    {
        if (WorkspaceId is { } entered && entered != workspaceId)
            throw new InvalidOperationException("Another workspace was entered before. Every unit of work enters one.");
        if (OnlyCompany is not null && !OnlyWorkspaces.Contains(workspaceId))
            throw new NotOnThisHost();
        WorkspaceId = workspaceId;
        Via = via;
    }

    /// <summary>From now on there is this company and no other, for whatever is read.</summary>
    public void SeeCompany(Guid company, IReadOnlyList<Guid> workspaces) => (OnlyCompany, OnlyWorkspaces) = (company, [.. workspaces]);

    /// <summary>Hides what lies on other channels from everything that is read and saved, until what is returned ends.</summary>
    public IDisposable SeeOnly(ChannelLimits limits)
    {
        var before = new Sight(this, HasReader, LimitedWorkspaces, SeenChannels);
        (HasReader, LimitedWorkspaces, SeenChannels) = (true, [.. limits.Workspaces], [.. limits.Channels]);
        return before;
    }

    /// <summary>Reads with the eyes of another unit of work.</summary>
    public void SeeLike(PlanableDb other) => (HasReader, LimitedWorkspaces, SeenChannels, OnlyCompany, OnlyWorkspaces) = (other.HasReader, other.LimitedWorkspaces, other.SeenChannels, other.OnlyCompany, other.OnlyWorkspaces);

    /// <summary>For what the app works out by itself in the course of somebody's request: sums and checks that are wrong over a part.</summary>
    public IDisposable SeeAll() => SeeOnly(ChannelLimits.None);

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        await Data.Links.ShortLinks.Keep(this, cancellationToken);
        Wall.Stamp(this);
        await ChannelWall.Check(this, cancellationToken);
        TraceParents.Stamp(this);
        await OpenComments.MustBeAnswered(this, cancellationToken);
        Revise();
        var recorded = ChangeTracker.Entries<Recorded>().Select(e => e.Entity).Where(e => e.HasDeeds).ToArray();
        if (recorded.Length == 0)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        await using var transaction = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await Append([.. recorded.SelectMany(r => r.TakeDeeds()).OrderBy(d => d.At)], cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
            RingLogBell();
        }

        return saved;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        // Only Data Protection and Identity's own tables come this way; what belongs to a workspace is saved asynchronously.
        if (ChangeTracker.Entries<IBelongToWorkspace>().Any())
            throw new InvalidOperationException("Save workspaces' rows with SaveChangesAsync.");
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <summary>Wakes the log's readers; for those who commit a transaction of their own.</summary>
    public void RingLogBell()
    {
        if (WorkspaceId is { } workspaceId)
            bell.Ring(workspaceId);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<DateTimeOffset>().HavePrecision(6);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        Tables.Describe(builder);
        foreach (var type in builder.Model.GetEntityTypes().Where(t => typeof(IBelongToWorkspace).IsAssignableFrom(t.ClrType)).Select(t => t.ClrType).ToArray())
            typeof(PlanableDb).GetMethod(nameof(BuildWall), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.MakeGenericMethod(type).Invoke(this, [builder]);
        foreach (var (type, isOptional) in builder.Model.GetEntityTypes().Where(t => typeof(IBelongToWorkspace).IsAssignableFrom(t.ClrType) && t.FindProperty("ChannelId") is not null).Select(t => (t.ClrType, t.FindProperty("ChannelId")!.IsNullable)).ToArray())
            typeof(PlanableDb).GetMethod(isOptional ? nameof(BuildLooseLimit) : nameof(BuildLimit), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.MakeGenericMethod(type).Invoke(this, [builder]);
        builder.Entity<Company>().HasQueryFilter("Host", c => SeesCompanies || c.Id == OnlyCompany);
        builder.Entity<Workspace>().HasQueryFilter("Host", w => SeesCompanies || w.CompanyId == OnlyCompany);
        builder.Entity<Member>().HasQueryFilter("Host", m => SeesCompanies || OnlyWorkspaces.Contains(m.WorkspaceId));
        builder.Entity<Channel>().HasQueryFilter("Channels", c => SeesAll || !LimitedWorkspaces.Contains(c.WorkspaceId) || SeenChannels.Contains(c.Id));
        builder.Entity<Post>().HasQueryFilter("Channels", p => SeesAll || !LimitedWorkspaces.Contains(p.WorkspaceId) || p.ChannelCount == 0 || p.Variants.Any(v => SeenChannels.Contains(v.ChannelId)));
        builder.Entity<Post>().HasQueryFilter("Deleted", p => p.DeletedAt == null);
        builder.Entity<Label>().HasQueryFilter("Removed", l => l.RemovedAt == null);
        builder.Entity<Campaign>().HasQueryFilter("Removed", c => c.RemovedAt == null);
        Adapt(builder);
    }

    /// <summary>What this database types differently.</summary>
    protected abstract void Adapt(ModelBuilder builder);

    void BuildWall<T>(ModelBuilder builder)
        where T : class, IBelongToWorkspace => builder.Entity<T>().HasQueryFilter("Workspace", e => e.WorkspaceId == WorkspaceId);

    /// <summary>Whatever lies on a channel is seen by those who see the channel, without anybody having to think of it.</summary>
    void BuildLimit<T>(ModelBuilder builder)
        where T : class, IBelongToWorkspace =>
        builder.Entity<T>().HasQueryFilter("Channels", e => SeesAll || !LimitedWorkspaces.Contains(e.WorkspaceId) || SeenChannels.Contains(EF.Property<Guid>(e, "ChannelId")));

    void BuildLooseLimit<T>(ModelBuilder builder)
        where T : class, IBelongToWorkspace =>
        builder.Entity<T>().HasQueryFilter("Channels", e => SeesAll || !LimitedWorkspaces.Contains(e.WorkspaceId) || EF.Property<Guid?>(e, "ChannelId") == null || SeenChannels.Contains(EF.Property<Guid?>(e, "ChannelId")!.Value));

    void Revise()
    {
        foreach (var entry in ChangeTracker.Entries<IRevised>().Where(e => e.State == EntityState.Modified))
        {
            var revision = entry.Property(e => e.Revision);
            revision.CurrentValue = revision.OriginalValue + 1;
        }
    }

    async Task Append(IReadOnlyList<Deed> deeds, CancellationToken cancel)
    {
        var workspaceId = WorkspaceId ?? throw new InvalidOperationException("Something was to be logged, but no workspace was entered.");
        var (sequence, hash) = await LogTail.Take(this, workspaceId, deeds.Count, cancel);
        var entries = new List<LogEntry>(deeds.Count);
        foreach (var deed in deeds)
        {
            var entry = new LogEntry(workspaceId, ++sequence, deed, Via, hash);
            hash = entry.Hash;
            entries.Add(entry);
        }

        acts.AddRange(deeds.Select(d => (d.Verb, d.SubjectId)));
        Log.AddRange(entries);
        await base.SaveChangesAsync(acceptAllChangesOnSuccess: true, cancel);
        await LogTail.Close(this, workspaceId, hash, cancel);
        // The log is written once and read by queries: keeping entries tracked would only slow later saves.
        foreach (var entry in entries)
            Entry(entry).State = EntityState.Detached;
    }

    sealed class Sight(PlanableDb db, bool hasReader, List<Guid> workspaces, List<Guid> channels) : IDisposable
    {
        public void Dispose() => (db.HasReader, db.LimitedWorkspaces, db.SeenChannels) = (hasReader, workspaces, channels);
    }
}
