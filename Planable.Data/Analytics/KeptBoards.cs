using Microsoft.Extensions.Caching.Memory;

namespace Planable.Data.Analytics;

/// <param name="Channels">Which, in their order, and when each was told something last.</param>
sealed record BoardKey(string Channels, DaySpan Days, DaySpan? Before);

/// <summary>
/// Figures that were put together lately. A year of twenty channels is some 90,000 rows, and everybody who opens a dashboard would read them all.
/// What is told afterwards is seen at once; what one run of reading goes on telling of the same moment, within a minute.
/// </summary>
public sealed class KeptBoards : IDisposable
{
    // Two years of twenty channels are some 2 MB.
    const int Most = 32;

    static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    readonly MemoryCache boards = new(new MemoryCacheOptions { SizeLimit = Most });
    readonly SemaphoreSlim[] doors = [.. Enumerable.Range(0, 16).Select(_ => new SemaphoreSlim(1))];

    public void Dispose()
    {
        boards.Dispose();
        foreach (var door in doors)
            door.Dispose();
    }

    internal async Task<IReadOnlyList<BoardFigure>> Get(BoardKey key, Func<Task<IReadOnlyList<BoardFigure>>> read, CancellationToken cancel)
    {
        if (Find(key) is { } there)
            return there;
        // Of many who come at once one reads.
        var door = doors[(uint)key.GetHashCode() % (uint)doors.Length];
        await door.WaitAsync(cancel);
        try
        {
            return Find(key) ?? boards.Set(key, await read(), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
        }
        finally
        {
            door.Release();
        }
    }

    IReadOnlyList<BoardFigure>? Find(BoardKey key) => boards.Get<IReadOnlyList<BoardFigure>>(key);
}
