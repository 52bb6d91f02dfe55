using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.BrandRules;
using Planable.Data.Bulk;
using Planable.Data.Calendar;
using Planable.Data.Conversations;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Times;

namespace Planable.Web.Bulk;

public sealed record Skipped(string Why, int Count);

/// <param name="Fits">How many of the selected posts it can be done to.</param>
public sealed record BulkChoice(BulkAct Act, int Fits, IReadOnlyList<Skipped> Skipped);

/// <param name="Ids">Those that are still there and that the person may see.</param>
public sealed record BulkBar(IReadOnlyList<Guid> Ids, IReadOnlyList<BulkChoice> Choices);

/// <param name="To">Null where the time there cannot be told.</param>
/// <param name="Trouble">What stands in the way of this post.</param>
/// <param name="Near">Other posts within a quarter of an hour on one of its channels.</param>
/// <param name="Falling">Whose approvals the new time takes back.</param>
public sealed record ShiftLine(Guid Id, string Title, PostState State, DateTime From, DateTime? To, ShiftTrouble Trouble, DateTime? Instead, IReadOnlyList<(Guid Id, string Title)> Near, IReadOnlyList<string> Falling);

public enum ShiftTrouble
{
    None,

    /// <summary>The clocks skip the time.</summary>
    Gap,

    /// <summary>The clocks go back over the time.</summary>
    Twice,

    /// <summary>A scheduled post would lie in the past.</summary>
    Past,

    /// <summary>Nothing is planned into those days.</summary>
    Blackout,

    /// <summary>It is approved for its time, and locked.</summary>
    Locked,
}

public sealed record ShiftPage(BulkForm Form, IReadOnlyList<ShiftLine> Lines, IReadOnlyList<Skipped> Skipped)
{
    /// <summary>Lines that are listed; all of them move.</summary>
    public const int Shown = 200;

    public IReadOnlyList<ShiftLine> Movable => [.. Lines.Where(l => l.Trouble is not (ShiftTrouble.Past or ShiftTrouble.Blackout or ShiftTrouble.Locked))];

    public bool AsksGap => Lines.Any(l => l.Trouble == ShiftTrouble.Gap);

    public bool AsksWhich => Lines.Any(l => l.Trouble == ShiftTrouble.Twice);

    public bool CanGo => Movable.Count > 0 && (Form.Day is not null || Form.Days is not (null or 0)) && (!AsksGap || Form.AfterGap) && (!AsksWhich || Form.Second is not null);
}

/// <param name="Where">The channel whose own text it is; null for the text.</param>
/// <param name="Falling">Whose approvals the new words take back.</param>
public sealed record ReplaceDiff(Guid Id, string Title, PostState State, string? Where, IReadOnlyList<TextDiff.Piece> Pieces, IReadOnlyList<string> Falling);

/// <param name="Refused">Posts that stay as they are: scheduled ones that could not go out with the new words, approved ones that are locked.</param>
public sealed record ReplacePage(
    BulkForm Form, IReadOnlyList<Guid> Ids, IReadOnlyList<ReplaceDiff> Diffs, IReadOnlyList<(Guid Id, string Title, Data.Networks.Problem Problem)> Refused, IReadOnlyList<Skipped> Skipped, bool IsAsked)
{
    public const int Shown = 500;

    /// <summary>Posts that lose approvals. They are shown apart and can be left out with one tick.</summary>
    public IReadOnlyList<Guid> Resetting => [.. Diffs.Where(d => d.Falling.Count > 0).Select(d => d.Id).Distinct()];
}

/// <param name="Comments">So many threads of the client's are open.</param>
public sealed record CommentedLine(Guid Id, string Title, DateTimeOffset? At, int Comments);

/// <param name="Apart">Would be scheduled, but for what the client said about them.</param>
/// <param name="Others">Are scheduled in any case.</param>
public sealed record OpenCommentsPage(IReadOnlyList<CommentedLine> Apart, IReadOnlyList<Guid> Others);

public sealed record LabelPage(BulkForm Form, IReadOnlyList<Guid> Ids, IReadOnlyList<(Guid Id, string Name)> Labels, IReadOnlyList<Skipped> Skipped);

public sealed record BulkPage(BulkRun Run, IReadOnlyDictionary<BulkOutcome, int> Counts, IReadOnlyList<BulkLine> Lines, bool CanUndo, bool CanRetry)
{
    public const int Shown = 200;

    public int Carried => Run.Total - Counts.GetValueOrDefault(BulkOutcome.Waiting);
}

public sealed record BulkRunLine(Guid Id, BulkAct Act, string By, DateTimeOffset At, int Total, BulkState State, int Done);

public sealed record BulkLine(BulkItem Item, string? Title);

