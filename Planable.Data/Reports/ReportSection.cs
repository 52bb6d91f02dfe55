using System.Text.Json.Serialization;

namespace Planable.Data.Reports;

public enum ReportSectionKind
{
    /// <summary>The key numbers, the course of the days, and the channels below each other.</summary>
    Summary,

    /// <summary>A page for each channel that has something to tell.</summary>
    Channels,

    TopPosts,
    Posts,

    /// <summary>What is planned after the days the report is about.</summary>
    Plan,

    /// <summary>Words of the agency.</summary>
    Text,

    /// <summary>Who followed the short links of posts.</summary>
    Links,
}

/// <param name="Title">In place of the usual one.</param>
/// <param name="Text">Above what the section shows; of a text section all there is.</param>
/// <param name="Key">Of words that came with a template, by which they are found again.</param>
public sealed record ReportSection(ReportSectionKind Kind, string? Title = null, string? Text = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    public const int TitleLength = 90;
    public const int TextLength = 4000;
    public const int Most = 20;

    public static IReadOnlyList<ReportSection> Usual { get; } =
        [new(ReportSectionKind.Summary), new(ReportSectionKind.Channels), new(ReportSectionKind.TopPosts), new(ReportSectionKind.Posts), new(ReportSectionKind.Plan)];
}

/// <param name="Locale">Null for the report's own language.</param>
public sealed record ReportRecipient(string Name, string Address, string? Locale = null)
{
    public const int Most = 50;
    public const int NameLength = 60;
    public const int AddressLength = 256;
}
