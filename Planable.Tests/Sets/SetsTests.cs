using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Sets;
using Planable.Tests.Support;

namespace Planable.Tests.Sets;

public class SetsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/settings/sets";

    [Fact]
    public async Task Choosing_a_set_selects_its_channels_and_settings_and_not_its_text()
    {
        using var wanda = await app.As("wanda");
        var page = await wanda.Page("/w/acme/posts/new");
        var ids = page.QuerySelectorAll("[data-channel]").Select(c => c.GetAttribute("data-channel")!).ToList();
        (string, string?)[] form = [("Id", Value(page, "Id")), .. page.QuerySelectorAll("#stamp [name^=Was]").Select(w => (w.GetAttribute("name")!, w.GetAttribute("value")))];
        using var saved = await wanda.Post("/w/acme/posts",
            [.. form, ("Text", "Words"), ($"Targets[{ids[0]}].On", "true"), ($"Targets[{ids[0]}].Settings[format]", "story"), ($"Targets[{ids[0]}].Settings[comment-own]", "true"), ($"Targets[{ids[0]}].Settings[comment-1]", "Words too"), ("SetName", "Stories"), ("Do", "save-set")]);
        var answer = await Visitor.Shown(saved);
        var set = await app.In("acme", db => db.ChannelSets.SingleAsync(s => s.Name == "Stories"));
        var choice = Assert.Single(set.Channels);
        Assert.Equal(["format"], choice.Settings.Keys);
        Assert.NotNull(answer.QuerySelector($"#sets button[value='set:{set.Id}']"));

        using var chosen = await wanda.Post("/w/acme/posts", [.. form, ("Text", "Other words"), .. ids.Skip(1).Select(i => ($"Targets[{i}].On", (string?)"true")), ("Do", $"set:{set.Id}")]);
        var taken = await Visitor.Shown(chosen);
        Assert.Equal("Other words", ((IHtmlTextAreaElement)taken.QuerySelector("#text")!).Value);
        Assert.Equal([ids[0]], taken.QuerySelectorAll("[data-channel][checked]").Select(c => c.GetAttribute("data-channel")!));
        Assert.Equal("story", ((IHtmlSelectElement)taken.QuerySelector($"#set-{ids[0]}-format")!).Value);
    }

    [Fact]
    public async Task A_channel_of_the_set_that_is_missing_is_named()
    {
        var id = await app.In("acme", async db =>
        {
            var channel = await db.Channels.FirstAsync(c => c.State == Data.Channels.ChannelState.Connected);
            var set = new ChannelSet(await TestApp.Member(db, "wanda"), "With a gone one", [new ChannelChoice(channel.Id, channel.Name, new Dictionary<string, string>()), new ChannelChoice(Guid.NewGuid(), "Acme on Orkut", new Dictionary<string, string>())], app.Clock.GetUtcNow());
            db.ChannelSets.Add(set);
            await db.SaveChangesAsync();
            return set.Id;
        });
        using var wanda = await app.As("wanda");
        var page = await wanda.Page("/w/acme/posts/new");
        using var chosen = await wanda.Post("/w/acme/posts", ("Id", Value(page, "Id")), ("Do", $"set:{id}"));
        Assert.Contains("Acme on Orkut", (await Visitor.Shown(chosen)).QuerySelector("#composer-notes")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Acme on Orkut", (await wanda.Page(Path)).QuerySelector($"#set-{id} .st, #set-{id} small.row")!.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_is_made_changed_and_removed_on_its_page()
    {
        using var pia = await app.As("pia");
        var channels = (await pia.Page(Path)).QuerySelectorAll("form.group [name=Channels]").Select(c => c.GetAttribute("value")).ToList();
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post(Path, ("Name", "Everywhere"), ("Channels", channels[0]), ("Channels", channels[1]))).StatusCode);
        var set = await app.In("acme", db => db.ChannelSets.AsNoTracking().SingleAsync(s => s.Name == "Everywhere"));
        Assert.Equal(2, set.Channels.Count);
        using var twice = await pia.Post(Path, ("Name", "everywhere"), ("Channels", channels[0]));
        Assert.Equal(1, await app.In("acme", db => db.ChannelSets.CountAsync(s => s.Key == set.Key)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await pia.Post(Path, ("Name", ""), ("Channels", channels[0]))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post($"{Path}/{set.Id}", ("Name", "Nearly everywhere"), ("Channels", channels[0]), ("Revision", $"{set.Revision}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await pia.Htmx($"{Path}/{set.Id}", ("Name", "Late"), ("Channels", channels[0]), ("Revision", $"{set.Revision}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post($"{Path}/{set.Id}/removal")).StatusCode);
        Assert.False(await app.In("acme", db => db.ChannelSets.AnyAsync(s => s.Id == set.Id)));
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        var id = await app.In("acme", async db =>
        {
            var channel = await db.Channels.FirstAsync();
            var set = new ChannelSet(await TestApp.Member(db, "olga"), $"Set {Guid.NewGuid():N}", [new ChannelChoice(channel.Id, channel.Name, new Dictionary<string, string>())], app.Clock.GetUtcNow());
            db.ChannelSets.Add(set);
            await db.SaveChangesAsync();
            return set.Id;
        });
        using var wanda = await app.As("wanda");
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"{Path}/{id}", ("Name", "X"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"{Path}/{id}/removal")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Post(Path, ("Name", "X"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"{Path}/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Path)).StatusCode);
    }

    static string? Value(IHtmlDocument page, string name) => page.QuerySelector($"[name={name}]")!.GetAttribute("value");
}
