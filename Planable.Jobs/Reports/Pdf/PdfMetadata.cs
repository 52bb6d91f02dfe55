using System.Globalization;
using System.Security;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>What a document says of itself. The time is a fact of the report, never the clock: the same data makes the same bytes.</summary>
public sealed record PdfMetadata
{
    public required string Title { get; init; }

    /// <summary>A language tag like en or ar-EG.</summary>
    public string Language { get; init; } = "en";

    public string? Author { get; init; }
    public string? Subject { get; init; }
    public DateTimeOffset? Created { get; init; }

    internal string Information()
    {
        var entries = "/Title" + PdfOutput.Text(Title);
        if (Author is not null) entries += "/Author" + PdfOutput.Text(Author);
        if (Subject is not null) entries += "/Subject" + PdfOutput.Text(Subject);
        if (Created is { } at) entries += $"/CreationDate(D:{at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}Z)";
        return $"<<{entries}>>";
    }

    internal string Packet()
    {
        // Control characters are not allowed in XML, not even escaped.
        static string X(string text) => SecurityElement.Escape(string.Concat(text.Where(c => !char.IsControl(c))));
        var author = Author is null ? "" : $"<dc:creator><rdf:Seq><rdf:li>{X(Author)}</rdf:li></rdf:Seq></dc:creator>";
        var subject = Subject is null ? "" : $"<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{X(Subject)}</rdf:li></rdf:Alt></dc:description>";
        var created = Created is { } at ? $"<xmp:CreateDate>{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}</xmp:CreateDate>" : "";
        return $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
            <dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{X(Title)}</rdf:li></rdf:Alt></dc:title>{author}{subject}<dc:language><rdf:Bag><rdf:li>{X(Language)}</rdf:li></rdf:Bag></dc:language>{created}<pdfuaid:part>1</pdfuaid:part>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """;
    }
}
