using Planable.Data.Brands;
using Planable.Data.Reports;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports;

/// <summary>Puts a report together of its data, with the pictures of its posts and the brand of the agency.</summary>
public sealed class ReportPress(ReportReader reader, Prints prints)
{
    /// <param name="words">Whose language it is in; phrases it did not have are in its <see cref="ReportWords.Missing"/> once the report is drawn.</param>
    public async Task<PerformanceReport> Compose(ReportData data, string name, IReadOnlyList<ReportSection> sections, ReportWords words, string? comment, string? preparedBy, CancellationToken cancel)
    {
        var frame = new ReportFrame(await reader.Brand(cancel), data.Client, $"{name}, {words.Days(data.From, data.To)}", words);
        var pictures = new Dictionary<string, PdfImage>(StringComparer.Ordinal);
        foreach (var sha in data.Posts.Select(p => p.Sha256).OfType<string>().Distinct())
        {
            if (await prints.Of(sha, null, cancel) is { } print)
                pictures[sha] = print;
        }

        return new PerformanceReport(data, name, sections, comment, preparedBy, pictures, frame);
    }

    /// <summary>Without brand and pictures: what it would show, not how.</summary>
    public static PerformanceReport Outline(ReportData data, string name, IReadOnlyList<ReportSection> sections, ReportWords words) =>
        new(data, name, sections, comment: null, preparedBy: null, new Dictionary<string, PdfImage>(), new ReportFrame(new Brand(data.Company, Brand.UsualAccent), data.Client, name, words));

    public Task<PerformanceReport> Compose(ReportRun run, ReportWords words, CancellationToken cancel) => Compose(run.Data!, run.Name, run.Sections, words, run.Comment, run.ReleasedBy, cancel);
}
