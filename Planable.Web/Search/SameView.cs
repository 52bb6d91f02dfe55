using System.Text.RegularExpressions;

namespace Planable.Web.Search;

/// <summary>The page that is open, for another client: its calendar stays the calendar, in the same week. What belongs to one client only becomes the calendar.</summary>
static partial class SameView
{
    public static string? SlugOf(string path) => Place().Match(path) is { Success: true } match ? match.Groups["slug"].Value : null;

    public static string In(string slug, string path)
    {
        var match = Place().Match(path);
        return match.Success && match.Groups["area"].Value is { Length: > 0 } area ? $"/w/{slug}/{area}{(area == "calendar" ? match.Groups["query"].Value : "")}" : $"/w/{slug}/calendar";
    }

    [GeneratedRegex(@"^/w/(?<slug>[a-z0-9-]+)(?:/(?<area>calendar|channels|members|activity|settings|media|approvals|analytics|reports|pause|posts/new|invitations/new)(?<query>\?[^#]*)?)?(?:$|[/?#])")]
    private static partial Regex Place();
}
