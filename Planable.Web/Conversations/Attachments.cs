using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Media;
using Planable.Jobs.Media;
using Planable.Web.Media;

namespace Planable.Web.Conversations;

/// <summary>
/// Files that go with comments. They lie in the same store as media and in no library: each is read through its comment, by whoever may read that.
/// Pictures and documents are examined as media are; what else people send each other is kept as it is, only ever to be saved, and programs are refused.
/// </summary>
public sealed class Attachments(PlanableDb db, Intake intake, IMediaStore store, Renditions renditions, IConfiguration configuration)
{
    /// <summary>Of a form that brings files.</summary>
    public const long FormBytes = 210L * 1024 * 1024;

    const string Anything = "application/octet-stream";
    const long Megabyte = 1024 * 1024;

    readonly long mostOfGuest = configuration.GetValue("Media:MostGuestAttachmentMegabytes", 25L) * Megabyte;
    readonly long most = configuration.GetValue("Media:MostAttachmentMegabytes", 100L) * Megabyte;

    /// <summary>What goes with a comment at most, in bytes; somebody with a link and no account sends smaller ones.</summary>
    public long Most(bool ofGuest) => ofGuest ? mostOfGuest : most;

    /// <exception cref="RuleBroken">Too large, in words.</exception>
    public void MustFit(string name, long bytes, bool ofGuest)
    {
        if (bytes > Most(ofGuest))
            throw new RuleBroken("FILE_TOO_LARGE", "{0} is larger than {1} MB, the most that goes with a comment.", Uploads.Named(name), Most(ofGuest) / Megabyte);
    }

    /// <summary>Of somebody with a link and no account: smaller ones.</summary>
    public async Task<IReadOnlyList<FeedbackFile>> TakeFromGuest(IReadOnlyList<IFormFile> files, CancellationToken cancel)
    {
        foreach (var file in files)
            MustFit(file.FileName, file.Length, ofGuest: true);
        return await Take(files, cancel);
    }

    public async Task<IReadOnlyList<FeedbackFile>> Take(IReadOnlyList<IFormFile> files, CancellationToken cancel)
    {
        if (files.Count > FeedbackFile.MostFiles)
            throw new RuleBroken("FILES_MANY", "A comment takes up to {0} files.", FeedbackFile.MostFiles);
        var taken = new List<FeedbackFile>();
        foreach (var file in files.Where(f => f.Length > 0))
        {
            await using var bytes = file.OpenReadStream();
            taken.Add(await Take(bytes, file.FileName, cancel));
        }

        return taken;
    }

    public async Task<FeedbackFile> Take(Stream bytes, string claimedName, CancellationToken cancel)
    {
        var name = Uploads.Named(claimedName);
        var path = Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.attached");
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                await Copy(bytes, file, name, cancel);
            return await Keep(path, name, cancel);
        }
        finally
        {
            File.Delete(path);
            File.Delete(Intake.PublishedBeside(path));
            File.Delete(Intake.StillBeside(path));
        }
    }

    /// <summary>Null if there is no such file, or not for this reader: <paramref name="comments"/> are those they may read.</summary>
    public static async Task<FeedbackFile?> Find(IQueryable<FeedbackComment> comments, Guid commentId, Guid fileId, CancellationToken cancel) =>
        (await comments.Where(c => c.Id == commentId && c.RemovedAt == null).Select(c => c.Files).SingleOrDefaultAsync(cancel))?.FirstOrDefault(f => f.Id == fileId);

    /// <summary>The file itself: pictures are shown, everything else is saved.</summary>
    public async Task<IActionResult> Answer(Controller controller, FeedbackFile file)
    {
        var cancel = controller.HttpContext.RequestAborted;
        if (!await store.Has(file.File.Sha256, cancel))
            return controller.NotFound();
        Guard(controller, file, isShown: file.IsPicture);
        return controller.File(await store.Open(file.File.Sha256, cancel), file.File.ContentType, enableRangeProcessing: true);
    }

    /// <summary>A small picture of it.</summary>
    public async Task<IActionResult> Still(Controller controller, FeedbackFile file)
    {
        if ((file.Still ?? (file.IsPicture ? file.File.Sha256 : null)) is not { } sha || await renditions.Of(sha, 480, controller.HttpContext.RequestAborted) is not { } small)
            return controller.NotFound();
        Guard(controller, file, isShown: true);
        return controller.File(small, Renditions.ContentType);
    }

    /// <summary>A thread can be hidden, a comment removed: no browser keeps what it was shown for long.</summary>
    static void Guard(Controller controller, FeedbackFile file, bool isShown)
    {
        controller.GuardPicture(file.Name, isKept: !isShown);
        controller.Response.Headers.CacheControl = "private, no-cache";
    }

    /// <exception cref="RuleBroken">It runs.</exception>
    public static async Task<Sniffed> MustBeNoProgram(string path, string name, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        var sniffed = await MediaSniffer.Read(file, cancel);
        return sniffed.Kind.EndsWith("program", StringComparison.Ordinal) || sniffed.Kind == "script"
            ? throw new RuleBroken("FILE_TYPE_REFUSED", "{0} is a {1}. Programs are not taken.", name, sniffed.Kind)
            : sniffed;
    }

    async Task<FeedbackFile> Keep(string path, string name, CancellationToken cancel)
    {
        var bytes = new FileInfo(path).Length;
        if (bytes == 0)
            throw new RuleBroken("FILE_EMPTY", "{0} is empty.", name);
        var sniffed = await MustBeNoProgram(path, name, cancel);
        Examined? examined = null;
        try
        {
            if (sniffed.IsPicture || sniffed.IsVideo || sniffed.IsDocument)
                examined = await intake.Examine(path, name, cancel);
        }
        catch (RuleBroken)
        {
            // Damaged, locked or larger than what is published: it can still be handed on.
        }

        var still = examined?.StillPath is { } drawn ? await store.Take(drawn, cancel) : null;
        return new FeedbackFile(
            Guid.CreateVersion7(), name, new MediaFile(await store.Take(path, cancel), examined?.ContentType ?? Anything, bytes), still, examined?.Width ?? 0, examined?.Height ?? 0, examined?.Pages);
    }

    async Task Copy(Stream from, Stream to, string name, CancellationToken cancel)
    {
        var buffer = new byte[81920];
        long length = 0;
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
        {
            length += read;
            if (length > most)
                throw new RuleBroken("FILE_TOO_LARGE", "{0} is larger than {1} MB, the most that goes with a comment.", name, most / Megabyte);
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
    }

    /// <summary>Comments of a thread that this member may read.</summary>
    public async Task<IQueryable<FeedbackComment>> ReadBy(Data.Members.Member reader, Guid postId, Guid threadId, CancellationToken cancel)
    {
        var hidden = await db.ThreadsHiddenFrom(reader, cancel);
        return db.FeedbackThreads.SeenBy(reader).Where(t => t.Id == threadId && t.PostId == postId && !hidden.Contains(t.Id)).SelectMany(t => t.Comments).SeenBy(reader);
    }

    /// <summary>Comments of a post that the guest of a link may read.</summary>
    public IQueryable<FeedbackComment> ReadByGuests(Guid postId) => db.FeedbackThreads.ForClient().Where(t => t.PostId == postId).SelectMany(t => t.Comments).ForClient();
}
