using System.Globalization;
using Planable.Data.Analytics;

namespace Planable.Web.Analytics;

/// <summary>One metric of a board by days, weeks or months: what the chart draws, the table lists and the file holds.</summary>
public sealed class BoardTable
{
    public BoardTable(Board board, BoardFigure figure, Grain grain)
    {
        (Figure, Grain, Days) = (figure, grain, board.Days);
        Lines = [.. figure.Lines.Where(l => l.IsTold)];
        Rows = [.. Cut(board.Days, grain).Select(span => new BoardRow(
            span, [.. Lines.Select(l => l.Of(board.Days.IndexOf(span.From), span.Length))], [.. Lines.Select(l => l.Days[board.Days.IndexOf(span.From)..(board.Days.IndexOf(span.To) + 1)].Count(double.IsFinite))],
            figure.Of(board.Days.IndexOf(span.From), span.Length)))];
    }

    public BoardFigure Figure { get; }

    public Grain Grain { get; }

    public DaySpan Days { get; }

    /// <summary>Channels whose network tells the metric.</summary>
    public IReadOnlyList<BoardLine> Lines { get; }

    public IReadOnlyList<BoardRow> Rows { get; }

    /// <summary>A row of more than one day on which a day was not read.</summary>
    public bool HasHoles => Grain != Grain.Day && Figure.Metric.Kind != MetricKind.Level && Rows.Any(r => r.Read.Any(read => read > 0 && read < r.Span.Length));

    public string NameOf(BoardRow row) => Grain switch
    {
        Grain.Day => row.Span.From.ToString("ddd d MMM", CultureInfo.CurrentCulture),
        Grain.Month when row.Span.IsMonth => row.Span.From.ToString("MMMM yyyy", CultureInfo.CurrentCulture),
        _ => NumberWords.Short(row.Span),
    };

    static IEnumerable<DaySpan> Cut(DaySpan days, Grain grain)
    {
        for (var from = days.From; from <= days.To;)
        {
            var to = grain switch
            {
                Grain.Week => from.AddDays(6 - (((int)from.DayOfWeek + 6) % 7)),
                Grain.Month => new DateOnly(from.Year, from.Month, 1).AddMonths(1).AddDays(-1),
                _ => from,
            };
            if (to > days.To)
                to = days.To;
            yield return new DaySpan(from, to);
            from = to.AddDays(1);
        }
    }
}

/// <param name="Values">Of each channel; NaN where nothing was read.</param>
/// <param name="Read">On how many days of the row each channel was read.</param>
public sealed record BoardRow(DaySpan Span, IReadOnlyList<double> Values, IReadOnlyList<int> Read, double Total);
