using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Planable.Data.Feeds;
using Planable.Data.Logs;
using Planable.Jobs.Mail;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Reports;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Portals;

/// <summary>Walks whatever an agency's clients can see under its address, pages of tomorrow too, and looks for the name of who made it.</summary>
public partial class NoVendorTests(PortalApp app) : IClassFixture<PortalApp>
{
    const string Host = "reports.northlight.example", Maker = "planable";

    /// <summary>Answers that are not read by clients' people, or that play somebody else's site.</summary>
    static readonly string[] Elsewhere = ["GET components", "GET dev/", "GET practice", "GET bench"];

    readonly Dictionary<string, string> traces = [];
    readonly HashSet<string> seen = new(StringComparer.Ordinal);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_clients_see_names_who_made_it()
    {
        await app.Open(Host, "acme");
        await app.RequireApproval(_ => new Data.Approvals.ApprovalRules());
        var samples = await Samples.Make(app);
        await app.RequireApproval();
        var id = await app.ForClient("See what is on it", days: 9);
        var (review, _) = await app.Share("Everything", ("Posts", id.ToString()));

        using var clara = await app.At(Host, "clara");
        using var nobody = await app.At(Host, null);
        foreach (var route in Route.All(app).Where(r => r.Method == HttpMethod.Get && !r.IsLive && !Elsewhere.Any(e => r.Name.StartsWith(e, StringComparison.Ordinal))))
        {
            await Walk(clara, route.Address(samples), route.Name);
            if (!route.IsInWorkspace)
                await Walk(nobody, route.Address(samples), $"{route.Name} (nobody)");
        }

        foreach (var path in (string[])[review, $"{review}/done", $"{review}/decisions", "/r/nonsense", "/status/500", "/status/403", "/status/429", "/nothing/here", "/manifest.webmanifest", "/favicon.ico", "/favicon.svg", "/robots.txt", "/push-worker.js", $"/w/acme/posts/{id}/proof.pdf", "/w/bolt/calendar", "/graphql", "/graphql/ui", "/sign-up", "/installation/apps"])
        {
            await Walk(clara, path, path);
            await Walk(nobody, path, $"{path} (nobody)");
        }

        using (var wrong = await nobody.Post("/sign-in", ("Email", "clara@acme.example"), ("Password", "no")))
            await Look("POST /sign-in", wrong);
        using (var forgot = await nobody.Post("/forgot", ("Email", "clara@acme.example")))
            await Look("POST /forgot", forgot);
        var (feed, token) = await app.In("acme", async db =>
        {
            var opened = CalendarFeed.Open("Everything", Audience.Client, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            db.CalendarFeeds.Add(opened.Feed);
            await db.SaveChangesAsync(Cancel);
            return opened;
        });
        await Walk(nobody, $"/feeds/{token}.ics", "iCal");
        Assert.True(seen.Count > 120, $"Only {seen.Count} addresses were walked.");
        Assert.True(traces.Count == 0, string.Join('\n', traces.Select(t => $"{t.Key}: {t.Value}")));
    }

    [Fact]
    public async Task No_mail_to_a_client_names_who_made_it_headers_and_all()
    {
        await app.Open("mails.northlight.example", "acme");
        await app.RequireApproval();
        await app.ForClient("Mailed without a trace", days: 8);
        await app.Share("By mail", ("People", "Gus <gus@client.example>"), ("Posts", (await app.ForClient("By mail too", days: 7)).ToString()));
        using (var nobody = await app.At("mails.northlight.example", null))
            (await nobody.Post("/forgot", ("Email", "clara@acme.example"))).Dispose();
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Run<WriteNoticesJob>();
        await app.Run<SendMailJob>();
        var mails = Directory.GetFiles(app.MailFolder, "*.eml").Select(File.ReadAllBytes).ToList();
        var clients = mails.Where(m => Encoding.Latin1.GetString(m) is var raw && (raw.Contains("clara@acme.example", StringComparison.Ordinal) || raw.Contains("gus@client.example", StringComparison.Ordinal))).ToList();
        Assert.True(clients.Count >= 3, $"{clients.Count} of {mails.Count} mails went to clients.");
        foreach (var mail in clients)
        {
            Assert.Matches(new Regex("^From: \"?Northlight\"? <", RegexOptions.Multiline), Encoding.Latin1.GetString(mail));
            Assert.DoesNotContain(Maker, Unfolded(mail), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(PortalApp.Ours, Unfolded(mail), StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>All headers, and every part as its reader gets it.</summary>
    static string Unfolded(byte[] mail)
    {
        using var raw = new MemoryStream(mail);
        using var message = MimeMessage.Load(raw);
        using var parts = new MemoryStream();
        foreach (var part in message.BodyParts.OfType<MimePart>())
            part.Content?.DecodeTo(parts);
        return string.Join('\n', message.Headers.Concat(message.BodyParts.SelectMany(p => p.Headers)).Select(h => $"{h.Field}: {h.Value}")) + "\n" + Encoding.UTF8.GetString(parts.ToArray());
    }

    async Task Walk(Visitor visitor, string path, string name)
    {
        if (!seen.Add($"{name} {path}"))
            return;
        using var answer = await visitor.Get(path);
        await Look(name, answer);
        if (answer.Content.Headers.ContentType?.MediaType is "text/javascript" or "application/javascript")
        {
            foreach (Match module in Imports().Matches(await answer.Content.ReadAsStringAsync(Cancel)))
                await Walk(visitor, $"/js/{module.Groups[1].Value}", "a module");
            return;
        }

        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            return;
        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancel), Cancel);
        foreach (var file in page.QuerySelectorAll("link[href], script[src], img[src], source[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).Where(f => f.StartsWith('/')).Distinct(StringComparer.Ordinal))
        {
            if (seen.Add(file))
                await Walk(visitor, file, $"a file of {name}");
        }
    }

    async Task Look(string name, HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var text = answer.Content.Headers.ContentType?.MediaType == "application/pdf" ? Of(new PdfReader(bytes)) : Encoding.UTF8.GetString(bytes);
        var said = $"{(int)answer.StatusCode} {answer.Headers}{answer.Content.Headers}\n{Protected().Replace(text, "")}";
        // The installation's own address is known to whoever looks up the name; it is not said.
        if (said.IndexOf(Maker, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            traces.TryAdd(name, said[Math.Max(0, at - 60)..Math.Min(said.Length, at + 60)].ReplaceLineEndings(" "));
    }

    static string Of(PdfReader pdf) => pdf.Raw + pdf.Information + string.Join('\n', pdf.Pages.Select(pdf.Text));

    /// <summary>Random letters may spell anything.</summary>
    [GeneratedRegex(@"CfDJ8[\w-]+")]
    private static partial Regex Protected();

    [GeneratedRegex(@"import\(?[^""]*""\./([\w-]+\.js)""")]
    private static partial Regex Imports();
}
