using Planable.E2E.Support;

namespace Planable.E2E.Components;

public class ComponentSheetTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Every_component_can_be_read_by_everybody()
    {
        var page = await Open();
        await page.GotoAsync("/dev/components");
        await Seen.Accessible(page);
    }
}
