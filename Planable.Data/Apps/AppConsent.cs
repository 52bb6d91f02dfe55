using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Planable.Data.People;
using Planable.Data.Tokens;

namespace Planable.Data.Apps;

/// <summary>What an app asked for, and how it proves later that it was the one who asked.</summary>
/// <param name="Challenge">S256 of what only the app knows (RFC 7636).</param>
public sealed record AppRequest(IReadOnlyCollection<TokenScope> Scopes, string Redirect, string Challenge);

/// <summary>
/// What a person allowed an app, on one day. It begins as a code that is good for a minute and once. In each workspace they chose there is an access token that belongs to it: that is what the workspace knows, logs and can revoke.
/// It is the person's own, so no workspace's wall stands around it.
/// </summary>
public class AppConsent : Entity
{
    public static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan AccessLife = TimeSpan.FromHours(1);

    /// <summary>An app that is not used for so long has to ask again.</summary>
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(90);

    AppConsent()
    {
    }

    public static (AppConsent Consent, string Code) Give(IntegrationApp app, Guid personId, AppRequest request, DateTimeOffset at)
    {
        var code = "code_" + Secret();
        return (new AppConsent
        {
            AppId = app.Id,
            PersonId = personId,
            Scopes = [.. request.Scopes.Append(TokenScope.Read).Distinct().Order()],
            CodeHash = AccessToken.HashOf(code),
            Redirect = request.Redirect,
            Challenge = request.Challenge,
            GivenAt = at,
            EndsAt = at + CodeLife,
        }, code);
    }

    public Guid AppId { get; private set; }

    public IntegrationApp App { get; private set; } = null!;

    public Guid PersonId { get; private set; }

    public List<TokenScope> Scopes { get; private set; } = [];

    public string CodeHash { get; private set; } = "";

    public string Redirect { get; private set; } = "";

    public string Challenge { get; private set; } = "";

    public DateTimeOffset GivenAt { get; private set; }

    public DateTimeOffset? RedeemedAt { get; private set; }

    /// <summary>Of itself, unless the app renews its token before.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsCodeGood(DateTimeOffset at) => EndedAt is null && RedeemedAt is null && at < GivenAt + CodeLife;

    public bool IsProvenBy(string verifier) =>
        verifier is { Length: >= 43 and <= 128 } && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Challenge), Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))));

    internal static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}

/// <summary>Renews what was allowed, once. One that comes a second time has two holders, so everything ends.</summary>
public class AppRefresh : Entity
{
    AppRefresh()
    {
    }

    public static (AppRefresh Refresh, string Secret) Make(Guid consentId, DateTimeOffset at)
    {
        var secret = "refresh_" + AppConsent.Secret();
        return (new AppRefresh { ConsentId = consentId, Hash = AccessToken.HashOf(secret), MadeAt = at }, secret);
    }

    public Guid ConsentId { get; private set; }

    public AppConsent Consent { get; private set; } = null!;

    public string Hash { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }
}
