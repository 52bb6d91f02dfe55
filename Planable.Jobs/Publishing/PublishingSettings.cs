namespace Planable.Jobs.Publishing;

/// <summary>Section `Publishing` of the settings.</summary>
public sealed class PublishingSettings
{
    /// <summary>How long a worker may be silent before another takes its delivery over. Longer than any single call to a network.</summary>
    public int LeaseSeconds { get; set; } = 120;

    /// <summary>Deliveries one node works on at the same time.</summary>
    public int Parallel { get; set; } = 128;

    /// <summary>Longest time between two looks for due deliveries; a due instant known here wakes the dispatcher exactly.</summary>
    public int PollSeconds { get; set; } = 5;

    /// <summary>First wait after a passing fault; grows fourfold with each try.</summary>
    public double RetrySeconds { get; set; } = 20;

    /// <summary>First wait before asking a network whether a lost call went through; grows threefold with each look.</summary>
    public double LookSeconds { get; set; } = 2;

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    public TimeSpan RetryAfter(int tries) => TimeSpan.FromSeconds(RetrySeconds * Math.Pow(4, Math.Max(0, tries - 1)));

    public TimeSpan LookAfter(int looks) => TimeSpan.FromSeconds(LookSeconds * Math.Pow(3, looks));
}
