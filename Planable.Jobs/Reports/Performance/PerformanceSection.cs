using Planable.Data.Reports;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>One section of a performance report, beginning on a page of its own: whether it has something to show, what it is called, and what stands on it.</summary>
abstract class PerformanceSection(ReportSection section, ReportData data, ReportFrame frame)
{
    protected const string Reach = "reach";
    const int KeyNumbersShown = 5;

    public ReportSection Section => section;

    public abstract bool IsFilled { get; }

    public string Title => section.Title ?? UsualTitle;

    protected abstract string UsualTitle { get; }

    protected abstract string Eyebrow { get; }

    protected virtual string Lead => section.Text ?? "";

    protected ReportData Data => data;

    protected ReportFrame Frame => frame;

    protected ReportWords Words => frame.Words;

    protected string Period => Words.Days(data.From, data.To);

    public virtual void Compose(DocumentDescriptor document, string place) => frame.Page(document, column =>
    {
        column.Item().Section(place);
        column.Title(frame, Eyebrow, Title, Lead);
        Compose(column);
    });

    protected abstract void Compose(ColumnDescriptor column);

    protected List<(string Label, string Value, string Change, bool IsLoss)> KeyNumbers(IEnumerable<ReportFigure> figures) =>
        [.. figures.Where(f => f.IsKnown).Take(KeyNumbersShown).Select(f => (Words[f.Name], Say(f), Change(f), f.Change < 0))];

    protected void Number(TableRowDescriptor row, ReportFigure? figure)
    {
        if (figure?.Total is null)
            row.Cell().Text(Words["no data"]).FontColor(Grey).AlignEnd();
        else
            row.Cell().Text(Say(figure)).AlignEnd();
    }

    protected string Say(ReportFigure figure) => figure.Total is not { } total ? Words["no data"] : figure.IsRate ? Percent(total) : Words.Number(total);

    protected string Say(double? value) => value is { } known ? Words.Number(known) : Words["no data"];

    protected string Percent(double value) => (value / 100).ToString("P1", Words.Culture);

    protected string Change(ReportFigure figure) => Words.Change(figure);

    protected static IReadOnlyList<double> Values(ReportFigure figure) => [.. figure.Days.Select(d => d ?? double.NaN)];

    /// <summary>The first day, Mondays and the last.</summary>
    protected List<(int Index, string Text)> Times()
    {
        var days = data.To.DayNumber - data.From.DayNumber + 1;
        return [.. Enumerable.Range(0, days).Where(i => i == 0 || i == days - 1 || data.From.AddDays(i).DayOfWeek == DayOfWeek.Monday).Select(i => (i, data.From.AddDays(i).ToString("d MMM", Words.Culture)))];
    }
}
