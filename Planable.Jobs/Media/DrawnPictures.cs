namespace Planable.Jobs.Media;

/// <summary>
/// Small pictures that somebody's edit or a page of a document made, kept for those who look next. There is no end of edits, so only the latest looked at stay;
/// the others are made again when they are asked for.
/// </summary>
/// <param name="most">How many stay.</param>
public sealed class DrawnPictures(string folder, int most, TimeProvider clock)
{
    readonly Lock sweeping = new();

    public string PathOf(string name) => Path.Combine(folder, name);

    public void Looked(string path) => File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);

    /// <summary>To be called when one was added.</summary>
    public void Sweep()
    {
        // Whoever comes second finds it done.
        if (!sweeping.TryEnter())
            return;
        try
        {
            var kept = new DirectoryInfo(folder).GetFiles("*.webp");
            if (kept.Length <= most)
                return;
            // A tenth more than needed, so that it is not done for every picture.
            foreach (var old in kept.OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal).Take(kept.Length - most + (most / 10)))
                Forget(old);
        }
        finally
        {
            sweeping.Exit();
        }
    }

    static void Forget(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (IOException)
        {
            // Somebody reads it, and this system keeps it until then: it goes the next time.
        }
    }
}
