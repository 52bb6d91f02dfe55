using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Web.Approvals;
using Planable.Web.Http;
using Planable.Web.Readings;
using Planable.Web.Times;

namespace Planable.Web.Home;

/// <summary>Reads the client's landing page; only what the client may see is in any of its figures.</summary>
public sealed class HomeReader(PlanableDb db, Current current, WorkLists lists, TimeWords times, TimeProvider clock)
{
    const int Shown = 5;
    const int ShownOut = 4;

    public async Task<HomePage> Read(CancellationToken cancel)
    {
        var (me, now) = (current.Member, clock.GetUtcNow());
        var (zone, today) = (current.Workspace.Zone, times.LocalNow);
        var work = await lists.Here(WorkListPage.MineShown, me, cancel);
        var coming = await db.Posts.AsNoTracking().SeenBy(me)
            .Where(p => p.ScheduledAt >= now && (p.State == PostState.Scheduled || p.ApprovalState == ApprovalState.Waiting || p.ApprovalState == ApprovalState.Approved))
            .OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(Shown)
            .Select(p => new ComingPost(
                p.Id, p.Text.Substring(0, 120), p.ScheduledAt!.Value, p.State, p.ApprovalState, p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(), p.Variants.Select(v => v.Channel.Network).ToList()))
            .ToListAsync(cancel);

        var monday = Zones.ToInstantLeniently(today.Date.AddDays(-(((int)today.DayOfWeek - (int)current.Workspace.WeekStart + 7) % 7)), zone);
        var month = new DateOnly(today.Year, today.Month, 1);
        var since = Zones.ToInstantLeniently(month.AddMonths(-1).ToDateTime(TimeOnly.MinValue), zone);
        var gone = await db.Posts.AsNoTracking().SeenBy(me)
            .SelectMany(p => p.Deliveries.Where(d => d.State == DeliveryState.Published && d.PublishedAt >= since), (p, d) => new { p.Id, At = d.PublishedAt!.Value, d.Figures })
            .ToListAsync(cancel);
        var thisWeek = gone.Where(d => d.At >= monday).GroupBy(d => d.Id).OrderByDescending(g => g.Max(d => d.At)).ToList();
        var ids = thisWeek.Take(ShownOut).Select(g => g.Key).ToList();
        var words = await db.Posts.AsNoTracking().SeenBy(me).Where(p => ids.Contains(p.Id))
            .Select(p => new { p.Id, Text = p.Text.Substring(0, 120), Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(), Networks = p.Variants.Select(v => v.Channel.Network).ToList() })
            .ToDictionaryAsync(p => p.Id, cancel);

        var start = Zones.ToInstantLeniently(month.ToDateTime(TimeOnly.MinValue), zone);
        var (running, before) = (gone.FindAll(d => d.At >= start), gone.FindAll(d => d.At < start));
        return new HomePage(
            me.Person.Name, today,
            [.. work.Rows.Select(r => new WaitingPost(r.PostId, r.Text, r.ScheduledAt, r.DueAt, r.Picture))], work.Mine, work.Next, me.Can(Permission.ApprovePosts),
            coming,
            [.. thisWeek.Take(ShownOut).Where(g => words.ContainsKey(g.Key)).Select(g => new OutPost(g.Key, words[g.Key].Text, g.Max(d => d.At), words[g.Key].Picture, words[g.Key].Networks, Sum(g.Select(d => d.Figures))))],
            thisWeek.Count,
            new Results(
                month, running.Select(d => d.Id).Distinct().Count(), before.Select(d => d.Id).Distinct().Count(),
                [.. FigureWords.OfPosts.Select(metric => new Result(metric, Total(running.Select(d => d.Figures), metric), Total(before.Select(d => d.Figures), metric), running.Count(d => d.Figures?.ContainsKey(metric) == true)))]));
    }

    static Dictionary<string, long> Sum(IEnumerable<Dictionary<string, long>?> figures) =>
        figures.OfType<Dictionary<string, long>>().SelectMany(f => f).GroupBy(f => f.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(f => f.Value), StringComparer.Ordinal);

    /// <returns>Null if nobody told: that is not none.</returns>
    static long? Total(IEnumerable<Dictionary<string, long>?> figures, string metric)
    {
        var told = figures.OfType<Dictionary<string, long>>().Where(f => f.ContainsKey(metric)).Select(f => f[metric]).ToList();
        return told.Count == 0 ? null : told.Sum();
    }
}
