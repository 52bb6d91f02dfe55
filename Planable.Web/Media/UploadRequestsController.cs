using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Portals;
using Planable.Web.Shared;

namespace Planable.Web.Media;

public sealed class UploadRequestForm
{
    [Display(Name = "Who sends the files"), Required(ErrorMessage = "Say who sends the files: they are tagged with the name."), StringLength(UploadRequest.FromLength)]
    public string From { get; set; } = "";

    [Display(Name = "Message"), StringLength(UploadRequest.MessageLength)]
    public string? Message { get; set; }

    public RequestedKind Kind { get; set; }

    [Display(Name = "Files at most"), Range(1, UploadRequest.MostFiles)]
    public int Files { get; set; } = 20;

    [Display(Name = "MB a file"), Range(1, 100_000)]
    public int Megabytes { get; set; } = 25;

    [Display(Name = "Open for days"), Range(1, UploadRequest.MostDays)]
    public int Days { get; set; } = 14;

    public Guid? Folder { get; set; }
}

/// <param name="Opened">The address of the link that was just made; shown this once.</param>
public sealed record UploadRequestsPage(UploadRequestForm Form, IReadOnlyList<UploadRequest> Requests, IReadOnlyList<FolderChoice> Folders, string? Opened, DateTimeOffset Now);

/// <summary>Links through which people without an account send files.</summary>
[Route("w/{workspace}/media/requests"), Requires(Permission.UploadMedia)]
public class UploadRequestsController(PlanableDb db, Current current, UploadLimits limits, ClientAddresses addresses, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int MostShown = 100;

    CancellationToken Cancel => HttpContext.RequestAborted;

    string Path => $"{current.Root}/media/requests";

    [HttpGet]
    public async Task<IActionResult> Index(Guid? folder) => View(await PageOf(new UploadRequestForm { Folder = folder }));

    [HttpPost]
    public async Task<IActionResult> Create(UploadRequestForm form)
    {
        if (form.Megabytes > limits.MostBytes / 1024 / 1024)
            ModelState.AddModelError(nameof(form.Megabytes), words["Planable takes files of up to {0} MB.", limits.MostBytes / 1024 / 1024]);
        if (!ModelState.IsValid)
            return this.Invalid("_UploadRequestForm", await PageOf(form), "Index", await PageOf(form));
        var folder = form.Folder is null ? null : await db.AssetFolders.SingleOrDefaultAsync(f => f.Id == form.Folder, Cancel);
        var (request, token) = UploadRequest.Ask(form.From, form.Message, form.Kind, form.Files, form.Megabytes, form.Days, folder, current.Member, clock.GetUtcNow());
        db.UploadRequests.Add(request);
        await db.SaveChangesAsync(Cancel);
        TempData["UploadLink"] = await addresses.Of($"/u/{token}", Request, Cancel);
        return this.GoTo(Path, words["The link for {0} is made. It is shown this once.", request.From]);
    }

    [HttpPost("{id:guid}/closing")]
    public async Task<IActionResult> Close(Guid id)
    {
        if (await db.UploadRequests.SingleOrDefaultAsync(r => r.Id == id, Cancel) is not { } request)
            return NotFound();
        request.Close(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
        return this.GoTo(Path, words["The link for {0} is closed.", request.From]);
    }

    async Task<UploadRequestsPage> PageOf(UploadRequestForm form)
    {
        var folders = await db.AssetFolders.AsNoTracking().ToListAsync(Cancel);
        return new UploadRequestsPage(
            form,
            await db.UploadRequests.AsNoTracking().OrderByDescending(r => r.AskedAt).ThenBy(r => r.Id).Take(MostShown).ToListAsync(Cancel),
            LibraryReader.Choices(folders), TempData["UploadLink"] as string, clock.GetUtcNow());
    }
}
