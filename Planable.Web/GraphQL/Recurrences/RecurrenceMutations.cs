using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Evergreens;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Recurrences;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;
using Planable.Web.Recurrences;
using Planable.Web.Times;

namespace Planable.Web.GraphQL.Recurrences;

/// <summary>How a post comes again. What is left out follows the post itself.</summary>
/// <param name="Pace">Daily, weekly or monthly.</param>
/// <param name="Every">Every so many days, weeks or months.</param>
/// <param name="Days">Of the week, for a weekly pace.</param>
/// <param name="MonthDay">For a monthly pace. A month without that day has it on its last one.</param>
/// <param name="Last">No later than this day; without it, it goes on.</param>
/// <param name="AsDrafts">The posts are drafts; otherwise they are scheduled.</param>
/// <param name="Inherits">One approval stands for all that say the same.</param>
public sealed record RecurrenceInput(RecurrencePace Pace, int? Every, IReadOnlyList<DayOfWeek>? Days, int? MonthDay, DateOnly? Last, bool? AsDrafts, bool? Inherits);

/// <summary>How a post is published again and again.</summary>
/// <param name="GapDays">So many days at least lie between two runs.</param>
/// <param name="Times">So often.</param>
/// <param name="Least">It ends when it gets fewer reactions; without it, never.</param>
/// <param name="Variations">Other wordings, in turn.</param>
public sealed record EvergreenInput(int GapDays, int Times, int? Least, IReadOnlyList<string>? Variations);

