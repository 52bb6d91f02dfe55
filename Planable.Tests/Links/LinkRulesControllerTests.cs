using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Links;

public class LinkRulesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/settings/links";

    [Fact]
    public async Task The_preview_shows_what_a_link_becomes_and_just_that_goes_out_whatever_the_rules_are_by_then()
    {
        using var olga = await app.As("olga");
        using var pia = await app.As("pia");
        await Settle(olga, ("Source", "{network}"), ("Medium", "social"), ("CampaignTag", "{campaign}"), ("Content", "{post}"));
        var campaign = await Campaign(pia, "Autumn Roast");
        var id = Guid.CreateVersion7();
        (string, string?)[] form =
        [
            ("Id", id.ToString()), ("Text", "Taste it: https://acme.example/roast and https://acme.example/?utm_source=leaflet"), ("Campaign", campaign.ToString()),
            ($"Targets[{await Channel()}].On", "true"), ("When", "2030-03-01 09:00"),
        ];
        var roast = $"https://acme.example/roast?utm_campaign=autumn-roast&utm_content={id:N}&utm_medium=social&utm_source=practice";
        var leaflet = $"https://acme.example/?utm_source=leaflet&utm_campaign=autumn-roast&utm_content={id:N}&utm_medium=social";

        using var preview = await pia.Htmx($"/w/acme/posts/{id}/preview", form);
        var shown = await Visitor.Shown(preview);
        Assert.Equal([roast, leaflet], shown.QuerySelectorAll(".lnk-b li code:last-child").Select(c => c.TextContent));
        Assert.Contains(roast, shown.QuerySelector(".pv .txt")!.TextContent, StringComparison.Ordinal);

        using var scheduled = await pia.Post("/w/acme/posts", [.. form, ("Do", "schedule")]);
        Assert.Equal(HttpStatusCode.Redirect, scheduled.StatusCode);
        var hash = await Hash(id);
        await Settle(olga, ("Source", "somewhere-else"));
        Assert.Contains("autumn-roast", (await pia.Page($"/w/acme/posts/{id}")).QuerySelector(".pv .txt")!.TextContent, StringComparison.Ordinal);

        app.Clock.Set(new DateTimeOffset(2030, 3, 1, 8, 0, 30, TimeSpan.Zero));
        await app.DeliverDue();
        var post = await app.In("acme", db => db.Posts.Include(p => p.Deliveries).ThenInclude(d => d.Version).SingleAsync(p => p.Id == id));
        Assert.Equal((PostState.Published, hash), (post.State, post.Deliveries.Single().Version.Hash));
        var sent = await app.In("acme", db => db.PracticePosts.Where(p => p.Key == post.Deliveries.Single().Id.ToString("N")).SingleAsync());
        Assert.Equal(($"Taste it: {roast} and {leaflet}", roast), (sent.Text, sent.Link));
    }

    [Fact]
    public async Task A_campaigns_own_tags_come_before_the_clients_and_a_post_that_joins_it_takes_them_on()
    {
        using var olga = await app.As("olga");
        using var pia = await app.As("pia");
        await Settle(olga, ("Source", "{network}"), ("CampaignTag", "{campaign}"));
        var campaign = await Campaign(pia, "Winter Roast");
        var page = await pia.Page($"/w/acme/campaigns/{campaign}/edit");
        var revision = page.QuerySelector("form[action$='/links'] input[name=Revision]")!.GetAttribute("value");
        using var saved = await pia.Post($"/w/acme/campaigns/{campaign}/links", ("Source", "newsletter"), ("Revision", revision));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var id = Guid.CreateVersion7();
        (string, string?)[] form = [("Id", id.ToString()), ("Text", "https://acme.example/roast"), ($"Targets[{await Channel()}].On", "true"), ("Do", "save")];
        (await pia.Post("/w/acme/posts", form)).Dispose();
        Assert.Equal([("utm_source", "practice")], await Tags(id));
        var was = (await pia.Page($"/w/acme/posts/{id}/edit")).QuerySelectorAll("#stamp input").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")));
        (await pia.Post($"/w/acme/posts/{id}", [.. form, .. was, ("Campaign", campaign.ToString())])).Dispose();
        Assert.Equal([("utm_campaign", "winter-roast"), ("utm_source", "newsletter")], await Tags(id));
    }

    [Fact]
    public async Task Without_rules_a_version_is_what_it_was_before_there_were_any()
    {
        using var olga = await app.As("olga");
        await Settle(olga);
        var id = Guid.CreateVersion7();
        (await olga.Post("/w/acme/posts", ("Id", id.ToString()), ("Text", "https://acme.example/roast"), ($"Targets[{await Channel()}].On", "true"), ("Do", "save"))).Dispose();
        Assert.DoesNotContain("Tags", await app.In("acme", db => db.PostVersions.Where(v => v.PostId == id).Select(v => v.Json).SingleAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_said_beside_the_field_and_nothing_is_lost()
    {
        using var olga = await app.As("olga");
        using var refused = await olga.Post(Path, ("Source", "{client}"), ("Medium", "kept"), ("Revision", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Contains("{client} is not a placeholder. There are {network}, {channel}, {campaign}, {post}.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("kept", page.QuerySelector("input[name=Medium]")!.GetAttribute("value"));
        using var domain = await olga.Post(Path, ("Source", "x"), ("Domains", "acme"), ("Revision", "1"));
        Assert.Contains("acme is not the name of a site", (await Visitor.Shown(domain)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var pia = await app.As("pia");
        using var wanda = await app.As("wanda");
        using var oscar = await app.As("oscar");
        var campaign = await Campaign(pia, "Refrain");
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.Get(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.Post(Path, ("Source", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/campaigns/{campaign}/links", ("Source", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/elsewhere/campaigns/{campaign}/links", ("Source", "x"))).StatusCode);
    }

    static async Task Settle(Visitor visitor, params (string, string?)[] rules)
    {
        var revision = (await visitor.Page(Path)).QuerySelector("form[action$='/links'] input[name=Revision]")!.GetAttribute("value");
        using var saved = await visitor.Post(Path, [.. rules, ("Revision", revision)]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    async Task<Guid> Campaign(Visitor visitor, string name)
    {
        (await visitor.Post("/w/acme/campaigns", ("Name", name))).Dispose();
        return await app.In("acme", db => db.Campaigns.Where(c => c.Name == name).Select(c => c.Id).SingleAsync());
    }

    Task<Guid> Channel() => app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());

    Task<string> Hash(Guid id) => app.In("acme", db => db.PostVersions.Where(v => v.PostId == id).OrderByDescending(v => v.Number).Select(v => v.Hash).FirstAsync());

    async Task<IEnumerable<(string, string)>> Tags(Guid id)
    {
        var json = await app.In("acme", db => db.PostVersions.Where(v => v.PostId == id).OrderByDescending(v => v.Number).Select(v => v.Json).FirstAsync());
        return PostContent.Parse(json).Variants.Single().Tags!.Values.Select(v => (v.Key, v.Value));
    }
}
