namespace Planable.Data.Quotas;

/// <summary>What a network itself told of a quota: it knows what was published by hand or by others.</summary>
/// <param name="Name">As in the network's data file.</param>
public sealed record QuotaReading(string Name, int Used, int Most, DateTimeOffset At);

/// <summary>What becomes of a post whose channel takes no more at the moment.</summary>
public enum QuotaPolicy
{
    /// <summary>It goes out by itself as soon as there is room.</summary>
    Wait,

    /// <summary>It is held until somebody decides.</summary>
    Ask,
}
