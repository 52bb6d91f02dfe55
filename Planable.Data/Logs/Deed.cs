namespace Planable.Data.Logs;

/// <summary>A verb that was carried out on a subject and waits to be written to the log with the state it changed.</summary>
public sealed record Deed(Actor By, string Verb, string Subject, Guid SubjectId, Audience Audience, DateTimeOffset At, IReadOnlyDictionary<string, string?> Data);