/// <summary>Reads what stands before an act on many posts and after it.</summary>
public sealed class BulkPages(PlanableDb db, Current current, TimeWords times, TimeProvider clock)
{
    static readonly TimeSpan Near = TimeSpan.FromMinutes(15);

    public async Task<BulkBar> Bar(IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var subjects = await Subjects(ids, cancel);
        return new BulkBar([.. subjects.Select(s => s.Id)], [.. BulkActs.Offered.Select(act => Choice(act, subjects))]);
    }

    public async Task<IReadOnlyList<Guid>> Matching(CalendarQuery query, MonthDays month, CancellationToken cancel) =>
        await db.Posts.AsNoTracking().OpenTo(current.Member).MatchingInAnyState(query).OnDays(query, month, current.Workspace.Zone).InStates(query)
            .OrderBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id).Select(p => p.Id).Take(BulkRun.MostPosts).ToListAsync(cancel);

    public async Task<ShiftPage> Shift(BulkForm form, CancellationToken cancel)
    {
        var (ids, at) = (form.Ids, clock.GetUtcNow());
        var posts = await db.Posts.AsNoTracking().OpenTo(current.Member).Where(p => ids.Contains(p.Id)).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id)
            .Select(p => new
            {
                p.Id,
                p.AuthorId,
                p.State,
                p.ScheduledAt,
                p.PlannedLocal,
                p.Zone,
                p.Approval,
                p.ApprovalState,
                Text = p.Text.Substring(0, 80),
                Channels = p.Variants.Select(v => v.ChannelId).ToList(),
                Hidden = p.ChannelCount - p.Variants.Count,
            })
            .ToListAsync(cancel);
        var skipped = Skips(BulkAct.Shift, [.. posts.Select(p => new BulkSubject(p.Id, p.AuthorId, p.State, p.ScheduledAt, IsPartlyHidden: p.Hidden > 0))]);
        var moving = posts.Where(p => BulkActs.WhyNot(BulkAct.Shift, new BulkSubject(p.Id, p.AuthorId, p.State, p.ScheduledAt, IsPartlyHidden: p.Hidden > 0), current.Member, at) is null)
            .Select(p => (Post: p, Landing: Land(form.Values.Land(p.PlannedLocal!.Value), p.Zone!, form, p.State == PostState.Scheduled ? at : null))).ToList();
        var others = await Others([.. moving.Select(m => m.Post.Id)], [.. moving.Where(m => m.Landing.At is not null).Select(m => m.Landing.At!.Value)], cancel);
        others.AddRange(moving.Where(m => m.Landing.At is not null).Select(m => new Standing(m.Post.Id, m.Landing.At!.Value, m.Post.Text, m.Post.Channels)));
        return new ShiftPage(form, [
            .. moving.Select(m =>
            {
                var falling = m.Landing.At is { } then && m.Post.ScheduledAt is { } now ? Falling(m.Post.Approval, m.Post.ApprovalState, now, then) : [];
                return new ShiftLine(
                    m.Post.Id, PostPage.TitleOf(m.Post.Text), m.Post.State, m.Post.PlannedLocal!.Value, m.Landing.Local,
                    falling.Count > 0 && Post.IsLocked(m.Post.ApprovalState, m.Post.Approval, current.Workspace) ? ShiftTrouble.Locked : m.Landing.Trouble, m.Landing.Instead,
                    m.Landing.At is { } there ? [.. others.Where(o => o.Id != m.Post.Id && (o.At - there).Duration() <= Near && o.Channels.Intersect(m.Post.Channels).Any()).Take(3).Select(o => (o.Id, PostPage.TitleOf(o.Text)))] : [],
                    falling);
            }),
        ], skipped);
    }

    IReadOnlyList<string> Falling(PostApproval? approval, ApprovalState state, DateTimeOffset from, DateTimeOffset to) =>
        state is ApprovalState.Waiting or ApprovalState.Approved ? Names(approval?.Falling(current.Workspace.Approvals.Resets.For(from, to)) ?? []) : [];

    static IReadOnlyList<string> Names(IEnumerable<StandingApproval> approvals) => [.. approvals.Select(a => a.Name).Distinct()];

    public async Task<ReplacePage> Replace(BulkForm form, CancellationToken cancel)
    {
        var (ids, values) = (form.Ids, form.Values);
        if (values.Find.Length == 0)
            return new ReplacePage(form, [], [], [], [], IsAsked: false);
#pragma warning disable CA1304, CA1311 // Lowered by the database, which knows no culture of ours.
        var find = values.Find.ToLowerInvariant();
        var posts = await db.Posts.AsNoTracking().OpenTo(current.Member)
            .Where(p => ids.Contains(p.Id) && (p.Text.ToLower().Contains(find) || p.Variants.Any(v => v.Text != null && v.Text.ToLower().Contains(find))))
            .Include(p => p.Variants).ThenInclude(v => v.Channel).Include(p => p.Media).ThenInclude(m => m.Asset).Include(p => p.Labels).ThenInclude(l => l.Label).AsSplitQuery()
            .OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).ToListAsync(cancel);
