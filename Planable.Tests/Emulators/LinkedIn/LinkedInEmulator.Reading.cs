using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.LinkedIn;

/// <summary>What is shown: posts, figures and pages.</summary>
public sealed partial class LinkedInEmulator
{
    void MapFigures()
    {
        On("GET", "/rest/organizationalEntityShareStatistics", Call.Read, May("rw_organization_admin"), http =>
        {
            var query = http.Request.Query;
            var (name, kind) = query.ContainsKey("shares") ? ("shares", ":share:") : ("ugcPosts", ":ugcPost:");
            var urn = ListItem().Match(query[name].ToString()).Groups[1].Value;
            if (!urn.Contains(kind, StringComparison.Ordinal))
                return Error(400, $"Invalid urn in {name}");
            if (shares.Find(s => s.Urn == urn) is not { } share)
                return Results.Json(new { elements = Array.Empty<object>() });
            var age = Clock.GetUtcNow() - share.At;
            long Count(string figure, int perDay) => Growth.Of($"{urn}{figure}", age, perDay);
            return Results.Json(new
            {
                elements = new[]
                {
                    new
                    {
                        totalShareStatistics = new
                        {
                            impressionCount = Count("impression", 1500), uniqueImpressionsCount = Count("unique", 900), clickCount = Count("click", 40),
                            likeCount = Count("like", 30), commentCount = Count("comment", 4), shareCount = Count("share", 3), engagement = 0.05,
                        },
                    },
                },
            });
        });
        On("GET", "/rest/networkSizes/{urn}", Call.Read, May("rw_organization_admin"), _ => Results.Json(new { firstDegreeSize = 4200 + shares.Count }));
        On("GET", "/rest/organizationalEntityFollowerStatistics", Call.Read, May("rw_organization_admin"), _ => Results.Json(new { elements = new[] { new { followerGains = new { organicFollowerGain = 7, paidFollowerGain = 2 } } } }));
        On("GET", "/rest/organizationPageStatistics", Call.Read, May("rw_organization_admin"), _ => Results.Json(new { elements = new[] { new { totalPageStatistics = new { views = new { allPageViews = new { pageViews = 61 } } } } } }));
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated LinkedIn", string.Concat(shares.Select(s => s.Author).Distinct(StringComparer.Ordinal).Select(a => $"<p><a href=\"/author/{Html(a)}\">{Html(NameOf(a))}</a></p>"))));
        App.MapGet("/author/{urn}", (string urn) =>
        {
            lock (Door) return Page(NameOf(urn), string.Concat(shares.Where(s => s.Author == urn).Reverse().Select(s => $"{Article(Seen(s))}<p><a href=\"/feed/update/{Html(s.Urn)}\">{s.At:u}</a></p>")));
        });
        App.MapGet("/feed/update/{urn}", (string urn) =>
        {
            lock (Door) return shares.Find(s => s.Urn == urn) is { } share ? Page(NameOf(share.Author), Article(Seen(share))) : Results.NotFound();
        });
    }

    IResult Published(HttpContext http)
    {
        var query = http.Request.Query;
        if (http.Request.Headers["X-RestLi-Method"] != "FINDER" || query["q"] != "author" || query["sortBy"] is not [("CREATED" or "LAST_MODIFIED")])
            return Error(400, "Unknown finder");
        var (start, count) = (int.Parse(query["start"].ToString(), CultureInfo.InvariantCulture), int.Parse(query["count"].ToString(), CultureInfo.InvariantCulture));
        return Results.Json(new { paging = new { start, count }, elements = Enumerable.Reverse(shares).Where(s => s.Author == query["author"]).Skip(start).Take(count).Select(Listed) });
    }

    object Listed(Share share)
    {
        object? content = share switch
        {
            { Poll: { } poll } => new { poll = new { question = poll.Question } },
            { Media.Count: > 1 } => new { multiImage = new { images = share.Media.Select(m => new { id = m.Asset.Urn, altText = m.Alt }) } },
            { Media.Count: 1 } => new { media = new { id = share.Media[0].Asset.Urn, altText = share.Media[0].Alt.Length > 0 ? share.Media[0].Alt : null } },
            { Link: not null } => new { article = new { source = share.Link, title = share.CardTitle } },
            _ => null,
        };
        var listed = new Dictionary<string, object> { ["id"] = share.Urn, ["author"] = share.Author, ["commentary"] = share.Commentary, ["createdAt"] = share.At.ToUnixTimeMilliseconds() };
        if (content is not null)
            listed["content"] = content;
        return listed;
    }

    string NameOf(string author) => Organizations.FirstOrDefault(o => author == $"urn:li:organization:{o.Id}")?.Name ?? MemberName;

    static EmulatedPost Seen(Share share) =>
        new(share.Urn, share.Poll?.Question ?? Plain(share.Commentary), share.Link, [.. share.Media.Select(m => new EmulatedMedia(m.Alt, m.Asset.Bytes, m.Asset.ContentType))]);

    /// <summary>As readers see it: cut at the first sign with a meaning that was not escaped.</summary>
    static string Plain(string little)
    {
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < little.Length; i++)
        {
            if (little[i] == '\\' && i + 1 < little.Length)
            {
                plain.Append(little[++i]);
            }
            else if (little[i] == '{' && Hashtag().Match(little, i) is { Success: true } tag && tag.Index == i)
            {
                plain.Append('#').Append(tag.Groups[1].Value.Replace("\\", "", StringComparison.Ordinal));
                i += tag.Length - 1;
            }
            else if (Reserved.Contains(little[i], StringComparison.Ordinal))
            {
                break;
            }
            else
            {
                plain.Append(little[i]);
            }
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"\{hashtag\|\\#\|((?:\\.|[^}\\])*)\}")]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"List\(([^)]*)\)")]
    private static partial Regex ListItem();
}
