using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Notices;

/// <summary>How many notifications were changed.</summary>
/// <param name="Count">So many.</param>
/// <param name="Unread">So many are unread now.</param>
public sealed record ChangedNotifications(int Count, int Unread);

/// <summary>Notifications of the token's own member in this workspace.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Members)]
public static class NoticeMutations
{
    [GraphQLDescription("They were read.")]
    public static Task<ChangedNotifications> MarkNotificationsRead([ID("Notification"), GraphQLDescription("Which; without any, all.")] IReadOnlyList<Guid>? ids, PlanableDb db, Current current, NoticeBell bell, TimeProvider clock, CancellationToken cancel) =>
        Mark(ids, clock.GetUtcNow(), db, current, bell, cancel);

    [GraphQLDescription("They count as unread again.")]
    public static Task<ChangedNotifications> MarkNotificationsUnread([ID("Notification"), GraphQLDescription("Which.")] IReadOnlyList<Guid> ids, PlanableDb db, Current current, NoticeBell bell, CancellationToken cancel) =>
        Mark(ids, null, db, current, bell, cancel);

    [GraphQLDescription("In which ways the token's own member is told about one kind of event.")]
    public static async Task<Member> ChooseNotifications(
        [GraphQLDescription("About what.")] NoticeEvent about, [GraphQLDescription("In the list in Planable.")] bool app, [GraphQLDescription("By mail.")] bool mail, [GraphQLDescription("To their browsers.")] bool push, PlanableDb db, Current current, CancellationToken cancel)
    {
        if (NoticeEvents.For(current.Member).All(r => r.Event != about))
            throw Refused.NotFound("event", "about");
        current.Member.Choose(about, (app ? NoticeChannels.App : NoticeChannels.None) | (mail ? NoticeChannels.Mail : NoticeChannels.None) | (push ? NoticeChannels.Push : NoticeChannels.None));
        await db.SaveChangesAsync(cancel);
        return current.Member;
    }

    [GraphQLDescription("In which language the token's own member reads this workspace's pages and mails.")]
    public static async Task<Member> ChooseLanguage([GraphQLDescription("One of en, de, pt and ar; null leaves it to their own, or the client's.")] string? language, PlanableDb db, Current current, CancellationToken cancel)
    {
        current.Member.Speak(language);
        await db.SaveChangesAsync(cancel);
        return current.Member;
    }

    static async Task<ChangedNotifications> Mark(IReadOnlyList<Guid>? ids, DateTimeOffset? at, PlanableDb db, Current current, NoticeBell bell, CancellationToken cancel)
    {
        var mine = db.Mine(current);
        var chosen = (ids is null ? mine : mine.Where(n => ids.Contains(n.Id))).Where(n => n.ReadAt == null == (at != null));
        var count = await chosen.ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, at), cancel);
        bell.Ring(current.Member.PersonId);
        return new(count, await mine.CountAsync(n => n.ReadAt == null, cancel));
    }

    internal static IQueryable<Notice> Mine(this PlanableDb db, Current current)
    {
        var (me, here) = (current.Member.Id, current.Workspace.Id);
        return db.NoticesOf(current.Member.PersonId).Where(n => n.WorkspaceId == here && n.MemberId == me);
    }
}

[QueryType]
public static class NoticeQueries
{
    [GraphQLDescription("Notifications of the token's own member in this workspace, the latest first.")]
    [UsePaging]
    public static IQueryable<Notice> GetNotifications(PlanableDb db, Current current, [GraphQLDescription("Only those that were not read.")] bool unread = false) =>
        db.Mine(current).AsNoTracking().Where(n => !unread || n.ReadAt == null).OrderByDescending(n => n.At);
}

[ObjectType<Notice>]
public static class NoticeType
{
    static void Configure(IObjectTypeDescriptor<Notice> notice)
    {
        notice.BindFieldsExplicitly().Name("Notification").Description("Something its member should know.");
        notice.Field(n => n.Id).ID("Notification").Description("Its id.");
        notice.Field(n => n.Kind).Description("What happened, noun and verb, e.g. \"post.rejected\".");
        notice.Field(n => n.Words).Description("In a sentence.");
        notice.Field(n => n.At).Description("When.");
        notice.Field(n => n.ReadAt).Description("When it was read; null while it was not.");
    }

    [GraphQLDescription("Why it is for this member: they wrote it, are mentioned …")]
    [ListSize(AssumedSize = 2)]
    public static IReadOnlyList<string> GetReasons([Parent] Notice notice) => notice.Reasons;

    [GraphQLDescription("What it is about, where that is a post that is still there.")]
    public static async Task<Post?> GetPost([Parent] Notice notice, IPostByIdDataLoader posts, CancellationToken cancel) => notice.PostId is { } id ? await posts.LoadAsync(id, cancel) : null;
}
