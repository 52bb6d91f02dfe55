using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Planable.Data.Companies;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Tokens;

namespace Planable.Data.Apps;

/// <param name="Redirects">Where people may be sent back to.</param>
public sealed record AppTerms(string? Name, IReadOnlyCollection<string> Redirects)
{
    public AppTerms Checked()
    {
        var name = (Name ?? "").Trim();
        if (name.Length is 0 or > IntegrationApp.NameLength || name.Any(char.IsControl))
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", IntegrationApp.NameLength);
        List<string> addresses = [.. Redirects.Select(r => r.Trim()).Where(r => r.Length > 0).Distinct(StringComparer.Ordinal)];
        if (addresses.Count is 0 or > IntegrationApp.MostRedirects)
            throw new RuleBroken("REDIRECTS_COUNT", "Enter one to {0} addresses to come back to.", IntegrationApp.MostRedirects);
        if (addresses.Find(r => !IsRedirect(r)) is { } wrong)
            throw new RuleBroken("REDIRECT_WRONG", "“{0}” cannot be come back to: it has to begin with https://, or with http://localhost or http://127.0.0.1, without # and without a name and password.", wrong);
        return new(name, addresses);
    }

    /// <summary>What could end a header or a source of the content security policy is refused with everything else.</summary>
    static bool IsRedirect(string address) =>
        address.Length <= IntegrationApp.RedirectLength && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4
        && address.All(c => char.IsAscii(c) && !char.IsControl(c) && c is not (' ' or '#' or ';' or ',' or '\'' or '"' or '*' or '\\' or '<' or '>'))
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}

/// <summary>A program of a company's that asks people, of whatever company, whether it may act for them: what OAuth calls a client. It is looked after, and logged, in one of the company's workspaces.</summary>
public partial class IntegrationApp : Recorded
{
    public const int NameLength = 80;
    public const int RedirectLength = 500;
    public const int MostRedirects = 10;
    public const int MostOfCompany = 50;

    IntegrationApp()
    {
    }

    /// <returns>The secret is shown once and kept as a hash; an app that cannot keep one, on a phone or in a browser, has none.</returns>
    public static (IntegrationApp App, string? Secret) Register(Company company, AppTerms terms, bool isPublic, Member by, DateTimeOffset at)
    {
        var app = new IntegrationApp { CompanyId = company.Id, ClientId = "app_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)), IsPublic = isPublic, MadeAt = at, MadeBy = by.Person.Name };
        app.Must(company, by);
        app.Settle(terms);
        app.Record(by, "registered", at, ("name", app.Name), ("addresses", string.Join(' ', app.Redirects)));
        return (app, isPublic ? null : app.NewSecret());
    }

    public Guid CompanyId { get; private set; }

    public string Name { get; private set; } = "";

    public string ClientId { get; private set; } = "";

    public string? SecretHash { get; private set; }

    /// <summary>It can keep no secret: the proof of the code (PKCE) is all there is, and every app has to give that.</summary>
    public bool IsPublic { get; private set; }

    public List<string> Redirects { get; private set; } = [];

    public string MadeBy { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    protected override string Subject => "app";

    public void Edit(Company company, AppTerms terms, Member by, DateTimeOffset at)
    {
        Must(company, by);
        Settle(terms);
        Record(by, "changed", at, ("name", Name), ("addresses", string.Join(' ', Redirects)));
    }

    /// <summary>The old one opens nothing any more, at once.</summary>
    public string ReplaceSecret(Company company, Member by, DateTimeOffset at)
    {
        Must(company, by);
        if (IsPublic)
            throw new RuleBroken("APP_PUBLIC", "This app can keep no secret, so it has none.");
        Record(by, "secret-replaced", at, ("name", Name));
        return NewSecret();
    }

    /// <summary>What people allowed it ends with it; the caller ends that.</summary>
    public void Remove(Company company, Member by, DateTimeOffset at)
    {
        Must(company, by);
        if (RemovedAt is not null)
            return;
        RemovedAt = at;
        Record(by, "removed", at, ("name", Name));
    }

    /// <summary>To the letter: an address that only resembles one is somebody else's. An app on somebody's own computer listens on whatever port is free there, so that alone may differ (RFC 8252 7.3).</summary>
    public bool ComesBackTo(string? address) =>
        address is not null && (Redirects.Contains(address, StringComparer.Ordinal) || (IsPublic && AtHome(address) is { } home && Redirects.Exists(r => AtHome(r) == home)));

    public bool Knows(string? secret) =>
        SecretHash is { } hash && secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(AccessToken.HashOf(secret)));

    /// <summary>Without its port; null for an address that is not on the computer itself.</summary>
    static string? AtHome(string address) => OnThisComputer().Match(address) is { Success: true } parts ? parts.Groups["host"].Value + parts.Groups["rest"].Value : null;

    [GeneratedRegex("^http://(?<host>127\\.0\\.0\\.1|localhost)(:[1-9][0-9]{0,4})?(?<rest>/[^\n]*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex OnThisComputer();

    void Settle(AppTerms terms)
    {
        var clean = terms.Checked();
        (Name, Redirects) = (clean.Name!, [.. clean.Redirects]);
    }

    string NewSecret()
    {
        var secret = "secret_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        SecretHash = AccessToken.HashOf(secret);
        return secret;
    }

    void Must(Company company, Member by)
    {
        if (company.Id != CompanyId || !company.IsOwnedBy(by.PersonId))
            throw new NotAllowed("Only the owners of a company look after its apps.");
    }
}
