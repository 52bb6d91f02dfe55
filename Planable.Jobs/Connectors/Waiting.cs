using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors;

/// <summary>Waiting for what a network does with an upload before the post may refer to it.</summary>
static class Waiting
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="isReady">Asked again and again with growing pauses; throws what can never become ready.</param>
    /// <exception cref="ConnectorFailure">Transient, media-processing: the next try begins anew.</exception>
    public static async Task Until(Func<CancellationToken, Task<bool>> isReady, string host, TimeProvider clock, CancellationToken cancel)
    {
        var since = clock.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(250); clock.GetElapsedTime(since) < Patience; pause = pause.TotalSeconds < 4 ? pause * 2 : pause)
        {
            if (await isReady(cancel))
                return;
            await Task.Delay(pause, clock, cancel);
        }

        throw new ConnectorFailure(FailureClass.Transient, "media-processing", $"{host} is still working on the uploaded files.");
    }
}
