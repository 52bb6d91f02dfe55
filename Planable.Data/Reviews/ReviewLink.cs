using System.Security.Cryptography;
using System.Text;
using Planable.Data.Approvals;
using Planable.Data.Languages;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Reviews;

public enum ReviewLinkState
{
    Open,
    Expired,
    Revoked,
}

/// <summary>What the team settles about a link.</summary>
/// <param name="Identity">How sure it has to be who decides or comments; a flow may ask for more.</param>
/// <param name="Password">Null keeps the one there is, empty takes it away.</param>
/// <param name="Language">In which those who open it read; null is the client's.</param>
public sealed record ReviewTerms(string Name, ReviewScope Scope, ReviewReach Reach, IdentityStrength Identity, bool Watermark, DateTimeOffset? ExpiresAt, string? Password, string? Language = null);

/// <summary>
/// A way for people without an account to see posts, and to say what they think of them. Whoever has its address sees them as often as they like, until it
/// runs out or is revoked; a personal one lets only the person decide whose address it was sent to.
/// </summary>
public class ReviewLink : Recorded, IBelongToWorkspace, IRevised
{
    public const int NameLength = 40;
    public const int PersonLength = 30;
    public const int AddressLength = 256;
    public const int ShortestPassword = LinkPassword.Shortest;
    public const int LongestPassword = LinkPassword.Longest;
    public const int MostTries = 5;
    public const int MostDays = 366;
    public const int MostCodesAnHour = 12;

    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    ReviewLink()
    {
    }

    /// <param name="person">Who it is for; null for everybody who gets the address.</param>
    /// <param name="posts">Those it shows now, whole: a frozen one keeps them as they are.</param>
    /// <returns>The token is shown or mailed once; only its hash is kept.</returns>
    public static (ReviewLink Link, string Token) Make(ReviewTerms terms, (string Name, string Address)? person, ReviewShare share, IReadOnlyCollection<Post> posts, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        var token = NewToken();
        var link = new ReviewLink
        {
            Share = share,
            TokenHash = Hash(token),
            MadeById = by.Id,
            MadeBy = by.Person.Name,
            MadeAt = at,
        };
        if (person is { } one)
            (link.Person, link.Address) = Named(one.Name, one.Address);
        link.Take(terms, at);
        if (share == ReviewShare.Frozen)
        {
            if (posts.Count > ReviewScope.MostPosts)
                throw new RuleBroken("POSTS_MANY", "A frozen link keeps up to {0} posts. Narrow it down.", ReviewScope.MostPosts);
            link.Frozen = [.. posts.Select(p => new FrozenPost(p.Id, p.Cut(by, at).Number, p.ScheduledAt))];
        }

        link.Record(by, "made", at, ("name", link.Name), ("address", link.Address));
        return (link, token);
    }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    public string TokenHash { get; private set; } = "";

    public string? Person { get; private set; }

    public string? Address { get; private set; }

    public ReviewScope Scope { get; private set; } = ReviewScope.All;

    public ReviewShare Share { get; private set; }

    public IReadOnlyList<FrozenPost> Frozen { get; private set; } = [];

    public ReviewReach Reach { get; private set; }

    public IdentityStrength Identity { get; private set; }

    public bool Watermark { get; private set; }

    public string? PasswordHash { get; private set; }

    /// <summary>In which those who open it read; null is the client's.</summary>
    public string? Language { get; private set; }

    public int WrongPasswords { get; private set; }

    public DateTimeOffset? PausedUntil { get; private set; }

    public DateTimeOffset? CodesSince { get; private set; }

