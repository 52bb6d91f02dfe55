using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;
using Planable.Data.Analytics;
using Planable.Data.Demographics;
using Planable.Jobs.Reports.Charts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

public sealed record AudiencePage(AnalyticsFrame Frame, IReadOnlyList<AudienceBoard> Boards);

/// <summary>Who follows the chosen channels.</summary>
public sealed class AudiencePages(BoardReader boards, AudienceReader audiences, TimeWords times)
{
    public async Task<AudiencePage> Read(AnalyticsQuery query, CancellationToken cancel)
    {
        var frame = new AnalyticsFrame(query, DateOnly.FromDateTime(times.LocalNow), await boards.Channels(cancel), "audience", []);
        return new AudiencePage(frame, await audiences.Read(frame.Chosen, cancel));
    }
}

/// <summary>Audiences in words and charts.</summary>
public sealed class AudienceWords(IStringLocalizer<Words> words)
{
    /// <summary>More groups cannot be told apart in a chart; the table has them all.</summary>
    const int MostGroups = 10;

    public string Name(Dimension by) => by switch
    {
        Dimension.Age => words["Age"],
        Dimension.Country => words["Country"],
        _ => words["Language"],
    };

    public string Name(AudienceOf of) => of == AudienceOf.Followers ? words["Followers"] : words["Viewers of the last 90 days"];

    /// <summary>Countries and languages by their names where the machine knows them.</summary>
    public static string Group(Dimension by, string key)
    {
        try
        {
            return by switch
            {
                Dimension.Country => new RegionInfo(key).EnglishName,
                Dimension.Language => CultureInfo.GetCultureInfo(key.Replace('_', '-'), predefinedOnly: true).DisplayName,
                _ => key.Replace('-', '–'),
            };
        }
        catch (ArgumentException)
        {
            return key;
        }
    }

    /// <summary>"34.2%", a dash for a group that was not told.</summary>
    public static string Share(double share) => double.IsFinite(share) ? NumberWords.Percent(share) : "–";

    public IHtmlContent Wide(AudienceBoard board) => Draw(board, 640, 190, isSlim: false);

    public IHtmlContent Slim(AudienceBoard board) => Draw(board, 300, 170, isSlim: true);

    HtmlString Draw(AudienceBoard board, double width, double height, bool isSlim)
    {
        var lines = board.Told.Take(BoardCharts.MostLines).ToList();
        var keys = board.Keys.Take(isSlim && board.By != Dimension.Age ? MostGroups / 2 : MostGroups).ToList();
        var chart = new BarChart
        {
            Width = width,
            Height = height,
            Series = [.. lines.Select(line => new Series(line.Channel.Name, [.. keys.Select(line.ShareOf)]))],
            // Full names have room in the table.
            Times = [.. keys.Select((key, n) => (n, board.By == Dimension.Age ? Group(board.By, key) : key.ToUpperInvariant()))],
            Culture = CultureInfo.CurrentCulture,
            RightToLeft = CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft,
            NoData = words["No data"],
            Description = words["{0}, in percent. The table below has the same numbers.", Name(board.By)],
        };
        return new HtmlString(SvgChart.Write(chart.Draw()));
    }
}
