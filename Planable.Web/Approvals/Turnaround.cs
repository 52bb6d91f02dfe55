using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Web.Approvals;

public enum TurnaroundKind
{
    Client,
    Level,
    Person,
}

/// <summary>How long decisions of a client, at a level or by a person take, as both the page and the file say it.</summary>
/// <param name="MedianHours">From being asked to deciding; null where nobody decided.</param>
/// <param name="Rounds">How often a post went round, on average.</param>
/// <param name="Late">Posts that were decided after their due date or are past it: each once for a level and round, however long it waits.</param>
/// <param name="Missed">Planned times that came while it waited.</param>
public sealed record TurnaroundRow(TurnaroundKind Kind, string Name, int Decisions, double? MedianHours, double? Rounds, int Late, int Missed, string? Slug = null)
{
    public string MedianSaid => MedianHours is { } hours ? hours.ToString("0.0", CultureInfo.CurrentCulture) : "–";

    public string RoundsSaid => Rounds is { } rounds ? rounds.ToString("0.0", CultureInfo.CurrentCulture) : "–";
}

public sealed record TurnaroundPage(DateOnly From, DateOnly To, IReadOnlyList<TurnaroundRow> Rows)
{
    public IEnumerable<TurnaroundRow> Of(TurnaroundKind kind) => Rows.Where(r => r.Kind == kind);

    public string Query => string.Create(CultureInfo.InvariantCulture, $"?from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}");
}

/// <summary>A period of days as somebody chose it.</summary>
public sealed class TurnaroundForm
{
    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    /// <summary>The last thirty days, if nothing or nonsense was chosen.</summary>
    public (DateOnly From, DateOnly To) Days(DateOnly today)
    {
        var to = To ?? today;
        return From is { } from && from <= to ? (from, to) : (to.AddDays(-29), to);
    }
}

/// <summary>Reads turnaround figures: a constant number of commands, whatever was decided.</summary>
public sealed class TurnaroundReader(PlanableDb db, TimeProvider clock)
{
    /// <summary>Of the entered client: as a whole, by level, by person.</summary>
    public async Task<TurnaroundPage> Here(string client, string zone, TurnaroundForm form, CancellationToken cancel)
    {
        var (days, from, until) = Period(form, zone);
        var facts = await Facts(db.ApprovalDecisions, db.Posts, db.Log, from, until, cancel);
        var names = await db.Members.AsNoTracking().Select(m => new { m.Id, m.Person.Name, m.LeftAt }).ToDictionaryAsync(m => m.Id, m => m.LeftAt == null ? m.Name : $"{m.Name} (former member)", cancel);
        var whole = Row(TurnaroundKind.Client, client, facts);
        var levels = facts.Levels.Order(StringComparer.CurrentCulture).Select(l => Row(TurnaroundKind.Level, l, facts.AtLevel(l)));
        var people = facts.People.Select(p => (Who: p, Name: p.Id is { } id && names.TryGetValue(id, out var name) ? name : p.Name ?? "–")).OrderBy(p => p.Name, StringComparer.CurrentCulture).Select(p => Row(TurnaroundKind.Person, p.Name, facts.By(p.Who)));
        return new TurnaroundPage(days.From, days.To, [whole, .. levels, .. people]);
    }

    /// <summary>Of all clients for which this person works in the team. A day is a day of each client's own zone, as on its own page.</summary>
    /// <param name="today">Where the person is.</param>
    public async Task<TurnaroundPage> Everywhere(Guid personId, DateOnly today, TurnaroundForm form, CancellationToken cancel)
    {
        var days = form.Days(today);
        var clients = await db.Workspaces.AsNoTracking()
            .Where(w => db.Members.Everywhere().Any(m => m.WorkspaceId == w.Id && m.PersonId == personId && m.LeftAt == null && m.Role != Role.ClientApprover && m.Role != Role.ClientViewer))
            .OrderBy(w => w.Name).Select(w => new { w.Id, w.Name, w.Slug, w.Zone }).ToListAsync(cancel);
        if (clients.Count == 0)
            return new TurnaroundPage(days.From, days.To, []);
        var ids = clients.ConvertAll(c => c.Id);
        var bounds = clients.ToDictionary(c => c.Id, c => Bounds(days, c.Zone));
        var (from, until) = (bounds.Values.Min(b => b.From), bounds.Values.Max(b => b.Until));
        var facts = await Facts(
            db.ApprovalDecisions.Everywhere().Where(d => ids.Contains(d.WorkspaceId)), db.Posts.Everywhere().Where(p => ids.Contains(p.WorkspaceId) && p.DeletedAt == null), db.Log.Everywhere().Where(e => ids.Contains(e.WorkspaceId)), from, until, cancel);
        return new TurnaroundPage(days.From, days.To, [.. clients.Select(c => Row(TurnaroundKind.Client, c.Name, facts.Of(c.Id, bounds[c.Id].From, bounds[c.Id].Until)) with { Slug = c.Slug })]);
    }

    ((DateOnly From, DateOnly To) Days, DateTimeOffset From, DateTimeOffset Until) Period(TurnaroundForm form, string zone)
    {
        var days = form.Days(DateOnly.FromDateTime(Zones.ToLocal(clock.GetUtcNow(), zone)));
        var (from, until) = Bounds(days, zone);
        return (days, from, until);
    }

    static (DateTimeOffset From, DateTimeOffset Until) Bounds((DateOnly From, DateOnly To) days, string zone) =>
        (Zones.ToInstantLeniently(days.From.ToDateTime(TimeOnly.MinValue), zone), Zones.ToInstantLeniently(days.To.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));

