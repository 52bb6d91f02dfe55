using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Dribbble;

/// <summary>Dribbble as its version 2 behaves: one picture inside the call, the number of the shot in a header, tokens without end.</summary>
public sealed class DribbbleEmulator : NetworkSite
{
    public const int UserId = 901;

    readonly List<Shot> shots = [];
    long lastId = 27_000_000;

    DribbbleEmulator(TimeProvider? clock, int port) : base(clock, port)
    {
        Desk.GivesRefreshTokens = false;
        Desk.TokenLife = TimeSpan.FromDays(36_500);
    }

    public string Login { get; set; } = "acme";

    public bool MayUpload { get; set; } = true;

    /// <summary>What was chosen with each shot.</summary>
    public IReadOnlyList<(string Title, string Tags, string? Team)> Options
    {
        get
        {
            lock (Door) return [.. shots.Select(s => (s.Title, string.Join(',', s.Tags), s.Team))];
        }
    }

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. shots.Select(Seen)];
        }
    }

    protected internal override string WhoIsSignedIn => Login;

    public static async Task<DribbbleEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new DribbbleEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    public void ShootByHand(string title, string description)
    {
        lock (Door) shots.Add(new Shot(++lastId, title, description, [], null, new EmulatedMedia("", 1, "image/png")));
    }

    protected override void Map()
    {
        App.MapPost("/oauth/token", async Task<IResult> (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            var isOurs = form["client_id"] == OAuthDesk.ClientId && form["client_secret"] == OAuthDesk.ClientSecret;
            return isOurs && Desk.Redeem(form["code"].ToString(), form["redirect_uri"].ToString()) is { } scope
                ? Results.Json(new { access_token = Desk.Give(scope), token_type = "bearer", scope, created_at = Clock.GetUtcNow().ToUnixTimeSeconds() })
                : Results.Json(new { error = "invalid_grant" }, statusCode: 401);
        });
        Desk.Map("/oauth/authorize", token: null);
        On("GET", "/v2/user", Call.Read, May("public"), _ => Results.Json(new
        {
            id = UserId,
            name = "Acme Design",
            login = Login,
            avatar_url = new Uri(Address, "/acme.png").AbsoluteUri,
            can_upload_shot = MayUpload,
            followers_count = 88,
            teams = new[] { new { id = 39, name = "Acme Studio", login = "acmestudio" } },
        }));
        On("GET", "/v2/user/shots", Call.Read, May("public"), http =>
        {
            var (page, count) = (int.Parse(http.Request.Query["page"].ToString(), CultureInfo.InvariantCulture), int.Parse(http.Request.Query["per_page"].ToString(), CultureInfo.InvariantCulture));
            return Results.Json(Enumerable.Reverse(shots).Skip((page - 1) * count).Take(count).Select(Listed));
        });
        On("POST", "/v2/shots", Call.Publish, May("upload"), async http =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (Door) return Create(http, form);
        });
        On("PUT", "/v2/shots/{id:long}", Call.Publish, May("upload"), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door)
            {
                var at = Find(http);
                if (at < 0)
                    return NotFound();
                shots[at] = shots[at] with { Title = sent.GetProperty("title").GetString()!, Description = sent.GetProperty("description").GetString()! };
                return Results.Json(Listed(shots[at]));
            }
        });
        On("DELETE", "/v2/shots/{id:long}", Call.Delete, May("upload"), http =>
        {
            if (Find(http) is var at && at < 0)
                return NotFound();
            shots.RemoveAt(at);
            return Results.NoContent();
        });
        App.MapGet("/", () => Page("Emulated Dribbble", $"<p><a href=\"/{Html(Login)}\">{Html(Login)}</a></p>"));
        App.MapGet("/{login}", (string login) =>
        {
            lock (Door) return login == Login ? Page(login, string.Concat(Enumerable.Reverse(shots).Select(s => $"<h2><a href=\"/shots/{s.Id}\">{Html(s.Title)}</a></h2>{Article(Seen(s))}"))) : Results.NotFound();
        });
        App.MapGet("/shots/{id:long}", (long id) =>
        {
            lock (Door) return shots.Find(s => s.Id == id) is { } shot ? Page(shot.Title, Article(Seen(shot))) : Results.NotFound();
        });
    }

    IResult Create(HttpContext http, IFormCollection form)
    {
        if (!MayUpload)
            return Results.Json(new { message = "You do not have permission to upload shots." }, statusCode: 403);
        var tags = form["tags[]"].Select(t => t ?? "").ToList();
        var team = form["team_id"].Count > 0 ? form["team_id"].ToString() : null;
        if (form["title"].ToString().Length == 0)
            return Invalid("title", "can't be blank");
        if (form["description"].ToString().Length > 10_000)
            return Invalid("description", "is too long");
        if (tags.Count > 12)
            return Invalid("tags", "are too many (maximum is 12)");
        if (team is not (null or "39"))
            return Invalid("team_id", "is invalid");
        if (form.Files.GetFile("image") is not { Length: > 0 and <= 8_000_000 } image || image.ContentType is not ("image/png" or "image/jpeg" or "image/gif"))
            return Invalid("image", "must be a GIF, JPG or PNG of at most 8 MB");
        var shot = new Shot(++lastId, form["title"].ToString(), form["description"].ToString(), tags, team, new EmulatedMedia("", image.Length, image.ContentType));
        shots.Add(shot);
        http.Response.Headers.Location = new Uri(Address, $"/v2/shots/{shot.Id}").AbsoluteUri;
        return Results.StatusCode(202);
    }

    Func<HttpContext, IResult?> May(string scope) => http => Desk.Judge(http, scope) switch
    {
        TokenState.Good => null,
        TokenState.WithoutScope => Results.Json(new { message = $"Token does not have the required scope: {scope}" }, statusCode: 403),
        _ => Results.Json(new { message = "Bad credentials." }, statusCode: 401),
    };

    int Find(HttpContext http)
    {
        var id = long.Parse(http.Request.RouteValues["id"]!.ToString()!, CultureInfo.InvariantCulture);
        return shots.FindIndex(s => s.Id == id);
    }

    object Listed(Shot shot) => new
    {
        id = shot.Id,
        title = shot.Title,
        description = shot.Description.Length == 0 ? null : $"<p>{Html(shot.Description).Replace("\n\n", "</p><p>", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal)}</p>",
        html_url = new Uri(Address, $"/shots/{shot.Id}").AbsoluteUri,
        tags = shot.Tags,
    };

    static EmulatedPost Seen(Shot shot) => new(shot.Id.ToString(CultureInfo.InvariantCulture), shot.Description, null, [shot.Picture]);

    static IResult Invalid(string attribute, string message) => Results.Json(new { message = "Validation failed.", errors = new[] { new { attribute, message } } }, statusCode: 422);

    static IResult NotFound() => Results.Json(new { message = "Not found." }, statusCode: 404);

    sealed record Shot(long Id, string Title, string Description, IReadOnlyList<string> Tags, string? Team, EmulatedMedia Picture);
}
