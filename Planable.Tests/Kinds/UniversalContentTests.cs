using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Kinds;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Kinds;

public class UniversalContentTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public void It_passes_the_same_verbs_and_nothing_is_ever_on_its_way()
    {
        var workspace = A.Workspace();
        var olga = A.Member(Role.Owner, workspace);
        var letter = Letter(olga);
        letter.Schedule(A.Time(24, 9), olga, A.Monday);
        Assert.Equal((PostState.Scheduled, 0, 1), (letter.State, letter.Deliveries.Count, letter.LatestVersion));
        letter.Schedule(A.Time(25, 9), olga, A.Monday);
        letter.Unschedule(keepDate: true, olga, A.Monday);
        Assert.Equal((PostState.Draft, A.Time(25, 9).Local), (letter.State, letter.PlannedLocal));
        Assert.Equal("KIND_NOT_PUBLISHED", Assert.Throws<RuleBroken>(() => letter.PublishNow(olga, A.Berlin, A.Monday)).Code);
        Assert.Equal("KIND_HAS_NO_CHANNEL", Assert.Throws<RuleBroken>(() => letter.Edit(new PostEdit("x", null, [new PostEdit.Target(A.Channel(), null, null)], []), olga, A.Monday)).Code);
        Assert.Equal("newsletter", letter.Duplicate(workspace, olga, A.Monday).Kind);
        Assert.Equal("KIND_UNKNOWN", Assert.Throws<RuleBroken>(() => Post.Draft(olga, workspace, A.Monday, kind: "sculpture")).Code);
    }

    [Fact]
    public void Marking_it_as_live_needs_an_address_or_a_note_keeps_who_and_can_be_taken_back()
    {
        var olga = A.Member(Role.Owner);
        var letter = Letter(olga);
        Assert.Equal("LIVE_WHERE", Assert.Throws<RuleBroken>(() => letter.MarkLive(" ", null, olga, A.Monday)).Code);
        Assert.Equal("ADDRESS_INVALID", Assert.Throws<RuleBroken>(() => letter.MarkLive("javascript:alert(1)", null, olga, A.Monday)).Code);
        letter.MarkLive(null, "Sent to 2,400 readers", olga, A.Monday);
        Assert.Equal((PostState.Published, "Owner Person", A.Monday), (letter.State, letter.Live!.By, letter.Live.At));
        Assert.Equal(A.Monday, letter.ScheduledAt);
        Assert.Equal("POST_PUBLISHED", Assert.Throws<RuleBroken>(() => letter.Edit(new PostEdit("Other", null, [], []), olga, A.Monday)).Code);
        letter.TakeBackLive(olga, A.Monday);
        Assert.Equal((PostState.Draft, (LiveMark?)null, (DateTimeOffset?)null), (letter.State, letter.Live, letter.ScheduledAt));

        letter.Schedule(A.Time(24, 9), olga, A.Monday);
        letter.MarkLive("https://acme.example/letters/11", null, olga, A.Monday.AddDays(2));
        letter.TakeBackLive(olga, A.Monday.AddDays(3));
        Assert.Equal((PostState.Scheduled, A.Time(24, 9).Instant), (letter.State, letter.ScheduledAt));
        Assert.Equal("KIND_PUBLISHED", Assert.Throws<RuleBroken>(() => A.Post(olga).MarkLive(null, "Out", olga, A.Monday)).Code);
    }

    [Theory]
    [InlineData("A title", "Text", "A title\n\nText")]
    [InlineData(" two\n lines ", "", "two lines")]
    [InlineData("", "Only text\n\nmore", "\n\nOnly text\n\nmore")]
    public void Title_and_text_lie_in_one_text(string title, string text, string joined)
    {
        Assert.Equal(joined, TitledText.Join(title, text));
        Assert.Equal((string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), text), TitledText.Split(joined));
    }

    [Fact]
    public async Task A_newsletter_is_written_planned_and_shown_in_every_view_and_nobody_publishes_it()
    {
        using var wanda = await app.As("wanda");
        Assert.NotNull((await wanda.Page("/w/acme/posts/new")).QuerySelector("a[href='/w/acme/posts/new?kind=newsletter']"));
        var page = await wanda.Page("/w/acme/posts/new?kind=newsletter&date=2026-12-08");
        Assert.Empty(page.QuerySelectorAll("[data-channel]"));
        Assert.Equal("Subject line", page.QuerySelector("label[for=headline]")!.TextContent);
        var id = Guid.Parse(page.QuerySelector("#composer [name=Id]")!.GetAttribute("value")!);

        using (var refused = await wanda.Post("/w/acme/posts", [.. Form(Guid.CreateVersion7(), "", "No title yet."), ("Do", "schedule")]))
            Assert.NotNull((await Visitor.Shown(refused)).QuerySelector("[data-code=TITLE_MISSING][href='#headline']"));
        using (var kept = await wanda.Htmx($"/w/acme/posts/{id}/autosave", Form(id, "Winter letter <b>", "Dear friends,\r\n\r\nsnow.")))
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        using var planned = await wanda.Post("/w/acme/posts", [.. Form(id, "Winter letter <b>", "Dear friends,\r\n\r\nsnow."), ("When", "in 2 hours"), ("Do", "schedule")]);
        Assert.Equal($"/w/acme/posts/{id}", planned.Headers.Location?.ToString());
        var post = await Saved(id);
        Assert.Equal((PostState.Scheduled, "newsletter", "Winter letter <b>\n\nDear friends,\n\nsnow."), (post.State, post.Kind, post.Text));

        app.Clock.Advance(TimeSpan.FromHours(3));
        await app.DeliverDue();
        Assert.Equal(PostState.Scheduled, (await Saved(id)).State);
        Assert.Equal(0, await app.In("acme", db => db.Deliveries.CountAsync(d => d.PostId == id)));

        foreach (var view in new[] { "month", "week", "list&dates=all", "board", "feed&dates=all" })
        {
            var calendar = await wanda.Page($"/w/acme/calendar?view={view}&q=winter%20letter");
            Assert.True(calendar.QuerySelector($"#c-{id}")?.InnerHtml.Contains("#kind-newsletter", StringComparison.Ordinal), view);
        }

        Assert.Null((await wanda.Page("/w/acme/calendar?view=grid&dates=all&q=winter%20letter")).QuerySelector($"[data-post='{id}']"));
        using var found = await wanda.Get("/search?q=winter%20letter", htmx: true);
        Assert.Contains(id.ToString(), await found.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var table = await wanda.Get("/w/acme/exports/json?dates=all&q=winter%20letter");
        Assert.Contains("\"kind\": \"newsletter\"", await table.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await wanda.Htmx($"/w/acme/posts/{id}/queue")).StatusCode);

        var edit = await wanda.Page($"/w/acme/posts/{id}/edit");
        Assert.Equal("Winter letter <b>", edit.QuerySelector("#headline")!.GetAttribute("value"));
        Assert.Equal("Dear friends,\n\nsnow.", edit.QuerySelector("#text")!.TextContent);
    }

    [Fact]
    public async Task The_page_asks_where_it_is_and_shows_who_said_so()
    {
        using var wanda = await app.As("wanda");
        var id = Guid.CreateVersion7();
        (await wanda.Post("/w/acme/posts", [.. Form(id, "Spring letter", "Soon."), ("Do", "save")])).Dispose();
        using var refused = await wanda.Htmx($"/w/acme/posts/{id}/live", ("url", ""), ("note", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var live = await wanda.Htmx($"/w/acme/posts/{id}/live", ("url", "https://acme.example/spring"));
        var shown = (await Visitor.Shown(live)).QuerySelector(".live-m")!;
        Assert.Contains("Marked by Wanda Writer", shown.TextContent, StringComparison.Ordinal);
        Assert.Equal("https://acme.example/spring", shown.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(PostState.Published, (await Saved(id)).State);
        Assert.Contains("marked it as live: https://acme.example/spring", (await wanda.Page($"/w/acme/posts/{id}?tab=activity")).QuerySelector(".tp")!.TextContent, StringComparison.Ordinal);
        (await wanda.Post($"/w/acme/posts/{id}/live/removal")).Dispose();
        Assert.Equal(PostState.Draft, (await Saved(id)).State);
    }

    [Fact]
    public async Task The_refrain()
    {
        var id = Guid.CreateVersion7();
        using (var pia = await app.As("pia"))
            (await pia.Post("/w/acme/posts", [.. Form(id, "Pia's letter", "Hers."), ("Do", "save")])).Dispose();
        foreach (var (name, expected) in new[] { ("wanda", HttpStatusCode.Forbidden), ("ivo", HttpStatusCode.Forbidden), ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(name);
            Assert.Equal(expected, (await visitor.Post($"/w/acme/posts/{id}/live", ("note", "Out"))).StatusCode);
            Assert.Equal(expected, (await visitor.Post($"/w/acme/posts/{id}/live/removal")).StatusCode);
        }
    }

    static Post Letter(Member by)
    {
        var letter = Post.Draft(by, by.Workspace, A.Monday, kind: "newsletter");
        letter.Edit(new PostEdit(TitledText.Join("November letter", "Dear friends"), null, [], []), by, A.Monday);
        return letter;
    }

    static (string, string?)[] Form(Guid id, string title, string text) => [("Id", id.ToString()), ("Kind", "newsletter"), ("Headline", title), ("Text", text)];

    Task<Post> Saved(Guid id) => app.In("acme", db => db.Posts.AsNoTracking().SingleAsync(p => p.Id == id));
}
