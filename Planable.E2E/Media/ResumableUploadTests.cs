using Planable.E2E.Support;

namespace Planable.E2E.Media;

public class ResumableUploadTests(Site site) : BrowserTest(site)
{
    /// <summary>One pixel, and what nobody looks at behind it.</summary>
    static byte[] Picture(int megabytes)
    {
        var bytes = new byte[megabytes * 1024 * 1024];
        Random.Shared.NextBytes(bytes);
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==").CopyTo(bytes, 0);
        return bytes;
    }

    [Fact]
    public async Task After_a_cut_line_an_upload_goes_on_where_it_was()
    {
        Complaints.Expect("ERR_INTERNET_DISCONNECTED");
        var page = await OpenAs("wanda");
        await page.GotoAsync("/w/acme/media");
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        await Limit(line, offline: false);
        await page.Locator("[data-library-upload]").SetInputFilesAsync(new FilePayload { Name = "tunnel.png", MimeType = "image/png", Buffer = Picture(20) });
        // The first of its three pieces has arrived.
        await page.WaitForResponseAsync(r => r.Request.Method == "PATCH" && r.Status == 204);
        await Limit(line, offline: true);
        await Expect(page.Locator("#uploads")).ToContainTextAsync("No connection");

        var asked = page.WaitForResponseAsync(r => r.Request.Method == "HEAD");
        await Limit(line, offline: false);
        Assert.True(int.Parse((await (await asked).AllHeadersAsync())["upload-offset"], System.Globalization.CultureInfo.InvariantCulture) >= 8 * 1024 * 1024);
        await Expect(page.Locator("#assets").GetByText("tunnel.png")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task What_is_cancelled_is_gone_and_what_is_refused_says_why()
    {
        Complaints.Expect("415");
        var page = await OpenAs("wanda");
        await page.GotoAsync("/w/acme/media");
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        await Limit(line, offline: false);
        await page.Locator("[data-library-upload]").SetInputFilesAsync(new FilePayload { Name = "unwanted.png", MimeType = "image/png", Buffer = Picture(20) });
        await page.WaitForResponseAsync(r => r.Request.Method == "PATCH" && r.Status == 204);
        var removed = page.WaitForResponseAsync(r => r.Request.Method == "DELETE" && r.Status == 204);
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).Locator("visible=true").ClickAsync();
        await removed;

        await page.Locator("[data-library-upload]").SetInputFilesAsync(new FilePayload { Name = "film.mp4", MimeType = "video/mp4", Buffer = [.. "MZ\x90\0"u8, .. new byte[9000]] });
        await Expect(page.Locator("#uploads")).ToContainTextAsync("film.mp4 is a Windows program");
    }

    [Fact]
    public async Task The_editor_takes_a_picture_from_the_library()
    {
        var page = await OpenAs("wanda");
        await page.GotoAsync("/w/acme/media");
        await page.Locator("[data-library-upload]").SetInputFilesAsync(new FilePayload { Name = "pick-me.png", MimeType = "image/png", Buffer = Picture(1) });
        await Expect(page.Locator("#assets").GetByText("pick-me.png")).ToBeVisibleAsync();
        await page.GotoAsync("/w/acme/posts/new");
        await page.GetByRole(AriaRole.Button, new() { Name = "From the library" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search media" }).FillAsync("pick");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add pick-me.png" }).ClickAsync();
        await Expect(page.Locator("#pictures [data-picture]")).ToHaveCountAsync(1);
        await Expect(page.Locator("#library")).ToBeHiddenAsync();
    }

    static Task Limit(ICDPSession line, bool offline) => line.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
    {
        ["offline"] = offline,
        ["latency"] = 0,
        ["downloadThroughput"] = -1,
        ["uploadThroughput"] = offline ? 0 : 4 * 1024 * 1024,
    });
}
