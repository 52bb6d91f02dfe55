using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Planable.Tests.Emulators.Mastodon;

/// <summary>
/// A Mastodon server with one account, on a free loopback port: app registration, consent page, tokens with PKCE, media with processing,
/// statuses with idempotency keys, a public page for each status. Behaves as docs.joinmastodon.org says of 4.3 and later.
/// </summary>
public sealed partial class MastodonEmulator : INetworkEmulator
{
    private readonly Lock door = new();
    private readonly TimeProvider clock;
    private readonly WebApplication app;
    private readonly Dictionary<string, RegisteredApp> apps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Grant> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Medium> media = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Status, DateTimeOffset At)> keys = new(StringComparer.Ordinal);
    private readonly SortedList<long, Status> statuses = [];
    private long lastId;

    private MastodonEmulator(TimeProvider clock, string username, string displayName, int port)
    {
        this.clock = clock;
        (Username, DisplayName) = (username, displayName);
        Faults = new Faults(clock);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = 200_000_000;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        app = builder.Build();
        MapSignIn();
        MapApi();
        MapPages();
    }

    public const string AccountId = "109348684220000000";

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public Faults Faults { get; }

    public string Username { get; }

    public string DisplayName { get; }

    public int MaxCharacters { get; set; } = 500;

    /// <summary>How many times a client must ask before an upload is ready; 0 answers the upload itself with "ready".</summary>
    public int ProcessingPolls { get; set; }

    /// <summary>When set, the consent page grants only these scopes.</summary>
    public string? GrantOnly { get; set; }

    /// <summary>The account may no longer sign in: every call answers 403.</summary>
    public bool IsLoginDisabled { get; set; }

    /// <summary>Plays a server from before 4.0, which knows only the first version of the instance call.</summary>
    public bool IsOld { get; set; }

    /// <summary>Plays a server that reads Markdown, so that its HTML differs from the words sent.</summary>
    public bool ReadsMarkdown { get; set; }

    public IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (door) return [.. statuses.Values.Select(s => s.Seen())];
        }
    }

    /// <summary>Visibility, content warning and language of the public statuses, oldest first.</summary>
    public IReadOnlyList<(string Visibility, string Spoiler, string? Language, bool Sensitive)> Options
    {
        get
        {
            lock (door) return [.. statuses.Values.Select(s => (s.Visibility, s.Spoiler, s.Language, s.Sensitive))];
        }
    }

    public static async Task<MastodonEmulator> Start(TimeProvider? clock = null, string username = "acme", string displayName = "Acme", int port = 0)
    {
        var emulator = new MastodonEmulator(clock ?? TimeProvider.System, username, displayName, port);
        await emulator.app.StartAsync();
        return emulator;
    }

    /// <summary>A token without any ceremony.</summary>
    public string Give(string scopes)
    {
        var token = Secret();
        lock (door) tokens[token] = scopes;
        return token;
    }

    /// <summary>How many tokens apps have given back.</summary>
    public int Revocations { get; private set; }

    public void RevokeTokens()
    {
        lock (door) tokens.Clear();
    }

    /// <summary>A status the account writes by itself, without any app.</summary>
    public void WriteByHand(string text)
    {
        lock (door) Add(new Status(NewId(), text, "public", "", "en", Sensitive: false, clock.GetUtcNow(), []));
    }

    public bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (door)
        {
            if (!long.TryParse(id, CultureInfo.InvariantCulture, out var number) || !statuses.TryGetValue(number, out var status)) return false;
            statuses[number] = status with { Text = text ?? status.Text, Media = dropsFiles ? [] : status.Media };
            return true;
        }
    }

    public Task Stop() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>People here, and those elsewhere whom this server knows only once it has asked their own.</summary>
    public IList<(string Id, string Acct, string Name, bool IsFar)> People { get; } = [("11", "bob", "Bob", false), ("12", "bobby@far.example", "", false), ("13", "carol@far.example", "Carol", true)];

    private void MapApi()
    {
        Map(HttpMethods.Get, "/api/v1/accounts/verify_credentials", Call.Read, "read:accounts", _ => Json(Account()));
        Map(HttpMethods.Get, "/api/v1/accounts/lookup", Call.Read, "read:accounts", http => People.FirstOrDefault(p => p.Acct == http.Request.Query["acct"].ToString()) is { Acct: not null } person
            ? Json(new { id = person.Id, acct = person.Acct, display_name = person.Name, url = new Uri(Address, $"@{person.Acct}").AbsoluteUri, followers_count = 120, statuses_count = 45, suspended = person.Name == "Suspended" })
            : Error(404, "Record not found"));
        Map(HttpMethods.Get, "/api/v1/accounts/search", Call.Read, "read:accounts", http =>
        {
            var words = http.Request.Query["q"].ToString();
            var isAskedElsewhere = http.Request.Query["resolve"] == "true";
            return Json(People.Where(p => (p.Acct.StartsWith(words, StringComparison.OrdinalIgnoreCase) && !p.IsFar) || (isAskedElsewhere && p.IsFar && p.Acct == words)).Select(p => new { id = p.Id, acct = p.Acct, display_name = p.Name }));
        });
        Map(HttpMethods.Get, "/api/v1/accounts/{id}/statuses", Call.Read, "read:statuses", Timeline);
        Map(HttpMethods.Get, "/api/v1/statuses/{id}", Call.Read, "read:statuses",
            http => One(http) is { } status ? Json(Shown(status)) : Error(404, "Record not found"));
        Map(HttpMethods.Get, "/api/v1/statuses/{id}/source", Call.Read, "read:statuses", http =>
            One(http) is { } status ? Json(new { id = Id(status.Id), text = status.Text, spoiler_text = status.Spoiler }) : Error(404, "Record not found"));
        Map(HttpMethods.Delete, "/api/v1/statuses/{id}", Call.Delete, "write:statuses", http =>
        {
            if (One(http) is not { } status) return Error(404, "Record not found");

            statuses.Remove(status.Id);
            return Json(Shown(status));
        });
        Map(HttpMethods.Get, "/api/v1/media/{id}", Call.Read, "write:media", http =>
        {
            if (!media.TryGetValue(Route(http, "id"), out var medium) || medium.IsAttached) return Error(404, "Record not found");
            return Json(medium.Shown(Address), medium.Polled() ? 200 : 206);
        });
        app.MapPost("/api/v2/media", (HttpContext http) => Faults.Play(http, Call.Upload, async () =>
        {
            if (Refuse(http, "write:media") is { } refusal) return refusal;

            var form = await http.Request.ReadFormAsync();
            if (form.Files.GetFile("file") is not { Length: > 0 } file) return Error(422, "Validation failed: File can't be blank");

            lock (door)
            {
                var medium = new Medium(Id(NewId()), form["description"].ToString(), file.Length, file.ContentType, ProcessingPolls);
                media[medium.Id] = medium;
                return Json(medium.Shown(Address), medium.IsReady ? 200 : 202);
            }
        }));
        app.MapPut("/api/v1/statuses/{id}", (HttpContext http) => Faults.Play(http, Call.Edit, async () =>
        {
            if (Refuse(http, "write:statuses") is { } refusal) return refusal;

            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (door) return One(http) is { } status ? Change(status, sent) : Error(404, "Record not found");
        }));
        app.MapPost("/api/v1/statuses", (HttpContext http) => Faults.Play(http, Call.Publish, async () =>
        {
            if (Refuse(http, "write:statuses") is { } refusal) return refusal;

            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (door) return Create(sent, http.Request.Headers["Idempotency-Key"].ToString());
        }));
        app.MapGet("/api/v2/instance", () => IsOld
            ? Error(404, "Not Found")
            : Json(new { domain = Address.Authority, title = "Emulated", version = "4.4.0", configuration = Configuration() }));
        app.MapGet("/api/v1/instance", () => Json(new { uri = Address.Authority, title = "Emulated", version = "3.5.0", configuration = Configuration() }));
    }

    private void MapPages()
    {
        app.MapGet("/", () => Page("Emulated Mastodon", $"<p><a href=\"/@{Html(Username)}\">@{Html(Username)}</a></p>"));
        app.MapGet("/@{handle}", (string handle) =>
        {
            lock (door) return handle == Username
                ? Page(DisplayName, string.Concat(statuses.Values.Reverse().Where(s => s.Visibility == "public").Select(Article)))
                : Results.NotFound();
        });
        app.MapGet("/@{handle}/{id:long}", (string handle, long id) =>
        {
            lock (door) return handle == Username && statuses.TryGetValue(id, out var status) ? Page(DisplayName, Article(status)) : Results.NotFound();
        });
        app.MapGet("/media/{id}", (string id) => Results.Text($"media {id}"));
    }

    private void Map(string method, string path, Call call, string scope, Func<HttpContext, IResult> answer)
    {
        app.MapMethods(path, [method], Play);

        Task Play(HttpContext http) => Faults.Play(http, call, () => Task.FromResult(Answer(http)));

        IResult Answer(HttpContext http)
        {
            if (Refuse(http, scope) is { } refusal) return refusal;
            lock (door) return answer(http);
        }
    }

    private IResult? Refuse(HttpContext http, string scope)
    {
        if (IsLoginDisabled) return Error(403, "Your login is currently disabled");

        var token = http.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header[7..] : "";
        lock (door)
        {
            if (!tokens.TryGetValue(token, out var granted))
                return Error(401, token.Length == 0 ? "The access token is invalid" : "The access token was revoked");
            return granted.Split(' ').Any(g => g == scope || g == scope.Split(':')[0]) ? null : Error(403, "This action is outside the authorized scopes");
        }
    }

    private object Account() => new
    {
        id = AccountId,
        username = Username,
        acct = Username,
        display_name = DisplayName,
        url = new Uri(Address, $"/@{Username}").AbsoluteUri,
        avatar = new Uri(Address, "/media/avatar.png").AbsoluteUri,
        followers_count = 3,
        statuses_count = statuses.Count,
    };

    private object Configuration() => new
    {
        statuses = new { max_characters = MaxCharacters, max_media_attachments = 4, characters_reserved_per_url = 23 },
        media_attachments = new
        {
            supported_mime_types = new[] { "image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4" },
            description_limit = 1500,
            image_size_limit = 16_777_216,
            image_matrix_limit = 33_177_600,
            video_size_limit = 103_809_024,
            video_frame_rate_limit = 120,
            video_matrix_limit = 8_294_400,
        },
        polls = new { max_options = 4, max_characters_per_option = 50, min_expiration = 300, max_expiration = 2_629_746 },
    };

    private static IResult Page(string title, string body, int status = 200) => Results.Content(
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Html(title)}</title></head><body><h1>{Html(title)}</h1>{body}</body></html>",
        "text/html", Encoding.UTF8, status);

    private static IResult Json(object answer, int status = 200) => Results.Json(answer, statusCode: status);

    private static IResult Error(int status, string words) => Results.Json(new { error = words }, statusCode: status);

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string Route(HttpContext http, string name) => http.GetRouteValue(name)!.ToString()!;

    private static long? Number(HttpContext http, string name) =>
        long.TryParse(http.Request.Query[name], CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(JsonElement sent, string name) => sent.TryGetProperty(name, out var value) ? value.GetString() : null;
}
