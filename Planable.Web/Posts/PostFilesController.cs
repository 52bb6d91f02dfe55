using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Jobs.Media;
using Planable.Web.Http;
using Planable.Web.Media;
using Planable.Web.Shared;

namespace Planable.Web.Posts;

/// <summary>How a picture of a post is cut, for everything or for one network's feed or stories.</summary>
[Route("w/{workspace}/posts/{postId:guid}/media/{id:guid}/edits"), Requires(Permission.WritePosts)]
public class PostFilesController(PlanableDb db, Current current, Darkroom darkroom, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    [HttpGet]
    public async Task<IActionResult> Index(Guid postId, Guid id, string? purpose) =>
        await Find(postId) is { } post && Page(post, id, null, purpose) is { } page ? View("~/Media/PictureEditor.cshtml", page) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Update(Guid postId, Guid id, PictureEditForm form)
    {
        if (await Find(postId, forSaving: true) is not { } post || FileOf(post, id) is not { } file || Page(post, id, form.Read(file.Asset), form.Purpose) is not { } page)
            return NotFound();
        if (form.Do is not (null or "save" or "reset"))
            return View("~/Media/PictureEditor.cshtml", page with { Edit = form.Changed(page.Edit, file.Asset).Within(file.Asset.Width, file.Asset.Height) });
        post.EditMedia(id, (file.Edits ?? MediaEdits.None).With(form.Purpose, form.Do == "reset" ? null : page.Edit), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
        return this.GoTo($"{page.Path}?purpose={Uri.EscapeDataString(form.Purpose)}", form.Do == "reset" ? words["Back as it was."] : page.Purpose.Network is null ? words["Saved for all networks."] : page.Purpose.IsStory ? words["Saved for stories on {0}.", page.Purpose.Name] : words["Saved for {0}.", page.Purpose.Name]);
    }

    PictureEditorPage? Page(Post post, Guid id, PictureEdit? shown, string? purpose)
    {
        if (FileOf(post, id) is not { } file || !PictureEditorPage.Takes(file.Asset))
            return null;
        var networks = post.Variants.Select(v => Networks.Find(v.Channel.Network)).OfType<Network>().DistinctBy(n => n.Key).ToList();
        return PictureEditorPage.Of(
            file.Asset, file.Edits ?? MediaEdits.None, shown, purpose, networks, $"{current.Root}/posts/{post.Id}/media/{id}/edits", $"{current.Root}/posts/{post.Id}/edit",
            PostPage.TitleOf(post.Text) is { Length: > 0 } title ? title : words["Post"].Value, post.State == PostState.Draft ? null : words["This post is scheduled: what you save here is what goes out."].Value, darkroom.IsOpen);
    }

    static PostMedia? FileOf(Post post, Guid id) => post.Media.FirstOrDefault(m => m.MediaId == id);

    async Task<Post?> Find(Guid postId, bool forSaving = false)
    {
        var posts = forSaving ? db.Posts.Whole() : db.Posts.AsNoTracking().Include(p => p.Variants).ThenInclude(v => v.Channel).Include(p => p.Media).ThenInclude(m => m.Asset).AsSplitQuery();
        var post = await posts.SingleOrDefaultAsync(p => p.Id == postId, Cancel);
        if (post is not null && !post.CanBeEditedBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not change this post.");
        return post is { IsEditable: true } ? post : null;
    }
}
