using Planable.E2E.Support;

namespace Planable.E2E.Media;

public class PictureEditorTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_picture_is_cut_by_handle_key_and_number_and_reopens_as_it_was()
    {
        var page = await OpenAs("pia");
        await Opened(page);
        await page.GetByRole(AriaRole.Navigation, new() { Name = "For which network" }).GetByRole(AriaRole.Link, new() { Name = "stories" }).First.ClickAsync();
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Story 9:16" }).ClickAsync();
        var (left, width, height) = (page.GetByLabel("From the left", new() { Exact = true }), page.GetByLabel("Width", new() { Exact = true }), page.GetByLabel("Height", new() { Exact = true }));
        var (wide, high) = (int.Parse(await width.InputValueAsync(), null), int.Parse(await height.InputValueAsync(), null));
        Assert.Equal(9d / 16, (double)wide / high, 0.01);

        // By keys.
        var before = int.Parse(await left.InputValueAsync(), null);
        await page.Locator("[data-cut]").FocusAsync();
        await page.Keyboard.PressAsync("Control+ArrowLeft");
        await Expect(left).ToHaveValueAsync($"{before - 10}");
        // By its handle: the shape stays.
        var handle = (await page.Locator("[data-h=se]").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(handle.X + (handle.Width / 2), handle.Y + (handle.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(handle.X - 40, handle.Y - 60, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        var smaller = int.Parse(await width.InputValueAsync(), null);
        Assert.True(smaller < wide, $"{smaller} is not less than {wide}.");
        Assert.Equal(9d / 16, (double)smaller / int.Parse(await height.InputValueAsync(), null), 0.02);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(width).ToHaveValueAsync($"{wide}");
        await page.Keyboard.PressAsync("Control+Shift+z");
        await Expect(width).ToHaveValueAsync($"{smaller}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Save for" }).ClickAsync();
        await Expect(page.Locator("#flash")).ToContainTextAsync("Saved");
        await Expect(width).ToHaveValueAsync($"{smaller}");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "For which network" }).GetByRole(AriaRole.Link, new() { Name = "All networks" }).ClickAsync();
        await Expect(page.GetByLabel("From the left", new() { Exact = true })).ToHaveValueAsync("0");
        await Seen.FitsWidth(page, 320);
    }

    [Fact]
    public async Task Gus_sends_from_a_phone_and_reads_what_is_refused()
    {
        Complaints.Expect("413");
        Complaints.Expect("415");
        var page = await OpenAs("olga");
        await page.GotoAsync("/w/acme/media/requests");
        await Seen.Accessible(page);
        await page.GetByLabel("Who sends the files").FillAsync("Gus");
        await page.GetByLabel("Files at most").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = new Uri((await page.Locator("#upload-address").TextContentAsync())!).AbsolutePath;

        var phone = await Open(Phone());
        await phone.GotoAsync(link);
        await Seen.Accessible(phone);
        await phone.Locator("[data-link-upload]").SetInputFilesAsync([
            new FilePayload { Name = "IMG_1.png", MimeType = "image/png", Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==") },
            new FilePayload { Name = "setup.jpg", MimeType = "image/jpeg", Buffer = [.. "MZ\x90\0"u8, .. new byte[9000]] },
        ]);
        await Expect(phone.Locator("#sent")).ToContainTextAsync("IMG_1.png", new() { Timeout = 20_000 });
        await Expect(phone.Locator("#sent")).ToContainTextAsync("Arrived");
        await Expect(phone.Locator("#sent")).ToContainTextAsync("setup.jpg is a Windows program");
        await Seen.FitsWidth(phone, 320);
    }

    static async Task Opened(IPage page)
    {
        await page.GotoAsync("/w/acme/media?kind=picture");
        await page.Locator("#assets .ast a").First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Crop and edit" }).ClickAsync();
        await Expect(page.Locator("[data-over]")).ToBeVisibleAsync();
    }
}
