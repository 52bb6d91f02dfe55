using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data.Analytics;
using Planable.Data.Competitors;
using Planable.Jobs.Exports;
using Planable.Web.Exports;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

/// <summary>The figures of a page as a file. What is not known is empty and says why; it is never 0.</summary>
public sealed class AnalyticsFiles(NumberWords numbers, AudienceWords audiences, Current current, TimeWords times, IStringLocalizer<Words> words)
{
    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null for a format there is none of.</returns>
    public IActionResult? Write(FiguresPage page, string format) => Write("figures", format, BoardColumns(), Rows(page));

    public IActionResult? Write(ScoresPage page, string format) => Write("posts", format, ScoreColumns(page), Rows(page));

    public IActionResult? Write(AudiencePage page, string format) => Write("audience", format, AudienceColumns(), Rows(page));

    public IActionResult? Write(LinksPage page, string format) => Write(
        "links", format, [(words["Target"], 60), (words["Post"], 50), (words["Channel"], 24), (words["Network"], 14), (words["Code"], 14), (words["From"], 12), (words["To"], 12), (words["People"], 10)],
        page.Groups.SelectMany(g => g).Select(l => new object?[] { l.Target, PostPage.TitleOf(l.Text), l.Channel, l.Network, l.Code, page.Frame.Days.From, page.Frame.Days.To, l.People }));

    public IActionResult? Write(CompetitorsPage page, string format) => Write("competitors", format, RivalColumns(), Rows(page.Board));

    List<(string Heading, int Width)> RivalColumns() =>
        [(words["Profile"], 26), (words["Network"], 14), (words["Whose"], 12), (words["From"], 12), (words["To"], 12), (words["Followers"], 12), (words["Won"], 12), (words["Change in percent"], 12), (words["Posts published"], 12), (words["Note"], 40)];

    IEnumerable<object?[]> Rows(CompetitorBoard board)
    {
        foreach (var line in board.Lines)
        {
            var note = line.Competitor?.GoneSince is { } since ? words["No longer readable since {0}", times.Iso(since)].Value : double.IsFinite(line.Now) ? null : words["Not read"].Value;
            yield return [line.Name, line.Network, line.IsOwn ? words["own"].Value : words["competitor"].Value, board.Days.From, board.Days.To, Value(line.Now), Value(line.Won), Value(line.Growth), Value(line.Published), note];
        }

        var averaged = board.Averaged;
        if (averaged.Count > 0)
            yield return [words["Average of the competitors"].Value, null, null, board.Days.From, board.Days.To, Value(board.Average(l => l.Now)), Value(board.Average(l => l.Won)), Value(board.Average(l => l.Growth)), Value(board.Average(l => l.Published)), words["Of {0} of {1} profiles", averaged.Count, board.Others.Count()].Value];
    }

    List<(string Heading, int Width)> AudienceColumns() =>
        [(words["Group by"], 14), (words["Channel"], 26), (words["Of"], 26), (words["Group"], 22), (words["Share in percent"], 14), (words["Told"], 14), (words["Field"], 30), (words["Read at"], 24), (words["Note"], 30)];

    IEnumerable<object?[]> Rows(AudiencePage page)
    {
        foreach (var board in page.Boards)
        {
            var by = audiences.Name(board.By);
            foreach (var line in board.Told)
            {
                foreach (var key in board.Keys)
                {
                    var share = line.ShareOf(key);
                    yield return [by, line.Channel.Name, audiences.Name(line.Told!.Of), AudienceWords.Group(board.By, key), Value(share), line.Told.Groups.Find(g => g.Key == key)?.Value, line.Told.Field, times.Iso(line.Told.ReadAt), double.IsFinite(share) ? null : words["Not told"].Value];
                }
            }

            foreach (var line in board.NotTold)
                yield return [by, line.Channel.Name, null, null, null, null, line.Field, null, words["Not provided by the network"].Value];
            foreach (var line in board.NotRead)
                yield return [by, line.Channel.Name, null, null, null, null, line.Field, null, words["Not read"].Value];
        }
    }

    List<(string Heading, int Width)> BoardColumns() =>
        [(words["Metric"], 18), (words["From"], 12), (words["To"], 12), (words["Channel"], 26), (words["Value"], 14), (words["Days read"], 10), (words["Days"], 8), (words["Note"], 30)];

