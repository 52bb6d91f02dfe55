using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Meta;

/// <summary>What is shown: posts, figures and pages.</summary>
public sealed partial class FacebookEmulator
{
    void MapReading()
    {
        Graph("GET", "/v25.0/{page}/published_posts", Call.Read, "pages_read_engagement", http => Foreign(http) ?? List(http, [.. posts.Where(p => p.IsPublic && p.Kind != "story" && p.Page == Route(http, "page")).Reverse()], Shown));
        Graph("GET", "/v25.0/{id}/insights", Call.Read, "read_insights", http =>
        {
            var id = Route(http, "id");
            if (Pages.Exists(p => p.Id == id))
                return Figures(http, id, Clock.GetUtcNow().AddHours(-24), Alive(new() { ["page_media_view"] = 40, ["page_total_media_view_unique"] = 25, ["page_post_engagements"] = 4, ["page_daily_follows_unique"] = 1 }));
            return Post(id) is { } post
                ? Figures(http, id, post.At, Alive(new() { ["post_media_view"] = 12, ["post_total_media_view_unique"] = 8, ["post_clicks"] = 2 }))
                : Missing(id);
        });
        Graph("GET", "/v25.0/{id}", Call.Read, null, http =>
        {
            var id = Route(http, "id");
            if (Pages.Find(p => p.Id == id) is { } page)
                return Results.Json(new { id, name = page.Name, username = page.Username, picture = Picture(id), followers_count = Followers });
            if (films.TryGetValue(id, out var film))
                return posts.Exists(p => p.FilmId == id) || !film.IsOut
                    ? Results.Json(new { id, permalink_url = $"/reel/{id}/", description = posts.Find(p => p.FilmId == id)?.Text, status = film.Status(), post_id = $"{film.Page}_{id}" })
                    : Missing(id);
            return Post(id) is { } post ? Results.Json(Shown(post)) : Missing(id);
        });
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated Facebook", string.Concat(Pages.Select(p => $"<p><a href=\"/{Html(p.Username)}\">{Html(p.Name)}</a></p>"))));
        App.MapGet("/{username}", (string username) =>
        {
            lock (Door)
                return Pages.Find(p => p.Username == username) is { } page
                    ? Page(page.Name, string.Concat(posts.Where(p => p.IsPublic && p.Page == page.Id).Reverse().Select(p => Article(p.Seen()))))
                    : Results.NotFound();
        });
        foreach (var path in new[] { "/posts/{id}", "/reel/{id}", "/stories/{id}" })
            App.MapGet(path, (string id) =>
            {
                lock (Door) return Post(id) is { IsPublic: true } post ? Page(Pages.Find(p => p.Id == post.Page)?.Name ?? "Gone", Article(post.Seen())) : Results.NotFound();
            });
        App.MapGet("/pictures/{name}", (string name) => Results.Text(name));
    }

    Dictionary<string, long> Alive(Dictionary<string, long> metrics) => metrics.Where(m => !DeadMetrics.Contains(m.Key)).ToDictionary(StringComparer.Ordinal);

    string Permalink(PagePost post) => new Uri(Address, post.FilmId is null ? $"posts/{post.Id}" : $"reel/{post.FilmId}").AbsoluteUri;

    object Shown(PagePost post)
    {
        var hours = Math.Max(0, (Clock.GetUtcNow() - post.At).TotalHours);
        return new
        {
            id = post.Id,
            created_time = Written(post.At),
            message = post.Text.Length > 0 ? post.Text : null,
            permalink_url = Permalink(post),
            attachments = post.Photos.Count switch
            {
                0 when post.Link.Length > 0 => new { data = new object[] { new { url = $"https://l.facebook.com/l.php?u={Uri.EscapeDataString(post.Link)}", unshimmed_url = post.Link } } },
                0 => null,
                1 => new { data = new object[] { new { media_type = "photo", target = new { id = post.Photos[0].Id } } } },
                _ => new { data = new object[] { new { media_type = "album", target = new { id = NewId() }, subattachments = new { data = post.Photos.Select(p => new { media_type = "photo", target = new { id = p.Id } }) } } } },
            },
            shares = hours < 1 ? null : new { count = Figure(1, hours) },
            comments = new { data = Array.Empty<object>(), summary = new { total_count = Figure(1, hours) } },
            reactions = new { data = Array.Empty<object>(), summary = new { total_count = Figure(3, hours) } },
        };
    }

    static long Since(HttpContext http) => long.TryParse(http.Request.Query["since"], CultureInfo.InvariantCulture, out var since) ? since : 0;
}
