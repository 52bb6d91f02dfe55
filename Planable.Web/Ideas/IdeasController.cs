using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Ideas;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Media;
using Planable.Web.Shared;

namespace Planable.Web.Ideas;

[Route("w/{workspace}/ideas"), Requires(Permission.SeeInternal)]
[RequestSizeLimit(FormBytes), RequestFormLimits(MultipartBodyLengthLimit = FormBytes)]
public class IdeasController(PlanableDb db, Current current, IdeaReader reader, IdeaInbox inbox, Uploads uploads, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const long FormBytes = 256 * 1024 * 1024;

    string Path => $"{current.Root}/ideas";

    [HttpGet]
    public async Task<IActionResult> Index(string? state, string? q, Guid? label, int page = 1, CancellationToken cancel = default) =>
        View(await reader.List(StateOf(state), q, label, page, new IdeaForm(), cancel));

    /// <summary>What a share sheet or a share link opens: nothing is kept before somebody presses the button.</summary>
    [HttpGet("new")]
    public async Task<IActionResult> New(string? url, string? title, string? text, CancellationToken cancel)
    {
        var form = IdeaForm.Of(url, title, text);
        return View(new IdeaCapturePage(form, await reader.Labels([], cancel)));
    }

    [HttpPost]
    public async Task<IActionResult> Create(IdeaForm form, CancellationToken cancel)
    {
        var (files, refused) = await TakeFiles(form, cancel);
        var url = AddressOf(form);
        if (!ModelState.IsValid || refused.Count > 0)
        {
            foreach (var refusal in refused)
                ModelState.AddModelError(nameof(form.Files), words[refusal.Words, refusal.Arguments]);
            return this.Invalid("New", new IdeaCapturePage(form, await reader.Labels(form.Labels, cancel)) { Taken = files.Count });
        }

        var (idea, isNew) = await inbox.Take(new IdeaThought(form.Text ?? "", url, files), IdeaSender.Of(current.Member, form.Shared ? IdeaWay.Share : IdeaWay.Form), cancel);
        if (form.Labels.Count > 0 && current.Can(Permission.WritePosts))
        {
            await db.Entry(idea).Collection(i => i.Labels).Query().Include(l => l.Label).LoadAsync(cancel);
            idea.Relabel([.. idea.Labels.Select(l => l.Label), .. await db.Labels.Where(l => form.Labels.Contains(l.Id)).ToListAsync(cancel)], current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
        }

        return isNew
            ? this.GoTo(Path, words["Kept: {0}", idea.Title])
            : this.GoTo($"{Path}/{idea.Id}", idea.State == IdeaState.Used ? words["This page is here already and a post was made of it. What you sent was added."] : words["This page is here already. What you sent was added."]);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) => await reader.Read(id, null, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, IdeaForm form, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } idea)
            return NotFound();
        current.Member.Must(Permission.WritePosts);
        var (files, refused) = await TakeFiles(form, cancel);
        var url = AddressOf(form);
        foreach (var refusal in refused)
            ModelState.AddModelError(nameof(form.Files), words[refusal.Words, refusal.Arguments]);
        if (!ModelState.IsValid)
            return this.Invalid("Show", await reader.Read(id, form, cancel));
        idea.Edit(form.Text ?? "", url, form.Keep, files, current.Member, clock.GetUtcNow());
        idea.Relabel(await db.Labels.Where(l => form.Labels.Contains(l.Id)).ToListAsync(cancel), current.Member, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException refusal) when (refusal.IsDuplicate())
        {
            throw new RuleBroken("IDEA_KNOWN", "There is another idea of this page already.");
        }

        return this.GoTo($"{Path}/{id}", words["Saved"]);
    }

    [HttpPost("{id:guid}/posts")]
    public async Task<IActionResult> CreatePost(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } idea)
            return NotFound();
        var post = idea.BecomePost(current.Workspace, current.Member, clock.GetUtcNow());
        db.Posts.Add(post);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/posts/{post.Id}/edit", words["A draft with the words and files of the idea."]);
    }

    [HttpPost("{id:guid}/dismissal")]
    public async Task<IActionResult> Dismiss(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } idea)
            return NotFound();
        idea.Dismiss(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        TempData["Undo"] = $"{Path}/{id}/dismissal/undo";
        return this.GoTo(Path, words["Put aside: {0}", idea.Title]);
    }

    [HttpPost("{id:guid}/dismissal/undo")]
    public async Task<IActionResult> Reopen(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } idea)
            return NotFound();
        idea.Reopen(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", words["It is in the inbox again."]);
    }

    Task<Idea?> Find(Guid id, CancellationToken cancel) =>
        db.Ideas.Include(i => i.Files).ThenInclude(f => f.Asset).Include(i => i.Labels).ThenInclude(l => l.Label).AsSplitQuery().SingleOrDefaultAsync(i => i.Id == id, cancel);

    string? AddressOf(IdeaForm form)
    {
        if (string.IsNullOrWhiteSpace(form.Url))
            return null;
        if (IdeaAddress.Read(form.Url) is { } address)
            return address;
        ModelState.AddModelError(nameof(form.Url), words["This is no address of a page."]);
        return null;
    }

    async Task<(List<MediaAsset> Files, List<RuleBroken> Refused)> TakeFiles(IdeaForm form, CancellationToken cancel)
    {
        var (taken, refused) = (new List<MediaAsset>(), new List<RuleBroken>());
        if (form.Files.Count > 0)
            current.Member.Must(Permission.UploadMedia);
        foreach (var file in form.Files)
        {
            try
            {
                await using var bytes = file.OpenReadStream();
                taken.Add((await uploads.Take(bytes, file.FileName, cancel)).Asset);
            }
            catch (RuleBroken rule)
            {
                refused.Add(rule);
            }
        }

        return (taken, refused);
    }

    static IdeaState StateOf(string? state) => state switch { "used" => IdeaState.Used, "dismissed" => IdeaState.Dismissed, _ => IdeaState.Open };
}

/// <param name="Labels">To choose from.</param>
public sealed record IdeaCapturePage(IdeaForm Form, IReadOnlyList<Labels.LabelChoice> Labels)
{
    /// <summary>Files that are in the library already, though the idea was not kept.</summary>
    public int Taken { get; init; }
}
