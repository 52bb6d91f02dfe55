using Microsoft.Extensions.Configuration;

namespace Planable.Jobs.Media;

/// <summary>Files that are still on their way, beside the media store. What has arrived stays when the line is cut.</summary>
public sealed class PartialFiles(IConfiguration configuration)
{
    readonly string folder = Path.Combine(configuration["Media:Folder"]!, "uploads");

    public string PathOf(Guid id) => Path.Combine(folder, $"{id:N}.part");

    public long Length(Guid id) => new FileInfo(PathOf(id)) is { Exists: true } file ? file.Length : 0;

    public void Begin(Guid id)
    {
        Directory.CreateDirectory(folder);
        File.Create(PathOf(id)).Dispose();
    }

    /// <summary>Open at its end, for one writer at a time.</summary>
    /// <exception cref="IOException">Somebody else is writing.</exception>
    public FileStream Append(Guid id) => new(PathOf(id), FileMode.Append, FileAccess.Write, FileShare.Read, 81920, useAsync: true);

    public void Discard(Guid id) => File.Delete(PathOf(id));
}
