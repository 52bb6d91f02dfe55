using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Kinds;
using Planable.Data.Links;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Jobs.Outbound;
using Planable.Web.Http;
using Planable.Web.Links;
using Planable.Web.Posts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Reviews;

/// <summary>Reads what a link shows, and nothing else of the workspace: labels, campaigns, the team's decisions and what other channels say stay behind.</summary>
public sealed class ReviewReader(PlanableDb db, ReviewDoor door, Current current, LinkPreviews previews, TimeWords times, IStringLocalizer<Words> words)
{
    /// <summary>What the link shows, of the posts there are.</summary>
    public IQueryable<Post> Posts => db.Posts.ShownBy(door.Link, current.Workspace.Zone);

    public async Task<ReviewFrame> Frame(CancellationToken cancel)
    {
        var rows = await Posts.AsNoTracking().InReviewOrder().Take(ReviewScope.MostPosts)
            .Select(p => new
            {
                p.Id,
                p.Text,
                p.ScheduledAt,
                p.State,
                p.ApprovalState,
                p.Approval,
                p.LatestVersion,
                Variants = p.Variants.OrderBy(v => v.Channel.Name).Select(v => new { v.ChannelId, v.Channel.Network, v.Text }).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
                // By this link, or by the client's people elsewhere: what the team decides is its own affair.
                Decision = p.Decisions.Where(d => d.IsClient).OrderByDescending(d => d.At).Select(d => new ReviewDecision(d.Kind, d.Reason, d.Text, d.Name, d.VersionNumber, d.At, d.Recording)).FirstOrDefault(),
            })
            .AsSplitQuery().ToListAsync(cancel);
        var seen = door.Visit?.Seen.ToDictionary(s => s.PostId, s => s.Version) ?? [];
        var kept = door.Link.Frozen.ToDictionary(f => f.PostId, f => f.ScheduledAt);
        var items = rows.Select(r =>
        {
            var shown = r.Variants.Where(v => door.Link.Scope.Shows(v.ChannelId)).ToList();
            var standing = StandingOf(r.State, r.ApprovalState, r.Approval, shown.Count == r.Variants.Count, r.Decision);
            return new ReviewItem(
                r.Id, shown.Find(v => v.Text is not null)?.Text is { } own && shown.TrueForAll(v => v.Text is not null) ? own : r.Text, kept.TryGetValue(r.Id, out var then) ? then : r.ScheduledAt, standing,
                [.. shown.Select(v => v.Network).Distinct(StringComparer.Ordinal)], r.Picture, seen.TryGetValue(r.Id, out var last) && last > 0 && last < r.LatestVersion)
            { Decision = r.Decision };
        });
        return new ReviewFrame(door, [.. items]);
    }

