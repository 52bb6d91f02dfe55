namespace Planable.Data.Posts;

/// <summary>Where a post stands, summed up over its deliveries. Stored, so that lists filter by it.</summary>
public enum PostState
{
    Draft,
    Scheduled,
    Publishing,
    Published,

    /// <summary>Out on some channels, failed on others.</summary>
    PartlyPublished,
    Failed,

    /// <summary>Stopped before sending; a person decides.</summary>
    Held,

    /// <summary>May or may not be out on a channel; a person looks.</summary>
    Unknown,
}
