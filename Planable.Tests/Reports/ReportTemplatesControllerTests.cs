using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Reports;
using Planable.Data.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

public class ReportTemplatesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_template_makes_reports_at_several_clients_and_its_changes_are_offered_there_with_what_they_change()
    {
        using var olga = await app.As("olga");
        var path = await Make(olga, "Each month");
        (await olga.Post($"{path}/sections", ("kind", "Text"))).Dispose();
        (await olga.Post($"{path}/sections/5", ("title", "A word"), ("text", "As every month."))).Dispose();
        var free = (await olga.Page(path)).QuerySelectorAll("input[name=client]:not([disabled])").Select(i => i.GetAttribute("value")).ToList();
        var (acme, bolt) = (await Workspace("acme"), await Workspace("bolt"));
        Assert.Superset(new HashSet<string?> { acme.ToString(), bolt.ToString() }, free.ToHashSet());
        using (var used = await olga.Post($"{path}/reports", ("client", acme.ToString()), ("client", bolt.ToString())))
            Assert.Equal(HttpStatusCode.Redirect, used.StatusCode);
        // Pressed twice it is one.
        (await olga.Post($"{path}/reports", ("client", acme.ToString()))).Dispose();
        var (first, second) = (await Only("acme", "Each month"), await Only("bolt", "Each month"));
        Assert.Equal(("A word", "As every month."), (first.Sections[5].Title, second.Sections[5].Text));
        Assert.Equal("report.made", await app.In("bolt", db => db.Log.Where(e => e.SubjectId == second.Id).Select(e => e.Verb).SingleAsync()));

        // Acme's own words, then the agency's.
        (await olga.Post($"/w/acme/reports/{first.Id}/sections/5", ("title", "A word"), ("text", "Dear Clara"))).Dispose();
        (await olga.Post($"{path}/sections/5", ("title", "From us"), ("text", "And more."))).Dispose();
        (await olga.Post($"{path}/sections", ("kind", "Links"))).Dispose();
        (await olga.Post(path, ("Name", "Each month"), ("Revision", (await Template("Each month")).Revision.ToString()), ("With", "Year"), ("WhenStale", "SendWithNote"), ("Attaches", "None"))).Dispose();
        Assert.Equal((6, 6), ((await Only("acme", "Each month")).Sections.Count, (await Only("bolt", "Each month")).Sections.Count));
        var page = await olga.Page(path);
        var (atAcme, atBolt) = (page.GetElementById($"report-{first.Id}")!, page.GetElementById($"report-{second.Id}")!);
        Assert.Equal(
            ["ComparedWith", "SectionAdded", "SectionTitle", "Stale"],
            atAcme.QuerySelectorAll(".what > .rp-diff li").Select(l => l.GetAttribute("data-part")).Order());
        Assert.Contains("Dear Clara", atAcme.QuerySelector(".rp-kept")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("“And more.”", atBolt.TextContent, StringComparison.Ordinal);
        Assert.Equal("As every month.", atBolt.QuerySelector("[data-part=SectionText] del")!.TextContent);
        Assert.Contains("2 could take something over", (await olga.Page(path[..path.LastIndexOf('/')])).GetElementById($"template-{path[(path.LastIndexOf('/') + 1)..]}")!.TextContent, StringComparison.Ordinal);

        // One from the page of the template, the other from its own.
        var ticked = atBolt.QuerySelector("input[name=report]")!.GetAttribute("value");
        (await olga.Post($"{path}/updates", ("report", ticked))).Dispose();
        second = await Only("bolt", "Each month");
        Assert.Equal(("And more.", "From us", ReportSectionKind.Links, Data.Analytics.Comparison.Year), (second.Sections[5].Text, second.Sections[5].Title, second.Sections[6].Kind, second.With));
        Assert.Equal(6, (await Only("acme", "Each month")).Sections.Count);
        using var pia = await app.As("pia");
        Assert.NotNull((await pia.Page($"/w/acme/reports/{first.Id}")).QuerySelector("#template form[action$='/template']"));
        (await pia.Post($"/w/acme/reports/{first.Id}/template")).Dispose();
        first = await Only("acme", "Each month");
        Assert.Equal(("Dear Clara", "From us", 7), (first.Sections[5].Text, first.Sections[5].Title, first.Sections.Count));
        var settled = await pia.Page($"/w/acme/reports/{first.Id}");
        Assert.Null(settled.QuerySelector("#template form[action$='/template']"));
        Assert.Contains("Dear Clara", settled.QuerySelector("#template .rp-kept")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["report.arranged", "report.followed", "report.made"], await app.In("acme", db => db.Log.Where(e => e.SubjectId == first.Id).Select(e => e.Verb).OrderBy(v => v).ToListAsync()));

        // Without the template it goes on as it is.
        (await pia.Post($"/w/acme/reports/{first.Id}/template/removal")).Dispose();
        Assert.Null((await pia.Page($"/w/acme/reports/{first.Id}")).QuerySelector("#template"));
        (await olga.Post($"{path}/removal")).Dispose();
        Assert.Equal(7, (await Only("bolt", "Each month")).Sections.Count);
        Assert.Null((await olga.Page($"/w/bolt/reports/{second.Id}")).QuerySelector("#template"));
    }

    [Fact]
    public async Task A_new_report_begins_with_a_template_a_report_becomes_one_and_what_has_nothing_to_show_is_said()
    {
        using var olga = await app.As("olga");
        using var pia = await app.As("pia");
        var path = await Make(olga, "To begin with");
        (await olga.Post(path, ("Name", "To begin with"), ("Revision", (await Template("To begin with")).Revision.ToString()), ("With", "None"), ("NeedsRelease", "true"), ("WhenStale", "Hold"), ("Attaches", "Csv"))).Dispose();
        (await olga.Post($"{path}/sections", ("kind", "Links"))).Dispose();
        var id = path[(path.LastIndexOf('/') + 1)..];
        var form = await pia.Page($"/w/acme/reports/new?template={id}");
        Assert.Equal((id, "Csv"), (form.QuerySelector("input[name=TemplateId]")!.GetAttribute("value"), form.QuerySelector("#attaches option[selected]")!.GetAttribute("value")));
        using var made = await pia.Post("/w/acme/reports", ("Name", "Begun"), ("Locale", "en-GB"), ("Zone", "Europe/Berlin"), ("Day", "1"), ("Time", "08:00"), ("TemplateId", id), ("NeedsRelease", "true"), ("Attaches", "Csv"), ("With", "None"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        Assert.Equal((true, 6), ((await Only("acme", "Begun")).TemplateSaid is not null, (await Only("acme", "Begun")).Sections.Count));
        // No link of Acme was followed last month, and the section says so instead of an empty page.
        using var preview = await pia.Get($"{made.Headers.Location}/preview", htmx: true);
        Assert.Contains("Link results", (await Visitor.Shown(preview)).QuerySelector(".rp-left")!.TextContent, StringComparison.Ordinal);

        Assert.Null((await pia.Page(made.Headers.Location!.ToString())).QuerySelector("form[action$='/templates']"));
        using var own = await olga.Post("/w/acme/reports", ("Name", "One we like"), ("Locale", "en-GB"), ("Zone", "Europe/Berlin"), ("Day", "1"), ("Time", "08:00"));
        using var becomes = await olga.Post($"{own.Headers.Location}/templates", ("name", "One we like"));
        Assert.Matches("^/companies/.*/report-templates/", becomes.Headers.Location!.ToString());
        Assert.Contains("Acme", (await olga.Page(becomes.Headers.Location!.ToString())).GetElementById("reports")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_templates_ask_the_database_the_same_however_many_reports_there_are()
    {
        using var olga = await app.As("olga");
        var path = await Make(olga, "Counted");
        var list = path[..path.LastIndexOf('/')];
        (await olga.Page(list), await olga.Page(path)).ToString();
        var (few, one) = ((await app.Sql.During(() => olga.Page(path))).Count, (await app.Sql.During(() => olga.Page(list))).Count);
        (await olga.Post($"{path}/reports", ("client", (await Workspace("acme")).ToString()), ("client", (await Workspace("bolt")).ToString()))).Dispose();
        Assert.Equal((few, one), ((await app.Sql.During(() => olga.Page(path))).Count, (await app.Sql.During(() => olga.Page(list))).Count));
        Assert.InRange(Math.Max(few, one), 1, 8);
    }

    [Fact]
    public async Task Only_owners_of_the_company_come_to_its_templates_and_to_Oscar_there_are_none()
    {
        using var olga = await app.As("olga");
        var path = await Make(olga, "Ours");
        foreach (var (who, expected) in ((string, HttpStatusCode)[])[("pia", HttpStatusCode.Forbidden), ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound)])
        {
            using var visitor = await app.As(who);
            using var read = await visitor.Get(path);
            using var written = await visitor.Post($"{path}/sections", ("kind", "Text"));
            using var spread = await visitor.Post($"{path}/reports", ("client", (await Workspace("acme")).ToString()));
            Assert.Equal((who, expected, expected, expected), (who, read.StatusCode, written.StatusCode, spread.StatusCode));
        }

        // Nor is it a template of Oscar's company, under its address or on a report of his.
        using var oscar = await app.As("oscar");
        var (theirs, slug) = await app.In("acme", async db => (await db.Workspaces.Where(w => db.Members.Everywhere().Any(m => m.WorkspaceId == w.Id && m.Person.Email == "oscar@elsewhere.example")).Select(w => w.CompanyId).FirstAsync(), await db.Workspaces.Where(w => db.Members.Everywhere().Any(m => m.WorkspaceId == w.Id && m.Person.Email == "oscar@elsewhere.example")).Select(w => w.Slug).FirstAsync()));
        var id = path[(path.LastIndexOf('/') + 1)..];
        using var elsewhere = await oscar.Get($"/companies/{theirs}/report-templates/{id}");
        using var begun = await oscar.Get($"/w/{slug}/reports/new?template={id}");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (elsewhere.StatusCode, begun.StatusCode));
    }

    async Task<string> Make(Visitor olga, string name)
    {
        var company = await app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").Select(w => w.CompanyId).SingleAsync());
        using var made = await olga.Post($"/companies/{company}/report-templates", ("name", name));
        return made.Headers.Location!.ToString();
    }

    Task<Guid> Workspace(string slug) => app.In(slug, db => db.Workspaces.Where(w => w.Slug == slug).Select(w => w.Id).SingleAsync());

    Task<ReportTemplate> Template(string name) => app.In("acme", db => db.ReportTemplates.SingleAsync(t => t.Name == name));

    Task<Report> Only(string workspace, string name) => app.In(workspace, db => db.Reports.SingleAsync(r => r.Name == name && r.RemovedAt == null));
}
