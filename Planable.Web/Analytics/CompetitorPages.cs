using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Competitors;
using Planable.Jobs.Competitors;
using Planable.Jobs.Reports.Charts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

/// <param name="Networks">Those of which a profile can be chosen.</param>
public sealed record CompetitorsPage(AnalyticsFrame Frame, CompetitorBoard Board, IReadOnlyList<string> Networks);

/// <summary>Competitors beside one's own channels.</summary>
public sealed class CompetitorPages(BoardReader boards, CompetitorBoards competitors, CompetitorChoice choice, TimeWords times, IStringLocalizer<Words> words)
{
    public async Task<CompetitorsPage> Read(AnalyticsQuery query, CancellationToken cancel)
    {
        var frame = new AnalyticsFrame(query, DateOnly.FromDateTime(times.LocalNow), await boards.Channels(cancel), "competitors", []);
        var networks = frame.Channels.Where(c => c.State == ChannelState.Connected && choice.Tells(c.Network)).Select(c => c.Network).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new CompetitorsPage(frame, await competitors.Read(frame.Days, frame.Channels, cancel), networks);
    }

    /// <summary>One's own first, then the largest of the others; the table has them all.</summary>
    public static IReadOnlyList<RivalLine> Drawn(CompetitorBoard board)
    {
        var known = board.Lines.Where(l => Array.Exists(l.GrowthByDay, double.IsFinite)).ToList();
        var own = known.Where(l => l.IsOwn).OrderByDescending(l => l.Now).Take(known.Exists(l => !l.IsOwn) ? 2 : BoardCharts.MostLines).ToList();
        return [.. own, .. known.Where(l => !l.IsOwn).OrderByDescending(l => l.Now).Take(BoardCharts.MostLines - own.Count)];
    }

    public IHtmlContent Wide(CompetitorBoard board) => Draw(board, 640, 210, named: true);

    public IHtmlContent Slim(CompetitorBoard board) => Draw(board, 240, 170, named: false);

    HtmlString Draw(CompetitorBoard board, double width, double height, bool named)
    {
        var every = Math.Max(1, (int)Math.Ceiling(board.Days.Length / (named ? 7d : 4d)));
        var chart = new LineChart
        {
            Width = width,
            Height = height,
            Series = [.. Drawn(board).Select(line => new Series(line.Name, line.GrowthByDay))],
            FromZero = false,
            Named = named,
            Ended = false,
            Culture = CultureInfo.CurrentCulture,
            RightToLeft = CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft,
            NoData = words["No data on these days"],
            Times = [.. Enumerable.Range(0, board.Days.Length).Where(i => i % every == 0).Select(i => (i, board.Days.From.AddDays(i).ToString("d MMM", CultureInfo.CurrentCulture)))],
            Description = words["Followers, change in percent since the first of these days. The table below has the numbers."],
        };
        return new HtmlString(SvgChart.Write(chart.Draw()));
    }
}