#pragma warning restore CA1304, CA1311
        var skipped = Skips(BulkAct.Replace, [.. posts.Where(p => Replacement.In(p, values) is not null).Select(p => BulkActs.SubjectOf(p, current.Member))]);
        var diffs = new List<ReplaceDiff>();
        var refused = new List<(Guid, string, Data.Networks.Problem)>();
        var going = new List<Guid>();
        foreach (var post in posts.Where(p => BulkActs.WhyNot(BulkAct.Replace, BulkActs.SubjectOf(p, current.Member), current.Member, clock.GetUtcNow()) is null))
        {
            if (Replacement.In(post, values) is not { } edit)
                continue;
            var title = PostPage.TitleOf(post.Text);
            if (post.State == PostState.Scheduled && PostProblems.Of(edit, brand: BrandChecks.Of(current.Workspace.BrandRules, edit, [.. post.Labels.Select(l => l.LabelId)], post.BrandOverride), alt: current.Workspace.AltPolicy).FirstOrDefault(p => p.Blocks) is { } problem)
            {
                refused.Add((post.Id, title, problem));
                continue;
            }

            if (post.IsLocked(current.Workspace))
            {
                refused.Add((post.Id, title, new Data.Networks.Problem(Post.LockedCode, Post.LockedWords, [string.Join(", ", post.Approval!.Unlockers)], "", null, Blocks: true)));
                continue;
            }

            var falling = post.ApprovalState is ApprovalState.Waiting or ApprovalState.Approved ? Names(post.FallingWith(post.PartsChangedBy(edit), current.Workspace)) : [];
            going.Add(post.Id);
            if (edit.Text != post.Text)
                diffs.Add(new ReplaceDiff(post.Id, title, post.State, null, TextDiff.Between(post.Text, edit.Text), falling));
            foreach (var (variant, text) in post.Variants.Select(v => (v, edit.Targets.Single(t => t.Channel.Id == v.ChannelId).Text)).Where(v => v.v.Text != v.Text))
                diffs.Add(new ReplaceDiff(post.Id, title, post.State, variant.Channel.Name, TextDiff.Between(variant.Text ?? "", text ?? ""), falling));
        }

        return new ReplacePage(form, going, diffs, refused, skipped, IsAsked: true);
    }

    /// <summary>Null if nothing stands in the way of scheduling them.</summary>
    public async Task<OpenCommentsPage?> OpenComments(IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var fitting = (await Subjects(ids, cancel)).Where(s => BulkActs.WhyNot(BulkAct.Schedule, s, current.Member, clock.GetUtcNow()) is null).Select(s => s.Id).ToList();
        var open = await db.CountOpenComments(fitting, cancel);
        if (open.Count == 0)
            return null;
        var apart = await db.Posts.AsNoTracking().Where(p => open.Keys.Contains(p.Id)).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Select(p => new { p.Id, p.ScheduledAt, Text = p.Text.Substring(0, 80) }).ToListAsync(cancel);
        return new OpenCommentsPage([.. apart.Select(p => new CommentedLine(p.Id, PostPage.TitleOf(p.Text), p.ScheduledAt, open[p.Id]))], [.. fitting.Where(id => !open.ContainsKey(id))]);
    }

    public async Task<LabelPage> Label(BulkForm form, CancellationToken cancel)
    {
        var subjects = await Subjects(form.Ids, cancel);
        var labels = await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new { l.Id, l.Name }).ToListAsync(cancel);
        return new LabelPage(
            form, [.. subjects.Where(s => BulkActs.WhyNot(BulkAct.Label, s, current.Member, clock.GetUtcNow()) is null).Select(s => s.Id)], [.. labels.Select(l => (l.Id, l.Name))], Skips(BulkAct.Label, subjects));
    }

    public async Task<IReadOnlyList<BulkRunLine>> Recent(CancellationToken cancel) =>
        await db.BulkRuns.AsNoTracking().OrderByDescending(r => r.At).Take(50)
            .Select(r => new BulkRunLine(r.Id, r.Act, r.By.Person.Name, r.At, r.Total, r.State, r.Items.Count(i => i.Outcome == BulkOutcome.Done))).ToListAsync(cancel);

    public async Task<BulkPage?> Read(Guid id, CancellationToken cancel)
    {
        if (await db.BulkRuns.AsNoTracking().Include(r => r.By).ThenInclude(m => m.Person).SingleOrDefaultAsync(r => r.Id == id, cancel) is not { } run)
            return null;
        var counts = await db.BulkItems.Where(i => i.RunId == id).GroupBy(i => i.Outcome).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var items = await db.BulkItems.AsNoTracking().Where(i => i.RunId == id && i.Outcome != BulkOutcome.Waiting)
            // What needs a person first.
            .OrderBy(i => i.Outcome == BulkOutcome.Failed ? 0 : i.Why == BulkItem.NothingMoved ? 2 : i.Outcome == BulkOutcome.Skipped ? 1 : 3).ThenBy(i => i.Position).Take(BulkPage.Shown).ToListAsync(cancel);
        var posts = items.ConvertAll(i => i.Touched);
        var titles = await db.Posts.AsNoTracking().OpenTo(current.Member).Where(p => posts.Contains(p.Id)).Select(p => new { p.Id, Text = p.Text.Substring(0, 80) }).ToDictionaryAsync(p => p.Id, p => p.Text, cancel);
        var isMine = run.ById == current.Member.Id;
        var isLeft = counts.GetValueOrDefault(BulkOutcome.Failed) > 0 || items.Exists(i => i.Why == BulkItem.NothingMoved);
        return new BulkPage(
            run, counts, [.. items.Select(i => new BulkLine(i, titles.TryGetValue(i.Touched, out var text) ? PostPage.TitleOf(text) : null))],
            isMine && run.CanBeUndone && counts.GetValueOrDefault(BulkOutcome.Done) > 0, isMine && run.State == BulkState.Done && run.Act != BulkAct.Undo && isLeft);
    }

    sealed record Standing(Guid Id, DateTimeOffset At, string Text, IReadOnlyList<Guid> Channels);

    sealed record Landing(DateTime? Local, DateTimeOffset? At, ShiftTrouble Trouble, DateTime? Instead);

    /// <param name="mustLieAfter">For what goes out by itself; null for drafts.</param>
    Landing Land(DateTime local, string zone, BulkForm form, DateTimeOffset? mustLieAfter)
    {
        var (at, trouble, instead) = Zones.Read(local, zone) switch
        {
            LocalReading.Once once => (once.Instant, ShiftTrouble.None, (DateTime?)null),
            LocalReading.Twice twice => (form.Second == true ? twice.Second : twice.First, ShiftTrouble.Twice, null),
            LocalReading.Never never => (Zones.ToInstantLeniently(never.Instead, zone), ShiftTrouble.Gap, never.Instead),
            _ => throw new InvalidOperationException(),
        };
        return new Landing(trouble == ShiftTrouble.Gap ? instead : local, at, mustLieAfter is { } now && at <= now ? ShiftTrouble.Past : current.Workspace.BlackoutAt(at) is not null ? ShiftTrouble.Blackout : trouble, instead);
    }

    /// <summary>Posts that stay where they are, around the times at which others land.</summary>
    async Task<List<Standing>> Others(IReadOnlyList<Guid> moving, IReadOnlyList<DateTimeOffset> landings, CancellationToken cancel)
    {
        if (landings.Count == 0)
            return [];
        var (from, to) = (landings.Min() - Near, landings.Max() + Near);
        var found = await db.Posts.AsNoTracking().OpenTo(current.Member).Where(p => p.ScheduledAt >= from && p.ScheduledAt <= to && !moving.Contains(p.Id))
            .Select(p => new { p.Id, p.ScheduledAt, Text = p.Text.Substring(0, 80), Channels = p.Variants.Select(v => v.ChannelId).ToList() }).ToListAsync(cancel);
        return found.ConvertAll(p => new Standing(p.Id, p.ScheduledAt!.Value, p.Text, p.Channels));
    }

    BulkChoice Choice(BulkAct act, IReadOnlyList<BulkSubject> subjects)
    {
        var skipped = Skips(act, subjects);
        return new BulkChoice(act, subjects.Count - skipped.Sum(s => s.Count), skipped);
    }

    List<Skipped> Skips(BulkAct act, IReadOnlyList<BulkSubject> subjects) =>
        [.. subjects.Select(s => BulkActs.WhyNot(act, s, current.Member, times.Now)).OfType<string>().CountBy(why => why).Select(w => new Skipped(w.Key, w.Value)).OrderByDescending(w => w.Count)];

    async Task<List<BulkSubject>> Subjects(IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var found = await db.Posts.AsNoTracking().OpenTo(current.Member).Where(p => ids.Contains(p.Id)).Select(p => new BulkSubject(p.Id, p.AuthorId, p.State, p.ScheduledAt, p.FoundAt != null, p.ChannelCount != p.Variants.Count)).ToDictionaryAsync(p => p.Id, cancel);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }
}
