namespace Planable.Web.Portals;

/// <summary>A DNS record as a page shows it: what is expected, to copy, and what was found.</summary>
/// <param name="Id">Of its element.</param>
/// <param name="Type">TXT or CNAME.</param>
/// <param name="IsLooked">Somebody has looked already.</param>
/// <param name="Trouble">What is wrong with it, as a sentence.</param>
public sealed record RecordCard(string Id, string Title, string Type, string Name, string Expected, string? Found, bool IsRight, bool IsLooked, string? Hint = null, string? Trouble = null);
