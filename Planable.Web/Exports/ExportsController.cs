using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using Planable.Data.Calendar;
using Planable.Data.Kinds;
using Planable.Data.Feeds;
using Planable.Data.Posts;
using Planable.Jobs.Exports;
using Planable.Web.Http;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Exports;

/// <summary>What a calendar shows, as a file: the same address, the same posts.</summary>
[Route("w/{workspace}/exports")]
public class ExportsController(ExportRows rows, CalendarPaper paper, Current current, TimeWords times, IStringLocalizer<Words> words) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    CalendarQuery Query
    {
        get
        {
            var query = CalendarQuery.Read(name => Request.Query[name] is [{ } value, ..] ? value : null);
            return current.Member.IsClient ? query.ForClient() : query;
        }
    }

    /// <summary>How the agency sorts its work is not the client's.</summary>
    bool SeesSorting => !current.Member.IsClient;

    [HttpGet("{format}"), ForMachines]
    public Task<IActionResult> Show(string format) => format switch
    {
        "csv" => Csv(),
        "xlsx" => Xlsx(),
        "ics" => Ics(),
        "json" => Json(),
        "pdf" => Pdf(),
        _ => Task.FromResult<IActionResult>(NotFound()),
    };

    async Task<IActionResult> Pdf()
    {
        var pdf = await paper.Pdf(Query, Cancel);
        return File(pdf, "application/pdf", FileName("pdf"));
    }

    async Task<IActionResult> Csv()
    {
        var (ids, own) = (await rows.Ids(Query, Cancel), await rows.OwnTextChannels(Query, Cancel));
        await using var text = Begin("text/csv; charset=utf-8", "csv", byteOrderMark: true);
        await text.WriteAsync(CsvText.Line(Headings(own).Select(h => h.Heading)));
        await foreach (var row in rows.Read(ids, Cancel))
        {
            await text.WriteAsync(CsvText.Line(Cells(row, own).Select(c => c switch
            {
                DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
                _ => c?.ToString() ?? "",
            })));
        }

        return new EmptyResult();
    }

    /// <summary>A workbook is a zip, which cannot be written to a browser as it grows: it grows in a file.</summary>
    async Task<IActionResult> Xlsx()
    {
        var (ids, own) = (await rows.Ids(Query, Cancel), await rows.OwnTextChannels(Query, Cancel));
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.export"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        using (var workbook = new Workbook(file, current.Workspace.Name, Headings(own)))
        {
            await foreach (var row in rows.Read(ids, Cancel))
                workbook.Write(Cells(row, own));
        }

        file.Position = 0;
        return File(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FileName("xlsx"));
    }

    async Task<IActionResult> Ics()
    {
        var ids = await rows.Ids(Query, Cancel);
        await using var text = Begin("text/calendar; charset=utf-8", "ics");
        await text.WriteAsync(
            IcalLines.Line("BEGIN", "VCALENDAR") + IcalLines.Line("VERSION", "2.0") + IcalLines.Words("PRODID", $"-//{current.Workspace.Name}//EN") + IcalLines.Line("CALSCALE", "GREGORIAN")
            + IcalLines.Words("NAME", current.Workspace.Name) + IcalLines.Words("X-WR-CALNAME", current.Workspace.Name));
        await foreach (var row in rows.Read(ids, Cancel))
        {
            // What has no date has no place in a calendar.
            if (row.At is not { } at)
                continue;
            var (_, word) = StateMarkTagHelper.Look(row.State.ToString());
            await text.WriteAsync(
                IcalLines.Line("BEGIN", "VEVENT") + IcalLines.Line("UID", $"{row.Id}@{current.Workspace.Slug}") + IcalLines.Instant("DTSTAMP", row.EditedAt) + IcalLines.Instant("LAST-MODIFIED", row.EditedAt)
                + IcalLines.Line("SEQUENCE", row.Revision.ToString(CultureInfo.InvariantCulture)) + IcalLines.Instant("DTSTART", at) + IcalLines.Line("DURATION", "PT15M")
                + IcalLines.Words("SUMMARY", $"{words[word]}: {Title(row.Text)}") + IcalLines.Words("DESCRIPTION", row.Text)
                + (row.Channels.Count > 0 ? IcalLines.List("CATEGORIES", row.Channels) : "")
                + IcalLines.Line("STATUS", row.State == PostState.Draft ? "TENTATIVE" : "CONFIRMED") + IcalLines.Line("TRANSP", "TRANSPARENT") + IcalLines.Line("URL", Address(row))
                + IcalLines.Line("END", "VEVENT"));
        }

        await text.WriteAsync(IcalLines.Line("END", "VCALENDAR"));
        return new EmptyResult();
    }

    async Task<IActionResult> Json()
    {
        var ids = await rows.Ids(Query, Cancel);
        Attach("application/json; charset=utf-8", "json");
        await using var json = new Utf8JsonWriter(Response.Body, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("client", current.Workspace.Name);
        json.WriteString("zone", current.Workspace.Zone);
        json.WriteString("exportedAt", times.Iso(times.Now));
        json.WriteStartArray("posts");
        await foreach (var row in rows.Read(ids, Cancel))
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteString("kind", row.Kind);
            json.WriteString("state", row.State.ToString());
            json.WriteString("at", row.At is { } at ? times.Iso(at) : null);
            json.WriteString("local", rows.Local(row)?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
            json.WriteString("text", row.Text);
            json.WriteString("link", row.Link);
            json.WriteString("author", row.Author);
            json.WriteStartArray("channels");
            foreach (var channel in row.Channels)
                json.WriteStringValue(channel);
            json.WriteEndArray();
            json.WriteStartObject("ownTexts");
            foreach (var (channel, own) in row.OwnTexts)
                json.WriteString(channel.ToString(), own);
            json.WriteEndObject();
            json.WriteStartArray("pictures");
            foreach (var picture in row.Pictures)
                json.WriteStringValue(picture);
            json.WriteEndArray();
            if (SeesSorting)
            {
                json.WriteStartArray("labels");
                foreach (var label in row.Labels)
                    json.WriteStringValue(label);
                json.WriteEndArray();
                json.WriteString("campaign", row.Campaign);
            }

            json.WriteString("address", Address(row));
            json.WriteEndObject();
            await json.FlushAsync(Cancel);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return new EmptyResult();
    }

    /// <summary>Named as the import guesses them, so that what was exported can be imported.</summary>
    List<(string Heading, int Width)> Headings(IReadOnlyList<ExportChannel> own) =>
        [
            (words["Date"], 12), (words["Time"], 8), (words["Channels"], 24), (words["Text"], 80), .. own.Select(c => (words["Text {0}", c.Name].Value, 60)),
            (words["Link"], 30), (words["Pictures"], 24), (words["Alt text"], 30), (words["State"], 14), (words["Author"], 20), (words["Zone"], 16), (words["Post in Planable"], 40), (words["Kind"], 14),
            .. SeesSorting ? [(words["Labels"].Value, 24), (words["Campaign"].Value, 24)] : Array.Empty<(string, int)>(),
        ];

    List<object?> Cells(ExportRow row, IReadOnlyList<ExportChannel> own)
    {
        var local = rows.Local(row);
        return
        [
            local is { } date ? DateOnly.FromDateTime(date) : null, local is { } time ? TimeOnly.FromDateTime(time) : null, string.Join("; ", row.Channels), row.Text,
            .. own.Select(c => row.OwnTexts.GetValueOrDefault(c.Id)), row.Link, string.Join("; ", row.Pictures), row.Alt,
            words[StateMarkTagHelper.Look(row.State.ToString()).Word].Value, row.Author, local is null ? null : current.Workspace.Zone, Address(row), ContentKinds.Find(row.Kind) is { } kind ? words[kind.Name].Value : null,
            .. SeesSorting ? [string.Join("; ", row.Labels), row.Campaign] : Array.Empty<object?>(),
        ];
    }

    StreamWriter Begin(string type, string extension, bool byteOrderMark = false)
    {
        Attach(type, extension);
        return new StreamWriter(Response.Body, new UTF8Encoding(byteOrderMark), leaveOpen: true);
    }

    void Attach(string type, string extension)
    {
        Response.ContentType = type;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(FileName(extension));
        Response.Headers.ContentDisposition = disposition.ToString();
    }

    string FileName(string extension) => $"{current.Workspace.Slug}-posts-{times.LocalNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{extension}";

    string Address(ExportRow row) => $"{Request.Scheme}://{Request.Host}{current.Root}/posts/{row.Id}";

    static string Title(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 80 ? line : line[..(char.IsHighSurrogate(line[79]) ? 79 : 80)] + "…";
    }
}
