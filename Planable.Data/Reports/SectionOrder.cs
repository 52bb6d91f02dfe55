namespace Planable.Data.Reports;

/// <summary>Changes of a list of sections, the same for a report and for a template of reports. Where nothing changes it is the list it was.</summary>
static class SectionOrder
{
    /// <param name="step">-1 for up, 1 for down; further for a section that is dragged.</param>
    public static IReadOnlyList<ReportSection> Moved(this IReadOnlyList<ReportSection> sections, int index, int step)
    {
        var section = sections.At(index);
        var to = Math.Clamp(index + step, 0, sections.Count - 1);
        if (to == index)
            return sections;
        List<ReportSection> next = [.. sections.Where((_, i) => i != index)];
        next.Insert(to, section);
        return next;
    }

    public static IReadOnlyList<ReportSection> With(this IReadOnlyList<ReportSection> sections, ReportSection added)
    {
        if (sections.Count >= ReportSection.Most)
            throw new RuleBroken("SECTIONS_MANY", "A report has up to {0} sections.", ReportSection.Most);
        if (added.Kind != ReportSectionKind.Text && sections.Any(s => s.Kind == added.Kind))
            throw new RuleBroken("SECTION_TWICE", "This section is there already. Only words of your own can come more than once.");
        return [.. sections, added];
    }

    public static IReadOnlyList<ReportSection> Without(this IReadOnlyList<ReportSection> sections, int index)
    {
        sections.At(index);
        if (sections.Count == 1)
            throw new RuleBroken("SECTIONS_NONE", "A report has at least one section.");
        return [.. sections.Where((_, i) => i != index)];
    }

    public static IReadOnlyList<ReportSection> Saying(this IReadOnlyList<ReportSection> sections, int index, string? title, string? text)
    {
        var section = sections.At(index);
        if (title?.Length > ReportSection.TitleLength || text?.Length > ReportSection.TextLength)
            throw new RuleBroken("SECTION_LONG", "A title has up to {0} characters, a text up to {1}.", ReportSection.TitleLength, ReportSection.TextLength);
        var written = section with { Title = title is null ? null : Some(Report.OneLine(title)), Text = Some(text) };
        return written == section ? sections : [.. sections.Select((s, i) => i == index ? written : s)];
    }

    static ReportSection At(this IReadOnlyList<ReportSection> sections, int index) =>
        index >= 0 && index < sections.Count ? sections[index] : throw new RuleBroken("SECTION_GONE", "This section is not there any more.");

    static string? Some(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim().ReplaceLineEndings("\n");
}
