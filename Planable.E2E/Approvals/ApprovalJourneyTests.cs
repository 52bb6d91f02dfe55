using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Approvals;

public class ApprovalJourneyTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_post_goes_to_the_team_and_then_to_the_client_on_a_phone()
    {
        var adam = await OpenAs("adam");
        await adam.GotoAsync("/w/acme/settings/approvals");
        await adam.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Optional") }).CheckAsync();
        await adam.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(adam.GetByText("Saved how posts are approved.")).ToBeVisibleAsync();
        await Seen.Accessible(adam);
        await adam.GetByRole(AriaRole.Link, new() { Name = "New flow" }).ClickAsync();
        await Expect(adam.GetByRole(AriaRole.Group, new() { Name = "Level 1", Exact = true })).ToBeVisibleAsync();
        await Seen.Accessible(adam);

        var words = $"Sent round at {DateTime.UtcNow:HHmmssfff}";
        var composer = new ComposerPage(await OpenAs("pia"));
        await composer.Open("acme");
        await composer.Write(words, "Acme Coffee");
        await composer.At(DateTime.Today.AddDays(40).AddHours(9));
        var page = composer.Browser;
        await page.GetByRole(AriaRole.Button, new() { Name = "Other ways to finish" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" }).ClickAsync();
        await Expect(page.Locator(".post-h .badge")).ToHaveTextAsync("Waiting for approval");
        await Seen.Accessible(page);
        var address = new Uri(page.Url).AbsolutePath;

        var ivo = await OpenAs("ivo");
        await ivo.GotoAsync("/approvals");
        await Seen.Accessible(ivo);
        await ivo.GetByRole(AriaRole.Link, new() { Name = words }).ClickAsync();
        await Expect(ivo.Locator(".post-h .badge")).ToHaveTextAsync("Waiting for you");
        await Seen.Accessible(ivo);
        await ivo.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve version") }).ClickAsync();
        await Expect(ivo.Locator(".decide")).ToHaveCountAsync(0);

        var clara = await OpenAs("clara", Phone());
        await clara.GotoAsync("/w/acme/approvals");
        await Seen.Accessible(clara);
        await clara.GotoAsync(address);
        await Seen.Accessible(clara);
        await clara.GetByRole(AriaRole.Button, new() { Name = "Request changes" }).First.ClickAsync();
        await clara.GetByText("Wording").ClickAsync();
        await clara.GetByLabel("What has to change?").FillAsync("We say bar, never café.");
        await Seen.Accessible(clara);
        await clara.Locator("#changes").GetByRole(AriaRole.Button, new() { Name = "Request changes" }).ClickAsync();
        await Expect(clara.Locator(".post-h .badge")).ToHaveTextAsync("Changes requested");

        await page.GotoAsync($"{address}?tab=approval");
        await Expect(page.Locator(".wanted")).ToContainTextAsync("We say bar, never café.");
    }
}
