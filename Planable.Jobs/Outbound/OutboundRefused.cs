namespace Planable.Jobs.Outbound;

/// <summary>A request was not made because its address leads to a place Planable does not talk to. Nothing has left the machine.</summary>
public sealed class OutboundRefused(string words) : HttpRequestException(HttpRequestError.ConnectionError, words);
