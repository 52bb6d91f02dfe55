namespace Planable.Data.Reports;

public enum ReportSection
{
    /// <summary>The key numbers, the course of the days, and the channels below each other.</summary>
    Summary,

    /// <summary>A page for each channel that has something to tell.</summary>
    Channels,

    TopPosts,
    Posts,

    /// <summary>What is planned after the days the report is about.</summary>
    Plan,
}
