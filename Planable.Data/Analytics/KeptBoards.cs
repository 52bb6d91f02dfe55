using Microsoft.Extensions.Caching.Memory;

namespace Planable.Data.Analytics;

/// <param name="Channels">Which, in their order, and when each was told something last.</param>
sealed record BoardKey(string Channels, DaySpan Days, DaySpan? Before);

/// <param name="Sequence">Of the client's log: whatever a person changes about a post, moves it on.</param>
/// <param name="Channels">Which, and when their posts were told something last.</param>
/// <param name="Mine">How the team sorts its work is part of it.</param>
sealed record ScoreKey(Guid Workspace, long Sequence, string Channels, DaySpan Days, string Zone, bool Mine, bool OnlyShared);

/// <summary>
/// Figures that were put together lately. A year of twenty channels is some 90,000 rows and thousands of posts, and everybody who opens a dashboard would read them all.
/// What is told afterwards is seen at once; what one run of reading goes on telling of the same moment, within a minute.
/// </summary>
public sealed class KeptBoards : IDisposable
{
    // Two years of twenty channels are some 2 MB, as much as two thousand posts.
    const int Most = 32, PostsOfOne = 2000;

    static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    readonly MemoryCache boards = new(new MemoryCacheOptions { SizeLimit = Most });
    readonly SemaphoreSlim[] doors = [.. Enumerable.Range(0, 16).Select(_ => new SemaphoreSlim(1))];

    public void Dispose()
    {
        boards.Dispose();
        foreach (var door in doors)
            door.Dispose();
    }

    internal Task<IReadOnlyList<BoardFigure>> Get(BoardKey key, Func<Task<IReadOnlyList<BoardFigure>>> read, CancellationToken cancel) => Get(key, read, _ => 1, cancel);

    internal Task<IReadOnlyList<PostScore>> Get(ScoreKey key, Func<Task<IReadOnlyList<PostScore>>> read, CancellationToken cancel) => Get(key, read, posts => 1 + (posts.Count / PostsOfOne), cancel);

    async Task<T> Get<T>(object key, Func<Task<T>> read, Func<T, int> size, CancellationToken cancel)
        where T : class
    {
        if (boards.Get<T>(key) is { } there)
            return there;
        // Of many who come at once one reads.
        var door = doors[(uint)key.GetHashCode() % (uint)doors.Length];
        await door.WaitAsync(cancel);
        try
        {
            if (boards.Get<T>(key) is { } meanwhile)
                return meanwhile;
            var made = await read();
            Keep();
            if (boards.Get<T>(key) is null)
            {
                // A full cache lets the newest go. Those not asked for longest make room instead.
                boards.Compact(0.25);
                Keep();
            }

            return made;

            void Keep() => boards.Set(key, made, new MemoryCacheEntryOptions { Size = size(made), AbsoluteExpirationRelativeToNow = Kept });
        }
        finally
        {
            door.Release();
        }
    }
}
