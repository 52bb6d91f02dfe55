using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Posts;

public class ConflictTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Two_tabs_without_a_live_line_that_change_one_text_are_shown_side_by_side_until_somebody_chooses()
    {
        Complaints.Expect("409");
        Complaints.Expect("ERR_FAILED");
        var first = new ComposerPage(await OpenAs("wanda"));
        await first.Open("acme");
        await first.Write("Before both changes.", "Acme Coffee");
        await first.At(Dates.NextMonth(20).At(9));
        await first.PressSchedule();
        var edit = first.Browser.Url + "/edit";
        var second = new ComposerPage(await first.Browser.Context.NewPageAsync());
        await first.Browser.Context.RouteAsync(new System.Text.RegularExpressions.Regex("/coauthors(/live.*)?$"), route => route.AbortAsync());
        await first.Browser.GotoAsync(edit);
        await second.Browser.GotoAsync(edit);

        await first.Text.FillAsync("From the first tab.");
        await first.SaveChanges();
        await Expect(new PostPage(first.Browser).WhatHappened).ToBeVisibleAsync();
        await second.Text.FillAsync("From the second tab.");
        await second.SaveChanges();

        await Expect(second.Sides).ToContainTextAsync("From the first tab.");
        await Expect(second.Sides).ToContainTextAsync("From the second tab.");
        await Seen.Accessible(second.Browser);
        await second.KeepMine();
        await Expect(second.Sides).ToHaveCountAsync(0);
        await second.SaveChanges();
        await Expect(new PostPage(second.Browser).WhatHappened).ToBeVisibleAsync();
        await Expect(second.Browser.GetByText("From the second tab.").First).ToBeVisibleAsync();
    }
}
