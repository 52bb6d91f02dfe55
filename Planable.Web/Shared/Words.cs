namespace Planable.Web.Shared;

/// <summary>Names the one set of translations: <c>IStringLocalizer&lt;Words&gt;</c>, with the English sentence as key.</summary>
public sealed class Words;
