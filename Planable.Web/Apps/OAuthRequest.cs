using System.Buffers.Text;
using Microsoft.AspNetCore.WebUtilities;
using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Tokens;

namespace Planable.Web.Apps;

/// <summary>What an app asks a person for, by the names of RFC 6749 and 7636. What stands there twice is not said at all, and what it is about is wrong.</summary>
public sealed class OAuthRequest
{
    static readonly string[] Names = ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"];

    readonly Dictionary<string, string> said = new(StringComparer.Ordinal);
    readonly bool isDoubled;

    /// <summary>From the address the app sent the person to, or from the form in which they answered.</summary>
    public OAuthRequest(HttpRequest request)
    {
        foreach (var name in Names)
        {
            var values = HttpMethods.IsPost(request.Method) ? request.HasFormContentType ? request.Form[name] : default : request.Query[name];
            isDoubled |= values.Count > 1;
            if (values is [{ Length: > 0 } value])
                said[name] = value;
        }
    }

    public string? ClientId => said.GetValueOrDefault("client_id");

    public string? RedirectUri => said.GetValueOrDefault("redirect_uri");

    /// <summary>All of it, to be sent along with the answer.</summary>
    public IReadOnlyDictionary<string, string> Said => said;

    /// <summary>Read always; without a scope nothing else.</summary>
    public IReadOnlyList<TokenScope> Scopes => [.. TokenScopes.Parse(said.GetValueOrDefault("scope", "")).Append(TokenScope.Read).Distinct().Order()];

    public AppRequest Asked => new(Scopes, RedirectUri!, said["code_challenge"]);

    /// <returns>The error of RFC 6749 and its words; null if all is well. Whom to tell it is known by then.</returns>
    public (string Code, string Words)? Wrong()
    {
        if (isDoubled)
            return ("invalid_request", "A parameter is there twice.");
        if (!said.TryGetValue("response_type", out var type))
            return ("invalid_request", "The response_type is missing.");
        if (type != "code")
            return ("unsupported_response_type", "The response_type has to be code.");
        if (said.GetValueOrDefault("code_challenge_method") != "S256")
            return ("invalid_request", "The code_challenge_method has to be S256.");
        if (said.GetValueOrDefault("code_challenge") is not { Length: 43 } challenge || !Base64Url.IsValid(challenge))
            return ("invalid_request", "The code_challenge has to be the base64url of a SHA-256.");
        try
        {
            _ = Scopes;
            return null;
        }
        catch (RuleBroken)
        {
            return ("invalid_scope", "There is no such scope.");
        }
    }

    /// <summary>Where the person goes back to, with what came of it. Who answers stands beside it (RFC 9207), so that an app that knows several of us cannot be led to mistake one for another.</summary>
    public string Back(string issuer, params IEnumerable<(string Name, string Value)> answer) =>
        QueryHelpers.AddQueryString(RedirectUri!, answer.Append(("iss", issuer)).Concat(said.TryGetValue("state", out var state) ? [("state", state)] : []).Select(a => KeyValuePair.Create(a.Item1, (string?)a.Item2)));
}
