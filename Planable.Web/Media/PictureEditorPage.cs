using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Networks;

namespace Planable.Web.Media;

/// <summary>The editor, open for one purpose.</summary>
/// <param name="Edit">As the fields show it, saved or not.</param>
/// <param name="IsOwn">Saved for this purpose; otherwise it shows what holds for everything.</param>
/// <param name="Path">Where it is sent.</param>
/// <param name="Back">Where one comes from.</param>
public sealed record PictureEditorPage(
    MediaAsset Asset, PictureEdit Edit, PurposeTab Purpose, IReadOnlyList<PurposeTab> Purposes, IReadOnlyList<CropPreset> Presets, string Path, string Back, string BackWords, string? Note, bool CanBeMade)
{
    public bool IsOwn => Purpose.HasOwn;

    public (int Width, int Height) Turned => Edit.Turned(Asset.Width, Asset.Height);

    public (int Width, int Height) Size => Edit.Size(Asset.Width, Asset.Height);

    /// <summary>What lies under the handles: turned and mirrored only.</summary>
    public PictureEdit Ground => new() { Turn = Edit.Turn, Mirrored = Edit.Mirrored, Upended = Edit.Upended };

    /// <summary>Moving pictures would stand still.</summary>
    public static bool Takes(MediaAsset asset) => asset.IsPicture && asset.ContentType != "image/gif" && asset.Width > 0;

    /// <param name="networks">Where it goes, or could go.</param>
    /// <returns>Null if there is no such purpose.</returns>
    public static PictureEditorPage? Of(
        MediaAsset asset, MediaEdits edits, PictureEdit? shown, string? purpose, IReadOnlyCollection<Network> networks, string path, string back, string backWords, string? note, bool canBeMade)
    {
        List<PurposeTab> tabs = [new(MediaEdits.Everywhere, "All networks", null, false, edits.Pictures.ContainsKey(MediaEdits.Everywhere))];
        foreach (var network in networks.OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase))
        {
            tabs.Add(Tab(network, null));
            if (network.Knows(PostType.Story))
                tabs.Add(Tab(network, PostType.Story));
        }

        if (tabs.Find(t => t.Key == (purpose ?? MediaEdits.Everywhere)) is not { } open)
            return null;
        var edit = shown ?? edits.Pictures.GetValueOrDefault(open.Key) ?? edits.Pictures.GetValueOrDefault(MediaEdits.Everywhere) ?? new PictureEdit();
        var presets = open.Network is { } one ? one.CropsFor(open.IsStory) : networks.SelectMany(n => n.CropsFor(story: false)).DistinctBy(c => (c.Across, c.Down));
        return new PictureEditorPage(asset, edit.Within(asset.Width, asset.Height), open, tabs, [.. presets], path, back, backWords, note, canBeMade);

        PurposeTab Tab(Network network, PostType? type)
        {
            var key = MediaEdits.Purpose(network.Key, type);
            return new PurposeTab(key, network.Name, network, type == PostType.Story, edits.Pictures.ContainsKey(key));
        }
    }
}

/// <param name="HasOwn">Something is saved for it alone.</param>
public sealed record PurposeTab(string Key, string Name, Network? Network, bool IsStory, bool HasOwn);
