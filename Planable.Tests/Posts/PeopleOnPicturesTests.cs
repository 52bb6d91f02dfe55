using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

/// <summary>People and places from the editor to the network.</summary>
public class PeopleOnPicturesTests(AskingApp app) : IClassFixture<AskingApp>
{
    const string Posts = "/w/acme/posts";

    [Fact]
    public async Task People_are_written_in_the_editor_and_kept_with_the_post()
    {
        using var wanda = await app.As("wanda");
        var (id, cup) = (Guid.NewGuid(), await Picture());
        using var saved = await Send(wanda, id, [cup], ($"Options[{PeopleTags.Key(cup)}]", "@northlight, 50, 30%\r\nbolt"), ("Do", "save"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("northlight 50 30\nbolt 50 50", (await Saved(id)).Options[PeopleTags.Key(cup)]);

        var tile = (await wanda.Page($"{Posts}/{id}/edit")).QuerySelector($"[data-picture='{cup}']")!;
        Assert.Equal("northlight 50 30\nbolt 50 50", tile.QuerySelector<IHtmlTextAreaElement>($"#tags-{cup}")!.Value.Trim());
        Assert.Equal("People on it: 2", tile.QuerySelector("summary")!.TextContent.Trim());
    }

    [Fact]
    public async Task Removing_a_picture_with_people_asks_whether_they_are_kept_for_another_or_dropped()
    {
        using var wanda = await app.As("wanda");
        var (id, cup, pot) = (Guid.NewGuid(), await Picture(), await Picture());
        (string, string?) people = ($"Options[{PeopleTags.Key(cup)}]", "northlight 50 30");

        using var removed = await Send(wanda, id, [cup, pot], people, ("Do", $"remove:{cup}"));
        var page = await Visitor.Shown(removed);
        var asked = page.QuerySelector($"[data-kept-tags='{cup}']")!;
        Assert.Contains("@northlight was tagged on a picture that is gone.", asked.TextContent, StringComparison.Ordinal);
        Assert.Equal([$"move-tags:{cup}:{pot}", $"drop-tags:{cup}"], asked.QuerySelectorAll("button").Select(b => b.GetAttribute("value")));
        Assert.Equal("kept-tags", page.QuerySelector("[data-code=TAGS_LEFT]")!.GetAttribute("href")![1..]);

        using var moved = await Send(wanda, id, [pot], people, ("Do", $"move-tags:{cup}:{pot}"));
        page = await Visitor.Shown(moved);
        Assert.Null(page.QuerySelector("[data-kept-tags]"));
        Assert.Equal("northlight 50 30", page.QuerySelector<IHtmlTextAreaElement>($"#tags-{pot}")!.Value.Trim());

        using var dropped = await Send(wanda, id, [pot], people, ("Do", $"drop-tags:{cup}"));
        page = await Visitor.Shown(dropped);
        Assert.Null(page.QuerySelector("[data-kept-tags]"));
        Assert.Equal("", page.QuerySelector<IHtmlTextAreaElement>($"#tags-{pot}")!.Value.Trim());
    }

    [Fact]
    public async Task Two_people_tagging_different_pictures_lose_nothing_and_the_same_picture_is_asked_about()
    {
        using var wanda = await app.As("wanda");
        using var olga = await app.As("olga");
        var (id, cup, pot) = (Guid.NewGuid(), await Picture(), await Picture());
        using (await Send(wanda, id, [cup, pot], ("Do", "save"))) { }
        var (mine, theirs) = (await Opened(wanda, id), await Opened(olga, id));

        mine[$"Options[{PeopleTags.Key(cup)}]"] = "northlight 50 30";
        using (var first = await wanda.Htmx($"{Posts}/{id}/autosave", [.. mine.Select(f => (f.Key, f.Value))]))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        theirs[$"Options[{PeopleTags.Key(pot)}]"] = "bolt 1 2";
        using (var second = await olga.Htmx($"{Posts}/{id}/autosave", [.. theirs.Select(f => (f.Key, f.Value))]))
            Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        var saved = await Saved(id);
        Assert.Equal(("northlight 50 30", "bolt 1 2"), (saved.Options[PeopleTags.Key(cup)], saved.Options[PeopleTags.Key(pot)]));

        theirs[$"Options[{PeopleTags.Key(cup)}]"] = "somebody 9 9";
        using var third = await olga.Htmx($"{Posts}/{id}/autosave", [.. theirs.Select(f => (f.Key, f.Value))]);
        Assert.Equal(HttpStatusCode.Conflict, third.StatusCode);
        Assert.Contains("The people on a picture", await third.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_say_who_was_tagged_before_and_after()
    {
        using var wanda = await app.As("wanda");
        var (id, cup) = (Guid.NewGuid(), await Picture());
        using (await Send(wanda, id, [cup], ($"Options[{PeopleTags.Key(cup)}]", "northlight 50 30"), ("Do", "save"))) { }
        var form = await Opened(wanda, id);
        form[$"Options[{PeopleTags.Key(cup)}]"] = "bolt 50 30";
        using (await wanda.Post($"{Posts}/{id}", [.. form.Select(f => (f.Key, f.Value)), ("Do", "save")])) { }

        var diff = (await wanda.Page($"{Posts}/{id}?tab=versions&from=1&to=2")).QuerySelector(".diff")!;
        Assert.Equal(["People on pictures"], diff.QuerySelectorAll("h3").Select(h => h.TextContent));
        Assert.Contains("northlight", diff.QuerySelector("del")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("bolt", diff.QuerySelector("ins")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_and_place_arrive_and_a_collaborator_nobody_knows_keeps_only_that_channel_back()
    {
        var instagram = await app.ConnectInstagram();
        var posts = await app.In("acme", async db =>
        {
            var (pia, now) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            var channels = await db.Channels.Where(c => c.Id == instagram || c.Name == "Acme Coffee").ToListAsync();
            var made = new List<Guid>();
            foreach (var collaborators in (string[])["acme.berlin", "gone"])
            {
                var cup = MediaAsset.Upload(pia, "cup.jpg", new MediaFile(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), "image/jpeg", 206), 1080, 1080, now);
                db.Media.Add(cup);
                var post = Post.Draft(pia, workspace, now);
                db.Posts.Add(post);
                var settings = new Dictionary<string, string> { ["collaborators"] = collaborators, ["location"] = "110843418940484 Kaffeehaus am Markt" };
                post.Edit(
                    new PostEdit($"With {collaborators}", null, [.. channels.Select(c => new PostEdit.Target(c, null, c.Network == "instagram" ? settings : null))], [new PostEdit.Picture(cup, "A cup")])
                    { Options = new Dictionary<string, string> { [PeopleTags.Key(cup.Id)] = "northlight 50 30" } }, pia, now);
                post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddMinutes(1), workspace.Zone), workspace.Zone, second: false), pia, now);
                made.Add(post.Id);
            }

            await db.SaveChangesAsync();
            return made;
        });
        app.Instagram.UnknownNames.Add("gone");
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DeliverDue();

        var deliveries = await app.In("acme", db => db.Deliveries.Include(d => d.Channel).Where(d => posts.Contains(d.PostId)).ToListAsync());
        Assert.All(deliveries.Where(d => d.PostId == posts[0] || d.ChannelId != instagram), d => Assert.Equal(DeliveryState.Published, d.State));
        var held = Assert.Single(deliveries, d => d.PostId == posts[1] && d.ChannelId == instagram);
        Assert.Equal(DeliveryState.Failed, held.State);
        using var pia = await app.As("pia");
        Assert.Contains("Check whether Instagram still knows @gone, @northlight, Kaffeehaus am Markt", (await pia.Page($"{Posts}/{posts[1]}")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("""[{"username":"northlight","x":0.5,"y":0.3}]""", Assert.Single(Assert.Single(app.Instagram.People)));
        Assert.Equal("110843418940484", Assert.Single(app.Instagram.Options)["location_id"]);
        // The practice network shows who is on the picture.
        var shown = await app.In("acme", db => db.PracticePosts.Where(p => p.Text.StartsWith("With ")).ToListAsync());
        Assert.All(shown, p => Assert.Equal("northlight 50 30", p.Pictures.Single().People));
    }

    [Fact]
    public async Task Places_are_looked_up_while_typing()
    {
        var instagram = await app.ConnectInstagramAs("17841400000000002", "1002");
        using var wanda = await app.As("wanda");
        using var found = await wanda.Get($"/w/acme/channels/{instagram}/places?words=kaffee", htmx: true);
        Assert.Equal(["110843418940484 Kaffeehaus am Markt", "110843418940485 Kaffeekontor"], (await Visitor.Shown(found)).QuerySelectorAll("[data-value]").Select(p => p.GetAttribute("data-value")));
        using var brief = await wanda.Get($"/w/acme/channels/{instagram}/places?words=k", htmx: true);
        Assert.Empty((await Visitor.Shown(brief)).QuerySelectorAll("p"));

        app.Instagram.Faults.Arrange(Emulators.Call.Read, Emulators.Fault.ErrorBefore);
        using var away = await wanda.Get($"/w/acme/channels/{instagram}/places?words=teehaus", htmx: true);
        Assert.StartsWith("Could not be asked: ", (await Visitor.Shown(away)).QuerySelector("[data-trouble]")!.TextContent, StringComparison.Ordinal);

        var coffee = await app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"/w/acme/channels/{coffee}/places?words=kaffee")).StatusCode);
        using (var carl = await app.As("carl"))
            Assert.Equal(HttpStatusCode.Forbidden, (await carl.Get($"/w/acme/channels/{instagram}/places?words=kaffee")).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"/w/acme/channels/{instagram}/places?words=kaffee")).StatusCode);
    }

