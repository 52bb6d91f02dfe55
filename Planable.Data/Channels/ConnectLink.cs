using System.Security.Cryptography;
using System.Text;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Channels;

public enum ConnectLinkState
{
    Open,
    Expired,
    Revoked,

    /// <summary>An account of another name came: the agency says whether it is used.</summary>
    Waiting,
    Connected,
    ThrownAway,
}

/// <summary>
/// A way for somebody without an account here to connect one account of one network. Whoever has its address signs in once, until it has run out or was
/// taken back; they see nothing of the workspace, and an account that is not called as was asked for waits for the agency's word.
/// </summary>
public class ConnectLink : Recorded, IBelongToWorkspace, IRevised
{
    public const int NameLength = 80;

    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>So long an account that came waits for the agency's word; its sign-in is not kept for longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    ConnectLink()
    {
    }

    /// <param name="person">Who connects it, as they are called.</param>
    /// <param name="accountName">The account that is meant.</param>
    /// <param name="channel">The channel that gets this account's sign-in: one that is planned, or was signed out; null makes a new one.</param>
    /// <returns>The token is shown once; only its hash is kept.</returns>
    public static (ConnectLink Link, string Token) Ask(string? person, string network, string? accountName, Channel? channel, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ConnectChannels);
        if (string.IsNullOrWhiteSpace(person))
            throw new RuleBroken("NAME_MISSING", "Say who connects the account.");
        if (string.IsNullOrWhiteSpace(accountName))
            throw new RuleBroken("ACCOUNT_NAME_MISSING", "Say which account is meant, as it is called on the network.");
        if (person.Trim().Length > NameLength || accountName.Trim().Length > NameLength)
            throw new RuleBroken("NAME_TOO_LONG", "The name has at most {0} characters.", NameLength);
        if (channel is { IsUsable: true })
            throw new RuleBroken("CONNECTED_ALREADY", "{0} is connected already.", channel.Name);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var link = new ConnectLink
        {
            Person = person.Trim(),
            Network = network,
            AccountName = accountName.Trim(),
            TargetId = channel?.Id,
            TokenHash = Hash(token),
            AskedById = by.Id,
            AskedBy = by.Person.Name,
            AskedAt = at,
            ExpiresAt = at + Life,
        };
        link.Record(by, "asked", at, ("person", link.Person), ("name", link.AccountName), ("network", network));
        return (link, token);
    }

    public Guid WorkspaceId { get; private set; }

    public string Person { get; private set; } = "";

    public string Network { get; private set; } = "";

    public string AccountName { get; private set; } = "";

    public Guid? TargetId { get; private set; }

    public string TokenHash { get; private set; } = "";

    public Guid AskedById { get; private set; }

    public string AskedBy { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Of the sign-in that is under way at the network; one at a time.</summary>
    public string? StateHash { get; private set; }

    /// <summary>The sign-in under way, or the accounts to choose from, or the account that waits. Locked by the vault, and gone when the link has done its work.</summary>
    public string? Kept { get; private set; }

    public string? ArrivedName { get; private set; }

    public string? ArrivedHandle { get; private set; }

    public DateTimeOffset? ArrivedAt { get; private set; }

    /// <summary>The channel it gave a sign-in.</summary>
    public Guid? ChannelId { get; private set; }

    public DateTimeOffset? ThrownAwayAt { get; private set; }

    public int Revision { get; private set; }

    public Actor Visitor => new(ActorKind.Link, Id, Person);

    protected override string Subject => "connect-link";

    public ConnectLinkState StateAt(DateTimeOffset at) => this switch
    {
        { ChannelId: not null } => ConnectLinkState.Connected,
        { ThrownAwayAt: not null } => ConnectLinkState.ThrownAway,
        { ArrivedAt: not null } => ConnectLinkState.Waiting,
        { RevokedAt: not null } => ConnectLinkState.Revoked,
        _ when ExpiresAt <= at => ConnectLinkState.Expired,
        _ => ConnectLinkState.Open,
    };

    /// <summary>Is an account of this name, or found under this handle, the one that was meant?</summary>
    public bool Means(string name, string handle)
    {
        var meant = Bare(AccountName);
        return meant == Bare(name) || meant == Bare(handle);

        static string Bare(string words) => Folded.Of(words.Trim().TrimStart('@'));
    }

    /// <summary>The visitor goes to the network, or has accounts to choose from. What was begun before is given up.</summary>
    /// <param name="stateHash">Null while no network is to send anybody back.</param>
    public void Keep(string? stateHash, string? kept, DateTimeOffset at)
    {
        MustBeOpen(at);
        (StateHash, Kept) = (stateHash, kept);
    }

    /// <summary>The account that was meant is a channel now.</summary>
    public void Connect(Channel channel, string name, string handle, DateTimeOffset at)
    {
        MustBeOpen(at);
        (ArrivedName, ArrivedHandle, ArrivedAt) = (name, handle, at);
        Settle(channel);
        Record(Visitor, "used", at, ("person", Person), ("name", name), ("asked", AccountName), ("to", AskedById.ToString()));
    }

    /// <summary>Another account than the one that was meant.</summary>
    public void Offer(string name, string handle, string locked, DateTimeOffset at)
    {
        MustBeOpen(at);
        (ArrivedName, ArrivedHandle, ArrivedAt) = (name, handle, at);
        (StateHash, Kept) = (null, locked);
        Record(Visitor, "offered", at, ("person", Person), ("name", name), ("asked", AccountName), ("to", AskedById.ToString()));
    }

    /// <summary>The agency uses the other account.</summary>
    public void Accept(Channel channel, Member by, DateTimeOffset at)
    {
        MustWait(by);
        Settle(channel);
        Record(by, "accepted", at, ("person", Person), ("name", ArrivedName), ("asked", AccountName));
    }

    public void ThrowAway(Member by, DateTimeOffset at)
    {
        MustWait(by);
        ThrownAwayAt = at;
        Kept = null;
        Record(by, "thrown-away", at, ("person", Person), ("name", ArrivedName), ("asked", AccountName));
    }

    /// <summary>Nobody decided about the account that came: its sign-in is deleted.</summary>
    public void Forget(DateTimeOffset at)
    {
        if (StateAt(at) != ConnectLinkState.Waiting || ArrivedAt + Patience > at)
            return;
        ThrownAwayAt = at;
        (StateHash, Kept) = (null, null);
        Record(Actor.Planable, "forgotten", at, ("person", Person), ("name", ArrivedName), ("asked", AccountName), ("to", AskedById.ToString()));
    }

    public void Revoke(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ConnectChannels);
        if (StateAt(at) != ConnectLinkState.Open)
            return;
        RevokedAt = at;
        (StateHash, Kept) = (null, null);
        Record(by, "revoked", at, ("person", Person), ("name", AccountName));
    }

    public void MustBeOpen(DateTimeOffset at)
    {
        if (StateAt(at) != ConnectLinkState.Open)
            throw new RuleBroken("LINK_OVER", "This link does not connect anything any more. Nothing was changed.");
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    void MustWait(Member by)
    {
        by.Must(Permission.ConnectChannels);
        if (ArrivedAt is null || ChannelId is not null || ThrownAwayAt is not null)
            throw new RuleBroken("NOTHING_ARRIVED", "No account waits here for a decision any more.");
    }

    void Settle(Channel channel)
    {
        ChannelId = channel.Id;
        (StateHash, Kept) = (null, null);
    }
}
