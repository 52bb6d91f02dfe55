using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Planable.Jobs.Exports;

/// <summary>One sheet of an Excel workbook, written row by row: as much of Office Open XML as a table of texts, days and times needs.</summary>
public sealed class Workbook : IDisposable
{
    /// <summary>Excel takes no more in one cell.</summary>
    const int CellLength = 32_767;

    const int TextStyle = 1;
    const int DayStyle = 2;
    const int TimeStyle = 3;
    const int HeadingStyle = 4;

    const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const string Package = "http://schemas.openxmlformats.org/package/2006";

    static readonly DateOnly Epoch = new(1899, 12, 30);

    readonly ZipArchive parts;
    readonly XmlWriter sheet;
    int row;

    public Workbook(Stream to, string name, IReadOnlyList<(string Heading, int Width)> columns)
    {
        parts = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        Part("[Content_Types].xml", $"""<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>""");
        Part("_rels/.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Part("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="{SheetName(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>""");
        Part("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Relations}/styles" Target="styles.xml"/></Relationships>""");
        // quotePrefix is Excel's own mark for "this is text, whatever it looks like": it stays text when somebody edits the cell or saves it as CSV.
        Part("xl/styles.xml", $"""<styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyFont="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""");

        // The sheet stays open until the end; an archive that is written has one open part at a time.
        sheet = XmlWriter.Create(parts.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open(), new XmlWriterSettings { CloseOutput = true, Encoding = new UTF8Encoding(false) });
        sheet.WriteStartDocument(standalone: true);
        sheet.WriteStartElement("worksheet", Main);
        sheet.WriteRaw("""<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>""");
        sheet.WriteStartElement("cols", Main);
        for (var column = 1; column <= columns.Count; column++)
        {
            sheet.WriteStartElement("col", Main);
            foreach (var (attribute, value) in new (string, int)[] { ("min", column), ("max", column), ("width", columns[column - 1].Width), ("customWidth", 1) })
                sheet.WriteAttributeString(attribute, value.ToString(CultureInfo.InvariantCulture));
            sheet.WriteEndElement();
        }

        sheet.WriteEndElement();
        sheet.WriteStartElement("sheetData", Main);
        Write([.. columns.Select(c => (object?)c.Heading)], HeadingStyle);
    }

    /// <param name="cells">Texts, numbers, days and times; null leaves the cell empty.</param>
    public void Write(IReadOnlyList<object?> cells) => Write(cells, TextStyle);

    public void Dispose()
    {
        sheet.WriteEndElement();
        sheet.WriteEndElement();
        sheet.WriteEndDocument();
        sheet.Dispose();
        parts.Dispose();
    }

    void Write(IReadOnlyList<object?> cells, int style)
    {
        sheet.WriteStartElement("row", Main);
        sheet.WriteAttributeString("r", (++row).ToString(CultureInfo.InvariantCulture));
        for (var column = 0; column < cells.Count; column++)
        {
            switch (cells[column])
            {
                case null or "":
                    break;
                case DateOnly day:
                    Number(column, day.DayNumber - Epoch.DayNumber, DayStyle);
                    break;
                case TimeOnly time:
                    Number(column, time.ToTimeSpan().TotalDays, TimeStyle);
                    break;
                case double or long or int:
                    Number(column, Convert.ToDouble(cells[column], CultureInfo.InvariantCulture), style);
                    break;
                case var text:
                    Text(column, Convert.ToString(text, CultureInfo.InvariantCulture)!, style);
                    break;
            }
        }

        sheet.WriteEndElement();
    }

    void Number(int column, double value, int style)
    {
        Cell(column, style, type: null);
        sheet.WriteElementString("v", Main, value.ToString("R", CultureInfo.InvariantCulture));
        sheet.WriteEndElement();
    }

    void Text(int column, string text, int style)
    {
        Cell(column, style, "inlineStr");
        sheet.WriteStartElement("is", Main);
        sheet.WriteStartElement("t", Main);
        sheet.WriteAttributeString("xml", "space", null, "preserve");
        sheet.WriteString(Legal(text.Length <= CellLength ? text : text[..(CellLength - 1)] + "…"));
        sheet.WriteEndElement();
        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }

    void Cell(int column, int style, string? type)
    {
        sheet.WriteStartElement("c", Main);
        sheet.WriteAttributeString("r", Letters(column) + row.ToString(CultureInfo.InvariantCulture));
        sheet.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
        if (type is not null)
            sheet.WriteAttributeString("t", type);
    }

    void Part(string path, string xml)
    {
        using var part = new StreamWriter(parts.CreateEntry(path, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        part.Write("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + xml);
    }

    static string Letters(int column) => (column >= 26 ? Letters((column / 26) - 1) : "") + (char)('A' + (column % 26));

    /// <summary>Without what Excel refuses in the name of a sheet.</summary>
    static string SheetName(string name)
    {
        var plain = new string([.. Legal(name).Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal))]).Trim();
        return System.Security.SecurityElement.Escape(plain.Length switch { 0 => "Posts", > 31 => plain[..31], _ => plain });
    }

    /// <summary>XML knows no control characters and no half of a pair, not even escaped.</summary>
    static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                legal.Append(text[i]).Append(text[++i]);
            else if (XmlConvert.IsXmlChar(text[i]))
                legal.Append(text[i]);
        }

        return legal.ToString();
    }
}
