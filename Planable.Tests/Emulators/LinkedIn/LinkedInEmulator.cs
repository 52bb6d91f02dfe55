using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.LinkedIn;

/// <summary>A page of the emulated LinkedIn, and what the signed-in member is on it.</summary>
public sealed record EmulatedOrganization(string Id, string Name, string Vanity, string Role = "ADMINISTRATOR", bool IsHidden = false);

/// <summary>LinkedIn as it behaves to members and pages: versions that end, ids in a header, texts that an unescaped sign cuts, films in parts with tags.</summary>
public sealed partial class LinkedInEmulator : NetworkSite
{
    public const string MemberId = "ACoAAA1b2c3";
    const int PartBytes = 4_194_304;
    const string Reserved = "<>#~_|[]*(){}@";

    readonly List<Share> shares = [];
    readonly List<(string Urn, string Post, string Actor, string Text)> comments = [];
    readonly Dictionary<string, Asset> assets = new(StringComparer.Ordinal);
    long lastId;

    LinkedInEmulator(TimeProvider? clock, int port) : base(clock, port) => Desk.RotatesRefreshTokens = false;

    public string MemberName { get; set; } = "Anna Acme";

    public IList<EmulatedOrganization> Organizations { get; } =
    [
        new("2414183", "Acme", "acme"),
        new("2414184", "Acme Kitchens", "acme-kitchens", "CONTENT_ADMINISTRATOR"),
        new("2414185", "Somebody else", "somebody-else", "ANALYST"),
        new("2414186", "", "", "ADMINISTRATOR", IsHidden: true),
    ];

    /// <summary>Versions before this one are retired.</summary>
    public string OldestVersion { get; set; } = "202512";

    /// <summary>How often the state of a file has to be asked for until it is available.</summary>
    public int ProcessingPolls { get; set; }

    public bool RefusesFiles { get; set; }

    /// <summary>The calls of the day are used up.</summary>
    public bool IsDayFull { get; set; }

    /// <summary>The service error code of tokens that are not good: 65600 invalid, 65601 revoked, 65602 expired.</summary>
    public int DeadTokenCode { get; set; } = 65601;

    /// <summary>Posts get ids of this kind: share or ugcPost.</summary>
    public string UrnKind { get; set; } = "share";

    /// <summary>Sizes of the parts in which films came.</summary>
    public List<long> Parts { get; } = [];

    /// <summary>What was chosen with each post.</summary>
    public IReadOnlyList<(string Author, string Visibility, bool NoReshares, string? DocumentTitle, string? CardTitle)> Options
    {
        get
        {
            lock (Door) return [.. shares.Select(s => (s.Author, s.Visibility, s.NoReshares, s.DocumentTitle, s.CardTitle))];
        }
    }

    public IReadOnlyList<(string Question, IReadOnlyList<string> Options, string Duration)> Polls
    {
        get
        {
            lock (Door) return [.. shares.Where(s => s.Poll is not null).Select(s => s.Poll!.Value)];
        }
    }

