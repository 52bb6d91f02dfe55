using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Labels;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Labels;

public class LabelsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/settings/labels";

    [Fact]
    public async Task A_new_name_shows_in_the_filter_the_composer_and_the_post()
    {
        var (label, post) = (await Made("Spring"), await Posted());
        await Put(post, label);
        using var pia = await app.As("pia");
        await Opened(await pia.Post($"{Path}/{label}", ("Name", "Early spring"), ("Colour", "2"), ("Revision", "0")));
        foreach (var (page, place) in new[] { ("/w/acme/calendar", "#filter-label"), ($"/w/acme/posts/{post}/edit", ".labs"), ($"/w/acme/posts/{post}", "dl.pl"), (Path, ".labels-l") })
        {
            var words = (await pia.Page(page)).QuerySelector(place)!.TextContent;
            Assert.Contains("Early spring", words, StringComparison.Ordinal);
            Assert.DoesNotContain("Spring", words.Replace("Early spring", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        var list = await pia.Page($"/w/acme/calendar?view=list&dates=all&label={label}");
        Assert.Equal(1, list.QuerySelectorAll("tbody tr[id], tbody tr").Length);
    }

    [Fact]
    public async Task Removing_one_in_use_asks_and_merging_can_be_undone()
    {
        var (old, other) = (await Made("Old word"), await Made("Other word"));
        var (first, both) = (await Posted(), await Posted());
        await Put(first, old);
        await Put(both, old, other);
        using var pia = await app.As("pia");
        var question = await pia.Page($"{Path}/{old}/removal");
        Assert.Contains("2 posts", question.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(question.QuerySelectorAll("#into option"), o => o.TextContent == "Other word");

        await Opened(await pia.Post($"{Path}/{old}/removal", ("into", other.ToString())));
        Assert.Equal([other], await On(first));
        Assert.Equal([other], await On(both));
        // Its name is free meanwhile.
        await Made("Passing word");

        await Opened(await pia.Post($"{Path}/{old}/removal/undo"));
        Assert.Equal([old], await On(first));
        Assert.Equal([.. new[] { old, other }.Order()], await On(both));
    }

    [Fact]
    public async Task A_removed_one_is_gone_from_its_posts_and_comes_back_to_them()
    {
        var (label, post) = (await Made("Fading"), await Posted());
        await Put(post, label);
        using var pia = await app.As("pia");
        await Opened(await pia.Post($"{Path}/{label}/removal"));
        Assert.Empty(await On(post));
        Assert.DoesNotContain("Fading", (await pia.Page($"/w/acme/posts/{post}")).QuerySelector("dl.pl")!.TextContent, StringComparison.Ordinal);
        await Opened(await pia.Post($"{Path}/{label}/removal/undo"));
        Assert.Equal([label], await On(post));
    }

    [Fact]
    public async Task Two_never_differ_only_in_case_and_a_removed_one_comes_back_only_to_its_own_name()
    {
        var label = await Made("Élan  vital");
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await wanda.Htmx(Path, ("Name", "élan VITAL"))).StatusCode);
        using var pia = await app.As("pia");
        await Opened(await pia.Post($"{Path}/{label}/removal"));
        await Made("Élan vital");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await pia.Htmx($"{Path}/{label}/removal/undo")).StatusCode);
    }

    [Fact]
    public async Task The_composer_makes_one_and_puts_it_on_the_post()
    {
        using var wanda = await app.As("wanda");
        using var chip = await wanda.Htmx(Path, ("Name", "From the composer"));
        var label = Guid.Parse((await Visitor.Shown(chip)).QuerySelector("input[name=Labels]")!.GetAttribute("value")!);
        var id = Guid.CreateVersion7();
        await Opened(await wanda.Post("/w/acme/posts", ("Id", id.ToString()), ("Text", "Labelled."), ("Labels", label.ToString()), ("Do", "save")));
        Assert.Equal([label], await On(id));
        await app.In("acme", async db => Assert.Contains("From the composer", (await db.Log.SingleAsync(e => e.SubjectId == id && e.Verb == "post.labelled")).Data, StringComparison.Ordinal));

        // Nothing that is published changed: no new version.
        var was = (await wanda.Page($"/w/acme/posts/{id}/edit")).QuerySelector("input[name='Was[labels]']")!.GetAttribute("value");
        await Opened(await wanda.Post($"/w/acme/posts/{id}", ("Text", "Labelled."), ("Was[labels]", was), ("Do", "save")));
        Assert.Empty(await On(id));
        Assert.Equal(1, await app.In("acme", db => db.Posts.Where(p => p.Id == id).Select(p => p.LatestVersion).SingleAsync()));

        using var page = await wanda.Post($"/w/acme/posts/{id}", ("Text", "Labelled."), ("Name", "Without script"), ("Do", "label"));
        Assert.Contains("Without script", (await Visitor.Shown(page)).QuerySelector(".lab:has(input[checked])")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refrain()
    {
        var label = await Made("Guarded");
        foreach (var (name, expected) in new[] { ("wanda", HttpStatusCode.Forbidden), ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(name);
            Assert.Equal(expected, (await visitor.Post($"{Path}/{label}", ("Name", "Mine"))).StatusCode);
            Assert.Equal(expected, (await visitor.Get($"{Path}/{label}/removal")).StatusCode);
            Assert.Equal(expected, (await visitor.Post($"{Path}/{label}/removal")).StatusCode);
        }

        using var clara = await app.As("clara");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get(Path)).StatusCode);
        Assert.Null((await clara.Page("/w/acme/calendar")).QuerySelector("#filter-label"));
    }

    static Task Opened(HttpResponseMessage answer)
    {
        using (answer)
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return Task.CompletedTask;
    }

    Task<Guid> Made(string name) => app.In("acme", async db =>
    {
        var label = new Label(await TestApp.Member(db, "olga"), name, 1, app.Clock.GetUtcNow());
        db.Labels.Add(label);
        await db.SaveChangesAsync();
        return label.Id;
    });

    Task<Guid> Posted() => app.In("acme", async db =>
    {
        var olga = await TestApp.Member(db, "olga");
        var post = Post.Draft(olga, await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), app.Clock.GetUtcNow());
        db.Posts.Add(post);
        await db.SaveChangesAsync();
        return post.Id;
    });

    Task Put(Guid postId, params Guid[] labels) => app.In("acme", async db =>
    {
        var post = await db.Posts.Whole().SingleAsync(p => p.Id == postId);
        post.Relabel(await db.Labels.Where(l => labels.Contains(l.Id)).ToListAsync(), await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    });

    Task<List<Guid>> On(Guid postId) => app.In("acme", async db =>
    {
        var post = await db.Posts.Whole().SingleAsync(p => p.Id == postId);
        return post.Labels.Select(l => l.LabelId).Order().ToList();
    });
}