    Task<Guid> Picture() => app.In("acme", async db =>
    {
        var cup = MediaAsset.Upload(await TestApp.Member(db, "wanda"), "cup.jpg", new MediaFile(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), "image/jpeg", 206), 1080, 1080, app.Clock.GetUtcNow());
        db.Media.Add(cup);
        await db.SaveChangesAsync();
        return cup.Id;
    });

    async Task<HttpResponseMessage> Send(Visitor visitor, Guid id, Guid[] pictures, params (string Name, string? Value)[] more)
    {
        var coffee = await app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());
        return await visitor.Post(Posts, [("Id", id.ToString()), ("Text", "A cup"), ($"Targets[{coffee}].On", "true"), .. pictures.Select(p => ("Pictures", (string?)p.ToString())), .. more]);
    }

    static async Task<List<(string Key, string? Value)>> OpenedFields(Visitor visitor, Guid id)
    {
        var page = await visitor.Page($"{Posts}/{id}/edit");
        var form = page.QuerySelector<IHtmlFormElement>("#composer")!;
        return [.. form.Elements.OfType<IHtmlElement>().Select(e => e switch
        {
            IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => default,
            IHtmlInputElement { Type: "file" } => default,
            IHtmlInputElement input => (input.Name!, input.Value),
            IHtmlTextAreaElement area => (area.Name!, area.Value),
            IHtmlSelectElement select => (select.Name!, select.Value),
            _ => default,
        }).Where(f => f.Item1 is { Length: > 0 })];
    }

    static async Task<FormFields> Opened(Visitor visitor, Guid id) => new(await OpenedFields(visitor, id));

    Task<Post> Saved(Guid id) => app.In("acme", db => db.Posts.Include(p => p.Media).SingleAsync(p => p.Id == id));

    /// <summary>As a browser sends them: a name may come several times.</summary>
    sealed class FormFields(List<(string Key, string? Value)> fields) : List<(string Key, string? Value)>(fields)
    {
        public string? this[string name]
        {
            set
            {
                RemoveAll(f => f.Key == name);
                Add((name, value));
            }
        }
    }
}
