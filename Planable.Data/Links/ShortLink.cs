using System.Security.Cryptography;
using System.Text;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Links;

/// <summary>Where a short address leads. Made with the version that has it, and never changed or taken away: what was published goes on working.</summary>
public class ShortLink : Entity, IBelongToWorkspace
{
    public const int TargetLength = 2000;

    ShortLink()
    {
    }

    public ShortLink(string code, string target, Guid postId, Guid channelId, DateTimeOffset at) => (Code, Target, PostId, ChannelId, MadeAt) = (code, target, postId, channelId, at);

    public Guid WorkspaceId { get; private set; }

    public string Code { get; private set; } = "";

    public string Target { get; private set; } = "";

    public Guid PostId { get; private set; }

    public Post Post { get; private set; } = null!;

    public Guid ChannelId { get; private set; }

    public Channel Channel { get; private set; } = null!;

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>Never anywhere but to a page.</summary>
    public Uri? Page => Uri.TryCreate(Target, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? page : null;
}

/// <summary>Somebody who followed a link today. The mark cannot be turned back into a person, and is gone with its salt when the day is over.</summary>
public class LinkVisit : Entity, IBelongToWorkspace
{
    LinkVisit()
    {
    }

    public LinkVisit(Guid linkId, DateOnly day, string mark) => (LinkId, Day, Mark) = (linkId, day, mark);

    public Guid WorkspaceId { get; private set; }

    public Guid LinkId { get; private set; }

    public DateOnly Day { get; private set; }

    public string Mark { get; private set; } = "";
}

/// <summary>How many people followed a link on a day that is over.</summary>
public class LinkDay : Entity, IBelongToWorkspace
{
    LinkDay()
    {
    }

    public LinkDay(Guid linkId, DateOnly day, int people) => (LinkId, Day, People) = (linkId, day, people);

    public Guid WorkspaceId { get; private set; }

    public Guid LinkId { get; private set; }

    public DateOnly Day { get; private set; }

    public int People { get; private set; }

    public void Add(int people) => People += people;
}

/// <summary>What marks are made with on one day, the same on every node; dropped when the day is over.</summary>
public class DaySalt : Entity
{
    DaySalt()
    {
    }

    public DaySalt(DateOnly day) => (Day, Salt) = (day, RandomNumberGenerator.GetBytes(32));

    public DateOnly Day { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Of the link as well: who follows two of them cannot be seen to be one.</summary>
    public string MarkOf(Guid link, string address, string agent) => Convert.ToHexStringLower(HMACSHA256.HashData(Salt, Encoding.UTF8.GetBytes($"{link:N}\n{address}\n{agent}")), 0, 16);
}
