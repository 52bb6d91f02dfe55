using Planable.Data.Networks;
using Planable.Data.Reports;
using Planable.Jobs.Reports.Charts;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports;

/// <summary>What became of a client's channels and posts over some days. A section that has nothing to show is left out, and the contents follow.</summary>
/// <param name="prints">By the hash of the picture.</param>
public sealed class PerformanceReport(ReportData data, string name, string? preparedBy, IReadOnlyDictionary<string, PdfImage> prints, ReportFrame frame)
{
    const string Reach = "reach";
    const int LinesInChart = 4;
    const int TopPosts = 3;
    const int KeyNumbersShown = 5;

    ReportWords Words => frame.Words;

    string Period => Words.Days(data.From, data.To);

    public (byte[] Pdf, int Pages) Generate() => Document.Create(Compose, frame.About(data.At)).Generate();

    /// <summary>Sections that have something to show, with their titles.</summary>
    public IReadOnlyList<(ReportSection Section, string Title)> Shown => [.. Enum.GetValues<ReportSection>().Where(IsFilled).Select(s => (s, Title(s)))];

    bool IsFilled(ReportSection section) => section switch
    {
        ReportSection.Summary => data.Figures.Any(f => f.IsKnown),
        ReportSection.Channels => data.Channels.Any(c => c.Figures.Count > 0),
        ReportSection.TopPosts => data.Posts.Any(p => p.Rate is not null),
        ReportSection.Posts => data.Posts.Count > 0,
        _ => data.Planned.Count > 0,
    };

    string Title(ReportSection section) => section switch
    {
        ReportSection.Summary => Finding(),
        ReportSection.Channels => Words["Channel by channel"],
        ReportSection.TopPosts => Words["What people responded to"],
        ReportSection.Posts => data.Posts.Count == 1 ? Words["One post, and what became of it"] : Words["{0} posts, and what became of them", data.Posts.Count],
        _ => Words["What comes next"],
    };

    /// <summary>The title says what was found, as far as something was.</summary>
    string Finding()
    {
        if (data.Figures.FirstOrDefault(f => f.Key == Reach)?.Change is not { } change)
            return Words["The days in numbers"];
        if (Math.Abs(change) < 0.5)
            return Words["Reach stayed as it was"];
        return change > 0 ? Words["Reach grew by {0}", Percent(change)] : Words["Reach fell by {0}", Percent(-change)];
    }

    void Compose(DocumentDescriptor document)
    {
        ComposeCover(document);
        foreach (var (section, title) in Shown)
        {
            if (section == ReportSection.Channels)
            {
                foreach (var (channel, i) in data.Channels.Select((c, i) => (c, i)).Where(c => c.c.Figures.Count > 0))
                    frame.Page(document, column => ComposeChannel(column, channel, i, i == data.Channels.ToList().FindIndex(c => c.Figures.Count > 0)));
                continue;
            }

            frame.Page(document, column =>
            {
                column.Item().Section(Place(section));
                column.Title(frame, Eyebrow(section), title);
                ComposeSection(column, section);
            });
        }
    }

    void ComposeSection(ColumnDescriptor column, ReportSection section)
    {
        switch (section)
        {
            case ReportSection.Summary:
                ComposeSummary(column);
                break;
            case ReportSection.TopPosts:
                ComposeTop(column);
                break;
            case ReportSection.Posts:
                ComposePosts(column);
                break;
            default:
                ComposePlan(column);
                break;
        }
    }

    static string Place(ReportSection section) => $"section-{section}";

    string Eyebrow(ReportSection section) => section switch
    {
        ReportSection.Summary => Words["Summary"],
        ReportSection.TopPosts => Words["Top posts"],
        ReportSection.Posts => Words["All posts"],
        _ => Words["Plan"],
    };

