using Planable.Data;

namespace Planable.Web.Media;

/// <summary>How large files may be: `Media:MostPictureMegabytes` and `Media:MostVideoMegabytes`.</summary>
public sealed class UploadLimits(IConfiguration configuration)
{
    const long Megabyte = 1024 * 1024;

    public long PictureBytes { get; } = configuration.GetValue("Media:MostPictureMegabytes", 25L) * Megabyte;

    public long VideoBytes { get; } = configuration.GetValue("Media:MostVideoMegabytes", 2048L) * Megabyte;

    public long MostBytes => Math.Max(PictureBytes, VideoBytes);

    /// <exception cref="RuleBroken">Too large, in words.</exception>
    public void Check(string name, long bytes, bool isVideo)
    {
        if (isVideo && bytes > VideoBytes)
            throw TooLarge("{0} has {1} MB. Videos may have up to {2} MB.", name, bytes, VideoBytes);
        if (!isVideo && bytes > PictureBytes)
            throw TooLarge("{0} has {1} MB. Pictures may have up to {2} MB.", name, bytes, PictureBytes);
    }

    /// <summary>Before anything of it is known but its name and size.</summary>
    public void CheckBefore(string name, long bytes)
    {
        if (bytes > MostBytes)
            throw TooLarge("{0} has {1} MB. Files may have up to {2} MB.", name, bytes, MostBytes);
    }

    static RuleBroken TooLarge(string words, string name, long bytes, long most) => new("FILE_TOO_LARGE", words, name, (long)Math.Ceiling(bytes / (double)Megabyte), most / Megabyte);
}
