using Planable.Data.Calendar;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Risks;

namespace Planable.Web.Overview;

/// <summary>Everything somebody looks after, on one page.</summary>
/// <param name="Today">Of today's posts, the last that went out and the next to go.</param>
public sealed record OverviewPage(
    string PersonName, string Zone, string? OwnZone, DateTimeOffset Now, IReadOnlyList<OverviewClient> Clients, IReadOnlyList<TroubledPost> Troubles, IReadOnlyList<DatedPost> Today, int TodayCount, IReadOnlyList<OwnCompany> Companies, IReadOnlyList<UndeliveredMail> Undelivered)
{
    /// <summary>Planned posts that will not go out unless somebody acts, the next first.</summary>
    public IReadOnlyList<EndangeredPost> AtRisk { get; init; } = [];

    /// <summary>Tasks that are overdue or due within a week: the person's own, given by them, or about their posts.</summary>
    public IReadOnlyList<DueTask> Tasks { get; init; } = [];

    /// <summary>Client's people see when their posts go out, not how the agency is doing.</summary>
    public bool IsCalm => Clients.All(c => c.IsCalm);
}

/// <param name="Days">Posts planned on each of the next seven days.</param>
public sealed record OverviewClient(
    string Slug, string Name, int Colour, string Zone, bool IsCalm, bool IsPractice, int Trouble, int AtRisk, int Drafts, int Unread, int Channels, int SignedOut, Pause? Pause, int Today, IReadOnlyList<int> Days, DateTimeOffset? Next, DateOnly Day)
{
    public int Week => Days.Sum();

    public string TroubleList => $"/w/{Slug}/calendar?view=list&dates=all&sort=-time&state=failed,partlypublished,held,unknown";

    public string RiskList => $"/w/{Slug}/calendar?view=list&dates=all&risk=1";

    public string TodayList => $"/w/{Slug}/calendar?view=list&state=scheduled,publishing&from={CalendarQuery.Day(Day)}&to={CalendarQuery.Day(Day)}";

    public string WeekList => $"/w/{Slug}/calendar?view=list&state=scheduled,publishing&from={CalendarQuery.Day(Day)}&to={CalendarQuery.Day(Day.AddDays(6))}";

    public string DraftList => $"/w/{Slug}/calendar?view=list&state=draft&unscheduled=1";

    public string UnreadList => $"/notices?client={Slug}&unread=1";
}

public sealed record TroubledPost(Guid Id, string Slug, PostState State, string Text, DateTimeOffset? ScheduledAt, string? Why)
{
    public string Href => $"/w/{Slug}/posts/{Id}";
}

public sealed record EndangeredPost(Guid Id, string Slug, string Text, DateTimeOffset ScheduledAt, RiskLine Risk)
{
    public string Href => $"/w/{Slug}/posts/{Id}";
}

public sealed record DatedPost(Guid Id, string Slug, PostState State, string Text, DateTimeOffset ScheduledAt)
{
    public string Href => $"/w/{Slug}/posts/{Id}";
}

/// <param name="IsMine">Theirs to do; else they wait for somebody.</param>
public sealed record DueTask(Guid Id, string Slug, Guid PostId, Guid ThreadId, string Text, string Owner, bool IsMine, DateOnly Due, bool IsLate)
{
    public string Href => $"/w/{Slug}/posts/{PostId}?tab=conversation#thread-{ThreadId}";
}

/// <summary>Somebody who could not be reached by mail about something that still counts: shown until it is opened.</summary>
public sealed record UndeliveredMail(Guid NoticeId, string Client, string Words);

/// <summary>A company the person runs: may pause everything.</summary>
public sealed record OwnCompany(Guid Id, string Name, Pause? Pause);
