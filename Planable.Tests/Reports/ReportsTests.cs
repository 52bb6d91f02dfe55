using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Mail;
using Planable.Data.Reports;
using Planable.Jobs.Mail;
using Planable.Jobs.Notices;
using Planable.Jobs.Reports;
using Planable.Tests.Mail;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

public class ReportsTests(ReportsApp app) : IClassFixture<ReportsApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_three_runs_are_listed_before_saving_and_one_can_be_left_out_or_all_paused()
    {
        using var olga = await app.As("olga");
        var listed = await Visitor.Shown(await olga.Get("/w/acme/reports/next-runs?Pace=Monthly&Day=31&Time=08:00&Zone=Europe/Lisbon", htmx: true));
        Assert.Equal(3, listed.QuerySelectorAll("li").Length);
        Assert.Contains("08:00 Lisbon", listed.Body!.TextContent, StringComparison.Ordinal);

        var path = await Make(olga, ("Pace", "Monthly"), ("Day", "31"), ("Zone", "Europe/Lisbon"), ("People", "Clara, clara@acme.example"));
        var report = await Find(path);
        var (day, next) = (report.NextDay!.Value, report.NextAt);
        using (await olga.Post($"{path}/skip", ("day", day.ToString("yyyy-MM-dd"))))
        using (await olga.Post($"{path}/skip", ("day", day.ToString("yyyy-MM-dd"))))
            Assert.Equal(report.NextRuns(app.Clock.GetUtcNow(), 2)[1].Day, (await Find(path)).NextDay);
        using (await olga.Post($"{path}/skip/undo", ("day", day.ToString("yyyy-MM-dd"))))
            Assert.Equal(next, (await Find(path)).NextAt);
        using (await olga.Post($"{path}/pause"))
            Assert.Null((await Find(path)).NextAt);
        using (await olga.Post($"{path}/resumption"))
            Assert.Equal(next, (await Find(path)).NextAt);
    }

    [Fact]
    public async Task Sections_move_are_written_and_what_has_nothing_to_show_is_left_out_of_pages_and_contents()
    {
        using var olga = await app.As("olga");
        var path = await Make(olga);
        using (await olga.Post($"{path}/sections", ("kind", "Text")))
        using (await olga.Post($"{path}/sections/5/move", ("step", "-5")))
        using (await olga.Post($"{path}/sections/0", ("title", "What we think"), ("text", "A quiet month. äöü مرحبا 🎉")))
            Assert.Equal((ReportSectionKind.Text, "What we think"), ((await Find(path)).Sections[0].Kind, (await Find(path)).Sections[0].Title));
        using var twice = await olga.Htmx($"{path}/sections", ("kind", "Summary"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);

        var told = Told(await olga.Http.GetByteArrayAsync($"{path}/preview.pdf", Cancel));
        Assert.Contains("What we think", told, StringComparison.Ordinal);
        // An empty text is no page and stands in no list.
        using (await olga.Post($"{path}/sections/0", ("title", "What we think"), ("text", "")))
            Assert.DoesNotContain("What we think", Told(await olga.Http.GetByteArrayAsync($"{path}/preview.pdf", Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_released_report_goes_out_once_to_each_in_their_language_and_is_kept_as_it_was_sent()
    {
        using var olga = await app.As("olga");
        var path = await Make(olga, ("People", "Clara, clara@acme.example\nJürgen, juergen@acme.example, de-DE"), ("Attaches", "Csv"));
        var run = await Begin(olga, path);
        await app.Run<MakeReportsJob>();
        Assert.Equal(ReportRunState.Draft, (await Run(run)).State);
        Assert.Empty(await Mails(run));

        using (await olga.Post($"{run}/release", ("comment", "All good.")))
        {
            await app.Run<MakeReportsJob>();
            await app.Run<MakeReportsJob>();
        }

        var sent = await Run(run);
        Assert.Equal((ReportRunState.Sent, 4), (sent.State, sent.Files.Count));
        var mails = await Mails(run);
        Assert.Equal(2, mails.Count);
        var german = mails.Single(m => m.To == "juergen@acme.example");
        Assert.Contains("Guten Tag Jürgen", german.Text, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"de-DE\"", german.Html, StringComparison.Ordinal);
        Assert.Equal(["application/pdf", "text/csv"], german.Attachments.Select(a => a.ContentType));
        Assert.DoesNotContain("planable", string.Concat(german.Attachments.Select(a => a.Name)) + german.MailSubject, StringComparison.OrdinalIgnoreCase);
        var told = Told(await olga.Http.GetByteArrayAsync($"{run}/files/{sent.Files.ToList().FindIndex(f => f.Locale == "de-DE")}", Cancel));
        Assert.Contains("All good.", told, StringComparison.Ordinal);
        Assert.Contains("Zeitraum", told, StringComparison.Ordinal);

        // Kept: what is published later changes nothing of it.
        var before = await olga.Http.GetByteArrayAsync($"{run}/files/0", Cancel);
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(before, await olga.Http.GetByteArrayAsync($"{run}/files/0", Cancel));

        // Once more to one, however often it is pressed.
        var first = await app.In("acme", db => db.ReportDeliveries.SingleAsync(d => d.RunId == sent.Id && d.Address == "clara@acme.example"));
        using (await olga.Post($"{run}/recipients/{first.Id}/copies", ("number", "2")))
        using (await olga.Post($"{run}/recipients/{first.Id}/copies", ("number", "2")))
            Assert.Equal(3, (await Mails(run)).Count);
    }

    [Fact]
    public async Task One_bad_address_stops_nobody_else_and_a_busy_server_delays_without_doubling()
    {
        using var olga = await app.As("olga");
        var path = await Make(olga, ("Name", "Informe"), ("People", "Clara, clara@acme.example, pt-PT\nNobody, nobody@acme.example\nJürgen, juergen@acme.example, de-DE"));
        var run = await Begin(olga, path);
        await app.Run<MakeReportsJob>();
        using (await olga.Post($"{run}/release"))
            await app.Run<MakeReportsJob>();
        using var server = new SmtpListener { Refused = "nobody@acme.example", Busy = 5 };
        for (var i = 0; i < 12; i++)
        {
            await app.Carry(new SmtpSettings { Host = "127.0.0.1", Port = server.Port, Security = "None", From = "Northlight <reports@northlight.example>" });
            app.Clock.Advance(TimeSpan.FromHours(4));
        }

        var mails = await Mails(run);
        var bounced = mails.Single(m => m.To == "nobody@acme.example");
        Assert.Equal((null, null, 1), (bounced.SentAt, bounced.ActAt, bounced.Tries));
        Assert.True(server.Turned > 5);
        foreach (var (address, word, subject) in (ValueTuple<string, string, string>[])[("clara@acme.example", "aqui está o relatório", "janeiro"), ("juergen@acme.example", "hier ist der Bericht", "Januar")])
        {
            var mail = mails.Single(m => m.To == address);
            Assert.NotNull(mail.SentAt);
            var taken = IncomingMail.Read(Encoding.Latin1.GetBytes(server.Taken.Single(m => m.Contains($"<{mail.Id:N}@", StringComparison.Ordinal))));
            Assert.Contains(word, taken.Text, StringComparison.Ordinal);
            Assert.Contains(subject, taken.Subject, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("application/pdf", taken.Files.Single().ContentType);
            Assert.StartsWith("%PDF-1.7", Encoding.Latin1.GetString(taken.Files.Single().Bytes), StringComparison.Ordinal);
        }

        var page = (await olga.Page(run)).QuerySelector("main")!;
        var row = page.QuerySelectorAll("li").Single(l => l.TextContent.Contains("nobody@acme.example", StringComparison.Ordinal) && l.Id?.StartsWith("delivery-", StringComparison.Ordinal) == true);
        Assert.Contains("Bounced", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("no such mailbox", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_STARTTLS_nothing_goes_out_in_the_clear_nor_to_a_server_that_is_somebody_else()
    {
        using var olga = await app.As("olga");
        var (run, _) = await Sent(olga, "Clara", "clara@acme.example", ("Name", "Sealed look"));
        SmtpSettings At(SmtpListener server) => new() { Host = "127.0.0.1", Port = server.Port, From = "Northlight <reports@northlight.example>" };
        using (var plain = new SmtpListener())
        {
            await app.Carry(At(plain));
            Assert.Empty(plain.Taken);
        }

        app.Clock.Advance(TimeSpan.FromHours(5));
        using var closed = new SmtpListener { Encrypts = true };
        await app.Carry(At(closed));
        Assert.Empty(closed.Taken);
        var mail = (await Mails(run)).Single();
        Assert.Equal((null, 2), (mail.SentAt, mail.Tries));
        Assert.NotNull(mail.ActAt);

        app.Clock.Advance(TimeSpan.FromHours(5));
        await app.Carry(At(closed), (_, certificate, _, _) => closed.Trusts(certificate));
        Assert.StartsWith("X-Encrypted: yes", closed.Taken.Single(m => m.Contains($"<{mail.Id:N}@", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.NotNull((await Mails(run)).Single().SentAt);
    }

    [Fact]
    public async Task What_was_sent_is_read_online_as_it_was_and_the_figures_of_now_are_another_page()
    {
        using var olga = await app.As("olga");
        var (run, token) = await Sent(olga, "Clara", "clara@acme.example", ("Name", "Monthly look"));
        using var clara = await app.As(null);
        clara.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        var page = await clara.Page($"/report/{token}");
        Assert.Equal("sent", page.QuerySelector("main")!.GetAttribute("data-numbers"));
        Assert.Contains("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content")!, StringComparison.Ordinal);
        Assert.DoesNotContain("planable", page.QuerySelector("body")!.TextContent + page.Title, StringComparison.OrdinalIgnoreCase);
        var now = await clara.Page($"/report/{token}?numbers=current");
        Assert.Equal("current", now.QuerySelector("main")!.GetAttribute("data-numbers"));
        Assert.NotNull(now.QuerySelector("[role=note]"));
        Assert.Null(now.QuerySelector("a[href$='/file']"));
        Assert.Equal(await olga.Http.GetByteArrayAsync($"{run}/files/0", Cancel), await clara.Http.GetByteArrayAsync($"/report/{token}/file", Cancel));
        Assert.Contains("Opened", (await olga.Page(run)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        // Taken off the web, the next request of an open page finds nothing.
        using (await olga.Post($"{run}/closing"))
        using (var gone = await clara.Get($"/report/{token}"))
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        using var unknown = await clara.Get($"/report/{new string('0', 48)}");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_password_is_asked_for_wrong_ones_are_slowed_down_and_the_page_ends_in_time()
    {
        using var olga = await app.As("olga");
        var (_, token) = await Sent(olga, "Clara", "clara@acme.example", ("Name", "Closed look"), ("NewPassword", "autumn roast"), ("ReadableDays", "30"));
        using var clara = await app.As(null);
        using (var asked = await clara.Get($"/report/{token}"))
            Assert.NotNull((await Visitor.Shown(asked)).QuerySelector("input[name=password]"));
        using (var file = await clara.Get($"/report/{token}/file"))
            Assert.NotEqual("application/pdf", file.Content.Headers.ContentType!.MediaType);
        for (var i = 0; i < 5; i++)
            using (var wrong = await clara.Post($"/report/{token}/password", ("password", "guess")))
                Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using (var slowed = await clara.Post($"/report/{token}/password", ("password", "autumn roast")))
            Assert.Equal(HttpStatusCode.TooManyRequests, slowed.StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        using var right = await clara.Post($"/report/{token}/password", ("password", "autumn roast"));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.NotNull((await clara.Page($"/report/{token}")).QuerySelector("main[data-numbers]"));
        app.Clock.Advance(TimeSpan.FromDays(30));
        using var over = await clara.Get($"/report/{token}");
        Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
    }

    [Fact]
    public async Task Who_wants_no_more_of_it_says_so_from_the_mail_and_gets_neither_the_next_nor_the_one_that_is_being_made()
    {
        using var olga = await app.As("olga");
        var (run, token) = await Sent(olga, "Clara", "clara@acme.example", ("Name", "Enough of it"));
        var path = run[..run.IndexOf("/runs/", StringComparison.Ordinal)];
        using (await olga.Post($"{path}/runs", ("from", "2026-06-01"), ("to", "2026-06-30")))
        using (var clara = app.CreateClient())
        {
            var mail = (await Mails(run)).Single();
            Assert.EndsWith($"/report/{token}/mail", mail.Unsubscribe!, StringComparison.Ordinal);
            // Programs open the links in mails: that alone changes nothing.
            using var shown = await clara.GetAsync($"/report/{token}/mail", Cancel);
            Assert.Contains("Stop this report?", await shown.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Contains("clara@acme.example", await People(path), StringComparison.Ordinal);

            // As a mail reader presses it: without cookies and without the token of a form. The second time is the same.
            for (var i = 0; i < 2; i++)
            {
                using var stopped = await clara.PostAsync($"/report/{token}/mail", new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), Cancel);
                Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
                Assert.Contains("You get no more of this report", await stopped.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            }

            using var madeUp = await clara.PostAsync($"/report/{new string('0', 48)}/mail", null, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, madeUp.StatusCode);
            using var read = await clara.GetAsync($"/report/{token}", Cancel);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }

        Assert.Equal("", await People(path));
        Assert.All(await app.In("acme", db => db.ReportRuns.Where(r => r.Name == "Enough of it" && r.SentAt == null).ToListAsync()), r => Assert.Empty(r.Recipients));
        var report = await Find(path);
        var said = await app.In("acme", db => db.Log.SingleAsync(e => e.Verb == "report.spared" && e.SubjectId == report.Id));
        Assert.Equal(("Clara", "clara@acme.example"), (said.ActorName, said.Facts["to"]));
    }

    async Task<string> People(string path) => string.Join(' ', (await Find(path)).Recipients.Select(r => r.Address));

    [Fact]
    public async Task What_comes_back_is_shown_with_its_reason_and_only_who_knows_the_secret_says_so()
    {
        using var olga = await app.As("olga");
        var (run, _) = await Sent(olga, "Clara", "clara@acme.example", ("Name", "Returned look"));
        var mail = (await Mails(run)).Single();
        using var server = await app.As(null);
        async Task<HttpStatusCode> Tell(string? secret, string type, string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/inbound/bounces") { Content = new StringContent(body, Encoding.UTF8, type) };
            if (secret is not null)
                request.Headers.Authorization = new("Bearer", secret);
            using var answer = await server.Http.SendAsync(request, Cancel);
            return answer.StatusCode;
        }

        var delivered = $$"""{"message": "<{{mail.Id:N}}@northlight.example>", "event": "delivered"}""";
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], new[] { await Tell(null, "application/json", delivered), await Tell("something else entirely", "application/json", delivered) });
        Assert.Equal(HttpStatusCode.Accepted, await Tell(ReportsApp.Secret, "application/json", delivered));
        Assert.Contains("Delivered", (await olga.Page(run)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, await Tell(ReportsApp.Secret, "message/rfc822", $"""
            From: MAILER-DAEMON@mx.acme.example
            Content-Type: multipart/report; report-type=delivery-status

            Action: failed
            Diagnostic-Code: smtp; 552 5.2.2 The mailbox
             is full

            Message-ID: <{mail.Id:N}@northlight.example>
            """));
        var page = (await olga.Page(run)).QuerySelector("main")!.TextContent;
        Assert.Contains("Bounced", page, StringComparison.Ordinal);
        Assert.Contains("552 5.2.2 The mailbox is full", page, StringComparison.Ordinal);

        // The team is told once for the address and the report; the schedule and the people say it too.
        await app.Run<EscalateMailJob>();
        await app.Run<EscalateMailJob>();
        var report = run[..run.IndexOf("/runs/", StringComparison.Ordinal)];
        var notices = await app.In("acme", db => db.Notices.Where(n => n.Words.Contains("Returned look")).Join(db.Members, n => n.MemberId, m => m.Id, (n, m) => new { n.Id, m.Person.Name, n.Words }).ToListAsync(Cancel));
        Assert.Equal(notices.Select(n => n.Name).Distinct().Count(), notices.Count);
        var told = notices.Single(n => n.Name.StartsWith("Olga", StringComparison.Ordinal));
        Assert.DoesNotContain(notices, n => n.Name.StartsWith("Clara", StringComparison.Ordinal) || n.Name.StartsWith("Carl", StringComparison.Ordinal));
        Assert.Contains("552 5.2.2 The mailbox is full", told.Words, StringComparison.Ordinal);
        using (var about = await olga.Get($"/notices/{told.Id}/about"))
            Assert.Equal(report, about.Headers.Location!.ToString());
        Assert.Contains("clara@acme.example", (await olga.Page(report)).QuerySelector(".notice[data-state=failed]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Mail came back", (await olga.Page("/w/acme/members")).QuerySelectorAll(".person").Single(p => p.TextContent.Contains("clara@acme.example", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);

        // Once more by the same report: nobody is told again. What arrives takes the mark away.
        var delivery = await app.In("acme", db => db.ReportDeliveries.Where(d => d.Address == "clara@acme.example").OrderByDescending(d => d.Id).Select(d => d.Id).FirstAsync(Cancel));
        using (await olga.Post($"{run}/recipients/{delivery}/copies", ("number", "2")))
            await app.Run<SendMailJob>();
        Assert.Null((await olga.Page(report)).QuerySelector(".notice[data-state=failed]"));
        var second = (await Mails(run)).MaxBy(m => m.Id)!;
        Assert.Equal(HttpStatusCode.Accepted, await Tell(ReportsApp.Secret, "application/json", $$"""{"message": "<{{second.Id:N}}@northlight.example>", "event": "bounced", "reason": "550 gone"}"""));
        await app.Run<EscalateMailJob>();
        Assert.Equal(notices.Count, await app.In("acme", db => db.Notices.CountAsync(n => n.Words.Contains("Returned look"), Cancel)));
        Assert.Contains("550 gone", (await olga.Page(report)).QuerySelector(".notice[data-state=failed]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name", "A name that goes on and on, until nobody knows any more how it began", "name", "Give it a name")]
    [InlineData("People", "rubbish", "people", "rubbish is not an e-mail address")]
    [InlineData("People", "Clara, clara@acme.example, xx-YY", "people", "not written in xx-YY")]
    [InlineData("Zone", "Mars/Base", "zone", "no time zone Mars/Base")]
    [InlineData("Day", "32", "day", "no such day")]
    [InlineData("Day", "abc", "day", "‘abc’ cannot be chosen")]
    [InlineData("Time", "25:99", "time", "‘25:99’ cannot be chosen")]
    [InlineData("Pace", "Hourly", "pace", "‘Hourly’ cannot be chosen")]
    [InlineData("ReadableDays", "-4", "readable", "ends in the future")]
    [InlineData("NewPassword", "x", "password", "6 to 100 characters")]
    public async Task What_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(string name, string value, string field, string words)
    {
        using var olga = await app.As("olga");
        using var answer = await olga.Post("/w/acme/reports", [.. new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Name"] = "Kept words", ["Locale"] = "en-GB", ["With"] = "Before", ["Pace"] = "Monthly", ["Time"] = "08:00", ["Day"] = "1", ["People"] = "Clara, clara@acme.example", [name] = value,
        }.Select(f => (f.Key, f.Value))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Visitor.Shown(answer);
        var control = Assert.Single(page.QuerySelectorAll("[aria-invalid=true]"));
        Assert.Equal(field, control.Id);
        Assert.Contains($"{field}-error", control.GetAttribute("aria-describedby")!, StringComparison.Ordinal);
        Assert.Contains(words, page.QuerySelector($"#{field}-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(name == "Name" ? value : "Kept words", page.QuerySelector("#name")!.GetAttribute("value"));
        Assert.Equal(name == "People" ? value : "Clara, clara@acme.example", page.QuerySelector("#people")!.TextContent.Trim());
        Assert.False(await app.In("acme", db => db.Reports.AnyAsync(r => r.Name == "Kept words")));
    }

    [Theory, InlineData("2026-01-31", "2026-01-01"), InlineData("2026-02-31", "2026-03-31"), InlineData("1926-01-01", "2026-01-01"), InlineData("", "")]
    public async Task Days_no_report_can_be_about_are_said_beside_them_and_stay(string from, string to)
    {
        using var olga = await app.As("olga");
        var path = await Make(olga, ("Name", "Impossible days"));
        using var answer = await olga.Post($"{path}/runs", ("from", from), ("to", to));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Visitor.Shown(answer);
        Assert.Contains("The last day lies before the first", page.QuerySelector("#days-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(to.Length > 0 ? to : null, page.QuerySelector("#to")!.GetAttribute("value"));
        Assert.False(await app.In("acme", db => db.ReportRuns.AnyAsync(r => r.Name == "Impossible days")));
    }

    [Theory, InlineData("clara", HttpStatusCode.Forbidden), InlineData("wanda", HttpStatusCode.Forbidden), InlineData("oscar", HttpStatusCode.NotFound)]
    public async Task Reports_are_made_by_those_who_may_share(string who, HttpStatusCode expected)
    {
        using var visitor = await app.As(who);
        using var list = await visitor.Get("/w/acme/reports");
        using var make = await visitor.Post("/w/acme/reports", ("Name", "Mine"));
        Assert.Equal((expected, expected), (list.StatusCode, make.StatusCode));
    }

    async Task<string> Make(Visitor visitor, params (string Name, string? Value)[] more)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Name"] = "Performance", ["Locale"] = "en-GB", ["With"] = "Before", ["Time"] = "08:00", ["Day"] = "1", ["People"] = "Clara, clara@acme.example" };
        foreach (var (name, value) in more)
            fields[name] = value;
        using var answer = await visitor.Post("/w/acme/reports", [.. fields.Select(f => (f.Key, f.Value))]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    async Task<string> Begin(Visitor visitor, string path)
    {
        // Figures of these days are in: nothing is waited for.
        using var answer = await visitor.Post($"{path}/runs", ("from", "2026-01-01"), ("to", "2026-01-31"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>A report that went to one person.</summary>
    /// <returns>The address of the run, and the token that the mail leads to.</returns>
    async Task<(string Run, string Token)> Sent(Visitor visitor, string name, string address, params (string Name, string? Value)[] more)
    {
        var run = await Begin(visitor, await Make(visitor, [("People", $"{name}, {address}"), .. more]));
        await app.Run<MakeReportsJob>();
        using (await visitor.Post($"{run}/release"))
            await app.Run<MakeReportsJob>();
        var mail = (await Mails(run)).Single();
        return (run, System.Text.RegularExpressions.Regex.Match(mail.Text, "/report/([0-9a-f]{48})", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
    }

    Task<Report> Find(string path)
    {
        var id = Guid.Parse(path.Split('/')[^1]);
        return app.In("acme", db => db.Reports.SingleAsync(r => r.Id == id));
    }

    Task<ReportRun> Run(string path)
    {
        var id = Guid.Parse(path.Split('/')[^1]);
        return app.In("acme", db => db.ReportRuns.SingleAsync(r => r.Id == id));
    }

    Task<List<OutgoingMail>> Mails(string run) => app.In("acme", async db =>
    {
        var id = Guid.Parse(run.Split('/')[^1]);
        var keys = (await db.ReportDeliveries.Where(d => d.RunId == id).ToListAsync()).ConvertAll(d => d.MailKey);
        return await db.Mails.Where(m => keys.Contains(m.Key)).ToListAsync();
    });

    static string Told(byte[] pdf) => string.Join('\n', new PdfReader(pdf).Structure().Select(e => e.Text));
}

/// <summary>Hears from the mail server what became of mails.</summary>
public sealed class ReportsApp : TestApp
{
    public const string Secret = "a secret that servers share";

    public override void Settle(IWebHostBuilder web) => web.UseSetting("Inbound:Secret", Secret);
}
