using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Bulk;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Jobs.Bulk;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;
using Planable.Web.Tokens;

namespace Planable.Web.GraphQL.Bulk;

/// <summary>One act on many posts.</summary>
public sealed class BulkChange(BulkRun run, IReadOnlyList<BulkItem> items)
{
    [ID("BulkChange")]
    public Guid Id => run.Id;

    public BulkAct Act => run.Act;

    [GraphQLDescription("WAITING while it goes on in the background: ask for it again.")]
    public BulkState State => run.State;

    public int Total => run.Total;

    [GraphQLDescription("What each post came to, in the order they were sent.")]
    [ListSize(AssumedSize = 100)]
    public IReadOnlyList<BulkResult> Results => [.. items.OrderBy(i => i.Position).Select(i => new BulkResult(i))];
}

/// <summary>What one post came to.</summary>
public sealed class BulkResult(BulkItem item)
{
    [ID("Post")]
    public Guid PostId => item.PostId;

    public BulkOutcome Outcome => item.Outcome;

    [GraphQLDescription("Why not.")]
    public string? Message => item.Why is { } why ? string.Format(System.Globalization.CultureInfo.InvariantCulture, why, item.Arguments) : null;

    [GraphQLDescription("Of a duplicate.")]
    [ID("Post")]
    public Guid? CopyId => item.CopyId;

    public async Task<Post?> GetPost(IPostByIdDataLoader posts, CancellationToken cancel) => await posts.LoadAsync(item.PostId, cancel);
}

/// <param name="Act">SHIFT, SCHEDULE, UNSCHEDULE, REPLACE, LABEL, DUPLICATE or DELETE.</param>
/// <param name="Days">SHIFT: by how many days the posts move.</param>
/// <param name="Date">SHIFT: the day all move to, in place of days.</param>
/// <param name="Find">REPLACE: these words …</param>
/// <param name="With">… become these.</param>
/// <param name="LabelId">LABEL: the label that is put on, or off.</param>
/// <param name="Off">LABEL: takes it off.</param>
public sealed record ChangePostsInput(
    [property: ID("Post")] IReadOnlyList<Guid> Ids, BulkAct Act, int? Days, DateOnly? Date, string? Find, string? With, bool? MatchCase, [property: ID("Label")] Guid? LabelId, bool? Off);

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class BulkMutations
{
    const int MostAtOnce = 500;

    [GraphQLDescription("Does one thing to many posts, up to 5,000. Up to 500 are done before it answers. SHIFT is all or nothing; of the others each post succeeds or fails by itself. SCHEDULE and UNSCHEDULE need the scope publishing too.")]
    public static Task<BulkChange> ChangePosts(ChangePostsInput input, PlanableDb db, Current current, BulkRunner runner, TokenDoor door, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.WritePosts);
        if (input.Act is BulkAct.Schedule or BulkAct.Unschedule)
            door.Must(TokenScope.Publishing);
        if (!BulkActs.Offered.Contains(input.Act))
            throw new Refused("ACT_UNKNOWN", "Choose what is to be done.", "act");
        var values = new BulkValues(input.Days ?? 0, Find: input.Find ?? "", With: input.With ?? "", MatchCase: input.MatchCase ?? false, Label: input.LabelId, Off: input.Off ?? false, Day: input.Date);
        return Go(BulkRun.Plan(current.Member, input.Act, values, [.. input.Ids.Distinct()], clock.GetUtcNow()), db, current, runner, clock, cancel);
    }

    [GraphQLDescription("Takes back what changePosts did, but for posts that were changed since.")]
    public static async Task<BulkChange> UndoChange([ID("BulkChange")] Guid id, PlanableDb db, Current current, BulkRunner runner, TimeProvider clock, CancellationToken cancel)
    {
        var run = await db.BulkRuns.Include(r => r.Items).SingleOrDefaultAsync(r => r.Id == id, cancel) ?? throw Refused.NotFound("change");
        current.Must(Permission.WritePosts);
        return await Go(run.PlanUndo(current.Member, clock.GetUtcNow()), db, current, runner, clock, cancel);
    }

    [GraphQLDescription("The same again for those posts that a rule refused.")]
    public static async Task<BulkChange> RetryChange([ID("BulkChange"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TokenDoor door, BulkRunner runner, TimeProvider clock, CancellationToken cancel)
    {
        var run = await db.BulkRuns.Include(r => r.Items).SingleOrDefaultAsync(r => r.Id == id, cancel).Or("change");
        current.Must(Permission.WritePosts);
        if (run.Act is BulkAct.Schedule or BulkAct.Unschedule)
            door.Must(TokenScope.Publishing);
        // What moves together or not at all is tried again together.
        var again = run.Items.Where(i => i.Outcome == BulkOutcome.Failed || (run.IsWhole && i.Outcome == BulkOutcome.Skipped)).OrderBy(i => i.Position).Select(i => i.PostId).ToList();
        return await Go(BulkRun.Plan(current.Member, run.Act, run.Values, again, clock.GetUtcNow()), db, current, runner, clock, cancel);
    }

    [GraphQLDescription("Stops a change that goes on in the background. What was done by then stays.")]
    public static async Task<BulkChange> StopChange([ID("BulkChange"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var run = await db.BulkRuns.SingleOrDefaultAsync(r => r.Id == id, cancel).Or("change");
        current.Must(Permission.WritePosts);
        run.Stop(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await BulkQueries.Read(db, current, id, cancel).Or("change");
    }

    internal static async Task<BulkChange> Go(BulkRun run, PlanableDb db, Current current, BulkRunner runner, TimeProvider clock, CancellationToken cancel)
    {
        var isShort = run.Total <= MostAtOnce;
        db.BulkRuns.Add(isShort ? run.HeldUntil(clock.GetUtcNow().AddMinutes(1)) : run);
        await db.SaveChangesAsync(cancel);
        if (isShort)
            await runner.Carry(run.Id, tells: false, cancel);
        db.StartOver(current);
        return (await BulkQueries.Read(db, current, run.Id, cancel))!;
    }
}

[QueryType]
public static class BulkQueries
{
    [GraphQLDescription("An act on many posts of the token's own member.")]
    public static Task<BulkChange?> GetBulkChange([ID("BulkChange")] Guid id, PlanableDb db, Current current, CancellationToken cancel) => Read(db, current, id, cancel);

    internal static async Task<BulkChange?> Read(PlanableDb db, Current current, Guid id, CancellationToken cancel)
    {
        var me = current.Member.Id;
        return await db.BulkRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.ById == me, cancel) is { } run
            ? new BulkChange(run, await db.BulkItems.AsNoTracking().Where(i => i.RunId == id).ToListAsync(cancel))
            : null;
    }
}
