using System.Globalization;
using Planable.Data.Logs;
using Planable.Data.Workspaces;

namespace Planable.Data.Risks;

/// <summary>Why a planned post will not go out as planned, found before its time. It is gone as soon as a check does not find it any more.</summary>
public class Risk : Recorded, IBelongToWorkspace
{
    public const int CodeLength = 40;

    Risk()
    {
    }

    internal Risk(RiskFound found, DateTimeOffset at)
    {
        PostId = found.PostId;
        ChannelId = found.ChannelId;
        Code = found.Code;
        Since = at;
        Say(found);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    /// <summary>Null where it concerns the whole post.</summary>
    public Guid? ChannelId { get; private set; }

    /// <summary>The cause, as <see cref="Networks.Problem.Code"/> calls it.</summary>
    public string Code { get; private set; } = "";

    /// <summary>One sentence in English: the key for the localizer.</summary>
    public string Words { get; private set; } = "";

    public List<string> Arguments { get; private set; } = [];

    public DateTimeOffset Since { get; private set; }

    public DateTimeOffset CheckedAt { get; private set; }

    protected override string Subject => "post";

    protected override Guid SubjectId => PostId;

    internal void Say(RiskFound found)
    {
        if (Words == found.Words && Arguments.SequenceEqual(found.Arguments, StringComparer.Ordinal))
            return;
        (Words, Arguments) = (found.Words, [.. found.Arguments]);
    }

    /// <summary>Written once for a post and cause, however many of its channels it concerns.</summary>
    internal void Tell(RiskFound found, DateTimeOffset at) =>
        Record(Actor.Planable, "at-risk", at, ("code", Code), ("why", string.Format(CultureInfo.InvariantCulture, found.Words, [.. found.Arguments])), ("told", found.ToldBy));

    internal void TellOver(DateTimeOffset at) =>
        Record(Actor.Planable, "risk-over", at, ("code", Code), ("why", string.Format(CultureInfo.InvariantCulture, Words, [.. Arguments])));
}

/// <summary>What a check found about a post.</summary>
/// <param name="Code">The cause: one notice for each post and cause.</param>
/// <param name="ToldBy">Who tells people of it, where that is not this post: "channel" for what is said once about its channel.</param>
public sealed record RiskFound(Guid PostId, Guid? ChannelId, string Code, string Words, IReadOnlyList<string> Arguments, string? ToldBy = null);
