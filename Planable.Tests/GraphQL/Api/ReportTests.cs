using Planable.Data.Tokens;
using Planable.Jobs.Reports;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

public class ReportTests(TestApp app) : IClassFixture<TestApp>
{
    const string Errors = "errors { ... on UserError { code field message } }";

    [Fact]
    public async Task A_report_is_made_arranged_planned_released_and_sent_again_by_the_verbs_of_the_pages()
    {
        using var olga = await app.Api("olga", TokenScope.Reports);
        await using var listener = await Listener.Open(olga, "subscription { reportChanged { line { verb } report { name } run { state } } }");
        var report = (await olga.Do(
            $"mutation {{ createReport(input: {{name: \"Monthly\", locale: \"pt-PT\", recipients: [{{name: \"Clara\", address: \"clara@acme.example\"}}], schedule: {{pace: MONTHLY, day: 31, time: \"08:00:00\", zone: \"Europe/Lisbon\"}}}}) {{ report {{ id nextDay sections {{ kind }} schedule {{ day zone }} }} {Errors} }} }}"))["report"]!;
        var (id, next) = ((string)report["id"]!, (string)report["nextDay"]!);
        Assert.Equal((31, "Europe/Lisbon"), ((int)report["schedule"]!["day"]!, (string?)report["schedule"]!["zone"]));
        Assert.Equal("report.made", (string?)(await listener.Next())["line"]!["verb"]);

        Assert.NotEqual(next, (string?)(await Say("skipReport", $"day: \"{next}\""))["nextDay"]);
        Assert.Equal(next, (string?)(await Say("unskipReport", $"day: \"{next}\""))["nextDay"]);
        Assert.Null((string?)(await Say("pauseReport", ""))["nextDay"]);
        Assert.Equal(next, (string?)(await Say("resumeReport", ""))["nextDay"]);
        await Say("addReportSection", "kind: TEXT");
        await Say("moveReportSection", "index: 5, steps: -5");
        Assert.Equal("What we think", (string?)(await Say("editReportSection", "index: 0, title: \"What we think\", text: \"A quiet month.\""))["sections"]![0]!["title"]);
        Assert.Equal("SUMMARY", (string?)(await Say("removeReportSection", "index: 0"))["sections"]![0]!["kind"]);
        var edited = (await olga.Do($"mutation ($id: ID!) {{ editReport(input: {{id: $id, name: \"Each month\", schedule: null}}) {{ report {{ name nextAt }} {Errors} }} }}", new { id }))["report"]!;
        Assert.Equal(("Each month", null), ((string?)edited["name"], (string?)edited["nextAt"]));

        var run = (string)(await olga.Do($"mutation ($id: ID!) {{ makeReport(input: {{id: $id, from: \"2026-01-01\", to: \"2026-01-31\"}}) {{ reportRun {{ id state }} {Errors} }} }}", new { id }))["reportRun"]!["id"]!;
        await app.Run<MakeReportsJob>();
        Assert.Equal("RELEASED", (string?)(await SayRun("releaseReport", "comment: \"All good.\""))["state"]);
        await app.Run<MakeReportsJob>();
        var sent = (await olga.Ask("query ($id: ID!) { node(id: $id) { ... on ReportRun { state report { name } deliveries { id address number } } } }", new { id = run }))["node"]!;
        Assert.Equal(("SENT", "Each month", "clara@acme.example"), ((string?)sent["state"], (string?)sent["report"]!["name"], (string?)sent["deliveries"]![0]!["address"]));
        var again = await SayRun("sendReportAgain", $"deliveryId: \"{(string)sent["deliveries"]![0]!["id"]!}\"");
        Assert.Equal("SENT", (string?)again["state"]);
        Assert.NotNull((string?)(await SayRun("closeReport", ""))["closedAt"]);
        await Say("removeReport", "");
        Assert.DoesNotContain("Each month", (await olga.Ask("{ reports { nodes { name } } }"))["reports"]!.ToJsonString(), StringComparison.Ordinal);

        var verbs = new List<string>();
        while (!verbs.Contains("report.sent"))
            verbs.Add((string)(await listener.Next())["line"]!["verb"]!);
        Assert.Superset(new HashSet<string> { "report.skipped", "report.paused", "report.arranged", "report.changed", "report.frozen", "report.released", "report.sent" }, verbs.ToHashSet());

        async Task<System.Text.Json.Nodes.JsonNode> Say(string mutation, string more) =>
            (await olga.Do($"mutation ($id: ID!) {{ {mutation}(input: {{id: $id {(more.Length > 0 ? ", " + more : "")}}}) {{ report {{ nextDay sections {{ kind title }} }} {Errors} }} }}", new { id }))["report"]!;

        async Task<System.Text.Json.Nodes.JsonNode> SayRun(string mutation, string more) =>
            (await olga.Do($"mutation ($id: ID!) {{ {mutation}(input: {{runId: $id {(more.Length > 0 ? ", " + more : "")}}}) {{ reportRun {{ state closedAt }} {Errors} }} }}", new { id = run }))["reportRun"]!;
    }

