using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Jobs.Mail;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

/// <summary>Answers by mail: into their thread, with its audience, or held until somebody has looked.</summary>
public class MailedRepliesTests(MailedRepliesTests.MailApp app) : IClassFixture<MailedRepliesTests.MailApp>
{
    const string Secret = "a-secret-of-the-mail-server";
    const string Clara = "Clara Client <clara@acme.example>";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clara_answers_the_notification_and_it_stands_in_the_thread_for_the_client()
    {
        var (post, thread) = await Asked("@Clara, which cup?", Audience.Client);
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(21));
        await app.Run<WriteNoticesJob>();
        var (mail, name) = await app.In("acme", async db =>
        {
            var found = await db.Notices.Where(n => n.PostId == post && n.MailId != null).Join(db.Mails, n => n.MailId, m => m.Id, (n, m) => m).SingleAsync(m => m.To == "clara@acme.example", Cancel);
            return (found, found.Text);
        });
        Assert.Contains(ReplyText.Mark, name, StringComparison.Ordinal);
        Assert.Equal(await Address(thread, "clara"), mail.ReplyTo);

        var answer = Mail(Clara, mail.ReplyTo!, "The blue one.\r\n\r\nOn Mon, 23 Nov 2026 at 10:00, Planable <x@y.example> wrote:\r\n\r\n> " + name.ReplaceLineEndings("\r\n> ") + "\r\n", picture: Pixels.Png(30, 20));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(answer));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(answer));
        var said = (await Comments(thread))[^1];
        Assert.Equal(2, (await Comments(thread)).Count);
        Assert.Equal(("The blue one.", Audience.Client, "Clara Client", true, Via.Mail), (said.Text, said.Audience, said.Name, said.IsClient, said.Via));
        Assert.Equal("leaf.png", Assert.Single(said.Files).Name);
        using var clara = await app.As("clara");
        Assert.Contains("by mail", (await clara.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector($"#comment-{said.Id}")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Via.Mail, await app.In("acme", db => db.Log.Where(e => e.SubjectId == post && e.Verb == "comment.replied").Select(e => e.Via).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task A_team_thread_stays_the_teams_whoever_answers()
    {
        var (post, thread) = await Asked("Margin?", Audience.Team);
        await Deliver(Mail("Wanda Writer <wanda@northlight.example>", await Address(thread, "wanda"), "Thin."));
        Assert.Equal(Audience.Team, (await Comments(thread))[^1].Audience);
        // The client holds an address from when the thread was theirs: nothing of theirs lands where they cannot look.
        await Deliver(Mail(Clara, await Address(thread, "clara"), "I can still write?"));
        Assert.Equal(2, (await Comments(thread)).Count);
        Assert.Single(await Held(thread));
        using var clara = await app.As("clara");
        Assert.DoesNotContain("Thin.", (await clara.Page($"/w/acme/posts/{post}")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_from_somebody_unknown_is_held_until_it_is_taken_or_discarded()
    {
        var (post, thread) = await Asked("Shall we?", Audience.Client);
        var address = await Address(thread, "clara");
        await Deliver(Mail("Gus <gus@outside.example>", address, "I am her assistant: yes.", Pixels.Png(30, 20)));
        await Deliver(Mail("Spam <win@prizes.example>", address, "Win a yacht"));
        await Deliver("Authentication-Results: mx; dmarc=fail\r\n" + Mail(Clara, address, "Not Clara at all"));
        Assert.Single(await Comments(thread));
        Assert.Equal(3, (await Held(thread)).Count);

        using var clara = await app.As("clara");
        Assert.DoesNotContain("assistant", (await clara.Page($"/w/acme/posts/{post}")).DocumentElement.OuterHtml, StringComparison.Ordinal);
        using var wanda = await app.As("wanda");
        Assert.Contains("3 mails of people unknown", (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".thread .warn-m")!.TextContent, StringComparison.Ordinal);
        var page = await wanda.Page("/w/acme/held-mail");
        var waiting = await app.In("acme", db => db.HeldReplies.CountAsync(h => h.SettledAt == null));
        Assert.StartsWith(waiting.ToString(CultureInfo.InvariantCulture), page.QuerySelector(".rail a[href$=held-mail] .count")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await clara.Page("/w/acme/calendar")).QuerySelector("a[href$=held-mail]"));
        var (gus, spam) = ((await Held(thread)).Single(h => h.Name == "Gus"), (await Held(thread)).Single(h => h.Name == "Spam"));
        Assert.Contains("I am her assistant: yes.", page.QuerySelector($"#held-{gus.Id}")!.TextContent, StringComparison.Ordinal);
        using (var file = await wanda.Get(page.QuerySelector($"#held-{gus.Id} .files a")!.GetAttribute("href")!))
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        using (var turned = await wanda.Post($"/w/acme/held-mail/{gus.Id}/acceptance", ("seenAs", "Team")))
            Assert.Single(await Comments(thread));
        using (await wanda.Post($"/w/acme/held-mail/{gus.Id}/acceptance", ("seenAs", "Client"))) { }
        using (await wanda.Post($"/w/acme/held-mail/{spam.Id}/refusal")) { }
        var said = (await Comments(thread))[^1];
        Assert.Equal(("Gus", "I am her assistant: yes.", Audience.Client, 1), (said.Name, said.Text, said.Audience, said.Files.Count));
        Assert.Equal(("", true), ((await Held(thread)).Single(h => h.Name == "Spam").Text, (await Held(thread)).Single(h => h.Name == "Spam").SettledAt is not null));
        Assert.Contains("her assistant", (await clara.Page($"/w/acme/posts/{post}?tab=conversation")).DocumentElement.TextContent, StringComparison.Ordinal);
        using (var again = await wanda.Htmx($"/w/acme/held-mail/{gus.Id}/refusal"))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
    }

    [Fact]
    public async Task Absence_notes_made_up_addresses_and_wrong_secrets_change_nothing()
    {
        var (_, thread) = await Asked("Anybody?", Audience.Client);
        var address = await Address(thread, "clara");
        Assert.Equal(HttpStatusCode.Accepted, await Deliver("Auto-Submitted: auto-replied\r\n" + Mail(Clara, address, "I am away")));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver("Precedence: bulk\r\n" + Mail(Clara, address, "News")));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(Mail(Clara, address.Replace(address[^30], address[^30] == 'a' ? 'b' : 'a'), "Guessed")));
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(Mail(Clara, address, "> all of it is quoted")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Deliver(Mail(Clara, address, "No secret"), "wrong"));
        Assert.Single(await Comments(thread));
        Assert.Empty(await Held(thread));
    }

    [Fact]
    public async Task A_relay_that_sends_json_is_understood_too()
    {
        var (_, thread) = await Asked("By json?", Audience.Client);
        var address = await Address(thread, "clara");
        using var client = app.CreateClient();
        async Task<HttpStatusCode> Send(object json)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/inbound/mail") { Content = new StringContent(JsonSerializer.Serialize(json), Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"relay:{Secret}")));
            using var answer = await client.SendAsync(request, Cancel);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Accepted, await Send(new { OriginalRecipient = address, RawEmail = Mail(Clara, "somebody@else.example", "By relay") }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Send(new { Subject = "Without the mail" }));
        Assert.Equal("By relay", (await Comments(thread))[^1].Text);
    }

    [Fact]
    public async Task Clients_and_strangers_do_not_see_held_mail()
    {
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        using (var forbidden = await clara.Get("/w/acme/held-mail"))
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using (var missing = await oscar.Get("/w/acme/held-mail"))
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    async Task<(Guid Post, Guid Thread)> Asked(string text, Audience audience)
    {
        var post = await app.Write($"Mailed {Guid.NewGuid():N}", sent: false);
        using var wanda = await app.As("wanda");
        (await wanda.Htmx($"/w/acme/posts/{post}/threads", ("Text", text), ("Audience", audience.ToString()))).Dispose();
        return (post, await app.In("acme", db => db.FeedbackThreads.Where(t => t.PostId == post).Select(t => t.Id).SingleAsync(Cancel)));
    }

    async Task<string> Address(Guid thread, string name) => app.Services.GetRequiredService<ReplyAddresses>().For(thread, await app.In("acme", async db => (await TestApp.Member(db, name)).Id))!;

    Task<List<FeedbackComment>> Comments(Guid thread) => app.In("acme", db => db.FeedbackComments.AsNoTracking().Where(c => c.ThreadId == thread).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(Cancel));

    Task<List<HeldReply>> Held(Guid thread) => app.In("acme", db => db.HeldReplies.AsNoTracking().Where(h => h.ThreadId == thread).ToListAsync(Cancel));

    async Task<HttpStatusCode> Deliver(string mail, string secret = Secret)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/inbound/mail") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(mail)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var answer = await client.SendAsync(request, Cancel);
        // A mail server reads no pages.
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancel));
        return answer.StatusCode;
    }

    static string Mail(string from, string to, string text, byte[]? picture = null) =>
        $"From: {from}\r\nTo: {to}\r\nSubject: Re: Acme\r\nMessage-ID: <{Guid.NewGuid():N}@mail.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        + (picture is null ? "" : $"--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"leaf.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(picture, Base64FormattingOptions.InsertLineBreaks)}\r\n")
        + "--b--\r\n";

    /// <summary>An installation that takes mail.</summary>
    public sealed class MailApp : TestApp
    {
        public override void Settle(IWebHostBuilder web) => web.UseSetting("Inbound:Domain", "in.planable.test").UseSetting("Inbound:Secret", Secret);
    }
}
