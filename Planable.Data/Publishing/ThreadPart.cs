namespace Planable.Data.Publishing;

/// <summary>A part of a thread that is out.</summary>
public sealed record ThreadPart(string RemoteId, string? Permalink);
