using Planable.Jobs.Reports.Pdf;
using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Jobs.Reports.Composition;

/// <summary>How much of an element a space takes: none of it, the first part, or all that is left.</summary>
internal enum Share { None, Part, Whole }

internal readonly record struct Fit(Share Share, double Width, double Height)
{
    public static Fit None => new(Share.None, 0, 0);
    public static Fit Empty => new(Share.Whole, 0, 0);
}

/// <summary>
/// Something that can be laid out. Measuring changes nothing; drawing a part moves the element on, so that the next page measures and draws what is left.
/// An element that answers Part has drawn at least something when it is asked again, which is why paging always ends.
/// </summary>
internal abstract class Element
{
    /// <summary>Lengths compared in layout may differ by rounding.</summary>
    public const double Slack = 0.01;

    /// <summary>A title that must not stand alone at the foot of a page.</summary>
    public virtual bool KeepsWithNext => false;

    public abstract Fit Measure(Scene scene, double width, double height);

    public abstract void Draw(Scene scene, double width, double height);

    /// <summary>Starts again: headers and footers are drawn on each page.</summary>
    public virtual void Reset()
    {
    }
}

/// <summary>What elements know while they are laid out: the page, the text style around them, the direction and the tag they belong to.</summary>
internal sealed class Scene(PdfDocument document, Typeface typeface, int? totalPages, Func<string, int?> pageOf)
{
    public PdfDocument Document { get; } = document;
    public Typeface Typeface { get; } = typeface;
    public int? TotalPages { get; } = totalPages;
    public PdfPage Page { get; set; } = null!;
    public int PageNumber { get; set; }
    public TextStyle Style { get; set; } = TextStyle.Default;
    public bool RightToLeft { get; set; }
    public PdfTag Tag { get; set; } = document.Root;

    /// <summary>Inside a header, footer or decoration: nothing gets a tag.</summary>
    public bool Ignored { get; set; }

    /// <summary>On an empty page something did not fit in one piece: this once, what wants to stay together may be cut.</summary>
    public bool Forced { get; set; }

    public int? PageOf(string place) => pageOf(place);

    public void At(double x, double y, Action draw)
    {
        var origin = Page.Origin;
        Page.Origin = (origin.X + x, origin.Y + y);
        draw();
        Page.Origin = origin;
    }

    /// <summary>Draws what a tag contains directly.</summary>
    public void Content(PdfTag tag, Action draw)
    {
        if (Ignored) draw();
        else
        {
            Page.Begin(tag);
            draw();
            Page.End();
        }
    }
}
