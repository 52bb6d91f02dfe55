using System.Globalization;

namespace Planable.Data.Brands;

/// <summary>A colour of a screen, and how well it can be read on another (WCAG 2.2).</summary>
public readonly record struct Shade(byte Red, byte Green, byte Blue)
{
    /// <summary>What small text needs.</summary>
    public const double Readable = 4.5;

    const double Step = 0.004;

    public static readonly Shade White = new(255, 255, 255);

    /// <summary>The brightest surface of the dark theme in tokens.css.</summary>
    public static readonly Shade DarkPanel = new(0x27, 0x25, 0x21);

    double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <returns>Null unless it is written like "#0F5A46" or "0f5a46".</returns>
    public static Shade? Read(string? text)
    {
        var digits = text?.Trim().TrimStart('#') ?? "";
        return digits.Length == 6 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? new Shade((byte)(number >> 16), (byte)(number >> 8), (byte)number)
            : null;
    }

    public override string ToString() => $"#{Red:X2}{Green:X2}{Blue:X2}";

    public double On(Shade ground)
    {
        var (one, other) = (Luminance, ground.Luminance);
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    /// <summary>As it is if it can be read there, else the nearest shade of the same hue that can: darker on a light ground, lighter on a dark one.</summary>
    public Shade ReadableOn(Shade ground)
    {
        var (lightness, a, b) = Lab();
        var (shade, step) = (this, ground.Luminance > 0.18 ? -Step : Step);
        while (shade.On(ground) < Readable && lightness + step is > 0 and < 1)
        {
            lightness = Math.Clamp(lightness + step, 0, 1);
            shade = OfLab(lightness, a, b);
        }

        return shade;
    }

    /// <param name="share">0 is this one, 1 the other.</param>
    public Shade Towards(Shade other, double share) => new(Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));

    static double Linear(byte channel) => channel / 255d is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);

    static byte Curved(double linear) => (byte)Math.Round(255 * Math.Clamp(linear <= 0.0031308 ? linear * 12.92 : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055, 0, 1));

    /// <summary>In OKLab, where a step of lightness looks the same for every hue.</summary>
    (double Lightness, double A, double B) Lab()
    {
        var (r, g, b) = (Linear(Red), Linear(Green), Linear(Blue));
        var l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b));
        var m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b));
        var s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
        return ((0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s), (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s), (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    static Shade OfLab(double lightness, double a, double b)
    {
        var l = Math.Pow(lightness + (0.3963377774 * a) + (0.2158037573 * b), 3);
        var m = Math.Pow(lightness - (0.1055613458 * a) - (0.0638541728 * b), 3);
        var s = Math.Pow(lightness - (0.0894841775 * a) - (1.2914855480 * b), 3);
        return new Shade(
            Curved((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)),
            Curved((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)),
            Curved((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)));
    }
}
