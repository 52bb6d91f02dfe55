using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Calendar;
using Planable.Data.Times;
using Planable.Jobs.Reports;
using Planable.Web.Calendar;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Exports;

/// <summary>What a calendar shows, to print: the month, week or day it draws; of a list, every month in which it has a post.</summary>
public sealed class CalendarPaper(PlanableDb db, Current current, CalendarReader calendar)
{
    /// <summary>Some hundred pages: nobody prints more, and a mail takes no more.</summary>
    public const int MostPosts = 2000;

    string Zone => current.Workspace.Zone;

    public async Task<byte[]> Pdf(CalendarQuery query, CancellationToken cancel)
    {
        var days = calendar.MonthOf(query);
        var posts = await db.Posts.AsNoTracking().OpenTo(current.Member).MatchingInAnyState(query).OnDays(query, days, Zone).InStates(query).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(MostPosts + 1)
            .Select(p => new { p.ScheduledAt, p.Text, p.State, p.ApprovalState, p.Kind, p.EditedAt, Channels = p.Variants.OrderBy(v => v.Channel.Name).Select(v => v.Channel.Name).ToList() })
            .AsSplitQuery().ToListAsync(cancel);
        if (posts.Count > MostPosts)
            throw new RuleBroken("POSTS_MANY", "A PDF takes up to {0} posts. Narrow the view down.", MostPosts);

        var words = ReportWords.In(current.Workspace.Locale);
        var entries = posts.ConvertAll(p =>
        {
            var (mark, state) = StateMarkTagHelper.Look(StateMarkTagHelper.NameOf(p.State, p.ApprovalState));
            var on = Data.Kinds.ContentKinds.Find(p.Kind) is { } kind ? words[kind.Name] : string.Join(", ", p.Channels);
            return new CalendarEntry(p.ScheduledAt is { } at ? Zones.ToLocal(at, Zone) : null, p.Text, on, mark, words[state]);
        });
        var sheets = Sheets(query, days, [.. entries.Where(e => e.Local is not null).Select(e => DateOnly.FromDateTime(e.Local!.Value))], words);
        var notes = sheets.Count == 0 ? [] : await db.Notes.AsNoTracking().On(sheets[0].First, sheets[^1].Last, current.Member).OrderBy(n => n.First).ThenBy(n => n.Id).Select(n => new { n.First, n.Last, n.Text }).ToListAsync(cancel);
        var name = query.DrawsDays ? words["Calendar, {0}", sheets[0].Title] : words["Calendar"];
        var frame = new ReportFrame(await db.Brand(cancel), current.Workspace.Name, name, words);
        return new CalendarReport(sheets, entries, [.. notes.Select(n => (n.First, n.Last, n.Text))], Zones.City(Zone), posts.Count == 0 ? null : posts.Max(p => p.EditedAt), frame).Pdf();
    }

    List<CalendarSheet> Sheets(CalendarQuery query, MonthDays days, List<DateOnly> dates, ReportWords words)
    {
        if (query.View == CalendarView.Month)
            return [Month(days.Month, words)];
        if (query.DrawsDays)
        {
            var week = MonthDays.Of(CalendarView.Week, days.First, current.Workspace.WeekStart);
            return [new CalendarSheet(words.Days(days.First, days.Last), week.First, week.Last, null)];
        }

        return [.. dates.Select(d => new DateOnly(d.Year, d.Month, 1)).Distinct().Order().Select(m => Month(m, words))];
    }

    CalendarSheet Month(DateOnly month, ReportWords words)
    {
        var around = MonthDays.Around(month, current.Workspace.WeekStart);
        return new CalendarSheet(words.Month(month), around.First, around.Last, month);
    }
}
