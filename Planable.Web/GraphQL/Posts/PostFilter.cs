using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Risks;
using Planable.Data.Workspaces;

namespace Planable.Web.GraphQL.Posts;

/// <summary>Which posts. What is left out does not narrow; everything given has to hold.</summary>
/// <param name="From">The first day of the plan, in the workspace's zone.</param>
/// <param name="To">The last day of the plan, itself included.</param>
/// <param name="Search">Somewhere in the text, in any case.</param>
/// <param name="AwaitingMe">Posts that wait for the decision of the token's member.</param>
/// <param name="AtRisk">Posts that will not go out as planned unless somebody acts. For the team.</param>
public sealed record PostFilterInput(
    IReadOnlyList<PostState>? States,
    IReadOnlyList<ApprovalState>? ApprovalStates,
    [property: ID("Channel")] IReadOnlyList<Guid>? ChannelIds,
    [property: ID("Label")] IReadOnlyList<Guid>? LabelIds,
    [property: ID("Campaign")] Guid? CampaignId,
    [property: ID("Member")] Guid? AuthorId,
    DateOnly? From,
    DateOnly? To,
    bool? Unscheduled,
    string? Search,
    DateTimeOffset? EditedSince,
    bool? AwaitingMe,
    bool? AtRisk);

/// <summary>In which order.</summary>
public enum PostOrder
{
    ScheduledFirst,
    ScheduledLast,
    EditedLast,
    CreatedFirst,
}

static class PostFilters
{
    public static IQueryable<Post> Matching(this IQueryable<Post> posts, PostFilterInput? filter, Member reader, Workspace workspace)
    {
        posts = posts.SeenBy(reader);
        if (filter is null)
            return posts;
        posts = posts.Standing(filter, reader).Sorted(filter, reader);
        if (filter.From is not null || filter.To is not null)
            posts = posts.Between(filter.From ?? DateOnly.FromDateTime(DateTime.UnixEpoch), filter.To ?? new DateOnly(2199, 12, 31), workspace.Zone);
        if (filter.Unscheduled is { } without)
            posts = posts.Where(p => p.ScheduledAt == null == without);
        if (filter.EditedSince is { } since)
            posts = posts.Where(p => p.EditedAt >= since);
        if (filter.Search?.Trim().ToLowerInvariant() is { Length: > 0 } text)
        {
            // Lowered by the database, which knows no culture of ours.
#pragma warning disable CA1304, CA1311
            posts = posts.Where(p => p.Text.ToLower().Contains(text));
#pragma warning restore CA1304, CA1311
        }

        return posts;
    }

    public static IQueryable<Post> In(this IQueryable<Post> posts, PostOrder order) => order switch
    {
        PostOrder.ScheduledFirst => posts.OrderBy(p => p.ScheduledAt),
        PostOrder.ScheduledLast => posts.OrderByDescending(p => p.ScheduledAt),
        PostOrder.EditedLast => posts.OrderByDescending(p => p.EditedAt),
        _ => posts.OrderBy(p => p.CreatedAt),
    };

    static IQueryable<Post> Standing(this IQueryable<Post> posts, PostFilterInput filter, Member reader)
    {
        if (filter.States is { } states)
            posts = posts.Where(p => states.Contains(p.State));
        if (filter.ApprovalStates is { } approvals)
            posts = posts.Where(p => approvals.Contains(p.ApprovalState));
        if (filter.AwaitingMe == true)
            posts = posts.AwaitingDecisionBy(reader.PersonId);
        if (filter.AtRisk == true)
            posts = reader.IsClient ? posts.Where(p => false) : posts.AtRisk();
        return posts;
    }

    /// <summary>Labels and campaigns are the team's own: a client asking for them finds nothing rather than learning of them.</summary>
    static IQueryable<Post> Sorted(this IQueryable<Post> posts, PostFilterInput filter, Member reader)
    {
        var team = !reader.IsClient;
        if (filter.ChannelIds is { } channels)
            posts = posts.Where(p => p.Variants.Any(v => channels.Contains(v.ChannelId)));
        if (filter.LabelIds is { } labels)
            posts = posts.Where(p => team && p.Labels.Any(l => labels.Contains(l.LabelId) && l.Label.RemovedAt == null));
        if (filter.CampaignId is { } campaign)
            posts = posts.Where(p => team && p.CampaignId == campaign);
        if (filter.AuthorId is { } author)
            posts = posts.Where(p => p.AuthorId == author);
        return posts;
    }
}
