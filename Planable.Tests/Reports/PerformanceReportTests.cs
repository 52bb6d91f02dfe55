using System.Globalization;
using System.Net;
using Planable.Data.Analytics;
using Planable.Data.Brands;
using Planable.Data.Reports;
using Planable.Jobs.Reports;
using Planable.Jobs.Reports.Pdf;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

public class PerformanceReportTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly DateOnly from = new(2026, 5, 1), to = new(2026, 5, 31);

    [Fact]
    public void What_has_nothing_to_show_is_left_out_and_the_contents_follow()
    {
        var whole = Data(posts: 3);
        Assert.Equal([ReportSection.Summary, ReportSection.Channels, ReportSection.TopPosts, ReportSection.Posts, ReportSection.Plan], Report(whole).Shown.Select(s => s.Section));
        var without = Report(whole with { Posts = [], Planned = [] });
        Assert.Equal([ReportSection.Summary, ReportSection.Channels], without.Shown.Select(s => s.Section));
        var told = Told(without.Generate().Pdf);
        Assert.DoesNotContain("What comes next", told, StringComparison.Ordinal);
        Assert.DoesNotContain("What people responded to", told, StringComparison.Ordinal);
        Assert.Contains("What comes next", Told(Report(whole).Generate().Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void The_title_says_what_was_found_and_what_is_not_known_is_no_zero()
    {
        var told = Told(Report(Data(posts: 3)).Generate().Pdf);
        foreach (var part in (string[])["Reach grew by 25.0%", "12,345", "no data", "3 posts, 2 with figures", "Not complete: the figures of Acme Roastery"])
            Assert.Contains(part, told, StringComparison.Ordinal);
        Assert.Contains("Die Reichweite wuchs um 25,0", Told(Report(Data(posts: 3), "de-DE").Generate().Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_below_the_posts_are_those_of_the_rows()
    {
        var posts = Data(posts: 3).Posts;
        Assert.Equal([posts.Sum(p => p.Reach), posts.Sum(p => p.Engagements), 5d, posts.Sum(p => p.Clicks)], PerformanceReport.PostTotals(posts));
        Assert.Equal([null, null, null, null], PerformanceReport.PostTotals([]));
    }

    [Fact]
    public void The_same_data_make_the_same_file_with_nobodys_name_but_the_agencys()
    {
        var pdf = Report(Data(posts: 40)).Generate();
        Assert.Equal(pdf.Pdf, Report(Data(posts: 40)).Generate().Pdf);
        Assert.Equal(pdf.Pages, new PdfReader(pdf.Pdf).Pages.Count);
        Assert.DoesNotContain("planable", Told(pdf.Pdf) + new PdfReader(pdf.Pdf).Information, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_overview_is_a_report_of_the_same_figures()
    {
        using var pia = await app.As("pia");
        const string address = "/w/acme/analytics{0}?days=last-month";
        Assert.NotNull((await pia.Page(string.Format(CultureInfo.InvariantCulture, address, ""))).QuerySelector("#an-files a[href^='/w/acme/analytics/report.pdf']"));
        using var answer = await pia.Get(string.Format(CultureInfo.InvariantCulture, address, "/report.pdf"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Matches("^acme-performance-.*[.]pdf$", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var told = Told(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var today = DateOnly.FromDateTime(Planable.Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));
        var board = await app.In("acme", db => new BoardReader(db).Read(AnalyticsQuery.Read(name => name == "days" ? "last-month" : null), today, TestContext.Current.CancellationToken));
        foreach (var figure in board.Figures.Where(f => f.IsKnown && f.Metric.Kind != MetricKind.Rate && Metric.Main.Contains(f.Metric)))
            Assert.Contains(figure.Total.ToString("N0", CultureInfo.GetCultureInfo("en-GB")), told, StringComparison.Ordinal);
        Assert.Contains(ReportWords.In("en-GB").Days(board.Days.From, board.Days.To), told, StringComparison.Ordinal);
        using var oscar = await app.As("oscar");
        using var refused = await oscar.Get("/w/acme/analytics/report.pdf");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    static PerformanceReport Report(ReportData data, string locale = "en-GB")
    {
        var words = ReportWords.In(locale);
        return new PerformanceReport(data, words["Performance"], null, new Dictionary<string, PdfImage>(), new ReportFrame(new Brand("Northlight", Brand.UsualAccent), data.Client, "Performance", words));
    }

    static ReportData Data(int posts)
    {
        ReportFigure reach = new("reach", "Reach", false, 12345, 9876, [.. Enumerable.Range(0, 31).Select(d => d == 12 ? (double?)null : 398)]), clicks = new("clicks", "Link clicks", false, null, null, []);
        return new ReportData(
            "Acme", "Northlight", "Europe/Berlin", from, to, new ReportDays(from.AddMonths(-1), from.AddDays(-1)), new DateTimeOffset(2026, 6, 1, 4, 0, 0, TimeSpan.Zero), [reach, clicks],
            [new ReportChannel("Acme Coffee", "practice", null, posts, [reach]), new ReportChannel("Acme Roastery", "practice", null, 0, [])],
            [.. Enumerable.Range(0, posts).Select(i => new ReportPost(Guid.Empty, from.ToDateTime(new TimeOnly(9, 0)).AddDays(i % 31), $"Post {i}", "Acme Coffee", "practice", null, i == 2 ? null : 1000, i == 2 ? null : 50, i == 2 ? null : 5, i == 2 ? null : 10))],
            [new ReportPlanned(to.AddDays(2).ToDateTime(new TimeOnly(9, 0)), "Soon", "Acme Coffee")], ["Acme Roastery"]);
    }

    static string Told(byte[] pdf) => string.Join('\n', new PdfReader(pdf).Structure().Select(e => e.Text));
}
