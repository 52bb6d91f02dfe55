using Planable.Jobs.Reports.Composition.Elements;
using Planable.Jobs.Reports.Composition.Text;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports.Composition;

/// <summary>What a report says about a place on a page. Names and order of words are QuestPDF's wherever it has them.</summary>
public static class ContainerVerbs
{
    public static IContainer Padding(this IContainer container, double all) => container.Around(new Padding(all, all, all, all));

    public static IContainer PaddingVertical(this IContainer container, double points) => container.Around(new Padding(0, points, 0, points));

    public static IContainer PaddingHorizontal(this IContainer container, double points) => container.Around(new Padding(points, 0, points, 0));

    public static IContainer PaddingTop(this IContainer container, double points) => container.Around(new Padding(0, points, 0, 0));

    public static IContainer PaddingBottom(this IContainer container, double points) => container.Around(new Padding(0, 0, 0, points));

    /// <summary>On the side where lines begin: the left one, or the right one in right-to-left text.</summary>
    public static IContainer PaddingStart(this IContainer container, double points) => container.Around(new Padding(points, 0, 0, 0));

    public static IContainer PaddingEnd(this IContainer container, double points) => container.Around(new Padding(0, 0, points, 0));

    public static IContainer Width(this IContainer container, double points) => container.Around(new Size(minWidth: points, maxWidth: points));

    public static IContainer MaxWidth(this IContainer container, double points) => container.Around(new Size(maxWidth: points));

    public static IContainer Height(this IContainer container, double points) => container.Around(new Size(minHeight: points, maxHeight: points));

    public static IContainer MinHeight(this IContainer container, double points) => container.Around(new Size(minHeight: points));

    public static IContainer AlignStart(this IContainer container) => container.Around(new Alignment { Across = 0 });

    public static IContainer AlignCenter(this IContainer container) => container.Around(new Alignment { Across = 0.5 });

    public static IContainer AlignEnd(this IContainer container) => container.Around(new Alignment { Across = 1 });

    public static IContainer AlignMiddle(this IContainer container) => container.Around(new Alignment { Down = 0.5 });

    public static IContainer AlignBottom(this IContainer container) => container.Around(new Alignment { Down = 1 });

    public static IContainer Background(this IContainer container, Colour colour) => container.Around(new Background(colour));

    public static IContainer BorderTop(this IContainer container, double points, Colour colour) => container.Around(new Border(0, points, 0, 0, colour));

    public static IContainer BorderBottom(this IContainer container, double points, Colour colour) => container.Around(new Border(0, 0, 0, points, colour));

    public static IContainer Border(this IContainer container, double points, Colour colour) => container.Around(new Border(points, points, points, points, colour));

    public static IContainer ShowEntire(this IContainer container) => container.Around(new ShowEntire());

    public static IContainer EnsureSpace(this IContainer container, double least) => container.Around(new EnsureSpace(least));

    public static IContainer Extend(this IContainer container) => container.Around(new Extend(across: true, down: true));

    public static IContainer ExtendHorizontal(this IContainer container) => container.Around(new Extend(across: true, down: false));

    public static IContainer AspectRatio(this IContainer container, double ratio) => container.Around(new AspectRatio(ratio));

    public static IContainer ContentFromRightToLeft(this IContainer container) => container.Around(new Direction(rightToLeft: true));

    public static IContainer ContentFromLeftToRight(this IContainer container) => container.Around(new Direction(rightToLeft: false));

    public static IContainer DefaultTextStyle(this IContainer container, Func<TextStyle, TextStyle> style) => container.Around(new StyledText(style(TextStyle.Default)));

    /// <summary>A place links can lead to.</summary>
    public static IContainer Section(this IContainer container, string name) => container.Around(new Place(name, title: null, level: 0));

    /// <summary>A section that stands among the bookmarks too.</summary>
    public static IContainer Bookmark(this IContainer container, string name, string title, int level = 1) => container.Around(new Place(name, title, level));

    public static IContainer Hyperlink(this IContainer container, string address, string words) => container.Around(new Linked(address, place: null, words));

    public static IContainer SectionLink(this IContainer container, string section, string words) => container.Around(new Linked(address: null, section, words));

    public static IContainer SemanticHeader1(this IContainer container) => container.Around(new Tagged("H1"));

    public static IContainer SemanticHeader2(this IContainer container) => container.Around(new Tagged("H2"));

    public static IContainer SemanticHeader3(this IContainer container) => container.Around(new Tagged("H3"));

    public static IContainer SemanticParagraph(this IContainer container) => container.Around(new Tagged("P"));

    public static IContainer SemanticSection(this IContainer container) => container.Around(new Tagged("Sect"));

    public static IContainer SemanticList(this IContainer container) => container.Around(new Tagged("L"));

    public static IContainer SemanticListItem(this IContainer container) => container.Around(new Tagged("LI")).Around(new Tagged("LBody"));

    /// <summary>A part in another language than the document, so that it is read aloud in it.</summary>
    public static IContainer SemanticLanguage(this IContainer container, string language) => container.Around(new Tagged("Div", language: language));

    /// <summary>A chart or picture, and in words what it shows.</summary>
    public static IContainer SemanticFigure(this IContainer container, string alternative) => container.Around(new Tagged("Figure", alternative));

    public static IContainer SemanticIgnore(this IContainer container) => container.Around(new IgnoredPart());

    public static void Column(this IContainer container, Action<ColumnDescriptor> describe)
    {
        var column = new ColumnDescriptor();
        describe(column);
        container.Child = column.Element();
    }

    public static void Row(this IContainer container, Action<RowDescriptor> describe)
    {
        var row = new RowDescriptor();
        describe(row);
        container.Child = row.Element();
    }

    public static void Table(this IContainer container, Action<TableDescriptor> describe)
    {
        var table = new TableDescriptor();
        describe(table);
        container.Child = table.Element();
    }

    public static void Layers(this IContainer container, Action<LayersDescriptor> describe)
    {
        var layers = new LayersDescriptor();
        describe(layers);
        container.Child = layers.Element();
    }

    public static void Text(this IContainer container, Action<TextDescriptor> describe)
    {
        var text = new TextDescriptor();
        container.Child = text.Block;
        describe(text);
    }

    public static SpanDescriptor Text(this IContainer container, string? text)
    {
        var paragraph = new TextDescriptor();
        container.Child = paragraph.Block;
        return paragraph.Span(text);
    }

    /// <summary>A picture in its own proportions, as wide as its place.</summary>
    public static void Image(this IContainer container, PdfImage image) => container.Child = new Picture(image, cover: false);

    /// <summary>A picture that fills its place; what hangs over is cut off.</summary>
    public static void ImageCover(this IContainer container, PdfImage image) => container.Child = new Picture(image, cover: true);

    public static void Canvas(this IContainer container, double height, Action<DrawingArea> draw) => container.Child = new Canvas(height, draw);

    public static void PageBreak(this IContainer container) => container.Child = new PageBreak();

    static IContainer Around(this IContainer container, Container inner)
    {
        container.Child = inner;
        return inner;
    }
}
