namespace Planable.Web.Shared;

/// <summary>
/// What <c>_Toast.cshtml</c> shows: one sentence, and where a POST takes the change back, if it can be. Ten seconds with an undo, six without;
/// a failed one is announced at once and stays until it is closed.
/// </summary>
public sealed record Toast(string Text, bool Failed = false, string? Undo = null);
