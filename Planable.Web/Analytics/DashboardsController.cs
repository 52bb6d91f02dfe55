using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Data.Readings;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Analytics;

/// <summary>One act on a dashboard that is being arranged.</summary>
public sealed class ArrangeForm
{
    [Required, MaxLength(Dashboard.NameLength)]
    public string Name { get; set; } = "";

    /// <summary>"up:2", "down:2", "remove:2", "add", "save".</summary>
    public string Do { get; set; } = "save";

    public TileKind Kind { get; set; }

    public string Metric { get; set; } = MetricName.Reach;

    public int Revision { get; set; }
}

/// <summary>Pages of figures that people put together themselves.</summary>
[Route("w/{workspace}/analytics/dashboards"), Requires(Permission.SeeInternal)]
public class DashboardsController(PlanableDb db, AnalyticsPages pages, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    /// <summary>Where everybody begins.</summary>
    static readonly IReadOnlyList<Tile> Usual =
    [
        new(TileKind.Number, MetricName.Reach), new(TileKind.Number, MetricName.Engagements), new(TileKind.Number, Metric.EngagementRate), new(TileKind.Number, MetricName.Followers),
        new(TileKind.Chart, MetricName.Reach), new(TileKind.Posts, Metric.EngagementRate),
    ];

    string Path => $"{current.Root}/analytics/dashboards";

    AnalyticsQuery Query => AnalyticsQuery.Read(name => Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null);

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await List(cancel));

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) =>
        await Seen(id, cancel) is { } dashboard ? View(new DashboardPage(dashboard, dashboard.Owner.Person.Name, dashboard.OwnerId == current.Member.Id, await pages.Board(Query, $"dashboards/{id}", cancel))) : NotFound();

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) =>
        await Seen(id, cancel) is { } dashboard && dashboard.OwnerId == current.Member.Id ? View(dashboard) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Create(string? name, CancellationToken cancel)
    {
        var dashboard = new Dashboard(current.Member, string.IsNullOrWhiteSpace(name) ? words["My dashboard"] : name, Usual, clock.GetUtcNow());
        db.Dashboards.Add(dashboard);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{dashboard.Id}/edit", words["Made. Arrange its tiles."]);
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, ArrangeForm form, CancellationToken cancel)
    {
        if (await Seen(id, cancel) is not { } dashboard)
            return NotFound();
        db.Entry(dashboard).Property(d => d.Revision).OriginalValue = form.Revision;
        dashboard.Arrange(form.Name ?? "", Arranged(dashboard.Tiles, form), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return form.Do == "save" ? this.GoTo($"{Path}/{id}", words["Saved."]) : this.GoTo($"{Path}/{id}/edit");
    }

    [HttpPost("{id:guid}/sharing")]
    public async Task<IActionResult> Share(Guid id, bool shared, CancellationToken cancel)
    {
        if (await Seen(id, cancel) is not { } dashboard)
            return NotFound();
        dashboard.Share(shared, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", shared ? words["The whole team sees it now."] : words["Only you see it now."]);
    }

    [HttpPost("{id:guid}/copy")]
    public async Task<IActionResult> Copy(Guid id, CancellationToken cancel)
    {
        if (await Seen(id, cancel) is not { } dashboard)
            return NotFound();
        var copy = dashboard.Copy(current.Member, clock.GetUtcNow());
        db.Dashboards.Add(copy);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{copy.Id}/edit", words["This copy is yours."]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await Seen(id, cancel) is not { } dashboard)
            return NotFound();
        dashboard.Remove(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Removed: {0}", dashboard.Name]);
    }

    /// <returns>Null also for one that is another's alone.</returns>
    async Task<Dashboard?> Seen(Guid id, CancellationToken cancel) =>
        await db.Dashboards.Include(d => d.Owner.Person).SingleOrDefaultAsync(d => d.Id == id && d.RemovedAt == null, cancel) is { } dashboard && dashboard.IsSeenBy(current.Member) ? dashboard : null;

    async Task<DashboardsPage> List(CancellationToken cancel)
    {
        var me = current.Member.Id;
        var rows = await db.Dashboards.AsNoTracking().Where(d => d.RemovedAt == null && (d.IsShared || d.OwnerId == me)).OrderBy(d => d.Name).ThenBy(d => d.Id)
            .Select(d => new { d.Id, d.Name, Owner = d.Owner.Person.Name, Mine = d.OwnerId == me, d.IsShared, d.Tiles }).ToListAsync(cancel);
        return new DashboardsPage(rows.ConvertAll(d => new DashboardRow(d.Id, d.Name, d.Owner, d.Mine, d.IsShared, d.Tiles.Count)), pages.Today);
    }

    static List<Tile> Arranged(IReadOnlyList<Tile> tiles, ArrangeForm form)
    {
        var arranged = tiles.ToList();
        var (act, place) = form.Do.Split(':') is [var name, var number] && int.TryParse(number, out var n) ? (name, n) : (form.Do, -1);
        switch (act)
        {
            case "up" when place > 0 && place < arranged.Count:
                (arranged[place - 1], arranged[place]) = (arranged[place], arranged[place - 1]);
                break;
            case "down" when place >= 0 && place < arranged.Count - 1:
                (arranged[place + 1], arranged[place]) = (arranged[place], arranged[place + 1]);
                break;
            case "remove" when place >= 0 && place < arranged.Count:
                arranged.RemoveAt(place);
                break;
            case "add":
                arranged.Add(new Tile(form.Kind, form.Metric));
                break;
        }

        return arranged;
    }
}

public sealed record DashboardRow(Guid Id, string Name, string Owner, bool IsMine, bool IsShared, int Tiles);

public sealed record DashboardsPage(IReadOnlyList<DashboardRow> Rows, DateOnly Today);

public sealed record DashboardPage(Dashboard Dashboard, string Owner, bool IsMine, FiguresPage Figures);
