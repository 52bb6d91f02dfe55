using System.Globalization;
using System.Text;
using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>A tagged PDF 1.7 document, made for PDF/UA-1: pages in, bytes out.</summary>
public sealed class PdfDocument(PdfMetadata metadata)
{
    readonly List<PdfPage> pages = [];
    readonly Dictionary<Fonts.FontFile, PdfFont> current = [];
    readonly List<PdfFont> fonts = [];
    readonly Dictionary<string, int> images = [];
    readonly List<PdfImage> pictures = [];
    readonly List<(string Title, int Level, PdfPage Page, double Y)> outline = [];
    readonly SortedDictionary<string, (PdfPage Page, double Y)> places = new(StringComparer.Ordinal);

    /// <summary>Drawn only to learn where pages end: nothing is kept.</summary>
    internal bool Dry { get; init; }

    /// <summary>Every page is drawn as a picture too.</summary>
    internal bool Pictured { get; init; }

    internal IReadOnlyList<string> Pictures => pages.ConvertAll(p => p.Picture!.ToString());

    public PdfTag Root { get; } = new("Document", parent: null);

    public PdfPage AddPage(double width, double height)
    {
        var page = new PdfPage(this, width, height, pages.Count) { Picture = Pictured ? new PagePicture(width, height) : null };
        if (pages.Count > 0) pages[^1].Finish();
        pages.Add(page);
        return page;
    }

    /// <summary>An entry in the bookmarks, below the last one of a higher level; levels count from 1.</summary>
    public void AddOutline(string title, int level, PdfPage page, double y)
    {
        if (!Dry) outline.Add((title, level, page, y));
    }

    /// <summary>A name links can lead to. The first place of a name keeps it.</summary>
    public void AddPlace(string name, PdfPage page, double y) => places.TryAdd(Ascii(name), (page, y));

    /// <summary>The number of the page, from 1, on which a named place lies.</summary>
    public int? PageOf(string place) => places.TryGetValue(Ascii(place), out var found) ? found.Page.Index + 1 : null;

    public byte[] Save()
    {
        if (pages.Count == 0) throw new InvalidOperationException("A document has at least one page.");
        pages[^1].Finish();
        var output = new PdfOutput();
        var (catalogue, tree, structure) = (output.Reserve(), output.Reserve(), output.Reserve());
        foreach (var page in pages) page.Number = output.Reserve();
        var fontNumbers = fonts.ConvertAll(_ => output.Reserve());
        var imageNumbers = pictures.ConvertAll(p => p.Write(output));
        var tags = new PdfStructure(output, structure, Root, pages);

        foreach (var page in pages) WritePage(output, page, tree, fontNumbers, imageNumbers);
        for (var i = 0; i < fonts.Count; i++) fonts[i].Write(output, fontNumbers[i]);
        tags.Write();
        output.Put(tree, Invariant($"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages.Select(p => Invariant($"{p.Number} 0 R")))}]>>"));
        var packet = output.AddStream("/Type/Metadata/Subtype/XML", Encoding.UTF8.GetBytes(metadata.Packet()), compress: false);
        var bookmarks = PdfOutline.Write(output, outline);
        var names = places.Count == 0 ? "" : $"/Names<</Dests<</Names[{string.Concat(places.Select(p => $"{PdfOutput.Text(p.Key)}{Destination(p.Value.Page, p.Value.Y)}"))}]>>>>";
        output.Put(catalogue, Invariant($"<</Type/Catalog/Pages {tree} 0 R/StructTreeRoot {structure} 0 R/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true{(RightToLeft ? "/Direction/R2L" : "")}>>/Lang{PdfOutput.Text(metadata.Language)}/Metadata {packet} 0 R{(bookmarks is { } b ? Invariant($"/Outlines {b} 0 R/PageMode/UseOutlines") : "")}{names}>>"));
        return output.Finish(catalogue, output.Add(metadata.Information()));
    }

    internal bool RightToLeft { get; set; }

    internal static string Destination(PdfPage page, double y) => Invariant($"[{page.Number} 0 R/XYZ null {PdfOutput.Number(page.Height - y)} null]");

    internal PdfFont Use(ShapedRun run) => current.TryGetValue(run.Font, out var font) ? font : Another(run);

    internal PdfFont Another(ShapedRun run)
    {
        PdfFont font = run.Font.Colours.Any ? new PictureFont(run.Font, fonts.Count) : new LetterFont(run.Font, fonts.Count);
        fonts.Add(font);
        return current[run.Font] = font;
    }

    internal (int Number, string Name) Use(PdfImage image)
    {
        if (!images.TryGetValue(image.Key, out var number))
        {
            images[image.Key] = number = pictures.Count;
            pictures.Add(image);
        }
        return (number, Invariant($"I{number}"));
    }

    static void WritePage(PdfOutput output, PdfPage page, int tree, List<int> fonts, List<int> images)
    {
        var content = output.AddStream("", Encoding.Latin1.GetBytes(page.Content));
        var resources = $"/Font<<{string.Concat(page.Fonts.Select(f => Invariant($"/F{f} {fonts[f]} 0 R")))}>>/XObject<<{string.Concat(page.Images.Select(i => Invariant($"/I{i} {images[i]} 0 R")))}>>";
        foreach (var link in page.Links)
        {
            var action = link.Address is { } address ? $"/A<</S/URI/URI{PdfOutput.Text(Ascii(address))}>>" : $"/Dest{PdfOutput.Text(Ascii(link.Place ?? ""))}";
            output.Put(link.Number, Invariant($"<</Type/Annot/Subtype/Link/Rect[{PdfOutput.Number(link.Left)} {PdfOutput.Number(link.Bottom)} {PdfOutput.Number(link.Right)} {PdfOutput.Number(link.Top)}]/Border[0 0 0]/F 4/P {page.Number} 0 R/Contents{PdfOutput.Text(link.Words)}{(link.Tag is null ? "" : Invariant($"/StructParent {link.Parent}"))}{action}>>"));
        }
        var links = page.Links.Count == 0 ? "" : $"/Annots[{string.Join(' ', page.Links.Select(l => Invariant($"{l.Number} 0 R")))}]";
        output.Put(page.Number, Invariant($"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {PdfOutput.Number(page.Width)} {PdfOutput.Number(page.Height)}]/Contents {content} 0 R/Resources<<{resources}>>/StructParents {page.Index}/Tabs/S{links}>>"));
    }

    // Addresses in a PDF are ASCII: other letters travel percent-encoded.
    static string Ascii(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.AbsoluteUri : Uri.EscapeDataString(address);

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
