using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Planable.Data.Media;

namespace Planable.Web.Media;

public enum RightsFilter
{
    /// <summary>Ends within two months.</summary>
    Ending,
    Ended,
}

public enum LibrarySort
{
    Newest,
    Oldest,
    Name,
    Largest,
}

/// <summary>What the library shows, as it stands in the address.</summary>
public sealed record LibraryQuery
{
    public Guid? Folder { get; init; }

    public string? Text { get; init; }

    public MediaKind? Kind { get; init; }

    /// <summary>Folded.</summary>
    public string? Tag { get; init; }

    public RightsFilter? Rights { get; init; }

    public LibrarySort Sort { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>Open in the side panel.</summary>
    public Guid? Asset { get; init; }

    /// <summary>A filter looks into the folders below too.</summary>
    public bool HasFilters => Text is not null || Kind is not null || Tag is not null || Rights is not null;

    public static LibraryQuery Read(IQueryCollection query) => new()
    {
        Folder = Guid.TryParse(query["folder"], out var folder) ? folder : null,
        Text = query["q"].ToString().Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, 200)] : null,
        Kind = One<MediaKind>(query["kind"]),
        Tag = query["tag"].ToString() is { Length: > 0 } tag ? tag : null,
        Rights = One<RightsFilter>(query["rights"]),
        Sort = One<LibrarySort>(query["sort"]) ?? LibrarySort.Newest,
        Page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 10_000) : 1,
        Asset = Guid.TryParse(query["asset"], out var asset) ? asset : null,
    };

    public LibraryQuery In(Guid? folder) => this with { Folder = folder, Page = 1, Asset = null };

    public LibraryQuery Of(MediaKind? kind) => this with { Kind = kind, Page = 1, Asset = null };

    public LibraryQuery Tagged(string? tag) => this with { Tag = tag, Page = 1, Asset = null };

    public LibraryQuery With(RightsFilter? rights) => this with { Rights = rights, Page = 1, Asset = null };

    public LibraryQuery Containing(string? text) => this with { Text = text, Page = 1, Asset = null };

    public LibraryQuery By(LibrarySort sort) => this with { Sort = sort, Page = 1, Asset = null };

    public LibraryQuery At(int page) => this with { Page = page, Asset = null };

    public LibraryQuery Opening(Guid? asset) => this with { Asset = asset };

    public LibraryQuery Cleared() => new() { Folder = Folder, Sort = Sort };

    /// <summary>The part after the path, with its question mark; empty if there is nothing to say.</summary>
    public string Address() => QueryHelpers.AddQueryString("", Pairs());

    public IEnumerable<KeyValuePair<string, string?>> Pairs()
    {
        var pairs = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["folder"] = Folder?.ToString(),
            ["q"] = Text,
            ["kind"] = Kind is { } kind ? Small(kind) : null,
            ["tag"] = Tag,
            ["rights"] = Rights is { } rights ? Small(rights) : null,
            ["sort"] = Sort == LibrarySort.Newest ? null : Small(Sort),
            ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
            ["asset"] = Asset?.ToString(),
        };
        return pairs.Where(p => p.Value is not null);
    }

    public static string Small<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    static T? One<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
