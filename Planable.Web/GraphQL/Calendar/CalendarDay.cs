using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Calendar;

/// <summary>A day of the calendar in the workspace's zone.</summary>
/// <param name="Date">The day.</param>
/// <param name="Blackout">Why nothing goes out on that day.</param>
/// <param name="Posts">In order of their time.</param>
/// <param name="Notes">What is written there.</param>
public sealed record CalendarDay(DateOnly Date, string? Blackout, [property: ListSize(AssumedSize = 5)] IReadOnlyList<Post> Posts, [property: ListSize(AssumedSize = 1)] IReadOnlyList<CalendarNote> Notes);

[QueryType]
public static class CalendarQueries
{
    const int MostDays = 62;
    const int MostPosts = 2000;

    [GraphQLDescription("Days from one to another, at most 62, each with its posts and notes. Of more than 2,000 posts the first are given.")]
    [ListSize(AssumedSize = 31)]
    public static async Task<IReadOnlyList<CalendarDay>> GetCalendar(
        [GraphQLDescription("The first day.")] DateOnly from, [GraphQLDescription("The last day, itself included.")] DateOnly to, [GraphQLDescription("Which posts.")] PostFilterInput? filter, PlanableDb db, Current current, CancellationToken cancel)
    {
        if (to < from || to.DayNumber - from.DayNumber >= MostDays)
            throw new Refused("DAYS_WRONG", $"Ask for 1 to {MostDays} days.", "to");
        var workspace = current.Workspace;
        var posts = (await db.Posts.AsNoTracking().Matching(filter, current.Member, workspace).Between(from, to, workspace.Zone).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(MostPosts).ToListAsync(cancel))
            .ToLookup(p => DateOnly.FromDateTime(Zones.ToLocal(p.ScheduledAt!.Value, workspace.Zone)));
        var notes = await db.Notes.AsNoTracking().On(from, to, current.Member).OrderBy(n => n.First).ToListAsync(cancel);
        var blackouts = workspace.BlackoutsFor(current.Member);
        return
        [
            .. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(day => new CalendarDay(
                day, blackouts.FirstOrDefault(b => b.Covers(day))?.Reason, [.. posts[day]],
                [.. notes.Where(n => n.First <= day && n.Last >= day)])),
        ];
    }
}
