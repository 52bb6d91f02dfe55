using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Planable.Data.Media;

namespace Planable.Web.Media;

/// <summary>The numbers of an edit as the editor's fields hold them; handles and buttons only fill these in.</summary>
public sealed class PictureEditForm
{
    public string Purpose { get; set; } = MediaEdits.Everywhere;

    public int Turn { get; set; }

    public bool Mirrored { get; set; }

    public bool Upended { get; set; }

    public int Left { get; set; }

    public int Top { get; set; }

    /// <summary>Null, and nought, keep the whole.</summary>
    public int? Width { get; set; }

    public int? Height { get; set; }

    public int FocusX { get; set; } = 50;

    public int FocusY { get; set; } = 50;

    public int Brightness { get; set; }

    public int Contrast { get; set; }

    public int Saturation { get; set; }

    public List<TextForm> Texts { get; set; } = [];

    /// <summary>The button: "save", "reset", or a small change such as "shape:4:5".</summary>
    public string? Do { get; set; }

    public sealed class TextForm
    {
        public string? Words { get; set; }

        public int Across { get; set; } = 50;

        public int Down { get; set; } = 80;

        public int Size { get; set; } = 8;

        public string? Colour { get; set; } = "#ffffff";

        public bool Boxed { get; set; }

        public string? Ground { get; set; } = "#000000";
    }

    public PictureEdit Read(MediaAsset asset) => new PictureEdit
    {
        Turn = Turn,
        Mirrored = Mirrored,
        Upended = Upended,
        Cut = Width is > 0 && Height is > 0 ? new PictureCut(Left, Top, Width.Value, Height.Value) : null,
        FocusX = FocusX,
        FocusY = FocusY,
        Brightness = Brightness,
        Contrast = Contrast,
        Saturation = Saturation,
        Texts = [.. Texts.Select(t => new PictureText(Posts.ComposerForm.Clean(t.Words).Trim(), t.Across, t.Down, t.Size, t.Colour ?? "", t.Boxed ? t.Ground : null))],
    }.Within(asset.Width, asset.Height);

    /// <summary>What a button does that a script does in the page.</summary>
    public PictureEdit Changed(PictureEdit edit, MediaAsset asset)
    {
        var parts = (Do ?? "").Split(':');
        return parts switch
        {
            ["shape", var across, var down] when int.TryParse(across, out var a) && int.TryParse(down, out var d) && a is > 0 and < 10_000 && d is > 0 and < 10_000 => edit.Shaped(a, d, asset.Width, asset.Height),
            ["whole"] => edit with { Cut = null },
            // The part that was cut would lie elsewhere.
            ["turn"] => edit with { Turn = (edit.Turn + 90) % 360, Cut = null },
            ["mirror"] => edit with { Mirrored = !edit.Mirrored },
            ["upend"] => edit with { Upended = !edit.Upended },
            _ => edit,
        };
    }
}

/// <summary>An edit as part of an address.</summary>
public static class EditAddress
{
    const int Longest = 6000;

    public static string Of(PictureEdit edit) => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(edit));

    /// <returns>Null for what is none.</returns>
    public static PictureEdit? Read(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > Longest)
            return null;
        try
        {
            return JsonSerializer.Deserialize<PictureEdit>(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text)));
        }
        catch (Exception odd) when (odd is FormatException or JsonException)
        {
            return null;
        }
    }
}
