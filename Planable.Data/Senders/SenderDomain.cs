using Planable.Data.Companies;
using Planable.Data.People;
using Planable.Data.Portals;

namespace Planable.Data.Senders;

/// <summary>Whether mails go out from a company's own address.</summary>
public enum SenderState
{
    /// <summary>Some record is missing or wrong; mails go from the installation's address.</summary>
    WaitingForDns,

    /// <summary>Mails go from the company's own address, signed.</summary>
    Verified,

    /// <summary>It was verified and is not any more.</summary>
    Problem,
}

/// <summary>A pair of keys with which mails are signed.</summary>
/// <param name="Locked">The private one, encrypted (see <see cref="Secrets.Vault"/>).</param>
/// <param name="Public">As it stands in DNS.</param>
public sealed record SenderKey(string Selector, string Locked, string Public);

/// <summary>The address from which a company's mails reach its clients, from the first DNS record to the day it is given up.</summary>
public class SenderDomain : Entity, IRevised
{
    public const int LocalPartLength = 64;
    const int FoundLength = 600;

    SenderDomain()
    {
    }

    SenderDomain(Guid companyId) => CompanyId = companyId;

    public Guid CompanyId { get; private set; }

    /// <summary>What stands before the @.</summary>
    public string LocalPart { get; private set; } = "";

    /// <summary>Small letters, in its ASCII form.</summary>
    public string Domain { get; private set; } = "";

    /// <summary>The one that signs, and the one that will when its record is found.</summary>
    public IReadOnlyList<SenderKey> Keys { get; private set; } = [];

    /// <summary>The record of the key before: mails under way still need it for some days.</summary>
    public string? RetiredSelector { get; private set; }

    public SenderState State { get; private set; }

    /// <summary>Since when it is in this state.</summary>
    public DateTimeOffset Since { get; private set; }

    public DateTimeOffset? CheckedAt { get; private set; }

    public IReadOnlyList<SenderFinding> Findings { get; private set; } = [];

    public int Revision { get; private set; }

    public string Address => $"{LocalPart}@{Domain}";

    public bool IsVerified => State == SenderState.Verified;

    public SenderKey Key => Keys[0];

    public SenderKey? NextKey => Keys is [_, var next] ? next : null;

    /// <param name="cut">Makes a pair of keys.</param>
    /// <param name="ours">The host of the installation, whose name nobody takes.</param>
    public static SenderDomain Choose(string? address, Company company, Person by, Func<SenderKey> cut, string ours, DateTimeOffset at)
    {
        var sender = new SenderDomain(company.Id);
        sender.Move(address, company, by, cut, ours, at);
        return sender;
    }

    /// <summary>Another address. Under another domain everything has to be proven anew, with other keys.</summary>
    public void Move(string? address, Company company, Person by, Func<SenderKey> cut, string ours, DateTimeOffset at)
    {
        MustDecide(company, by);
        var (local, domain) = Read(address) ?? throw new RuleBroken("SENDER_INVALID", "An address of your own looks like {0}: letters, digits, dots and dashes before the @.", "hello@youragency.com");
        if (domain == ours || domain.EndsWith("." + ours, StringComparison.Ordinal))
            throw new RuleBroken("SENDER_OURS", "This domain belongs to this installation. Choose an address of a domain of your own.");
        LocalPart = local;
        if (domain == Domain)
            return;
        (Domain, Keys, RetiredSelector) = (domain, [cut()], null);
        (State, Since, CheckedAt, Findings) = (SenderState.WaitingForDns, at, null, []);
    }

    /// <summary>Offers a second key. The first goes on signing until the record of the second is found.</summary>
    public void Rotate(Company company, Person by, Func<SenderKey> cut)
    {
        MustDecide(company, by);
        if (NextKey is null)
            Keys = [Key, cut()];
    }

    public void MustDecide(Company company, Person by)
    {
        if (company.Id != CompanyId || !company.IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of a company choose the address its mails come from.");
    }

    /// <returns>True if it has just stopped working: somebody should hear of it.</returns>
    public bool Find(IReadOnlyList<SenderFinding> findings, DateTimeOffset at)
    {
        if (NextKey is { } next && findings.Any(f => f.Record == SenderRecordKind.NextDkim && f.IsRight))
        {
            (RetiredSelector, Keys) = (Key.Selector, [next]);
            findings = [.. findings.Where(f => f.Record != SenderRecordKind.Dkim).Select(f => f.Record == SenderRecordKind.NextDkim ? f with { Record = SenderRecordKind.Dkim } : f)];
        }

        (CheckedAt, Findings) = (at, [.. findings.Select(f => f with { Found = f.Found is { Length: > FoundLength } text ? text[..FoundLength] : f.Found })]);
        var whole = findings.Where(f => f.Record != SenderRecordKind.NextDkim).All(f => f.IsRight);
        var state = whole ? SenderState.Verified : State == SenderState.WaitingForDns ? SenderState.WaitingForDns : SenderState.Problem;
        if (state == State)
            return false;
        (State, Since) = (state, at);
        return state == SenderState.Problem;
    }

    static (string Local, string Domain)? Read(string? address)
    {
        if ((address ?? "").Trim().Split('@') is not [{ Length: > 0 and <= LocalPartLength } local, var host] || PortalDomain.Ascii(host) is not { } domain)
            return null;
        var letters = local.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+');
        return letters && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal) ? (local.ToLowerInvariant(), domain) : null;
    }
}
