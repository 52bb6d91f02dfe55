namespace Planable.Data.Networks;

/// <summary>
/// What a network would object to in a post. Pure: composer, import, API and publisher ask the same question and get the same words.
/// Problems that block come first.
/// </summary>
public static class NetworkRules
{
    /// <param name="network">With the limits the channel's server reported, if any: <see cref="Network.With"/>.</param>
    public static IReadOnlyList<Problem> Check(Network network, VariantContent content)
    {
        var problems = new ProblemList(network, content);
        if (network.Knows(content.EffectiveType))
        {
            CheckWords(problems);
            MediaRules.Check(problems);
            CheckPoll(problems);
            SettingRules.Check(problems);
        }
        else if (content.IsByHand && network.IsByHandOnly(content.EffectiveType))
        {
            CheckWords(problems);
        }
        else
        {
            ReportType(problems);
        }
        return [.. problems.All.OrderByDescending(p => p.Blocks)];
    }

    private static void ReportType(ProblemList problems)
    {
        var (content, whyNot) = (problems.Content, problems.Network.PostTypes[problems.Type].WhyNot!);
        if (problems.Network.IsByHandOnly(problems.Type) && (content.Type is not null || problems.Type is not (PostType.Text or PostType.Link)))
        {
            problems.Block("BY_HAND_ONLY", "type", "{0} takes this from its own app only. Choose whose phone publishes it.", problems.Network.Name);
            return;
        }

        // Words alone, where pictures are a must, are an unfinished post rather than a wrong type.
        if (content.Type is null && problems.Type is (PostType.Text or PostType.Link)) problems.Block("MEDIA_REQUIRED", "media", whyNot);
        else problems.Block("TYPE_UNSUPPORTED", "type", whyNot);
    }

    private static void CheckWords(ProblemList problems)
    {
        var (network, content) = (problems.Network, problems.Content);

        if (string.IsNullOrWhiteSpace(content.Text) && (content.Media.Count == 0 || network.Needs.Contains("text"))
            && (content.Link is null || problems.Type != PostType.Link))
            problems.Block("TEXT_MISSING", "text", "The post has no text yet.");
        // A thread is cut into parts that fit.
        if (problems.Type != PostType.Thread)
            CheckLength(problems, "text", "text", content.Text, "TEXT_TOO_LONG",
                "The text is too long: {0} over the {2} characters that {1} allows.", "The text is too long: {0} over the {2} bytes that {1} allows.");

        if (string.IsNullOrWhiteSpace(content.Title) && network.Needs.Contains("title"))
            problems.Block("TITLE_MISSING", "title", "{0} needs a title.", network.Name);
        if (content.Title is { } title)
            CheckLength(problems, "title", "title", title, "TITLE_TOO_LONG",
                "The title is too long: {0} over the {2} characters that {1} allows.", "The title is too long: {0} over the {2} bytes that {1} allows.");

        CheckComments(problems);

        if (network.Forbidden is { } forbidden && (content.Text + content.Title).FirstOrDefault(forbidden.Contains) is var found && found != '\0')
            problems.Block("CHARACTER_FORBIDDEN", "text", "{0} does not take the character {1}.", network.Name, found.ToString());

        var spans = TextSpans.In(content.Text, network);
        CheckNumber(problems, spans, TextSpanKind.Hashtag, LimitName.Hashtags, "TOO_MANY_HASHTAGS", "Too many hashtags: {0} over the {2} that {1} allows.");
        CheckNumber(problems, spans, TextSpanKind.Mention, LimitName.Mentions, "TOO_MANY_MENTIONS", "Too many mentions: {0} over the {2} that {1} allows.");
        CheckNumber(problems, spans, TextSpanKind.Link, LimitName.Links, "TOO_MANY_LINKS", "Too many links: {0} over the {2} that {1} allows.");
    }

    private static void CheckComments(ProblemList problems)
    {
        if (problems.Content.Comments is not { Count: > 0 } comments) return;

        if (!problems.Network.HasComments)
        {
            problems.Hint("COMMENTS_UNSUPPORTED", "comment:1", "{0} has no comments that Planable could write: the post goes out there without them.", problems.Network.Name);
            return;
        }

        for (var i = 0; i < comments.Count; i++)
            CheckLength(problems, "firstComment", $"comment:{i + 1}", comments[i], "COMMENT_TOO_LONG",
                "The comment is too long: {0} over the {2} characters that {1} allows.", "The comment is too long: {0} over the {2} bytes that {1} allows.");
    }

    /// <summary>Reports every rule of a field that the words break, each with its excess.</summary>
    internal static void CheckLength(ProblemList problems, string field, string target, string words, string code, string inCharacters, string inBytes)
    {
        foreach (var count in TextCount.Of(words, field, problems.Network, problems.Type, problems.Content.Settings).Where(c => c.IsOver))
            problems.Block(code, target, count.InBytes ? inBytes : inCharacters, -count.Left, problems.Network.Name, count.Limit);
    }

    private static void CheckNumber(ProblemList problems, IReadOnlyList<TextSpan> spans, TextSpanKind kind, string limit, string code, string words)
    {
        var found = spans.Where(s => s.Kind == kind).Select(s => s.Value).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        if (problems.Excess(limit, found) is { } excess) problems.Block(code, "text", words, excess, problems.Network.Name, problems.Limits[limit]);
    }

    private static void CheckPoll(ProblemList problems)
    {
        if (problems.Type != PostType.Poll) return;

        var (name, limits) = (problems.Network.Name, problems.Limits);
        var options = problems.Content.Poll?.Options ?? [];
        if (problems.Below(LimitName.MinPollOptions, options.Count) is not null)
            problems.Block("TOO_FEW_OPTIONS", "poll", "A poll on {0} needs at least {1} answers.", name, limits[LimitName.MinPollOptions]);
        if (problems.Excess(LimitName.PollOptions, options.Count) is { } excess)
            problems.Block("TOO_MANY_OPTIONS", "poll", "Too many answers: {0} over the {2} that {1} allows.", excess, name, limits[LimitName.PollOptions]);
        if (options.Any(string.IsNullOrWhiteSpace))
            problems.Block("OPTION_MISSING", "poll", "An answer of the poll is empty.");
        for (var i = 0; i < options.Count; i++)
            CheckLength(problems, "pollOption", $"poll:{i + 1}", options[i], "OPTION_TOO_LONG",
                "The answer is too long: {0} over the {2} characters that {1} allows.", "The answer is too long: {0} over the {2} bytes that {1} allows.");

        if (problems.Content.Poll is not { } poll) return;
        if (problems.Below(LimitName.MinPollMinutes, (long)poll.Open.TotalMinutes) is not null
            || problems.Excess(LimitName.MaxPollMinutes, (long)poll.Open.TotalMinutes) is not null)
            problems.Block("POLL_DURATION_INVALID", "poll", "A poll on {0} is open for {1} to {2} minutes.",
                name, limits[LimitName.MinPollMinutes], limits[LimitName.MaxPollMinutes]);
    }
}
