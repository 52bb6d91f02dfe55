using System.Globalization;
using Planable.Jobs.Reports.Charts;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;
using Planable.Tests.Support;
using static Planable.Tests.Reports.SampleLook;

namespace Planable.Tests.Reports;

/// <summary>A performance report as an agency sends it: what the writer must be able to draw, at any length, in several scripts.</summary>
sealed class SampleReport(int channelPages, int posts)
{
    static readonly string[] channels = ["Instagram", "TikTok", "LinkedIn", "Facebook"];
    static readonly string[] titles =
        ["How Jonas pulls a handle 🏺", "Summer glazes, all nine", "Nine cups, nine owners ☕️", "Cracking open the kiln at 6 am 🔥", "Sea glass blue, first firing", "Dipping one hundred cups 👏🏽", "Кружки из Лейпцига", "Κεραμικά στο φως", "Five years, numbers and all"];
    static readonly PdfImage[] pictures = [.. new[] { "cover", "bowls", "cups", "coffee", "plates", "branch" }.Select(n => PdfImage.Read(File.ReadAllBytes(Root.File("Planable.Web", "Demo", "Pictures", n + ".jpg"))))];
    static readonly (int, string)[] days = [(0, "1 May"), (3, "4"), (10, "11"), (17, "18"), (24, "25"), (30, "31")];

    public static readonly PdfMetadata About = new()
    {
        Title = "Acme Ceramics, performance report, May 2026",
        Language = "en",
        Author = "Adam Berg",
        Created = new DateTimeOffset(2026, 6, 2, 6, 10, 0, TimeSpan.FromHours(2)),
    };

    public byte[] Pdf() => Document.Create(Compose, About).GeneratePdf();

    void Compose(DocumentDescriptor document)
    {
        Cover(document);
        document.Page("Acme Ceramics", "Performance, May 2026", Summary);
        for (var i = 0; i < channelPages; i++)
        {
            var channel = i;
            document.Page("Acme Ceramics", "Performance, May 2026", c => Channel(c, channel));
        }
        document.Page("Acme Ceramics", "Performance, May 2026", Top);
        document.Page("Acme Ceramics", "Performance, May 2026", AllPosts);
        document.Page("أكمي للخزف", "الأداء، مايو 2026", Arabic, rightToLeft: true);
        document.Page("אקמה קרמיקה", "ביצועים, מאי 2026", Hebrew, rightToLeft: true);
    }

    static void Cover(DocumentDescriptor document) => document.Page(page => page.Content().Column(column =>
    {
        column.Item().SemanticFigure("Three vases in window light").Height(176 * Mm).ImageCover(pictures[0]);
        column.Item().PaddingHorizontal(18 * Mm).PaddingTop(18 * Mm).Column(c =>
        {
            c.Item().PaddingBottom(6 * Mm).SemanticIgnore().Width(14 * Mm).Height(1.2 * Mm).Background(Brand).Extend();
            c.Item().Bookmark("cover", "May 2026").PaddingBottom(1.5 * Mm).SemanticHeader1().Text("May 2026").FontSize(44).LineHeight(48 / 44d).SemiBold().LetterSpacing(-0.034);
            c.Item().PaddingBottom(25 * Mm).Text("Performance report for Acme Ceramics").FontSize(15).LineHeight(1.4).LetterSpacing(-0.01).FontColor(Body);
            c.Item().DefaultTextStyle(s => s.FontSize(8.5).LineHeightFactor(15.4 / 8.5)).Row(row =>
            {
                row.RelativeItem().Column(facts =>
                {
                    foreach (var (label, value) in new[] { ("Channels", string.Join(", ", channels)), ("Period", "1–31 May, compared with 1–30 April 2026"), ("Prepared by", "Adam Berg, Northlight, 2 June 2026") })
                        facts.Item().Row(r =>
                        {
                            r.ConstantItem(24 * Mm).Text(label).FontColor(Grey);
                            r.RelativeItem().Text(value);
                        });
                });
                row.ConstantItem(15 + 2.2 * Mm).PaddingTop(25).SemanticIgnore().Canvas(15, area => Mark(area, 15));
                row.AutoItem().PaddingTop(22).Text("Northlight").FontSize(13).SemiBold().LetterSpacing(-0.015);
            });
        });
    }));

