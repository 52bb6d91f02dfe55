using Planable.Data.Workspaces;

namespace Planable.Data.Tokens;

/// <summary>How a token was used in one hour: what came of its calls, and how often.</summary>
public class TokenUse : Entity, IBelongToWorkspace
{
    public const int CodeLength = 80;

    /// <summary>Stands in place of an error's code for what went well.</summary>
    public const string Fine = "";

    /// <summary>Begins a line about a part of the schema that will go.</summary>
    public const string Deprecated = "deprecated:";

    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    TokenUse()
    {
    }

    public TokenUse(Guid tokenId, DateTimeOffset hour, string code, int count, long cost) => (TokenId, Hour, Code, Count, Cost) = (tokenId, hour, code, count, cost);

    public Guid WorkspaceId { get; private set; }

    public Guid TokenId { get; private set; }

    public DateTimeOffset Hour { get; private set; }

    /// <summary>Of the error the call ended with, <see cref="Fine"/>, or what of the schema was used though it will go.</summary>
    public string Code { get; private set; } = "";

    public int Count { get; private set; }

    public long Cost { get; private set; }

    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour), TimeSpan.Zero);
}
