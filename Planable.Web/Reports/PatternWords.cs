using Microsoft.Extensions.Localization;
using Planable.Data.Analytics;
using Planable.Data.Reports;

namespace Planable.Web.Reports;

/// <summary>Says what is otherwise in a report than in another.</summary>
public static class PatternWords
{
    const int Shown = 140;

    public static string Say(PatternDifference difference, IStringLocalizer words)
    {
        var section = difference.Section is { } one ? SectionWords.Name(one.Kind, words).Value : "";
        return difference.Part switch
        {
            PatternPart.SectionAdded => words["{0} is in it", Named(difference.Section!, section)],
            PatternPart.SectionRemoved => words["{0} is not in it", Named(difference.Section!, section)],
            PatternPart.SectionMoved => words["{0} stands in another place", Named(difference.Section!, section)],
            PatternPart.SectionTitle => difference.After is { } title ? words["{0} is called “{1}”", section, title] : words["{0} has its usual title", section],
            PatternPart.SectionText => difference.After is { } text ? words["{0} says “{1}”", section, Begin(text)] : words["{0} says nothing of its own", section],
            PatternPart.ComparedWith => difference.After switch
            {
                nameof(Comparison.Before) => words["It is compared with the days before"],
                nameof(Comparison.Year) => words["It is compared with the same days a year before"],
                _ => words["It is compared with nothing"],
            },
            PatternPart.Release => difference.After == "true" ? words["Somebody releases it before it goes out"] : words["It goes out without being released"],
            PatternPart.Stale => difference.After == nameof(StalePolicy.Hold) ? words["It is held when figures are missing"] : words["It goes out with a note when figures are missing"],
            PatternPart.Attachment => difference.After switch
            {
                nameof(ReportAttachment.Csv) => words["The posts are attached as CSV"],
                nameof(ReportAttachment.Xlsx) => words["The posts are attached as an Excel workbook"],
                _ => words["The posts are not attached"],
            },
            _ => difference.After is { } days ? words["It can be read online for {0} days", days] : words["It can be read online as long as it is kept"],
        };
    }

    /// <summary>What stands there before; null where nothing does, or the sentence says it.</summary>
    public static string? Was(PatternDifference difference) => difference is { Part: PatternPart.SectionTitle or PatternPart.SectionText, Before: { } before } ? Begin(before) : null;

    static string Named(ReportSection section, string kind) => section.Title is { } title ? $"{kind} (“{title}”)" : kind;

    static string Begin(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Shown ? line[..(Shown - 1)] + "…" : line;
    }
}