    static void Summary(ColumnDescriptor column)
    {
        column.Title("Summary", "Reach grew by a fifth, and one video did most of it", "“How Jonas pulls a handle” reached 31,870 people on TikTok, where 756 people began to follow. Instagram grew more quietly: carousels got the best response, single photos the weakest. Facebook keeps shrinking and takes as much work as LinkedIn.");
        column.KeyNumbers(("Reach", "263,621", "+19.8%"), ("Engagements", "13,747", "+31.8%"), ("Engagement rate", "5.2%", "+0.5 pts"), ("Followers", "32,662", "+4.0%"), ("Link clicks", "2,700", "−10.8%"));
        column.Heading("Reach per day", first: true);
        column.Item().Chart(new LineChart
        {
            Description = "Reach per day in May 2026 by channel; TikTok peaks on 22 May at 11,756.",
            Series = [new("Instagram", Values(1, 3400)), new("TikTok", Peak()), new("LinkedIn", Values(3, 1200)), new("Facebook", Values(4, 650))],
            Times = days,
            Missing = (12, 16, "TikTok: no data, 14–16 May"),
            Remark = (1, 21, "Fri 22 May, 11,756", "the handle video, second day"),
        }, Palette);
        column.Heading("Channels");
        column.Item().DefaultTextStyle(Cell).Table(ChannelTable);
        column.Heading("What we suggest for June");
        column.Item().Row(row =>
        {
            row.Spacing(6 * Mm);
            foreach (var (first, rest) in new[] { ("Two workshop videos a week on TikTok.", "Process films hold attention twice as long as product films."), ("Carousels on Thursday at 18:00.", "Thursday evening has the best response of the week, 7.1% over 12 posts."), ("Facebook for events only.", "The event post of 22 May brought the most clicks of the three.") })
                row.RelativeItem().BorderTop(0.4, Rule).PaddingTop(2 * Mm).Text(t =>
                {
                    t.DefaultTextStyle(s => s.FontSize(8.5).LineHeightFactor(12.5 / 8.5).FontColor(Body));
                    t.Line(first).SemiBold().FontColor(Black);
                    t.Span(rest);
                });
        });
    }

    static void ChannelTable(TableDescriptor table)
    {
        table.Rules();
        table.RelativeColumn();
        for (var i = 0; i < 5; i++) table.AutoColumn();
        table.Header(row =>
        {
            row.Cell().Text("Channel").Style(Small);
            foreach (var name in new[] { "Reach", "vs April", "Engagements", "Rate", "Posts" }) row.Cell().Text(name).Style(Small).AlignEnd();
        });
        foreach (var (channel, i) in channels.Select((c, i) => (c, i)))
            table.Row(row =>
            {
                row.RowHeader().Row(r =>
                {
                    r.ConstantItem(4.2 * Mm).PaddingTop(2.6).SemanticIgnore().Width(2.2 * Mm).Height(2.2 * Mm).Background(((Colour[])[Brand, "#AE5F2C", "#2C639B", "#77726A"])[i]).Extend();
                    r.RelativeItem().Text(channel);
                });
                foreach (var value in new[] { $"{121457 - i * 30112:N0}", i == 3 ? "−9.1%" : $"+{18 + i * 4}.{i}%", $"{6316 - i * 1901:N0}", $"{5 + i % 2}.{i}%", $"{15 - i * 4}" }) row.Cell().Text(value).AlignEnd();
            });
        table.Footer(row =>
        {
            row.Cell().Text("All four").SemiBold();
            foreach (var value in new[] { "263,621", "+19.8%", "13,747", "5.2%", "27" }) row.Cell().Text(value).SemiBold().AlignEnd();
        });
    }

