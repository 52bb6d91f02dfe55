using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Planable.Data;
using Planable.Data.Imports;
using Planable.Data.Posts;

namespace Planable.Jobs.Imports;

/// <summary>A CSV or XLSX file as headings and rows of text. Nothing in it is evaluated: a formula is the text it is written as, or in a workbook the value it was saved with.</summary>
/// <param name="Lines">With their numbers as a spreadsheet counts them; empty ones are left out.</param>
public sealed record UploadedTable(string Sha256, IReadOnlyList<string> Headings, IReadOnlyList<(int Number, IReadOnlyList<string> Cells)> Lines)
{
    public const long MostBytes = 10 * 1024 * 1024;

    const long MostUnpacked = 200 * 1024 * 1024;

    static readonly char[] Separators = [';', ',', '\t', '|'];

    static UploadedTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static UploadedTable Read(byte[] bytes, string fileName)
    {
        if (bytes.Length == 0)
            throw new RuleBroken("IMPORT_EMPTY_FILE", "{0} is empty.", fileName);
        var lines = (bytes.AsSpan() switch
        {
            [0x50, 0x4B, 0x03, 0x04, ..] => Workbook(bytes, fileName),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => throw new RuleBroken("IMPORT_OLD_EXCEL", "{0} is in Excel's old format, or locked with a password. Save it as .xlsx or .csv.", fileName),
            _ => Text(bytes, fileName),
        }).Where(l => l.Cells.Any(c => !string.IsNullOrWhiteSpace(c))).Take(Import.MostRows + 2).ToList();
        if (lines.Count == 0)
            throw new RuleBroken("IMPORT_EMPTY_FILE", "{0} is empty.", fileName);

        var headings = Trimmed(lines[0].Cells);
        if (headings.Count > Import.MostColumns)
            throw new RuleBroken("IMPORT_TOO_WIDE", "{0} has {1} columns. Up to {2} can be imported.", fileName, headings.Count, Import.MostColumns);
        return new UploadedTable(
            Convert.ToHexStringLower(SHA256.HashData(bytes)), headings,
            [.. lines.Skip(1).Select(l => (l.Number, (IReadOnlyList<string>)[.. Enumerable.Range(0, headings.Count).Select(column => column < l.Cells.Count ? l.Cells[column] : "")]))]);
    }

    static IEnumerable<(int Number, IReadOnlyList<string> Cells)> Text(byte[] bytes, string fileName)
    {
        var text = Decode(bytes, fileName);
        char? named = null;
        // Excel writes the separator it used above the headings.
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 5 && text[5] is '\r' or '\n')
        {
            named = text[4];
            text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        }

        var options = new CsvReaderOptions { Separator = named ?? SeparatorOf(text), HasHeader = false, SkipEmptyLines = false };
        using var csv = CsvReader.FromText(text, options);
        for (var number = 1; csv.Read(); number++)
        {
            var cells = new string[Math.Min(csv.FieldCount, Import.MostColumns + 1)];
            for (var column = 0; column < cells.Length; column++)
                cells[column] = Bounded(Plain(csv.GetString(column)), number);
            yield return (number, cells);
        }
    }

    static IEnumerable<(int Number, IReadOnlyList<string> Cells)> Workbook(byte[] bytes, string fileName)
    {
        using var stream = new MemoryStream(bytes);
        using var workbook = Open(stream, fileName);
        for (var number = 1; number <= Import.MostRows * 4 && workbook.Read(); number++)
        {
            var cells = new string[Math.Min(workbook.FieldCount, Import.MostColumns + 1)];
            for (var column = 0; column < cells.Length; column++)
                cells[column] = Bounded(Written(workbook.GetValue(column)), number);
            yield return (number, cells);
        }
    }

    static IExcelDataReader Open(MemoryStream stream, string fileName)
    {
        try
        {
            // A small file may unpack to something that fills the memory.
            using (var parts = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
            {
                if (parts.Entries.Sum(e => e.Length) > MostUnpacked)
                    throw new RuleBroken("IMPORT_TOO_LARGE", "{0} is too large to be imported at once; split it.", fileName);
            }

            stream.Position = 0;
            return ExcelReaderFactory.CreateOpenXmlReader(stream);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or ExcelReaderException or System.Xml.XmlException)
        {
            throw new RuleBroken("IMPORT_UNREADABLE", "{0} cannot be read as a table. Save it as .xlsx or .csv and try again.", fileName);
        }
    }

    static string Written(object? value) => value switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        // A time alone lies on the day before the calendar of spreadsheets begins.
        DateTime { Year: < 1901 } time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        DateTime both => both.AddSeconds(30).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString(@"hh\:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    static string Decode(byte[] bytes, string fileName)
    {
        Encoding? encoding = bytes.AsSpan() switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            // Letters of our alphabets leave every second byte empty.
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        string text;
        try
        {
            text = (encoding ?? new UTF8Encoding(false, throwOnInvalidBytes: true)).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // What Windows writes where it does not write UTF-8.
            text = Encoding.GetEncoding(1252).GetString(bytes);
        }

        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new RuleBroken("IMPORT_UNREADABLE", "{0} cannot be read as a table. Save it as .xlsx or .csv and try again.", fileName)
            : text.TrimStart('\uFEFF');
    }

    /// <summary>The separator that stands most often in the headings, outside quotes.</summary>
    static char SeparatorOf(string text)
    {
        var counts = new int[Separators.Length];
        var isQuoted = false;
        foreach (var c in text)
        {
            if (c == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && c is '\n' or '\r' && counts.Any(n => n > 0))
                break;
            else if (!isQuoted && Array.IndexOf(Separators, c) is >= 0 and var which)
                counts[which]++;
        }

        return counts.Max() == 0 ? ',' : Separators[Array.IndexOf(counts, counts.Max())];
    }

    /// <summary>Without the apostrophe that an export of ours put before what a spreadsheet would run.</summary>
    static string Plain(string cell) => cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;

    static string Bounded(string cell, int row) =>
        cell.Length <= Post.TextLength * 2 ? cell : throw new RuleBroken("IMPORT_CELL_TOO_LONG", "A cell of row {0} has {1} characters. That is no text of a post; the quotes of the file may not close.", row, cell.Length);

    static List<string> Trimmed(IReadOnlyList<string> headings)
    {
        var last = headings.Count;
        while (last > 0 && string.IsNullOrWhiteSpace(headings[last - 1]))
            last--;
        return [.. headings.Take(last).Select(h => h.Trim() is { Length: > 120 } wide ? wide[..120] : h.Trim())];
    }
}
