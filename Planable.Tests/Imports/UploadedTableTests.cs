using System.Text;
using Planable.Data;
using Planable.Jobs.Exports;
using Planable.Jobs.Imports;

namespace Planable.Tests.Imports;

public class UploadedTableTests
{
    [Theory]
    [InlineData("utf-8", true, ';'), InlineData("utf-8", false, ','), InlineData("utf-16", true, '\t'), InlineData("utf-16BE", true, '|'), InlineData("utf-16", false, ';'), InlineData("windows-1252", false, ';')]
    public void Any_encoding_and_any_separator_is_read(string encoding, bool mark, char by)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var how = Encoding.GetEncoding(encoding);
        var text = $"Date{by}Text\r\n2027-05-12{by}\"Käse{by} and\r\nbread \"\"today\"\"\"\r\n{by}\r\n\r\n2027-05-13{by}Second\r\n";

        var table = UploadedTable.Read([.. mark ? how.GetPreamble() : [], .. how.GetBytes(text)], "posts.csv");

        Assert.Equal(["Date", "Text"], table.Headings);
        Assert.Equal([2, 5], table.Lines.Select(l => l.Number));
        Assert.Equal(["2027-05-12", $"Käse{by} and\r\nbread \"today\""], table.Lines[0].Cells);
        Assert.Equal(["2027-05-13", "Second"], table.Lines[1].Cells);
    }

    [Fact]
    public void A_formula_is_text_and_an_apostrophe_of_our_export_is_none()
    {
        var table = UploadedTable.Read(Encoding.UTF8.GetBytes("Text,Note\n=1+1,\"'=SUM(A1)\"\n'tis true,'-5\n"), "posts.csv");

        Assert.Equal(["=1+1", "=SUM(A1)"], table.Lines[0].Cells);
        Assert.Equal(["'tis true", "-5"], table.Lines[1].Cells);
    }

    [Fact]
    public void A_workbook_gives_its_days_and_times_as_text()
    {
        using var file = new MemoryStream();
        using (var workbook = new Workbook(file, "Acme / Posts", [("Date", 12), ("Time", 8), ("Text", 60)]))
        {
            workbook.Write([new DateOnly(2027, 5, 12), new TimeOnly(17, 45), "=1+1 \u0001😀"]);
            workbook.Write([null, null, "Two\nlines & <tags>"]);
        }

        var table = UploadedTable.Read(file.ToArray(), "posts.xlsx");

        Assert.Equal(["Date", "Time", "Text"], table.Headings);
        Assert.Equal(["2027-05-12", "17:45", "=1+1 😀"], table.Lines[0].Cells);
        Assert.Equal(["", "", "Two\nlines & <tags>"], table.Lines[1].Cells);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n;;\r\n")]
    public void What_holds_nothing_is_refused(string text) =>
        Assert.Equal("IMPORT_EMPTY_FILE", Assert.Throws<RuleBroken>(() => UploadedTable.Read(Encoding.UTF8.GetBytes(text), "empty.csv")).Code);

    [Fact]
    public void What_is_no_table_is_refused()
    {
        Assert.Equal("IMPORT_UNREADABLE", Assert.Throws<RuleBroken>(() => UploadedTable.Read([0x50, 0x4B, 0x03, 0x04, 1, 2, 3], "broken.xlsx")).Code);
        Assert.Equal("IMPORT_OLD_EXCEL", Assert.Throws<RuleBroken>(() => UploadedTable.Read([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "old.xls")).Code);
        Assert.Equal("IMPORT_UNREADABLE", Assert.Throws<RuleBroken>(() => UploadedTable.Read([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0], "picture.csv")).Code);
    }
}
