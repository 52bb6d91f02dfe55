using Planable.Data.Analytics;
namespace Planable.Data.Reports;

/// <summary>What becomes of a run whose figures are older than the days it is about, six hours after it should have begun.</summary>
public enum StalePolicy
{
    Hold,

    /// <summary>It goes out and says which channels are not complete.</summary>
    SendWithNote,
}

/// <summary>The posts for spreadsheets, beside the PDF.</summary>
public enum ReportAttachment
{
    None,
    Csv,
    Xlsx,
}

/// <summary>What the team settles about a report.</summary>
/// <param name="Locale">Of its words, numbers and dates.</param>
/// <param name="With">Days whose figures stand beside those of the report.</param>
/// <param name="NeedsRelease">A draft is there a day before, and nothing goes out before somebody has released it.</param>
/// <param name="ReadableDays">So long it can be read online; null has no end.</param>
/// <param name="Password">Of the page online. Null keeps the one there is, empty takes it away.</param>
public sealed record ReportTerms(string Name, string Locale, Comparison With, bool NeedsRelease, StalePolicy WhenStale, ReportAttachment Attaches, int? ReadableDays, string? Password, IReadOnlyList<ReportRecipient> Recipients, ReportSchedule? Schedule);
