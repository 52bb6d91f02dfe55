using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Readme;

/// <summary>Takes the README's pictures anew: `dotnet Planable.E2E.dll -explicit only`.</summary>
public class Pictures(Site site) : BrowserTest(site)
{
    [Fact(Explicit = true)]
    public async Task Of_a_full_month()
    {
        await App.Run("seed", "--workspace", "acme", "--posts", "900");
        var calendar = new CalendarPage(await OpenAs("olga", new() { ColorScheme = ColorScheme.Light }));
        await calendar.Open("acme");
        await calendar.Browser.ScreenshotAsync(new() { Path = Path.Combine(RunningApp.Root, "docs", "images", "calendar.png") });
    }
}
