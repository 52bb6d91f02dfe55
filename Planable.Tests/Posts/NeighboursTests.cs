using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class NeighboursTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_same_words_within_thirty_days_on_the_same_channel_are_pointed_at_and_block_nothing()
    {
        var other = await Planned("The autumn roast is HERE -- at last!", days: 20);
        await Planned("Something else entirely.", days: 21);
        using var wanda = await app.As("wanda");
        var channel = await Channel();
        (string, string?)[] form = [("Id", Guid.CreateVersion7().ToString()), ("Text", "the autumn roast is here, at last"), ($"Targets[{channel}].On", "true"), ("When", "in 2 days")];
        using var shown = await wanda.Htmx($"/w/acme/posts/{form[0].Item2}/preview", form);
        var warning = (await Visitor.Shown(shown)).QuerySelector("[data-code=SAME_TEXT]")!;
        Assert.EndsWith($"/posts/{other}", warning.GetAttribute("href"), StringComparison.Ordinal);
        using var scheduled = await wanda.Post("/w/acme/posts", [.. form, ("Do", "schedule")]);
        Assert.Equal(HttpStatusCode.Redirect, scheduled.StatusCode);

        // However it was made, a post says it too.
        using var near = await wanda.Get($"/w/acme/posts/{other}/neighbours", htmx: true);
        Assert.Contains(form[0].Item2!, (await Visitor.Shown(near)).QuerySelector("[data-code=SAME_TEXT]")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Within_fifteen_minutes_on_one_channel_is_close_an_hour_is_not()
    {
        await Planned("Morning words.", days: 40);
        using var wanda = await app.As("wanda");
        var channel = await Channel();
        var day = Zones.ToLocal(app.Clock.GetUtcNow().AddDays(40), A.Berlin);
        foreach (var (time, found) in new[] { ("10:14", 1), ("09:46", 1), ("11:00", 0) })
        {
            using var shown = await wanda.Htmx(
                $"/w/acme/posts/{Guid.CreateVersion7()}/preview",
                ("Text", "Other words."), ($"Targets[{channel}].On", "true"), ("Date", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("Time", time));
            Assert.Equal(found, (await Visitor.Shown(shown)).QuerySelectorAll("[data-code=CLOSE_IN_TIME]").Length);
        }
    }

    [Fact]
    public async Task The_refrain()
    {
        var post = await Planned("Guarded words.", days: 50);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"/w/acme/posts/{post}/neighbours", htmx: true)).StatusCode);
        using var clara = await app.As("clara");
        using var nothing = await clara.Get($"/w/acme/posts/{post}/neighbours", htmx: true);
        Assert.DoesNotContain("data-code", await nothing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    Task<Guid> Channel() => app.In("acme", db => db.Channels.OrderBy(c => c.Name).Select(c => c.Id).FirstAsync());

    Task<Guid> Planned(string text, int days) => app.In("acme", async db =>
    {
        var (pia, now) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
        var post = Post.Draft(pia, await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), now);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.OrderBy(c => c.Name).FirstAsync(), null, null)], []), pia, now);
        post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(days), A.Berlin).Date.AddHours(10), A.Berlin), pia, now);
        db.Posts.Add(post);
        await db.SaveChangesAsync();
        return post.Id;
    });
}
