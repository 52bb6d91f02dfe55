using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Portals;
using Planable.Jobs.Portals;
using Planable.Tests.Approvals;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Portals;

public class DomainsTests(PortalApp app) : IClassFixture<PortalApp>
{
    const string Host = "reports.northlight.example";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_goes_from_waiting_over_verifying_and_certificate_to_active_and_to_problem_when_its_DNS_goes()
    {
        var path = await Path();
        await app.In("acme", db => db.PortalDomains.ExecuteDeleteAsync(Cancel));
        using var olga = await app.As("olga");
        (await olga.Post(path, ("Host", "https://wrong/path"))).Dispose();
        using var added = await olga.Post(path, ("Host", "Reports.Northlight.Example"));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        Assert.Equal(["Nothing", "Nothing"], await Found(olga, path, "Waiting for DNS"));

        app.Names.Alias(Host, "pages.elsewhere.example");
        await Look();
        Assert.Equal(["pages.elsewhere.example", "Nothing"], await Found(olga, path, "Waiting for DNS"));
        Assert.Contains(PortalApp.Ours, (await olga.Page(path)).QuerySelector(".rec code[id$=leads-value]")!.TextContent, StringComparison.Ordinal);
        using (var stranger = await app.At(Host, null))
            Assert.DoesNotContain("/brand/", (await stranger.Page("/sign-in")).Head!.InnerHtml, StringComparison.Ordinal);

        app.Names.Alias(Host, PortalApp.Ours);
        app.Names.Text($"_portal.{Host}", "portal-of-somebody-else");
        await Look();
        Assert.Equal(["As expected", "portal-of-somebody-else"], await Found(olga, path, "Verifying"));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(Host));

        app.Doors.Trouble = "There is no valid certificate yet.";
        app.Names.Text($"_portal.{Host}", (await Domain()).Proof);
        await Look();
        Assert.Equal(["As expected", "As expected"], await Found(olga, path, "Fetching a certificate"));
        Assert.Equal(HttpStatusCode.OK, await Ask(Host));

        app.Doors.Trouble = null;
        await Look();
        Assert.Equal(["As expected", "As expected"], await Found(olga, path, "Active"));
        Assert.StartsWith($"https://{Host}/r/", await MailedLink("While it works", 11), StringComparison.Ordinal);

        // One silent name server is no reason to take an address away.
        app.Names.IsSilent = true;
        await Look();
        Assert.Equal(PortalState.Active, (await Domain()).State);
        app.Names.IsSilent = false;

        app.Names.Alias(Host, null);
        await Look();
        Assert.Equal(["Nothing", "As expected"], await Found(olga, path, "Problem"));
        Assert.Equal("DNS", (await olga.Page(path)).QuerySelector(".dom-steps [data-broken='true']")!.TextContent.Trim());
        Assert.StartsWith($"https://{PortalApp.Ours}/r/", await MailedLink("While it does not", 12), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await Ask(Host));

        app.Names.Alias(Host, PortalApp.Ours);
        app.Doors.Trouble = "There is no valid certificate yet.";
        await Look();
        Assert.Equal((PortalState.Problem, app.Doors.Trouble), ((await Domain()).State, (await Domain()).Trouble));
        Assert.Equal("Certificate", (await olga.Page(path)).QuerySelector(".dom-steps [data-broken='true']")!.TextContent.Trim());
        Assert.Equal(["DNS", "Proof"], (await olga.Page(path)).QuerySelectorAll(".dom-steps [data-done='true']").Select(s => s.TextContent.Trim()));
        app.Doors.Trouble = null;
        using var looked = await olga.Htmx($"{path}/{(await Domain()).Id}/checks");
        Assert.Contains("Active", (await Visitor.Shown(looked)).QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        using var removed = await olga.Post($"{path}/{(await Domain()).Id}/removal");
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        var gone = await olga.Page(path);
        Assert.Contains($"link to {PortalApp.Ours}.", gone.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(gone.QuerySelectorAll(".dom"));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(Host));
    }

