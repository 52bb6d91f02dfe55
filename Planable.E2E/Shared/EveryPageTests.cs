using Planable.E2E.Support;

namespace Planable.E2E.Shared;

public class EveryPageTests(Site site) : BrowserTest(site)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/w/acme/calendar")]
    [InlineData("/w/acme/calendar?view=list&all=true")]
    [InlineData("/w/acme/imports")]
    [InlineData("/w/acme/bulk")]
    [InlineData("/w/acme/posts/new")]
    [InlineData("/w/acme/media")]
    [InlineData("/w/acme/media/requests")]
    [InlineData("/w/acme/attention")]
    [InlineData("/w/acme/channels")]
    [InlineData("/w/acme/channels/new")]
    [InlineData("/w/acme/channels/new/mastodon")]
    [InlineData("/w/acme/channels/links")]
    [InlineData("/w/acme/channels/planned")]
    [InlineData("/w/acme/members")]
    [InlineData("/w/acme/activity")]
    [InlineData("/w/acme/settings")]
    [InlineData("/w/acme/settings/brand")]
    [InlineData("/w/acme/settings/links")]
    [InlineData("/w/acme/settings/slots")]
    [InlineData("/w/acme/settings/targets")]
    [InlineData("/w/acme/settings/approvals/silence")]
    [InlineData("/w/acme/members/absences")]
    [InlineData("/w/acme/approvals/turnaround")]
    [InlineData("/account/absences")]
    [InlineData("/w/acme/queue")]
    [InlineData("/w/acme/evergreens")]
    [InlineData("/w/acme/settings/sets")]
    [InlineData("/w/acme/calendar?view=list&kind=newsletter,social")]
    [InlineData("/w/acme/media?kind=document")]
    [InlineData("/w/acme/settings/brand-rules")]
    [InlineData("/w/acme/settings/brand-rules/planned")]
    [InlineData("/w/acme/posts/new?kind=newsletter")]
    [InlineData("/w/acme/ideas")]
    [InlineData("/w/acme/ideas/new")]
    [InlineData("/w/acme/ideas/ways")]
    [InlineData("/share?url=https://a.example")]
    [InlineData("/notices")]
    [InlineData("/search?q=coffee")]
    [InlineData("/account")]
    [InlineData("/account/security")]
    [InlineData("/account/push")]
    [InlineData("/account/apps")]
    [InlineData("/w/acme/settings/developers/apps")]
    [InlineData("/practice/acme-coffee")]
    public async Task Can_be_read_by_everybody_and_fits_a_small_phone(string path)
    {
        var page = await OpenAs("olga");
        var answer = await page.GotoAsync(path);
        Assert.Equal(200, answer!.Status);
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
        await Seen.FocusShows(page);
    }
}
