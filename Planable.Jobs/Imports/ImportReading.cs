using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Imports;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Imports;

/// <summary>Loads what a dry run looks at: nothing that the columns do not ask for.</summary>
public sealed class ImportReading(PlanableDb db, TimeProvider clock)
{
    /// <summary>Keys a question to the database takes at once.</summary>
    const int Texts = 500;

    public async Task<DryRun> Prepare(Import import, IReadOnlyCollection<ImportRow> rows, Workspace workspace, Member by, CancellationToken cancel)
    {
        var mapping = import.Mapping ?? throw new InvalidOperationException("The columns of this import were never mapped.");
        var around = new ImportSurroundings(
            await db.Channels.OrderBy(c => c.Name).ToListAsync(cancel),
            await Pictures(mapping, rows, cancel),
            mapping.Has(ImportField.Labels) ? await db.Labels.Where(l => l.RemovedAt == null).ToListAsync(cancel) : [],
            mapping.Has(ImportField.Campaign) ? await db.Campaigns.Where(c => c.RemovedAt == null).ToListAsync(cancel) : [],
            []);
        var keys = new DryRun(mapping, around, workspace, by, clock.GetUtcNow()).TextKeysOf(rows.Where(r => !r.IsImported && !r.IsLeftOut));
        return new DryRun(mapping, around with { Texts = await Said(keys, rows, cancel) }, workspace, by, clock.GetUtcNow());
    }

    async Task<IReadOnlyDictionary<string, MediaAsset>> Pictures(ImportMapping mapping, IEnumerable<ImportRow> rows, CancellationToken cancel)
    {
        var names = DryRun.PicturesNamed(mapping, rows);
        var pictures = new Dictionary<string, MediaAsset>(StringComparer.Ordinal);
        if (names.Count > 0)
        {
#pragma warning disable CA1304, CA1311 // Lowered by the database, which knows no culture of ours.
            foreach (var asset in await db.Media.Where(a => names.Contains(a.FileName.ToLower())).OrderBy(a => a.UploadedAt).ToListAsync(cancel))
                pictures[asset.FileName.ToLowerInvariant()] = asset;
#pragma warning restore CA1304, CA1311
        }

        return pictures;
    }

    /// <summary>Posts that say what the rows say; not those the rows became.</summary>
    async Task<IReadOnlyList<EarlierText>> Said(IReadOnlyCollection<string> keys, IEnumerable<ImportRow> rows, CancellationToken cancel)
    {
        var own = rows.Where(r => r.IsImported).Select(r => r.Id).ToHashSet();
        var said = new List<EarlierText>();
        foreach (var some in keys.Chunk(Texts))
        {
            var found = await db.Posts.AsNoTracking().Where(p => p.ScheduledAt != null)
                .SelectMany(p => p.Variants, (p, v) => new { p.Id, v.ChannelId, v.TextKey, At = p.ScheduledAt!.Value })
                .Where(t => some.Contains(t.TextKey!)).ToListAsync(cancel);
            said.AddRange(found.Where(t => !own.Contains(t.Id)).Select(t => new EarlierText(t.ChannelId, t.TextKey!, t.At)));
        }

        return said;
    }
}
