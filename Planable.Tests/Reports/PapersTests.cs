using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Brands;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Jobs.Reports;
using Planable.Jobs.Reports.Pdf;
using Planable.Tests.Approvals;
using Planable.Tests.Media;
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

    [Fact]
    public async Task Pins_stand_on_the_proof_sheet_by_the_numbers_of_the_conversation()
    {
        var id = await app.Write("Look at the corner.", sent: false);
        var picture = await app.In("acme", async db =>
        {
            var (wanda, post) = (await TestApp.Member(db, "wanda"), await db.Posts.Whole().SingleAsync(p => p.Id == id, Cancel));
            var asset = MediaAsset.Upload(wanda, "corner.png", new MediaFile(new string('c', 64), "image/png", 100), 40, 30, app.Clock.GetUtcNow());
            db.Media.Add(asset);
            post.Edit(new PostEdit(post.Text, null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(asset, "A cup")]), wanda, app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
            return asset.Id;
        });
        using var olga = await app.As("olga");
        using var clara = await app.As("clara");
        foreach (var (who, audience, text) in new[] { (olga, "Client", "First for all"), (olga, "Team", "Only among us"), (clara, "Client", "Second for all") })
            using (var said = await who.Htmx($"/w/acme/posts/{id}/threads", ("Text", text), ("Audience", audience), ("MediaId", picture.ToString()), ("Across", "32"), ("Down", "70"), ("Id", Guid.NewGuid().ToString())))
                Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        var page = (await olga.Page($"/w/acme/posts/{id}?tab=conversation")).QuerySelectorAll(".pin-l li").Select(l => (Mark: l.QuerySelector("b")!.TextContent.Trim(), Words: l.QuerySelector(".truncate")!.TextContent.Trim())).ToList();
        Assert.Equal(3, page.Count);
        var told = Told((await File(olga, $"/w/acme/posts/{id}/proof.pdf")).Pdf).Split('\n');
        foreach (var (mark, words) in page)
            Assert.Equal(mark, told[Array.FindIndex(told, l => l.Contains(words, StringComparison.Ordinal)) - 2].Trim());
        var hers = Told((await File(clara, $"/w/acme/posts/{id}/proof.pdf")).Pdf);
        Assert.Contains("Second for all", hers, StringComparison.Ordinal);
        Assert.DoesNotContain("Only among us", hers, StringComparison.Ordinal);

        // The spot is that of the whole picture, wherever the picture lies on the page.
        var pinned = new PinnedFile("corner.png", "A cup", PdfImage.Read(Pixels.Png(400, 300)), [new PrintedPin("1", false, (32, 70), "Clara", "Here")]);
        var proof = new Proof("T", "Draft", "draft", null, "Wanda", null, app.Clock.GetUtcNow(), "Europe/Berlin", [], [], [], []) { Pinned = [pinned] };
        var reader = new PdfReader(new ProofReport(proof, new ReportFrame(new Brand("Northlight", Brand.UsualAccent), "Acme", "Proof sheet", ReportWords.In("en-GB"))).Pdf());
        var content = reader.Content(reader.Pages[0]);
        static double[] Numbers(Match match) => [.. match.Groups.Values.Skip(1).Select(g => double.Parse(g.Value, CultureInfo.InvariantCulture))];
        const string number = @"(-?[\d.]+) ";
        var image = Numbers(Regex.Match(content, $@"{number}0 0 {number}{number}{number}cm\s*/\S+ Do", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var (across, up) = (image[2] + (image[0] * 0.32), image[3] + (image[1] * 0.30));
        var starts = Regex.Matches(content, $@"{number}{number}m\b", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(Numbers).ToList();
        Assert.Contains(starts, s => Math.Abs(s[0] - 6 - across) < 0.1 && Math.Abs(s[1] - up) < 0.1);
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