    [Fact]
    public async Task A_report_becomes_a_template_others_are_made_of_it_and_take_over_what_changes()
    {
        using var olga = await app.Api("olga", TokenScope.Reports);
        using var pia = await app.Api("pia", TokenScope.Reports);
        var first = (string)(await olga.Do($"mutation {{ createReport(input: {{name: \"First\"}}) {{ report {{ id }} {Errors} }} }}"))["report"]!["id"]!;
        const string make = $"mutation ($id: ID!) {{ makeReportTemplate(input: {{reportId: $id, name: \"Ours\"}}) {{ reportTemplate {{ id sections {{ kind }} }} {Errors} }} }}";
        Assert.Equal("NOT_ALLOWED", await pia.Refused(make, new { id = first }));
        var template = (string)(await olga.Do(make, new { id = first }))["reportTemplate"]!["id"]!;
        var second = (string)(await pia.Do($"mutation ($of: ID!) {{ createReport(input: {{name: \"Second\", templateId: $of}}) {{ report {{ id template {{ name }} }} {Errors} }} }}", new { of = template }))["report"]!["id"]!;

        await Say("addReportTemplateSection", "kind: LINKS");
        await Say("moveReportTemplateSection", "index: 5, steps: -4");
        await Say("editReportTemplateSection", "index: 1, title: \"Where they went\"");
        await Say("removeReportTemplateSection", "index: 3");
        Assert.Equal("YEAR", (string?)(await Say("editReportTemplate", "with: YEAR"))["with"]);
        Assert.Equal("NOT_ALLOWED", await pia.Refused($"mutation ($id: ID!) {{ editReportTemplate(input: {{id: $id, name: \"Mine\"}}) {{ reportTemplate {{ id }} {Errors} }} }}", new { id = template }));
        await pia.Do($"mutation ($id: ID!) {{ editReportSection(input: {{id: $id, index: 0, title: \"May\"}}) {{ report {{ id }} {Errors} }} }}", new { id = second });
        var update = (await pia.Ask("query ($id: ID!) { node(id: $id) { ... on Report { templateUpdate { changes { part section title after } kept { part after } } } } }", new { id = second }))["node"]!["templateUpdate"]!;
        Assert.Equal(["COMPARED_WITH Year", "SECTION_ADDED Where they went", "SECTION_REMOVED "], update["changes"]!.AsArray().Select(c => $"{c!["part"]} {(string?)c["title"] ?? (string?)c["after"]}").Order());
        Assert.Equal(["SECTION_TITLE May"], update["kept"]!.AsArray().Select(c => $"{c!["part"]} {c["after"]}"));
        var taken = (await pia.Do($"mutation ($id: ID!) {{ updateReportFromTemplate(input: {{id: $id}}) {{ report {{ with sections {{ kind title }} templateUpdate {{ changes {{ part }} }} }} {Errors} }} }}", new { id = second }))["report"]!;
        Assert.Equal(("YEAR", "May", "Where they went"), ((string?)taken["with"], (string?)taken["sections"]![0]!["title"], (string?)taken["sections"]![1]!["title"]));
        Assert.Empty(taken["templateUpdate"]!["changes"]!.AsArray());
        var left = (await pia.Do($"mutation ($id: ID!) {{ leaveReportTemplate(input: {{id: $id}}) {{ report {{ template {{ name }} }} {Errors} }} }}", new { id = second }))["report"]!;
        Assert.Null(left["template"]);
        Assert.Contains("Ours", (await pia.Ask("{ reportTemplates { name sections { kind } } }"))["reportTemplates"]!.ToJsonString(), StringComparison.Ordinal);
        await Say("removeReportTemplate", "");
        Assert.DoesNotContain("Ours", (await pia.Ask("{ reportTemplates { name } }"))["reportTemplates"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("NOT_FOUND", await pia.Refused($"mutation ($id: ID!) {{ updateReportFromTemplate(input: {{id: $id}}) {{ report {{ id }} {Errors} }} }}", new { id = first }));

        async Task<System.Text.Json.Nodes.JsonNode> Say(string mutation, string more) =>
            (await olga.Do($"mutation ($id: ID!) {{ {mutation}(input: {{id: $id {(more.Length > 0 ? ", " + more : "")}}}) {{ reportTemplate {{ with sections {{ kind title }} }} {Errors} }} }}", new { id = template }))["reportTemplate"]!;
    }

    [Fact]
    public async Task Who_may_not_share_sees_no_reports_and_makes_none()
    {
        using var clara = await app.Api("clara", TokenScope.Write);
        Assert.Empty((await clara.Ask("{ reports { nodes { name } } }"))["reports"]!["nodes"]!.AsArray());
        const string create = $"mutation {{ createReport(input: {{name: \"Mine\"}}) {{ report {{ id }} {Errors} }} }}";
        Assert.Equal("NOT_ALLOWED", await clara.Refused(create));
        using var pia = await app.Api("pia", TokenScope.Posts);
        Assert.Equal("SCOPE_MISSING", await pia.Refused(create));
    }
}
