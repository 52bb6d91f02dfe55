using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Campaigns;
using Planable.Data.Channels;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;
using Planable.Web.GraphQL.Approvals;
using Planable.Web.GraphQL.Campaigns;
using Planable.Web.GraphQL.Channels;
using Planable.Web.GraphQL.Conversations;
using Planable.Web.GraphQL.Labels;
using Planable.Web.GraphQL.Media;
using Planable.Web.GraphQL.Members;
using Planable.Web.GraphQL.Publishing;
using Planable.Web.Http;
using Planable.Web.Posts;

namespace Planable.Web.GraphQL.Posts;

[QueryType]
public static class PostQueries
{
    [GraphQLDescription("Posts of the workspace. A client's token sees those that are visible to the client.")]
    [UsePaging]
    public static IQueryable<Post> GetPosts(PlanableDb db, Current current, PostFilterInput? filter, PostOrder order = PostOrder.CreatedFirst) =>
        db.Posts.AsNoTracking().Matching(filter, current.Member, current.Workspace).In(order);

    [GraphQLDescription("One post; null if there is none, or none for this token's eyes.")]
    public static async Task<Post?> GetPost([ID<Post>] Guid id, IPostByIdDataLoader posts, CancellationToken cancel) => await posts.LoadAsync(id, cancel);
}

/// <summary>When a post goes out: the wall clock a person chose, its zone, and the instant that comes to.</summary>
/// <param name="At">The instant.</param>
public sealed record Schedule(DateOnly Date, TimeOnly Time, string Zone, DateTimeOffset At);

/// <summary>A chosen setting of a network, or something a post has besides its text.</summary>
public sealed record Setting(string Key, string Value);

[ObjectType<Post>]
public static class PostType
{
    static void Configure(IObjectTypeDescriptor<Post> post)
    {
        post.BindFieldsExplicitly().Description("One piece of content, on its way to one or more channels.");
        post.Field(p => p.Text).Description("What channels get that have no text of their own.");
        post.Field(p => p.Link);
        post.Field(p => p.Audience).Description("TEAM, or CLIENT: visible to the client too.");
        post.Field(p => p.ApprovalState);
        post.Field(p => p.Kind).Description("Of content that goes to no channel, such as a newsletter; null for a post.");
        post.Field(p => p.CreatedAt);
        post.Field(p => p.EditedAt);
        post.Field(p => p.IsQueued).Description("The queue gave it its time and may give it another.");
        post.Field(p => p.LatestVersion).Description("The number of the newest version; 0 if none was made yet.");
        post.Field(p => p.Revision).Description("Grows with every change. Send it with an edit, and what others did meanwhile is not overwritten.");
    }

    [NodeResolver]
    public static async Task<Post?> Find(Guid id, IPostByIdDataLoader posts, CancellationToken cancel) => await posts.LoadAsync(id, cancel);

    [GraphQLDescription("How far it has come. Whoever sees only some of its channels is told how far it has come on those.")]
    public static async Task<PostState> GetState([Parent] Post post, Current current, ISeenStateByPostDataLoader states, CancellationToken cancel) =>
        current.Member.IsLimited ? (await states.LoadAsync(post.Id, cancel))?.State ?? PostState.Draft : post.State;

    [GraphQLDescription("The beginning of its text.")]
    public static string GetTitle([Parent] Post post) => PostPage.TitleOf(post.Text);

    [GraphQLDescription("When it goes out or went out; null without a date.")]
    public static Schedule? GetSchedule([Parent] Post post) =>
        post is { PlannedLocal: { } local, Zone: { } zone, ScheduledAt: { } at } ? new(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone, at) : null;

    [GraphQLDescription("Where to look at it in a browser.")]
    public static string GetUrl([Parent] Post post, Current current, MediaAddresses addresses) => $"{addresses.Site}{current.Root}/posts/{post.Id}";

    public static async Task<Member?> GetAuthor([Parent] Post post, Current current, IMemberByIdDataLoader members, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) || post.AuthorId == current.Member.Id ? await members.LoadAsync(post.AuthorId, cancel) : null;

    [GraphQLDescription("The post on each of its channels.")]
    [ListSize(AssumedSize = 4)]
    public static async Task<IReadOnlyList<Variant>> GetVariants([Parent] Post post, IVariantsByPostDataLoader variants, CancellationToken cancel) => await variants.LoadAsync(post.Id, cancel) ?? [];

    [ListSize(AssumedSize = 4)]
    public static async Task<IReadOnlyList<PostMediaItem>> GetMedia([Parent] Post post, IMediaByPostDataLoader media, CancellationToken cancel) =>
        [.. (await media.LoadAsync(post.Id, cancel) ?? []).Select(m => new PostMediaItem(m))];

    [ListSize(AssumedSize = 3)]
    public static async Task<IReadOnlyList<Label>> GetLabels([Parent] Post post, ILabelsByPostDataLoader labels, CancellationToken cancel) => await labels.LoadAsync(post.Id, cancel) ?? [];

    public static async Task<Campaign?> GetCampaign([Parent] Post post, ICampaignByIdDataLoader campaigns, CancellationToken cancel) =>
        post.CampaignId is { } id ? await campaigns.LoadAsync(id, cancel) : null;

