namespace Planable.Data.Tokens;

/// <summary>What a token may be used for, within what its member may do. Every token reads.</summary>
public enum TokenScope
{
    Read,

    /// <summary>Everything below.</summary>
    Write,

    /// <summary>Drafts and their dates, labels, campaigns, slots, and acts on many posts.</summary>
    Posts,

    /// <summary>What hands posts to their channels: scheduling and publishing.</summary>
    Publishing,
    Approvals,
    Comments,
    Media,
    Channels,

    /// <summary>Making, releasing and sending reports.</summary>
    Reports,

    /// <summary>Who is told what happens.</summary>
    Webhooks,

    /// <summary>Who belongs to the workspace and what they may do, and how they are told.</summary>
    Members,

    /// <summary>What holds for the whole workspace: its settings, rules, calendars and goals.</summary>
    Settings,
}

public static class TokenScopes
{
    public static readonly IReadOnlyList<TokenScope> All = Enum.GetValues<TokenScope>();

    /// <summary>As they are written in requests and on the command line: "read,write".</summary>
    public static IReadOnlyList<TokenScope> Parse(string text) =>
    [
        .. text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(name =>
            Enum.TryParse<TokenScope>(name, ignoreCase: true, out var scope) && Enum.IsDefined(scope) && !char.IsAsciiDigit(name[0])
                ? scope
                : throw new RuleBroken("SCOPE_UNKNOWN", "There is no scope \"{0}\".", name)),
    ];

    public static string Name(this TokenScope scope) => scope.ToString().ToLowerInvariant();
}
