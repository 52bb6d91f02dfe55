using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Approvals;

/// <summary>An approval with other words.</summary>
/// <param name="Id">Which post.</param>
/// <param name="Version">The version you read.</param>
/// <param name="Text">In place of the text.</param>
/// <param name="Channels">The same for channels with words of their own.</param>
/// <param name="Note">What you say about it.</param>
public sealed record ApproveWithChangeInput([property: ID("Post")] Guid Id, int Version, string? Text, IReadOnlyList<ChannelWordsInput>? Channels, string? Note);

/// <summary>What one channel gets.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Text">The words.</param>
public sealed record ChannelWordsInput([property: ID("Channel")] Guid ChannelId, string Text);

[MutationType, Error<UserError>, Scope(TokenScope.Approvals)]
public static class ApprovalMutations
{
    const int MostTries = 3;

    [GraphQLDescription("Sends a post round for approval, by the flow it has or the workspace's own.")]
    public static async Task<Post> RequestApproval([ID<Post>, GraphQLDescription("Which.")] Guid id, [ID("ApprovalFlow"), GraphQLDescription("By another flow than its own.")] Guid? flowId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var everyone = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);
        return await db.Change(id, current, post =>
        {
            post.MustBeFit(current.Workspace);
            post.RequestApproval(flowId, current.Member, everyone, clock.GetUtcNow());
        }, cancel);
    }

    [GraphQLDescription("Nobody is asked any more. What was approved so far stands when it is sent again.")]
    public static Task<Post> WithdrawApproval([ID<Post>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.WithdrawApproval(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Decides about the version you read, at the stage whose turn it is. If the post was changed since, nothing is decided and the code is CHANGED_SINCE_OPENED.")]
    public static async Task<Post> Decide(
        [ID<Post>] Guid id, int version, DecisionKind decision, ChangeReason? reason, string? text, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            var post = await db.MustFindPost(id, current, cancel);
            current.Must(Permission.ApprovePosts);
            var stage = post.TurnOf(current.Member) ?? post.Approval?.Current ?? throw new Refused("NOT_WAITING", "This post is not waiting for a decision.", "id");
            var hash = post.Versions.SingleOrDefault(v => v.Number == version)?.Hash ?? throw Refused.NotFound("version", "version");
            // What is approved may be scheduled by that: comments that are open keep it back where the client's rule says so.
            await db.LookForComments(post, null, cancel);
            try
            {
                Say(post, stage.Id, hash, decision, reason, text, Decider.Of(current.Member, Via.Api), clock.GetUtcNow());
                await db.SaveChangesAsync(cancel);
                return post;
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                // Two decided at the same moment, or somebody saved. The decision names the version it is about, so it is held against what there is now.
                db.StartOver(current);
            }
        }
    }

    [GraphQLDescription("Approves the version you read with a change of one's own, which becomes a new version. If the post was changed since, nothing is decided and the code is CHANGED_SINCE_OPENED.")]
    public static async Task<Post> ApproveWithChange(ApproveWithChangeInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(input.Id, current, cancel);
        current.Must(Permission.ApprovePosts);
        var stage = post.TurnOf(current.Member) ?? post.Approval?.Current ?? throw new Refused("NOT_WAITING", "This post is not waiting for a decision.", "id");
        var hash = post.Versions.SingleOrDefault(v => v.Number == input.Version)?.Hash ?? throw Refused.NotFound("version", "version");
        await db.LookForComments(post, null, cancel);
        post.ApproveWithChange(stage.Id, hash, new SuggestedWords(input.Text, (input.Channels ?? []).DistinctBy(c => c.ChannelId).ToDictionary(c => c.ChannelId, c => c.Text)), input.Note, Decider.Of(current.Member, Via.Api), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Lets what was approved be changed. Those who approved it are told why.")]
    public static Task<Post> UnlockPost([ID<Post>] Guid id, string reason, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.Unlock(reason, current.Member, clock.GetUtcNow()), cancel);

    static void Say(Post post, Guid stage, string hash, DecisionKind decision, ChangeReason? reason, string? text, Decider by, DateTimeOffset at)
    {
        switch (decision)
        {
            case DecisionKind.Approved:
                post.Approve(stage, hash, text, by, at);
                break;
            case DecisionKind.ChangesRequested:
                post.RequestChanges(stage, hash, reason, text, by, at);
                break;
            case DecisionKind.Rejected:
                post.Reject(stage, hash, reason, text, by, at);
                break;
            default:
                throw new Refused("DECISION_UNKNOWN", "Approve it, ask for changes or reject it.", "decision");
        }
    }
}
