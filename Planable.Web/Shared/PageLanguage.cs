using System.Globalization;

namespace Planable.Web.Shared;

/// <summary>What the html element says about the language of the request.</summary>
public static class PageLanguage
{
    /// <summary>A language tag; English where the request has none.</summary>
    public static string Code => CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : "en";

    public static string Direction => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";
}
