using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Networks;

namespace Planable.Web.Media;

/// <summary>How large files may be: `Media:MostPictureMegabytes`, `Media:MostVideoMegabytes` and `Media:MostDocumentMegabytes`.</summary>
public sealed class UploadLimits(IConfiguration configuration)
{
    const long Megabyte = 1024 * 1024;

    public long PictureBytes { get; } = configuration.GetValue("Media:MostPictureMegabytes", 25L) * Megabyte;

    public long VideoBytes { get; } = configuration.GetValue("Media:MostVideoMegabytes", 2048L) * Megabyte;

    /// <summary>Without a setting what LinkedIn takes, where documents are read the most.</summary>
    public long DocumentBytes { get; } = configuration.GetValue<long?>("Media:MostDocumentMegabytes") * Megabyte ?? Networks.Of("linkedin").Limits[LimitName.DocumentBytes].Value;

    public long MostBytes => Math.Max(Math.Max(PictureBytes, VideoBytes), DocumentBytes);

    /// <exception cref="RuleBroken">Too large, in words.</exception>
    public void Check(string name, long bytes, MediaKind kind)
    {
        var (most, words) = kind switch
        {
            MediaKind.Video => (VideoBytes, "{0} has {1} MB. Videos may have up to {2} MB."),
            MediaKind.Document => (DocumentBytes, "{0} has {1} MB. Documents may have up to {2} MB."),
            _ => (PictureBytes, "{0} has {1} MB. Pictures may have up to {2} MB."),
        };
        if (bytes > most)
            throw TooLarge(words, name, bytes, most);
    }

    /// <summary>Before anything of it is known but its name and size.</summary>
    public void CheckBefore(string name, long bytes)
    {
        if (bytes > MostBytes)
            throw TooLarge("{0} has {1} MB. Files may have up to {2} MB.", name, bytes, MostBytes);
    }

    static RuleBroken TooLarge(string words, string name, long bytes, long most) => new("FILE_TOO_LARGE", words, name, (long)Math.Ceiling(bytes / (double)Megabyte), most / Megabyte);
}