    async Task<TurnaroundFacts> Facts(IQueryable<ApprovalDecision> decisions, IQueryable<Post> posts, IQueryable<LogEntry> log, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var given = await decisions.AsNoTracking().Where(d => d.At >= from && d.At < until)
            .Select(d => new GivenDecision(d.WorkspaceId, d.PostId, d.LevelId, d.LevelName, d.Round, d.Kind, d.MemberId, d.Name, d.AskedAt, d.DueAt, d.At)).ToListAsync(cancel);
        var waiting = await posts.AsNoTracking().Where(p => p.ApprovalState == ApprovalState.Waiting && p.ApprovalDueAt >= from && p.ApprovalDueAt < until && p.ApprovalDueAt < now)
            .Select(p => new { p.WorkspaceId, p.Id, p.Approval, DueAt = p.ApprovalDueAt!.Value }).ToListAsync(cancel);
        var missed = await log.AsNoTracking().Where(e => e.Verb == Notice.Missed && e.At >= from && e.At < until).ToListAsync(cancel);
        return new TurnaroundFacts(
            given,
            [.. waiting.Where(w => w.Approval?.Current is not null).Select(w => new OverdueWait(w.WorkspaceId, w.Id, w.Approval!.Current!.Id, w.Approval.Current.Name, w.Approval.Round, [.. w.Approval.Waiting.Select(a => (a.MemberId, a.Name))], w.DueAt))],
            [.. missed.Select(e => new MissedSlot(e.WorkspaceId, e.SubjectId, e.Facts.GetValueOrDefault("slot") ?? "", e.Facts.GetValueOrDefault("level") ?? "", [.. (e.Facts.GetValueOrDefault("to") ?? "").Split(',').Select(id => Guid.TryParse(id, out var read) ? read : Guid.Empty)], e.At))]);
    }

    static TurnaroundRow Row(TurnaroundKind kind, string name, TurnaroundFacts facts)
    {
        // What nobody said took nobody's time.
        var spoken = facts.Given.Where(g => g.Kind != DecisionKind.SilentConsent).ToList();
        return new TurnaroundRow(
            kind, name, spoken.Count,
            Median([.. spoken.Where(g => g.AskedAt is not null).Select(g => (g.At - g.AskedAt!.Value).TotalHours).Order()]),
            facts.Given.Count == 0 ? null : facts.Given.GroupBy(g => g.PostId).Average(g => g.Max(d => d.Round)),
            facts.Given.Where(g => g.At > g.DueAt).Select(g => (g.PostId, g.LevelId, g.Round)).Concat(facts.Overdue.Select(o => (o.PostId, o.LevelId, o.Round))).Distinct().Count(),
            facts.Missed.Select(m => (m.PostId, m.Slot)).Distinct().Count());
    }

    static double? Median(double[] sorted) => sorted.Length switch
    {
        0 => null,
        var n when n % 2 == 1 => sorted[n / 2],
        var n => (sorted[(n / 2) - 1] + sorted[n / 2]) / 2,
    };
}

public sealed record GivenDecision(Guid WorkspaceId, Guid PostId, Guid LevelId, string Level, int Round, DecisionKind Kind, Guid? MemberId, string Name, DateTimeOffset? AskedAt, DateTimeOffset? DueAt, DateTimeOffset At);

/// <summary>A post that waits past its due date.</summary>
public sealed record OverdueWait(Guid WorkspaceId, Guid PostId, Guid LevelId, string Level, int Round, IReadOnlyList<(Guid Id, string Name)> For, DateTimeOffset DueAt);

public sealed record MissedSlot(Guid WorkspaceId, Guid PostId, string Slot, string Level, IReadOnlyList<Guid> For, DateTimeOffset At);

/// <summary>Somebody who decides: a member, or by name whoever came by a link.</summary>
public readonly record struct Decided(Guid? Id, string? Name);

/// <summary>What figures are made of, and narrower parts of it.</summary>
public sealed record TurnaroundFacts(IReadOnlyList<GivenDecision> Given, IReadOnlyList<OverdueWait> Overdue, IReadOnlyList<MissedSlot> Missed)
{
    public IEnumerable<string> Levels => Given.Select(g => g.Level).Concat(Overdue.Select(o => o.Level)).Concat(Missed.Select(m => m.Level)).Distinct();

    public IEnumerable<Decided> People =>
        Given.Where(g => g.Kind != DecisionKind.SilentConsent).Select(g => Of(g)).Concat(Overdue.SelectMany(o => o.For).Select(f => new Decided(f.Id, null))).Concat(Missed.SelectMany(m => m.For).Where(id => id != Guid.Empty).Select(id => new Decided(id, null))).Distinct();

    public TurnaroundFacts AtLevel(string level) => new([.. Given.Where(g => g.Level == level)], [.. Overdue.Where(o => o.Level == level)], [.. Missed.Where(m => m.Level == level)]);

    public TurnaroundFacts By(Decided who) => new([.. Given.Where(g => g.Kind != DecisionKind.SilentConsent && Of(g) == who)], [.. Overdue.Where(o => o.For.Any(f => f.Id == who.Id))], [.. Missed.Where(m => who.Id is { } id && m.For.Contains(id))]);

    public TurnaroundFacts Of(Guid workspaceId, DateTimeOffset from, DateTimeOffset until) => new(
        [.. Given.Where(g => g.WorkspaceId == workspaceId && g.At >= from && g.At < until)],
        [.. Overdue.Where(o => o.WorkspaceId == workspaceId && o.DueAt >= from && o.DueAt < until)],
        [.. Missed.Where(m => m.WorkspaceId == workspaceId && m.At >= from && m.At < until)]);

    static Decided Of(GivenDecision given) => given.MemberId is { } id ? new Decided(id, null) : new Decided(null, given.Name);
}
