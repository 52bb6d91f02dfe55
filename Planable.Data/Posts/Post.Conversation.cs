using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;

namespace Planable.Data.Posts;

/// <summary>What people say about it. Threads are rows of their own: those who talk do not get in the way of those who write.</summary>
public partial class Post
{
    readonly List<FeedbackThread> threads = [];

    /// <summary>For reading and counting; verbs find the one they are about.</summary>
    public IReadOnlyList<FeedbackThread> Threads => threads;

    /// <summary>Starts a thread. The caller adds it to the database.</summary>
    /// <param name="audience">Null takes what the writer's side says first: a client talks with everybody, the team among itself.</param>
    public FeedbackThread Comment(FeedbackDraft said, Audience? audience, FeedbackAnchor? anchor, Decider by, DateTimeOffset at)
    {
        var to = audience ?? (by.IsClient ? Audience.Client : Audience.Team);
        if (!FeedbackThread.MayComment(by, Audience, to))
        {
            throw to == Audience.Client && Audience == Audience.Team && !by.IsClient
                ? new RuleBroken("POST_TEAM_ONLY", "The client does not see this post, so it cannot see what is said about it.")
                : new NotAllowed($"{by.Name} may not comment on this post.");
        }

        var pointed = FeedbackAnchor.Of(anchor);
        if (pointed?.MediaId is { } mediaId)
        {
            var file = media.Find(m => m.MediaId == mediaId)?.Asset ?? throw new RuleBroken("NOT_ATTACHED", "This post does not have that file any more.");
            if (pointed.IsMoment && (!file.IsVideo || (file.Milliseconds is { } length && pointed.From > length)))
                throw new RuleBroken("MOMENT_OUTSIDE", "{0} has no such place in it.", file.FileName);
            pointed = pointed with { StackId = file.StackId };
        }

        if (pointed is { Quote: { } quote })
            pointed = pointed with { ChannelId = FeedbackAnchor.Stands(quote, Text) ? null : variants.Find(v => v.Text is { } own && FeedbackAnchor.Stands(quote, own))?.ChannelId };

        if (said.Suggestion?.ChannelId is { } channelId)
        {
            // A channel that is hidden from the writer is answered like one that the post does not go to.
            if (by.Member?.Sees(channelId) == false || variants.Find(v => v.ChannelId == channelId) is not { FollowsBase: false })
                throw new RuleBroken("NO_OWN_TEXT", "The post has no text of its own for that channel.");
            if (pointed is { Quote: not null } && pointed.ChannelId != channelId)
                throw new RuleBroken("QUOTE_ELSEWHERE", "The words you marked stand in another text than the one you changed. Take the mark away, or change the text they stand in.");
            pointed = (pointed ?? new FeedbackAnchor()) with { ChannelId = channelId };
        }

        var thread = new FeedbackThread(this, to, pointed, at);
        thread.Reply(said, to, by, at);
        return thread;
    }

    /// <summary>Makes suggested words the text, as a version of both. Where the text has changed since, both are put together.</summary>
    /// <param name="seen">The text that was shown beside the suggestion: what was not looked at is not accepted.</param>
    public PostVersion Accept(FeedbackThread thread, Guid commentId, string seen, Member by, DateTimeOffset at)
    {
        var comment = thread.MustDecide(commentId, by);
        var suggestion = comment.Suggestion!;
        if (suggestion is { State: SuggestionState.Accepted, Version: { } made } && versions.Find(v => v.Number == made) is { } already)
            return already;
        if (suggestion.State == SuggestionState.Declined)
            throw new RuleBroken("SUGGESTION_DECLINED", "This suggestion was declined by {0}.", suggestion.By ?? "");
        if (TextOf(suggestion) is not { } text)
            throw new RuleBroken("OWN_TEXT_GONE", "That channel has no text of its own any more, so there is nothing to put these words into. You can decline them.");
        // Forms send line ends in their own way.
        if (text.ReplaceLineEndings("\n") != seen)
            throw new RuleBroken(TextMovedOn, "The text was changed since. Look at how both are put together, then accept.");
        var merged = TextMerge.Of(suggestion.Origin, seen, suggestion.Text);
        var version = suggestion.ChannelId is { } channelId ? AcceptOn(channelId, merged, by, at) : AcceptForAll(merged, by, at);
        version.Credit(comment.Name);
        thread.Accepted(comment, version.Number, by, at);
        return version;
    }

    /// <summary>The text these words are for, as it is now; null if that channel says what all say.</summary>
    string? TextOf(FeedbackSuggestion suggestion) => suggestion.ChannelId is { } channelId ? variants.Find(v => v.ChannelId == channelId)?.Text : Text;

    PostVersion AcceptForAll(string text, Member by, DateTimeOffset at)
    {
        Cut(by, at);
        Edit(
            new PostEdit(
                text,
                Link,
                [.. variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))],
                [.. MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits))])
            { Options = Options },
            by,
            at);
        return Cut(by, at);
    }

    PostVersion AcceptOn(Guid channelId, string text, Member by, DateTimeOffset at)
    {
        Snap(by, at);
        return EditPart([new PostEdit.Target(variants.Find(v => v.ChannelId == channelId)!.Channel, text, null)], by, at);
    }

    public const string TextMovedOn = "TEXT_MOVED_ON";
}
