namespace Planable.Data.Brands;

/// <summary>What a thing is called in one language instead.</summary>
/// <param name="Language">Two letters.</param>
/// <param name="Word">One of <see cref="BrandNames.Words"/>.</param>
public sealed record BrandName(string Language, string Word, string Name);

/// <summary>The things that may have other names, and where they are read.</summary>
public static class BrandNames
{
    public const int NameLength = 40;

    /// <summary>English phrases as the pages have them.</summary>
    public static IReadOnlyList<string> Words { get; } = ["Approve", "Approved", "Request changes", "Approvals", "Calendar", "Analytics", "Home"];

    public static IReadOnlyList<string> Languages => Planable.Data.Languages.Spoken.All;
}
