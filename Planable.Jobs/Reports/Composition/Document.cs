using Planable.Jobs.Reports.Composition.Elements;
using Planable.Jobs.Reports.Pdf;
using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Jobs.Reports.Composition;

/// <summary>What a report does not fit into says so, with the place it stood at.</summary>
public sealed class LayoutImpossible(string message) : Exception(message);

/// <summary>A document described in pages, headers, columns and tables.</summary>
public sealed class Document
{
    /// <summary>More pages than any report has: a layout that goes on beyond them would never end.</summary>
    const int MostPages = 5000;
    const int MostPasses = 3;

    readonly Action<DocumentDescriptor> describe;
    readonly PdfMetadata metadata;
    readonly Typeface? typeface;

    Document(Action<DocumentDescriptor> describe, PdfMetadata metadata, Typeface? typeface) => (this.describe, this.metadata, this.typeface) = (describe, metadata, typeface);

    public static Document Create(Action<DocumentDescriptor> describe, PdfMetadata? metadata = null, Typeface? typeface = null) =>
        new(describe, metadata ?? new PdfMetadata { Title = "Document" }, typeface);

    public byte[] GeneratePdf() => Generate().Pdf;

    /// <summary>The file, and how many pages it has.</summary>
    public (byte[] Pdf, int Pages) Generate()
    {
        var (pages, document) = Laid(pictured: false);
        return (document.Save(), pages);
    }

    /// <summary>Each page as a picture: the same strokes in the same places.</summary>
    public IReadOnlyList<string> GenerateSvg() => Laid(pictured: true).Document.Pictures;

    /// <summary>The first pass only counts: page numbers of pages to come are known in the second.</summary>
    (int Pages, PdfDocument Document) Laid(bool pictured)
    {
        var counted = Lay(new PdfDocument(metadata) { Dry = true }, total: null, _ => null);
        for (var pass = 1; ; pass++)
        {
            var known = counted;
            counted = Lay(new PdfDocument(metadata) { Pictured = pictured }, known.Pages, known.Document.PageOf);
            if (counted.Pages == known.Pages || pass == MostPasses) return counted;
        }
    }

    (int Pages, PdfDocument Document) Lay(PdfDocument document, int? total, Func<string, int?> pageOf)
    {
        var pages = new DocumentDescriptor();
        describe(pages);
        var scene = new Scene(document, typeface ?? Typeface.Standard, total, pageOf);
        foreach (var page in pages.Pages) Lay(scene, page);
        return (scene.PageNumber, document);
    }

    static void Lay(Scene scene, PageDescriptor page)
    {
        scene.RightToLeft = page.RightToLeft;
        scene.Document.RightToLeft |= page.RightToLeft;
        scene.Style = page.Style;
        for (var more = true; more;)
        {
            if (++scene.PageNumber > MostPages) throw new LayoutImpossible($"The document has more than {MostPages} pages.");
            scene.Page = scene.Document.AddPage(page.Width, page.Height);
            more = Content(scene, page);
        }
    }

    static bool Content(Scene scene, PageDescriptor page)
    {
        var (left, top, right, bottom) = page.Margins;
        var (width, height) = (page.Width - left - right, page.Height - top - bottom);
        if (page.BackgroundContent.Child is { } background) Repeated(scene, new(new Container { Child = background }, null, 0, 0, page.Width, page.Height));
        page.HeaderContent.Reset();
        page.FooterContent.Reset();
        var head = page.HeaderContent.Measure(scene, width, top + height);
        var foot = page.FooterContent.Measure(scene, width, bottom + height);
        if (page.HeaderContent.Child is not null) Repeated(scene, new(page.HeaderContent, "Header", left, page.HeaderFromTop ?? top, width, head.Height));
        if (page.FooterContent.Child is not null) Repeated(scene, new(page.FooterContent, "Footer", left, page.Height - (page.FooterFromBottom ?? bottom) - foot.Height, width, foot.Height));
        var above = page.HeaderFromTop is null ? head.Height : 0;
        var room = height - above - (page.FooterFromBottom is null ? foot.Height : 0);

        scene.Forced = false;
        var fit = page.BodyContent.Measure(scene, width, room);
        if (fit.Share == Share.None)
        {
            scene.Forced = true;
            fit = page.BodyContent.Measure(scene, width, room);
        }
        if (fit.Share == Share.None)
            throw new LayoutImpossible($"On page {scene.PageNumber} an element does not fit, not even on an empty page of {width:0} x {room:0} points.");
        scene.At(left, top + above, () => page.BodyContent.Draw(scene, width, room));
        return fit.Share == Share.Part;
    }

    readonly record struct Region(Container Content, string? Kind, double X, double Y, double Width, double Height);

    static void Repeated(Scene scene, Region region)
    {
        region.Content.Reset();
        scene.Page.BeginArtifact(region.Kind);
        scene.Ignored = true;
        scene.At(region.X, region.Y, () => region.Content.Draw(scene, region.Width, region.Height));
        scene.Ignored = false;
        scene.Page.End();
    }
}

/// <summary>The pages of a document, in order.</summary>
public sealed class DocumentDescriptor
{
    internal List<PageDescriptor> Pages { get; } = [];

    public void Page(Action<PageDescriptor> describe)
    {
        var page = new PageDescriptor();
        describe(page);
        Pages.Add(page);
    }
}

/// <summary>Pages of one kind: as many as the content needs.</summary>
public sealed class PageDescriptor
{
    internal double Width { get; private set; } = 595.276;
    internal double Height { get; private set; } = 841.89;
    internal (double Left, double Top, double Right, double Bottom) Margins { get; private set; }
    internal double? HeaderFromTop { get; private set; }
    internal double? FooterFromBottom { get; private set; }
    internal bool RightToLeft { get; private set; }
    internal TextStyle Style { get; private set; } = TextStyle.Default;
    internal Container HeaderContent { get; } = new();
    internal Container BodyContent { get; } = new();
    internal Container FooterContent { get; } = new();
    internal Container BackgroundContent { get; } = new();

    public void Size(double width, double height) => (Width, Height) = (width, height);

    public void Margin(double all) => Margin(all, all, all, all);

    public void Margin(double left, double top, double right, double bottom) => Margins = (left, top, right, bottom);

    public void ContentFromRightToLeft() => RightToLeft = true;

    public void DefaultTextStyle(Func<TextStyle, TextStyle> style) => Style = style(Style);

    public IContainer Content() => BodyContent;

    public IContainer Header() => HeaderContent;

    public IContainer Footer() => FooterContent;

    /// <summary>A header inside the upper margin, so far from the edge of the page.</summary>
    public IContainer HeaderAt(double fromTop)
    {
        HeaderFromTop = fromTop;
        return HeaderContent;
    }

    public IContainer FooterAt(double fromBottom)
    {
        FooterFromBottom = fromBottom;
        return FooterContent;
    }

    /// <summary>Behind everything else, over the whole page.</summary>
    public IContainer Background() => BackgroundContent;
}
