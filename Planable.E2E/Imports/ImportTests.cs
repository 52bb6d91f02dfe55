using System.Text;
using Planable.E2E.Support;

namespace Planable.E2E.Imports;

public class ImportTests(Site site) : BrowserTest(site)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_file_is_checked_corrected_in_place_imported_and_taken_back(bool onPhone)
    {
        var year = Dates.NextMonth(1).Year + 1;
        var words = $"Imported {(onPhone ? "on a phone" : "at a desk")}";
        var page = await OpenAs("wanda", onPhone ? Phone() : null);
        await page.GotoAsync("/w/acme/imports");
        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload
        {
            Name = "plan.csv",
            MimeType = "text/csv",
            Buffer = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes($"Datum;Kanal;Text\r\n12.5.{year};Acme Coffee;{words} one\r\nin May;Acme Coffee;{words} two\r\n{year}-05-14 17:30;Acme Coffee;\"{words}\nthree\"\r\n")],
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(page.GetByLabel("What column Text is")).ToHaveValueAsync("text");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the rows" }).ClickAsync();

        var row = page.GetByRole(AriaRole.Form, new() { Name = "Row 3" });
        await Expect(row).ToContainTextAsync("Cannot be imported");
        await Seen.FitsWidth(page, onPhone ? 390 : 1440);
        var date = row.GetByLabel("Datum");
        await date.FillAsync($"13.5.{year} 9:15");
        await date.PressAsync("Tab");
        await Expect(row).ToContainTextAsync("Ready");
        await Expect(row.GetByLabel("Kanal")).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Import 3 posts" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "3 posts imported" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "See the posts" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Open the post" })).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "3 posts deleted." })).ToBeVisibleAsync();
    }
}
