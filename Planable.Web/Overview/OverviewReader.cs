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
                Limits = db.Members.Everywhere().Where(m => m.PersonId == personId && m.LeftAt == null && m.OnlyChannels != null).Select(m => new { m.WorkspaceId, m.OnlyChannels }).ToList(),
                Undelivered = undelivered.ToList(),
            })
            // The lists are short, most often empty.
            .AsSingleQuery()
            .SingleAsync(cancel);
        db.SeeOnly(ChannelLimits.Of(me.Limits.Select(l => (l.WorkspaceId, l.OnlyChannels))));
        var clients = await Clients(personId, now, cancel);
        var all = clients.Select(c => c.Id).ToList();
        var team = clients.Where(c => !c.Role.IsClient()).Select(c => c.Id).ToList();
        // What is tried out is in its own line, and in nothing that says how the company stands.
        var real = clients.Where(c => !c.IsPractice).ToList();
        var (realAll, realTeam) = (real.Select(c => c.Id).ToList(), real.Where(c => !c.Role.IsClient()).Select(c => c.Id).ToList());
        var planned = await Planned(all, team, now, cancel);
        var today = await Today(real, realAll, realTeam, now, cancel);
        var troubles = await Troubles(realTeam, cancel);

        var byId = clients.ToDictionary(c => c.Id);
        return new OverviewPage(
            me.Name,
            me.Zone ?? clients.Select(c => c.Zone).FirstOrDefault() ?? "Etc/UTC",
            me.Zone,
            now,
            [.. clients.Select(c => Client(c, [.. planned.Where(p => p.WorkspaceId == c.Id)], now))],
            [.. troubles.Where(t => t.State != PostState.Scheduled).Select(t => new TroubledPost(t.Id, byId[t.WorkspaceId].Slug, t.State, t.Text, t.ScheduledAt, t.Why))],
            [.. today.Select(p => new DatedPost(p.Id, byId[p.WorkspaceId].Slug, p.State, p.Text, p.At))],
            real.Sum(c => planned.Where(p => p.WorkspaceId == c.Id && Day(p.At, c.Zone) == Day(now, c.Zone)).Sum(p => p.Count)),
            me.Companies,
            me.Undelivered)
        {
            AtRisk = [.. troubles.Where(t => t.Risk is not null).OrderBy(t => t.ScheduledAt).Select(t => new EndangeredPost(t.Id, byId[t.WorkspaceId].Slug, t.Text, t.ScheduledAt!.Value, t.Risk!))],
            Tasks = await Tasks(real, me.Limits.ToDictionary(l => l.WorkspaceId, l => l.OnlyChannels!), now, cancel),
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
    async Task<List<DueTask>> Tasks(IReadOnlyList<ClientRow> clients, Dictionary<Guid, List<Guid>> limits, DateTimeOffset now, CancellationToken cancel)
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
        return [.. rows.Where(t => byId.ContainsKey(t.WorkspaceId) && (t.Anchor?.ChannelId is not { } channel || !limits.TryGetValue(t.WorkspaceId, out var seen) || seen.Contains(channel))).Select(t => new DueTask(t.Id, byId[t.WorkspaceId].Slug, t.PostId, t.ThreadId, t.Text, t.OwnerName, members.Contains(t.OwnerId), t.Due!.Value, t.Due < Day(now, byId[t.WorkspaceId].Zone)))];
    }

    IQueryable<UndeliveredMail> Undelivered(Guid personId) =>
        db.NoticesOf(personId)
            .Where(n => n.Kind == Notice.MailUndelivered && n.ReadAt == null)
            .OrderByDescending(n => n.At)
            .Take(5)
            .Join(db.Workspaces, n => n.WorkspaceId, w => w.Id, (n, w) => new UndeliveredMail(n.Id, w.Name, n.Words));

    /// <summary>What went out last and goes out next, of what is today where the client is.</summary>
    async Task<List<DatedRow>> Today(IReadOnlyList<ClientRow> clients, IReadOnlyList<Guid> all, IReadOnlyList<Guid> team, DateTimeOffset now, CancellationToken cancel)
    {
        var zones = clients.ToDictionary(c => c.Id, c => c.Zone);
        var from = zones.Values.Select(z => Midnight(Day(now, z), z)).DefaultIfEmpty(now).Min();
        var to = zones.Values.Select(z => Midnight(Day(now, z).AddDays(1), z)).DefaultIfEmpty(now).Max();
        var before = Visible(all, team, from, now).OrderByDescending(p => p.ScheduledAt).ThenBy(p => p.Id).Take(ShownBefore);
        var after = Visible(all, team, now, to).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(ShownAfter);
        var rows = await before.Concat(after).Select(p => new DatedRow(p.WorkspaceId, p.Id, p.State, p.Text.Substring(0, 120), p.ScheduledAt!.Value)).ToListAsync(cancel);
        return [.. rows.Where(p => Day(p.At, zones[p.WorkspaceId]) == Day(now, zones[p.WorkspaceId])).OrderBy(p => p.At)];
    }

    IQueryable<Post> Visible(IReadOnlyList<Guid> all, IReadOnlyList<Guid> team, DateTimeOffset from, DateTimeOffset to) =>
        db.Posts.Everywhere()
            .Where(p => all.Contains(p.WorkspaceId) && p.DeletedAt == null && p.ScheduledAt >= from && p.ScheduledAt < to && p.State != PostState.Draft)
            .Where(p => team.Contains(p.WorkspaceId) || (p.Audience == Audience.Client && (p.State == PostState.Scheduled || p.State == PostState.Publishing || p.State == PostState.Published)));

    /// <summary>What is in trouble, and then what will be unless somebody acts, the next first.</summary>
    Task<List<TroubleRow>> Troubles(IReadOnlyList<Guid> team, CancellationToken cancel)
    {
        var posts = db.Posts.Everywhere().Where(p => team.Contains(p.WorkspaceId) && p.DeletedAt == null);
        var stuck = posts.NeedingPerson().OrderByDescending(p => p.ScheduledAt).Take(Shown).Select(p => p.Id);
        var atRisk = posts.AtRisk().OrderBy(p => p.ScheduledAt).Take(Shown).Select(p => p.Id);
        return db.Posts.Everywhere().Where(p => stuck.Contains(p.Id) || atRisk.Contains(p.Id))
            .OrderByDescending(p => p.ScheduledAt)
            .Select(p => new TroubleRow(
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

    sealed record DatedRow(Guid WorkspaceId, Guid Id, PostState State, string Text, DateTimeOffset At);

    sealed record TroubleRow(Guid WorkspaceId, Guid Id, PostState State, string Text, DateTimeOffset? ScheduledAt, string? Why, RiskLine? Risk);
}
