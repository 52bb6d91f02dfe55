using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Planable.Jobs.Media.Libvips;

/// <summary>A picture in libvips: so far only its header; pixels flow when it is saved.</summary>
internal sealed class VipsImage : SafeHandleZeroOrMinusOneIsInvalid
{
    const int Cmyk = 15;

    VipsImage(nint image) : base(ownsHandle: true) => SetHandle(image);

    public static VipsImage Open(string path)
    {
        var loader = Marshal.PtrToStringUTF8(Vips.FindLoad(path)) ?? throw Unreadable();
        return Run(loader, null, ("filename", path))!;
    }

    /// <summary>Upright, in sRGB, and no larger than the box.</summary>
    public static VipsImage Fit(string path, int width, int height) =>
        Run("thumbnail", null, ("filename", path), ("width", $"{width}"), ("height", $"{height}"), ("size", "down"), ("fail-on", "truncated"), ("export-profile", "srgb"))!;

    /// <summary>Letters as they are drawn, on nothing.</summary>
    /// <param name="markup">Pango's: words with what would be markup in them made harmless.</param>
    public static VipsImage Letters(string markup, int size, int width) =>
        Run("text", null, ("text", markup), ("font", $"sans bold {size}"), ("dpi", "72"), ("width", $"{width}"), ("align", "centre"), ("rgba", "true"))!;

    public int Width => Vips.Width(handle);

    public int Height => Vips.Height(handle);

    /// <summary>As EXIF counts: 1 is upright, 5 to 8 lie on their side.</summary>
    public int Orientation => Vips.Orientation(handle);

    public bool HasAlpha => Vips.HasAlpha(handle) != 0;

    public int Bands => Vips.Bands(handle);

    public bool IsForPrint => Vips.Interpretation(handle) == Cmyk;

    /// <summary>Saves the pixels and nothing a camera or a program wrote besides.</summary>
    public void Save(string path, string contentType, int quality)
    {
        var (format, setting) = contentType switch
        {
            "image/jpeg" => ("jpegsave", ("Q", $"{quality}")),
            "image/webp" => ("webpsave", ("Q", $"{quality}")),
            _ => ("pngsave", ("compression", "9")),
        };
        Run(format, [("in", this)], hasOutput: false, ("filename", path), ("strip", "true"), setting)?.Dispose();
    }

    protected override bool ReleaseHandle()
    {
        Vips.Release(handle);
        return true;
    }

    /// <summary>All pixels decoded: turning asks for them in another order than files give them.</summary>
    public VipsImage InMemory() => Vips.CopyMemory(handle) is var copy and not 0 ? new VipsImage(copy) : throw Unreadable();

    /// <summary>What an operation of libvips makes of it.</summary>
    /// <param name="input">What the operation calls the picture it takes.</param>
    public VipsImage Apply(string name, string input, params ReadOnlySpan<(string Name, string Value)> arguments) => Run(name, [(input, this)], hasOutput: true, arguments)!;

    /// <summary>Every pixel's bands times a matrix as large as there are bands.</summary>
    public VipsImage Recombined(double[] matrix)
    {
        var made = Vips.NewMatrix(Bands, Bands, matrix, matrix.Length);
        using var image = made == 0 ? throw Unreadable() : new VipsImage(made);
        return Run("recomb", [("in", this), ("m", image)], hasOutput: true)!;
    }

    /// <summary>With another picture on it.</summary>
    public VipsImage Under(VipsImage overlay, int left, int top) =>
        Run("composite2", [("base", this), ("overlay", overlay)], hasOutput: true, ("mode", "over"), ("x", $"{left}"), ("y", $"{top}"))!;

    static VipsImage? Run(string name, VipsImage? input, params ReadOnlySpan<(string Name, string Value)> arguments) =>
        Run(name, input is null ? [] : [("in", input)], input is null, arguments);

    static VipsImage? Run(string name, ReadOnlySpan<(string Name, VipsImage Image)> inputs, bool hasOutput, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var operation = Vips.NewOperation(name);
        if (operation == 0)
            throw Unreadable();
        try
        {
            foreach (var input in inputs)
                Give(operation, input.Name, input.Image);
            foreach (var argument in arguments)
            {
                if (Vips.SetArgument(operation, argument.Name, argument.Value) != 0)
                    throw Unreadable();
            }

            if (Vips.Build(ref operation) != 0)
                throw Unreadable();
            return hasOutput ? Taken(operation) : null;
        }
        finally
        {
            Vips.ForgetOutputs(operation);
            Vips.Release(operation);
        }
    }

    static void Give(nint operation, string name, VipsImage input)
    {
        var value = default(Vips.GValue);
        Vips.InitValue(ref value, Vips.ImageType());
        Vips.SetValue(ref value, input.handle);
        Vips.SetProperty(operation, name, value);
        Vips.ClearValue(ref value);
    }

    static VipsImage Taken(nint operation)
    {
        var value = default(Vips.GValue);
        Vips.InitValue(ref value, Vips.ImageType());
        Vips.GetProperty(operation, "out", ref value);
        var image = new VipsImage(Vips.Keep(Vips.GetValue(value)));
        Vips.ClearValue(ref value);
        return image;
    }

    static PictureUnreadable Unreadable()
    {
        var words = Marshal.PtrToStringUTF8(Vips.Errors())?.Trim();
        Vips.ForgetErrors();
        return new PictureUnreadable(words is { Length: > 0 } ? words : "libvips said nothing.");
    }
}
