using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Tests.Imports;
using Planable.Tests.Support;

namespace Planable.Tests.BrandRules;

/// <summary>With the demo's rules of Acme: "cheap*" blocks, "#ad" warns on the label Ad.</summary>
public class BrandRulesPagesTests(TestApp app) : IClassFixture<TestApp>
{
    const string Rules = "/w/acme/settings/brand-rules";

    [Fact]
    public async Task The_composer_shows_beside_the_text_what_is_kept_and_what_blocks()
    {
        using var wanda = await app.As("wanda");
        var id = Guid.CreateVersion7();
        using var live = await wanda.Htmx($"/w/acme/posts/{id}/preview", await Form(id, "The cheapest cup. Paid partnership."));
        var page = await Visitor.Shown(live);
        Assert.Contains("2 of 4 kept", page.QuerySelector("#brand-checks")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("[\"cheapest\"]", page.QuerySelector("#brand-checks")!.GetAttribute("data-found"));
        Assert.Equal("failed", page.QuerySelector("[data-code=BRAND_WORD]")!.GetAttribute("data-state"));
        Assert.Equal("waiting", page.QuerySelector("[data-code=BRAND_DISCLOSURE]")!.GetAttribute("data-state"));
        Assert.Null(page.QuerySelector("[commandfor=brand-override]"));

        using var refused = await wanda.Post("/w/acme/posts", [.. await Form(id, "The cheapest cup."), ("When", "in 2 hours"), ("Do", "schedule")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Say what it is worth.", (await Visitor.Shown(refused)).QuerySelector("#problems")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(PostState.Draft, (await Saved(id)).State);

        // Nor by the ways around the composer.
        using var olga = await app.As("olga");
        foreach (var way in new[] { "publication", "queue", "stage?to=scheduled" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await olga.Htmx($"/w/acme/posts/{id}/{way}")).StatusCode);
        Assert.Equal(PostState.Draft, (await Saved(id)).State);
    }

    [Fact]
    public async Task An_override_in_the_composer_needs_a_reason_that_stands_in_the_log()
    {
        using var olga = await app.As("olga");
        var id = Guid.CreateVersion7();
        using var without = await olga.Post("/w/acme/posts", [.. await Form(id, "A cheap trick."), ("Do", "override")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        using var letThrough = await olga.Post("/w/acme/posts", [.. await Form(id, "A cheap trick."), ("BrandReason", "Title of the play"), ("Do", "override")]);
        Assert.Equal(HttpStatusCode.Redirect, letThrough.StatusCode);
        using var scheduled = await olga.Post("/w/acme/posts", [.. await Form(id, "A cheap trick."), ("When", "in 2 hours"), ("Do", "schedule")]);
        Assert.Equal(HttpStatusCode.Redirect, scheduled.StatusCode);
        Assert.Equal(PostState.Scheduled, (await Saved(id)).State);
        var page = await olga.Page($"/w/acme/posts/{id}?tab=activity");
        Assert.Contains("in spite of Cheap talk (cheap): Title of the play", page.QuerySelector(".tp")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Title of the play", page.QuerySelector("#brand-checks")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_post_that_is_not_out_and_breaks_a_later_rule_is_listed_planned_ones_first()
    {
        var word = $"zebra{Guid.NewGuid():N}"[..14];
        var draft = await Calendar.CalendarPosts.Draft(app, null, $"A {word} without a date");
        var dated = await Calendar.CalendarPosts.Draft(app, new DateTime(2028, 5, 2, 9, 0, 0), $"A {word} with a date");
        var planned = await Calendar.CalendarPosts.Scheduled(app, new DateTime(2028, 5, 9, 9, 0, 0));
        await app.In("acme", db => db.Posts.Where(p => p.Id == planned).ExecuteUpdateAsync(p => p.SetProperty(x => x.Text, $"A planned {word}")));
        using var adam = await app.As("adam");
        (await adam.Post(Rules, ("Kind", "Words"), ("Blocks", "true"), ("Name", word), ("Words", word))).Dispose();

        var page = await adam.Page($"{Rules}/planned");
        var listed = page.QuerySelectorAll(".rows a.btn").Select(a => Guid.Parse(a.GetAttribute("href")!.Split('/')[^1])).Where(id => id == draft || id == dated || id == planned);
        Assert.Equal([planned, dated, draft], listed);
        Assert.Equal(["Planned", "Drafts"], page.QuerySelectorAll(".group h2").Select(h => h.TextContent.Trim()).Where(h => h is "Planned" or "Drafts"));
        // The other tests count on the rules of the demo.
        var rule = await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Slug == "acme")).BrandRules.Single(r => r.Name == word).Id);
        (await adam.Post($"{Rules}/{rule}/removal")).Dispose();
        Assert.Contains("No date", page.QuerySelectorAll(".rows li").Single(l => l.InnerHtml.Contains(draft.ToString(), StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_post_lists_the_checks_and_lets_through_who_may()
    {
        var id = Guid.CreateVersion7();
        using (var wanda = await app.As("wanda"))
        {
            (await wanda.Post("/w/acme/posts", [.. await Form(id, "A bargain."), ("Do", "save")])).Dispose();
            var hers = await wanda.Page($"/w/acme/posts/{id}");
            Assert.Contains("of 3 kept", hers.QuerySelector("#brand-checks h2")!.TextContent, StringComparison.Ordinal);
            Assert.Null(hers.QuerySelector("#brand-checks form"));
        }

        using var adam = await app.As("adam");
        Assert.NotNull((await adam.Page($"/w/acme/posts/{id}")).QuerySelector("#brand-checks form textarea"));
        using var answer = await adam.Htmx($"/w/acme/posts/{id}/brand-override", ("reason", "It is a quotation"));
        Assert.Contains("It is a quotation", (await Visitor.Shown(answer)).QuerySelector("#brand-checks")!.TextContent, StringComparison.Ordinal);
        using var back = await adam.Htmx($"/w/acme/posts/{id}/brand-override/removal");
        Assert.DoesNotContain("It is a quotation", (await Visitor.Shown(back)).QuerySelector("#brand-checks")!.TextContent, StringComparison.Ordinal);
        using var carl = await app.As("carl");
        Assert.Null((await carl.Page($"/w/acme/posts/{id}")).QuerySelector("#brand-checks li"));
    }

    [Fact]
    public async Task A_dry_run_warns_and_an_import_that_schedules_leaves_the_row_out()
    {
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(Importing.Csv("Date,Channels,Text", "2030-05-01 09:00,Acme Coffee,A cheap cup", "2030-05-02 09:00,Acme Coffee,A fair cup"));
        await wanda.Map(import);
        var drafts = await wanda.Page(import);
        Assert.Contains("\"cheap\" is not to be used", drafts.QuerySelector("[data-row='2']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("approved", drafts.QuerySelector("[data-row='2']")!.GetAttribute("data-state"));
        await wanda.Map(import, schedules: true);
        Assert.NotEqual("approved", (await wanda.Page(import)).QuerySelector("[data-row='2']")!.GetAttribute("data-state"));
    }

    [Fact]
    public async Task A_rule_is_made_tried_changed_and_removed()
    {
        using var olga = await app.As("olga");
        using var wrong = await olga.Htmx(Rules, ("Kind", "Words"), ("Blocks", "true"), ("Name", ""), ("Words", "Beanhouse"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("Beanhouse", (await Visitor.Shown(wrong)).QuerySelector("#Words")!.TextContent, StringComparison.Ordinal);
        (await olga.Post(Rules, ("Kind", "Words"), ("Blocks", "false"), ("Name", "Rivals"), ("Words", "Beanhouse\nStar Bean"))).Dispose();
        var page = await olga.Page(Rules);
        var rule = page.QuerySelectorAll("[id^=rule-]").Single(r => r.TextContent.Contains("Star Bean", StringComparison.Ordinal)).Id!["rule-".Length..];

        using var wanda = await app.As("wanda");
        using var tried = await wanda.Htmx($"{Rules}/trial", ("text", "Better than star  bean, and not cheap."));
        var result = await Visitor.Shown(tried);
        Assert.Equal(["star  bean", "cheap"], result.QuerySelectorAll(".trial-t mark").Select(m => m.TextContent));
        var whole = await Visitor.Shown(await wanda.Post($"{Rules}/trial", ("text", "Beanhouse")));
        Assert.Equal("Beanhouse", whole.QuerySelector("#trial mark")!.TextContent);

        (await olga.Post($"{Rules}/{rule}", ("Blocks", "true"), ("Name", "Competitors"), ("Words", "Beanhouse"))).Dispose();
        Assert.Contains("Competitors", (await olga.Page(Rules)).QuerySelector($"#rule-{rule}")!.TextContent, StringComparison.Ordinal);
        (await olga.Post($"{Rules}/{rule}/removal")).Dispose();
        Assert.Null((await olga.Page(Rules)).QuerySelector($"#rule-{rule}"));
    }

    [Fact]
    public async Task What_is_planned_and_breaks_the_rules_is_listed()
    {
        var id = Guid.CreateVersion7();
        using var wanda = await app.As("wanda");
        (await wanda.Post("/w/acme/posts", [.. await Form(id, "A low-cost week."), ("When", "in 2 hours"), ("Do", "save")])).Dispose();
        Assert.Contains("A low-cost week.", (await wanda.Page($"{Rules}/planned")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refrain()
    {
        var id = Guid.CreateVersion7();
        using (var wanda = await app.As("wanda"))
            (await wanda.Post("/w/acme/posts", [.. await Form(id, "A cheap one."), ("Do", "save")])).Dispose();
        var rule = await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId)).BrandRules[0].Id);
        foreach (var (name, expected) in new[] { ("wanda", HttpStatusCode.Forbidden), ("pia", HttpStatusCode.Forbidden), ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(name);
            Assert.Equal(expected, (await visitor.Post(Rules, ("Kind", "Words"), ("Name", "Mine"), ("Words", "x"))).StatusCode);
            Assert.Equal(expected, (await visitor.Post($"{Rules}/{rule}", ("Name", "Mine"), ("Words", "x"))).StatusCode);
            Assert.Equal(expected, (await visitor.Post($"{Rules}/{rule}/removal")).StatusCode);
            Assert.Equal(expected, (await visitor.Post($"/w/acme/posts/{id}/brand-override", ("reason", "Mine"))).StatusCode);
        }

        using var clara = await app.As("clara");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get(Rules)).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Rules)).StatusCode);
    }

    async Task<(string, string?)[]> Form(Guid id, string text)
    {
        var channel = await app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());
        return [("Id", id.ToString()), ("Text", text), ($"Targets[{channel}].On", "true")];
    }

    Task<Post> Saved(Guid id) => app.In("acme", db => db.Posts.AsNoTracking().SingleAsync(p => p.Id == id));
}
