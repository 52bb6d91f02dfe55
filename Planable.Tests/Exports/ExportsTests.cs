using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Jobs.Imports;
using Planable.Tests.Calendar;
using Planable.Tests.Imports;
using Planable.Tests.Support;

namespace Planable.Tests.Exports;

public class ExportsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Nasty = "=cmd|' /C calc'!A0; \"quoted\", with\nlines 😀 ünd \\ more";

    async Task<byte[]> Export(string format, string query = "?view=list&dates=all", string by = "pia")
    {
        using var visitor = await app.As(by);
        using var answer = await visitor.Get($"/w/acme/exports/{format}{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.EndsWith($".{format}", answer.Content.Headers.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    [Fact]
    public async Task What_was_exported_as_a_table_is_imported_again_as_it_was()
    {
        var nasty = $"{Nasty} {Guid.NewGuid():N}";
        await CalendarPosts.Draft(app, new DateTime(2027, 4, 5, 17, 45, 0), nasty);
        await CalendarPosts.Draft(app, null, "No date, no problem");
        foreach (var format in (string[])["csv", "xlsx"])
        {
            var table = UploadedTable.Read(await Export(format), $"posts.{format}");
            Assert.Equal(["Date", "Time", "Channels", "Text"], table.Headings.Take(4));
            var line = table.Lines.Single(l => l.Cells[3] == nasty).Cells;
            Assert.Equal(["2027-04-05", "17:45", "Acme Coffee"], line.Take(3));
            Assert.Contains(table.Lines, l => l.Cells[3] == "No date, no problem" && l.Cells[0].Length == 0);
        }

        // As a spreadsheet would see it: nothing it would run.
        var csv = Encoding.UTF8.GetString(await Export("csv"));
        Assert.Contains("\"'=cmd", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("\"=cmd", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", csv, StringComparison.Ordinal);

        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(await Export("xlsx"), "posts.xlsx");
        Assert.Equal(["date", "time", "channels", "text"], (await wanda.Page($"{import}/mapping")).QuerySelectorAll("select[name^=Columns] option[selected]").Take(4).Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public async Task The_filter_of_the_address_is_the_filter_of_the_file()
    {
        await CalendarPosts.Draft(app, new DateTime(2027, 2, 3, 9, 0, 0), "February draft");
        await CalendarPosts.Scheduled(app, new DateTime(2027, 2, 4, 9, 0, 0));
        await CalendarPosts.Draft(app, new DateTime(2027, 3, 30, 9, 0, 0), "March draft");

        var table = UploadedTable.Read(await Export("csv", "?date=2027-02-01&state=draft"), "posts.csv");

        Assert.Equal(["February draft"], table.Lines.Select(l => l.Cells[3]));
    }

    [Fact]
    public async Task A_client_gets_only_what_was_shared()
    {
        await CalendarPosts.Draft(app, new DateTime(2027, 1, 5, 9, 0, 0), "Between us", Audience.Team);
        await CalendarPosts.Draft(app, new DateTime(2027, 1, 6, 9, 0, 0), "For Clara");
        foreach (var format in (string[])["csv", "json", "ics"])
        {
            var text = Encoding.UTF8.GetString(await Export(format, "?date=2027-01-01", "clara"));
            Assert.Contains("For Clara", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Between us", text, StringComparison.Ordinal);
            // What only the team sorts by narrows nothing for a client, and so tells nothing.
            Assert.Contains("For Clara", Encoding.UTF8.GetString(await Export(format, $"?date=2027-01-01&label={Guid.NewGuid()}", "clara")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Labels_and_the_campaign_are_in_the_teams_files_and_not_in_the_clients()
    {
        var id = await CalendarPosts.Draft(app, new DateTime(2027, 6, 8, 9, 0, 0), "Sorted");
        var (label, second, campaign) = ($"Ünd {Guid.NewGuid():N}", $"Zwei {Guid.NewGuid():N}", $"Summer {Guid.NewGuid():N}");
        await app.In("acme", async db =>
        {
            var (adam, at) = (await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == id);
            var labels = new[] { new Data.Labels.Label(adam, label, 1, at), new Data.Labels.Label(adam, second, 2, at) };
            db.Labels.AddRange(labels);
            post.Relabel(labels, adam, at);
            var summer = new Data.Campaigns.Campaign(adam, campaign, 3, at);
            db.Campaigns.Add(summer);
            post.Join(summer, adam, at);
            await db.SaveChangesAsync();
        });
        foreach (var format in (string[])["csv", "xlsx"])
        {
            var table = UploadedTable.Read(await Export(format, "?date=2027-06-01"), $"posts.{format}");
            var (at, on) = (table.Headings.ToList().IndexOf("Labels"), table.Headings.ToList().IndexOf("Campaign"));
            Assert.Equal(($"{label}; {second}", campaign), (table.Lines.Single().Cells[at], table.Lines.Single().Cells[on]));
            var theirs = UploadedTable.Read(await Export(format, "?date=2027-06-01", "clara"), $"posts.{format}");
            Assert.Empty(theirs.Headings.Intersect(["Labels", "Campaign"]));
            Assert.DoesNotContain(theirs.Lines.SelectMany(l => l.Cells), c => c.Contains(label, StringComparison.Ordinal) || c.Contains(campaign, StringComparison.Ordinal));
        }

        using var json = JsonDocument.Parse(await Export("json", "?date=2027-06-01"));
        var said = json.RootElement.GetProperty("posts").EnumerateArray().Single();
        Assert.Equal([label, second], said.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal(campaign, said.GetProperty("campaign").GetString());
        var clients = Encoding.UTF8.GetString(await Export("json", "?date=2027-06-01", "clara"));
        Assert.Contains("Sorted", clients, StringComparison.Ordinal);
        Assert.DoesNotContain("labels", clients, StringComparison.Ordinal);
        Assert.DoesNotContain(campaign, clients, StringComparison.Ordinal);
        // Read in again, the columns are known for what they are.
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(await Export("csv", "?date=2027-06-01"), "sorted.csv");
        var guessed = (await wanda.Page($"{import}/mapping")).QuerySelectorAll("select[name^=Columns] option[selected]").Select(o => o.GetAttribute("value"));
        Assert.Contains("labels", guessed);
        Assert.Contains("campaign", guessed);
    }

    [Fact]
    public async Task A_calendar_keeps_the_rules_of_RFC_5545()
    {
        var id = await CalendarPosts.Draft(app, new DateTime(2027, 4, 12, 9, 30, 0), Nasty + new string('ä', 200));
        var text = Encoding.UTF8.GetString(await Export("ics", "?date=2027-04-01"));

        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\uFFFD', text);
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).TrimEnd().Split("\r\n");
        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Equal("END:VCALENDAR", lines[^1]);
        Assert.Contains("VERSION:2.0", lines);
        Assert.Contains(lines, l => l.StartsWith("PRODID:", StringComparison.Ordinal));
        Assert.Equal(lines.Count(l => l == "BEGIN:VEVENT"), lines.Count(l => l.StartsWith("DTSTAMP:", StringComparison.Ordinal)));
        var at = Array.IndexOf(lines, $"UID:{id}@acme");
        var block = lines.Skip(at).TakeWhile(l => l != "END:VEVENT").ToList();
        Assert.Contains("DTSTART:20270412T073000Z", block);
        Assert.Contains(block, l => l.StartsWith("DESCRIPTION:=cmd|' /C calc'!A0\\; \"quoted\"\\, with\\nlines 😀 ünd \\\\ more", StringComparison.Ordinal));
        Assert.Contains(block, l => l.StartsWith("SUMMARY:Draft: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_is_whole_and_says_zone_and_instant()
    {
        await CalendarPosts.Draft(app, new DateTime(2027, 5, 3, 9, 0, 0), Nasty);
        using var json = JsonDocument.Parse(await Export("json", "?date=2027-05-01"));
        Assert.Equal("Europe/Berlin", json.RootElement.GetProperty("zone").GetString());
        var post = json.RootElement.GetProperty("posts").EnumerateArray().Single();
        Assert.Equal((Nasty, "2027-05-03T07:00:00Z", "2027-05-03T09:00"), (post.GetProperty("text").GetString(), post.GetProperty("at").GetString(), post.GetProperty("local").GetString()));
    }

    [Fact]
    public async Task An_unknown_format_is_not_there_and_Oscar_gets_404()
    {
        using var pia = await app.As("pia");
        Assert.Equal(HttpStatusCode.NotFound, (await pia.Get("/w/acme/exports/docx")).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/exports/csv")).StatusCode);
    }
}
