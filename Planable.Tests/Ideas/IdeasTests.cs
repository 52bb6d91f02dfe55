using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Ideas;
using Planable.Data.Logs;
using Planable.Tests.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Ideas;

public class IdeasTests(IdeasTests.MailApp app) : IClassFixture<IdeasTests.MailApp>
{
    const string Ideas = "/w/acme/ideas";
    const string Secret = "a secret of the installation";

    [Theory]
    [InlineData("https://www.Acme.example/a/?utm_source=x&b=2&a=1#part", "http://acme.example/a?a=1&b=2", true)]
    [InlineData("https://acme.example/a%20b", "acme.example/a b", true)]
    [InlineData("https://acme.example/watch?v=1", "https://acme.example/watch?v=2", false)]
    [InlineData("https://acme.example/A", "https://acme.example/a", false)]
    [InlineData("https://acme.example:8443/", "https://acme.example", false)]
    public void Addresses_of_one_page_are_known_as_one(string one, string other, bool same) =>
        Assert.Equal(same, IdeaAddress.KeyOf(IdeaAddress.Read(one)!) == IdeaAddress.KeyOf(IdeaAddress.Read(other)!));

    [Fact]
    public async Task Deleting_a_file_says_that_an_idea_has_it_and_undo_brings_it_back_there()
    {
        using var wanda = await app.As("wanda");
        var words = $"Only here {Guid.NewGuid():N}";
        (await Send(wanda, Ideas, [("Text", words)], Pixels.Png(41, 37))).Dispose();
        var idea = await Find(words);
        var file = await app.In("acme", db => db.Ideas.Where(i => i.Id == idea.Id).SelectMany(i => i.Files).Select(f => f.MediaId).SingleAsync());
        var hint = (await wanda.Page($"/w/acme/media?asset={file}")).QuerySelector(".asset-x .hint")!.TextContent;
        Assert.Contains($"The idea “{words}” has it too and loses it.", hint, StringComparison.Ordinal);

        using var deleted = await wanda.Post($"/w/acme/media/{file}/deletion");
        Assert.Contains("An idea had it too.", (await wanda.Page("/w/acme/media")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await wanda.Page($"{Ideas}/{idea.Id}")).QuerySelectorAll(".idea-files li"));
        (await wanda.Post($"/w/acme/media/{file}/deletion/undo")).Dispose();
        Assert.Single((await wanda.Page($"{Ideas}/{idea.Id}")).QuerySelectorAll(".idea-files li"));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://a.example")]
    [InlineData("nothing")]
    [InlineData("")]
    public void What_is_no_page_is_no_address(string typed) => Assert.Null(IdeaAddress.Read(typed));

    [Fact]
    public async Task An_idea_with_a_picture_becomes_a_post_that_keeps_files_and_source()
    {
        using var wanda = await app.As("wanda");
        using var kept = await Send(wanda, Ideas, [("Text", "Pumpkin latte\n\nWith a leaf on top."), ("Url", "acme.example/pumpkin?utm_source=mail")], Pixels.Png(40, 30));
        Assert.Equal(Ideas, kept.Headers.Location?.ToString());
        var id = (await Find("Pumpkin latte")).Id;
        var page = await wanda.Page($"{Ideas}/{id}");
        Assert.Single(page.QuerySelectorAll(".idea-files li"));
        using var made = await wanda.Post($"{Ideas}/{id}/posts");
        var edit = made.Headers.Location!.ToString();
        var postId = Guid.Parse(edit.Split('/')[4]);
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Include(p => p.Media).SingleAsync(p => p.Id == postId);
            Assert.Equal(("Pumpkin latte\n\nWith a leaf on top.", "https://acme.example/pumpkin?utm_source=mail", id), (post.Text, post.Link, post.IdeaId));
            Assert.Single(post.Media);
            Assert.Equal(IdeaState.Used, (await db.Ideas.SingleAsync(i => i.Id == id)).State);
        });
        var shown = await wanda.Page($"/w/acme/posts/{postId}");
        Assert.NotNull(shown.QuerySelector($"a[href='{Ideas}/{id}']"));
        Assert.Contains("Wanda Writer", shown.QuerySelector($"a[href='{Ideas}/{id}']")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await wanda.Page($"{Ideas}/{id}")).QuerySelector($"a[href='/w/acme/posts/{postId}']"));
    }

    [Fact]
    public async Task The_same_page_twice_is_one_idea_with_both_who_brought_it()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        (await wanda.Post(Ideas, ("Text", "Ten ways to brew"), ("Url", "https://www.brew.example/ten/"))).Dispose();
        using var again = await pia.Post(Ideas, ("Text", "For January"), ("Url", "http://brew.example/ten?utm_campaign=x"), ("Shared", "true"));
        var idea = await Find("Ten ways to brew");
        Assert.Equal($"{Ideas}/{idea.Id}", again.Headers.Location?.ToString());
        Assert.Equal("Ten ways to brew\n\nFor January", idea.Text);
        var page = await wanda.Page($"{Ideas}/{idea.Id}");
        Assert.Contains("Pia Publisher", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await app.In("acme", db => db.Ideas.CountAsync(i => i.Url!.Contains("brew.example"))));

        // At the same moment, too.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async n => (await (n % 2 == 0 ? wanda : pia).Post(Ideas, ("Text", $"Race {n}"), ("Url", "https://race.example/one"))).Dispose()));
        Assert.Equal(1, await app.In("acme", db => db.Ideas.CountAsync(i => i.Url!.Contains("race.example"))));
    }

    [Fact]
    public async Task A_share_sheet_opens_a_filled_form_and_changes_nothing()
    {
        using var wanda = await app.As("wanda");
        using var shared = await wanda.Get("/share?title=Cold%20brew&text=Read%20this%20https%3A%2F%2Fshare.example%2Fcold");
        var to = shared.StatusCode == HttpStatusCode.Redirect ? shared.Headers.Location!.ToString() : (await Visitor.Shown(shared)).QuerySelector("a[href^='/w/acme/ideas/new']")!.GetAttribute("href")!;
        var page = await wanda.Page(to);
        Assert.Equal("https://share.example/cold", page.QuerySelector("#idea-url")!.GetAttribute("value"));
        Assert.Equal("Cold brew\n\nRead this", page.QuerySelector("#idea-text")!.TextContent);
        Assert.Equal(0, await app.In("acme", db => db.Ideas.CountAsync(i => i.Url!.Contains("share.example"))));
        using var manifest = await wanda.Get("/manifest.webmanifest");
        Assert.Contains("\"action\": \"/share\"", await manifest.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_was_typed_is_kept()
    {
        using var wanda = await app.As("wanda");
        using var wrong = await wanda.Post(Ideas, ("Text", "Kept words"), ("Url", "javascript:alert(1)"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var page = await Visitor.Shown(wrong);
        Assert.Equal("Kept words", page.QuerySelector("#idea-text")!.TextContent);
        Assert.NotNull(page.QuerySelector("#idea-url-error"));
        using var program = await Send(wanda, Ideas, [("Text", "With a program")], "MZ program"u8.ToArray(), "x.png");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, program.StatusCode);
        using var empty = await wanda.Htmx(Ideas, ("Text", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
    }

    [Fact]
    public async Task Mail_of_a_member_becomes_an_idea_with_its_attachment_once()
    {
        var address = await Open();
        var mail = Mail("Wanda Writer <wanda@northlight.example>", address, "Latte art", "Look: https://art.example/leaf\r\n\r\n-- \r\nWanda", Pixels.Png(30, 30));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(mail));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(mail));
        await app.In("acme", async db =>
        {
            var idea = await db.Ideas.Include(i => i.Captures).Include(i => i.Files).SingleAsync(i => i.Text.StartsWith("Latte art"));
            Assert.Equal("https://art.example/leaf", idea.Url);
            Assert.Single(idea.Files);
            var capture = Assert.Single(idea.Captures);
            Assert.Equal((IdeaWay.Mail, "Wanda Writer", false), (capture.Way, capture.Name, capture.MemberId is null));
            Assert.Equal(Via.Mail, (await db.Log.SingleAsync(e => e.SubjectId == idea.Id && e.Verb == "idea.captured")).Via);
        });
    }

    [Fact]
    public async Task Mail_of_an_outsider_is_dropped_or_marked_and_every_answer_is_the_same()
    {
        var address = await Open();
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(Mail("Gus <gus@outside.example>", address, "Dropped", "x")));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(Mail("Gus <gus@outside.example>", "acme-zzzzzzzz@ideas.planable.test", "Unknown", "x")));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver("garbage"));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver("Authentication-Results: mx; dmarc=fail\r\n" + Mail("Wanda <wanda@northlight.example>", address, "Forged", "x")));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver("Auto-Submitted: auto-replied\r\n" + Mail("Wanda <wanda@northlight.example>", address, "Away", "x")));
        Assert.Equal(0, await app.In("acme", db => db.Ideas.CountAsync(i => i.Text.StartsWith("Dropped") || i.Text.StartsWith("Unknown") || i.Text.StartsWith("Forged") || i.Text.StartsWith("Away"))));

        using var olga = await app.As("olga");
        (await olga.Post($"{Ideas}/ways/mail/outsiders", ("outsiders", "true"))).Dispose();
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(Mail("Gus <gus@outside.example>", address, "From Gus", "Hello", Pixels.Png(20, 20))));
        var idea = await Find("From Gus");
        var page = await olga.Page($"{Ideas}/{idea.Id}");
        Assert.Contains("From outside", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("gus@outside.example", page.Body.TextContent, StringComparison.Ordinal);

        (await olga.Post($"{Ideas}/ways/mail")).Dispose();
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(Mail("Wanda <wanda@northlight.example>", address, "Old address", "x")));
        Assert.Equal(0, await app.In("acme", db => db.Ideas.CountAsync(i => i.Text.StartsWith("Old address"))));
    }

    [Fact]
    public async Task Without_the_secret_nothing_is_taken()
    {
        var address = await Open();
        Assert.Equal(HttpStatusCode.Unauthorized, await Deliver(Mail("Wanda <wanda@northlight.example>", address, "No secret", "x"), "wrong"));
        Assert.Equal(0, await app.In("acme", db => db.Ideas.CountAsync(i => i.Text.StartsWith("No secret"))));
    }

    [Fact]
    public async Task An_idea_is_found_labelled_put_aside_and_taken_up_again()
    {
        using var wanda = await app.As("wanda");
        var label = await app.In("acme", db => db.Labels.Where(l => l.Name == "Event").Select(l => l.Id).SingleAsync());
        (await wanda.Post(Ideas, ("Text", "Cupping under the stars"), ("Labels", label.ToString()))).Dispose();
        var id = (await Find("Cupping under the stars")).Id;
        Assert.NotNull((await wanda.Page($"{Ideas}?label={label}&q=STARS")).QuerySelector($"#idea-{id}"));
        using var palette = await wanda.Get("/search?q=under%20the%20stars&from=/w/acme/calendar", htmx: true);
        Assert.NotNull((await Visitor.Shown(palette)).QuerySelector($"[href='{Ideas}/{id}']"));
        (await wanda.Post($"{Ideas}/{id}/dismissal")).Dispose();
        Assert.Null((await wanda.Page(Ideas)).QuerySelector($"#idea-{id}"));
        Assert.NotNull((await wanda.Page($"{Ideas}?state=dismissed")).QuerySelector($"#idea-{id}"));
        (await wanda.Post($"{Ideas}/{id}/dismissal/undo")).Dispose();
        Assert.NotNull((await wanda.Page(Ideas)).QuerySelector($"#idea-{id}"));
        (await wanda.Post($"{Ideas}/{id}", ("Text", "Cupping in the sun"))).Dispose();
        Assert.Contains("Cupping in the sun", (await wanda.Page(Ideas)).QuerySelector($"#idea-{id}")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refrain()
    {
        using (var wanda = await app.As("wanda"))
            (await wanda.Post(Ideas, ("Text", "Guarded idea"))).Dispose();
        var id = (await Find("Guarded idea")).Id;
        foreach (var (name, expected) in new[] { ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(name);
            foreach (var path in new[] { Ideas, $"{Ideas}/new", $"{Ideas}/{id}", $"{Ideas}/ways" })
                Assert.Equal(expected, (await visitor.Get(path)).StatusCode);
            foreach (var path in new[] { Ideas, $"{Ideas}/{id}", $"{Ideas}/{id}/posts", $"{Ideas}/{id}/dismissal", $"{Ideas}/ways/mail", $"{Ideas}/ways/mail/removal", $"{Ideas}/ways/mail/outsiders" })
                Assert.Equal(expected, (await visitor.Post(path, ("Text", "Mine"))).StatusCode);
        }

        using var ivo = await app.As("ivo");
        Assert.Equal(HttpStatusCode.OK, (await ivo.Get($"{Ideas}/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Post($"{Ideas}/{id}/posts")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Post($"{Ideas}/{id}", ("Text", "Mine"))).StatusCode);
        using var writer = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.Post($"{Ideas}/ways/mail")).StatusCode);
    }

    async Task<string> Open()
    {
        using var olga = await app.As("olga");
        if ((await olga.Page($"{Ideas}/ways")).QuerySelector("#idea-address") is null)
            (await olga.Post($"{Ideas}/ways/mail")).Dispose();
        (await olga.Post($"{Ideas}/ways/mail/outsiders", ("outsiders", "false"))).Dispose();
        return (await olga.Page($"{Ideas}/ways")).QuerySelector("#idea-address")!.TextContent;
    }

    Task<Idea> Find(string begin) => app.In("acme", db => db.Ideas.AsNoTracking().SingleAsync(i => i.Text.StartsWith(begin)));

    async Task<HttpStatusCode> Deliver(string mail, string secret = Secret)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/inbound/mail") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(mail)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    static string Mail(string from, string to, string subject, string text, byte[]? picture = null) =>
        $"From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{subject}-{to}>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        + (picture is null ? "" : $"--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"leaf.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(picture, Base64FormattingOptions.InsertLineBreaks)}\r\n")
        + "--b--\r\n";

    static async Task<HttpResponseMessage> Send(Visitor visitor, string path, (string Name, string Value)[] fields, byte[] file, string name = "idea.png")
    {
        using var body = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
            body.Add(new StringContent(value), field);
        body.Add(new ByteArrayContent(file), "Files", name);
        return await visitor.Send(HttpMethod.Post, path, body, htmx: false);
    }

    /// <summary>An installation that takes mail.</summary>
    public sealed class MailApp : TestApp
    {
        public override void Settle(IWebHostBuilder web) => web.UseSetting("Inbound:Domain", "ideas.planable.test").UseSetting("Inbound:Secret", Secret);
    }
}
