using System.Globalization;

namespace Planable.Jobs.Reports.Composition.Text;

/// <summary>Says what a paragraph contains.</summary>
public sealed class TextDescriptor
{
    internal TextBlock Block { get; } = new();

    public SpanDescriptor Span(string? text, TextStyle? style = null) => Add(new(_ => text ?? "", style ?? TextStyle.Default));

    public SpanDescriptor Line(string? text) => Span(text + "\n");

    public SpanDescriptor CurrentPageNumber() => Add(new(s => s.PageNumber.ToString(CultureInfo.InvariantCulture), TextStyle.Default));

    public SpanDescriptor TotalPages() => Add(new(s => s.TotalPages?.ToString(CultureInfo.InvariantCulture) ?? "00", TextStyle.Default));

    public SpanDescriptor PageNumberOfSection(string section) => Add(new(s => s.PageOf(section)?.ToString(CultureInfo.InvariantCulture) ?? "00", TextStyle.Default));

    public SpanDescriptor Hyperlink(string text, string address) => Add(new(_ => text, TextStyle.Default, Address: address));

    public SpanDescriptor SectionLink(string text, string section) => Add(new(_ => text, TextStyle.Default, Place: section));

    public TextDescriptor AlignStart() => Aligned(0);

    public TextDescriptor AlignCenter() => Aligned(0.5);

    public TextDescriptor AlignEnd() => Aligned(1);

    /// <summary>Lines of about equal length: for titles.</summary>
    public TextDescriptor Balanced()
    {
        Block.Balanced = true;
        return this;
    }

    public TextDescriptor DefaultTextStyle(Func<TextStyle, TextStyle> style)
    {
        Block.Style = style(Block.Style);
        return this;
    }

    SpanDescriptor Add(Inline inline)
    {
        Block.Inlines.Add(inline);
        return new(Block, Block.Inlines.Count - 1);
    }

    TextDescriptor Aligned(double across)
    {
        Block.Across = across;
        return this;
    }
}

/// <summary>Text of one style: its verbs change how it looks.</summary>
public sealed class SpanDescriptor
{
    readonly TextBlock block;
    readonly int index;

    internal SpanDescriptor(TextBlock block, int index) => (this.block, this.index) = (block, index);

    public SpanDescriptor Style(Func<TextStyle, TextStyle> change)
    {
        block.Inlines[index] = block.Inlines[index] with { Style = change(block.Inlines[index].Style) };
        return this;
    }

    public SpanDescriptor FontSize(double points) => Style(s => s.FontSize(points));

    public SpanDescriptor LineHeight(double factor) => Style(s => s.LineHeightFactor(factor));

    public SpanDescriptor FontColor(Pdf.Colour colour) => Style(s => s.FontColor(colour));

    public SpanDescriptor LetterSpacing(double share) => Style(s => s.LetterSpacing(share));

    public SpanDescriptor Medium() => Style(s => s.Medium());

    public SpanDescriptor SemiBold() => Style(s => s.SemiBold());

    public SpanDescriptor Underline() => Style(s => s.Underline());

    public SpanDescriptor Superscript() => Style(s => s.Superscript());

    public SpanDescriptor TabularFigures() => Style(s => s.TabularFigures());

    public SpanDescriptor AlignCenter() => Aligned(0.5);

    public SpanDescriptor AlignEnd() => Aligned(1);

    public SpanDescriptor Balanced()
    {
        block.Balanced = true;
        return this;
    }

    SpanDescriptor Aligned(double across)
    {
        block.Across = across;
        return this;
    }
}
