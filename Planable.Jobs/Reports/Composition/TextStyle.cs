using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports.Composition;

/// <summary>How text looks. Each verb answers a changed copy; what is not said comes from the text around.</summary>
public sealed record TextStyle
{
    internal double? OwnSize { get; init; }
    internal double? OwnLineHeight { get; init; }
    internal double? OwnTracking { get; init; }
    internal int? OwnWeight { get; init; }
    internal Colour? OwnColour { get; init; }
    internal bool? OwnTabular { get; init; }
    internal bool? OwnUnderline { get; init; }
    internal bool? Raised { get; init; }

    internal double Size => OwnSize ?? 9.5;
    internal double LineHeight => OwnLineHeight ?? 1.4;
    internal double Tracking => (OwnTracking ?? 0) * Size;
    internal int Weight => OwnWeight ?? 400;
    internal Colour Colour => OwnColour ?? "#1C1A17";
    internal bool Tabular => OwnTabular ?? false;
    internal bool Underlined => OwnUnderline ?? false;

    public static TextStyle Default { get; } = new();

    public TextStyle FontSize(double points) => this with { OwnSize = points };

    /// <summary>The distance of two lines, as a multiple of the size.</summary>
    public TextStyle LineHeightFactor(double factor) => this with { OwnLineHeight = factor };

    public TextStyle FontColor(Colour colour) => this with { OwnColour = colour };

    /// <summary>What is added between letters, as a share of the size: -0.02 draws them closer.</summary>
    public TextStyle LetterSpacing(double share) => this with { OwnTracking = share };

    public TextStyle Weighing(int weight) => this with { OwnWeight = weight };

    public TextStyle Medium() => Weighing(500);

    public TextStyle SemiBold() => Weighing(600);

    public TextStyle Underline() => this with { OwnUnderline = true };

    /// <summary>Digits of one width, so that numbers below each other line up.</summary>
    public TextStyle TabularFigures() => this with { OwnTabular = true };

    public TextStyle Superscript() => this with { Raised = true };

    internal TextStyle Over(TextStyle around) => new()
    {
        OwnSize = OwnSize ?? around.OwnSize,
        OwnLineHeight = OwnLineHeight ?? around.OwnLineHeight,
        OwnTracking = OwnTracking ?? around.OwnTracking,
        OwnWeight = OwnWeight ?? around.OwnWeight,
        OwnColour = OwnColour ?? around.OwnColour,
        OwnTabular = OwnTabular ?? around.OwnTabular,
        OwnUnderline = OwnUnderline ?? around.OwnUnderline,
        Raised = Raised ?? around.Raised,
    };
}