    [Fact]
    public async Task Who_removes_one_of_two_addresses_reads_that_mails_link_to_the_other()
    {
        await app.In("acme", db => db.PortalDomains.ExecuteDeleteAsync(Cancel));
        await app.Open("stays.northlight.example", "acme");
        using var olga = await app.As("olga");
        (await olga.Post(await Path(), ("Host", "never.northlight.example"))).Dispose();
        var id = await app.In("acme", db => db.PortalDomains.Where(d => d.Host == "never.northlight.example").Select(d => d.Id).SingleAsync(Cancel));
        (await olga.Post($"{await Path()}/{id}/removal")).Dispose();
        Assert.Contains("never.northlight.example is removed. Mails to your clients link to stays.northlight.example.", (await olga.Page(await Path())).Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory, InlineData("https://a.example"), InlineData("a.example/path"), InlineData("127.0.0.1"), InlineData("nodots"), InlineData("a b.example"), InlineData(""), InlineData(PortalApp.Ours), InlineData("x." + PortalApp.Ours)]
    public async Task What_is_no_address_of_ones_own_is_refused_beside_the_field(string host)
    {
        using var olga = await app.As("olga");
        using var refused = await olga.Post(await Path(), ("Host", host));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotEmpty((await Visitor.Shown(refused)).QuerySelector("#Host-error")!.TextContent);
    }

    [Fact]
    public async Task Who_was_passed_on_by_the_front_server_learns_nothing_from_the_question_about_certificates()
    {
        await app.Open("ask.northlight.example", "acme");
        Assert.Equal(HttpStatusCode.OK, await Ask("ask.northlight.example"));
        using var outside = await app.As(null);
        outside.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var answer = await outside.Get("/tls/ask?domain=ask.northlight.example");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Another_agencys_data_is_never_served()
    {
        await app.RequireApproval(_ => new Data.Approvals.ApprovalRules());
        var samples = await Samples.Make(app);
        await app.RequireApproval();
        await app.Open("brand.northlight.example", "acme");
        var other = await app.In("acme", db => db.Workspaces.AsNoTracking().Where(w => w.CompanyId != db.Workspaces.First(a => a.Slug == "acme").CompanyId).Select(w => w.Slug).FirstAsync(Cancel));
        await app.Open("brand.elsewhere.example", other);
        var (link, _) = await app.Share("On its host", ("Posts", (await app.ForClient("Only here", days: 25)).ToString()));
        using var here = await app.At("brand.northlight.example", null);
        Assert.Equal("1 of 1", (await here.Page(link)).QuerySelector("h1")!.TextContent);
        using var there = await app.At("brand.elsewhere.example", null);
        using var gone = await there.Get(link);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        // Every address of a client of Northlight's, as its owner would ask for it, on the host of the other agency.
        using var olga = await app.At("brand.elsewhere.example", "olga");
        var wrong = new List<string>();
        foreach (var route in Route.All(app).Where(r => r.IsRead && !r.IsLive && (r.IsInWorkspace || r.Name.Contains("{token}", StringComparison.Ordinal) || r.Name.Contains("certificates", StringComparison.Ordinal))))
        {
            using var answer = await olga.Get(route.Address(samples));
            var words = await answer.Content.ReadAsStringAsync(Cancel);
            if ((route.IsInWorkspace && answer.StatusCode != HttpStatusCode.NotFound) || (int)answer.StatusCode >= 500 || words.Contains("Northlight", StringComparison.Ordinal) || words.Contains("Acme", StringComparison.Ordinal))
                wrong.Add($"{route.Name} {(int)answer.StatusCode}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.DoesNotContain("/w/acme", (await (await olga.Get("/search?q=a")).Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Short_links_begin_with_the_agencys_address_lead_there_for_its_clients_only_and_hold_it()
    {
        const string host = "go.northlight.example";
        await app.In("acme", db => db.PortalDomains.ExecuteDeleteAsync(Cancel));
        await app.Open(host, "acme");
        using var olga = await app.As("olga");
        (await olga.Post("/w/acme/settings/links/short", ("on", "true"), ("site", "https://evil.example"))).Dispose();
        Assert.Null(await At());
        (await olga.Post("/w/acme/settings/links/short", ("on", "true"))).Dispose();
        Assert.Equal($"https://{host}", await At());
        Assert.Equal(2, (await olga.Page("/w/acme/settings/links")).QuerySelectorAll("#site option").Length);

        await app.RequireApproval(_ => new Data.Approvals.ApprovalRules());
        var samples = await Samples.Make(app);
        await app.RequireApproval();
        await app.Open("go.elsewhere.example", await app.In("acme", db => db.Workspaces.AsNoTracking().Where(w => w.CompanyId != db.Workspaces.First(a => a.Slug == "acme").CompanyId).Select(w => w.Slug).FirstAsync(Cancel)));
        foreach (var (at, expected) in ((string, HttpStatusCode)[])[(host, HttpStatusCode.Redirect), (PortalApp.Ours, HttpStatusCode.Redirect), ("go.elsewhere.example", HttpStatusCode.NotFound)])
        {
            using var somebody = await app.At(at, null);
            somebody.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 Firefox/144.0");
            using var followed = await somebody.Get($"/l/{samples["l"]}");
            Assert.Equal((at, expected), (at, followed.StatusCode));
        }

        // Given up, published links would lead nowhere.
        var removal = $"{await Path()}/{await app.In("acme", db => db.PortalDomains.Where(d => d.Host == host).Select(d => d.Id).SingleAsync(Cancel))}/removal";
        using (var refused = await olga.Htmx(removal))
            Assert.Contains("Acme", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.True(await app.In("acme", db => db.PortalDomains.AnyAsync(d => d.Host == host, Cancel)));
        (await olga.Post("/w/acme/settings/links/short", ("on", "true"), ("site", $"https://{PortalApp.Ours}"))).Dispose();
        Assert.Equal($"https://{PortalApp.Ours}", await At());
        (await olga.Post("/w/acme/settings/links/short", ("on", "false"))).Dispose();
        (await olga.Post(removal)).Dispose();
        Assert.False(await app.In("acme", db => db.PortalDomains.AnyAsync(d => d.Host == host, Cancel)));

        Task<string?> At() => app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").Select(w => w.ShortLinksAt).SingleAsync(Cancel));
    }

    [Fact]
    public async Task A_person_sees_only_the_memberships_at_the_agency_of_the_address()
    {
        var other = await app.In("acme", db => db.Workspaces.AsNoTracking().Where(w => w.CompanyId != db.Workspaces.First(a => a.Slug == "acme").CompanyId).Select(w => w.Slug).FirstAsync(Cancel));
        await app.Open("one.northlight.example", "acme");
        await app.Open("one.elsewhere.example", other);
        var clara = await app.In("acme", db => db.Users.Where(p => p.Email == "clara@acme.example").Select(p => p.Id).SingleAsync(Cancel));
        foreach (var slug in (string[])[other, "bolt"])
        {
            await app.In(slug, async db =>
            {
                var owner = await db.Members.Include(m => m.Person).FirstAsync(m => m.Role == Data.Members.Role.Owner, Cancel);
                var (invitation, _) = Data.Members.Invitation.Send(owner, null, Data.Members.Role.ClientApprover, 1, TimeSpan.FromDays(7), app.Clock.GetUtcNow());
                db.Invitations.Add(invitation);
                db.Members.Add(invitation.Accept(await db.Workspaces.SingleAsync(w => w.Slug == slug, Cancel), await db.Users.SingleAsync(p => p.Id == clara, Cancel), null, app.Clock.GetUtcNow()));
                await db.SaveChangesAsync(Cancel);
            });
        }

        Assert.Equal(["acme", "bolt"], await Clients("one.northlight.example"));
        Assert.Equal([other], await Clients("one.elsewhere.example"));
        Assert.Equal(((string[])["acme", "bolt", other]).Order(StringComparer.Ordinal), (await Clients("localhost")).Order(StringComparer.Ordinal));

        async Task<List<string>> Clients(string host)
        {
            using var visitor = await app.At(host, "clara");
            return [.. (await visitor.Page("/account")).QuerySelectorAll(".rail .clients .cl").Select(c => c.GetAttribute("href")!.Split('/')[2]).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task Who_does_not_run_the_company_may_not_and_Oscar_finds_nothing()
    {
        var path = await Path();
        using var adam = await app.As("adam");
        using var refused = await adam.Post(path, ("Host", "mine.example.com"));
        using var unseen = await adam.Get(path);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, unseen.StatusCode));
        using var oscar = await app.As("oscar");
        using var gone = await oscar.Post(path, ("Host", "mine.example.com"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    Task<string> Path() => app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").Select(w => $"/companies/{w.CompanyId}/domains").SingleAsync(Cancel));

    Task<PortalDomain> Domain() => app.In("acme", db => db.PortalDomains.AsNoTracking().SingleAsync(d => d.Host == Host, Cancel));

    async Task Look()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Run<CheckPortalsJob>();
    }

    async Task<HttpStatusCode> Ask(string host)
    {
        using var front = await app.As(null);
        using var answer = await front.Get($"/tls/ask?domain={host}");
        return answer.StatusCode;
    }

    async Task<string> MailedLink(string name, int days)
    {
        await app.RequireApproval();
        await app.Share(name, ("People", "Gus <gus@client.example>"), ("Posts", (await app.ForClient(name, days: days)).ToString()));
        var mail = await app.In("acme", db => db.Mails.Where(m => m.To == "gus@client.example").OrderByDescending(m => m.Id).FirstAsync(Cancel));
        Assert.Equal("Northlight", mail.FromName);
        return new AngleSharp.Html.Parser.HtmlParser().ParseDocument(mail.Html).QuerySelector("a.button")!.GetAttribute("href")!;
    }

    static async Task<List<string>> Found(Visitor olga, string path, string state)
    {
        var domain = (await olga.Page(path)).QuerySelectorAll(".dom").Single(d => d.QuerySelector("h2 bdi")!.TextContent == Host);
        Assert.Contains(state, domain.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        return [.. domain.QuerySelectorAll(".rec").Select(r => r.QuerySelector(".dom-ok")?.TextContent.Trim() ?? r.QuerySelectorAll("dl > div")[^1].QuerySelector("dd")!.TextContent.Trim())];
    }
}
