namespace Planable.Web.Shared;

/// <summary>
/// What <c>_Notice.cshtml</c> shows: a bold lead and a sentence, in the colour of a state (<c>failed</c>, <c>waiting</c>, <c>held</c>, <c>approved</c>) or
/// neutral with an icon, and one action (a link).
/// </summary>
public sealed record Notice(string Text, string? Lead = null, string? State = null, string? Icon = null, string? Action = null, string? Href = null);
