using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Posts;

/// <param name="Options">What is chosen for all channels.</param>
/// <param name="Time">Plans it for then. It does not go out before it is scheduled.</param>
/// <param name="Kind">Of content that goes to no channel, such as a newsletter.</param>
public sealed record CreatePostInput(
    string? Text, string? Link, IReadOnlyList<PostChannelInput>? Channels, IReadOnlyList<PostMediaInput>? Media, IReadOnlyList<SettingInput>? Options,
    [property: ID("Label")] IReadOnlyList<Guid>? LabelIds, [property: ID("Campaign")] Guid? CampaignId, TimeInput? Time, string? Kind);

/// <summary>What is left out stays as it is.</summary>
/// <param name="Revision">The revision you read: if somebody changed the post since, nothing is saved and the code is CONFLICT.</param>
public sealed record EditPostInput(
    [property: ID("Post")] Guid Id, int? Revision, string? Text, Optional<string?> Link, IReadOnlyList<PostChannelInput>? Channels, IReadOnlyList<PostMediaInput>? Media, IReadOnlyList<SettingInput>? Options);

/// <summary>What a post says on some of its channels.</summary>
/// <param name="Revision">The revision you read: if somebody changed the post since, nothing is saved and the code is CONFLICT.</param>
/// <param name="Channels">Each with what it says there from now on; without a text it gets that of all, without settings it keeps them.</param>
public sealed record EditPostPartInput([property: ID("Post")] Guid Id, int? Revision, IReadOnlyList<PostChannelInput> Channels);

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class PostMutations
{
    [GraphQLDescription("Writes a draft.")]
    public static async Task<Post> CreatePost(CreatePostInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (me, at) = (current.Member, clock.GetUtcNow());
        var post = Post.Draft(me, current.Workspace, at, kind: input.Kind);
        db.Posts.Add(post);
        post.Edit(
            new PostEdit(input.Text ?? "", input.Link, await db.Targets(input.Channels ?? [], cancel), await db.Pictures(input.Media ?? [], cancel)) { Options = PostContents.Chosen(input.Options), Kind = input.Kind }, me, at);
        if (input.LabelIds is { Count: > 0 } labels)
            post.Relabel(await db.MustFindLabels(labels, cancel), me, at);
        if (input.CampaignId is { } campaign)
            post.Join(await db.Campaigns.SingleOrDefaultAsync(c => c.Id == campaign, cancel) ?? throw Refused.NotFound("campaign", "campaignId"), me, at);
        if (input.Time is { } time)
            post.Plan(time.In(current.Workspace.Zone), me, at);
        post.Cut(me, at);
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Changes what a post says, and where it goes. What is scheduled goes out changed, unless its channels would refuse it: then nothing is saved.")]
    public static async Task<Post> EditPost(EditPostInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (post, me, at) = (await db.MustFindPost(input.Id, current, cancel), current.Member, clock.GetUtcNow());
        if (input.Revision is { } seen)
            db.Entry(post).Property(p => p.Revision).OriginalValue = seen;
        var edit = new PostEdit(
            input.Text ?? post.Text,
            input.Link.HasValue ? input.Link.Value : post.Link,
            input.Channels is { } channels ? await db.Targets(channels, cancel) : [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))],
            input.Media is { } media ? await db.Pictures(media, cancel) : [.. post.MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits))])
        { Options = input.Options is { } options ? PostContents.Chosen(options) : post.Options };
        post.Edit(edit, me, at);
        if (post.State == PostState.Scheduled)
            post.MustBeFit(current.Workspace);
        post.Cut(me, at);
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Changes what a post says on these of its channels; the others and the text of all stay as they are. For those who see only some of its channels too.")]
    public static async Task<Post> EditPostPart(EditPostPartInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (post, me, at) = (await db.FindForPart(input.Id, current.Member, cancel).Or("post"), current.Member, clock.GetUtcNow());
        if (input.Revision is { } seen)
            db.Entry(post).Property(p => p.Revision).OriginalValue = seen;
        post.EditPart(await db.Targets(input.Channels, cancel), me, at);
        return await db.SaveAndShow(post.Id, current, cancel);
    }

    [GraphQLDescription("Gives a post a date, or another one. A draft stays a draft; what is scheduled goes out at the new time. Without a time it has none any more and is a draft.")]
    public static Task<Post> MovePost([ID<Post>] Guid id, TimeInput? time, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => db.Change(id, current, post =>
    {
        if (time is null)
            post.Unschedule(keepDate: false, current.Member, clock.GetUtcNow());
        else
            post.Plan(time.In(current.Workspace.Zone), current.Member, clock.GetUtcNow());
    }, cancel);

    [GraphQLDescription("Takes a post away. It can be brought back.")]
    public static Task<Post> DeletePost([ID<Post>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.Delete(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Brings a deleted post back, as a draft if it was to go out.")]
    public static async Task<Post> RestorePost([ID<Post>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.Posts.IncludingDeleted().SeenBy(current.Member).SingleOrDefaultAsync(p => p.Id == id, cancel) ?? throw Refused.NotFound("post");
        post.Undelete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("A draft with the same content, without a date.")]
    public static async Task<Post> DuplicatePost([ID<Post>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var copy = (await db.MustFindPost(id, current, cancel)).Duplicate(current.Workspace, current.Member, clock.GetUtcNow());
        db.Posts.Add(copy);
        await db.SaveChangesAsync(cancel);
        return copy;
    }

    [GraphQLDescription("Makes an earlier version the content again.")]
    public static async Task<Post> RestoreVersion([ID<Post>] Guid id, int version, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        current.Member.Must(Data.Members.Permission.SeeInternal);
        var kept = post.Versions.SingleOrDefault(v => v.Number == version) ?? throw Refused.NotFound("version", "version");
        var (channelIds, mediaIds) = (kept.Content.Variants.Select(v => v.ChannelId).ToList(), kept.Content.Media.Select(m => m.Id).ToList());
        post.Restore(kept, await db.Channels.Where(c => channelIds.Contains(c.Id)).ToListAsync(cancel), await db.Media.Where(a => mediaIds.Contains(a.Id)).ToListAsync(cancel), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("The labels a post has from now on.")]
    public static async Task<Post> LabelPost([ID<Post>] Guid id, [ID("Label")] IReadOnlyList<Guid> labelIds, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var labels = await db.MustFindLabels(labelIds, cancel);
        return await db.Change(id, current, post => post.Relabel(labels, current.Member, clock.GetUtcNow()), cancel);
    }

    [GraphQLDescription("Puts a post into a campaign, or without one takes it out.")]
    public static async Task<Post> JoinCampaign([ID<Post>] Guid id, [ID("Campaign")] Guid? campaignId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var campaign = campaignId is null ? null : await db.Campaigns.SingleOrDefaultAsync(c => c.Id == campaignId, cancel) ?? throw Refused.NotFound("campaign", "campaignId");
        return await db.Change(id, current, post => post.Join(campaign, current.Member, clock.GetUtcNow()), cancel);
    }
}

/// <summary>What hands posts to their channels.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Publishing)]
public static class PublishingMutations
{
    const string Despite = " If comments of the client are open, say in despiteComments of how many you know.";

    [GraphQLDescription("Hands a post to its channels for a time; without one, for the time it is planned for." + Despite)]
    public static async Task<Post> SchedulePost([ID<Post>] Guid id, TimeInput? time, int? despiteComments, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (post, zone) = (await db.MustFindPost(id, current, cancel), current.Workspace.Zone);
        await db.LookForComments(post, despiteComments, cancel);
        var planned = time?.In(zone) ?? (post.PlannedLocal is { } local ? Data.Times.PlannedTime.Read(local, post.Zone ?? zone, post.PlannedIsSecond) : throw new Refused("TIME_MISSING", "Say when: the post has no date.", "time"));
        post.MustBeFit(current.Workspace);
        post.Schedule(planned, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Gives each of its channels the next free slot. Where it goes to several, they get posts of their own; the first is answered." + Despite)]
    public static async Task<Post> QueuePost([ID<Post>] Guid id, int? despiteComments, PlanableDb db, Current current, QueuedPosts queue, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        await db.LookForComments(post, despiteComments, cancel);
        current.Member.Must(Data.Members.Permission.SchedulePosts);
        return (await queue.Add(post, current.Member, current.Workspace, cancel))[0];
    }

    [GraphQLDescription("Back to a draft: nothing goes out. It keeps its date unless you say otherwise.")]
    public static Task<Post> UnschedulePost([ID<Post>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, bool keepDate = true) =>
        db.Change(id, current, post => post.Unschedule(keepDate, current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Sends it out now. For ten seconds it can be called back." + Despite)]
    public static async Task<Post> PublishPost([ID<Post>] Guid id, int? despiteComments, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        await db.LookForComments(post, despiteComments, cancel);
        post.MustBeFit(current.Workspace);
        post.PublishNow(current.Member, current.Workspace.Zone, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Undoes publishPost within its ten seconds: a draft again, with the date it had.")]
    public static Task<Post> CallBackPost([ID<Post>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.CallBack(current.Member, clock.GetUtcNow()), cancel);
}

static class PostFinding
{
    /// <summary>With all that verbs look at; somebody else's post is not there.</summary>
    public static async Task<Post> MustFindPost(this PlanableDb db, Guid id, Current current, CancellationToken cancel) =>
        await db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == id, cancel) ?? throw Refused.NotFound("post");

    /// <summary>Saves what a verb did to all of a post, and answers with as much of it as is seen.</summary>
    public static async Task<Post> SaveAndShow(this PlanableDb db, Guid id, Current current, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return await db.MustFindPost(id, current, cancel);
    }

    public static async Task<Post> Change(this PlanableDb db, Guid id, Current current, Action<Post> verb, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        verb(post);
        await db.SaveChangesAsync(cancel);
        return post;
    }

    public static async Task<List<Data.Labels.Label>> MustFindLabels(this PlanableDb db, IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var labels = await db.Labels.Where(l => ids.Contains(l.Id)).ToListAsync(cancel);
        return labels.Count == ids.Distinct().Count() ? labels : throw Refused.NotFound("label", "labelIds");
    }
}
