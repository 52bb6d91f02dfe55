using System.Globalization;
using System.Security;
using Planable.Data.Media;
using Planable.Jobs.Media.Libvips;

namespace Planable.Jobs.Media;

/// <summary>An edit done to a picture with libvips, one step after the other. Light and colours are reckoned as CSS filters are, so that the editor shows in the browser what comes out here.</summary>
static class Retouching
{
    /// <param name="edit">For the whole size of the original.</param>
    /// <param name="mostWidth">Of what comes out.</param>
    public static void Do(string from, string to, string contentType, int quality, PictureFacts facts, PictureEdit edit, int mostWidth)
    {
        edit = edit.Within(facts.Width, facts.Height);
        var scale = Math.Min(1, (double)mostWidth / edit.Size(facts.Width, facts.Height).Width);
        var (width, height) = (Math.Max(1, (int)Math.Round(facts.Width * scale)), Math.Max(1, (int)Math.Round(facts.Height * scale)));
        using var steps = new Steps(VipsImage.Fit(from, width, height));
        // In memory: turning and mirroring read from the end.
        steps.Take(i => i.InMemory());
        steps.Take(i => i.Apply("colourspace", "in", ("space", "srgb")));
        if (edit.Turn != 0)
            steps.Take(i => i.Apply("rot", "in", ("angle", $"d{edit.Turn}")));
        if (edit.Mirrored)
            steps.Take(i => i.Apply("flip", "in", ("direction", "horizontal")));
        if (edit.Upended)
            steps.Take(i => i.Apply("flip", "in", ("direction", "vertical")));
        if (edit.Cut is { } cut)
            steps.Take(i => Cut(i, cut, scale));
        Light(steps, edit);
        foreach (var text in edit.Texts)
            steps.Take(i => Write(i, text));
        // A picture nothing could be seen through stays one.
        if (!facts.HasAlpha || contentType == "image/jpeg")
            steps.Take(i => i.Bands > 3 ? i.Apply("flatten", "in", ("background", "255 255 255")) : i);
        steps.Image.Save(to, contentType, quality);
    }

    static VipsImage Cut(VipsImage image, PictureCut cut, double scale)
    {
        int Scaled(int length) => (int)Math.Round(length * scale);
        var (left, top) = (Math.Min(Scaled(cut.Left), image.Width - 1), Math.Min(Scaled(cut.Top), image.Height - 1));
        var (width, height) = (Math.Clamp(Scaled(cut.Width), 1, image.Width - left), Math.Clamp(Scaled(cut.Height), 1, image.Height - top));
        return image.Apply("extract_area", "input", ("left", $"{left}"), ("top", $"{top}"), ("width", $"{width}"), ("height", $"{height}"));
    }

    static void Light(Steps steps, PictureEdit edit)
    {
        if (edit.Brightness != 0)
            steps.Take(i => Linear(i, 1 + (edit.Brightness / 100d), 0));
        if (edit.Contrast != 0)
            steps.Take(i => Linear(i, 1 + (edit.Contrast / 100d), 127.5 * -(edit.Contrast / 100d)));
        if (edit.Saturation != 0)
            steps.Take(i => Saturated(i, 1 + (edit.Saturation / 100d)));
    }

    /// <summary>Transparency stays as it is.</summary>
    static VipsImage Linear(VipsImage image, double factor, double more)
    {
        var (a, b) = (Number(factor), Number(more));
        var alpha = image.Bands > 3;
        return image.Apply("linear", "in", ("a", $"{a} {a} {a}{(alpha ? " 1" : "")}"), ("b", $"{b} {b} {b}{(alpha ? " 0" : "")}"), ("uchar", "true"));
    }

    static VipsImage Saturated(VipsImage image, double s)
    {
        double[] colours =
        [
            0.213 + (0.787 * s), 0.715 - (0.715 * s), 0.072 - (0.072 * s),
            0.213 - (0.213 * s), 0.715 + (0.285 * s), 0.072 - (0.072 * s),
            0.213 - (0.213 * s), 0.715 - (0.715 * s), 0.072 + (0.928 * s),
        ];
        using var mixed = image.Recombined(image.Bands == 3 ? colours : [.. colours[..3], 0, .. colours[3..6], 0, .. colours[6..], 0, 0, 0, 0, 1]);
        return mixed.Apply("cast", "in", ("format", "uchar"));
    }

    static VipsImage Write(VipsImage image, PictureText text)
    {
        var size = Math.Max(6, image.Height * text.Size / 100);
        using var letters = VipsImage.Letters($"<span foreground=\"{text.Colour}\">{SecurityElement.Escape(text.Words.ReplaceLineEndings("\n"))}</span>", size, Math.Max(1, image.Width * 9 / 10));
        using var card = text.Ground is { } ground ? Boxed(letters, ground, Math.Max(2, size / 3)) : letters.Apply("copy", "in");
        return image.Under(card, (image.Width * text.Across / 100) - (card.Width / 2), (image.Height * text.Down / 100) - (card.Height / 2));
    }

    static VipsImage Boxed(VipsImage letters, string colour, int room)
    {
        var background = string.Join(' ', Enumerable.Range(0, 3).Select(i => Convert.ToInt32(colour.Substring(1 + (2 * i), 2), 16)));
        using var flat = letters.Apply("flatten", "in", ("background", background));
        return flat.Apply(
            "embed", "in", ("x", $"{room}"), ("y", $"{room / 2}"), ("width", $"{flat.Width + (2 * room)}"), ("height", $"{flat.Height + room}"), ("extend", "background"), ("background", background));
    }

    static string Number(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A picture on its way through the steps; what is left behind is let go.</summary>
    sealed class Steps(VipsImage first) : IDisposable
    {
        public VipsImage Image { get; private set; } = first;

        public void Take(Func<VipsImage, VipsImage> step)
        {
            var (before, after) = (Image, step(Image));
            if (ReferenceEquals(before, after))
                return;
            Image = after;
            before.Dispose();
        }

        public void Dispose() => Image.Dispose();
    }
}
