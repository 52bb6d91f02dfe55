using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Jobs.Media;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports;

/// <summary>Pictures as documents take them: small JPEGs, each made once.</summary>
public sealed class Prints(Renditions renditions)
{
    /// <param name="sha256">Of a picture, or of the still of a video.</param>
    /// <returns>Null where none can be made: a file that is gone, a server without libvips.</returns>
    public async Task<PdfImage?> Of(string sha256, PictureEdit? edit, CancellationToken cancel)
    {
        await using var file = await renditions.Print(sha256, edit, cancel);
        if (file is null)
            return null;
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return PdfImage.Read(bytes.ToArray());
    }

    /// <summary>Of files of versions, by their id. A file whose bytes are others by now is left out: paper shows what was there or nothing.</summary>
    public async Task<IReadOnlyDictionary<Guid, PdfImage>> Of(PlanableDb db, IEnumerable<(Guid Id, string Sha256)> files, CancellationToken cancel)
    {
        var wanted = files.Distinct().ToList();
        var ids = wanted.Select(f => f.Id).Distinct().ToList();
        var known = await db.Media.AsNoTracking().Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.Sha256, m.PublishedSha256, m.PosterSha256, m.ContentType }).ToListAsync(cancel);
        var prints = new Dictionary<Guid, PdfImage>();
        foreach (var file in known.Where(k => wanted.Any(w => w.Id == k.Id && (w.Sha256 == k.Sha256 || w.Sha256 == k.PublishedSha256)) && MediaKinds.Of(k.ContentType) != MediaKind.Document))
        {
            var still = MediaKinds.Of(file.ContentType) == MediaKind.Video ? file.PosterSha256 : file.Sha256;
            if (still is not null && await Of(still, null, cancel) is { } print)
                prints[file.Id] = print;
        }

        return prints;
    }
}