    /// <summary>Each metric of the page: its rows by channel, and all channels together.</summary>
    IEnumerable<object?[]> Rows(FiguresPage page)
    {
        foreach (var figure in page.Board.Shown)
        {
            var table = new BoardTable(page.Board, figure, page.Table.Grain);
            foreach (var row in table.Rows)
            {
                for (var n = 0; n < table.Lines.Count; n++)
                    yield return [numbers.Name(figure.Metric), row.Span.From, row.Span.To, table.Lines[n].Channel.Name, Value(row.Values[n]), row.Read[n], row.Span.Length, double.IsFinite(row.Values[n]) ? null : words["Not read"].Value];
                yield return [numbers.Name(figure.Metric), row.Span.From, row.Span.To, words["All channels"].Value, Value(row.Total), null, null, double.IsFinite(row.Total) ? null : words["Not read"].Value];
            }

            yield return [numbers.Name(figure.Metric), page.Board.Days.From, page.Board.Days.To, words["Total"].Value, Value(figure.Total), figure.DaysRead, figure.DaysAsked, figure.IsKnown ? null : words["Not provided by any of the networks"].Value];
            if (page.Board.Before is { } before)
                yield return [numbers.Name(figure.Metric), before.From, before.To, words["Total before"].Value, Value(figure.TotalBefore), null, null, null];
            foreach (var line in figure.NotTold)
                yield return [numbers.Name(figure.Metric), page.Board.Days.From, page.Board.Days.To, line.Channel.Name, null, null, null, words["Not provided by the network"].Value];
        }
    }

    List<(string Heading, int Width)> ScoreColumns(ScoresPage page) =>
        [(words["Rank"], 6), (words["Post"], 60), (words["Channel"], 24), (words["Published"], 12), (words["Time"], 8), (words["Zone"], 16), (words["Type"], 12), .. Columns.Select(c => (numbers.Name(Metric.Of(c)), 14)), (words["Still growing"], 12), (words["Read at"], 24), (words["Post in Planable"], 40)];

    /// <summary>The figures of a post, in the order of the page.</summary>
    static readonly string[] Columns =
    [
        Metric.EngagementRate, Data.Readings.MetricName.Engagements, Data.Readings.MetricName.Reach, Data.Readings.MetricName.Impressions, Data.Readings.MetricName.Views, Data.Readings.MetricName.Likes,
        Data.Readings.MetricName.Comments, Data.Readings.MetricName.Shares, Data.Readings.MetricName.Saves, Data.Readings.MetricName.Clicks,
    ];

    IEnumerable<object?[]> Rows(ScoresPage page) => page.Scores.Select((p, n) => new object?[]
    {
        n + 1, PostPage.TitleOf(p.Text), p.ChannelName, DateOnly.FromDateTime(p.Local), TimeOnly.FromDateTime(p.Local), current.Workspace.Zone, numbers.Name(p.Type),
    }.Concat(Columns.Select(c => Value(p.Of(c) ?? double.NaN))).Concat([p.IsGrowing(times.Now) ? words["yes"].Value : null, p.ReadAt is { } read ? times.Iso(read) : null, $"{current.Root}/posts/{p.PostId}"]).ToArray());

    static object? Value(double value) => double.IsFinite(value) ? value : null;

    IActionResult? Write(string what, string format, List<(string Heading, int Width)> columns, IEnumerable<object?[]> rows)
    {
        var name = $"{current.Workspace.Slug}-{what}-{times.LocalNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{format}";
        return format switch
        {
            "csv" => File(Csv(columns, rows), "text/csv; charset=utf-8", name),
            "xlsx" => File(Xlsx(columns, rows), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name),
            "json" => File(JsonSerializer.SerializeToUtf8Bytes(rows.Select(r => r.Select((cell, n) => (columns[n].Heading, Cell: Plain(cell))).ToDictionary(c => c.Heading, c => c.Cell, StringComparer.Ordinal)), Json), "application/json; charset=utf-8", name),
            _ => null,
        };
    }

    static byte[] Csv(List<(string Heading, int Width)> columns, IEnumerable<object?[]> rows)
    {
        var text = new StringBuilder(CsvText.Line(columns.Select(c => c.Heading)));
        foreach (var row in rows)
            text.Append(CsvText.Line(row.Select(c => Convert.ToString(Plain(c), CultureInfo.InvariantCulture) ?? "")));
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    byte[] Xlsx(List<(string Heading, int Width)> columns, IEnumerable<object?[]> rows)
    {
        var file = new MemoryStream();
        using (var workbook = new Workbook(file, current.Workspace.Name, columns))
        {
            foreach (var row in rows)
                workbook.Write(row);
        }

        return file.ToArray();
    }

    static object? Plain(object? cell) => cell switch
    {
        DateOnly day => AnalyticsQuery.Iso(day),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => cell,
    };

    static FileContentResult File(byte[] bytes, string type, string name) => new(bytes, type) { FileDownloadName = name };
}