[MutationType, Error<UserError>, Scope(TokenScope.Publishing)]
public static class RecurrenceMutations
{
    [GraphQLDescription("The post comes again. What comes in the next six weeks is made at once.")]
    public static async Task<Post> RepeatPost([ID<Post>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("How.")] RecurrenceInput recurrence, PlanableDb db, Current current, RecurringPosts recurring, TimeWords times, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        current.Must(Permission.SchedulePosts);
        if (post.RecurrenceId is { } already && await db.Recurrences.AnyAsync(r => r.Id == already && r.EndedAt == null, cancel))
            throw new Refused("RECURS_ALREADY", "It recurs already.", "id");
        var form = new RecurrenceForm { Pace = recurrence.Pace, Every = recurrence.Every ?? 1, Days = [.. recurrence.Days ?? []], MonthDay = recurrence.MonthDay, Last = recurrence.Last };
        var made = post.Repeat(form.Rule(post.PlannedLocal ?? times.LocalNow), recurrence.AsDrafts ?? false, recurrence.Inherits ?? false, current.Member, times.Now);
        db.Recurrences.Add(made);
        await db.SaveChangesAsync(cancel);
        // The version they are made from has to be there first. If this fails, the hourly round makes them.
        await recurring.Make(made, current.Workspace, cancel);
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("The series ends with this post.")]
    public static async Task<Post> EndRecurrence([ID<Post>, GraphQLDescription("The last one.")] Guid id, PlanableDb db, Current current, RecurringPosts recurring, CancellationToken cancel, [GraphQLDescription("Later ones that are not out are deleted; otherwise they stay as posts of their own.")] bool deleteLater = false)
    {
        var post = await db.MustFindPost(id, current, cancel);
        current.Must(Permission.SchedulePosts);
        if (post.RecurrenceId is null)
            throw new Refused("RECURS_NOT", "It does not recur.", "id");
        await recurring.EndAfter(post, deleteLater, current.Member, cancel);
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Takes a post into the evergreen library, or changes how it is published again.")]
    public static async Task<Post> RecyclePost([ID<Post>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("How.")] EvergreenInput evergreen, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        var rule = new EvergreenRule(evergreen.GapDays, evergreen.Times, evergreen.Least, [.. (evergreen.Variations ?? []).Select(v => v.ReplaceLineEndings("\n").Trim()).Where(v => v.Length > 0)]);
        if (await Find(db, id, cancel) is { } known)
            known.Settle(rule, post, current.Member, clock.GetUtcNow());
        else
            db.Evergreens.Add(post.Recycle(rule, current.Member, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("No further run is made. What is planned already stays.")]
    public static Task<Post> StopRecycling([ID<Post>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, (evergreen, post) => evergreen.Stop(post, current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("It is published again, as before.")]
    public static Task<Post> ResumeRecycling([ID<Post>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, (evergreen, post) => evergreen.Resume(post, current.Member, clock.GetUtcNow()), db, current, cancel);

    static async Task<Post> Change(Guid id, Action<Evergreen, Post> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        current.Must(Permission.SchedulePosts);
        verb(await Find(db, id, cancel) ?? throw new Refused("EVERGREEN_NOT", "It is not in the evergreen library.", "id"), post);
        await db.SaveChangesAsync(cancel);
        return post;
    }

    static Task<Evergreen?> Find(PlanableDb db, Guid postId, CancellationToken cancel) => db.Evergreens.Include(e => e.MadeBy).SingleOrDefaultAsync(e => e.PostId == postId, cancel);
}

/// <summary>The series a post belongs to.</summary>
/// <param name="Pace">Daily, weekly or monthly.</param>
/// <param name="Every">Every so many days, weeks or months.</param>
/// <param name="Days">Of the week, for a weekly pace.</param>
/// <param name="MonthDay">For a monthly pace.</param>
/// <param name="Time">The wall-clock time of all of them.</param>
/// <param name="First">The day of the first one.</param>
/// <param name="Last">No later than this day; null goes on.</param>
/// <param name="AsDrafts">Its posts are drafts.</param>
/// <param name="EndedAt">When it ended.</param>
[ObjectType("Recurrence")]
public sealed record Series(RecurrencePace Pace, int Every, [property: ListSize(AssumedSize = 3)] IReadOnlyList<DayOfWeek> Days, int MonthDay, TimeOnly Time, DateOnly First, DateOnly? Last, bool AsDrafts, DateTimeOffset? EndedAt);

/// <summary>How a post is published again and again.</summary>
/// <param name="GapDays">So many days at least lie between two runs.</param>
/// <param name="Times">So often.</param>
/// <param name="Least">It ends when it gets fewer reactions.</param>
/// <param name="Variations">Other wordings, in turn.</param>
/// <param name="StoppedAt">When it was stopped; null while it goes on.</param>
[ObjectType("Evergreen")]
public sealed record Recycling(int GapDays, int Times, int? Least, [property: ListSize(AssumedSize = 3)] IReadOnlyList<string> Variations, DateTimeOffset? StoppedAt);

[ObjectType<Post>]
public static class RecurringPostFields
{
    [GraphQLDescription("The series it belongs to. For the team.")]
    public static async Task<Series?> GetRecurrence([Parent] Post post, Current current, IRecurrenceByIdDataLoader recurrences, CancellationToken cancel) =>
        post.RecurrenceId is { } id && current.Can(Permission.SeeInternal) && await recurrences.LoadAsync(id, cancel) is { } found
            ? new(found.Rule.Pace, found.Rule.Every, found.Rule.Days, found.Rule.MonthDay, found.Rule.Time, found.Rule.First, found.Rule.Last, found.AsDrafts, found.EndedAt) : null;

    [GraphQLDescription("How it is published again and again. For the team.")]
    public static async Task<Recycling?> GetEvergreen([Parent] Post post, Current current, IEvergreenByPostDataLoader evergreens, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) && await evergreens.LoadAsync(post.Id, cancel) is { } found ? new(found.Rule.GapDays, found.Rule.Times, found.Rule.Least, found.Rule.Variations, found.StoppedAt) : null;
}

public interface IRecurrenceByIdDataLoader : IDataLoader<Guid, Recurrence>;

public interface IEvergreenByPostDataLoader : IDataLoader<Guid, Evergreen>;

public static class RecurrenceLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Recurrence>> GetRecurrenceByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, CancellationToken cancel) => await db.Recurrences.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Evergreen>> GetEvergreenByPostAsync(IReadOnlyList<Guid> posts, PlanableDb db, CancellationToken cancel) => await db.Evergreens.AsNoTracking().Where(e => posts.Contains(e.PostId)).ToDictionaryAsync(e => e.PostId, cancel);
}
