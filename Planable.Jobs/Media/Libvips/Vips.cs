using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Planable.Jobs.Media.Libvips;

/// <summary>
/// The functions of libvips that pictures need. None takes a variable number of arguments: those are called differently on some processors,
/// so operations are found by name and given their arguments one by one.
/// </summary>
internal static partial class Vips
{
    const string Library = "vips";

    static readonly Lazy<bool> Started = new(Start);

    /// <summary>False where the package for this platform was not restored and the machine has no libvips of its own.</summary>
    public static bool IsHere => Started.Value;

    static bool Start()
    {
        var library = Candidates().Select(c => NativeLibrary.TryLoad(c, out var found) ? found : 0).FirstOrDefault(found => found != 0);
        if (library == 0)
            return false;
        NativeLibrary.SetDllImportResolver(typeof(Vips).Assembly, (name, _, _) => name == Library ? library : 0);
        if (Init("planable") != 0)
            return false;
        // Rarely used decoders that nobody has attacked thoroughly yet stay closed to what strangers upload.
        BlockUntrusted(1);
        // Every picture is another one: remembering operations only costs memory.
        SetCacheMax(0);
        SetConcurrency(1);
        return true;
    }

    static IEnumerable<string> Candidates()
    {
        var package = OperatingSystem.IsWindows() ? $"sharp-win32-{Processor}" : OperatingSystem.IsMacOS() ? $"sharp-libvips-darwin-{Processor}" : $"sharp-libvips-linux-{Processor}";
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }.Distinct())
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var libraries = Path.Combine(folder.FullName, "node_modules", "@img", package, "lib");
                if (Directory.Exists(libraries) && Directory.GetFiles(libraries).FirstOrDefault(f => Named().IsMatch(Path.GetFileName(f))) is { } restored)
                    yield return restored;
            }
        }

        yield return OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42";
    }

    static string Processor => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    // The package for Windows carries the C and the C++ library apart, the others both in one.
    [GeneratedRegex(@"^(libvips-42\.dll|libvips-cpp\.so\.[0-9.]+|libvips-cpp\.[0-9.]+\.dylib)$")]
    private static partial Regex Named();

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Init(string program);

    [LibraryImport(Library, EntryPoint = "vips_block_untrusted_set")]
    private static partial void BlockUntrusted(int on);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    private static partial void SetCacheMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    private static partial void SetConcurrency(int threads);

    [LibraryImport(Library, EntryPoint = "vips_foreign_find_load", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint FindLoad(string path);

    [LibraryImport(Library, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewOperation(string name);

    [LibraryImport(Library, EntryPoint = "vips_object_set_argument_from_string", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetArgument(nint operation, string name, string value);

    [LibraryImport(Library, EntryPoint = "vips_cache_operation_buildp")]
    internal static partial int Build(ref nint operation);

    [LibraryImport(Library, EntryPoint = "vips_object_unref_outputs")]
    internal static partial void ForgetOutputs(nint operation);

    [LibraryImport(Library, EntryPoint = "vips_image_get_type")]
    internal static partial nuint ImageType();

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    internal static partial int Width(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    internal static partial int Height(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_orientation")]
    internal static partial int Orientation(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_interpretation")]
    internal static partial int Interpretation(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_hasalpha")]
    internal static partial int HasAlpha(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    internal static partial int Bands(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_copy_memory")]
    internal static partial nint CopyMemory(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_new_matrix_from_array")]
    internal static partial nint NewMatrix(int width, int height, [In] double[] values, int count);

    [LibraryImport(Library, EntryPoint = "vips_error_buffer")]
    internal static partial nint Errors();

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    internal static partial void ForgetErrors();

    [LibraryImport(Library, EntryPoint = "g_object_ref")]
    internal static partial nint Keep(nint item);

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    internal static partial void Release(nint item);

    [LibraryImport(Library, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProperty(nint item, string name, in GValue value);

    [LibraryImport(Library, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void GetProperty(nint item, string name, ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_init")]
    internal static partial nint InitValue(ref GValue value, nuint type);

    [LibraryImport(Library, EntryPoint = "g_value_set_object")]
    internal static partial void SetValue(ref GValue value, nint item);

    [LibraryImport(Library, EntryPoint = "g_value_get_object")]
    internal static partial nint GetValue(in GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_unset")]
    internal static partial void ClearValue(ref GValue value);

    /// <summary>GLib's box for a value of any type.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct GValue
    {
        nuint type;
        ulong first;
        ulong second;
    }
}
