using System.Globalization;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>An opaque colour in sRGB.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static Colour Black => new(0, 0, 0);

    public static Colour White => new(255, 255, 255);

    public static implicit operator Colour(string hex) => Parse(hex);

    public static Colour Parse(string hex) =>
        hex is ['#', _, _, _, _, _, _] && int.TryParse(hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
            ? new((byte)(value >> 16), (byte)(value >> 8), (byte)value)
            : throw new FormatException($"'{hex}' is not a colour like #0F5A46.");

    public static Colour FromString(string hex) => Parse(hex);

    /// <summary>The colour that this one gives at a share of 0 to 1 over white paper.</summary>
    public Colour MixedIntoWhite(double share) => new(Mixed(Red, share), Mixed(Green, share), Mixed(Blue, share));

    public override string ToString() => $"#{Red:X2}{Green:X2}{Blue:X2}";

    static byte Mixed(byte channel, double share) => (byte)Math.Round(255 - (255 - channel) * share);
}
