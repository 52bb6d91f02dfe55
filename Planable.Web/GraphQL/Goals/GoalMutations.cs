using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Web.Analytics;
using Planable.Web.GraphQL.Channels;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Goals;

[MutationType, Error<UserError>, Scope(TokenScope.Settings)]
public static class GoalMutations
{
    [GraphQLDescription("A number that a channel, or all of them together, should come to by a day.")]
    public static async Task<Goal> SetGoal(
        [ID<Channel>, GraphQLDescription("Which channel's figure; without it, all channels together.")] Guid? channelId, [GraphQLDescription("Key of the figure, e.g. \"followers\".")] string metric, [GraphQLDescription("What it should come to.")] long target,
        [GraphQLDescription("From this day on days add up; without it, today.")] DateOnly? starts, [GraphQLDescription("By this day.")] DateOnly ends, PlanableDb db, Current current, GoalPages pages, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.SetGoals);
        var channel = channelId is null ? null : await db.Channels.SingleOrDefaultAsync(c => c.Id == channelId, cancel).Or("channel", "channelId");
        var goal = new Goal(current.Member, channel, metric, target, starts ?? pages.Today, ends, clock.GetUtcNow());
        db.Goals.Add(goal);
        await db.SaveChangesAsync(cancel);
        return goal;
    }

    [GraphQLDescription("Changes a goal. What it said before is kept beside it.")]
    public static async Task<Goal> ChangeGoal(
        [ID<Goal>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("The revision you read: if somebody changed it since, nothing is saved and the code is CONFLICT.")] int? revision, [GraphQLDescription("What it should come to.")] long? target,
        [GraphQLDescription("By this day.")] DateOnly? ends, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var goal = await db.Goals.Include(g => g.Channel).SingleOrDefaultAsync(g => g.Id == id && g.DroppedAt == null, cancel).Or("goal");
        if (revision is { } seen)
            db.Entry(goal).Property(g => g.Revision).OriginalValue = seen;
        goal.Change(target ?? goal.Target, ends ?? goal.Ends, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return goal;
    }

    [GraphQLDescription("Nobody looks at the goal any more. Its figures stay.")]
    public static async Task<Goal> DropGoal([ID<Goal>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var goal = await db.Goals.Include(g => g.Channel).SingleOrDefaultAsync(g => g.Id == id, cancel).Or("goal");
        goal.Drop(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return goal;
    }

    [GraphQLDescription("A figure that is not to fall under a number. It is looked at every morning, and the token's member is told.")]
    public static async Task<FigureLimit> SetLimit(
        [ID<Channel>, GraphQLDescription("Which channel's figure; without it, all channels together.")] Guid? channelId, [GraphQLDescription("Key of the figure, e.g. \"reach\".")] string metric, [GraphQLDescription("Of a rate in percent.")] double least,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, [GraphQLDescription("Of how many days the figure is taken: 7 or 30.")] int days = 7)
    {
        current.Must(Permission.SetGoals);
        var channel = channelId is null ? null : await db.Channels.SingleOrDefaultAsync(c => c.Id == channelId, cancel).Or("channel", "channelId");
        var limit = new FigureLimit(current.Member, channel, metric, days, least, clock.GetUtcNow());
        db.FigureLimits.Add(limit);
        await db.SaveChangesAsync(cancel);
        return limit;
    }

    [GraphQLDescription("Nobody is told about the figure any more.")]
    public static async Task<FigureLimit> DropLimit([ID("Limit"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var limit = await db.FigureLimits.Include(l => l.Channel).SingleOrDefaultAsync(l => l.Id == id, cancel).Or("limit");
        limit.Drop(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return limit;
    }
}

[QueryType]
public static class GoalQueries
{
    [GraphQLDescription("Goals, the next one to end first. For those who see the figures.")]
    [UsePaging]
    public static IQueryable<Goal> GetGoals(PlanableDb db, Current current)
    {
        var sees = current.Can(Permission.SeeAnalytics);
        return db.Goals.AsNoTracking().Where(g => sees && g.DroppedAt == null).OrderBy(g => g.Ends);
    }

    [GraphQLDescription("Figures that are not to fall under a number. For those who see the figures.")]
    [UsePaging]
    public static IQueryable<FigureLimit> GetLimits(PlanableDb db, Current current)
    {
        var sees = current.Can(Permission.SeeAnalytics);
        return db.FigureLimits.AsNoTracking().Where(l => sees && l.DroppedAt == null).OrderBy(l => l.CreatedAt);
    }
}

[ObjectType<Goal>]
public static class GoalType
{
    static void Configure(IObjectTypeDescriptor<Goal> goal)
    {
        goal.BindFieldsExplicitly().Description("A number that a channel, or all of them together, should come to by a day.");
        goal.Field(g => g.Id).ID().Description("Its id.");
        goal.Field(g => g.Metric).Description("Key of the figure.");
        goal.Field(g => g.Target).Description("What it should come to.");
        goal.Field(g => g.Starts).Description("From this day on days add up.");
        goal.Field(g => g.Ends).Description("By this day.");
        goal.Field(g => g.SetBy).Description("Who set it so.");
        goal.Field(g => g.SetAt).Description("When.");
        goal.Field(g => g.DroppedAt).Description("When it was given up.");
        goal.Field(g => g.Revision).Description("Grows with every change.");
    }

    [GraphQLDescription("Whose figure; null for all channels together.")]
    public static async Task<Channel?> GetChannel([Parent] Goal goal, IChannelByIdDataLoader channels, CancellationToken cancel) => goal.ChannelId is { } id ? await channels.LoadAsync(id, cancel) : null;
}

[ObjectType<FigureLimit>]
public static class LimitType
{
    static void Configure(IObjectTypeDescriptor<FigureLimit> limit)
    {
        limit.BindFieldsExplicitly().Description("A figure that is not to fall under a number.");
        limit.Field(l => l.Id).ID("Limit").Description("Its id.");
        limit.Field(l => l.Metric).Description("Key of the figure.");
        limit.Field(l => l.Days).Description("Of how many days the figure is taken.");
        limit.Field(l => l.Least).Description("It is not to fall under this; of a rate in percent.");
        limit.Field(l => l.IsUnder).Description("It is under it now.");
        limit.Field(l => l.ChangedAt).Description("Since when.");
        limit.Field(l => l.CheckedOn).Description("The day it was looked at last.");
        limit.Field(l => l.LastValue).Description("What it was then; null if it was not known.");
        limit.Field(l => l.DroppedAt).Description("When it was given up.");
    }

    [GraphQLDescription("Whose figure; null for all channels together.")]
    public static async Task<Channel?> GetChannel([Parent] FigureLimit limit, IChannelByIdDataLoader channels, CancellationToken cancel) => limit.ChannelId is { } id ? await channels.LoadAsync(id, cancel) : null;
}
