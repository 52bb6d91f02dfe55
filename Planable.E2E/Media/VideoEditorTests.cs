using Planable.E2E.Support;

namespace Planable.E2E.Media;

public class VideoEditorTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_video_gets_a_cover_and_a_shorter_length_that_are_there_when_it_is_reopened()
    {
        var page = await OpenAs("pia");
        await page.GotoAsync("/w/acme/media");
        await page.Locator("[data-library-upload]").SetInputFilesAsync(new FilePayload { Name = "editor.mp4", MimeType = "video/mp4", Buffer = await File.ReadAllBytesAsync(Clip) });
        await page.Locator("#assets").GetByText("editor.mp4").First.ClickAsync(new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Use in a new post" }).ClickAsync();
        await page.GetByLabel("Text for all channels").FillAsync("Cut in the browser.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cover, length and subtitles of editor.mp4" }).ClickAsync();
        var (cover, start, end) = (page.GetByLabel("Moment of the cover"), page.GetByLabel("Begins at", new() { Exact = true }), page.GetByLabel("Ends at", new() { Exact = true }));
        await Expect(cover).ToBeVisibleAsync();
        await Seen.Accessible(page);

        // What is typed shows at once.
        await cover.FillAsync("1.2");
        await Expect(page.Locator("[data-cover]")).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("at=1200$"));
        // Where the player stands goes into a field.
        await page.Locator("video").EvaluateAsync("player => { player.currentTime = 0.5; }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin here" }).ClickAsync();
        await Expect(start).ToHaveValueAsync("0:00.5");
        await end.FillAsync("1.7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save cover and length" }).ClickAsync();
        await Expect(page.Locator("#flash")).ToContainTextAsync("Saved");

        await page.ReloadAsync();
        await Expect(start).ToHaveValueAsync("0:00.5");
        await Expect(end).ToHaveValueAsync("0:01.7");
        await Expect(cover).ToHaveValueAsync("0:01.2");
        await Seen.FitsWidth(page, 320);
    }

    static string Clip
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Planable.sln")))
                folder = folder.Parent!;
            return Path.Combine(folder.FullName, "Planable.Tests", "Media", "clip.mp4");
        }
    }
}
