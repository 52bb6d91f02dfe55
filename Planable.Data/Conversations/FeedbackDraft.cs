using Planable.Data.Members;

namespace Planable.Data.Conversations;

/// <summary>What somebody is about to say.</summary>
/// <param name="Id">Made when the empty form was shown, so that sending the form twice says it once.</param>
/// <param name="Mentions">Members it names.</param>
public sealed record FeedbackDraft(Guid Id, string Text, IReadOnlyList<Guid> Mentions)
{
    /// <summary>Other words for the post's text.</summary>
    public FeedbackSuggestion? Suggestion { get; init; }

    public IReadOnlyList<FeedbackFile> Files { get; init; } = [];

    /// <summary>Of the mail it came with: the same mail is taken once.</summary>
    public string? MessageKey { get; init; }

    public static FeedbackDraft Of(string? text, IReadOnlyCollection<Member> everyone, Guid? id = null) =>
        new(id is { } given && given != Guid.Empty ? given : Guid.CreateVersion7(), (text ?? "").Trim(), MentionedIn(text ?? "", everyone));

    /// <summary>Who is named with an @, by the whole name or by the first if only one of them has it.</summary>
    public static IReadOnlyList<Guid> MentionedIn(string text, IReadOnlyCollection<Member> everyone)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
            return [];
        var first = everyone.ToLookup(m => FirstName(m.Person.Name), StringComparer.OrdinalIgnoreCase);
        return [.. everyone.Where(m => IsNamed(text, m.Person.Name) || (first[FirstName(m.Person.Name)].Count() == 1 && IsNamed(text, FirstName(m.Person.Name)))).Select(m => m.Id)];
    }

    public static string FirstName(string name) => name.Split(' ', 2)[0];

    static bool IsNamed(string text, string name)
    {
        for (var at = text.IndexOf('@' + name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf('@' + name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + 1 + name.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }

        return false;
    }
}
