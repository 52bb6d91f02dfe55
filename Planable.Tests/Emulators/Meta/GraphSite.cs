using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Planable.Tests.Emulators.Meta;

/// <summary>What Meta's emulated networks share: the shape of errors, tokens, pages of lists, figures, and answers arranged by a test.</summary>
public abstract class GraphSite(TimeProvider? clock, int port) : NetworkSite(clock, port)
{
    readonly Dictionary<Call, Queue<IResult>> arranged = [];
    long lastId = 17_900_000_000_000_000;

    /// <summary>The next call of this kind that gets past the token check is answered with this and does nothing.</summary>
    public void Answer(Call call, IResult answer)
    {
        lock (Door)
        {
            if (!arranged.TryGetValue(call, out var queue))
                arranged[call] = queue = new Queue<IResult>();
            queue.Enqueue(answer);
        }
    }

    /// <summary>An error as the Graph API words it.</summary>
    public static IResult Error(int code, string message, int? subcode = null, bool isTransient = false, int status = 400, string? forPeople = null)
    {
        var error = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["message"] = message,
            ["type"] = "OAuthException",
            ["code"] = code,
            ["fbtrace_id"] = "AbCdEfGh",
        };
        if (subcode is { } sub)
            error["error_subcode"] = sub;
        if (isTransient)
            error["is_transient"] = true;
        if (forPeople is not null)
            error["error_user_msg"] = forPeople;
        return Results.Json(new { error }, statusCode: status);
    }

    protected static IResult Missing(string id) =>
        Error(100, $"Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation", 33);

    /// <summary>Maps a call of the Graph API: token and scope are looked at, then comes what a test arranged, then the answer.</summary>
    /// <param name="scope">Needed for it; null where any token will do.</param>
    protected void Graph(string method, string path, Call call, string? scope, Func<HttpContext, IResult> answer) =>
        On(method, path, call, http => Refuse(http, scope) ?? Arranged(call), http =>
        {
            lock (Door) return Task.FromResult(answer(http));
        });

    /// <summary>The same for calls with a form.</summary>
    protected void GraphForm(string path, Call call, string? scope, Func<HttpContext, IFormCollection, Task<IResult>> answer) =>
        On("POST", path, call, http => Refuse(http, scope) ?? Arranged(call), async http => await answer(http, await Form(http)));

    /// <summary>The same for calls whose kind stands in the form.</summary>
    protected void GraphForm(string path, Func<IFormCollection, Call> kind, string? scope, Func<HttpContext, IFormCollection, IResult> answer)
    {
        App.MapMethods(path, ["POST"], Play);

        async Task Play(HttpContext http)
        {
            http.Request.EnableBuffering();
            var form = await Form(http);
            var call = kind(form);
            await Faults.Play(http, call, () => Task.FromResult(Answered(http, call, form)));
        }

        IResult Answered(HttpContext http, Call call, IFormCollection form)
        {
            lock (Door) return Refuse(http, scope) ?? Arranged(call) ?? answer(http, form);
        }
    }

    protected IResult? Arranged(Call call)
    {
        lock (Door) return arranged.TryGetValue(call, out var queue) && queue.TryDequeue(out var answer) ? answer : null;
    }

    protected IResult? Refuse(HttpContext http, string? scope) => Desk.Judge(http, scope, Bearer(http)) switch
    {
        TokenState.Good => null,
        TokenState.Missing => Error(2500, "An active access token must be used to query information about the current user.", status: 400),
        TokenState.Expired => Error(190, "Error validating access token: Session has expired.", 463, status: 401),
        TokenState.WithoutScope => Error(200, $"(#200) Requires {scope} permission to manage the object", status: 403),
        _ => Error(190, "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.", 460, status: 401),
    };

    protected static string Bearer(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) ? header[7..] : header.StartsWith("OAuth ", StringComparison.Ordinal) ? header[6..] : http.Request.Query["access_token"].ToString();
    }

    protected static async Task<IFormCollection> Form(HttpContext http) => http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : FormCollection.Empty;

    protected string NewId() => (++lastId).ToString(CultureInfo.InvariantCulture);

    /// <summary>A page of a list that is newest first, with cursors.</summary>
    protected IResult List<T>(HttpContext http, IReadOnlyList<T> newestFirst, Func<T, object> shown)
    {
        var limit = int.TryParse(http.Request.Query["limit"], CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 1, 100) : 25;
        var skip = int.TryParse(http.Request.Query["after"], CultureInfo.InvariantCulture, out var after) ? after : 0;
        var page = newestFirst.Skip(skip).Take(limit).Select(shown).ToList();
        var cursor = (skip + page.Count).ToString(CultureInfo.InvariantCulture);
        return skip + page.Count < newestFirst.Count
            ? Results.Json(new { data = page, paging = new { cursors = new { before = "0", after = cursor }, next = new Uri(Address, $"{http.Request.Path}?after={cursor}").AbsoluteUri } })
            : Results.Json(new { data = page, paging = new { cursors = new { before = "0", after = cursor } } });
    }

    /// <summary>Answers an insights call: figures that grow with age, an error for a metric that does not exist.</summary>
    protected IResult Figures(HttpContext http, string id, DateTimeOffset since, IReadOnlyDictionary<string, long> perHour, bool isTotal = false)
    {
        var asked = http.Request.Query["metric"].ToString().Split(',');
        if (asked.FirstOrDefault(m => !perHour.ContainsKey(m)) is { } unknown)
            return Error(100, $"(#100) The value must be a valid insights metric: {unknown}");
        var hours = Math.Max(0, (Clock.GetUtcNow() - since).TotalHours);
        return Results.Json(new
        {
            data = asked.Select(m => (object)(isTotal
                ? new { name = m, period = "day", total_value = new { value = Figure(perHour[m], hours) }, id = $"{id}/insights/{m}/day" }
                : new { name = m, period = "lifetime", values = new[] { new { value = Figure(perHour[m], hours) } }, id = $"{id}/insights/{m}/lifetime" })),
        });
    }

    /// <summary>Answers "follower_demographics", which wants to know by what.</summary>
    protected IResult FollowerGroups(HttpContext http, string id)
    {
        var by = http.Request.Query["breakdown"].ToString();
        (string Key, int Value)[] groups = by switch { "age" => [("18-24", 40), ("25-34", 120), ("65+", 40)], "country" => [("DE", 150), ("AT", 50)], _ => [] };
        if (groups.Length == 0)
            return Error(100, "(#100) The parameter breakdown is required for this metric.");
        if (IsSmall)
            return Error(100, "(#100) Demographics are not available for accounts with fewer than 100 followers.");
        var results = groups.Select(g => new { dimension_values = new[] { g.Key }, value = g.Value });
        return Results.Json(new { data = new[] { new { name = "follower_demographics", period = "lifetime", total_value = new { breakdowns = new[] { new { dimension_keys = new[] { by }, results } } }, id = $"{id}/insights/follower_demographics/lifetime" } } });
    }

    /// <summary>The account has fewer than a hundred followers.</summary>
    public bool IsSmall { get; set; }

    protected static long Figure(long perHour, double hours) => perHour + (long)(perHour * hours);

    protected static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + "+0000";

    protected static string Route(HttpContext http, string name) => http.GetRouteValue(name)!.ToString()!;
}
