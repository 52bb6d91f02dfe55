namespace Planable.Tests.Support;

/// <summary>For what another thread of the app does in its own time: waited for, never guessed.</summary>
static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task Holds(Func<Task<bool>> condition)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !await condition();)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, "It did not come true.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
