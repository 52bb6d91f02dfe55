using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Web.Approvals;

/// <summary>A post in a work list.</summary>
/// <param name="Reader">The reader's own zone.</param>
public sealed record WorkRow(
    Guid PostId, Guid WorkspaceId, string Slug, string Client, int Colour, string Zone, string? Reader, string Text, PostState State, ApprovalState ApprovalState, DateTimeOffset? ScheduledAt, DateTimeOffset? Since, DateTimeOffset? DueAt,
    string Author, Guid AuthorPersonId, PostApproval? Approval, Guid? Picture, SeenVersion? Version)
{
    public string Title => Posts.PostPage.TitleOf(Text);

    public string Href => $"/w/{Slug}/posts/{PostId}?tab=approval";

    /// <summary>Why a decision about it came back, with what was typed.</summary>
    public (string Words, DecisionForm Form)? Back { get; init; }
}

public sealed record WorkListPage(string Show, IReadOnlyList<WorkRow> Rows, int Mine, int Others, int Changes, int Undated, DateTimeOffset? Next, Guid PersonId, bool HasMore = false)
{
    /// <summary>How far those of the client have looked, who are waited for.</summary>
    public IReadOnlyList<SeenSum> Seen { get; init; } = [];

    public const string MineShown = "mine";
    public const string OthersShown = "others";
    public const string ChangesShown = "changes";
    public const string UndatedShown = "undated";
}

/// <param name="Last">Null if they opened none.</param>
public sealed record SeenSum(string Name, int Opened, int Of, DateTimeOffset? Last);

/// <summary>Reads work lists: what waits for somebody, in one client or in all, by the day it is to go out.</summary>
public sealed class WorkLists(PlanableDb db)
{
    public const int Most = 100;

    /// <summary>What waits for the person in all their clients; its length is what the menu counts.</summary>
    public async Task<WorkListPage> Everywhere(Guid personId, CancellationToken cancel)
    {
        var rows = await Rows(db.ApprovalsOf(personId)).Take(Most + 1).ToListAsync(cancel);
        var count = rows.Count <= Most ? rows.Count : await db.ApprovalsOf(personId).CountAsync(cancel);
        var next = rows.Count > 0 ? null : NextFor(personId, await Coming(db.Posts.Everywhere().Where(p => p.DeletedAt == null && db.Members.Everywhere().Any(m => m.WorkspaceId == p.WorkspaceId && m.PersonId == personId && m.LeftAt == null))).ToListAsync(cancel));
        return new WorkListPage(WorkListPage.MineShown, [.. rows.Take(Most)], count, 0, 0, 0, next, personId, rows.Count > Most);
    }

    /// <summary>The same for one client; the team also sees what waits for others, what went back to its author, and what has no date.</summary>
    public async Task<WorkListPage> Here(string? show, Member reader, CancellationToken cancel)
    {
        var posts = db.Posts.SeenBy(reader);
        var key = ApprovalQueries.Key(reader.PersonId);
        var mine = posts.AwaitingDecisionBy(reader.PersonId);
        var others = posts.Where(p => p.ApprovalState == ApprovalState.Waiting && (p.WaitingFor == null || !p.WaitingFor.Contains(key)));
        var changes = posts.Where(p => p.ApprovalState == ApprovalState.ChangesRequested || p.ApprovalState == ApprovalState.Rejected || p.ApprovalState == ApprovalState.Outdated);
        var undated = posts.Where(p => p.ApprovalState == ApprovalState.Approved && p.State == PostState.Draft);
        var counts = await posts.Where(p => p.ApprovalState != ApprovalState.None).GroupBy(p => 1).Select(g => new
        {
            Mine = g.Count(p => p.ApprovalState == ApprovalState.Waiting && p.WaitingFor != null && p.WaitingFor.Contains(key)),
            Waiting = g.Count(p => p.ApprovalState == ApprovalState.Waiting),
            Changes = g.Count(p => p.ApprovalState == ApprovalState.ChangesRequested || p.ApprovalState == ApprovalState.Rejected || p.ApprovalState == ApprovalState.Outdated),
            Undated = g.Count(p => p.ApprovalState == ApprovalState.Approved && p.State == PostState.Draft),
        }).SingleOrDefaultAsync(cancel);
        var chosen = reader.IsClient ? WorkListPage.MineShown : show ?? (counts is { Mine: 0, Changes: > 0 } && !reader.Can(Permission.ApprovePosts) ? WorkListPage.ChangesShown : WorkListPage.MineShown);
        var rows = await Rows(chosen switch { WorkListPage.OthersShown => others, WorkListPage.ChangesShown => changes, WorkListPage.UndatedShown => undated, _ => mine }).Take(Most + 1).ToListAsync(cancel);
        var next = chosen == WorkListPage.MineShown && rows.Count == 0 ? NextFor(reader.PersonId, await Coming(posts).ToListAsync(cancel)) : null;
        var isClient = reader.IsClient;
        var seen = chosen == WorkListPage.OthersShown ? await Seen([.. rows.Take(Most)], cancel) : [];
        return new WorkListPage(chosen, [.. rows.Take(Most)], counts?.Mine ?? 0, isClient ? 0 : (counts?.Waiting ?? 0) - (counts?.Mine ?? 0), isClient ? 0 : counts?.Changes ?? 0, isClient ? 0 : counts?.Undated ?? 0, next, reader.PersonId, rows.Count > Most) { Seen = seen };
    }

