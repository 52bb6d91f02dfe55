using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Planable.Data.Workspaces;

namespace Planable.Data.Reviews;

/// <summary>The version of a post that somebody had before their eyes last.</summary>
public sealed record SeenPost(Guid PostId, int Version, DateTimeOffset At);

/// <summary>
/// Somebody at a browser with a link. It begins when they do something, never because an address was fetched: what looks at mails for viruses fetches too.
/// The browser keeps its secret; with it, it is known again.
/// </summary>
public class ReviewVisit : Entity, IBelongToWorkspace
{
    public const int DeviceLength = 60;
    public const int MostTries = 5;

    /// <summary>How long a browser that typed a code is known.</summary>
    public static readonly TimeSpan Known = TimeSpan.FromDays(90);

    static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);
    static readonly TimeSpan CodeRest = TimeSpan.FromSeconds(30);

    ReviewVisit()
    {
    }

    /// <returns>The secret goes to the browser; only its hash is kept.</returns>
    public static (ReviewVisit Visit, string Secret) Begin(ReviewLink link, string device, DateTimeOffset at)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var visit = new ReviewVisit { LinkId = link.Id, SecretHash = ReviewLink.Hash(secret), Device = device.Length > DeviceLength ? device[..DeviceLength] : device, FirstAt = at, LastAt = at };
        return (visit, secret);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid LinkId { get; private set; }

    public string SecretHash { get; private set; } = "";

    public string Device { get; private set; } = "";

    public string? Name { get; private set; }

    /// <summary>Where a code was sent that they typed.</summary>
    public string? Address { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public string? CodeHash { get; private set; }

    public string? CodeAddress { get; private set; }

    public DateTimeOffset? CodeSentAt { get; private set; }

    public int CodeTries { get; private set; }

    public DateTimeOffset FirstAt { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    public IReadOnlyList<SeenPost> Seen { get; private set; } = [];

    /// <summary>The password they typed; another one since has to be typed again.</summary>
    public string? PasswordHash { get; private set; }

    public bool IsConfirmed(DateTimeOffset at) => ConfirmedAt is { } since && at - since < Known;

    public bool IsBy(string secret) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ReviewLink.Hash(secret)), Encoding.ASCII.GetBytes(SecretHash));

    public void Call(string? name, DateTimeOffset at)
    {
        name = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (name.Length is 0 or > ReviewLink.PersonLength || name.Any(char.IsControl))
            throw new RuleBroken("NAME_MISSING", "Write your name, with up to {0} characters, so that the team knows whose decision it is.", ReviewLink.PersonLength);
        (Name, LastAt) = (name, at);
    }

    public void Enter(ReviewLink link) => PasswordHash = link.PasswordHash;

    public void See(Guid postId, int version, DateTimeOffset at)
    {
        LastAt = at;
        if (Seen.FirstOrDefault(s => s.PostId == postId) is { } seen && seen.Version == version)
            return;
        Seen = [.. Seen.Where(s => s.PostId != postId), new SeenPost(postId, version, at)];
    }

    /// <returns>Six digits for the mail.</returns>
    public string SendCode(ReviewLink link, string address, DateTimeOffset at)
    {
        if (CodeSentAt is { } last && at - last < CodeRest)
            throw new RuleBroken("CODE_JUST_SENT", "A code was just sent. It can take a moment to arrive; ask for another one in half a minute.");
        link.CountCode(at);
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        (CodeHash, CodeAddress, CodeSentAt, CodeTries, LastAt) = (HashOf(code), address, at, 0, at);
        return code;
    }

    /// <summary>The caller saves, whatever the answer.</summary>
    public bool Confirm(string? code, DateTimeOffset at)
    {
        if (CodeHash is null || CodeSentAt is not { } sent || at - sent >= CodeLife || CodeTries >= MostTries)
            throw new RuleBroken("CODE_OVER", "This code is not valid any more. Ask for a new one.");
        CodeTries++;
        var digits = string.Concat((code ?? "").Where(char.IsAsciiDigit));
        if (HashOf(digits) != CodeHash)
            return false;
        (Address, ConfirmedAt, CodeHash, CodeAddress, LastAt) = (CodeAddress, at, null, null, at);
        return true;
    }

    string HashOf(string code) => ReviewLink.Hash($"{Id:N}{code}");
}
