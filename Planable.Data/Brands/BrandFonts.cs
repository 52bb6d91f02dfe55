namespace Planable.Data.Brands;

/// <summary>A typeface that lies on this site; others would tell a third party who reads.</summary>
/// <param name="Key">Also the folder under wwwroot/lib.</param>
/// <param name="File">Name of its files without the alphabet; null is on every device.</param>
public sealed record BrandFont(string Key, string Name, string Family, string Fallback, string? File)
{
    public string Stack => Family.Length == 0 ? Fallback : $"\"{Family}\", {Fallback}";
}

public static class BrandFonts
{
    const string Sans = "system-ui, sans-serif";

    public static IReadOnlyList<BrandFont> All { get; } =
    [
        new("inter", "Inter", "Inter Variable", "Inter, " + Sans, null),
        new("dm-sans", "DM Sans", "DM Sans Variable", Sans, "wght-normal"),
        new("source-serif-4", "Source Serif", "Source Serif 4 Variable", "Georgia, serif", "wght-normal"),
        new("system", "The reader's own", "", Sans, null),
    ];

    public static BrandFont? Find(string? key) => All.FirstOrDefault(f => f.Key == key);
}
