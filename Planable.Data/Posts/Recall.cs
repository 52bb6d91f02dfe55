namespace Planable.Data.Posts;

/// <summary>Until when "publish now" can be called back, and the plan there was before.</summary>
public sealed record Recall(DateTimeOffset Until, DateTime? Local, string? Zone, bool IsSecond)
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    internal static Recall Before(DateTime? local, string? zone, bool isSecond, DateTimeOffset at) => new(at + Time, local, zone, isSecond);
}