    void ComposeCover(DocumentDescriptor document) => frame.Page(document, column =>
    {
        column.Item().PaddingTop(40 * Mm).PaddingBottom(6 * Mm).SemanticIgnore().Width(14 * Mm).Height(1.2 * Mm).Background(frame.Accent).Extend();
        column.Item().Bookmark("cover", Period).PaddingBottom(1.5 * Mm).SemanticHeader1().Text(Period).FontSize(36).LineHeight(42 / 36d).SemiBold().LetterSpacing(-0.03).Balanced();
        column.Item().PaddingBottom(14 * Mm).Text(Words["{0} for {1}", name, data.Client]).FontSize(15).LineHeight(1.4).LetterSpacing(-0.01).FontColor(Body);
        column.Facts(
            (Words["Channels"], string.Join(", ", data.Channels.Select(c => c.Name))),
            (Words["Period"], data.Before is { } before ? Words["{0}, compared with {1}", Period, Words.Days(before.From, before.To)] : Period),
            (Words["Prepared by"], string.Join(", ", new[] { preparedBy, frame.Brand.Name, Words.Day(DateOnly.FromDateTime(Data.Times.Zones.ToLocal(data.At, data.Zone))) }.OfType<string>())));
        if (data.Stale.Count > 0)
            column.Item().PaddingTop(4 * Mm).MaxWidth(142 * Mm).Text(Words["Not complete: the figures of {0} are older than the last of these days.", string.Join(", ", data.Stale)]).FontSize(8.5).Medium().FontColor(Loss);
        column.Heading(Words["Contents"]);
        foreach (var (section, title) in Shown)
            column.Item().PaddingBottom(1.6 * Mm).BorderBottom(0.4, Rule).PaddingBottom(1.6 * Mm).DefaultTextStyle(Cell).Row(row =>
            {
                row.RelativeItem().Text(t => t.SectionLink(title, Place(section)));
                row.ConstantItem(30).Text(t =>
                {
                    t.PageNumberOfSection(Place(section));
                    t.AlignEnd();
                });
            });
    });

    void ComposeSummary(ColumnDescriptor column)
    {
        column.KeyNumbers(frame, KeyNumbers(data.Figures));
        var lines = data.Channels.Select(c => (c.Name, Figure: c.Of(Reach))).Where(c => c.Figure is not null).OrderByDescending(c => c.Figure!.Total).Take(LinesInChart).ToList();
        if (lines.Count > 0)
        {
            column.Heading(Words["Reach per day"], first: true);
            column.Item().Chart(new LineChart
            {
                Description = Words["Reach per day by channel, {0}; in all {1}.", Period, string.Join(", ", lines.Select(l => $"{l.Name} {Say(l.Figure!)}"))],
                Series = [.. lines.Select(l => new Series(l.Name, Values(l.Figure!)))],
                Times = Times(),
                Culture = Words.Culture,
                NoData = Words["no data"],
            }, frame.Palette);
        }

        column.Heading(Words["Channels"]);
        column.Item().DefaultTextStyle(Cell).Table(table => ComposeChannels(table));
    }

    void ComposeChannels(TableDescriptor table)
    {
        var keys = data.Figures.Where(f => f.IsKnown).Take(4).ToList();
        table.Rules();
        table.Continued(frame, Words["Channels"]);
        table.RelativeColumn();
        for (var i = 0; i <= keys.Count; i++)
            table.AutoColumn();
        table.Header(row =>
        {
            row.Cell().Text(Words["Channel"]).Style(Small);
            foreach (var key in keys)
                row.Cell().Text(Words[key.Name]).Style(Small).AlignEnd();
            row.Cell().Text(Words["Posts"]).Style(Small).AlignEnd();
        });
        foreach (var channel in data.Channels)
            table.Row(row =>
            {
                row.RowHeader().Text(channel.Name).Medium();
                foreach (var key in keys)
                    Number(row, channel.Of(key.Key));
                row.Cell().Text(Words.Number(channel.Posts)).AlignEnd();
            });
        table.Footer(row =>
        {
            row.Cell().Text(Words["Together"]).SemiBold();
            foreach (var key in keys)
                row.Cell().Text(Say(key)).SemiBold().AlignEnd();
            row.Cell().Text(Words.Number(data.Posts.Count)).SemiBold().AlignEnd();
        });
    }

