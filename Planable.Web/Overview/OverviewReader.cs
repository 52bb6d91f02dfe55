using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Risks;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Risks;

namespace Planable.Web.Overview;

/// <summary>Reads the overview in a fixed number of commands, however many clients and posts there are.</summary>
public sealed class OverviewReader(PlanableDb db, TimeProvider clock)
{
    const int Shown = 20;
    const int ShownBefore = 10;
    const int ShownAfter = 40;
    const int QuarterHour = 15;

    public async Task<OverviewPage> Read(Guid personId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var undelivered = Undelivered(personId);
        var me = await db.Users.Where(p => p.Id == personId)
            .Select(p => new
            {
                p.Name,
                p.Zone,
                Companies = db.Companies.Where(c => c.Owners.Any(o => o.PersonId == personId)).Select(c => new OwnCompany(c.Id, c.Name, c.Pause)).ToList(),
                Undelivered = undelivered.ToList(),
            })
            // The lists are short, most often empty.
            .AsSingleQuery()
            .SingleAsync(cancel);
        var clients = await Clients(personId, now, cancel);
        var all = clients.Select(c => c.Id).ToList();
        var team = clients.Where(c => !c.Role.IsClient()).Select(c => c.Id).ToList();
        // What is tried out is in its own line, and in nothing that says how the company stands.
        var real = clients.Where(c => !c.IsPractice).ToList();
        var (realAll, realTeam) = (real.Select(c => c.Id).ToList(), real.Where(c => !c.Role.IsClient()).Select(c => c.Id).ToList());
        var byId = clients.ToDictionary(c => c.Id);
        var planned = await Planned(all, team, now, cancel);
        var posts = await Posts(real, realAll, realTeam, now, cancel);
        var inTrouble = posts.Where(p => p.NeedsPerson && realTeam.Contains(p.WorkspaceId)).OrderByDescending(p => p.At).Take(Shown);
        var atRisk = posts.Where(p => p.Risk is not null && realTeam.Contains(p.WorkspaceId)).OrderBy(p => p.At).Take(Shown);
        var today = posts.Where(p => p.At is { } at && Day(at, byId[p.WorkspaceId].Zone) == Day(now, byId[p.WorkspaceId].Zone)).ToList();

        return new OverviewPage(
            me.Name,
            me.Zone ?? clients.Select(c => c.Zone).FirstOrDefault() ?? "Etc/UTC",
            me.Zone,
            now,
            [.. clients.Select(c => Client(c, [.. planned.Where(p => p.WorkspaceId == c.Id)], now))],
            [.. inTrouble.Select(t => new TroubledPost(t.Id, byId[t.WorkspaceId].Slug, t.State, t.Text, t.At, t.Why))],
            [.. today.Where(p => p.At < now).OrderByDescending(p => p.At).Take(ShownBefore).Concat(today.Where(p => p.At >= now).OrderBy(p => p.At).Take(ShownAfter)).OrderBy(p => p.At).Select(p => new DatedPost(p.Id, byId[p.WorkspaceId].Slug, p.State, p.Text, p.At!.Value))],
            real.Sum(c => planned.Where(p => p.WorkspaceId == c.Id && Day(p.At, c.Zone) == Day(now, c.Zone)).Sum(p => p.Count)),
            me.Companies,
            me.Undelivered)
        {
            AtRisk = [.. atRisk.Select(t => new EndangeredPost(t.Id, byId[t.WorkspaceId].Slug, t.Text, t.At!.Value, t.Risk!))],
            Tasks = await Tasks(real, now, cancel),
        };
    }

