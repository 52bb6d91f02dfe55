using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Jobs.Connectors;

namespace Planable.Web.Posts;

/// <summary>What becomes of one @name on one channel.</summary>
/// <param name="Why">Set where it stays plain text.</param>
/// <param name="IsOpen">The network can tell and has not been asked.</param>
public sealed record MentionVerdict(Channel Channel, string Handle, bool IsOwnText, string? Why, bool IsOpen)
{
    public const string Code = "MENTION_PLAIN";

    const string Unknown = "@{0} will be plain text: nobody of that name is known on {1}.";
    const string Unchosen = "@{0} will be plain text: type @ and choose a person or page of {1} from the list.";
    const string NoMentions = "@{0} will be plain text: {1} has no mentions.";
    const string NoWay = "@{0} will be plain text: a webhook looks nobody up. Connect this channel of {1} with a bot to mention people.";
    const string NoName = "@{0} will be plain text: names on {1} look otherwise.";

    public Problem AsProblem(Network network) => new(Code, Why!, [Handle, network.Name], "text", Channel.Id, Blocks: false);

    public static IReadOnlyList<MentionVerdict> Of(Channel channel, Network network, string text, bool isOwnText, IReadOnlyDictionary<string, string> settings, NetworkQuestions questions)
    {
        var handles = Mentions.Handles(text);
        if (handles.Count == 0)
            return [];
        var chosen = Mentions.In(settings).Select(m => m.Handle).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var native = TextSpans.In(text, network).Where(s => s.Kind == TextSpanKind.Mention).Select(s => s.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. handles.Select(h => Of(h))];

        MentionVerdict Of(string handle)
        {
            MentionVerdict Is(string? why, bool isOpen = false) => new(channel, handle, isOwnText, why, isOpen);
            if (chosen.Contains(handle))
                return Is(null);
            if (network.Mentions == MentionStyle.Chosen)
                return Is(questions.CanFindPeople(channel) ? Unchosen : questions.CouldFindPeople(channel) ? NoWay : NoMentions);
            if (network.Mentions == MentionStyle.None)
                return Is(NoMentions);
            if (!native.Contains(handle))
                return Is(NoName);
            if (!questions.CanFindPeople(channel))
                return Is(null);
            return questions.KnowsPerson(channel, handle) switch
            {
                null => Is(null, isOpen: true),
                false => Is(Unknown),
                _ => Is(null),
            };
        }
    }
}
