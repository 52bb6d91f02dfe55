using Planable.Tests.Support;

namespace Planable.Tests.Search;

public class SearchTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Three_letters_lead_to_the_same_view_of_the_other_client()
    {
        using var olga = await app.As("olga");
        var found = await Visitor.Shown(await olga.Get("/search?q=bol&from=" + Uri.EscapeDataString("/w/acme/calendar?view=week&date=2026-11-23"), htmx: true));
        Assert.Equal("/w/bolt/calendar?view=week&date=2026-11-23", found.QuerySelector("[role=option]")!.GetAttribute("href"));
        Assert.Null(found.QuerySelector("nav"));
    }

    [Theory, InlineData("/w/acme/posts/0193f2a0-0000-7000-8000-000000000001", "/w/bolt/calendar"), InlineData("/w/acme/members", "/w/bolt/members"), InlineData("//evil.example/w/acme/members", "/w/bolt/calendar"), InlineData("/w/acme/posts/new", "/w/bolt/posts/new")]
    public async Task What_belongs_to_one_client_only_becomes_the_calendar_of_the_other(string from, string to)
    {
        using var olga = await app.As("olga");
        var found = await Visitor.Shown(await olga.Get("/search?q=bolt&from=" + Uri.EscapeDataString(from), htmx: true));
        Assert.Equal(to, found.QuerySelector("[role=option]")!.GetAttribute("href"));
    }

    [Theory, InlineData("wanda"), InlineData("clara"), InlineData("oscar")]
    public async Task Bolt_is_in_no_suggestion_of_those_who_are_not_its_members(string who)
    {
        using var visitor = await app.As(who);
        foreach (var q in (string[])["", "b", "bol", "bolt"])
        {
            var found = await Visitor.Shown(await visitor.Get($"/search?q={q}&from=/w/bolt/calendar", htmx: true));
            Assert.DoesNotContain(found.QuerySelectorAll("[role=option]"), o => o.OuterHtml.Contains("bolt", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Without_a_script_it_is_a_page_and_offers_only_what_the_role_allows()
    {
        using var clara = await app.As("clara");
        var page = await clara.Page("/search?from=/w/acme/calendar");
        Assert.NotNull(page.QuerySelector("#q"));
        var links = page.QuerySelectorAll(".results a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Contains("/w/acme/calendar", links);
        Assert.DoesNotContain("/w/acme/members", links);
        Assert.DoesNotContain("/w/acme/posts/new", links);
    }
}