    Task<List<ClientRow>> Clients(Guid personId, DateTimeOffset now, CancellationToken cancel) =>
        db.Members.Everywhere()
            .Where(m => m.PersonId == personId && m.LeftAt == null)
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new { Member = m, Workspace = w })
            .Join(db.Companies, x => x.Workspace.CompanyId, c => c.Id, (x, c) => new { x.Member, x.Workspace, Company = c })
            .OrderBy(x => x.Workspace.Name)
            .Select(x => new ClientRow(
                x.Workspace.Id,
                x.Member.Id,
                x.Workspace.Slug,
                x.Workspace.Name,
                x.Workspace.Colour,
                x.Workspace.Zone,
                x.Member.Role,
                x.Workspace.IsPractice,
                x.Company.Pause,
                x.Workspace.Pause,
                db.Posts.Everywhere().Count(p => p.WorkspaceId == x.Workspace.Id && p.DeletedAt == null
                    && (p.State == PostState.Failed || p.State == PostState.PartlyPublished || p.State == PostState.Held || p.State == PostState.Unknown)),
                db.Posts.Everywhere().AtRisk().Count(p => p.WorkspaceId == x.Workspace.Id && p.DeletedAt == null),
                db.Posts.Everywhere().Count(p => p.WorkspaceId == x.Workspace.Id && p.DeletedAt == null && p.State == PostState.Draft && p.ScheduledAt == null),
                db.Notices.Everywhere().Count(n => n.MemberId == x.Member.Id && n.ReadAt == null && n.IsInApp),
                db.Channels.Everywhere().Count(c => c.WorkspaceId == x.Workspace.Id && c.State != ChannelState.Disconnected),
                db.Channels.Everywhere().Count(c => c.WorkspaceId == x.Workspace.Id && c.State == ChannelState.NeedsReconnect),
                x.Member.Role == Role.ClientApprover || x.Member.Role == Role.ClientViewer
                    ? db.Posts.Everywhere().Where(p => p.WorkspaceId == x.Workspace.Id && p.DeletedAt == null && p.State == PostState.Scheduled && p.ScheduledAt >= now && p.Audience == Audience.Client).Min(p => p.ScheduledAt)
                    : db.Posts.Everywhere().Where(p => p.WorkspaceId == x.Workspace.Id && p.DeletedAt == null && p.State == PostState.Scheduled && p.ScheduledAt >= now).Min(p => p.ScheduledAt)))
            .ToListAsync(cancel);

    /// <summary>
    /// How many posts each quarter of an hour holds, from yesterday to in eight days: wide enough for every zone's today and its week, and the widest
    /// step at which all zones agree where a day begins.
    /// </summary>
    async Task<List<PlannedRow>> Planned(IReadOnlyList<Guid> all, IReadOnlyList<Guid> team, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await Visible(all, team, now.AddDays(-2), now.AddDays(9))
            .GroupBy(p => new { p.WorkspaceId, p.State, p.ScheduledAt!.Value.Date, p.ScheduledAt.Value.Hour, Quarter = p.ScheduledAt.Value.Minute / QuarterHour })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancel);
        return [.. rows.Select(r => new PlannedRow(r.Key.WorkspaceId, r.Key.State, new DateTimeOffset(DateTime.SpecifyKind(r.Key.Date, DateTimeKind.Unspecified), TimeSpan.Zero).AddHours(r.Key.Hour).AddMinutes(r.Key.Quarter * QuarterHour), r.Count))];
    }

    /// <summary>What was agreed in conversations and is late, or soon is, the latest first. A client's people see what they see anyway.</summary>
    async Task<List<DueTask>> Tasks(IReadOnlyList<ClientRow> clients, DateTimeOffset now, CancellationToken cancel)
    {
        var members = clients.Select(c => c.MemberId).ToList();
        var blind = clients.Where(c => c.Role.IsClient()).Select(c => c.Id).ToList();
        var last = DateOnly.FromDateTime(now.UtcDateTime).AddDays(8);
        var rows = await db.FeedbackTasks.Everywhere().Concerning(members)
            .Where(t => t.Due != null && t.Due <= last && t.Thread.Post.DeletedAt == null && (!blind.Contains(t.WorkspaceId) || (t.Thread.Audience == Audience.Client && t.Thread.Post.Audience == Audience.Client)))
            .OrderBy(t => t.Due).ThenBy(t => t.Id).Take(Shown)
            .Select(t => new { t.Id, t.WorkspaceId, t.Thread.PostId, t.Thread.Anchor, t.ThreadId, t.Text, t.OwnerName, t.OwnerId, t.Due })
            .ToListAsync(cancel);
        var byId = clients.ToDictionary(c => c.Id);
        return [.. rows.Where(t => byId.ContainsKey(t.WorkspaceId) && (t.Anchor?.ChannelId is not { } channel || !db.LimitedWorkspaces.Contains(t.WorkspaceId) || db.SeenChannels.Contains(channel))).Select(t => new DueTask(t.Id, byId[t.WorkspaceId].Slug, t.PostId, t.ThreadId, t.Text, t.OwnerName, members.Contains(t.OwnerId), t.Due!.Value, t.Due < Day(now, byId[t.WorkspaceId].Zone)))];
    }

    IQueryable<UndeliveredMail> Undelivered(Guid personId) =>
        db.NoticesOf(personId)
            .Where(n => n.Kind == Notice.MailUndelivered && n.ReadAt == null)
            .OrderByDescending(n => n.At)
            .Take(5)
            .Join(db.Workspaces, n => n.WorkspaceId, w => w.Id, (n, w) => new UndeliveredMail(n.Id, w.Name, n.Words));

    /// <summary>Those with a place of their own on the page: what went out last and goes out next, of what is today where the client is; what is in trouble; and what will be unless somebody acts.</summary>
    Task<List<PostRow>> Posts(IReadOnlyList<ClientRow> clients, IReadOnlyList<Guid> all, IReadOnlyList<Guid> team, DateTimeOffset now, CancellationToken cancel)
    {
        var zones = clients.Select(c => c.Zone).ToList();
        var from = zones.Select(z => Midnight(Day(now, z), z)).DefaultIfEmpty(now).Min();
        var to = zones.Select(z => Midnight(Day(now, z).AddDays(1), z)).DefaultIfEmpty(now).Max();
        var own = db.Posts.Everywhere().Where(p => team.Contains(p.WorkspaceId) && p.DeletedAt == null);
        var shown = Visible(all, team, from, now).OrderByDescending(p => p.ScheduledAt).ThenBy(p => p.Id).Take(ShownBefore).Select(p => p.Id)
            .Concat(Visible(all, team, now, to).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(ShownAfter).Select(p => p.Id))
            .Concat(own.NeedingPerson().OrderByDescending(p => p.ScheduledAt).Take(Shown).Select(p => p.Id))
            .Concat(own.AtRisk().OrderBy(p => p.ScheduledAt).Take(Shown).Select(p => p.Id));
        return db.Posts.Everywhere().Where(p => shown.Contains(p.Id))
            .Select(p => new PostRow(
                p.WorkspaceId,
                p.Id,
                p.State,
                p.Text.Substring(0, 120),
                p.ScheduledAt,
                p.Deliveries.Where(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Held || d.State == DeliveryState.Unknown)
                    .OrderBy(d => d.DueAt).Select(d => d.Channel.Name + ": " + d.FailureWords).FirstOrDefault(),
                p.State == PostState.Scheduled ? p.Risks.OrderBy(r => r.Since).ThenBy(r => r.Id).Select(r => new RiskLine(r.Code, r.Words, r.Arguments, r.ChannelId, r.Since)).FirstOrDefault() : null))
            .ToListAsync(cancel);
    }

    IQueryable<Post> Visible(IReadOnlyList<Guid> all, IReadOnlyList<Guid> team, DateTimeOffset from, DateTimeOffset to) =>
        db.Posts.Everywhere()
            .Where(p => all.Contains(p.WorkspaceId) && p.DeletedAt == null && p.ScheduledAt >= from && p.ScheduledAt < to && p.State != PostState.Draft)
            .Where(p => team.Contains(p.WorkspaceId) || (p.Audience == Audience.Client && (p.State == PostState.Scheduled || p.State == PostState.Publishing || p.State == PostState.Published)));

    static OverviewClient Client(ClientRow client, IReadOnlyList<PlannedRow> planned, DateTimeOffset now)
    {
        var today = Day(now, client.Zone);
        var days = new int[7];
        foreach (var quarter in planned.Where(p => p.State is PostState.Scheduled or PostState.Publishing))
        {
            if (Day(quarter.At, client.Zone).DayNumber - today.DayNumber is >= 0 and < 7 and var day)
                days[day] += quarter.Count;
        }

        return new OverviewClient(
            client.Slug, client.Name, client.Colour, client.Zone, client.Role.IsClient(), client.IsPractice, client.Trouble, client.AtRisk, client.Drafts, client.Unread, client.Channels, client.SignedOut, client.CompanyPause ?? client.OwnPause,
            days[0], days, client.Next, today);
    }

    static DateTimeOffset Midnight(DateOnly day, string zone) => Zones.ToInstantLeniently(day.ToDateTime(TimeOnly.MinValue), zone);

    static DateOnly Day(DateTimeOffset instant, string zone) => DateOnly.FromDateTime(Zones.ToLocal(instant, zone));

    sealed record ClientRow(Guid Id, Guid MemberId, string Slug, string Name, int Colour, string Zone, Role Role, bool IsPractice, Pause? CompanyPause, Pause? OwnPause, int Trouble, int AtRisk, int Drafts, int Unread, int Channels, int SignedOut, DateTimeOffset? Next);

    sealed record PlannedRow(Guid WorkspaceId, PostState State, DateTimeOffset At, int Count);

    sealed record PostRow(Guid WorkspaceId, Guid Id, PostState State, string Text, DateTimeOffset? At, string? Why, RiskLine? Risk)
    {
        public bool NeedsPerson => State is PostState.Failed or PostState.PartlyPublished or PostState.Held or PostState.Unknown;
    }
}
