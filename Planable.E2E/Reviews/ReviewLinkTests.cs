using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Reviews;

public class ReviewLinkTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Gus_decides_on_a_phone_takes_it_back_and_decides_again_without_a_line()
    {
        Complaints.Expect("ERR_INTERNET_DISCONNECTED");
        var link = await Share($"Shared {Guid.NewGuid():N}");
        var gus = await Open(Phone(360));
        await gus.GotoAsync(link);
        await Expect(gus.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToBeVisibleAsync();
        await Seen.Accessible(gus);
        await Seen.FitsWidth(gus, 320);
        await gus.SetViewportSizeAsync(360, 780);

        // In the lower third, and large enough for a thumb.
        foreach (var button in (ILocator[])[gus.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }), gus.GetByRole(AriaRole.Button, new() { Name = "Request changes" })])
        {
            var box = (await button.BoundingBoxAsync())!;
            Assert.True(box.Y > 520 && box.Height >= 44 && box.Width >= 44, $"{box.Y} {box.Width}x{box.Height}");
        }

        await gus.Locator("#name-1").FillAsync("Gus");
        await gus.Context.SetOfflineAsync(true);
        await gus.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).TapAsync();
        await Expect(gus.Locator("[data-pending]")).ToContainTextAsync("1 not sent yet");
        await gus.Locator("[data-undo-button]").TapAsync();
        await Expect(gus.Locator("[data-pending]")).ToBeHiddenAsync();
        await gus.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).TapAsync();
        await Expect(gus.Locator("[data-pending]")).ToContainTextAsync("1 not sent yet");
        await gus.Context.SetOfflineAsync(false);
        await Expect(gus.GetByRole(AriaRole.Heading, new() { NameRegex = new("answered$") })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Seen.Accessible(gus);
        await Seen.FitsWidth(gus, 320);

        var pia = await OpenAs("pia");
        await pia.GotoAsync("/w/acme/reviews");
        await Expect(pia.Locator(".rows li").First).ToContainTextAsync("one decision");
        await Seen.Accessible(pia);
    }

    /// <summary>A post that waits for whoever approves, and a link to it.</summary>
    async Task<string> Share(string words)
    {
        await AskForApprovals();
        var composer = new ComposerPage(await OpenAs("pia"));
        await composer.Open("acme");
        await composer.Write(words, "Acme Coffee");
        var page = composer.Browser;
        await Expect(composer.SaveState).ToContainTextAsync("Saved");
        await composer.SaveDraft();
        await page.GotoAsync(page.Url.Replace("/edit", "?tab=approval", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" }).ClickAsync();
        await Expect(page.Locator(".post-h .badge")).ToHaveTextAsync("Waiting for approval");
        await page.GetByRole(AriaRole.Button, new() { Name = "More actions" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Share for review…" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New review link" })).ToBeVisibleAsync();
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        return (await page.Locator("#review-address").TextContentAsync())!;
    }
}
