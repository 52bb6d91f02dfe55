namespace Planable.Jobs.Reports.Composition.Text;

/// <summary>Text of one style within a paragraph. What depends on the page is asked for when the page is known.</summary>
internal sealed record Inline(Func<Scene, string> Text, TextStyle Style, string? Address = null, string? Place = null)
{
    public bool Leads => Address is not null || Place is not null;
}
