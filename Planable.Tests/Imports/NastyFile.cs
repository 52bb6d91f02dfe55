using System.Globalization;
using System.Text;

namespace Planable.Tests.Imports;

/// <summary>A thousand rows as people send them: UTF-16 with its mark, semicolons, quotes over several lines, emoji, formulas, dates in five ways, and 37 rows that cannot be imported.</summary>
static class NastyFile
{
    public const int Rows = 1000;
    public const int Bad = 37;

    public static byte[] Utf16 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text())];

    /// <summary>Is this row (1 is the first below the headings) one of the bad ones?</summary>
    public static bool IsBad(int row) => row % 27 == 13;

    static string Text()
    {
        var text = new StringBuilder("Datum;Uhrzeit;Kanal;Beitrag;Interne Notiz\r\n");
        for (var row = 1; row <= Rows; row++)
            text.Append(Row(row)).Append("\r\n");
        return text.ToString();
    }

    static string Row(int row)
    {
        var day = new DateTime(2027, 6, 1).AddDays(row % 90);
        var date = (row % 5) switch
        {
            0 => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            1 => day.ToString("d.M.yyyy", CultureInfo.InvariantCulture),
            2 => day.ToString("dd/MM/yy", CultureInfo.InvariantCulture),
            3 => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
            _ => day.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture),
        };
        var clock = (row % 3) switch { 0 => "09:30", 1 => "9.30", _ => "9:30 am" };
        var words = (row % 4) switch
        {
            0 => $"\"Row {row} says \"\"hello\"\";\r\nand goes on below\"",
            1 => $"Row {row} with a smile 😀👩‍👩‍👧 and ümläuts",
            2 => $"=HYPERLINK(\"http://evil.example\",{row})",
            _ => $"Row {row}, with a comma and 'quotes'",
        };
        if (!IsBad(row))
            return $"{date};{clock};Acme Coffee;{words};never imported";
        return (row / 27 % 6) switch
        {
            // The night in which the clocks of Berlin go forward.
            0 => $"28.3.2027;02:30;Acme Coffee;{words};",
            1 => $"sometime in May;{clock};Acme Coffee;{words};",
            2 => $"{date};{clock};Acme Teahouse;{words};",
            3 => $"{date};{clock};Acme Coffee;{new string('x', 2001)};",
            4 => $"31.2.2027;{clock};Acme Coffee;{words};",
            _ => $"{date};25:99;Acme Coffee;{words};",
        };
    }
}
