namespace Planable.Web.Shared;

/// <summary>What <c>_Empty.cshtml</c> shows: an icon, what is not there, why that is fine or what to do, and one action (a link).</summary>
public sealed record EmptyState(string Icon, string Title, string? Text = null, string? Action = null, string? Href = null);