    public async Task<ReviewPage?> Page(Guid postId, CancellationToken cancel, (string Words, ReviewForm Form)? back = null)
    {
        var frame = await Frame(cancel);
        if (frame.Items.FirstOrDefault(i => i.Id == postId) is not { } item)
            return null;
        var frozen = door.Link.Frozen.FirstOrDefault(f => f.PostId == postId);
        var seen = door.Visit?.Seen.FirstOrDefault(s => s.PostId == postId);
        var seenVersion = back is { } returned && returned.Form.Version > 0 ? returned.Form.Version : seen?.Version ?? 0;
        var post = await db.Posts.AsNoTracking().Where(p => p.Id == postId)
            .Select(p => new
            {
                p.Text,
                p.Link,
                p.Options,
                p.Kind,
                p.EditedAt,
                p.LatestVersion,
                p.Approval,
                p.State,
                Decisions = p.Decisions.Where(d => d.IsClient).OrderByDescending(d => d.At).Select(d => new ReviewDecision(d.Kind, d.Reason, d.Text, d.Name, d.VersionNumber, d.At, d.Recording)).Take(5).ToList(),
            })
            .SingleAsync(cancel);
        var versions = await db.PostVersions.AsNoTracking().Where(v => v.PostId == postId && (v.Number == post.LatestVersion || v.Number == seenVersion || (frozen != null && v.Number == frozen.Version))).ToListAsync(cancel);
        var latest = versions.Find(v => v.Number == post.LatestVersion);
        var keptVersion = frozen is null ? null : versions.Find(v => v.Number == frozen.Version);
        var variants = await db.Variants.AsNoTracking().Where(v => v.PostId == postId).OrderBy(v => v.Channel.Name).ThenBy(v => v.Id)
            .Select(v => new PostChannel(v.ChannelId, v.Channel.Network, v.Channel.Name, v.Channel.Handle, v.Channel.State, v.Text, v.Settings, v.Tags)).ToListAsync(cancel);
        var isWhole = variants.TrueForAll(v => door.Link.Scope.Shows(v.Id));
        var (text, link, options) = (post.Text, post.Link, (IReadOnlyDictionary<string, string>)post.Options);
        List<PostPicture> pictures;
        if (keptVersion?.Content is { } content)
        {
            (text, link, options) = (content.Text, content.Link, content.Options ?? (IReadOnlyDictionary<string, string>)new Dictionary<string, string>());
            variants = [.. variants.Where(v => content.Variants.Any(c => c.ChannelId == v.Id)).Select(v => content.For(v.Id) is var c ? v with { OwnText = c.Text, Settings = new Dictionary<string, string>(c.Settings), Tags = c.Tags } : v)];
            var ids = content.Media.Select(m => m.Id).ToList();
            var files = await db.Media.AsNoTracking().IgnoreAutoIncludes().Where(a => ids.Contains(a.Id)).Select(a => new PostPicture(a.Id, a.FileName, "", a.Width, a.Height, a.Placeholder, a.ContentType, null, a.Pages)).ToListAsync(cancel);
            pictures = [.. content.Media.Select(m => files.Find(f => f.MediaId == m.Id) is { } file ? file with { Alt = m.Alt, Edits = m.Edits } : null).OfType<PostPicture>()];
        }
        else
        {
            pictures = await db.Posts.AsNoTracking().Where(p => p.Id == postId).SelectMany(p => p.Media).OrderBy(m => m.Position)
                .Select(m => new PostPicture(m.MediaId, m.Asset.FileName, m.Alt, m.Asset.Width, m.Asset.Height, m.Asset.Placeholder, m.Asset.ContentType, m.Edits, m.Asset.Pages)).ToListAsync(cancel);
        }

        // Files' names are the agency's own business.
        pictures = [.. pictures.Select(p => p with { FileName = words["File"] })];
        var shown = variants.Where(v => door.Link.Scope.Shows(v.Id)).ToList();
        var at = item.ScheduledAt is { } planned ? times.Local(planned) : (DateTime?)null;
        var kind = ContentKinds.Find(post.Kind);
        return new ReviewPage(frame, item, [.. shown.Select(v => new ReviewCard(CardOf(v, text, link, options, pictures, at), v.Name))])
        {
            Version = frozen?.Version ?? post.LatestVersion,
            SavedAt = (keptVersion ?? latest)?.At,
            Kind = kind?.Name,
            Document = shown.Count > 0 && kind is null ? null : kind is null ? null : new Kinds.Document(kind, text, link, [.. pictures.Select(p => p.AsTile())]),
            HasNewer = keptVersion is not null && (post.LatestVersion > keptVersion.Number || post.EditedAt > keptVersion.At),
            Turn = item.Standing == ReviewStanding.Waiting && latest is not null && (frozen is null || frozen.Version == post.LatestVersion) ? TurnOf(post.Approval!, latest.Hash, text, variants) : null,
            News = frozen is null && latest is not null && versions.Find(v => v.Number == seenVersion && v.Number < post.LatestVersion) is { } old ? News(old.Content, latest.Content, shown, isWhole) : [],
            SeenAt = seen?.At,
            Others = post.Decisions,
            Videos = [.. pictures.Where(p => p.ContentType.StartsWith("video/", StringComparison.Ordinal)).Select(p => p.MediaId)],
            Back = back,
            Talks = isWhole,
            Texts = isWhole && kind is null && (frozen is null || frozen.Version == post.LatestVersion) ? TextsOf(text, variants) : [],
            Talk = isWhole ? await Talk(postId, cancel) : [],
        };
    }

    async Task<IReadOnlyList<TalkThread>> Talk(Guid postId, CancellationToken cancel) =>
        await db.FeedbackThreads.AsNoTracking().ForClient().Where(t => t.PostId == postId && t.Comments.Any(c => c.RemovedAt == null)).OrderBy(t => t.StartedAt).ThenBy(t => t.Id)
            .Select(t => new TalkThread(t.Id, t.ResolvedAt != null, t.Comments.Where(c => c.RemovedAt == null).OrderBy(c => c.At).Select(c => new TalkLine(c.Id, c.Name, c.IsClient, c.Text, c.At, c.Files, c.Recording) { Suggestion = c.Suggestion }).ToList()))
            .AsSingleQuery().ToListAsync(cancel);

