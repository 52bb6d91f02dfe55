namespace Planable.Data;

/// <summary>Names the one set of translations, for pages and mails alike: <c>IStringLocalizer&lt;Words&gt;</c>, with the English sentence as key.</summary>
public sealed class Words;
