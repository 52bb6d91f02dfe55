namespace Planable.Data.Histories;

/// <summary>A post as it stands on its network, which did not go out through Planable.</summary>
/// <param name="Files">How many pictures and videos it has there; null where the network does not tell.</param>
public sealed record OutsidePost(string RemoteId, string Text, string? Title, string? Permalink, DateTimeOffset At, int? Files, IReadOnlyDictionary<string, long> Figures);
