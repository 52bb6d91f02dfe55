using System.Security.Cryptography;
using System.Text;
using Planable.Data.Apps;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Tokens;

/// <summary>
/// Lets a program act in one workspace as one member, within the scopes it was made for. What the member may not do it may not do either, and it ends with their membership.
/// </summary>
public class AccessToken : Recorded, IBelongToWorkspace
{
    public const int NameLength = 80;
    public const int AddressLength = 64;
    public const int MostDays = 366;

    /// <summary>Begins every token, so that scanners of repositories find one that leaked.</summary>
    public const string Prefix = "planable_";

    public static readonly TimeSpan WarnedBefore = TimeSpan.FromDays(14);

    AccessToken()
    {
    }

    /// <returns>The secret is shown once; only its hash is kept.</returns>
    public static (AccessToken Token, string Secret) Make(string? name, IReadOnlyCollection<TokenScope> scopes, int days, Member by, DateTimeOffset at)
    {
        if (!by.IsActive)
            throw new NotAllowed($"{by.Person.Name} is not a member any more.");
        var clean = (name ?? "").Trim();
        if (clean.Length is 0 or > NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", NameLength);
        if (days is < 1 or > MostDays)
            throw new RuleBroken("TOKEN_DAYS", "A token is valid for 1 to {0} days.", MostDays);
        var secret = NewSecret();
        var token = new AccessToken
        {
            Name = clean,
            MemberId = by.Id,
            Scopes = [.. scopes.Append(TokenScope.Read).Distinct().Order()],
            Hash = HashOf(secret),
            Ending = secret[^4..],
            MadeAt = at,
            ExpiresAt = at.AddDays(days),
        };
        token.Record(by, "made", at, ("name", clean), ("scopes", string.Join(", ", token.Scopes.Select(s => s.Name()))));
        return (token, secret);
    }

    /// <summary>For an app, as a person allowed it. It opens nothing until the app brings its code.</summary>
    public static AccessToken For(AppConsent consent, IntegrationApp app, Member by, DateTimeOffset at)
    {
        if (!by.IsActive)
            throw new NotAllowed($"{by.Person.Name} is not a member any more.");
        by.Must(Permission.SeeInternal);
        var token = new AccessToken { Name = app.Name, MemberId = by.Id, ConsentId = consent.Id, Scopes = [.. consent.Scopes], Hash = HashOf(NewSecret()), MadeAt = at, ExpiresAt = at };
        token.Record(by, "connected", at, ("name", app.Name), ("scopes", string.Join(", ", token.Scopes.Select(s => s.Name()))));
        return token;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid MemberId { get; private set; }

    /// <summary>As whom it acts.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>What it belongs to, if it is an app's; null for one that was made by hand.</summary>
    public Guid? ConsentId { get; private set; }

    public AppConsent? Consent { get; private set; }

    public string Name { get; private set; } = "";

    public List<TokenScope> Scopes { get; private set; } = [];

    public string Hash { get; private set; } = "";

    /// <summary>Its last characters, to tell it from others.</summary>
    public string Ending { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? WarnedAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public string? UsedFrom { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    protected override string Subject => "token";

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public bool IsOpen(DateTimeOffset at) => RevokedAt is null && at < ExpiresAt;

    /// <summary>Reading is in every scope, and writing is all that is not reading.</summary>
    public bool Has(TokenScope scope) => scope == TokenScope.Read || Scopes.Contains(TokenScope.Write) || Scopes.Contains(scope);

    /// <summary>Their own, or anybody's for those who manage members.</summary>
    public bool CanBeRevokedBy(Member by) => MemberId == by.Id || by.Can(Permission.ManageMembers);

    public void Revoke(Member by, DateTimeOffset at)
    {
        if (!CanBeRevokedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not revoke this token.");
        End(by, null, at);
    }

    /// <summary>Because of something that happened elsewhere: to the app, to what its person allowed it, to the membership.</summary>
    public void End(Actor by, string? why, DateTimeOffset at)
    {
        if (RevokedAt is not null)
            return;
        RevokedAt = at;
        Record(by, ConsentId is null ? "revoked" : "disconnected", at, ("name", Name), ("why", why));
    }

    internal static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Its member is told once that it will end.</summary>
    public void Warned(DateTimeOffset at) => WarnedAt ??= at;
}
