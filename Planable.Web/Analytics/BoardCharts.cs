using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;
using Planable.Data.Analytics;
using Planable.Jobs.Reports.Charts;
using Planable.Web.Shared;

namespace Planable.Web.Analytics;

/// <summary>Draws boards with the charts that documents are drawn with.</summary>
public sealed class BoardCharts(IStringLocalizer<Words> words, NumberWords numbers)
{
    /// <summary>More lines cannot be told apart; the table has them all.</summary>
    public const int MostLines = 4;

    public static IReadOnlyList<BoardLine> Drawn(BoardTable table) =>
        table.Lines.Count <= MostLines ? table.Lines : [.. table.Lines.OrderByDescending(l => double.IsFinite(l.Total) ? l.Total : -1).Take(MostLines)];

    public IHtmlContent Wide(BoardTable table) => Draw(table, 640, 210, named: true);

    public IHtmlContent Slim(BoardTable table) => Draw(table, 240, 170, named: false);

    public static IHtmlContent Spark(BoardFigure figure)
    {
        var count = figure.Lines.Count == 0 ? 0 : figure.Lines[0].Days.Length;
        var values = Enumerable.Range(0, count).Select(figure.At).ToArray();
        return new HtmlString(SvgChart.Write(new Sparkline { Width = 104, Height = 32, Values = values, Description = "" }.Draw()).Replace("role=\"img\" aria-label=\"\"", "aria-hidden=\"true\"", StringComparison.Ordinal));
    }

    HtmlString Draw(BoardTable table, double width, double height, bool named)
    {
        var drawn = Drawn(table);
        var places = drawn.Select(line => table.Lines.ToList().IndexOf(line)).ToList();
        var series = drawn.Select((line, n) => new Series(line.Channel.Name, [.. table.Rows.Select(r => r.Values[places[n]])])).ToList();
        var days = NumberWords.Say(table.Days);
        var chart = new LineChart
        {
            Width = width,
            Height = height,
            Series = series,
            FromZero = table.Figure.Metric.Kind != MetricKind.Level,
            Named = named,
            Ended = false,
            Culture = CultureInfo.CurrentCulture,
            RightToLeft = CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft,
            NoData = words["No data on these days"],
            Times = Times(table, named ? 7 : 4),
            Missing = Gap(drawn, table),
            Description = words["{0}, {1}. The table below has the same numbers.", numbers.Name(table.Figure.Metric), days],
        };
        return new HtmlString(SvgChart.Write(chart.Draw()));
    }

    static List<(int, string)> Times(BoardTable table, int most)
    {
        var every = Math.Max(1, (int)Math.Ceiling(table.Rows.Count / (double)most));
        return [.. Enumerable.Range(0, table.Rows.Count).Where(i => i % every == 0).Select(i => (i, table.Rows[i].Span.From.ToString(table.Grain == Grain.Month ? "MMM yy" : "d MMM", CultureInfo.CurrentCulture)))];
    }

    /// <summary>The longest stretch on which a channel that was read before and after was not.</summary>
    (int First, int Last, string Text)? Gap(IReadOnlyList<BoardLine> lines, BoardTable table)
    {
        if (table.Grain != Grain.Day)
            return null;
        (int First, int Last, string Text)? longest = null;
        foreach (var line in lines)
        {
            var known = Enumerable.Range(0, line.Days.Length).Where(i => double.IsFinite(line.At(i))).ToList();
            for (var i = 0; i + 1 < known.Count; i++)
            {
                if (known[i + 1] - known[i] > 1 && (longest is not { } gap || known[i + 1] - known[i] - 2 > gap.Last - gap.First))
                    longest = (known[i] + 1, known[i + 1] - 1, words["{0}: no data, {1}", line.Channel.Name, NumberWords.Short(new DaySpan(table.Days.From.AddDays(known[i] + 1), table.Days.From.AddDays(known[i + 1] - 1)))]);
            }
        }

        return longest;
    }
}