    public int Codes { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public Guid MadeById { get; private set; }

    public string MadeBy { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>The one that took its place after it had run out.</summary>
    public Guid? RenewedById { get; private set; }

    public DateTimeOffset? RenewedAt { get; private set; }

    public int Revision { get; private set; }

    public bool IsPersonal => Address is not null;

    public bool IsFrozen => Share == ReviewShare.Frozen;

    protected override string Subject => "review-link";

    public ReviewLinkState StateAt(DateTimeOffset at) => this switch
    {
        { RevokedAt: not null } => ReviewLinkState.Revoked,
        { ExpiresAt: { } end } when end <= at => ReviewLinkState.Expired,
        _ => ReviewLinkState.Open,
    };

    /// <summary>"Gus (link ‘June batch’)": a name that somebody typed says where it comes from.</summary>
    public string Called(string name) => $"{name} (link ‘{Name}’)";

    public void Settle(ReviewTerms terms, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (RevokedAt is not null)
            throw new RuleBroken("LINK_REVOKED", "This link was revoked. Make a new one.");
        var was = Name;
        Take(terms with { Scope = IsFrozen ? Scope : terms.Scope }, at);
        Record(by, "changed", at, ("name", Name), ("was", was == Name ? null : was));
    }

    public void Revoke(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (RevokedAt is not null)
            return;
        RevokedAt = at;
        Record(by, "revoked", at, ("name", Name), ("address", Address));
    }

    /// <summary>Run out, it is made anew for the address it was sent to. Asked again within minutes, nothing more is sent.</summary>
    /// <returns>Null if one is on its way already.</returns>
    public (ReviewLink Link, string Token)? Renew(DateTimeOffset at)
    {
        if (StateAt(at) != ReviewLinkState.Expired || Address is null)
            throw new RuleBroken("LINK_NOT_RENEWED", "This link is not renewed. Ask the people who sent it.");
        if (RenewedAt is { } last && at - last < Pause)
            return null;
        var token = NewToken();
        var next = new ReviewLink
        {
            Name = Name,
            TokenHash = Hash(token),
            Person = Person,
            Address = Address,
            Scope = Scope,
            Share = Share,
            Frozen = Frozen,
            Reach = Reach,
            Identity = Identity,
            Watermark = Watermark,
            PasswordHash = PasswordHash,
            Language = Language,
            ExpiresAt = at + (ExpiresAt!.Value - MadeAt),
            MadeById = MadeById,
            MadeBy = MadeBy,
            MadeAt = at,
        };
        (RenewedById, RenewedAt) = (next.Id, at);
        next.Record(new Actor(ActorKind.Link, Id, Called(Person!)), "renewed", at, ("name", Name), ("address", Address));
        return (next, token);
    }

    /// <summary>Is this the password? After five wrong ones nobody's is looked at for a while. The caller saves, whatever the answer.</summary>
    public bool Unlock(string? password, DateTimeOffset at)
    {
        if (PasswordHash is null)
            return true;
        if (PausedUntil is { } until && until > at)
            throw new RuleBroken("PASSWORD_PAUSED", "Too many wrong passwords. Try again in {0} minutes.", (int)Math.Ceiling((until - at).TotalMinutes));
        if (LinkPassword.Matches(password ?? "", PasswordHash))
        {
            (WrongPasswords, PausedUntil) = (0, null);
            return true;
        }

        if (++WrongPasswords >= MostTries)
        {
            (WrongPasswords, PausedUntil) = (0, at + Pause);
            Record(new Actor(ActorKind.Link, Id, $"‘{Name}’"), "paused", at, ("name", Name));
        }

        return false;
    }

    /// <summary>Codes go to somebody's mailbox: a few are help, many are a nuisance or a guess.</summary>
    public void CountCode(DateTimeOffset at)
    {
        if (CodesSince is not { } since || at - since >= TimeSpan.FromHours(1))
            (CodesSince, Codes) = (at, 0);
        if (Codes >= MostCodesAnHour)
            throw new RuleBroken("CODES_MANY", "Too many codes were sent. Try again in an hour.");
        Codes++;
    }

    /// <summary>At an address that is known: for demo data.</summary>
    public ReviewLink At(string token)
    {
        TokenHash = Hash(token);
        return this;
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    void Take(ReviewTerms terms, DateTimeOffset at)
    {
        var name = (terms.Name ?? "").Trim();
        if (name.Length is 0 or > NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", NameLength);
        if (terms.ExpiresAt is { } end && end != ExpiresAt && (end <= at || end > at.AddDays(MostDays)))
            throw new RuleBroken("EXPIRY_WRONG", "A link ends in the future, within {0} days.", MostDays);
        if (terms.Password is { Length: > 0 } password)
        {
            PasswordHash = LinkPassword.Hash(password);
        }
        else if (terms.Password is not null)
        {
            PasswordHash = null;
        }

        (Name, Scope, Reach, Watermark, ExpiresAt) = (name, ReviewScope.Of(terms.Scope), terms.Reach, terms.Watermark, terms.ExpiresAt);
        Identity = (IdentityStrength)Math.Clamp((int)terms.Identity, (int)IdentityStrength.Name, (int)IdentityStrength.Account);
        Language = Spoken.Chosen(terms.Language);
        (WrongPasswords, PausedUntil) = (0, null);
    }

    static (string Person, string Address) Named(string person, string address)
    {
        if (string.IsNullOrWhiteSpace(person) || person.Trim().Length > PersonLength)
            throw new RuleBroken("PERSON_MISSING", "Say who gets the link, with up to {0} characters.", PersonLength);
        address = address.Trim();
        if (address.Length > AddressLength || !System.Net.Mail.MailAddress.TryCreate(address, out _))
            throw new RuleBroken("ADDRESS_WRONG", "{0} is not an e-mail address.", address);
        return (person.Trim(), address);
    }

    static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