    /// <summary>Commentaries as they came, in LinkedIn's own format.</summary>
    public IReadOnlyList<string> Commentaries
    {
        get
        {
            lock (Door) return [.. shares.Select(s => s.Commentary)];
        }
    }

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. shares.Select(Seen), .. comments.Select(c => new EmulatedPost(c.Urn, c.Text, null, []) { AnswerTo = c.Post })];
        }
    }

    protected internal override string WhoIsSignedIn => MemberName;

    public static async Task<LinkedInEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new LinkedInEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    public void WriteByHand(string author, string text)
    {
        lock (Door) shares.Add(new Share(NewUrn(), author, text, "PUBLIC", false, [], null, null, null, null, Clock.GetUtcNow()));
    }

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            var at = shares.FindIndex(s => s.Urn == id);
            if (at < 0)
                return false;
            shares[at] = shares[at] with { Commentary = text ?? shares[at].Commentary, Media = dropsFiles ? [] : shares[at].Media };
            return true;
        }
    }

    /// <summary>Pages of others, which can be mentioned.</summary>
    public IList<(long Id, string Vanity, string Name)> Strangers { get; } = [(70_001, "northlight-agency", "Northlight (Agency)")];

    protected override void Map()
    {
        Desk.TokenLife = TimeSpan.FromDays(60);
        Desk.Map("/oauth/v2/authorization", "/oauth/v2/accessToken", extra: () => new { refresh_token_expires_in = 31_536_000 });
        App.MapPost("/oauth/v2/revoke", async Task<IResult> (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["client_id"] != OAuthDesk.ClientId || form["client_secret"] != OAuthDesk.ClientSecret || Desk.Judge(http, given: form["token"]) != TokenState.Good)
                return Results.Json(new { error = "invalid_request" }, statusCode: 400);
            Desk.Revoke();
            return Results.Ok();
        });
        On("GET", "/v2/userinfo", Call.Read, May("profile", isVersioned: false), _ => Results.Json(new { sub = MemberId, name = MemberName, picture = new Uri(Address, "/anna.png").AbsoluteUri }));
        On("GET", "/v2/organizationalEntityAcls", Call.Read, May("rw_organization_admin", isVersioned: false), http => Results.Json(new
        {
            elements = Organizations.Skip(int.Parse(http.Request.Query["start"].ToString(), CultureInfo.InvariantCulture)).Take(int.Parse(http.Request.Query["count"].ToString(), CultureInfo.InvariantCulture)).Select(Acl),
        }));
        On("POST", "/rest/posts", Call.Publish, May(null), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return Create(http, sent);
        });
        On("GET", "/rest/organizations", Call.Read, May(null), http => http.Request.Query["q"] == "vanityName"
            ? Results.Json(new { elements = Strangers.Where(s => s.Vanity == http.Request.Query["vanityName"]).Select(s => new { id = s.Id, localizedName = s.Name, vanityName = s.Vanity }) })
            : Error(400, "Unknown finder"));
        On("GET", "/rest/posts", Call.Read, May("r_organization_social"), Published);
        On("GET", "/rest/posts/{urn}", Call.Read, May("r_organization_social"), http => shares.Find(s => s.Urn == Route(http, "urn")) is { } share ? Results.Json(Listed(share)) : Error(404, "Not found"));
        On("POST", "/rest/posts/{urn}", Call.Publish, May(null), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door)
            {
                if (http.Request.Headers["X-RestLi-Method"] != "PARTIAL_UPDATE" || shares.FindIndex(s => s.Urn == Route(http, "urn")) is var at && at < 0)
                    return Error(404, "Not found");
                shares[at] = shares[at] with { Commentary = sent.GetProperty("patch").GetProperty("$set").GetProperty("commentary").GetString()! };
                return Results.NoContent();
            }
        });
        On("DELETE", "/rest/posts/{urn}", Call.Delete, May(null), http => shares.RemoveAll(s => s.Urn == Route(http, "urn")) + comments.RemoveAll(c => c.Post == Route(http, "urn")) > 0 ? Results.NoContent() : Error(404, "Not found"));
        On("GET", "/rest/socialActions/{urn}/comments", Call.Read, May("r_organization_social"), http =>
        {
            var (start, count) = (int.Parse(http.Request.Query["start"].ToString(), CultureInfo.InvariantCulture), int.Parse(http.Request.Query["count"].ToString(), CultureInfo.InvariantCulture));
            return Results.Json(new { elements = comments.Where(c => c.Post == Route(http, "urn")).Skip(start).Take(count).Select(c => new { commentUrn = c.Urn, actor = c.Actor, message = new { text = c.Text } }) });
        });
        On("POST", "/rest/socialActions/{urn}/comments", Call.Publish, May(null), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return Comment(http, sent);
        });
        MapFiles();
        MapFigures();
        MapPages();
    }

    Dictionary<string, object> Acl(EmulatedOrganization organization)
    {
        var acl = new Dictionary<string, object> { ["role"] = organization.Role, ["organizationalTarget"] = $"urn:li:organization:{organization.Id}" };
        if (!organization.IsHidden)
        {
            acl["organizationalTarget~"] = new Dictionary<string, object>
            {
                ["localizedName"] = organization.Name,
                ["vanityName"] = organization.Vanity,
                ["logoV2"] = new Dictionary<string, object> { ["original~"] = new { elements = new[] { new { identifiers = new[] { new { identifier = new Uri(Address, $"/{organization.Vanity}.png").AbsoluteUri } } } } } },
            };
        }

        return acl;
    }

    Func<HttpContext, IResult?> May(string? scope, bool isVersioned = true) => http =>
    {
        if (isVersioned && (http.Request.Headers["LinkedIn-Version"].ToString() is not { Length: 6 } version || string.CompareOrdinal(version, OldestVersion) < 0))
            return Error(426, $"Requested version {http.Request.Headers["LinkedIn-Version"]} is not active");
        if (http.Request.Headers["X-Restli-Protocol-Version"] != "2.0.0")
            return Error(400, "X-Restli-Protocol-Version is missing");
        return Desk.Judge(http, scope) switch
        {
            TokenState.Good => null,
            TokenState.WithoutScope => Results.Json(new { message = $"Not enough permissions to access this resource: {scope}", status = 403, code = "ACCESS_DENIED", serviceErrorCode = 100 }, statusCode: 403),
            TokenState.Expired => Error(401, "The token used in the request has expired", 65602),
            TokenState.Missing => Error(401, "Empty oauth2 access token", 65604),
            _ => Error(401, "The token used in the request has been revoked by the user", DeadTokenCode),
        };
    };

    static IResult Error(int status, string message, int? code = null) =>
        Results.Json(code is null ? new { message, status } : new { message, status, serviceErrorCode = code, code = code == 65601 ? "REVOKED_ACCESS_TOKEN" : code == 65602 ? "EXPIRED_ACCESS_TOKEN" : "INVALID_ACCESS_TOKEN" } as object, statusCode: status);

    static string Route(HttpContext http, string name) => http.Request.RouteValues[name]!.ToString()!;

    static string? Text(JsonElement sent, string name) => sent.TryGetProperty(name, out var value) ? value.GetString() : null;
}
