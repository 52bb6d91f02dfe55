using System.Globalization;
using System.Text;
using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Media;

public class DocumentTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_document_is_dropped_into_a_post_and_paged_through_in_the_preview()
    {
        var composer = new ComposerPage(await OpenAs("wanda"));
        await composer.Open("acme");
        var page = composer.Browser;
        await composer.Write("Our menu of the season, to leaf through.", "Acme Coffee");
        await page.Locator("[data-upload]").SetInputFilesAsync(new FilePayload { Name = "season.pdf", MimeType = "application/pdf", Buffer = Pdf(3) });
        await Expect(page.Locator("#pictures")).ToContainTextAsync("3 pages", new() { Timeout = 30_000 });
        var pages = composer.Preview.GetByRole(AriaRole.Group, new() { Name = "season.pdf, 3 pages" });
        await Expect(pages.GetByRole(AriaRole.Img)).ToHaveCountAsync(3);
        await pages.FocusAsync();
        for (var i = 0; i < 40; i++)
            await page.Keyboard.PressAsync("ArrowRight");
        await Expect(pages.GetByRole(AriaRole.Img, new() { Name = "Page 3 of 3" })).ToBeInViewportAsync();
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);

        await page.GotoAsync("/w/acme/media?kind=document");
        await page.Locator("#assets").GetByText("season.pdf").First.ClickAsync();
        await Expect(page.Locator("#asset")).ToContainTextAsync("Pages");
        await Seen.Accessible(page);
    }

    [Fact]
    public async Task Versions_of_a_file_are_uploaded_and_looked_at()
    {
        var page = await OpenAs("pia");
        await page.GotoAsync("/w/acme/media");
        await page.Locator("[data-library-upload]").SetInputFilesAsync(new FilePayload { Name = "versions.pdf", MimeType = "application/pdf", Buffer = Pdf(1, "first") });
        await page.Locator("#assets").GetByText("versions.pdf").First.ClickAsync(new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Versions and usages" }).ClickAsync();
        await Seen.Accessible(page);
        await page.Locator("[data-version-upload]").SetInputFilesAsync(new FilePayload { Name = "next.pdf", MimeType = "application/pdf", Buffer = Pdf(2, "second") });
        await Expect(page.GetByText("Version 2", new() { Exact = false }).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("ol.fvers > li")).ToHaveCountAsync(2);
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
    }

    /// <summary>A small document; the mark makes its bytes its own.</summary>
    static byte[] Pdf(int pages, string mark = "")
    {
        var objects = new List<string> { "<< /Type /Catalog /Pages 2 0 R >>", $"<< /Type /Pages /Count {pages} /Kids [{string.Join(' ', Enumerable.Range(0, pages).Select(i => $"{3 + (2 * i)} 0 R"))}] >>" };
        for (var i = 0; i < pages; i++)
        {
            var drawing = string.Create(CultureInfo.InvariantCulture, $"0.{2 + i} 0.4 0.3 rg 0 0 300 200 re f % {mark}");
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents {4 + (2 * i)} 0 R >>");
            objects.Add($"<< /Length {drawing.Length} >>\nstream\n{drawing}\nendstream");
        }

        var (file, starts) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        for (var i = 0; i < objects.Count; i++)
        {
            starts.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {starts.Count + 1}\n0000000000 65535 f \n");
        foreach (var start in starts)
            file.Append(CultureInfo.InvariantCulture, $"{start:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {starts.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
