using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

public class FlowsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_mode_is_a_preset_and_makes_what_it_needs()
    {
        await app.RequireApproval(_ => new ApprovalRules());
        using var adam = await app.As("adam");
        foreach (var mode in new[] { ApprovalMode.Optional, ApprovalMode.Required, ApprovalMode.MultiLevel, ApprovalMode.None })
        {
            using var saved = await adam.Post("/w/acme/settings/approvals", Settings(mode));
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
            Assert.Equal(mode, (await Rules()).Mode);
            Assert.Equal("checked", (await adam.Page("/w/acme/settings/approvals")).QuerySelector($"input[name=Mode][value={mode}]")!.HasAttribute("checked") ? "checked" : "");
        }
    }

    [Fact]
    public async Task A_flow_is_built_level_by_level_without_a_script_and_tried_with_a_sample()
    {
        await app.RequireApproval();
        using var adam = await app.As("adam");
        var team = new[] { ("Name", (string?)"Launch"), ("Levels[0].Name", "Team"), ("Levels[0].Groups[0].Rule", "Any"), ("Levels[0].Groups[0].Needed", "2"), ("Levels[0].Groups[0].Roles", nameof(Role.Reviewer)) };
        using var grown = await adam.Post("/w/acme/settings/approvals/flows", [.. team, ("Do", "add-level")]);
        Assert.Equal(2, (await Visitor.Shown(grown)).QuerySelectorAll("fieldset.flow-l input[name$='.Name']").Length);

        var money = new[] { ("Levels[1].Name", (string?)"Money"), ("Levels[1].Groups[0].Rule", "Any"), ("Levels[1].Groups[0].Needed", "1"), ("Levels[1].Groups[0].Roles", nameof(Role.Owner)), ("Levels[1].BudgetOver", "0") };
        using var cheap = await adam.Post("/w/acme/settings/approvals/flows", [.. team, .. money, ("Do", "try")]);
        Assert.DoesNotContain("Money", (await Visitor.Shown(cheap)).QuerySelector("#path")!.TextContent, StringComparison.Ordinal);
        using var dear = await adam.Post("/w/acme/settings/approvals/flows", [.. team, .. money, ("Sample.Budget", "50"), ("Do", "try")]);
        var path = (await Visitor.Shown(dear)).QuerySelector("#path")!.TextContent;
        Assert.Contains("Ivo Inside", path, StringComparison.Ordinal);
        Assert.Contains("Money", path, StringComparison.Ordinal);
        Assert.Contains("Olga Owner", path, StringComparison.Ordinal);

        using var swapped = await adam.Post("/w/acme/settings/approvals/flows", [.. team, .. money, ("Do", "up:1")]);
        Assert.Equal("Money", (await Visitor.Shown(swapped)).QuerySelector("input[name='Levels[0].Name']")!.GetAttribute("value"));
        using var saved = await adam.Post("/w/acme/settings/approvals/flows", [.. team, .. money, ("Do", "save")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var flow = (await Rules()).Flows.Single(f => f.Name == "Launch");
        Assert.Equal(["Team", "Money"], flow.Levels.Select(l => l.Name));
        Assert.Equal(new ApprovalCondition(ConditionField.Budget, "0"), flow.Levels[1].When.Single());
        using var twice = await adam.Post("/w/acme/settings/approvals/flows", [.. team, ("Do", "save")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        using var removed = await adam.Post($"/w/acme/settings/approvals/flows/{flow.Id}/removal");
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        Assert.DoesNotContain((await Rules()).Flows, f => f.Id == flow.Id);
    }

    [Theory]
    [InlineData("Name", "", "name")]
    [InlineData("Levels[0].Name", "", "level-0")]
    [InlineData("Levels[0].DueHours", "-3", "due-0")]
    [InlineData("Levels[0].Groups[0].Needed", "4", "needed-0-0")]
    [InlineData("Levels[0].Reminders", "1,2,3,4,5,6,7", "reminders-0")]
    [InlineData("Levels[0].Reminders", "soon", "reminders-0")]
    [InlineData("Levels[0].EscalateHours", "2", "escalate-0")]
    [InlineData("Levels[0].DueHours", "a day", "due-0")]
    [InlineData("Levels[0].BudgetOver", "much", "budget-0")]
    [InlineData("Levels[0].Groups[0].Needed", "99999999999", "needed-0-0")]
    public async Task What_is_wrong_with_a_flow_is_said_beside_the_field_and_nothing_is_lost(string field, string typed, string control)
    {
        await app.RequireApproval();
        using var adam = await app.As("adam");
        var people = (await adam.Page("/w/acme/settings/approvals/flows/new")).QuerySelectorAll("input[name='Levels[0].Groups[0].People']").Take(2).Select(i => i.GetAttribute("value")).ToList();
        var form = new List<(string Name, string? Value)> { ("Name", "Launch"), ("Levels[0].Name", "Team"), ("Levels[0].DueHours", "24"), ("Levels[0].Reminders", "24"), ("Levels[0].Groups[0].Rule", "Some"), ("Levels[0].Groups[0].Needed", "2"), ("Do", "save") };
        form.RemoveAll(f => f.Name == field);
        using var refused = await adam.Post("/w/acme/settings/approvals/flows", [.. form, (field, typed), .. people.Select(p => ("Levels[0].Groups[0].People", p))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal(control, page.QuerySelector("[aria-invalid=true]")!.Id);
        Assert.Contains("problem", page.QuerySelector($"#{control}")!.GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelector($"#{control}")!.ParentElement!.QuerySelector("#problem")!.TextContent);
        Assert.Equal(typed, page.QuerySelector($"#{control}")!.GetAttribute("value") ?? "");
        Assert.Equal(people.Count, page.QuerySelectorAll("input[name='Levels[0].Groups[0].People'][checked]").Length);
    }

    [Fact]
    public async Task A_flow_chosen_together_with_a_mode_is_taken()
    {
        await app.RequireApproval(rules => rules.As(ApprovalMode.None));
        using var adam = await app.As("adam");
        var levels = new[] { "Team", "Client" }.SelectMany((name, l) => new[] { ($"Levels[{l}].Name", (string?)name), ($"Levels[{l}].Groups[0].Rule", "Any"), ($"Levels[{l}].Groups[0].Needed", "1"), ($"Levels[{l}].Groups[0].Roles", nameof(Role.Owner)) });
        using var made = await adam.Post("/w/acme/settings/approvals/flows", [("Name", "Second of two"), .. levels, ("Do", "save")]);
        var flow = (await Rules()).Flows.Single(f => f.Name == "Second of two");
        Assert.NotEqual(flow.Id, (await Rules()).As(ApprovalMode.MultiLevel).Default!.Id);
        using var saved = await adam.Post("/w/acme/settings/approvals", [.. Settings(ApprovalMode.MultiLevel), ("DefaultFlow", flow.Id.ToString())]);
        Assert.Equal(ApprovalMode.MultiLevel, (await Rules()).Mode);
        Assert.Equal(flow.Id, (await Rules()).Default!.Id);
        using var single = await adam.Post("/w/acme/settings/approvals", [.. Settings(ApprovalMode.Required), ("DefaultFlow", flow.Id.ToString())]);
        Assert.Equal(ApprovalMode.Required, (await Rules()).Mode);
    }

    [Fact]
    public async Task Two_levels_of_one_name_are_refused_at_the_later_one()
    {
        await app.RequireApproval();
        using var adam = await app.As("adam");
        var levels = new[] { "Team", "Client", " Team" }.SelectMany((name, l) => new[] { ($"Levels[{l}].Name", (string?)name), ($"Levels[{l}].Groups[0].Rule", "Any"), ($"Levels[{l}].Groups[0].Needed", "1"), ($"Levels[{l}].Groups[0].Roles", nameof(Role.Owner)) });
        using var refused = await adam.Post("/w/acme/settings/approvals/flows", [("Name", "Twice"), .. levels, ("Do", "save")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal("level-2", page.QuerySelector("[aria-invalid=true]")!.Id);
        Assert.Equal("level-2", page.QuerySelector("[autofocus]")!.Id);
        Assert.Contains("Level 3 is called Team, like level 1.", page.QuerySelector("#problem")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Levels[1].DueHours", "", "Level 2, Hours to decide, 0 for no date: write a number.")]
    [InlineData("Levels[1].Groups[0].Needed", "99999999999", "Level 2, The number: 99999999999 cannot be taken. Write another number.")]
    [InlineData("Levels[1].BudgetOver", "much", "Level 2, Paid budget over: much cannot be taken. Write another number.")]
    [InlineData("Sample.Budget", "much", "Sample post, Paid budget: much cannot be taken. Write another number.")]
    public async Task A_number_that_cannot_be_read_names_its_field(string field, string typed, string said)
    {
        await app.RequireApproval();
        using var adam = await app.As("adam");
        using var refused = await adam.Post("/w/acme/settings/approvals/flows", ("Name", "Numbers"), ("Levels[0].Name", "Team"), ("Levels[0].Groups[0].Roles", nameof(Role.Owner)), ("Levels[1].Name", "Client"), ("Levels[1].Groups[0].Roles", nameof(Role.Owner)), (field, typed), ("Do", "save"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal(said, page.QuerySelector("#problem")!.TextContent);
        Assert.True(page.QuerySelector("[autofocus]")!.HasAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Only_roles_that_decide_are_offered()
    {
        await app.RequireApproval();
        using var adam = await app.As("adam");
        var roles = (await adam.Page("/w/acme/settings/approvals/flows/new")).QuerySelectorAll("input[name='Levels[0].Groups[0].Roles']").Select(i => i.GetAttribute("value")).ToList();
        Assert.Contains(nameof(Role.Reviewer), roles);
        Assert.DoesNotContain(nameof(Role.Publisher), roles);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        using var wanda = await app.As("wanda");
        using var wrong = await wanda.Get("/w/acme/settings/approvals");
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var oscar = await app.As("oscar");
        using var stranger = await oscar.Get("/w/acme/settings/approvals");
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    static (string Name, string? Value)[] Settings(ApprovalMode mode) =>
        [("Mode", mode.ToString()), ("Locks", "true"), ("Schedules", "true"), ("ChangesHours", "24"), ("Text", "AllLevels"), ("Media", "AllLevels"), ("Link", "AllLevels"), ("Channels", "AllLevels"), ("Options", "AllLevels"), ("Time", "LastLevel"), ("TimeHours", "2")];

    Task<ApprovalRules> Rules() => app.In("acme", db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.Approvals).SingleAsync());
}
