using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Meta;

/// <param name="InstagramId">Of the professional account linked to the page; null if there is none.</param>
/// <param name="IsOfBusiness">The person reaches it through a business, not by a role of their own.</param>
public sealed record EmulatedPage(string Id, string Name, string Username, string? InstagramId = null, string? InstagramName = null, bool IsOfBusiness = false, string Task = "CREATE_CONTENT");

/// <summary>Facebook's sign-in: short and long-lived tokens, granted permissions, the person's pages and those of their business.</summary>
public abstract class FacebookLoginSite(TimeProvider? clock, int port) : GraphSite(clock, port)
{
    const string Business = "880001";

    readonly Dictionary<string, string> scopes = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> pageOfToken = new(StringComparer.Ordinal);

    public List<EmulatedPage> Pages { get; } =
    [
        new("1001", "Acme", "acme", "17841400000000001", "acme"),
        new("1002", "Acme Berlin", "acmeberlin", "17841400000000002", "acme.berlin"),
        new("1003", "Acme Archive", "acmearchive", IsOfBusiness: true),
        new("1004", "Somebody else's page", "somebodyelse", Task: "ANALYZE"),
    ];

    /// <summary>Pages of strangers that stand for places.</summary>
    public List<(string Id, string Name, string Street, string City)> Places { get; } =
    [
        ("110843418940484", "Kaffeehaus am Markt", "Markt 1", "Leipzig"),
        ("110843418940485", "Kaffeekontor", "Hafen 9", "Hamburg"),
        ("110843418940486", "Teehaus", "Ring 4", "Leipzig"),
    ];

    public TimeSpan LongLife { get; } = TimeSpan.FromDays(60);

    protected internal override string WhoIsSignedIn => "Olga Acme";

    protected void MapFacebookLogin()
    {
        Desk.Map("/v25.0/dialog/oauth", token: null);
        App.MapPost("/v25.0/oauth/access_token", async (HttpContext http) =>
        {
            var form = await Form(http);
            if (form["client_id"] != OAuthDesk.ClientId || form["client_secret"] != OAuthDesk.ClientSecret)
                return Error(101, "Error validating application. Cannot get application info due to a system error.");
            if (form["grant_type"] == "fb_exchange_token")
                return scopes.TryGetValue(form["fb_exchange_token"].ToString(), out var known) ? Tokens(known, LongLife) : Error(190, "Malformed access token", status: 400);
            return Desk.Redeem(form["code"].ToString(), form["redirect_uri"].ToString()) is { } scope
                ? Tokens(scope, TimeSpan.FromHours(1))
                : Error(100, "This authorization code has been used.", 36009);
        });
        Graph("GET", "/v25.0/me/permissions", Call.Read, null, http => Results.Json(new
        {
            data = Scopes(http).Select(s => new { permission = s, status = "granted" }).Append(new { permission = "user_photos", status = "declined" }),
        }));
        Graph("GET", "/v25.0/me/accounts", Call.Read, "pages_show_list", http => List(http, [.. Pages.Where(p => !p.IsOfBusiness)], p => Shown(http, p, withTasks: true)));
        Graph("GET", "/v25.0/me/businesses", Call.Read, "business_management", http => List(http, [Business], b => new { id = b, name = "Northlight" }));
        Graph("GET", $"/v25.0/{Business}/owned_pages", Call.Read, "business_management", http => List(http, [.. Pages.Where(p => p.IsOfBusiness || p.Id == "1001")], p => Shown(http, p, withTasks: false)));
        Graph("GET", $"/v25.0/{Business}/client_pages", Call.Read, "business_management", http => List(http, new List<EmulatedPage>(), p => Shown(http, p, withTasks: false)));
    }

    /// <summary>A token of a page without any ceremony, for everything.</summary>
    public string TokenOf(string pageId)
    {
        const string everything = "pages_show_list,pages_read_engagement,pages_manage_posts,instagram_basic,instagram_content_publish,instagram_manage_comments,instagram_manage_insights,instagram_manage_contents";
        var token = Desk.Give(everything, TimeSpan.FromDays(36_500));
        lock (Door) (scopes[token], pageOfToken[token]) = (everything, pageId);
        return token;
    }

    /// <summary>Some of what is found has no address, and is no place.</summary>
    protected void MapPlaces() => Graph("GET", "/v25.0/pages/search", Call.Read, null, http => http.Request.Query["q"].ToString() is { Length: > 0 } words
        ? Results.Json(new
        {
            data = Places.Where(p => p.Name.Contains(words, StringComparison.OrdinalIgnoreCase)).Select(p => (object)new { id = p.Id, name = p.Name, location = new { street = p.Street, city = p.City, country = "Germany" } })
                .Append(new { id = "99", name = $"Friends of {words}", link = $"https://www.facebook.com/friends.{words}" }),
        })
        : Error(100, "(#100) The parameter q is required"));

    /// <summary>The page whose token this call carries; null if it is a person's.</summary>
    protected EmulatedPage? PageOf(HttpContext http) => pageOfToken.TryGetValue(Bearer(http), out var id) ? Pages.Find(p => p.Id == id) : null;

    protected IEnumerable<string> Scopes(HttpContext http) =>
        (scopes.GetValueOrDefault(Bearer(http)) ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    protected object Picture(string id) => new { data = new { url = new Uri(Address, $"pictures/{id}.png").AbsoluteUri } };

    IResult Tokens(string scope, TimeSpan life)
    {
        var token = Desk.Give(scope, life);
        scopes[token] = scope;
        return Results.Json(new { access_token = token, token_type = "bearer", expires_in = (long)life.TotalSeconds });
    }

    object Shown(HttpContext http, EmulatedPage page, bool withTasks)
    {
        var token = Desk.Give(scopes[Bearer(http)], TimeSpan.FromDays(36_500));
        scopes[token] = scopes[Bearer(http)];
        pageOfToken[token] = page.Id;
        var shown = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = page.Id,
            ["name"] = page.Name,
            ["username"] = page.Username,
            ["access_token"] = token,
            ["picture"] = Picture(page.Id),
        };
        if (withTasks)
            shown["tasks"] = new[] { page.Task, "ANALYZE" };
        if (page.InstagramId is not null && http.Request.Query["fields"].ToString().Contains("instagram_business_account", StringComparison.Ordinal))
            shown["instagram_business_account"] = new { id = page.InstagramId, username = page.InstagramName, name = $"{page.Name} on Instagram", profile_picture_url = new Uri(Address, $"pictures/{page.InstagramId}.png").AbsoluteUri };
        return shown;
    }
}