    /// <summary>"Clara opened 12 of 18 posts": of those in the list that wait for her.</summary>
    async Task<IReadOnlyList<SeenSum>> Seen(IReadOnlyList<WorkRow> rows, CancellationToken cancel)
    {
        var asked = rows.SelectMany(r => (r.Approval?.Waiting ?? []).Where(a => a.IsClient).Select(a => (a.MemberId, a.Name, r.PostId))).ToLookup(a => (a.MemberId, a.Name), a => a.PostId);
        if (asked.Count == 0)
            return [];
        var ids = rows.Select(r => r.PostId).ToList();
        var views = (await db.PostViews.AsNoTracking().Where(v => ids.Contains(v.PostId) && v.MemberId != null).Select(v => new { v.PostId, v.MemberId, v.LastAt }).ToListAsync(cancel)).ToLookup(v => v.MemberId);
        return [.. asked.OrderBy(a => a.Key.Name, StringComparer.CurrentCulture).Select(a =>
        {
            var opened = views[a.Key.MemberId].Where(v => a.Contains(v.PostId)).ToList();
            return new SeenSum(a.Key.Name, opened.Count, a.Count(), opened.Count == 0 ? null : opened.Max(v => v.LastAt));
        })];
    }

    /// <summary>What goes out first is asked first; what has no date comes last.</summary>
    IQueryable<WorkRow> Rows(IQueryable<Post> posts) =>
        posts.AsNoTracking().Join(db.Workspaces, p => p.WorkspaceId, w => w.Id, (p, w) => new { Post = p, Client = w })
            .OrderBy(x => x.Post.ScheduledAt == null ? 1 : 0).ThenBy(x => x.Post.ScheduledAt).ThenBy(x => x.Post.WaitingSince).ThenBy(x => x.Post.Id)
            .Select(x => new WorkRow(
                x.Post.Id, x.Post.WorkspaceId, x.Client.Slug, x.Client.Name, x.Client.Colour, x.Client.Zone, null, x.Post.Text, x.Post.State, x.Post.ApprovalState, x.Post.ScheduledAt, x.Post.WaitingSince, x.Post.ApprovalDueAt,
                x.Post.Author.Person.Name,
                x.Post.Author.PersonId,
                x.Post.Approval,
                x.Post.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
                db.PostVersions.Where(v => v.PostId == x.Post.Id && v.Number == x.Post.LatestVersion).Select(v => new SeenVersion(v.Number, v.Hash, v.At)).FirstOrDefault()));

    static IQueryable<ComingPost> Coming(IQueryable<Post> posts) =>
        posts.AsNoTracking().Where(p => p.ApprovalState == ApprovalState.Waiting).OrderBy(p => p.ScheduledAt).Take(200).Select(p => new ComingPost(p.Approval!, p.ApprovalDueAt, p.ScheduledAt));

    /// <summary>When something may come: it waits before a level at which this person decides.</summary>
    static DateTimeOffset? NextFor(Guid personId, IReadOnlyList<ComingPost> waiting) =>
        waiting.Where(w => w.Approval.Path.Any(l => !w.Approval.IsPassed(l) && l.Groups.Any(g => g.Approvers.Any(a => a.PersonId == personId))))
            .Select(w => w.DueAt ?? w.ScheduledAt).OfType<DateTimeOffset>().OrderBy(at => at).Select(at => (DateTimeOffset?)at).FirstOrDefault();

    sealed record ComingPost(PostApproval Approval, DateTimeOffset? DueAt, DateTimeOffset? ScheduledAt);
}
