using Planable.Data.Workspaces;

namespace Planable.Data.Tokens;

/// <summary>A call that failed, so that whoever runs the program finds it: what was wrong, where, and by which id the server knows the request.</summary>
public class TokenFailure : Entity, IBelongToWorkspace
{
    public const int FieldLength = 160;
    public const int WordsLength = 300;
    public const int RequestIdLength = 80;

    /// <summary>Of one token; older ones make room.</summary>
    public const int Most = 50;

    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    TokenFailure()
    {
    }

    public TokenFailure(Guid tokenId, DateTimeOffset at, string code, string? field, string words, string requestId) =>
        (TokenId, At, Code, Field, Words, RequestId) = (tokenId, at, Cut(code, TokenUse.CodeLength), field is null ? null : Cut(field, FieldLength), Cut(words, WordsLength), Cut(requestId, RequestIdLength));

    public Guid WorkspaceId { get; private set; }

    public Guid TokenId { get; private set; }

    public DateTimeOffset At { get; private set; }

    public string Code { get; private set; } = "";

    /// <summary>The part of the input, or where in the answer; null where it is about the whole request.</summary>
    public string? Field { get; private set; }

    /// <summary>As it was answered.</summary>
    public string Words { get; private set; } = "";

    public string RequestId { get; private set; } = "";

    static string Cut(string text, int most) => (text.Length <= most ? text : text[..most]).Replace("\0", "", StringComparison.Ordinal);
}
