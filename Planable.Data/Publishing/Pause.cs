namespace Planable.Data.Publishing;

/// <summary>Publishing stands still: since when, by whom, why.</summary>
public sealed record Pause(DateTimeOffset At, string By, string Why);
