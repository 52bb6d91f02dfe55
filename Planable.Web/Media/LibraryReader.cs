using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Ideas;
using Planable.Data.Media;
using Planable.Data.Times;
using Planable.Jobs.Media;
using Planable.Web.Http;

namespace Planable.Web.Media;

/// <summary>Reads the library: folders, one page of assets with their number, tags and the open asset, each in one query.</summary>
public sealed class LibraryReader(PlanableDb db, Current current, CuttingRoom cuttingRoom, ReadingRoom readingRoom, TimeProvider clock)
{
    const int MostTags = 24;

    /// <summary>How far ahead "ends soon" looks.</summary>
    const int EndingDays = 62;

    DateOnly Today => DateOnly.FromDateTime(Zones.ToLocal(clock.GetUtcNow(), current.Workspace.Zone));

    /// <returns>Null if the folder or the asset is not here.</returns>
    public async Task<LibraryPage?> Read(LibraryQuery query, CancellationToken cancel)
    {
        var folders = await db.AssetFolders.AsNoTracking().OrderBy(f => f.Name)
            .Select(f => new { Folder = f, Count = db.Media.InLibrary().Count(a => a.FolderId == f.Id) }).ToListAsync(cancel);
        var all = folders.ConvertAll(f => f.Folder);
        var open = all.Find(f => f.Id == query.Folder);
        if (query.Folder is not null && open is null)
            return null;

        var assets = Filtered(query, all);
        var page = await Sorted(assets, query.Sort).Skip((query.Page - 1) * LibraryPage.PageSize).Take(LibraryPage.PageSize)
            .Select(a => new AssetTile(a.Id, a.FileName, a.ContentType, a.Width, a.Height, a.Placeholder, a.Alt, a.Milliseconds, a.PosterSha256 != null, a.LicensedUntil, a.Pages)).ToListAsync(cancel);
        var tags = await db.AssetTags.Where(t => db.Media.InLibrary().Any(a => a.Id == t.AssetId)).GroupBy(t => t.Key)
            .Select(g => new { g.Key, Name = g.Max(t => t.Name)!, Count = g.Count() }).OrderByDescending(t => t.Count).ThenBy(t => t.Key).Take(MostTags)
            .Select(t => new TagCount(t.Key, t.Name, t.Count)).ToListAsync(cancel);
        var choices = Choices(all);
        var found = query.Asset is { } id ? await Find(id, cancel) : null;
        if (query.Asset is not null && found is null)
            return null;
        var stack = found?.Asset.StackId ?? Guid.Empty;
        // Numbers and the open asset's posts in one command: a page has eight.
        var counts = await db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => new
        {
            Found = assets.Count(),
            Whole = db.Media.InLibrary().Count(),
            Uses = db.Posts.With(stack).Count(),
            Ideas = Kept(stack).Count(),
            Idea = Kept(stack).OrderByDescending(i => i.TouchedAt).ThenBy(i => i.Id).Select(i => i.Text.Length > 200 ? i.Text.Substring(0, 200) : i.Text).FirstOrDefault(),
            Shown = db.Posts.With(stack).AsUses(stack).Take(AssetPage.MostUses).ToList(),
        }).SingleAsync(cancel);
        var asset = found is null ? null : Page(found, counts.Shown, counts.Uses, choices, query) with { Ideas = counts.Ideas, Idea = counts.Idea };
        return new LibraryPage(
                query, open?.PathIn(all) ?? [], [.. folders.Where(f => f.Folder.ParentId == query.Folder).Select(f => new FolderTile(f.Folder.Id, f.Folder.Name, f.Count))],
                choices, page, counts.Found, counts.Whole, tags, asset, cuttingRoom.IsOpen, readingRoom.IsOpen);
    }

    /// <returns>Null if it is not here.</returns>
    public async Task<AssetPage?> Asset(Guid id, LibraryQuery query, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } found)
            return null;
        var stack = found.Asset.StackId;
        var uses = await db.UsesOf(stack).Take(AssetPage.MostUses).ToListAsync(cancel);
        var ideas = await Kept(stack).OrderByDescending(i => i.TouchedAt).ThenBy(i => i.Id).Select(i => i.Text.Length > 200 ? i.Text.Substring(0, 200) : i.Text).ToListAsync(cancel);
        return Page(found, uses, uses.Count < AssetPage.MostUses ? uses.Count : await db.Posts.With(stack).CountAsync(cancel), Choices(await db.AssetFolders.AsNoTracking().OrderBy(f => f.Name).ToListAsync(cancel)), query) with { Ideas = ideas.Count, Idea = ideas.FirstOrDefault() };
    }

    public async Task<PickerPage> Pick(string? text, int page, CancellationToken cancel)
    {
        var assets = db.Media.InLibrary().Containing(text);
        var shown = await assets.OrderByDescending(a => a.UploadedAt).ThenByDescending(a => a.Id).Skip((page - 1) * PickerPage.PageSize).Take(PickerPage.PageSize)
            .Select(a => new AssetTile(a.Id, a.FileName, a.ContentType, a.Width, a.Height, a.Placeholder, a.Alt, a.Milliseconds, a.PosterSha256 != null, a.LicensedUntil, a.Pages)).ToListAsync(cancel);
        return new PickerPage(shown, text, await assets.CountAsync(cancel), page);
    }

    /// <summary>Ideas that somebody may still want.</summary>
    IQueryable<Idea> Kept(Guid stackId) => db.Ideas.AsNoTracking().Where(i => i.State != IdeaState.Dismissed).With(stackId);

    /// <summary>The latest version of a file; an address may name an earlier one.</summary>
    Task<FoundAsset?> Find(Guid id, CancellationToken cancel) =>
        db.Media.AsNoTracking().InLibrary().Include(a => a.Tags).Where(a => (a.OriginId ?? a.Id) == db.Media.Where(x => x.Id == id).Select(x => x.OriginId ?? x.Id).First())
            .Select(a => new FoundAsset(a, db.Members.Where(m => m.Id == a.UploadedById).Select(m => m.Person.Name).FirstOrDefault())).SingleOrDefaultAsync(cancel);

    AssetPage Page(FoundAsset found, IReadOnlyList<AssetUse> uses, int all, IReadOnlyList<FolderChoice> folders, LibraryQuery query) =>
        new(found.Asset, found.By ?? "", uses, all, folders, query with { Asset = found.Asset.Id }, Today, current.Workspace.Zone);

    sealed record FoundAsset(MediaAsset Asset, string? By);

    IQueryable<MediaAsset> Filtered(LibraryQuery query, IReadOnlyList<AssetFolder> all)
    {
        var assets = db.Media.InLibrary().Containing(query.Text);
        if (!query.HasFilters)
        {
            assets = assets.Where(a => a.FolderId == query.Folder);
        }
        else if (query.Folder is { } folder)
        {
            var inside = Inside(folder, all);
            assets = assets.Where(a => a.FolderId != null && inside.Contains(a.FolderId.Value));
        }

        if (query.Kind is { } kind)
        {
            var start = MediaKinds.Start(kind);
            assets = assets.Where(a => a.ContentType.StartsWith(start));
        }

        if (query.Tag is { } tag)
            assets = assets.Where(a => a.Tags.Any(t => t.Key == tag));
        var (today, soon) = (Today, Today.AddDays(EndingDays));
        return query.Rights switch
        {
            RightsFilter.Ending => assets.Where(a => a.LicensedUntil >= today && a.LicensedUntil <= soon),
            RightsFilter.Ended => assets.Where(a => a.LicensedUntil < today),
            _ => assets,
        };
    }

    static IQueryable<MediaAsset> Sorted(IQueryable<MediaAsset> assets, LibrarySort sort) => sort switch
    {
        LibrarySort.Oldest => assets.OrderBy(a => a.UploadedAt).ThenBy(a => a.Id),
        LibrarySort.Name => assets.OrderBy(a => a.FileName).ThenBy(a => a.Id),
        LibrarySort.Largest => assets.OrderByDescending(a => a.Bytes).ThenByDescending(a => a.Id),
        _ => assets.OrderByDescending(a => a.UploadedAt).ThenByDescending(a => a.Id),
    };

    static List<Guid> Inside(Guid folder, IReadOnlyList<AssetFolder> all)
    {
        var inside = new List<Guid> { folder };
        for (var i = 0; i < inside.Count; i++)
            inside.AddRange(all.Where(f => f.ParentId == inside[i] && !inside.Contains(f.Id)).Select(f => f.Id));
        return inside;
    }

    public static IReadOnlyList<FolderChoice> Choices(IReadOnlyCollection<AssetFolder> all) =>
        [.. all.Select(f => new FolderChoice(f.Id, string.Join(" / ", f.PathIn(all).Select(p => p.Name)))).OrderBy(c => c.Label, StringComparer.CurrentCultureIgnoreCase)];
}
