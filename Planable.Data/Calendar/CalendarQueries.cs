using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Risks;

namespace Planable.Data.Calendar;

public static class CalendarQueries
{
    /// <summary>How far a post has come, what is stuck before what is out: a state's name says nothing about that.</summary>
    public static Expression<Func<Post, int>> Stage { get; } = p =>
        p.State == PostState.Draft ? 0
        : p.State == PostState.Scheduled ? 1
        : p.State == PostState.Publishing ? 2
        : p.State == PostState.Held ? 3
        : p.State == PostState.Failed ? 4
        : p.State == PostState.Unknown ? 5
        : p.State == PostState.PartlyPublished ? 6
        : 7;

    /// <summary>A client's people see what was made visible to them.</summary>
    public static IQueryable<Post> OpenTo(this IQueryable<Post> posts, Member reader) =>
        reader.IsClient ? posts.Where(p => p.Audience == Audience.Client) : posts;

    /// <summary>Notes in the calendar that lie on some of the days, for those who may read them.</summary>
    public static IQueryable<CalendarNote> On(this IQueryable<CalendarNote> notes, DateOnly first, DateOnly last, Member reader)
    {
        notes = notes.Where(n => n.DeletedAt == null && n.First <= last && n.Last >= first);
        return reader.IsClient ? notes.Where(n => n.Audience == Audience.Client) : notes;
    }

    public static IQueryable<CalendarNote> OpenTo(this IQueryable<CalendarNote> notes, Member reader) =>
        reader.IsClient ? notes.Where(n => n.Audience == Audience.Client) : notes;

    public static IQueryable<SavedView> OpenTo(this IQueryable<SavedView> views, Member reader) =>
        reader.IsClient ? views.Where(v => v.Audience == Audience.Client) : views;

    /// <summary>Everything the query asks for except states and days: chips count by state what it leaves.</summary>
    public static IQueryable<Post> MatchingInAnyState(this IQueryable<Post> posts, CalendarQuery query)
    {
        if (query.Approvals.Count > 0)
        {
            var approvals = query.Approvals;
            posts = posts.Where(p => approvals.Contains(p.ApprovalState));
        }

        if (query.Channels.Count > 0)
        {
            var channels = query.Channels;
            posts = posts.Where(p => p.Variants.Any(v => channels.Contains(v.ChannelId)));
        }

        if (query.Labels.Count > 0)
        {
            var labels = query.Labels;
            posts = posts.Where(p => p.Labels.Any(l => labels.Contains(l.LabelId) && l.Label.RemovedAt == null));
        }

        if (query.AtRisk)
            posts = posts.AtRisk();
        if (query.Campaign is { } campaign)
            posts = posts.Where(p => p.CampaignId == campaign);
        if (query.Author is { } author)
            posts = posts.Where(p => p.AuthorId == author);
        if (query.Text?.ToLowerInvariant() is { } text)
        {
            // Lowered by the database, which knows no culture of ours.
#pragma warning disable CA1304, CA1311
            posts = posts.Where(p => p.Text.ToLower().Contains(text));
#pragma warning restore CA1304, CA1311
        }

        return posts;
    }

    public static IQueryable<Post> InStates(this IQueryable<Post> posts, CalendarQuery query)
    {
        if (query.States.Count == 0)
            return posts;
        var states = query.States;
        return posts.Where(p => states.Contains(p.State));
    }

    /// <summary>Between two days of the zone, both included.</summary>
    public static IQueryable<Post> Between(this IQueryable<Post> posts, DateOnly first, DateOnly last, string zone)
    {
        var (from, before) = MonthDays.Instants(first, last, zone);
        return posts.Where(p => p.ScheduledAt >= from && p.ScheduledAt < before);
    }

    /// <summary>The days the query means where no view draws its own: all, none, a stretch, or the weeks of a month.</summary>
    public static IQueryable<Post> OnDays(this IQueryable<Post> posts, CalendarQuery query, MonthDays month, string zone)
    {
        if (query.Unscheduled)
            return posts.Where(p => p.ScheduledAt == null);
        if (query.From is not null || query.To is not null)
            return posts.Between(query.From ?? DateOnly.FromDateTime(DateTime.UnixEpoch), query.To ?? new DateOnly(2199, 12, 31), zone);
        return query.AllDates ? posts : posts.Between(month.First, month.Last, zone);
    }
}
