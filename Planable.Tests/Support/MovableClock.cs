namespace Planable.Tests.Support;

/// <summary>Runs like the real clock until a test moves it.</summary>
public sealed class MovableClock : TimeProvider
{
    TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public void Advance(TimeSpan by) => ahead += by;

    public void Set(DateTimeOffset to) => ahead = to - base.GetUtcNow();
}