    void Number(TableRowDescriptor row, ReportFigure? figure)
    {
        if (figure?.Total is null)
            row.Cell().Text(Words["no data"]).FontColor(Grey).AlignEnd();
        else
            row.Cell().Text(Say(figure)).AlignEnd();
    }

    void ComposeChannel(ColumnDescriptor column, ReportChannel channel, int index, bool isFirst)
    {
        var network = Networks.Find(channel.Network)?.Name ?? channel.Network;
        if (isFirst)
            column.Item().Section(Place(ReportSection.Channels));
        column.Title(frame, network, channel.Name);
        column.KeyNumbers(frame, KeyNumbers(channel.Figures));
        var bars = channel.Of(Reach) ?? channel.Figures.FirstOrDefault(f => !f.IsRate);
        if (bars is not null)
        {
            column.Heading(Words["{0} per day", Words[bars.Name]], first: true);
            column.Item().Chart(new BarChart { Description = Words["{0} per day on {1}, {2}; in all {3}.", Words[bars.Name], channel.Name, Period, Say(bars)], Series = [new Series(channel.Name, Values(bars))], FirstInk = index, Times = Times(), Culture = Words.Culture, NoData = Words["no data"] }, frame.Palette);
        }

        if (channel.Of("followers") is { } followers && followers.Days.Count(d => d is not null) > 1)
        {
            column.Heading(Words["Followers"]);
            column.Item().Chart(new LineChart { Description = Words["{0} per day on {1}, {2}; in all {3}.", Words["Followers"], channel.Name, Period, Say(followers)], Height = 130, FromZero = false, Named = false, Series = [new Series(channel.Name, Values(followers))], Times = Times(), Culture = Words.Culture, NoData = Words["no data"] }, frame.Palette);
        }

        column.Heading(Words["All figures"]);
        column.Item().DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules(1.1);
            table.RelativeColumn();
            for (var i = 0; i < (data.Before is null ? 1 : 3); i++)
                table.AutoColumn();
            table.Header(row =>
            {
                foreach (var (head, i) in (data.Before is null ? new[] { Words["Figure"], Words["These days"] } : [Words["Figure"], Words["These days"], Words["Days before"], Words["Change"]]).Select((h, i) => (h, i)))
                {
                    var cell = row.Cell().Text(head).Style(Small);
                    if (i > 0)
                        cell.AlignEnd();
                }
            });
            foreach (var figure in channel.Figures)
                table.Row(row =>
                {
                    row.RowHeader().Text(Words[figure.Name]);
                    Number(row, figure);
                    if (data.Before is null)
                        return;
                    Number(row, figure with { Total = figure.TotalBefore });
                    row.Cell().Text(Change(figure)).Medium().FontColor(figure.Change < 0 ? Loss : frame.Accent).AlignEnd();
                });
        });
        if (channel.ReadAt is { } at)
            column.Item().PaddingTop(4 * Mm).Text(Words["Read from {0} on {1}.", network, Words.Moment(at, data.Zone)]).Style(Small);
    }

    void ComposeTop(ColumnDescriptor column)
    {
        var best = data.Posts.Where(p => p.Rate is not null).OrderByDescending(p => p.Rate).ThenBy(p => p.Local).Take(TopPosts).ToList();
        column.Item().PaddingBottom(5 * Mm).Text(Words["By engagement rate: engagements divided by reach."]).Style(Small);
        column.Item().Row(row =>
        {
            row.Spacing(5 * Mm);
            foreach (var (post, i) in best.Select((p, i) => (p, i)))
                row.RelativeItem().Column(c => ComposeTopPost(c, post, i + 1));
            for (var i = best.Count; i < TopPosts; i++)
                row.RelativeItem().Text("");
        });
        if (best.Count < TopPosts)
            return;
        column.Heading(Words["Engagement rate by post"]);
        column.Item().Chart(new HorizontalBars
        {
            Description = Words["Engagement rate by post"],
            Highlight = 0,
            Culture = Words.Culture,
            Bars = [.. data.Posts.Where(p => p.Rate is not null).OrderByDescending(p => p.Rate).ThenBy(p => p.Local).Take(10).Select(p => (Begin(p.Text.Length > 0 ? p.Text : Words["Without text"], 30), Math.Round(p.Rate!.Value, 1), (string?)p.Local.ToString("d MMM", Words.Culture)))],
        }, frame.Palette);
    }

    void ComposeTopPost(ColumnDescriptor column, ReportPost post, int place)
    {
        var text = post.Text.Length > 0 ? Begin(post.Text, 80) : Words["Without text"];
        if (post.Sha256 is { } sha && prints.GetValueOrDefault(sha) is { } print)
            column.Item().SemanticFigure(text).AspectRatio(4 / 5d).ImageCover(print);
        else
            column.Item().SemanticIgnore().AspectRatio(4 / 5d).Background(Wash).Extend();
        column.Item().PaddingTop(2.4 * Mm).PaddingBottom(0.6 * Mm).Text($"{place}. {post.Local.ToString("ddd d MMM, HH:mm", Words.Culture)}, {post.Channel}").Style(Small);
        column.Item().MinHeight(28).SemanticHeader2().Text(text).FontSize(10).LineHeight(1.35).SemiBold();
        column.Item().PaddingTop(2 * Mm).BorderTop(0.4, Rule).PaddingTop(1.8 * Mm).Row(row =>
        {
            foreach (var (label, value) in new[] { (Words["Rate"], Percent(post.Rate!.Value)), (Words["Reach"], Say(post.Reach)), (Words["Engagements"], Say(post.Engagements)) })
                row.RelativeItem().Column(c =>
                {
                    c.Item().Text(label).Style(Small);
                    c.Item().Text(value).FontSize(11).LineHeight(14 / 11d).SemiBold().TabularFigures();
                });
        });
    }

    void ComposePosts(ColumnDescriptor column) => column.Item().DefaultTextStyle(Cell).Table(table =>
    {
        table.Rules(0.9);
        table.MinRowHeight(10.2 * Mm);
        table.Continued(frame, Words["All posts, continued"]);
        table.ConstantColumn(8 * Mm);
        table.AutoColumn();
        table.RelativeColumn();
        table.AutoColumn();
        for (var i = 0; i < 4; i++)
            table.AutoColumn();
        table.Header(row =>
        {
            row.Cell().Text("");
            foreach (var head in new[] { Words["Date, {0}", Data.Times.Zones.City(data.Zone)], Words["Post"], Words["Channel"] })
                row.Cell().Text(head).Style(Small);
            foreach (var head in new[] { Words["Reach"], Words["Engagements"], Words["Rate"], Words["Link clicks"] })
                row.Cell().Text(head).Style(Small).AlignEnd();
        });
        foreach (var post in data.Posts)
            table.Row(row => ComposePost(row, post));
        table.Footer(row =>
        {
            row.Cell().Text("");
            row.Cell(3).AlignMiddle().Text(Words["{0} posts, {1} with figures", data.Posts.Count, data.Posts.Count(p => p.Engagements is not null)]).SemiBold();
            foreach (var value in PostTotals(data.Posts).Select((v, i) => i == 2 ? v is { } rate ? Percent(rate) : "" : Say(v)))
                row.Cell().AlignMiddle().Text(value).SemiBold().AlignEnd();
        });
    });

    void ComposePost(TableRowDescriptor row, ReportPost post)
    {
        var text = post.Text.Length > 0 ? Begin(post.Text, 60) : Words["Without text"];
        var picture = row.Cell().AlignMiddle();
        if (post.Sha256 is { } sha && prints.GetValueOrDefault(sha) is { } print)
            picture.SemanticFigure(text).Width(8 * Mm).Height(8 * Mm).ImageCover(print);
        else
            picture.SemanticIgnore().Width(8 * Mm).Height(8 * Mm).Background(Wash).Extend();
        row.Cell().AlignMiddle().Text(post.Local.ToString("ddd d MMM, HH:mm", Words.Culture)).FontColor(Body);
        row.Cell().AlignMiddle().Text(text).Medium();
        row.Cell().AlignMiddle().Text(post.Channel).FontColor(Body);
        foreach (var value in new[] { Say(post.Reach), Say(post.Engagements), post.Rate is { } rate ? Percent(rate) : Words["no data"], Say(post.Clicks) })
            row.Cell().AlignMiddle().Text(value).FontColor(value == Words["no data"] ? Grey : ReportLook.Ink).AlignEnd();
    }

    /// <summary>Reach, engagements, rate and clicks of all posts together, as the table sums them up: null where none has any.</summary>
    public static IReadOnlyList<double?> PostTotals(IReadOnlyList<ReportPost> posts)
    {
        static double? Sum(IEnumerable<double?> values) => values.OfType<double>().ToList() is { Count: > 0 } known ? known.Sum() : null;
        var rated = posts.Where(p => p is { Rate: > 0, Engagements: not null }).ToList();
        var by = rated.Sum(p => 100 * p.Engagements!.Value / p.Rate!.Value);
        return [Sum(posts.Select(p => p.Reach)), Sum(posts.Select(p => p.Engagements)), by > 0 ? 100 * rated.Sum(p => p.Engagements!.Value) / by : null, Sum(posts.Select(p => p.Clicks))];
    }

    void ComposePlan(ColumnDescriptor column) => column.Item().DefaultTextStyle(Cell).Table(table =>
    {
        table.Rules();
        table.Continued(frame, Words["Plan"]);
        table.AutoColumn();
        table.RelativeColumn(5);
        table.RelativeColumn(2);
        table.Head(Words["Date, {0}", Data.Times.Zones.City(data.Zone)], Words["Post"], Words["Channels"]);
        foreach (var post in data.Planned)
            table.Row(row =>
            {
                row.Cell().Text(post.Local.ToString("ddd d MMM, HH:mm", Words.Culture)).FontColor(Body);
                row.RowHeader().Text(post.Text.Length > 0 ? Begin(post.Text, 90) : Words["Without text"]).Medium();
                row.Cell().Text(post.Channels).FontColor(Body);
            });
    });

    List<(string Label, string Value, string Change, bool IsLoss)> KeyNumbers(IEnumerable<ReportFigure> figures) =>
        [.. figures.Where(f => f.IsKnown).Take(KeyNumbersShown).Select(f => (Words[f.Name], Say(f), Change(f), f.Change < 0))];

    string Say(ReportFigure figure) => figure.Total is not { } total ? Words["no data"] : figure.IsRate ? Percent(total) : Words.Number(total);

    string Say(double? value) => value is { } known ? Words.Number(known) : Words["no data"];

    string Percent(double value) => (value / 100).ToString("P1", Words.Culture);

    string Change(ReportFigure figure)
    {
        if (figure.Change is not { } change)
            return "";
        var sign = Math.Round(change, 1) switch { > 0 => "+", < 0 => "−", _ => "±" };
        return figure.IsRate ? Words["{0} points", sign + Words.Number(Math.Abs(change), 1)] : sign + Percent(Math.Abs(change));
    }

    static IReadOnlyList<double> Values(ReportFigure figure) => [.. figure.Days.Select(d => d ?? double.NaN)];

    List<(int Index, string Text)> Times()
    {
        var days = data.To.DayNumber - data.From.DayNumber + 1;
        return [.. Enumerable.Range(0, days).Where(i => i == 0 || i == days - 1 || data.From.AddDays(i).DayOfWeek == DayOfWeek.Monday).Select(i => (i, data.From.AddDays(i).ToString("d MMM", Words.Culture)))];
    }
}
