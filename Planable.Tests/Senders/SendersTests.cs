using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Planable.Data.Brands;
using Planable.Data.Senders;
using Planable.Data.Tokens;
using Planable.Jobs.Mail;
using Planable.Jobs.Senders;
using Planable.Tests.Approvals;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Mail;
using Planable.Tests.Portals;
using Planable.Tests.Reports;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Senders;

public class SendersTests(PortalApp app) : IClassFixture<PortalApp>
{
    const string Domain = "mail.northlight.example", Address = "hello@" + Domain, Usual = "hello@post.example", Server = "192.0.2.25";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_go_out_from_the_agencys_address_once_its_records_are_right_and_from_ours_before_and_after()
    {
        var path = await Path();
        using var olga = await app.As("olga");
        await Forget();
        using (var chosen = await olga.Post(path, ("Address", "Hello@Mail.Northlight.example")))
            Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        Assert.Equal(["Missing", "Missing", "Missing", "Missing"], await Records(olga, path, "Waiting for DNS"));
        var before = await Mailed("Before its records", 13);
        Assert.Equal(($"Northlight <{Usual}>", Address, false), (Said(before.From), before.ReplyTo.Mailboxes.Single().Address, before.Headers.Contains(HeaderId.DkimSignature)));

        // Each is almost right.
        var sender = await Sender();
        app.Names.Text(Domain, "v=spf1 mx ~all");
        app.Names.Text($"{sender.Key.Selector}._domainkey.{Domain}", $"v=DKIM1; k=rsa; p={sender.Key.Public[..^8]}");
        app.Names.Text("_dmarc.northlight.example", "v=DMARC1; rua=mailto:post@northlight.example");
        app.Names.Alias($"bounce.{Domain}", "elsewhere.example");
        await Look();
        Assert.Equal(["Not right", "Not right", "Not right", "Not right"], await Records(olga, path, "Waiting for DNS"));
        var found = (await olga.Page(path)).QuerySelectorAll(".rec dl div:last-child code").Select(c => c.TextContent).ToList();
        Assert.Equal(("v=spf1 mx ~all", "elsewhere.example"), (found[0], found[^1]));

        // Through another record that it includes, in two strings, by the policy of the domain above.
        app.Names.Text(Domain, "v=spf1 mx include:spf.northlight.example ~all");
        app.Names.Text("spf.northlight.example", "v=spf1 include:post.example -all");
        app.Names.Text($"{sender.Key.Selector}._domainkey.{Domain}", $"v=DKIM1; k=rsa; p={sender.Key.Public}");
        app.Names.Text("_dmarc.northlight.example", "v=DMARC1; p=reject; adkim=s");
        app.Names.Alias($"bounce.{Domain}", "returns.post.example");
        using (var looked = await olga.Htmx($"{path}/checks"))
            Assert.Contains("Verified", (await Visitor.Shown(looked)).QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["As expected", "As expected", "As expected", "As expected"], await Records(olga, path, "Verified"));

        await Hang();
        var mail = await Mailed("While they are right", 14);
        Assert.Equal(($"Northlight <{Address}>", 0), (Said(mail.From), mail.ReplyTo.Count));
        Assert.EndsWith($"@{Domain}", mail.MessageId, StringComparison.Ordinal);
        Assert.DoesNotContain("planable", mail.ToString(), StringComparison.OrdinalIgnoreCase);
        // A signature and a number that is made up may hold the letters of any name.
        Assert.DoesNotContain(mail.Headers, h => h.Id is not (HeaderId.DkimSignature or HeaderId.MessageId or HeaderId.ContentType) && h.Value.Contains(Environment.MachineName, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(mail.Headers, h => h.Id is HeaderId.Received or HeaderId.UserAgent or HeaderId.XMailer);
        var logo = Assert.Single(mail.BodyParts.OfType<MimePart>(), p => p.ContentType.MimeType == "image/png");
        var picture = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(mail.HtmlBody!).QuerySelector("img[src^='cid:']")!;
        Assert.Equal(($"cid:{logo.ContentId}", "Northlight", "40"), (picture.GetAttribute("src"), picture.GetAttribute("alt"), picture.GetAttribute("height")));
        await Received(mail, sender.Key.Selector);

        // One silent name server is no reason to take an address away.
        app.Names.IsSilent = true;
        await Look();
        Assert.True((await Sender()).IsVerified);
        app.Names.IsSilent = false;

        // Another key: the old one signs until the record of the new one is there.
        using (await olga.Post($"{path}/keys"))
            Assert.Equal(["As expected", "As expected", "Not looked yet", "As expected", "As expected"], await Records(olga, path, "Verified"));
        var rotating = await Sender();
        await Look();
        Assert.Equal(sender.Key.Selector, (await Sender()).Key.Selector);
        app.Names.Text($"{rotating.NextKey!.Selector}._domainkey.{Domain}", $"v=DKIM1; k=rsa; p={rotating.NextKey.Public}");
        await Look();
        Assert.Equal((rotating.NextKey.Selector, null, sender.Key.Selector), ((await Sender()).Key.Selector, (await Sender()).NextKey, (await Sender()).RetiredSelector));
        app.Names.Text($"{sender.Key.Selector}._domainkey.{Domain}", null);
        await Received(await Mailed("With another key", 15), rotating.NextKey.Selector);
        Assert.True((await Sender()).IsVerified);

        app.Names.Text(Domain, "v=spf1 mx ~all");
        await Look();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<CheckSendersJob>();
        Assert.Equal("Not right", (await Records(olga, path, "Problem"))[0]);
        var told = await app.In("acme", db => db.Mails.AsNoTracking().Where(m => m.Key.StartsWith("sender:")).ToListAsync(Cancel));
        Assert.Equal("olga@northlight.example", Assert.Single(told).To);
        Assert.Contains("v=spf1 mx ~all", told[0].Text, StringComparison.Ordinal);
        var after = await Mailed("After they went", 16);
        Assert.Equal(($"Northlight <{Usual}>", Address, false), (Said(after.From), after.ReplyTo.Mailboxes.Single().Address, after.Headers.Contains(HeaderId.DkimSignature)));

        using (await olga.Post($"{path}/removal"))
            Assert.Null((await olga.Page(path)).QuerySelector(".rec"));
        Assert.Empty((await Mailed("Given up", 17)).ReplyTo);
    }

    [Fact]
    public async Task A_mail_comes_back_to_the_agencys_domain_and_goes_from_ours_where_the_server_refuses_theirs()
    {
        await Verified();
        await Write("Through a server", 18);
        using (var server = new SmtpListener())
        {
            await app.Carry(new SmtpSettings { Host = "127.0.0.1", Port = server.Port, Security = "None", From = Usual });
            Assert.Contains($"<bounces@bounce.{Domain}>", server.Senders.Last(), StringComparison.Ordinal);
            Assert.Contains("DKIM-Signature:", server.Taken[^1], StringComparison.Ordinal);
        }

        await Write("Through a narrow one", 19);
        using var narrow = new SmtpListener { RefusedSender = Domain };
        await app.Carry(new SmtpSettings { Host = "127.0.0.1", Port = narrow.Port, Security = "None", From = Usual });
        Assert.Contains($"<{Usual}>", Assert.Single(narrow.Taken, t => t.Contains("gus@client.example", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains($"Reply-To: Northlight <{Address}>", narrow.Taken[^1], StringComparison.Ordinal);
        Assert.NotNull(await app.In("acme", db => db.Mails.Where(m => m.To == "gus@client.example").OrderByDescending(m => m.Id).Select(m => m.SentAt).FirstAsync(Cancel)));
        await Forget();
    }

    [Fact]
    public async Task The_private_key_does_not_lie_open()
    {
        await Verified();
        var keys = (await Sender()).Keys;
        Assert.All(keys, k => Assert.DoesNotContain("PRIVATE", k.Locked, StringComparison.Ordinal));
        Assert.All(keys, k => Assert.DoesNotContain("PRIVATE", System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(k.Locked)), StringComparison.Ordinal));
        await Forget();
    }

    [Fact]
    public void An_installation_without_an_address_has_one_of_its_host_and_its_makers_name_is_not_on_an_agencys_mail()
    {
        var postman = new Postman(new SmtpSettings(), app.Services.GetRequiredService<Planable.Jobs.Portals.PortalSettings>());
        var senders = new MailSenders(null!, null!, null!, postman, NullLogger<MailSenders>.Instance);
        var mail = new Data.Mail.OutgoingMail("key", "gus@client.example", "Hello", "", "", app.Clock.GetUtcNow()) { FromName = "Northlight" };
        Assert.Equal($"Northlight <post@{PortalApp.Ours}>", Said([senders.Usual(mail, null).From]));
        Assert.Equal($"Planable <post@{PortalApp.Ours}>", Said([postman.Own]));
    }

    [Theory, InlineData("hello"), InlineData("hello@"), InlineData("@a.example"), InlineData("a b@a.example"), InlineData("a..b@a.example"), InlineData("a@b@c.example"), InlineData("a@127.0.0.1"), InlineData(""), InlineData("x\r\nBcc: y@a.example"), InlineData("a@" + PortalApp.Ours)]
    public async Task What_is_no_address_of_ones_own_is_refused_beside_the_field(string address)
    {
        using var olga = await app.As("olga");
        using var refused = await olga.Post(await Path(), ("Address", address));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotEmpty((await Visitor.Shown(refused)).QuerySelector("#Address-error")!.TextContent);
    }

    [Fact]
    public async Task A_program_of_the_owner_does_all_of_it_and_nobody_elses()
    {
        await Forget();
        await app.In("acme", db => db.PortalDomains.ExecuteDeleteAsync(Cancel));
        const string Record = "records { type name expected found isRight trouble }", Errors = "errors { ... on UserError { code } }";
        using var olga = await app.Api("olga", TokenScope.Write);
        var chosen = (await olga.Ask($"mutation {{ chooseSender(input: {{ address: \"{Address}\" }}) {{ agencySender {{ address state {Record} }} {Errors} }} }}"))["chooseSender"]!["agencySender"]!;
        Assert.Equal((Address, "WAITING_FOR_DNS", 4), ((string)chosen["address"]!, (string)chosen["state"]!, chosen["records"]!.AsArray().Count));
        await SetRecords();
        var looked = (await olga.Ask($"mutation {{ checkSender {{ agencySender {{ state }} {Errors} }} }}"))["checkSender"]!["agencySender"]!;
        Assert.Equal("VERIFIED", (string)looked["state"]!);
        Assert.Equal(5, (await olga.Ask($"mutation {{ changeSenderKey {{ agencySender {{ {Record} }} {Errors} }} }}"))["changeSenderKey"]!["agencySender"]!["records"]!.AsArray().Count);
        var added = (await olga.Ask($"mutation {{ addClientAddress(input: {{ host: \"api.northlight.example\" }}) {{ clientAddress {{ id state {Record} }} {Errors} }} }}"))["addClientAddress"]!["clientAddress"]!;
        Assert.Equal(PortalApp.Ours, (string)added["records"]![0]!["expected"]!);
        Assert.Equal("HOST_TAKEN", (string)(await olga.Ask($"mutation {{ addClientAddress(input: {{ host: \"api.northlight.example\" }}) {{ {Errors} }} }}"))["addClientAddress"]!["errors"]![0]!["code"]!);
        Assert.Null((await olga.Ask($"mutation {{ settleAgencyAppearance(input: {{ accent: \"#7a1f5c\" }}) {{ appearance {{ accent }} {Errors} }} }}"))["settleAgencyAppearance"]!["errors"]);
        var agency = (await olga.Ask("{ workspace { agency { name appearance { accent } addresses { host } sender { address } } } }"))["workspace"]!["agency"]!;
        Assert.Equal(("Northlight", "#7A1F5C", "api.northlight.example", Address), ((string)agency["name"]!, (string)agency["appearance"]!["accent"]!, (string)agency["addresses"]![0]!["host"]!, (string)agency["sender"]!["address"]!));

        using var adam = await app.Api("adam", TokenScope.Write);
        Assert.Null((await adam.Ask("{ workspace { agency { name } } }"))["workspace"]!["agency"]);
        foreach (var act in (string[])["chooseSender(input: { address: \"me@adam.example\" })", "checkSender", "changeSenderKey", "removeSender", $"removeClientAddress(input: {{ id: \"{added["id"]}\" }})", "settleAgencyAppearance(input: { accent: \"#000000\" })"])
            Assert.Equal("NOT_ALLOWED", (string)(await adam.Ask($"mutation {{ {act} {{ {Errors} }} }}"))[act.Split('(')[0]]!["errors"]![0]!["code"]!);
        using var oscar = await app.Api("oscar", TokenScope.Write);
        Assert.Equal("NOT_FOUND", (string)(await oscar.Ask($"mutation {{ removeClientAddress(input: {{ id: \"{added["id"]}\" }}) {{ {Errors} }} }}"))["removeClientAddress"]!["errors"]![0]!["code"]!);

        Assert.Null((await olga.Ask($"mutation {{ removeClientAddress(input: {{ id: \"{added["id"]}\" }}) {{ {Errors} }} }}"))["removeClientAddress"]!["errors"]);
        Assert.Null((await olga.Ask($"mutation {{ removeSender {{ {Errors} }} }}"))["removeSender"]!["errors"]);
        await olga.Ask($"mutation {{ settleAgencyAppearance(input: {{ }}) {{ {Errors} }} }}");
        Assert.Empty(await app.In("acme", db => db.PortalDomains.Where(d => d.Host == "api.northlight.example").ToListAsync(Cancel)));
        Assert.Empty(await app.In("acme", db => db.SenderDomains.ToListAsync(Cancel)));
    }

    [Fact]
    public async Task Who_does_not_run_the_company_may_not_and_Oscar_finds_nothing()
    {
        var path = await Path();
        using var adam = await app.As("adam");
        using var refused = await adam.Post(path, ("Address", "me@adam.example"));
        using var unseen = await adam.Get(path);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, unseen.StatusCode));
        using var oscar = await app.As("oscar");
        using var gone = await oscar.Post(path, ("Address", "me@oscar.example"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    static string Said(InternetAddressList addresses) => addresses.Mailboxes.Single() is var one ? $"{one.Name} <{one.Address}>" : "";

    Task<string> Path() => app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").Select(w => $"/companies/{w.CompanyId}/sender").SingleAsync(Cancel));

    Task<SenderDomain> Sender() => app.In("acme", db => db.SenderDomains.AsNoTracking().SingleAsync(Cancel));

    /// <summary>No sender, and nothing in DNS.</summary>
    async Task Forget()
    {
        foreach (var name in (string[])[Domain, $"_dmarc.{Domain}", "_dmarc.northlight.example", "spf.northlight.example"])
            app.Names.Text(name, null);
        app.Names.Alias($"bounce.{Domain}", null);
        await app.In("acme", db => db.SenderDomains.ExecuteDeleteAsync(Cancel));
    }

    async Task Look()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Run<CheckSendersJob>();
    }

    async Task SetRecords()
    {
        var sender = await Sender();
        app.Names.Text(Domain, "v=spf1 include:post.example ~all");
        app.Names.Text($"{sender.Key.Selector}._domainkey.{Domain}", $"v=DKIM1; k=rsa; p={sender.Key.Public}");
        app.Names.Text($"_dmarc.{Domain}", "v=DMARC1; p=none");
        app.Names.Alias($"bounce.{Domain}", "returns.post.example");
    }

    async Task Verified()
    {
        await Forget();
        using var olga = await app.As("olga");
        using (await olga.Post(await Path(), ("Address", Address)))
            await SetRecords();
        await Look();
        Assert.True((await Sender()).IsVerified);
    }

    /// <summary>The company gets a logo of 400 to 80 pixels.</summary>
    Task Hang() => app.In("acme", async db =>
    {
        var company = await db.Workspaces.Where(w => w.Slug == "acme").Select(w => w.CompanyId).SingleAsync(Cancel);
        var picture = new BrandPicture(company, "image/png", Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), 400, 80);
        db.BrandPictures.Add(picture);
        var owned = await db.Companies.SingleAsync(c => c.Id == company, Cancel);
        var sheet = await db.BrandSheets.SingleOrDefaultAsync(s => s.Id == company, Cancel) ?? db.BrandSheets.Add(BrandSheet.Of(owned)).Entity;
        var owner = owned.Owners[0].PersonId;
        sheet.Show(BrandPart.Logo, picture, owned, await db.Users.SingleAsync(p => p.Id == owner, Cancel));
        await db.SaveChangesAsync(Cancel);
    });

    async Task Write(string name, int days)
    {
        await app.RequireApproval();
        await app.Share(name, ("People", "Gus <gus@client.example>"), ("Posts", (await app.ForClient(name, days: days)).ToString()));
    }

    /// <summary>The newest mail to Gus as it lies in the folder.</summary>
    async Task<MimeMessage> Mailed(string name, int days)
    {
        await Write(name, days);
        await app.Run<SendMailJob>();
        var id = await app.In("acme", db => db.Mails.Where(m => m.To == "gus@client.example").OrderByDescending(m => m.Id).Select(m => m.Id).FirstAsync(Cancel));
        foreach (var file in Directory.EnumerateFiles(app.MailFolder, "*.eml"))
        {
            var mail = await MimeMessage.LoadAsync(file, Cancel);
            if (mail.MessageId?.StartsWith($"{id:N}@", StringComparison.Ordinal) == true)
                return mail;
        }

        throw new InvalidOperationException("The mail did not go out.");
    }

    /// <summary>A stranger's server (mailauth, of npm) takes it for the agency's.</summary>
    async Task Received(MimeMessage mail, string selector)
    {
        var file = Directory.EnumerateFiles(app.MailFolder, "*.eml").Single(f => File.ReadAllText(f).Contains(mail.MessageId!, StringComparison.Ordinal));
        var sender = await Sender();
        var dns = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            [$"TXT {selector}._domainkey.{Domain}"] = [$"v=DKIM1; k=rsa; p={sender.Key.Public}"],
            ["TXT _dmarc.northlight.example"] = ["v=DMARC1; p=reject; adkim=s"],
            [$"TXT bounce.{Domain}"] = [$"v=spf1 ip4:{Server} -all"],
        };
        var told = JsonNode.Parse(await NodeScript.Run(Root.File("Planable.Tests", "Senders", "Node", "receive.mjs"), file, $"bounces@bounce.{Domain}", Server, JsonSerializer.Serialize(dns)))!;
        var signature = Assert.Single(told["dkim"]!.AsArray())!;
        Assert.Equal(("pass", Domain, selector, "rsa-sha256", "relaxed/relaxed", 2048), ((string)signature["result"]!, (string)signature["domain"]!, (string)signature["selector"]!, (string)signature["algorithm"]!, (string)signature["format"]!, (int)signature["bits"]!));
        Assert.Contains("from", (string)signature["signed"]!, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("pass", "pass"), ((string)told["spf"]!, (string)told["dmarc"]!));
    }

    static async Task<List<string>> Records(Visitor olga, string path, string state)
    {
        var page = await olga.Page(path);
        Assert.Contains(state, page.QuerySelector("#sender h2")!.TextContent, StringComparison.Ordinal);
        return [.. page.QuerySelectorAll(".rec h3 > span").Select(s => s.TextContent.Trim())];
    }
}
