using System.Security.Cryptography;
using System.Text;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Feeds;

/// <summary>The client's calendar for calendar programs, at an address that nobody guesses. Whoever has the address reads it, until it is revoked.</summary>
public class CalendarFeed : Recorded, IBelongToWorkspace
{
    public const int NameLength = 80;

    CalendarFeed()
    {
    }

    /// <returns>The token is shown once; only its hash is kept.</returns>
    public static (CalendarFeed Feed, string Token) Open(string name, Audience audience, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var feed = new CalendarFeed { Name = name.Trim(), Audience = audience, TokenHash = Hash(token), OpenedAt = at, OpenedBy = by.Person.Name };
        feed.Record(by, "opened", at, ("name", feed.Name), ("audience", audience.ToString()));
        return (feed, token);
    }

    public Guid WorkspaceId { get; private set; }

    /// <summary>For whom it is, so that the right one is revoked.</summary>
    public string Name { get; private set; } = "";

    /// <summary>With the team's posts, or only with what the client sees.</summary>
    public Audience Audience { get; private set; }

    public string TokenHash { get; private set; } = "";

    public DateTimeOffset OpenedAt { get; private set; }

    public string OpenedBy { get; private set; } = "";

    public DateTimeOffset? RevokedAt { get; private set; }

    protected override string Subject => "feed";

    public void Revoke(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (RevokedAt is not null)
            return;
        RevokedAt = at;
        Record(by, "revoked", at, ("name", Name));
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
