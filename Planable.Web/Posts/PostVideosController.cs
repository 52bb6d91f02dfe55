using System.Text;
using System.Text.RegularExpressions;
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

/// <summary>Beginning, end, cover and subtitles of a post's video.</summary>
[Route("w/{workspace}/posts/{postId:guid}/media/{id:guid}/video"), Requires(Permission.WritePosts)]
public partial class PostVideosController(PlanableDb db, Current current, CuttingRoom room, Renditions renditions, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    [HttpGet]
    public async Task<IActionResult> Index(Guid postId, Guid id) => await Find(postId, id, forSaving: false) is { } found ? View("~/Media/VideoEditor.cshtml", Page(found)) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Update(Guid postId, Guid id, VideoEditForm form)
    {
        if (await Find(postId, id) is not { } found)
            return NotFound();
        if (!room.IsOpen || found.Asset.Video is null)
            throw new RuleBroken("NO_FFMPEG", "ffmpeg is not installed on this server: videos cannot be cut here.");
        return await Saved(found, await Cut(found, form), words["Saved."]);
    }

    [HttpPost("subtitles")]
    public async Task<IActionResult> Upload(Guid postId, Guid id, IFormFile? file, string? language, VideoEditForm fields)
    {
        if (await Find(postId, id) is not { } found)
            return NotFound();
        var edit = await Before(found, fields);
        try
        {
            var cues = await Read(file);
            edit = edit with { Subtitles = new Subtitles(Tongue(language), cues) };
            return await Saved(found, edit, cues.Count == 1 ? words["One subtitle was read."] : words["{0} subtitles were read.", cues.Count]);
        }
        catch (RuleBroken rule) when (rule.Code != Post.LockedCode)
        {
            // What is wrong with a file stands beside its field.
            var page = Page(found);
            var form = new SubtitleFileForm(page.Path, language, page.Edit.Subtitles is not null, words[rule.Words, rule.Arguments]);
            return this.Invalid("~/Media/_SubtitleFile.cshtml", form, "~/Media/VideoEditor.cshtml", page with { SubtitleFile = form });
        }
    }

    async Task<IReadOnlyList<Cue>> Read(IFormFile? file)
    {
        if (file is null)
            throw new RuleBroken("FILE_MISSING", "Choose a file first.");
        if (file.Length > SubtitleFiles.MostBytes)
            throw new RuleBroken("SUBTITLES_TOO_LARGE", "A file of subtitles has at most {0} MB.", SubtitleFiles.MostBytes / 1_000_000);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, Cancel);
        return SubtitleFiles.Read(bytes.ToArray());
    }

    [HttpPost("cues"), RequestFormLimits(ValueCountLimit = 10_000)]
    public async Task<IActionResult> Rewrite(Guid postId, Guid id, CuesForm form, VideoEditForm fields)
    {
        if (await Find(postId, id) is not { } found)
            return NotFound();
        var before = Of(found.File).Subtitles?.Cues ?? [];
        // Those beyond the list stay.
        List<Cue> cues = [.. Read(form.Cues)];
        if (before.Count > VideoEditorPage.MostRows)
            cues.AddRange(before.Skip(VideoEditorPage.MostRows));
        cues.Sort((a, b) => a.Start.CompareTo(b.Start));
        return await Saved(found, (await Before(found, fields)) with { Subtitles = cues.Count == 0 ? null : new Subtitles(Tongue(form.Language), cues) }, words["Saved."]);
    }

    [HttpPost("subtitles/removal")]
    public async Task<IActionResult> Destroy(Guid postId, Guid id) =>
        await Find(postId, id) is { } found ? await Saved(found, Of(found.File) with { Subtitles = null }, words["The subtitles are gone."]) : NotFound();

    /// <summary>As players read them.</summary>
    [HttpGet("subtitles.vtt")]
    public async Task<IActionResult> Vtt(Guid postId, Guid id) => await Subtitles(postId, id) is { } found ? Content(SubtitleFiles.ToVtt(found.Subtitles), "text/vtt", Encoding.UTF8) : NotFound();

    /// <summary>As other programs read them.</summary>
    [HttpGet("subtitles.srt")]
    public async Task<IActionResult> Srt(Guid postId, Guid id) =>
        await Subtitles(postId, id) is { } found ? File(Encoding.UTF8.GetBytes(SubtitleFiles.ToSrt(found.Subtitles)), "application/x-subrip", $"{found.FileName}.srt") : NotFound();

    async Task<(Subtitles Subtitles, string FileName)?> Subtitles(Guid postId, Guid id) =>
        await Find(postId, id, forSaving: false) is { } found && Of(found.File).Subtitles is { } subtitles ? (subtitles, found.Asset.FileName) : null;

    async Task<IActionResult> Saved(FoundVideo found, VideoEdit edit, string flash)
    {
        found.Post.EditMedia(found.Asset.Id, (found.File.Edits ?? MediaEdits.None) with { Video = edit.IsNothing ? null : edit }, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
        return this.GoTo(PathOf(found), flash);
    }

    async Task<VideoEdit> Cut(FoundVideo found, VideoEditForm form)
    {
        var edit = (Of(found.File) with { Start = Time(form.Start), End = Time(form.End), CoverAt = Time(form.Cover) }).Checked(found.Asset.Video!.Duration);
        if (edit.CoverAt is not { } at)
            return edit with { CoverSha256 = null, CoverBytes = 0 };
        var cover = await renditions.Cover(found.Asset, at, Cancel);
        return edit with { CoverSha256 = cover.Sha256, CoverBytes = cover.Bytes };
    }

    /// <summary>What stands in the fields for cover and length comes along with the subtitles, so that none of it is lost.</summary>
    async Task<VideoEdit> Before(FoundVideo found, VideoEditForm form) =>
        room.IsOpen && found.Asset.Video is not null && Request.Form.ContainsKey(nameof(form.Cover)) ? await Cut(found, form) : Of(found.File);

    VideoEditorPage Page(FoundVideo found)
    {
        var networks = found.Post.Variants.Select(v => Networks.Find(v.Channel.Network)).OfType<Network>().DistinctBy(n => n.Key).OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase).ToList();
        return new VideoEditorPage(
            found.Asset, Of(found.File), PathOf(found), $"{current.Root}/posts/{found.Post.Id}/edit", PostPage.TitleOf(found.Post.Text) is { Length: > 0 } title ? title : words["Post"].Value,
            found.Post.State == PostState.Draft ? null : words["This post is scheduled: what you save here is what goes out."].Value,
            [.. networks.Where(n => n.Extras?.Cover != true).Select(n => n.Name)], [.. networks.Where(n => n.Extras?.Subtitles is null).Select(n => n.Name)], room.IsOpen && found.Asset.Video is not null);
    }

    string PathOf(FoundVideo found) => $"{current.Root}/posts/{found.Post.Id}/media/{found.Asset.Id}/video";

    static List<Cue> Read(List<CuesForm.CueForm> rows)
    {
        var cues = new List<Cue>();
        for (var i = 0; i < rows.Count; i++)
        {
            var said = ComposerForm.Clean(rows[i].Words).Trim();
            if (said.Length == 0)
                continue;
            if (SubtitleFiles.ReadTime(rows[i].Start) is not { } start || SubtitleFiles.ReadTime(rows[i].End) is not { } end)
                throw new RuleBroken("CUE_TIME", "Row {0}: write the times like 0:07.3.", i + 1);
            if (end <= start)
                throw new RuleBroken("CUE_ORDER", "Row {0}: it has to end after it begins.", i + 1);
            if (said.Length > SubtitleFiles.MostWords)
                throw new RuleBroken("CUE_LONG", "Row {0}: one subtitle has at most {1} characters.", i + 1, SubtitleFiles.MostWords);
            cues.Add(new Cue(start, end, Blank().Replace(said, "\n")));
        }

        return cues;
    }

    /// <returns>Null for an empty field.</returns>
    static int? Time(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        return SubtitleFiles.ReadTime(typed) ?? throw new RuleBroken("TIME_UNCLEAR", "“{0}” is no time. Write it like 7.3 or 0:07.3.", typed.Trim());
    }

    internal static string Tongue(string? typed)
    {
        var tag = (typed ?? "").Trim();
        if (tag.Length == 0)
            return "en";
        return Tag().IsMatch(tag) ? tag : throw new RuleBroken("LANGUAGE_UNCLEAR", "“{0}” is no language. Write its code, such as de or pt-BR.", tag);
    }

    static VideoEdit Of(PostMedia file) => file.Edits?.Video ?? new VideoEdit();

    async Task<FoundVideo?> Find(Guid postId, Guid id, bool forSaving = true)
    {
        var posts = forSaving ? db.Posts.Whole() : db.Posts.AsNoTracking().Include(p => p.Variants).ThenInclude(v => v.Channel).Include(p => p.Media).ThenInclude(m => m.Asset).AsSplitQuery();
        var post = await posts.SingleOrDefaultAsync(p => p.Id == postId, Cancel);
        if (post is not null && !post.CanBeEditedBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not change this post.");
        return post is { IsEditable: true } && post.Media.FirstOrDefault(m => m.MediaId == id) is { Asset.IsVideo: true } file ? new FoundVideo(post, file) : null;
    }

    sealed record FoundVideo(Post Post, PostMedia File)
    {
        public MediaAsset Asset => File.Asset;
    }

    [GeneratedRegex(@"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$")]
    private static partial Regex Tag();

    // An empty line would end the subtitle in a file.
    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex Blank();
}
