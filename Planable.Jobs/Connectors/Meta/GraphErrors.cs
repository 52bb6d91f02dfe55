using System.Globalization;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>
/// What Meta's Graph APIs mean by their refusals: an object "error" with message, code and error_subcode. Only the numbers count, never the words;
/// a subcode says more than its code. Sources: Graph API error reference and other publishing tools, 2026-11-21.
/// </summary>
static class GraphErrors
{
    // Threads: a container that was just made, or a post that is gone.
    const int NotFound = 4279009;

    const int NotEnoughViewers = 10;

    static readonly Dictionary<int, FailureClass> Known = new()
    {
        // The sign-in: 458 app removed, 459 and 490 checkpoint, 460 password changed, 463 expired, 464 unconfirmed, 467 and 492 session gone.
        [102] = FailureClass.ReauthRequired,
        [190] = FailureClass.ReauthRequired,
        [458] = FailureClass.ReauthRequired,
        [459] = FailureClass.ReauthRequired,
        [460] = FailureClass.ReauthRequired,
        [463] = FailureClass.ReauthRequired,
        [464] = FailureClass.ReauthRequired,
        [467] = FailureClass.ReauthRequired,
        [490] = FailureClass.ReauthRequired,
        [492] = FailureClass.ReauthRequired,
        [10] = FailureClass.ReauthRequired,

        // The page must be authorised for publishing; the person must be identified.
        [1404078] = FailureClass.ReauthRequired,
        [4854002] = FailureClass.ReauthRequired,

        // Too many calls: of the app, the user, the page, by a rule of the app's, of a use case.
        [4] = FailureClass.RateLimited,
        [17] = FailureClass.RateLimited,
        [32] = FailureClass.RateLimited,
        [341] = FailureClass.RateLimited,
        [613] = FailureClass.RateLimited,
        [80001] = FailureClass.RateLimited,
        [80002] = FailureClass.RateLimited,
        [80006] = FailureClass.RateLimited,
        [1390008] = FailureClass.RateLimited,
        [2207042] = FailureClass.QuotaExhausted,

        [1] = FailureClass.Transient,
        [2] = FailureClass.Transient,
        [1363047] = FailureClass.Transient,
        [1609010] = FailureClass.Transient,

        // About a container that was not published: made anew, it may work.
        [2207003] = FailureClass.Transient,
        [2207008] = FailureClass.Transient,
        [2207020] = FailureClass.Transient,
        [2207027] = FailureClass.Transient,
        [2207032] = FailureClass.Transient,
        [2207052] = FailureClass.Transient,
        [2207053] = FailureClass.Transient,
        [2207082] = FailureClass.Transient,
        [NotFound] = FailureClass.Transient,

        // What a person has to change.
        [100] = FailureClass.Permanent,
        [368] = FailureClass.Permanent,
        [506] = FailureClass.Permanent,
        [36001] = FailureClass.Permanent,
        [36003] = FailureClass.Permanent,
        [1346003] = FailureClass.Permanent,
        [1349125] = FailureClass.Permanent,
        [1366046] = FailureClass.Permanent,
        [1366051] = FailureClass.Permanent,
        [1404006] = FailureClass.Permanent,
        [1404102] = FailureClass.Permanent,
        [1404112] = FailureClass.Permanent,
        [1609008] = FailureClass.Permanent,
        [2061006] = FailureClass.Permanent,
        [2069019] = FailureClass.Permanent,
        [2207001] = FailureClass.Permanent,
        [2207004] = FailureClass.Permanent,
        [2207005] = FailureClass.Permanent,
        [2207009] = FailureClass.Permanent,
        [2207010] = FailureClass.Permanent,
        [2207023] = FailureClass.Permanent,
        [2207026] = FailureClass.Permanent,
        [2207028] = FailureClass.Permanent,
        [2207035] = FailureClass.Permanent,
        [2207036] = FailureClass.Permanent,
        [2207037] = FailureClass.Permanent,
        [2207040] = FailureClass.Permanent,
        [2207050] = FailureClass.Permanent,
        [2207051] = FailureClass.Permanent,
        [2207057] = FailureClass.Permanent,
        [2207081] = FailureClass.Permanent,
        [4279013] = FailureClass.Permanent,
    };

    /// <summary>No such object, or not for this token. What it means depends on what was asked for.</summary>
    public static bool IsMissing(this Failure failure) => failure.Code is "100/33" or "24" or "24/4279009";

    /// <param name="publishes">Whether the refused call was the one that publishes: then trouble of Meta's own leaves open whether it did.</param>
    /// <returns>Null if the body holds no error of the Graph API.</returns>
    public static Failure? Explain(string name, JsonElement body, bool publishes)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object || Number(error, "code") is not { } code)
            return null;
        var subcode = Number(error, "error_subcode");
        var words = error.Text("error_user_msg") is { Length: > 0 } forPeople ? forPeople : error.Text("message") ?? "no reason given";
        var isOwnTrouble = error.TryGetProperty("is_transient", out var transient) && transient.ValueKind == JsonValueKind.True;
        return Explain(name, code, subcode, words, isOwnTrouble, publishes);
    }

    /// <summary>The same for a code that stands in words, as in the status of a container.</summary>
    public static Failure Explain(string name, int code, string words) => Explain(name, code, null, words, isOwnTrouble: false, publishes: false);

    static Failure Explain(string name, int code, int? subcode, string words, bool isOwnTrouble, bool publishes)
    {
        var kind = subcode is { } sub && Known.TryGetValue(sub, out var bySubcode) ? bySubcode
            : isOwnTrouble && code != 190 ? FailureClass.Transient
            : code == NotEnoughViewers && words.Contains("Not enough viewers", StringComparison.OrdinalIgnoreCase) ? FailureClass.Permanent
            : Known.TryGetValue(code, out var byCode) ? byCode
            : code is >= 200 and < 300 ? FailureClass.ReauthRequired
            : FailureClass.Permanent;

        // A container's own trouble is found before anything is published.
        if (publishes && kind == FailureClass.Transient && subcode is not ((>= 2207000 and < 2208000) or NotFound))
            kind = FailureClass.UnknownOutcome;
        return new Failure(kind, subcode is { } s ? $"{Written(code)}/{Written(s)}" : Written(code), $"{name} says: {words}");
    }

    static int? Number(JsonElement error, string name) => int.TryParse(error.Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
