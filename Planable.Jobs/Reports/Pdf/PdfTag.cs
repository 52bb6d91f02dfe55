namespace Planable.Jobs.Reports.Pdf;

/// <summary>A place in the structure of a document: what reading aids walk through instead of looking at the page.</summary>
public sealed class PdfTag
{
    readonly List<object> kids = [];

    internal PdfTag(string kind, PdfTag? parent)
    {
        Kind = kind;
        Parent = parent;
    }

    /// <summary>The structure type of ISO 32000: Document, Sect, H1, P, Table, TR, TH, TD, Figure, Link, Span.</summary>
    public string Kind { get; }

    public PdfTag? Parent { get; }

    /// <summary>What a picture or chart shows, in words.</summary>
    public string? Alternative { get; set; }

    /// <summary>The text as it was written, where the marks on the page stand in another order.</summary>
    public string? Actual { get; set; }

    public string? Language { get; set; }

    /// <summary>Column or Row, on the header cells of a table.</summary>
    public string? Scope { get; set; }

    public int ColumnSpan { get; set; } = 1;

    /// <summary>Where a figure stands on its page: left, bottom, right, top in points from the lower left corner.</summary>
    public (double Left, double Bottom, double Right, double Top)? Box { get; set; }

    internal IReadOnlyList<object> Kids => kids;

    internal int Number { get; set; }

    public PdfTag Add(string kind)
    {
        var kid = new PdfTag(kind, this);
        kids.Add(kid);
        return kid;
    }

    internal void Add(PdfPage page, int content) => kids.Add(new MarkedContent(page, content));

    internal void Add(PdfLink link) => kids.Add(link);

    /// <summary>A part that holds nothing: pages drawn only to be counted, or an empty cell's paragraph.</summary>
    internal bool Empty => kids.All(k => k is PdfTag { Empty: true }) && Kind is not ("TD" or "TH" or "TR");

    internal readonly record struct MarkedContent(PdfPage Page, int Id);
}

/// <summary>A place on a page that leads elsewhere: to an address, or to a named place of the document.</summary>
internal sealed record PdfLink(double Left, double Bottom, double Right, double Top, string? Address, string? Place, string Words)
{
    public int Number { get; set; }
    public int Parent { get; set; }
    public PdfTag? Tag { get; set; }
}
