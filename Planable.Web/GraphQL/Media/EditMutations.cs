using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Jobs.Media;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;
using Planable.Web.Media;
using Planable.Web.Posts;

namespace Planable.Web.GraphQL.Media;

/// <summary>A part of a picture, in pixels of the original as it is turned.</summary>
/// <param name="Left">From its left edge.</param>
/// <param name="Top">From its top.</param>
/// <param name="Width">How wide.</param>
/// <param name="Height">How high.</param>
public sealed record PictureCutInput(int Left, int Top, int Width, int Height);

/// <summary>Words on a picture.</summary>
/// <param name="Words">The words.</param>
/// <param name="Across">Where their middle lies, in per cent of the width.</param>
/// <param name="Down">In per cent of the height.</param>
/// <param name="Size">Of the letters, in per cent of the height.</param>
/// <param name="Colour">"#rrggbb".</param>
/// <param name="Ground">The colour of a box behind them; without it, none.</param>
public sealed record PictureTextInput(string Words, int Across, int Down, int Size, string Colour, string? Ground);

/// <summary>What is done to a picture before it is sent: turned, mirrored, cut, its light and colours changed, written on. The original stays as it is.</summary>
/// <param name="Turn">Clockwise: 0, 90, 180 or 270.</param>
/// <param name="Mirrored">Left and right change places.</param>
/// <param name="Upended">Top and bottom change places.</param>
/// <param name="Cut">Without it, the whole picture.</param>
/// <param name="Brightness">-100 to 100.</param>
/// <param name="Contrast">-100 to 100.</param>
/// <param name="Saturation">-100 to 100.</param>
/// <param name="Texts">Up to 5.</param>
public sealed record PictureEditInput(int? Turn, bool? Mirrored, bool? Upended, PictureCutInput? Cut, int? Brightness, int? Contrast, int? Saturation, IReadOnlyList<PictureTextInput>? Texts)
{
    internal PictureEdit Read(MediaAsset asset) => new PictureEdit
    {
        Turn = Turn ?? 0,
        Mirrored = Mirrored ?? false,
        Upended = Upended ?? false,
        Cut = Cut is { Width: > 0, Height: > 0 } cut ? new PictureCut(cut.Left, cut.Top, cut.Width, cut.Height) : null,
        Brightness = Brightness ?? 0,
        Contrast = Contrast ?? 0,
        Saturation = Saturation ?? 0,
        Texts = [.. (Texts ?? []).Select(t => new PictureText(ComposerForm.Clean(t.Words).Trim(), t.Across, t.Down, t.Size, t.Colour, t.Ground))],
    }.Within(asset.Width, asset.Height);
}

/// <summary>What is said in a video for a while.</summary>
/// <param name="Start">In milliseconds.</param>
/// <param name="End">In milliseconds.</param>
/// <param name="Words">What is said.</param>
public sealed record CueInput(int Start, int End, string Words);

/// <summary>How files are cut, in the library and in posts.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Media)]
public static class EditMutations
{
    const string Purpose = "\"all\", a network's key such as \"instagram\", or its stories, \"instagram:story\".";

