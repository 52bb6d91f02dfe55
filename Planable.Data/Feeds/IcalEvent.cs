namespace Planable.Data.Feeds;

/// <summary>One day or stretch of days of a calendar somebody else keeps, in the zone it was read for.</summary>
/// <param name="Time">When it begins; null for whole days.</param>
public sealed record IcalEvent(string Title, DateOnly First, DateOnly Last, TimeOnly? Time);

/// <param name="Skipped">Entries that could not be read.</param>
public sealed record IcalCalendar(string? Name, IReadOnlyList<IcalEvent> Events, int Skipped);
