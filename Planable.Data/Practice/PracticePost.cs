namespace Planable.Data.Practice;

/// <summary>What the practice network shows: the simulated outside world, so it lies outside the tenancy wall.</summary>
public class PracticePost : Entity
{
    PracticePost()
    {
    }

    public PracticePost(string account, string key, string text, string? link, IReadOnlyList<PracticePicture> pictures, DateTimeOffset at, Guid? parentId = null)
    {
        Account = account;
        Key = key;
        Text = text;
        Link = link;
        Pictures = [.. pictures];
        At = at;
        ParentId = parentId;
    }

    public string Account { get; private set; } = "";

    /// <summary>The sender's key. Not unique: a network without native idempotency would publish twice, and tests must be able to see it.</summary>
    public string Key { get; private set; } = "";

    public string Text { get; private set; } = "";

    public string? Link { get; private set; }

    public List<PracticePicture> Pictures { get; private set; } = [];

    /// <summary>The answers of a poll.</summary>
    public List<string>? Poll { get; private set; }

    public string? Title { get; private set; }

    public PracticePost With(string? title, IReadOnlyList<string>? poll)
    {
        (Title, Poll) = (title, poll is null ? null : [.. poll]);
        return this;
    }

    public void Reword(string text, string? title) => (Text, Title) = (text, title ?? Title);

    public DateTimeOffset At { get; private set; }

    /// <summary>Of whoever looked and pressed.</summary>
    public int Likes { get; private set; }

    /// <summary>The post below which it stands as a comment; null for a post.</summary>
    public Guid? ParentId { get; private set; }
}

/// <summary>The practice network's own copy of a picture, or of a video.</summary>
/// <param name="CoverSha256">The still that was sent to stand for a video.</param>
/// <param name="Language">Of the subtitles.</param>
/// <param name="Subtitles">As WebVTT.</param>
public sealed record PracticePicture(string Sha256, string ContentType, int Width, int Height, string Alt, string? CoverSha256 = null, string? Language = null, string? Subtitles = null, string? People = null);