    static void Channel(ColumnDescriptor column, int index)
    {
        var name = channels[index % 4];
        column.Title(name, index % 2 == 0 ? $"{name}: one video, six days of attention" : $"{name} grew more quietly than in April", "“How Jonas pulls a handle” went out on Thu 21 May at 12:30 and was still found on the 26th. The median video reaches 7,400 people; this one reached four times as many.");
        column.KeyNumbers(("Reach", $"{85561 + index * 117:N0}", "+41.2%"), ("Engagement rate", "6.8%", "+0.7 pts"), ("Followers", $"{6230 + index:N0}", "+13.8%"), ("Link clicks", "446", "+38.5%"));
        column.Heading("Reach per day", first: true);
        column.Item().Chart(new BarChart
        {
            Description = $"Reach per day on {name}; no data from 14 to 16 May.",
            Series = [new(name, Peak(index))],
            FirstInk = index,
            Times = days,
            Highlight = 21,
            Missing = "No data, 14–16 May",
            Mean = (2020, "April mean", "2,020 a day"),
        }, Palette);
        column.Item().PaddingTop(7 * Mm).Row(row =>
        {
            row.Spacing(21);
            row.RelativeItem().Column(c =>
            {
                c.Heading("Reach by video", first: true);
                c.Item().Chart(new HorizontalBars { Description = "Reach by video", SeriesInk = index, Highlight = 0, Bars = [("Handle", 31870, "21 May"), ("Kiln, 6 am", 8930, "6 May"), ("Dipping", 7410, "26 May"), ("Plate", 5140, "31 May")] }, Palette);
            });
            row.RelativeItem().Column(c =>
            {
                c.Heading("Followers", first: true);
                c.Item().Chart(new LineChart { Description = "Followers in May", Height = 120, FromZero = false, Named = false, Series = [new(name, [.. Enumerable.Range(0, 31).Select(d => d is > 12 and < 16 ? double.NaN : 5490 + d * 24d)])], Times = [(0, "1 May"), (30, "31 May")] }, Palette);
            });
        });
        column.Item().PaddingTop(8 * Mm).ShowEntire().Background(Tint).PaddingHorizontal(5 * Mm).PaddingVertical(4 * Mm).Text(t =>
        {
            t.DefaultTextStyle(s => s.FontSize(8.5).LineHeightFactor(12.5 / 8.5));
            t.Span("The gap of 14–16 May. ").SemiBold();
            t.Span("TikTok’s access ended on 13 May at 23:40 and was renewed on 17 May at 08:15, Berlin time. TikTok does not hand out daily numbers afterwards, so we show nothing rather than a guess. ");
            t.Hyperlink("Read how we count", "https://northlight.example/numbers").Underline();
            t.Span(" or see the ");
            t.SectionLink("list of posts", "posts").Underline();
            t.Span(" on page ");
            t.PageNumberOfSection("posts");
            t.Span(".");
        });
        if (index % 4 == 0) Formats(column, index);
    }

    static void Formats(ColumnDescriptor column, int index)
    {
        column.Heading("Where reach came from");
        column.Item().Row(row =>
        {
            row.ConstantItem(210).Chart(new Donut { Description = "Reach by format", Height = 84, Middle = "4", Parts = [("Video", 48200), ("Carousel", 21400), ("Photo", 9800), ("Story", 6161)] }, Palette);
            row.RelativeItem().PaddingStart(30).Chart(new Sparkline { Description = "Clicks per day", Height = 60, Values = Values(index + 5, 120) }, Palette);
        });
    }