    [GraphQLDescription("How a picture of the library is cut: what new posts with it start from.")]
    public static async Task<MediaFileNode> EditPicture(
        [ID("Media"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("Null: as it was.")] PictureEditInput? edit, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, [GraphQLDescription(Purpose)] string purpose = MediaEdits.Everywhere)
    {
        var asset = await LibraryMutations.Find(id, db, current, cancel);
        MustBePicture(asset, purpose);
        asset.Edit((asset.Edits ?? MediaEdits.None).With(purpose, edit?.Read(asset)), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new(asset);
    }

    [GraphQLDescription("How a picture of a post is cut. What is scheduled goes out so.")]
    public static async Task<Post> EditPostPicture(
        [ID<Post>, GraphQLDescription("Which post.")] Guid postId, [ID("Media"), GraphQLDescription("Which of its pictures.")] Guid mediaId, [GraphQLDescription("Null: as it was.")] PictureEditInput? edit,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, [GraphQLDescription(Purpose)] string purpose = MediaEdits.Everywhere)
    {
        var (post, file) = await Find(postId, mediaId, db, current, cancel);
        MustBePicture(file.Asset, purpose);
        post.EditMedia(mediaId, (file.Edits ?? MediaEdits.None).With(purpose, edit?.Read(file.Asset)), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Where a post's video begins and ends, and the still that stands for it.")]
    public static async Task<Post> EditPostVideo(
        [ID<Post>, GraphQLDescription("Which post.")] Guid postId, [ID("Media"), GraphQLDescription("Which of its videos.")] Guid mediaId, [GraphQLDescription("In milliseconds; null from its beginning.")] int? start, [GraphQLDescription("In milliseconds; null to its end.")] int? end,
        [GraphQLDescription("The moment whose still is the cover, in milliseconds; null leaves it to the network.")] int? coverAt, PlanableDb db, Current current, CuttingRoom room, Renditions renditions, TimeProvider clock, CancellationToken cancel)
    {
        var (post, file) = await FindVideo(postId, mediaId, db, current, cancel);
        if (!room.IsOpen || file.Asset.Video is not { } video)
            throw new RuleBroken("NO_FFMPEG", "ffmpeg is not installed on this server: videos cannot be cut here.");
        var cut = (Of(file) with { Start = start, End = end, CoverAt = coverAt, CoverSha256 = null, CoverBytes = 0 }).Checked(video.Duration);
        if (cut.CoverAt is { } moment)
        {
            var cover = await renditions.Cover(file.Asset, moment, cancel);
            cut = cut with { CoverSha256 = cover.Sha256, CoverBytes = cover.Bytes };
        }

        return await Save(post, file, cut, db, current, clock, cancel);
    }

    [GraphQLDescription("What is said in a post's video, line by line.")]
    public static async Task<Post> SetSubtitles(
        [ID<Post>, GraphQLDescription("Which post.")] Guid postId, [ID("Media"), GraphQLDescription("Which of its videos.")] Guid mediaId, [GraphQLDescription("Its code, such as de or pt-BR.")] string language, [GraphQLDescription("All of it; none takes the subtitles away.")] IReadOnlyList<CueInput> cues,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (post, file) = await FindVideo(postId, mediaId, db, current, cancel);
        if (cues.Count == 0)
            return await Save(post, file, Of(file) with { Subtitles = null }, db, current, clock, cancel);
        var rows = cues.Select(c => new Cue(c.Start, c.End, ComposerForm.Clean(c.Words).Trim())).OrderBy(c => c.Start).ToList();
        if (rows.Find(c => c.Words.Length is 0 or > SubtitleFiles.MostWords || c.Start < 0 || c.End <= c.Start) is not null || rows.Count > Subtitles.MostCues)
            throw new Refused("CUES_WRONG", $"Up to {Subtitles.MostCues} lines, each with words and an end after its beginning.", "cues");
        return await Save(post, file, Of(file) with { Subtitles = new Subtitles(PostVideosController.Tongue(language), rows) }, db, current, clock, cancel);
    }

    static VideoEdit Of(PostMedia file) => file.Edits?.Video ?? new VideoEdit();

    static async Task<Post> Save(Post post, PostMedia file, VideoEdit edit, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        post.EditMedia(file.MediaId, (file.Edits ?? MediaEdits.None) with { Video = edit.IsNothing ? null : edit }, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return post;
    }

    static void MustBePicture(MediaAsset asset, string purpose)
    {
        if (!PictureEditorPage.Takes(asset))
            throw new Refused("NO_PICTURE", "Only pictures that do not move can be edited.", "id");
        if (purpose != MediaEdits.Everywhere && (Networks.Find(purpose.Split(':')[0]) is null || purpose.Split(':') is not ([_] or [_, "story"])))
            throw new Refused("PURPOSE_UNKNOWN", "There is no such purpose.", "purpose");
    }

    static async Task<(Post Post, PostMedia File)> Find(Guid postId, Guid mediaId, PlanableDb db, Current current, CancellationToken cancel)
    {
        var post = await db.MustFindPost(postId, current, cancel);
        current.Must(Permission.WritePosts);
        if (!post.CanBeEditedBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not change this post.");
        if (!post.IsEditable)
            throw new Refused("POST_NOT_EDITABLE", "This post is out and keeps its files.", "postId");
        return (post, post.Media.FirstOrDefault(m => m.MediaId == mediaId).Or("file", "mediaId"));
    }

    static async Task<(Post Post, PostMedia File)> FindVideo(Guid postId, Guid mediaId, PlanableDb db, Current current, CancellationToken cancel)
    {
        var found = await Find(postId, mediaId, db, current, cancel);
        return found.File.Asset.IsVideo ? found : throw Refused.NotFound("video", "mediaId");
    }
}
