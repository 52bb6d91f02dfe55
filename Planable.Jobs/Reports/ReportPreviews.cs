namespace Planable.Jobs.Reports;

/// <summary>
/// Pages of reports as pictures, drawn by the very code that draws the document, so that both break their pages alike. The latest stay in the memory of the node that drew
/// them: another node, or a later look, draws them anew.
/// </summary>
public sealed class ReportPreviews
{
    const int Kept = 24;

    readonly Lock turn = new();
    readonly LinkedList<(Guid Report, string Key, IReadOnlyList<string> Pages)> latest = new();

    public void Keep(Guid report, string key, IReadOnlyList<string> pages)
    {
        lock (turn)
        {
            latest.AddFirst((report, key, pages));
            if (latest.Count > Kept)
                latest.RemoveLast();
        }
    }

    /// <returns>Null if they are not there any more.</returns>
    public IReadOnlyList<string>? Find(Guid report, string key)
    {
        lock (turn)
            return latest.FirstOrDefault(l => l.Report == report && l.Key == key).Pages;
    }
}
