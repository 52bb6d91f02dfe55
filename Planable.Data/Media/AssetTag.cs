using Planable.Data.Workspaces;

namespace Planable.Data.Media;

/// <summary>A word by which an asset is found.</summary>
public class AssetTag : Entity, IBelongToWorkspace
{
    public const int NameLength = 40;

    AssetTag()
    {
    }

    internal AssetTag(Guid assetId, string name)
    {
        AssetId = assetId;
        Name = name;
        Key = Folded.Of(name);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid AssetId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Folded: two ways to write one word are one tag.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What a person typed, separated by commas, as tags.</summary>
    public static IReadOnlyList<string> Read(string? typed) =>
    [
        .. (typed ?? "").Split([',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(t => t.TrimStart('#').Trim()).Where(t => t.Length > 0).Select(t => t.Length <= NameLength ? t : t[..NameLength]).DistinctBy(Folded.Of),
    ];
}
