using System.Security.Cryptography;
using Planable.Data.Companies;
using Planable.Data.People;

namespace Planable.Data.Portals;

/// <summary>How far an address of a company's own is.</summary>
public enum PortalState
{
    /// <summary>The name does not lead here yet.</summary>
    WaitingForDns,

    /// <summary>It leads here; that the company may use it is not proven yet.</summary>
    Verifying,

    /// <summary>Proven; the front server fetches a certificate.</summary>
    Certificate,

    /// <summary>Mails to clients link there.</summary>
    Active,

    /// <summary>It worked, and does not any more.</summary>
    Problem,
}

/// <summary>What was found when somebody looked.</summary>
/// <param name="Target">Where the name leads; null if nowhere.</param>
/// <param name="Proof">What stands in the record that proves whose it is; null if there is none.</param>
/// <param name="Trouble">What keeps a browser from opening it; null if nothing does.</param>
public sealed record PortalFinding(bool LeadsHere, string? Target, string? Proof, string? Trouble);

/// <summary>A name of a company's own under which its clients find their pages, from the first DNS record to the day it is given up.</summary>
public class PortalDomain : Entity, IRevised
{
    public const int HostLength = 253;

    /// <summary>Stands before the name, and holds <see cref="Proof"/>.</summary>
    public const string ProofLabel = "_portal";

    PortalDomain()
    {
    }

    PortalDomain(Guid companyId, string host, DateTimeOffset at)
    {
        CompanyId = companyId;
        Host = host;
        Proof = "portal-" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        Since = at;
    }

    public Guid CompanyId { get; private set; }

    /// <summary>Small letters, in its ASCII form.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Whoever can put this into the name's DNS may use it. Without that, anybody could take a name that leads here before its owner does.</summary>
    public string Proof { get; private set; } = "";

    public PortalState State { get; private set; }

    /// <summary>Since when it is in this state.</summary>
    public DateTimeOffset Since { get; private set; }

    public DateTimeOffset? CheckedAt { get; private set; }

    public string? FoundTarget { get; private set; }

    public string? FoundProof { get; private set; }

    public string? Trouble { get; private set; }

    public int Revision { get; private set; }

    public bool IsActive => State == PortalState.Active;

    /// <summary>Pages are served under it: it is proven whose it is.</summary>
    public bool IsServed => State is PortalState.Certificate or PortalState.Active or PortalState.Problem;

    /// <summary>Somebody is in the middle of setting it up, or waits for it to work again.</summary>
    public TimeSpan CheckEvery => State == PortalState.Active ? TimeSpan.FromMinutes(10) : TimeSpan.FromMinutes(1);

    /// <param name="ours">The host of the installation itself, which nobody takes.</param>
    public static PortalDomain Add(string host, Company company, Person by, string ours, DateTimeOffset at)
    {
        if (!company.IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of a company choose its address.");
        var ascii = Ascii(host) ?? throw new RuleBroken("HOST_INVALID", "An address of your own looks like {0}: letters, digits and dashes, without https:// and without a path.", "clients.youragency.com");
        if (ascii == ours || ascii.EndsWith("." + ours, StringComparison.Ordinal))
            throw new RuleBroken("HOST_OURS", "This address belongs to this installation. Choose one of a domain of your own.");
        return new PortalDomain(company.Id, ascii, at);
    }

    /// <returns>Null if it is no name of a host that anybody can own.</returns>
    public static string? Ascii(string? host)
    {
        try
        {
            var ascii = new System.Globalization.IdnMapping { UseStd3AsciiRules = true }.GetAscii((host ?? "").Trim().TrimEnd('.').ToLowerInvariant());
            return ascii.Length <= HostLength && ascii.Contains('.') && !System.Net.IPAddress.TryParse(ascii, out _) && !char.IsAsciiDigit(ascii[^1]) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public void MustBelongTo(Company company, Person by)
    {
        if (company.Id != CompanyId || !company.IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of a company choose its address.");
    }

    /// <summary>One step further, or back to the one that is not done.</summary>
    public void Find(PortalFinding finding, DateTimeOffset at)
    {
        (CheckedAt, FoundTarget, FoundProof, Trouble) = (at, Cut(finding.Target), Cut(finding.Proof), Cut(finding.Trouble));
        var proven = IsServed || finding.Proof == Proof;
        var next = finding switch
        {
            { LeadsHere: false } => IsServed ? PortalState.Problem : PortalState.WaitingForDns,
            _ when !proven => PortalState.Verifying,
            { Trouble: not null } => State is PortalState.Active or PortalState.Problem ? PortalState.Problem : PortalState.Certificate,
            _ => PortalState.Active,
        };
        if (next != State)
            (State, Since) = (next, at);
    }

    static string? Cut(string? text) => text is { Length: > 400 } ? text[..400] : text;
}
