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

    [Fact]
    public async Task Every_view_and_every_export_is_filtered_by_kind()
    {
        var mark = Guid.NewGuid().ToString("N");
        var (letter, brief) = (await Planned("newsletter", $"Letter {mark}", 9), await Planned("brief", $"Brief {mark}", 10));
        var post = await Calendar.CalendarPosts.Draft(app, new DateTime(2028, 3, 15, 11, 0, 0), $"Social {mark}");
        using var wanda = await app.As("wanda");
        foreach (var view in (string[])["month", "week", "day", "list", "feed", "board"])
        {
            async Task<List<Guid>> Seen(string kinds) =>
                [.. (await wanda.Page($"/w/acme/calendar?view={view}&date=2028-03-15&q={mark}{kinds}")).QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Split('/', '?')).Where(a => a.Length > 4 && a[3] == "posts" && Guid.TryParse(a[4], out _)).Select(a => Guid.Parse(a[4])).Distinct().Order()];
            Assert.Equal(new[] { letter, brief, post }.Order(), await Seen(""));
            Assert.Equal([letter], await Seen("&kind=newsletter"));
            Assert.Equal([post], await Seen("&kind=social"));
            Assert.Equal(new[] { brief, post }.Order(), await Seen("&kind=brief,social"));
            Assert.Empty(await Seen("&kind=ad"));
        }

        // Profiles show what goes to networks, whatever is asked for.
        Assert.DoesNotContain((await wanda.Page("/w/acme/calendar?view=grid&date=2028-03-15&kind=newsletter")).QuerySelectorAll("a[href]"), a => a.GetAttribute("href")!.Contains(letter.ToString(), StringComparison.Ordinal));
        foreach (var format in (string[])["csv", "json", "ics"])
        {
            using var file = await wanda.Get($"/w/acme/exports/{format}?date=2028-03-15&kind=newsletter");
            var text = await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"Letter {mark}", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"Social {mark}", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"Brief {mark}", text, StringComparison.Ordinal);
        }

        var filters = await wanda.Page("/w/acme/calendar?view=list&date=2028-03-15&kind=newsletter");
        var menu = filters.QuerySelectorAll("#filter-kind a");
        Assert.Equal(["Social posts", "Newsletter", "Blog post", "Ad", "Brief"], menu.Select(a => a.TextContent.Trim()));
        Assert.Equal("Newsletter", Assert.Single(menu, a => a.GetAttribute("aria-current") == "true").TextContent.Trim());
        Assert.Equal("/w/acme/calendar?view=list&date=2028-03-15", filters.QuerySelectorAll(".filters > .chip.on").Single().GetAttribute("href"));

        // A view keeps it.
        (await wanda.Post("/w/acme/views", ("Name", $"Letters {mark}"), ("Audience", "Team"), ("Look", "/calendar?view=list&kind=newsletter"))).Dispose();
        var saved = await app.In("acme", db => db.Views.Where(v => v.Name == $"Letters {mark}").Select(v => v.Address).SingleOrDefaultAsync());
        Assert.Equal("/calendar?view=list&kind=newsletter", saved);
    }

    [Fact]
    public async Task What_is_about_networks_refuses_it_or_leaves_it_out()
    {
        var letter = await Planned("newsletter", "Guarded letter", 14, day: 12, month: 4);
        using var olga = await app.As("olga");
        (await olga.Htmx($"/w/acme/posts/{letter}/stage?to=scheduled")).Dispose();
        Assert.Equal(PostState.Scheduled, await app.In("acme", db => db.Posts.Where(p => p.Id == letter).Select(p => p.State).SingleAsync()));
        foreach (var way in (string[])["evergreen", "queue", "publication"])
        {
            using var refused = await olga.Htmx($"/w/acme/posts/{letter}/{way}", ("GapDays", "14"), ("Times", "3"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("Planable does not publish this by itself.", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        // Nor are the ways offered.
        var page = await olga.Page($"/w/acme/posts/{letter}");
        Assert.Null(page.QuerySelector($"[href$='/evergreen'], [action$='/queue']"));
        Assert.Equal(0, await app.In("acme", db => db.Deliveries.CountAsync(d => d.PostId == letter)));

        // Targets count posts: with a letter in the week all of them are missing.
        (await olga.Post("/w/acme/settings/targets", ("Posts", "1"))).Dispose();
        Assert.Contains("0 of 1", (await olga.Page("/w/acme/calendar?date=2028-04-12")).QuerySelector("#gap-2028-04-10")!.TextContent, StringComparison.Ordinal);

        // Times are swapped with posts as between posts.
        var post = await Calendar.CalendarPosts.Draft(app, new DateTime(2028, 4, 20, 18, 0, 0), "Swapped with a letter");
        (await olga.Post($"/w/acme/posts/{letter}/swaps", ("with", post.ToString()))).Dispose();
        Assert.Equal(0, await app.In("acme", db => db.Deliveries.CountAsync(d => d.PostId == letter)));
    }

    Task<Guid> Planned(string kind, string title, int hour, int day = 15, int month = 3) => app.In("acme", async db =>
    {
        var (pia, at) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
        var letter = Post.Draft(pia, await db.Workspaces.SingleAsync(w => w.Slug == "acme"), at, kind: kind);
        letter.Edit(new PostEdit(TitledText.Join(title, "Words"), null, [], []), pia, at);
        letter.Plan(Data.Times.PlannedTime.Read(new DateTime(2028, month, day, hour, 0, 0), A.Berlin, second: false), pia, at);
        db.Posts.Add(letter);
        await db.SaveChangesAsync();
        return letter.Id;
    });

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