    static void Top(ColumnDescriptor column)
    {
        column.Title("Top posts", "What people responded to", "By engagement rate, engagements divided by reach. Posts younger than 48 hours on 2 June are left out.");
        column.Item().Row(row =>
        {
            row.Spacing(5 * Mm);
            for (var i = 0; i < 3; i++) { var n = i; row.RelativeItem().Column(c => TopPost(c, n)); }
        });
        column.Heading("When people respond");
        column.Item().Chart(new HeatMap
        {
            Description = "Median engagement rate by weekday and time of day; best on Thursday from 18 to 21, 7.1 percent.",
            Rows = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            Columns = ["06–09", "09–12", "12–15", "15–18", "18–21", "21–24"],
            Cell = (r, c) => (3 + (r * 7 + c * 5) % 41 / 10d, (r * 5 + c * 3) % 12),
            Samples = n => $"{n} posts",
            TooFew = n => $"{n} of 3",
        }, Palette);
    }

    static void TopPost(ColumnDescriptor column, int index)
    {
        column.Item().SemanticFigure(titles[index]).AspectRatio(4 / 5d).Layers(layers =>
        {
            layers.PrimaryLayer().ImageCover(pictures[index + 1]);
            layers.Layer().AlignBottom().Width(7 * Mm).Height(7 * Mm).Background(Colour.White).AlignMiddle().Text($"{index + 1}").FontSize(10).SemiBold().AlignCenter();
        });
        column.Item().PaddingTop(2.4 * Mm).PaddingBottom(0.6 * Mm).Text($"Thu {21 + index} May, 12:30, video").Style(Small);
        column.Item().MinHeight(28).SemanticHeader2().Text(titles[index]).FontSize(10.5).LineHeight(14 / 10.5).SemiBold();
        column.Item().PaddingTop(2 * Mm).BorderTop(0.4, Rule).PaddingTop(1.8 * Mm).Row(row =>
        {
            foreach (var (label, value) in new[] { ("Rate", "9.4%"), ("Reach", "31,870"), ("Clicks", "187") })
                row.RelativeItem().Column(c =>
                {
                    c.Item().Text(label).Style(Small);
                    c.Item().Text(value).FontSize(11).LineHeight(14 / 11d).SemiBold().TabularFigures();
                });
        });
    }

