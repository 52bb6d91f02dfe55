namespace Planable.Web.People;

/// <summary>Answers after the same time whatever had to be done, so that nobody learns from a clock whether an address has an account.</summary>
sealed class EvenTime(TimeProvider clock) : IAsyncDisposable
{
    static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(400);
    readonly long start = clock.GetTimestamp();

    public async ValueTask DisposeAsync()
    {
        if (Floor - clock.GetElapsedTime(start) is { Ticks: > 0 } rest)
            await Task.Delay(rest, clock);
    }
}
