using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Jobs.Exports;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Approvals;

/// <summary>How long decisions take for a client, and what they hold up; for the team.</summary>
[Route("w/{workspace}/approvals/turnaround"), Requires(Permission.SeeInternal)]
public class TurnaroundController(TurnaroundReader reader, Current current, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(TurnaroundForm form, CancellationToken cancel) => View("Turnaround", await Read(form, cancel));

    [HttpGet("csv"), ForMachines]
    public async Task<IActionResult> Csv(TurnaroundForm form, CancellationToken cancel) => TurnaroundFile.Of(await Read(form, cancel), current.Workspace.Slug, words);

    Task<TurnaroundPage> Read(TurnaroundForm form, CancellationToken cancel) => reader.Here(current.Workspace.Name, current.Workspace.Zone, form, cancel);
}

/// <summary>The same side by side for all clients somebody works for.</summary>
[Authorize, Route("approvals/turnaround")]
public class MyTurnaroundController(TurnaroundReader reader, TimeWords times, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(TurnaroundForm form, CancellationToken cancel) => View("TurnaroundOfAll", await Read(form, cancel));

    [HttpGet("csv"), ForMachines]
    public async Task<IActionResult> Csv(TurnaroundForm form, CancellationToken cancel) => TurnaroundFile.Of(await Read(form, cancel), "clients", words);

    Task<TurnaroundPage> Read(TurnaroundForm form, CancellationToken cancel) => reader.Everywhere(User.PersonId()!.Value, DateOnly.FromDateTime(times.LocalNow), form, cancel);
}

/// <summary>What the page shows, cell by cell.</summary>
static class TurnaroundFile
{
    public static IReadOnlyList<string> Headings(IStringLocalizer<Words> words) => [words["Decisions"], words["Median hours"], words["Rounds"], words["Past due"], words["Missed times"]];

    public static IReadOnlyList<string> Cells(TurnaroundRow row) =>
        [row.Decisions.ToString(CultureInfo.CurrentCulture), row.MedianSaid, row.RoundsSaid, row.Late.ToString(CultureInfo.CurrentCulture), row.Missed.ToString(CultureInfo.CurrentCulture)];

    public static string Name(TurnaroundKind kind, IStringLocalizer<Words> words) => kind switch { TurnaroundKind.Client => words["Client"], TurnaroundKind.Level => words["Level"], _ => words["Person"] };

    public static FileContentResult Of(TurnaroundPage page, string name, IStringLocalizer<Words> words)
    {
        var text = CsvText.Line([words["Of"], words["Name"], .. Headings(words)]) + string.Concat(page.Rows.Select(r => CsvText.Line([Name(r.Kind, words), r.Name, .. Cells(r)])));
        return new FileContentResult([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], "text/csv; charset=utf-8")
        {
            FileDownloadName = string.Create(CultureInfo.InvariantCulture, $"{name}-turnaround-{page.From:yyyy-MM-dd}-{page.To:yyyy-MM-dd}.csv"),
        };
    }
}
