using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Planable.Data.Media;

/// <summary>What is done to a picture before it is shown or sent. The original stays as it is; the same edit of the same picture is always the same picture.</summary>
/// <remarks>In this order: turned, mirrored, cut, its light and colours changed, written on.</remarks>
public sealed record PictureEdit
{
    public const int MostTexts = 5;

    /// <summary>Clockwise: 0, 90, 180 or 270.</summary>
    public int Turn { get; init; }

    /// <summary>Left and right change places.</summary>
    public bool Mirrored { get; init; }

    /// <summary>Top and bottom change places.</summary>
    public bool Upended { get; init; }

    /// <summary>Null keeps the whole picture.</summary>
    public PictureCut? Cut { get; init; }

    /// <summary>What matters most, in per cent of the turned picture: a shape that is chosen is laid around it.</summary>
    public int FocusX { get; init; } = 50;

    public int FocusY { get; init; } = 50;

    /// <summary>In per cent of what it was, less a hundred: -100 to 100, as the other two.</summary>
    public int Brightness { get; init; }

    public int Contrast { get; init; }

    public int Saturation { get; init; }

    public IReadOnlyList<PictureText> Texts { get; init; } = [];

    [JsonIgnore]
    public bool IsNothing => Turn == 0 && !Mirrored && !Upended && Cut is null && Brightness == 0 && Contrast == 0 && Saturation == 0 && Texts.Count == 0 && FocusX == 50 && FocusY == 50;

    /// <summary>Does it change what people see? Where the eye should rest changes nothing by itself.</summary>
    [JsonIgnore]
    public bool ChangesPixels => !(this with { FocusX = 50, FocusY = 50 }).IsNothing;

    /// <summary>Of the picture once it is turned, before it is cut.</summary>
    public (int Width, int Height) Turned(int width, int height) => Turn is 90 or 270 ? (height, width) : (width, height);

    /// <summary>Of what comes out.</summary>
    public (int Width, int Height) Size(int width, int height) => Within(width, height).Cut is { } cut ? (cut.Width, cut.Height) : Turned(width, height);

    /// <summary>With every number in its bounds for a picture of this size.</summary>
    public PictureEdit Within(int width, int height)
    {
        var (wide, high) = Turned(width, height);
        var cut = Cut is { } c ? new PictureCut(Math.Clamp(c.Left, 0, wide - 1), Math.Clamp(c.Top, 0, high - 1), c.Width, c.Height) : null;
        cut = cut is null ? null : cut with { Width = Math.Clamp(cut.Width, 1, wide - cut.Left), Height = Math.Clamp(cut.Height, 1, high - cut.Top) };
        return this with
        {
            Turn = Turn is 90 or 180 or 270 ? Turn : 0,
            Cut = cut == new PictureCut(0, 0, wide, high) ? null : cut,
            FocusX = Math.Clamp(FocusX, 0, 100),
            FocusY = Math.Clamp(FocusY, 0, 100),
            Brightness = Math.Clamp(Brightness, -100, 100),
            Contrast = Math.Clamp(Contrast, -100, 100),
            Saturation = Math.Clamp(Saturation, -100, 100),
            Texts = [.. Texts.Where(t => t.Words.Trim().Length > 0).Take(MostTexts).Select(t => t.Within())],
        };
    }

    /// <summary>For another version of the picture: the same part of it. One of another shape is cut anew.</summary>
    public PictureEdit For(int fromWidth, int fromHeight, int width, int height)
    {
        if (Cut is not { } cut || fromWidth == 0 || fromHeight == 0)
            return this;
        var scale = (double)width / fromWidth;
        return Math.Abs(scale - ((double)height / fromHeight)) > 0.01
            ? this with { Cut = null }
            : (this with { Cut = new PictureCut((int)(cut.Left * scale), (int)(cut.Top * scale), (int)(cut.Width * scale), (int)(cut.Height * scale)) }).Within(width, height);
    }

    /// <summary>The largest part of a shape, as near as can be around the focus.</summary>
    /// <param name="width">Of the original.</param>
    /// <param name="height">Of the original.</param>
    public PictureEdit Shaped(int across, int down, int width, int height)
    {
        var (wide, high) = Turned(width, height);
        var (cutWidth, cutHeight) = (long)wide * down > (long)high * across ? ((int)((long)high * across / down), high) : (wide, (int)((long)wide * down / across));
        var left = Math.Clamp((wide * FocusX / 100) - (cutWidth / 2), 0, wide - cutWidth);
        var top = Math.Clamp((high * FocusY / 100) - (cutHeight / 2), 0, high - cutHeight);
        return this with { Cut = new PictureCut(left, top, Math.Max(1, cutWidth), Math.Max(1, cutHeight)) };
    }

    /// <summary>The same for the same edit.</summary>
    [JsonIgnore]
    public string Key => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)))[..24];

    public bool Equals(PictureEdit? other) => other is not null && MediaEdits.Same(this, other);

    public override int GetHashCode() => HashCode.Combine(Turn, Mirrored, Upended, Cut, Brightness, Contrast, Saturation, Texts.Count);
}

/// <summary>A part of a picture, in pixels of the original as it is turned.</summary>
public sealed record PictureCut(int Left, int Top, int Width, int Height);

/// <summary>Words on a picture.</summary>
/// <param name="Across">Where their middle lies, in per cent of the width.</param>
/// <param name="Down">In per cent of the height.</param>
/// <param name="Size">Of the letters, in per cent of the height.</param>
/// <param name="Colour">"#rrggbb".</param>
/// <param name="Ground">A box behind them; null without.</param>
public sealed record PictureText(string Words, int Across, int Down, int Size, string Colour, string? Ground)
{
    public const int MostWords = 200;

    internal PictureText Within() => new(
        Words.Length <= MostWords ? Words : Words[..MostWords], Math.Clamp(Across, 0, 100), Math.Clamp(Down, 0, 100), Math.Clamp(Size, 1, 50),
        IsColour(Colour) ? Colour : "#ffffff", Ground is not null && IsColour(Ground) ? Ground : null);

    static bool IsColour(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}
