using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

/// <summary>Certificates, calendars and single posts as they are printed.</summary>
public class PapersTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_on_paper_says_what_the_issued_one_says_and_is_the_same_file_each_time()
    {
        await app.RequireApproval();
        var id = await app.Write("Größere Tassen, ab Freitag 🏺", approvedBy: ["ivo", "clara"]);
        using var olga = await app.As("olga");
        using var issued = await olga.Post($"/w/acme/posts/{id}/certificates");
        var path = issued.Headers.Location!.ToString();
        Assert.NotNull((await olga.Page(path)).QuerySelector($"a[href='{path}/paper.pdf']"));
        var certificate = await app.In("acme", db => db.Certificates.SingleAsync(c => c.PostId == id));

        var (pdf, name) = await File(olga, $"{path}/paper.pdf");
        Assert.Equal($"certificate-{certificate.Hash[..12]}.pdf", name);
        var told = Told(pdf);
        foreach (var part in (string[])["Version 1 is approved", "Größere Tassen, ab Freitag 🏺", "Ivo Inside", "Clara Client", "for the client", "signed in", certificate.Hash, certificate.Content.Versions[^1].Hash])
            Assert.Contains(part, told, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(pdf, (await File(olga, $"{path}/paper.pdf")).Pdf);
        NamesNoVendor(pdf);

        await Refused($"{path}/paper.pdf", "clara", HttpStatusCode.Forbidden);
        await Refused($"{path}/paper.pdf", "oscar", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_month_on_paper_has_every_post_of_the_month_and_no_other()
    {
        var text = $"Printed {Guid.NewGuid():N}";
        var at = app.Clock.GetUtcNow();
        var ids = new List<Guid>();
        for (var i = 0; i < 7; i++)
            ids.Add(await app.Write($"{text} {i}", days: 2, sent: false));
        await app.Write($"{text} later", days: 70, sent: false);
        await app.Write($"{text} undated", days: null, sent: false);
        var day = Data.Times.Zones.ToLocal(at.AddDays(2), "Europe/Berlin");
        using var olga = await app.As("olga");
        var (pdf, name) = await File(olga, $"/w/acme/exports/pdf?view=month&date={day:yyyy-MM-dd}&q={text}");
        Assert.StartsWith("acme-posts-", name, StringComparison.Ordinal);
        var told = Told(pdf);
        // More than a cell of the screen shows, and all of them.
        for (var i = 0; i < 7; i++)
            Assert.Contains($"{text} {i}", told, StringComparison.Ordinal);
        Assert.Contains("7 posts, times in Berlin", told, StringComparison.Ordinal);
        Assert.Contains(day.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), told, StringComparison.Ordinal);
        Assert.DoesNotContain("later", told, StringComparison.Ordinal);
        Assert.DoesNotContain("undated", told, StringComparison.Ordinal);
        Assert.Equal(pdf, (await File(olga, $"/w/acme/exports/pdf?view=month&date={day:yyyy-MM-dd}&q={text}")).Pdf);
        NamesNoVendor(pdf);

        // A list goes over months, and what has no date stands after them.
        var list = Told((await File(olga, $"/w/acme/exports/pdf?view=list&dates=all&q={text}")).Pdf);
        foreach (var part in (string[])["later", "undated", "Without a date"])
            Assert.Contains(part, list, StringComparison.Ordinal);
        Assert.NotNull((await olga.Page("/w/acme/calendar?view=month")).QuerySelector("a[href*='/exports/pdf']"));
        await Refused("/w/acme/exports/pdf", "oscar", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_month_of_the_client_has_what_was_made_visible_to_it()
    {
        var text = $"Seen {Guid.NewGuid():N}";
        var hidden = await app.Write($"{text} inside", days: 1, sent: false);
        await app.Write($"{text} outside", days: 1, sent: false);
        await app.In("acme", db => db.Posts.Where(p => p.Id == hidden).ExecuteUpdateAsync(p => p.SetProperty(x => x.Audience, Audience.Team)));
        using var clara = await app.As("clara");
        var told = Told((await File(clara, $"/w/acme/exports/pdf?view=list&dates=all&q={text}")).Pdf);
        Assert.Contains("outside", told, StringComparison.Ordinal);
        Assert.DoesNotContain("inside", told, StringComparison.Ordinal);
        await Refused($"/w/acme/posts/{hidden}/proof.pdf", "clara", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Notes_of_the_days_stand_on_the_paper()
    {
        var said = $"Fair {Guid.NewGuid():N}";
        await app.In("acme", async db =>
        {
            db.Notes.Add(CalendarNote.Write(said, new DateOnly(2027, 3, 3), new DateOnly(2027, 3, 4), Audience.Team, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        using var olga = await app.As("olga");
        Assert.Contains(said, Told((await File(olga, "/w/acme/exports/pdf?view=month&date=2027-03-10")).Pdf), StringComparison.Ordinal);
        using var clara = await app.As("clara");
        Assert.DoesNotContain(said, Told((await File(clara, "/w/acme/exports/pdf?view=month&date=2027-03-10")).Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_sheet_shows_what_each_channel_gets_the_versions_and_the_decisions()
    {
        await app.RequireApproval();
        var id = await app.Write("Proof me.", approvedBy: ["ivo", "clara"]);
        using var olga = await app.As("olga");
        Assert.NotNull((await olga.Page($"/w/acme/posts/{id}")).QuerySelector($"a[href='/w/acme/posts/{id}/proof.pdf']"));
        var (pdf, name) = await File(olga, $"/w/acme/posts/{id}/proof.pdf");
        Assert.StartsWith("acme-proof-", name, StringComparison.Ordinal);
        var told = Told(pdf);
        foreach (var part in (string[])["Proof me.", "Versions", "Ivo Inside", "Clara Client", "Approved", "Wanda Writer"])
            Assert.Contains(part, told, StringComparison.Ordinal);
        Assert.Equal(pdf, (await File(olga, $"/w/acme/posts/{id}/proof.pdf")).Pdf);
        NamesNoVendor(pdf);

        // The agency's own steps stay in the house.
        using var clara = await app.As("clara");
        var hers = Told((await File(clara, $"/w/acme/posts/{id}/proof.pdf")).Pdf);
        Assert.Contains("Clara Client", hers, StringComparison.Ordinal);
        Assert.DoesNotContain("Ivo Inside", hers, StringComparison.Ordinal);
        Assert.DoesNotContain("Versions", hers, StringComparison.Ordinal);
        await Refused($"/w/acme/posts/{id}/proof.pdf", "oscar", HttpStatusCode.NotFound);
    }

    static async Task<(byte[] Pdf, string Name)> File(Visitor visitor, string path)
    {
        using var answer = await visitor.Get(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        return (await answer.Content.ReadAsByteArrayAsync(Cancel), answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
    }

    async Task Refused(string path, string who, HttpStatusCode expected)
    {
        using var visitor = await app.As(who);
        using var answer = await visitor.Get(path);
        Assert.Equal(expected, answer.StatusCode);
    }

    static string Told(byte[] pdf) => string.Join('\n', new PdfReader(pdf).Structure().Select(e => e.Text));

    static void NamesNoVendor(byte[] pdf)
    {
        var read = new PdfReader(pdf);
        Assert.DoesNotContain("planable", Encoding.UTF8.GetString(pdf) + Told(pdf) + string.Join('\n', read.Pages.Select(read.Text)) + read.Information, StringComparison.OrdinalIgnoreCase);
    }
}