    [GraphQLDescription("What is chosen for all channels.")]
    [ListSize(AssumedSize = 4)]
    public static IReadOnlyList<Setting> GetOptions([Parent] Post post) => [.. post.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => new Setting(o.Key, o.Value))];

    [GraphQLDescription("Where it stands with those who decide; null if nobody was asked.")]
    public static Approval? GetApproval([Parent] Post post, Current current) => Approval.Of(post, current.Member);

    [GraphQLDescription("Its way to each channel. Empty while it is a draft.")]
    [ListSize(AssumedSize = 4)]
    public static async Task<IReadOnlyList<Delivery>> GetDeliveries([Parent] Post post, IDeliveriesByPostDataLoader deliveries, CancellationToken cancel) => await deliveries.LoadAsync(post.Id, cancel) ?? [];

    [GraphQLDescription("Everything it ever was. For the team.")]
    [UsePaging]
    public static async Task<Connection<PostVersion>> GetVersions([Parent] Post post, PagingArguments paging, IVersionsByPostDataLoader versions, CancellationToken cancel) =>
        await versions.With(paging).LoadAsync(post.Id, cancel).ToConnectionAsync();

    [GraphQLDescription("What is said about it, as far as the token's member may read it.")]
    [UsePaging]
    public static async Task<Connection<Conversations.Thread>> GetThreads([Parent] Post post, PagingArguments paging, IThreadsByPostDataLoader threads, CancellationToken cancel) =>
        await threads.With(paging).LoadAsync(post.Id, cancel) is { } page ? page.Select(t => new Conversations.Thread(t)).ToConnection() : Page<Conversations.Thread>.Empty.ToConnection();
}

[ObjectType<Variant>]
public static class VariantType
{
    static void Configure(IObjectTypeDescriptor<Variant> variant)
    {
        variant.BindFieldsExplicitly().Description("The post on one channel.");
        variant.Field(v => v.FollowsBase).Description("It has no text of its own.");
    }

    public static async Task<Channel?> GetChannel([Parent] Variant variant, IChannelByIdDataLoader channels, CancellationToken cancel) => await channels.LoadAsync(variant.ChannelId, cancel);

    [GraphQLDescription("What this channel gets.")]
    public static async Task<string> GetText([Parent] Variant variant, IPostByIdDataLoader posts, CancellationToken cancel) => variant.Text ?? (await posts.LoadAsync(variant.PostId, cancel))?.Text ?? "";

    [ListSize(AssumedSize = 4)]
    public static IReadOnlyList<Setting> GetSettings([Parent] Variant variant) => [.. variant.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new Setting(s.Key, s.Value))];
}

[ObjectType<PostVersion>]
public static class PostVersionType
{
    static void Configure(IObjectTypeDescriptor<PostVersion> version)
    {
        version.BindFieldsExplicitly().Description("What a post was at one time. It never changes: deliveries and decisions point at it.");
        version.Field(v => v.Number);
        version.Field(v => v.Hash).Description("SHA-256 of everything publishable.");
        version.Field(v => v.ByName);
        version.Field(v => v.At);
    }

    public static string GetText([Parent] PostVersion version) => version.Content.Text;
}

public interface IPostByIdDataLoader : IDataLoader<Guid, Post>;

public interface ISeenStateByPostDataLoader : IDataLoader<Guid, SeenState>;

/// <summary>As far as the reader sees the post.</summary>
public sealed record SeenState(PostState State);

public interface IVariantsByPostDataLoader : IDataLoader<Guid, Variant[]>;

public interface IVersionsByPostDataLoader : IDataLoader<Guid, Page<PostVersion>>;

public static class PostLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Post>> GetPostByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        await db.Posts.AsNoTracking().SeenBy(current.Member).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);

    /// <summary>Asked of the database: a post that was loaded has the state of all of it.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, SeenState>> GetSeenStateByPostAsync(IReadOnlyList<Guid> posts, PlanableDb db, CancellationToken cancel) =>
        await db.Posts.IncludingDeleted().AsNoTracking().Where(p => posts.Contains(p.Id)).Select(p => new { p.Id, p.State }).ToDictionaryAsync(p => p.Id, p => new SeenState(p.State), cancel);

    [DataLoader]
    public static async Task<ILookup<Guid, Variant>> GetVariantsByPostAsync(IReadOnlyList<Guid> posts, PlanableDb db, CancellationToken cancel) =>
        (await db.Variants.AsNoTracking().Where(v => posts.Contains(v.PostId)).OrderBy(v => v.Id).ToListAsync(cancel)).ToLookup(v => v.PostId);

    [DataLoader]
    public static async Task<Dictionary<Guid, Page<PostVersion>>> GetVersionsByPostAsync(IReadOnlyList<Guid> posts, PagingArguments paging, PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) ? await db.PostVersions.AsNoTracking().Where(v => posts.Contains(v.PostId)).OrderByDescending(v => v.Number).ToBatchPageAsync(v => v.PostId, paging, cancel) : [];
}
