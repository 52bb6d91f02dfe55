namespace Planable.Data.Blackouts;

/// <summary>Days on which nothing is planned to go out, both ends included, as the client's calendar counts them.</summary>
/// <param name="IsPublic">The client's people see it too.</param>
public sealed record Blackout(Guid Id, DateOnly First, DateOnly Last, string Reason, bool IsPublic, string By, DateTimeOffset At)
{
    public const int ReasonLength = 200;

    public bool Covers(DateOnly day) => day >= First && day <= Last;
}
