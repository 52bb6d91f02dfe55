using Planable.Data.Workspaces;

namespace Planable.Data.Tokens;

/// <summary>What a request with an idempotency key was answered, so that the same request sent again does nothing again. Taken before anything is done.</summary>
public class KeptAnswer : Entity, IBelongToWorkspace
{
    public const int KeyLength = 200;

    /// <summary>A key means the same request for this long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    KeptAnswer()
    {
    }

    /// <param name="requestHash">Of the body: another body under the same key is a mistake.</param>
    public KeptAnswer(Guid tokenId, string key, string requestHash, DateTimeOffset at) => (TokenId, Key, RequestHash, At) = (tokenId, key, requestHash, at);

    public Guid WorkspaceId { get; private set; }

    public Guid TokenId { get; private set; }

    public string Key { get; private set; } = "";

    public string RequestHash { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>Null while it is being done, or if nobody knows how it ended.</summary>
    public string? Answer { get; private set; }

    public int Status { get; private set; }

    public string ContentType { get; private set; } = "";

    public void Keep(int status, string contentType, string answer) => (Status, ContentType, Answer) = (status, contentType, answer);
}