    void AllPosts(ColumnDescriptor column)
    {
        column.Title("All posts", $"{posts} posts, and what became of them", "");
        column.Item().Section("posts").DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules();
            table.CellPadding(0.9 * Mm);
            table.MinRowHeight(10.2 * Mm);
            table.ContinuedNote(page => $"Continued on page {page}", Small);
            table.ContinuedHeading("All posts, continued", s => s.FontSize(8.5).SemiBold().FontColor(Brand));
            table.ConstantColumn(8 * Mm);
            table.AutoColumn();
            table.RelativeColumn();
            for (var i = 0; i < 3; i++) table.AutoColumn();
            table.Header(row =>
            {
                row.Cell().Text("");
                foreach (var name in new[] { "Date, Berlin", "Post" }) row.Cell().Text(name).Style(Small);
                foreach (var name in new[] { "Reach", "Rate", "Clicks" }) row.Cell().Text(name).Style(Small).AlignEnd();
            });
            for (var i = 0; i < posts; i++)
            {
                var n = i;
                table.Row(row =>
                {
                    row.Cell().AlignMiddle().SemanticFigure(titles[n % titles.Length]).Width(8 * Mm).Height(8 * Mm).ImageCover(pictures[n % pictures.Length]);
                    row.Cell().AlignMiddle().Text($"Mon {n % 28 + 1}, 18:00").FontColor(Body);
                    row.Cell().AlignMiddle().Text(titles[n % titles.Length]).Medium();
                    foreach (var value in new[] { $"{5320 + n * 371:N0}", $"{n % 7 + 2}.{n % 10}%", $"{33 + n}" }) row.Cell().AlignMiddle().Text(value).AlignEnd();
                });
            }
            table.Footer(row =>
            {
                row.Cell().Text("");
                row.Cell(2).AlignMiddle().Text($"{posts} posts, {posts - 1} with numbers").SemiBold();
                foreach (var value in new[] { "204,445", "6.2%", "2,388" }) row.Cell().AlignMiddle().Text(value).SemiBold().AlignEnd();
            });
        });
        column.Item().PaddingTop(5 * Mm).MaxWidth(150 * Mm).Text("Reach of posts counts a person once per post, reach of a channel once per day; the two do not add up to each other. Clicks in the profile are not part of a post.").Style(Small);
    }

    static void Arabic(ColumnDescriptor page) => page.Item().SemanticLanguage("ar").Column(ArabicParts);

    static void Hebrew(ColumnDescriptor page) => page.Item().SemanticLanguage("he").Column(HebrewParts);

    static void ArabicParts(ColumnDescriptor column)
    {
        column.Title("ملخص", "نما الوصول بمقدار الخُمس، وكان لمقطع واحد الفضل الأكبر", "وصل مقطع «كيف يصنع يوناس المقبض» إلى 31,870 شخصًا على TikTok، وبدأ 756 شخصًا بالمتابعة. نما Instagram بهدوء أكبر 🎉");
        column.KeyNumbers(("الوصول", "263,621", "+19.8%"), ("التفاعلات", "13,747", "+31.8%"), ("معدل التفاعل", "5.2%", "+0.5"), ("المتابعون", "32,662", "+4.0%"));
        column.Heading("الوصول حسب المقطع", first: true);
        column.Item().Chart(new HorizontalBars { Description = "الوصول حسب المقطع", Highlight = 0, Bars = [("المقبض", 31870, "21 مايو"), ("الفرن", 8930, "6 مايو"), ("الطلاء", 7410, "26 مايو")] }, Palette);
        column.Heading("القنوات");
        column.Item().DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules();
            table.RelativeColumn();
            table.AutoColumn();
            table.AutoColumn();
            table.Header(row =>
            {
                row.Cell().Text("القناة").Style(Small);
                row.Cell().Text("الوصول").Style(Small).AlignEnd();
                row.Cell().Text("المعدل").Style(Small).AlignEnd();
            });
            foreach (var (channel, i) in channels.Select((c, i) => (c, i)))
                table.Row(row =>
                {
                    row.RowHeader().Text(i == 2 ? "الأستاذة لَيْلى عبد الله" : channel);
                    row.Cell().Text($"{121457 - i * 30112:N0}").AlignEnd();
                    row.Cell().Text($"{5 + i}.{i}%").AlignEnd();
                });
        });
    }

    static void HebrewParts(ColumnDescriptor column)
    {
        column.Title("סיכום", "החשיפה גדלה בחמישית, וסרטון אחד עשה את רוב העבודה", "הסרטון „איך יונס מושך ידית” הגיע אל 31,870 אנשים ב־TikTok (שיא של החודש), ו־756 אנשים התחילו לעקוב ❤️");
        column.KeyNumbers(("חשיפה", "263,621", "+19.8%"), ("תגובות", "13,747", "+31.8%"), ("שיעור", "5.2%", "−0.5"));
        column.Heading("חשיפה ליום", first: true);
        column.Item().Chart(new BarChart { Description = "חשיפה ליום", Stacked = true, Series = [new("Instagram", Values(1, 3400)), new("TikTok", Values(2, 1800))], Times = days }, Palette);
        column.Item().PaddingTop(5 * Mm).Text("שָׁלוֹם עֲלֵיכֶם: ניקוד עומד במקומו.").FontSize(14);
    }

    static double[] Values(int seed, double scale) => [.. Enumerable.Range(0, 31).Select(d => Math.Round(scale * (0.6 + 0.5 * Math.Abs(Math.Sin(d * 0.9 + seed)) + (d % 7 == 2 ? 0.7 : 0))))];

    static double[] Peak(int seed = 0) =>
        [.. Enumerable.Range(0, 31).Select(d => d is > 12 and < 16 ? double.NaN : Math.Round(1400 + 300 * Math.Sin(d + seed) + (d >= 20 ? 10000 * Math.Exp(-Math.Pow(d - 21.3, 2) / 4) : 0) + (d == 21 ? 400 : 0)))];

}
