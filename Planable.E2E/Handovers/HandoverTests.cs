using System.Text.RegularExpressions;
using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Handovers;

public class HandoverTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Pia_publishes_from_her_phone_what_wanda_planned()
    {
        var wanda = await OpenAs("wanda");
        var composer = new ComposerPage(wanda);
        await composer.Open("acme");
        await composer.Write("Only our phones may tell this story.", "Acme Coffee");
        await composer.AddPicture("story.png", await wanda.ScreenshotAsync(new() { Clip = new() { Width = 400, Height = 300 } }), "A cup in the rain");
        await wanda.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("Acme Coffee") }).ClickAsync();
        await wanda.GetByLabel("Who publishes it").Filter(new() { Visible = true }).SelectOptionAsync(new SelectOptionValue { Label = "Pia Publisher, from the phone" });
        await composer.When.FillAsync("in 1 minute");
        await composer.PressSchedule();
        var address = new Uri(wanda.Url).AbsolutePath;
        await Expect(wanda.GetByText("Goes to Pia's phone").First).ToBeVisibleAsync();
        await Expect(wanda.GetByText("Waiting for Pia's phone").First).ToBeVisibleAsync(new() { Timeout = 120_000 });

        var pia = await OpenAs("pia", Phone());
        await pia.GotoAsync(address.Split('?')[0] + "/handover");
        await Expect(pia.GetByRole(AriaRole.Heading, new() { Name = "Publish on Acme Coffee" })).ToBeVisibleAsync();
        await Seen.Accessible(pia);
        await Seen.FitsWidth(pia, 320);
        var download = await pia.RunAndWaitForDownloadAsync(() => pia.GetByRole(AriaRole.Link, new() { Name = "story.png" }).TapAsync());
        Assert.Equal("story.png", download.SuggestedFilename);
        await pia.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await pia.GetByRole(AriaRole.Button, new() { Name = "Copy the text" }).TapAsync();
        await Expect(pia.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal("Only our phones may tell this story.", await pia.EvaluateAsync<string>("navigator.clipboard.readText()"));

        Complaints.Expect("422");
        await pia.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^It is out$") }).TapAsync();
        await Expect(pia.GetByText("Paste the link of the post")).ToBeVisibleAsync();
        await Seen.Accessible(pia);
        await pia.GetByRole(AriaRole.Button, new() { Name = "It is out, I cannot give a link" }).TapAsync();
        await Expect(pia.GetByText("It is out since")).ToBeVisibleAsync();
        await Expect(wanda.GetByText("Published", new() { Exact = true }).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }
}
