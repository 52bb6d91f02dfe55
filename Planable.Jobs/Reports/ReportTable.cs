using System.Globalization;
using System.Text;
using Planable.Data.Reports;
using Planable.Jobs.Exports;

namespace Planable.Jobs.Reports;

/// <summary>The posts of a report as a file for spreadsheets: the rows of the PDF, with the same sums below.</summary>
public static class ReportTable
{
    public const string CsvType = "text/csv";
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static byte[] Csv(ReportData data, ReportWords words)
    {
        var text = new StringBuilder(CsvText.Line(Columns(data, words).Select(c => c.Heading)));
        foreach (var row in Rows(data, words))
            text.Append(CsvText.Line(row.Select(Said)));
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    public static byte[] Xlsx(ReportData data, ReportWords words)
    {
        using var file = new MemoryStream();
        using (var workbook = new Workbook(file, words["All posts"], Columns(data, words)))
        {
            foreach (var row in Rows(data, words))
                workbook.Write(row);
        }

        return file.ToArray();
    }

    static List<(string Heading, int Width)> Columns(ReportData data, ReportWords words) =>
        [(words["Date, {0}", Data.Times.Zones.City(data.Zone)], 12), (words["Time"], 8), (words["Channel"], 24), (words["Post"], 60), (words["Reach"], 12), (words["Engagements"], 14), ($"{words["Rate"]}, %", 10), (words["Link clicks"], 12)];

    static IEnumerable<object?[]> Rows(ReportData data, ReportWords words)
    {
        foreach (var post in data.Posts)
            yield return [DateOnly.FromDateTime(post.Local), new TimeOnly(post.Local.Hour, post.Local.Minute), post.Channel, post.Text, post.Reach, post.Engagements, Rounded(post.Rate), post.Clicks];
        var sums = PerformanceReport.PostTotals(data.Posts);
        yield return [null, null, words["Together"], null, sums[0], sums[1], Rounded(sums[2]), sums[3]];
    }

    /// <summary>As the PDF says it.</summary>
    static double? Rounded(double? rate) => rate is { } known ? Math.Round(known, 1, MidpointRounding.AwayFromZero) : null;

    static string Said(object? cell) => cell switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };
}
