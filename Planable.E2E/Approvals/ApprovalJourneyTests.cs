using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Approvals;

public class ApprovalJourneyTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_post_goes_to_the_team_and_then_to_the_client_on_a_phone()
    {
        await AskForApprovals();
        var adam = await OpenAs("adam");
        await adam.GotoAsync("/w/acme/settings/approvals");
        await Seen.Accessible(adam);
        await adam.GetByRole(AriaRole.Link, new() { Name = "New flow" }).ClickAsync();
        var flow = $"Journey {Guid.NewGuid():N}";
        await adam.GetByLabel("Name", new() { Exact = true }).FillAsync(flow);
        var first = adam.GetByRole(AriaRole.Group, new() { Name = "Level 1", Exact = true });
        await first.GetByLabel("Name of the level").FillAsync("Team");
        await first.GetByLabel("Every Reviewer").CheckAsync();
        await adam.GetByRole(AriaRole.Button, new() { Name = "Add a level" }).ClickAsync();
        var second = adam.GetByRole(AriaRole.Group, new() { Name = "Level 2", Exact = true });
        await second.GetByLabel("Name of the level").FillAsync("Client");
        await second.GetByLabel("Every Client, approves").CheckAsync();
        await second.Locator(".ladder summary").ClickAsync();
        await second.GetByLabel("Reminders after hours").FillAsync("24, 48, 72");
        await second.GetByLabel("Tell somebody after hours, 0 for nobody").FillAsync("96");
        await second.GetByLabel("Whom").SelectOptionAsync(new SelectOptionValue { Label = "Adam Admin" });
        await adam.GetByRole(AriaRole.Button, new() { Name = "Show the path" }).ClickAsync();
        await Expect(adam.Locator("#path")).ToContainTextAsync("Clara Client");
        await Expect(adam.Locator("#path")).ToContainTextAsync("After 96 hours Adam Admin is told.");
        await Seen.Accessible(adam);
        await adam.GetByRole(AriaRole.Button, new() { Name = "Save flow" }).ClickAsync();
        await Expect(adam.GetByText($"Saved: {flow}")).ToBeVisibleAsync();

        var words = $"Sent round {Guid.NewGuid():N}";
        var composer = new ComposerPage(await OpenAs("pia"));
        await composer.Open("acme");
        await composer.Write(words, "Acme Coffee");
        await composer.At(Dates.Today.AddDays(40).At(9));
        var page = composer.Browser;
        await Expect(composer.SaveState).ToContainTextAsync("Saved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Other ways to finish" }).ClickAsync();
        await Expect(page.Locator("#finish").GetByRole(AriaRole.Button, new() { Name = "Send for approval" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await composer.SaveDraft();
        await page.GotoAsync(page.Url.Replace("/edit", "?tab=approval", StringComparison.Ordinal));
        await page.GetByLabel("Flow", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = flow });
        // From the request to the decision without a mouse.
        await page.GetByLabel("Flow", new() { Exact = true }).FocusAsync();
        await page.TabTo(page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".post-h .badge")).ToHaveTextAsync("Waiting for approval");
        await Seen.Accessible(page);
        var address = new Uri(page.Url).AbsolutePath;

        var ivo = await OpenAs("ivo");
        await ivo.GotoAsync("/approvals");
        await Seen.Accessible(ivo);
        await ivo.TabTo(ivo.GetByRole(AriaRole.Link, new() { Name = words }), atMost: 300);
        await ivo.Keyboard.PressAsync("Enter");
        await Expect(ivo.Locator(".post-h .badge")).ToHaveTextAsync("Waiting for you");
        await Seen.Accessible(ivo);
        await ivo.TabTo(ivo.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve version") }), atMost: 300);
        await ivo.Keyboard.PressAsync("Enter");
        await Expect(ivo.Locator(".decide")).ToHaveCountAsync(0);
        await page.GotoAsync($"{address}?tab=approval");
        await Expect(page.Locator(".climb")).ToContainTextAsync("Reminder to Clara Client");
        await Expect(page.Locator(".climb")).ToContainTextAsync("To Adam Admin: it still waits");
        await Seen.Accessible(page);

        var clara = await OpenAs("clara", Phone());
        await clara.GotoAsync("/w/acme/approvals");
        await Seen.Accessible(clara);
        await clara.GotoAsync(address);
        await Seen.Accessible(clara);
        await clara.GetByRole(AriaRole.Button, new() { Name = "Request changes" }).First.ClickAsync();
        await clara.GetByRole(AriaRole.Radio, new() { Name = "Wording" }).CheckAsync();
        await clara.GetByLabel("What has to change?").FillAsync("We say bar, never café.");
        await Seen.Accessible(clara);
        await clara.Locator("#changes").GetByRole(AriaRole.Button, new() { Name = "Request changes" }).ClickAsync();
        await Expect(clara.Locator(".post-h .badge")).ToHaveTextAsync("Changes requested");

        await page.GotoAsync($"{address}?tab=approval");
        await Expect(page.Locator(".wanted")).ToContainTextAsync("We say bar, never café.");

        foreach (var beside in (string[])[$"{address}/outside/new", $"{address}/certificates", "/w/acme/held-mail", "/certificates"])
        {
            Assert.Equal((beside, 200), (beside, (await page.GotoAsync(beside))!.Status));
            await Seen.Accessible(page);
            await Seen.FitsWidth(page, 320);
        }

        await adam.GotoAsync("/w/acme/members");
        await adam.GetByRole(AriaRole.Button, new() { Name = "View as Clara Client" }).ClickAsync();
        await Expect(adam.GetByText("Viewing as Clara Client")).ToBeVisibleAsync();
        await Seen.Accessible(adam);
        await adam.GetByRole(AriaRole.Button, new() { Name = "Stop viewing" }).ClickAsync();
        await Expect(adam.GetByText("Viewing as Clara Client")).ToHaveCountAsync(0);
    }
}
