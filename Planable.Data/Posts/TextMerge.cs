namespace Planable.Data.Posts;

/// <summary>
/// What two people made of one text, put together: what either took out is gone, what either wrote is there. Where both wrote at one place, mine comes first.
/// The composer does the same for what is not sent yet (wwwroot/js/merging.js).
/// </summary>
public static class TextMerge
{
    public static string Of(string origin, string mine, string theirs)
    {
        if (mine == origin || mine == theirs)
            return theirs;
        if (theirs == origin)
            return mine;

        var (left, right) = (Changes(origin, mine), Changes(origin, theirs).Except(Changes(origin, mine)).ToList());
        var isGone = new bool[origin.Length];
        foreach (var change in left.Concat(right))
            Array.Fill(isGone, true, change.Start, change.End - change.Start);
        // By place; at one place in the order of the two lists.
        var written = left.Concat(right).Where(c => c.Text.Length > 0).OrderBy(c => c.Start).ToList();
        var text = new System.Text.StringBuilder();
        var next = 0;
        for (var at = 0; at <= origin.Length; at++)
        {
            for (; next < written.Count && written[next].Start == at; next++)
                text.Append(written[next].Text);
            if (at < origin.Length && !isGone[at])
                text.Append(origin[at]);
        }

        return text.ToString();
    }

    static List<Change> Changes(string before, string after)
    {
        var changes = new List<Change>();
        var at = 0;
        foreach (var (kind, text) in TextDiff.Between(before, after))
        {
            if (kind == DiffKind.Added && changes.Count > 0 && changes[^1] is { Text: "" } open && open.End == at)
                changes[^1] = open with { Text = text };
            else if (kind == DiffKind.Added)
                changes.Add(new Change(at, at, text));
            else if (kind == DiffKind.Removed)
                changes.Add(new Change(at, at + text.Length, ""));
            if (kind != DiffKind.Added)
                at += text.Length;
        }

        return [.. changes.Select(c => c.Tight(before))];
    }

    /// <param name="End">Exclusive; of what is taken out.</param>
    sealed record Change(int Start, int End, string Text)
    {
        /// <summary>Without the letters that stay: a word that grows by a letter is that letter.</summary>
        public Change Tight(string origin)
        {
            var (start, end, text) = (Start, End, Text);
            while (start < end && text.Length > 0 && origin[start] == text[0] && !char.IsSurrogate(text[0]))
                (start, text) = (start + 1, text[1..]);
            while (start < end && text.Length > 0 && origin[end - 1] == text[^1] && !char.IsSurrogate(text[^1]))
                (end, text) = (end - 1, text[..^1]);
            return new Change(start, end, text);
        }
    }
}