    /// <summary>May whoever came by this link decide about it now?</summary>
    ReviewStanding StandingOf(PostState state, ApprovalState approval, PostApproval? way, bool isWhole, ReviewDecision? decision)
    {
        if (state is PostState.Published or PostState.PartlyPublished or PostState.Publishing)
            return ReviewStanding.Published;
        switch (approval)
        {
            case ApprovalState.Approved:
                return ReviewStanding.Approved;
            case ApprovalState.ChangesRequested:
                // What the team sends back to itself is no news for the client.
                return way?.Wanted is { ByClient: true } ? ReviewStanding.ChangesRequested : ReviewStanding.WithTeam;
            case ApprovalState.Rejected:
                return way?.Wanted is { ByClient: true } ? ReviewStanding.Rejected : ReviewStanding.Shown;
            case ApprovalState.Outdated:
                return ReviewStanding.WithTeam;
            case ApprovalState.Waiting when way?.Current is { } level:
                var isTheirs = door.Member is { } member ? way.Waiting.Any(a => a.MemberId == member.Id) : level.Groups.Any(g => g.TakesGuests && !way.IsPassed(level, g));
                if (isTheirs && isWhole && door.Link.Reach == ReviewReach.Decide && current.Workspace.Approvals.IsOn)
                    return ReviewStanding.Waiting;
                return way.Standing.Any(s => s.IsClient) && decision?.Kind == DecisionKind.Approved ? ReviewStanding.Approved : level.HasClients ? ReviewStanding.Shown : ReviewStanding.WithTeam;
            default:
                return ReviewStanding.Shown;
        }
    }

    ReviewTurn TurnOf(PostApproval way, string hash, string text, IReadOnlyList<PostChannel> variants)
    {
        var wanted = door.Wanted > way.Identity ? door.Wanted : way.Identity;
        return new ReviewTurn(
            way.Current!.Id, hash, wanted, door.Strength >= wanted,
            variants.Count == 0 || variants.Any(v => v.OwnText is null) ? text : null,
            [.. variants.Where(v => v.OwnText is not null).Select(v => (v.Id, v.Name, v.OwnText!))]);
    }

    /// <summary>The text of all where a channel says it, and those of channels that say something of their own.</summary>
    static IReadOnlyList<TalkText> TextsOf(string text, IReadOnlyList<PostChannel> variants) =>
        [.. (variants.Any(v => v.OwnText is null) && text.Length > 0 ? new[] { new TalkText(null, null, text) } : []), .. variants.Where(v => v.OwnText is not null).Select(v => new TalkText(v.Id, v.Name, v.OwnText!))];

    PreviewCard CardOf(PostChannel channel, string text, string? link, IReadOnlyDictionary<string, string> options, IReadOnlyList<PostPicture> pictures, DateTime? at)
    {
        var network = Networks.Of(channel.Network);
        var said = LinkTags.In(channel.OwnText ?? text, network, channel.Tags);
        return PreviewCard.Saved(network, channel.Name, channel.Handle, said, link, options, channel.Settings, pictures, LinkShown.Of(channel.OwnText ?? text, link, network, pictures.Count > 0, previews), at);
    }

    List<(string Label, IReadOnlyList<TextDiff.Piece> Pieces)> News(PostContent old, PostContent now, IReadOnlyList<PostChannel> shown, bool isWhole)
    {
        var news = new List<(string, IReadOnlyList<TextDiff.Piece>)>();
        var followsBase = isWhole || shown.Any(s => s.OwnText is null);
        if (followsBase && old.Text != now.Text)
            news.Add((words["Text"], TextDiff.Between(old.Text, now.Text)));
        foreach (var channel in shown)
        {
            var (before, after) = (old.Variants.FirstOrDefault(v => v.ChannelId == channel.Id)?.Text, now.Variants.FirstOrDefault(v => v.ChannelId == channel.Id)?.Text);
            if (before != after)
                news.Add((words["Text for {0}", channel.Name], TextDiff.Between(before ?? old.Text, after ?? now.Text)));
        }

        if (!old.Media.Select(m => (m.Sha256, m.Edits)).SequenceEqual(now.Media.Select(m => (m.Sha256, m.Edits))))
            news.Add((words["Pictures or videos"], [new TextDiff.Piece(DiffKind.Added, now.Media.Count == 0 ? words["Taken away"] : words["New or changed"])]));
        if (old.Link != now.Link)
            news.Add((words["Link"], TextDiff.Between(old.Link ?? "", now.Link ?? "")));
        return news;
    }
}
