using System.Text.RegularExpressions;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Tests.Reports.Composition;

public class LayoutTests
{
    const string Story = "A vase is thrown, trimmed, dried, fired, glazed and fired again, and each of these takes a day. ";

    [Fact]
    public void Long_text_goes_on_over_as_many_pages_as_it_needs()
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => $"{i}: {Story}"));
        var pdf = Drawn(page => page.Text(text));
        Assert.True(pdf.Pages.Count > 4);
        Assert.Equal(Squeezed(text), Squeezed(string.Join(" ", pdf.Structure().Single(e => e.Kind == "P").Text)));
    }

    [Fact]
    public void A_word_longer_than_the_line_is_cut()
    {
        var address = "https://acme.example/" + new string('x', 400);
        var pdf = Drawn(page => page.Text(address));
        Assert.Equal(address, Squeezed(pdf.Text(pdf.Pages[0])).Replace(" ", "", StringComparison.Ordinal));
        Assert.True(pdf.Text(pdf.Pages[0]).Trim().Split('\n').Length > 3);
    }

    [Fact]
    public void What_never_fits_is_an_error_that_says_where()
    {
        var wrong = Assert.Throws<LayoutImpossible>(() => Drawn(page => page.Column(c =>
        {
            c.Item().Text("Before");
            c.Item().Height(5000).Text("Too tall");
        })));
        Assert.Contains("On page 2", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_shows_entire_moves_to_the_next_page()
    {
        var pdf = Drawn(page => page.Column(c =>
        {
            c.Item().Height(600).Text("Above");
            c.Item().ShowEntire().Column(inner =>
            {
                inner.Item().Height(100).Text("First");
                inner.Item().Height(100).Text("Second");
            });
        }));
        Assert.Equal(2, pdf.Pages.Count);
        Assert.Equal("Above\n", pdf.Text(pdf.Pages[0]));
        Assert.Equal("First\nSecond\n", pdf.Text(pdf.Pages[1]));
    }

    [Fact]
    public void What_shows_entire_but_is_longer_than_a_page_is_cut_all_the_same()
    {
        var pdf = Drawn(page => page.ShowEntire().Text(string.Concat(Enumerable.Repeat(Story, 200))));
        Assert.True(pdf.Pages.Count > 1);
    }

    [Fact]
    public void A_heading_does_not_stand_alone_at_the_foot_of_a_page()
    {
        var pdf = Drawn(page => page.Column(c =>
        {
            c.Item().Height(690).Text("Above");
            c.Item().SemanticHeader2().Text("Heading");
            c.Item().Height(100).Text("Below");
        }));
        Assert.Equal("Heading\nBelow\n", pdf.Text(pdf.Pages[1]));
    }

    [Fact]
    public void A_page_break_begins_a_page()
    {
        var pdf = Drawn(page => page.Column(c =>
        {
            c.Item().Text("One");
            c.Item().PageBreak();
            c.Item().Text("Two");
        }));
        Assert.Equal(["One\n", "Two\n"], pdf.Pages.Select(pdf.Text));
    }

    [Fact]
    public void Columns_of_a_row_go_on_side_by_side()
    {
        var pdf = Drawn(page => page.Row(row =>
        {
            row.RelativeItem().Text(string.Concat(Enumerable.Repeat(Story, 120)));
            row.RelativeItem().Text("Short");
        }));
        Assert.True(pdf.Pages.Count > 1);
        Assert.Single(pdf.Structure(), e => e.Text == "Short");
    }

    [Fact]
    public void From_right_to_left_a_row_begins_right()
    {
        double Place(bool turned) => X(Drawn(page => (turned ? page.ContentFromRightToLeft() : page).Row(row =>
        {
            row.ConstantItem(100).Text("One");
            row.RelativeItem().Text("Two");
        })));
        Assert.True(Place(turned: false) < 60);
        Assert.True(Place(turned: true) > 400);
    }

    [Fact]
    public void A_table_repeats_its_header_and_cuts_no_row()
    {
        var pdf = Drawn(page => page.Table(Rows(70, "Story")));
        Assert.Equal(1, pdf.Structure().Count(e => e.Kind == "Table"));
        Assert.Equal(2, pdf.Structure().Count(e => e.Kind == "TH"));
        Assert.Equal(71, pdf.Structure().Count(e => e.Kind == "TR"));
        foreach (var page in pdf.Pages.Skip(1))
        {
            // The repeated header is painted as an artifact before the page's first row.
            Assert.True(Regex.Count(pdf.Content(page)[..pdf.Content(page).IndexOf("MCID 0>>", StringComparison.Ordinal)], "TJ", RegexOptions.None, TimeSpan.FromSeconds(1)) >= 2);
            Assert.Matches(@"^Row \d+\nStory", pdf.Text(page));
        }
    }

    [Theory]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void At_least_two_rows_and_the_total_stand_on_the_last_page(int count)
    {
        var pdf = Drawn(page => page.Table(t =>
        {
            Rows(count, "x")(t);
            t.Footer(row => row.Cell(2).Text("Total"));
        }));
        var last = pdf.Text(pdf.Pages[^1]);
        Assert.Contains("Total", last, StringComparison.Ordinal);
        Assert.True(Regex.Count(last, "Row", RegexOptions.None, TimeSpan.FromSeconds(1)) >= 2);
    }

    [Fact]
    public void A_row_longer_than_a_page_goes_on_instead_of_failing()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => $"{i} {Story}"));
        var pdf = Drawn(page => page.Table(t =>
        {
            Rows(1, "x")(t);
            t.Row(row =>
            {
                row.Cell().Text("Long");
                row.Cell().Text(text);
            });
            t.Row(row => row.Cell().Text("After"));
        }));
        var all = Squeezed(string.Join(" ", pdf.Structure().Where(e => e.Kind == "TD").Select(e => e.Text)));
        Assert.Contains(Squeezed(text), all, StringComparison.Ordinal);
        Assert.EndsWith("After", all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_never_fits_is_an_error_and_not_an_endless_table() =>
        Assert.Throws<LayoutImpossible>(() => Drawn(page => page.Table(t =>
        {
            Rows(3, "x")(t);
            t.Row(row => row.Cell().Height(2000).Text("x"));
        })));

    [Theory]
    [InlineData("one\r\ntwo", "one two")]
    [InlineData("one\u2028two", "one two")]
    [InlineData("", "")]
    public void Whatever_was_typed_is_drawn(string text, string told)
    {
        var pdf = Drawn(page => page.Text(text));
        Assert.Equal(told, Squeezed(pdf.Text(pdf.Pages[0])));
    }

    [Fact]
    public void Broken_characters_do_not_break_a_report()
    {
        var half = "👍"[..1];
        var pdf = Drawn(page => page.Text($"\u0001one{half}two{half}"));
        Assert.Contains("two\uFFFD", pdf.Text(pdf.Pages[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_letters_without_a_space_are_set_in_time()
    {
        var pdf = Drawn(page => page.Text(new string('ש', 5_000) + new string('x', 5_000)));
        Assert.Equal(10_000, Squeezed(string.Concat(pdf.Pages.Select(pdf.Text))).Replace(" ", "", StringComparison.Ordinal).Length);
    }

    [Fact]
    public void A_row_with_too_many_cells_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => Drawn(page => page.Table(t =>
        {
            t.RelativeColumn();
            t.Row(row => row.Cell(2).Text("x"));
        })));

    [Fact]
    public void Headers_and_footers_stand_on_each_page_and_know_the_pages()
    {
        var bytes = Document.Create(d => d.Page(p =>
        {
            p.Margin(50);
            p.Header().Text("Acme");
            p.Footer().Text(t =>
            {
                t.CurrentPageNumber();
                t.Span("/");
                t.TotalPages();
            });
            p.Content().Text(string.Concat(Enumerable.Repeat(Story, 300)));
        })).GeneratePdf();
        var pdf = new PdfReader(bytes);
        Assert.All(pdf.Pages, page => Assert.Contains("/Subtype/Header", pdf.Content(page), StringComparison.Ordinal));
        Assert.DoesNotContain(pdf.Structure(), e => e.Text.Contains("Acme", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_covers_its_words_and_is_told_as_one()
    {
        var pdf = Drawn(page => page.Text(t =>
        {
            t.Span("Ask ");
            t.Hyperlink("Adam", "https://northlight.example/über");
            t.Span(".");
        }));
        Assert.Equal("Adam", pdf.Structure().Single(e => e.Kind == "Link").Text);
        Assert.Contains(pdf.Objects, o => o.Contains("/URI(https://northlight.example/%C3%BCber)", StringComparison.Ordinal) && o.Contains("/StructParent ", StringComparison.Ordinal));
    }

    static Action<TableDescriptor> Rows(int count, string second) => t =>
    {
        t.AutoColumn();
        t.RelativeColumn();
        t.Spacing(10);
        t.CellPadding(5);
        t.Header(row =>
        {
            row.Cell().Text("Name");
            row.Cell().Text("What");
        });
        for (var i = 0; i < count; i++)
        {
            var n = i;
            t.Row(row =>
            {
                row.Cell().Text($"Row {n}");
                row.Cell().Text(second);
            });
        }
    };

    static PdfReader Drawn(Action<IContainer> content) => new(Document.Create(d => d.Page(p =>
    {
        p.Margin(50);
        content(p.Content());
    }), new PdfMetadata { Title = "Test" }).GeneratePdf());

    static double X(PdfReader pdf) => double.Parse(Regex.Match(pdf.Content(pdf.Pages[0]), @"([\d.]+) [\d.]+ Td", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    static string Squeezed(string text) => Regex.Replace(text, @"\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(1)).Trim();
}
