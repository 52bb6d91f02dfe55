using Planable.Data.Approvals;
using Planable.Data.Publishing;

namespace Planable.Data.Posts;

/// <summary>Words that whoever decides put in place of what they were shown.</summary>
/// <param name="Text">For all channels; null leaves it.</param>
/// <param name="Channels">For channels that say something of their own.</param>
public sealed record SuggestedWords(string? Text, IReadOnlyDictionary<Guid, string> Channels);

/// <summary>Whoever decides mends it themselves and says yes.</summary>
public partial class Post
{
    /// <summary>A new version in their name, which they have approved with that. Earlier approvals stand or fall as the client's rules say of any change; the author is told.</summary>
    public void ApproveWithChange(Guid levelId, string hash, SuggestedWords words, string? note, Decider by, DateTimeOffset at)
    {
        var (before, level, groups) = MustDecide(levelId, hash, by);
        if (!IsEditable || IsUnderWay || deliveries.Exists(d => d.HasBegun))
            throw new RuleBroken("POST_PUBLISHING", "This post is being published right now.");
        var was = Content();
        Rewrite(words);
        if (was.Hash() == Content().Hash())
            throw new RuleBroken("NOTHING_CHANGED", "You changed nothing. Approve it as it is, or change the text first.");
        MustKeepBrandRules(by.Workspace);
        if (PostProblems.Of(this, by.Workspace.AltPolicy).FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]);

        (EditedAt, IsApartFromSeries) = (at, RecurrenceId is not null);
        foreach (var variant in variants)
            variant.Mark(TextFor(variant));
        Reconsider();
        var version = Keep(by, at);
        PutDeliveriesOn(version, at);
        var fallen = Falling(by.Workspace.Approvals.Resets.For(was.PartsChangedIn(Content())));
        var decision = Decide(level, DecisionKind.Approved, null, note, by, at);
        Approval = before with
        {
            Standing =
            [
                .. before.Standing.Except(fallen).Where(s => !(s.LevelId == levelId && IsBy(s, by))),
                Stood(decision, groups, by),
            ],
        };
        Record(
            by.Actor, "suggested", at, AudienceOf(level),
            ("level", level.Name), ("version", Digits(version.Number)), ("hash", version.Hash), ("note", decision.Text), ("by", by.Name), ("for", decision.StandsInFor), ("strength", by.Strength.ToString()), ("requester", before.RequestedById.ToString()));
        if (fallen.Count > 0)
            Record(by.Actor, "approvals-taken-back", at, ("fields", "text"), ("fallen", string.Join(", ", fallen.Select(f => f.Name).Distinct())), ("to", Ids(fallen)));
        Advance(before, by.Workspace, at);
    }

    void Rewrite(SuggestedWords words)
    {
        if (words.Text is { } text)
            Text = Written(text);
        foreach (var (channelId, own) in words.Channels)
        {
            if (variants.Find(v => v.ChannelId == channelId) is { FollowsBase: false } variant)
                variant.Write(Written(own), null);
        }
    }

    static string Written(string text)
    {
        text = text.ReplaceLineEndings("\n").Trim();
        return text.Length <= TextLength ? text : throw new RuleBroken("TEXT_ENORMOUS", "This text has {0} characters. No network takes more than {1}; shorten it before saving.", text.Length, TextLength);
    }

    /// <summary>Keeps the content as a version of whoever decided.</summary>
    PostVersion Keep(Decider by, DateTimeOffset at)
    {
        var content = Content();
        var version = new PostVersion(Id, ++LatestVersion, content, by.Member?.Id ?? by.LinkId ?? Guid.Empty, by.Name, at);
        versions.Add(version);
        Record(by.Actor, "versioned", at, ("version", Digits(LatestVersion)), ("hash", version.Hash));
        return version;
    }
}
