using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Jobs.Mail;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

public class ThreadsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    const string Secret = "Margin is thin here";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    Task<Guid> Post(string text = "The café pours it from eight.") => app.Write(text, sent: false);

    static string Path(Guid post, string more = "") => $"/w/acme/posts/{post}/threads{more}";

    Task<FeedbackThread> Thread(Guid post) => app.In("acme", db => db.FeedbackThreads.AsNoTracking().Include(t => t.Comments).ThenInclude(c => c.Reactions).Where(t => t.PostId == post).OrderByDescending(t => t.StartedAt).ThenByDescending(t => t.Id).FirstAsync());

    async Task<FeedbackThread> Say(string who, Guid post, string text, Audience audience)
    {
        using var visitor = await app.As(who);
        using var said = await visitor.Htmx(Path(post), ("Text", text), ("Audience", audience.ToString()), ("Id", Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        return await Thread(post);
    }

    [Fact]
    public async Task Said_answered_nodded_at_and_resolved_without_a_script()
    {
        var post = await Post();
        using var wanda = await app.As("wanda");
        var key = Guid.NewGuid().ToString();
        using (var said = await wanda.Post(Path(post), ("Text", "@Clara, better?"), ("Audience", "Client"), ("Id", key)))
            Assert.StartsWith($"/w/acme/posts/{post}?tab=conversation#thread-", said.Headers.Location!.ToString(), StringComparison.Ordinal);
        using (var again = await wanda.Post(Path(post), ("Text", "@Clara, better?"), ("Audience", "Client"), ("Id", key)))
            Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        var thread = await Thread(post);
        Assert.Single(thread.Comments);

        using var clara = await app.As("clara");
        using (await clara.Post(Path(post, $"/{thread.Id}/comments"), ("Text", "Much better."), ("Audience", "Client"))) { }
        using (await clara.Post(Path(post, $"/{thread.Id}/comments/{thread.Comments[0].Id}/reactions"), ("kind", "thumbs-up"))) { }
        var page = await wanda.Page($"/w/acme/posts/{post}?tab=conversation");
        var shown = page.QuerySelector(".thread.client")!;
        Assert.Equal(["@Clara, better?", "Much better."], shown.QuerySelectorAll(".msg .words").Select(w => w.TextContent.Trim()));
        Assert.Equal("@Clara", shown.QuerySelector(".hl")!.TextContent);
        Assert.Equal("1", shown.QuerySelector(".re .chip .num")!.TextContent);
        Assert.Contains("Clara", shown.QuerySelector(".aud-b")!.TextContent, StringComparison.Ordinal);

        using (await clara.Post(Path(post, $"/{thread.Id}/resolution"))) { }
        page = await wanda.Page($"/w/acme/posts/{post}?tab=conversation");
        Assert.Null(page.QuerySelector(".conv > .thread"));
        Assert.Contains("Resolved by Clara Client", page.QuerySelector(".done-th .thread")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await wanda.Page($"/w/acme/posts/{post}?tab=conversation&q=much")).QuerySelector(".done-th[open] .thread"));
        Assert.Null((await wanda.Page($"/w/acme/posts/{post}?tab=conversation&q=nothing")).QuerySelector(".thread"));
        using (await wanda.Post(Path(post, $"/{thread.Id}/reopening"))) { }
        Assert.NotNull((await wanda.Page($"/w/acme/posts/{post}")).QuerySelector(".conv > .thread"));
    }

    [Fact]
    public async Task Changed_words_say_so_and_removed_ones_leave_the_answers()
    {
        var post = await Post();
        var thread = await Say("wanda", post, "First words", Audience.Team);
        using var wanda = await app.As("wanda");
        using var ivo = await app.As("ivo");
        using (await ivo.Htmx(Path(post, $"/{thread.Id}/comments"), ("Text", "An answer"), ("Audience", "Team"))) { }
        var own = Path(post, $"/{thread.Id}/comments/{thread.Comments[0].Id}");
        using (var edited = await wanda.Htmx(own, ("Text", "Second words")))
        {
            var shown = (await Visitor.Shown(edited)).QuerySelector($"#comment-{thread.Comments[0].Id}")!;
            Assert.Equal(("Second words", "edited"), (shown.QuerySelector(".words")!.TextContent.Trim(), shown.QuerySelector(".edited")!.TextContent));
        }

        using (var foreign = await ivo.Htmx(own, ("Text", "Not his")))
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using (await wanda.Htmx($"{own}/removal")) { }
        var page = await ivo.Page($"/w/acme/posts/{post}?tab=conversation");
        Assert.DoesNotContain("Second words", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("This comment was removed.", page.QuerySelector(".msg .removed")!.TextContent.Trim());
        Assert.Equal("An answer", page.QuerySelector(".msg .words")!.TextContent.Trim());
        using (await wanda.Htmx($"{own}/removal/undo")) { }
        Assert.Contains("Second words", (await ivo.Page($"/w/acme/posts/{post}?tab=conversation")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_finds_nothing_of_the_team_anywhere()
    {
        var post = await Post();
        var thread = await Say("wanda", post, $"@Clara {Secret}", Audience.Team);
        await Say("wanda", post, "Shall we?", Audience.Client);
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Run<WriteNoticesJob>();
        foreach (var name in (string[])["clara", "carl"])
        {
            using var client = await app.As(name);
            foreach (var address in (string[])[$"/w/acme/posts/{post}", $"/w/acme/posts/{post}?tab=conversation", $"/w/acme/posts/{post}?tab=activity", "/w/acme/calendar?view=list&dates=all", "/notices"])
                Assert.DoesNotContain(Secret, (await client.Page(address)).DocumentElement.OuterHtml, StringComparison.Ordinal);
            using (var fragment = await client.Get(Path(post), htmx: true))
                Assert.DoesNotContain(Secret, await fragment.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            var page = await client.Page($"/w/acme/posts/{post}");
            Assert.Equal("1", page.QuerySelector("nav.tabs [aria-current] .count")!.TextContent);
            Assert.Single(page.QuerySelectorAll(".thread"));
            Assert.Equal(1, (await client.Page($"/w/acme/posts/{post}?tab=activity")).QuerySelectorAll(".acty li").Count(l => l.TextContent.Contains("started a thread", StringComparison.Ordinal)));
            foreach (var act in (string[])["resolution", "comments", $"comments/{thread.Comments[0].Id}/reactions", $"comments/{thread.Comments[0].Id}", "showing", "hiding"])
            {
                using var answer = await client.Htmx(Path(post, $"/{thread.Id}/{act}"), ("Text", "Me too"));
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            }
        }

        await app.In("acme", async db =>
        {
            var clients = await db.Members.Where(m => m.Person.Email!.EndsWith("acme.example")).Select(m => m.Id).ToListAsync();
            Assert.Empty(await db.Notices.Where(n => clients.Contains(n.MemberId) && n.Words.Contains(Secret)).ToListAsync());
            Assert.Empty(await db.Mails.Where(m => m.Html.Contains(Secret) && m.To.EndsWith("acme.example")).ToListAsync());
        });
        using var wanda = await app.As("wanda");
        Assert.Contains("Clara cannot see this", (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector($"#thread-{thread.Id} .warn-m")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_to_the_client_asks_with_the_people_and_hiding_works_at_once_and_in_mails_not_sent()
    {
        var post = await Post();
        var thread = await Say("wanda", post, "@Clara, is the date right?", Audience.Team);
        using var wanda = await app.As("wanda");
        var asked = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector($"#turn-{thread.Id}")!;
        Assert.Contains("Clara Client", asked.TextContent, StringComparison.Ordinal);
        Assert.Contains("Carl", asked.TextContent, StringComparison.Ordinal);
        var agreed = asked.QuerySelectorAll("input[name=agreed]").Select(i => ("agreed", i.GetAttribute("value"))).ToArray();
        using (var unasked = await wanda.Htmx(Path(post, $"/{thread.Id}/showing")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unasked.StatusCode);
        using (await wanda.Htmx(Path(post, $"/{thread.Id}/showing"), agreed)) { }
        using var clara = await app.As("clara");
        Assert.Contains("is the date right", (await clara.Page($"/w/acme/posts/{post}?tab=conversation")).Body!.TextContent, StringComparison.Ordinal);
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Run<WriteNoticesJob>();
        Assert.Single(await Mails());

        using (await wanda.Htmx(Path(post, $"/{thread.Id}/hiding"))) { }
        Assert.Empty(await Mails());
        Assert.DoesNotContain("is the date right", (await clara.Page($"/w/acme/posts/{post}?tab=conversation")).DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("thread", (await clara.Page($"/w/acme/posts/{post}?tab=activity")).QuerySelector(".acty")!.TextContent, StringComparison.Ordinal);
        await app.Run<WriteNoticesJob>();
        await app.In("acme", async db => Assert.Empty(await db.Notices.Where(n => n.PostId == post && db.Members.Any(m => m.Id == n.MemberId && m.Person.Email == "clara@acme.example")).ToListAsync()));

        Task<List<Guid>> Mails() => app.In("acme", db => db.Mails.Where(m => m.SentAt == null && m.To == "clara@acme.example" && db.Notices.Any(n => n.MailId == m.Id && n.PostId == post)).Select(m => m.Id).ToListAsync());
    }

    [Fact]
    public async Task An_open_page_of_the_client_is_told_to_look_again_when_something_is_hidden()
    {
        var post = await Post();
        var thread = await Say("wanda", post, "Soon gone", Audience.Client);
        using var clara = await app.As("clara");
        var since = await app.In("acme", db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.LastSequence).SingleAsync());
        using var wanda = await app.As("wanda");
        await Say("wanda", post, Secret, Audience.Team);
        using (await wanda.Htmx(Path(post, $"/{thread.Id}/hiding"))) { }
        using var stream = await clara.Http.GetAsync($"/w/acme/live?since={since}", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancel));
        var seen = new List<string>();
        while (!seen.Any(l => l.StartsWith("data:", StringComparison.Ordinal)))
            seen.Add((await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancel))!);
        Assert.Equal($"data: {{\"id\":\"{post}\",\"verb\":\"comment.hidden\"}}", seen[^1]);
        Assert.Contains("event: comment", seen);
    }

    [Fact]
    public async Task Other_words_are_shown_as_what_changes_and_accepted_as_a_version_of_both()
    {
        var post = await Post();
        using var clara = await app.As("clara");
        using (await clara.Htmx(Path(post), ("Text", "We say bar."), ("Audience", "Client"), ("Origin", "The café pours it from eight."), ("Suggested", "The bar pours it from eight."))) { }
        var thread = await Thread(post);
        using var wanda = await app.As("wanda");
        var suggestion = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".sug")!;
        Assert.Equal(("café", "bar"), (suggestion.QuerySelector("del")!.TextContent, suggestion.QuerySelector("ins")!.TextContent));
        var seen = suggestion.QuerySelector("input[name=seen]")!.GetAttribute("value");
        var path = Path(post, $"/{thread.Id}/comments/{thread.Comments[0].Id}/acceptance");
        await app.In("acme", async db =>
        {
            House.Write(await db.Posts.Whole().SingleAsync(p => p.Id == post), await TestApp.Member(db, "wanda"), "The café pours it from nine.");
            await db.SaveChangesAsync();
        });
        using (var moved = await wanda.Htmx(path, ("seen", seen)))
        {
            Assert.Equal(HttpStatusCode.Conflict, moved.StatusCode);
            var offered = (await Visitor.Shown(moved)).QuerySelector(".sug")!;
            Assert.Contains("both make together", offered.TextContent, StringComparison.Ordinal);
            seen = offered.QuerySelector("input[name=seen]")!.GetAttribute("value");
        }

        Assert.Equal("The café pours it from nine.", (await app.Read(post)).Text);
        using (var accepted = await wanda.Htmx(path, ("seen", seen)))
            Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal("The bar pours it from nine.", (await app.Read(post)).Text);
        Assert.Contains("Wanda Writer and Clara Client", (await wanda.Page($"/w/acme/posts/{post}?tab=versions")).QuerySelector(".ver.cur")!.TextContent, StringComparison.Ordinal);
        using (var refused = await clara.Htmx(path, ("seen", seen)))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Two_who_speak_at_once_are_both_heard()
    {
        var post = await Post();
        var thread = await Say("wanda", post, "Who is in?", Audience.Team);
        using var ivo = await app.As("ivo");
        using var pia = await app.As("pia");
        var answers = await Task.WhenAll(ivo.Htmx(Path(post, $"/{thread.Id}/comments"), ("Text", "Ivo is"), ("Audience", "Team")), pia.Htmx(Path(post, $"/{thread.Id}/comments"), ("Text", "Pia is"), ("Audience", "Team")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(3, (await Thread(post)).Comments.Count);
    }

    [Fact]
    public async Task However_much_is_said_the_page_asks_the_database_as_often()
    {
        var post = await Post();
        using var olga = await app.As("olga");
        for (var i = 0; i < 3; i++)
            await Say("wanda", post, $"Thing {i}", i == 1 ? Audience.Team : Audience.Client);
        var asked = await app.Sql.During(() => olga.Page($"/w/acme/posts/{post}?tab=conversation"));
        Assert.True(asked.Count <= 8, string.Join("\n\n", asked));
    }

    [Fact]
    public async Task A_pin_is_the_same_spot_at_every_size_and_the_team_s_have_letters_of_their_own()
    {
        var (post, media) = await Pictured();
        using var wanda = await app.As("wanda");
        using (await wanda.Htmx(Path(post), ("Text", "Only ours"), ("Audience", "Team"), ("MediaId", media.ToString()), ("Across", "10"), ("Down", "20"))) { }
        using (var said = await wanda.Htmx(Path(post), ("Text", "Lower, please"), ("Audience", "Client"), ("MediaId", media.ToString()), ("Across", "32"), ("Down", "70")))
            Assert.Equal("70%", (await Visitor.Shown(said)).QuerySelector(".pins-o a.client svg")!.GetAttribute("y"));
        var board = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector("#pinboard")!;
        Assert.Equal(["1", "A"], board.QuerySelectorAll(".pin-l b").Select(b => b.TextContent));
        Assert.Equal("32%", board.QuerySelector(".pins-o a.client svg")!.GetAttribute("x"));
        Assert.Equal("Pin 1, Wanda Writer: Lower, please", board.QuerySelector(".pins-o a.client")!.GetAttribute("aria-label"));
        using var clara = await app.As("clara");
        board = (await clara.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector("#pinboard")!;
        Assert.Equal(["1"], board.QuerySelectorAll(".pin-l b").Select(b => b.TextContent));
        using (var half = await wanda.Htmx(Path(post), ("Text", "Where?"), ("Audience", "Team"), ("MediaId", media.ToString()), ("Across", "10")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, half.StatusCode);
        using (var foreign = await wanda.Htmx(Path(post), ("Text", "Where?"), ("Audience", "Team"), ("MediaId", Guid.NewGuid().ToString()), ("Across", "10"), ("Down", "1")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
    }

    [Fact]
    public async Task A_note_on_a_video_stays_with_its_version_and_asks_to_check_the_new_one()
    {
        var (post, media) = await Pictured(video: true);
        using var wanda = await app.As("wanda");
        using (await wanda.Htmx(Path(post), ("Text", "Too loud"), ("Audience", "Team"), ("MediaId", media.ToString()), ("From", "0:05"), ("To", "0:09"))) { }
        using (var outside = await wanda.Htmx(Path(post), ("Text", "When?"), ("Audience", "Team"), ("MediaId", media.ToString()), ("From", "5:00")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, outside.StatusCode);
        using (var unreadable = await wanda.Htmx(Path(post), ("Text", "When?"), ("Audience", "Team"), ("MediaId", media.ToString()), ("From", "soon")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unreadable.StatusCode);
        var link = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".about .pinref")!;
        Assert.Equal(("At 0:05–0:09", "5000", "9000"), (link.TextContent, link.GetAttribute("data-jump"), link.GetAttribute("data-until")));

        await app.In("acme", async db =>
        {
            var now = app.Clock.GetUtcNow();
            var by = await TestApp.Member(db, "wanda");
            var newer = Video(by, now);
            newer.Replace(await db.Media.SingleAsync(m => m.Id == media), by, now);
            db.Media.Add(newer);
            (await db.Posts.Whole().SingleAsync(p => p.Id == post)).Renew(newer, by, now);
            await db.SaveChangesAsync();
        });
        var about = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".about")!;
        Assert.Contains("0:05–0:09 of an earlier version of the video", about.TextContent, StringComparison.Ordinal);
        Assert.Equal("Check on new", about.QuerySelector("a")!.TextContent.Trim());
    }

    [Fact]
    public async Task Words_that_are_gone_are_quoted_and_a_comparison_tells_what_was_addressed()
    {
        var post = await Post("We open at eight. Bring a cup.");
        using var wanda = await app.As("wanda");
        await app.In("acme", async db =>
        {
            (await db.Posts.Whole().SingleAsync(p => p.Id == post)).Cut(await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using (await wanda.Htmx(Path(post), ("Text", "Nobody brings one"), ("Audience", "Client"), ("Quote", "Bring a cup."))) { }
        using (await wanda.Htmx(Path(post), ("Text", "Why not nine?"), ("Audience", "Team"), ("Quote", "at eight"))) { }
        Assert.Contains("About these words", (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".about")!.TextContent, StringComparison.Ordinal);
        await app.In("acme", async db =>
        {
            var (whole, by) = (await db.Posts.Whole().SingleAsync(p => p.Id == post), await TestApp.Member(db, "wanda"));
            House.Write(whole, by, "We open at eight.");
            whole.Cut(by, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var about = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".about.gone-q")!;
        Assert.Contains("About removed text, version 1", about.TextContent, StringComparison.Ordinal);
        Assert.Equal("Bring a cup.", about.QuerySelector("q")!.TextContent);
        IHtmlCollection<IElement> answered = null!;
        var asked = await app.Sql.During(async () => answered = (await wanda.Page($"/w/acme/posts/{post}?tab=versions&from=1&to=2")).QuerySelectorAll(".answered li"));
        Assert.Equal(["Addressed", "Not addressed"], answered.Select(a => a.QuerySelector(".badge")!.TextContent.Trim()));
        Assert.True(asked.Count <= 8, string.Join("\n\n", asked));
    }

    [Fact]
    public async Task The_history_names_actor_channel_and_version_in_order_and_the_export_says_the_same()
    {
        var post = await Post("First words.");
        await app.In("acme", async db =>
        {
            (await db.Posts.Whole().SingleAsync(p => p.Id == post)).Cut(await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        await Say("clara", post, "Nice", Audience.Client);
        using var wanda = await app.As("wanda");
        var lines = (await wanda.Page($"/w/acme/posts/{post}?tab=activity")).QuerySelectorAll(".acty li").ToList();
        Assert.Equal("Clara Client started a thread version 1", string.Join(' ', lines[0].QuerySelector("span")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.EndsWith("on the web", lines[0].QuerySelector("time")!.TextContent, StringComparison.Ordinal);
        using var csv = await wanda.Get($"/w/acme/posts/{post}/activity.csv");
        var rows = (await csv.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Count + 1, rows.Length);
        Assert.Contains("Clara Client,started a thread,1,on the web", rows[1], StringComparison.Ordinal);
        Assert.Contains("Wanda Writer,started a post", rows[^1], StringComparison.Ordinal);
        using var clara = await app.As("clara");
        using var theirs = await clara.Get($"/w/acme/posts/{post}/activity.csv");
        Assert.DoesNotContain("started a post", await theirs.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_count_what_is_open_for_their_reader()
    {
        var words = $"Counted {Guid.NewGuid():N}";
        var post = await Post(words);
        await Say("wanda", post, "Ours", Audience.Team);
        await Say("wanda", post, "Theirs", Audience.Client);
        Assert.Equal("2", await Counted("wanda"));
        Assert.Equal("1", await Counted("clara"));

        async Task<string> Counted(string who)
        {
            using var visitor = await app.As(who);
            var count = (await visitor.Page($"/w/acme/calendar?view=list&dates=all&q={words}")).QuerySelector($"#c-{post} .talk-n")!;
            return count.LastChild!.TextContent.Trim();
        }
    }

    [Fact]
    public async Task Who_may_not_is_turned_away()
    {
        var post = await Post();
        var thread = await Say("wanda", post, "For all", Audience.Client);
        using var carl = await app.As("carl");
        using var refused = await carl.Htmx(Path(post, $"/{thread.Id}/comments"), ("Text", "Me too"), ("Audience", "Client"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var oscar = await app.As("oscar");
        using var stranger = await oscar.Htmx(Path(post), ("Text", "Me too"));
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    static Data.Media.MediaAsset Video(Data.Members.Member by, DateTimeOffset at) =>
        Data.Media.MediaAsset.Upload(by, "clip.mp4", new Data.Media.MediaFile(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), "video/mp4", 100), 640, 360, at, video: new Data.Media.VideoFacts(640, 360, TimeSpan.FromSeconds(20), "h264", null, 30));

    Task<(Guid Post, Guid Media)> Pictured(bool video = false) => app.In("acme", async db =>
    {
        var (wanda, now) = (await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
        var post = Data.Posts.Post.Draft(wanda, await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), now);
        var file = video ? Video(wanda, now) : Data.Media.MediaAsset.Upload(wanda, "cup.png", new Data.Media.MediaFile(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), "image/png", 100), 100, 80, now);
        db.Media.Add(file);
        db.Posts.Add(post);
        post.Edit(new PostEdit("Look at it.", null, [], [new PostEdit.Picture(file, "")]), wanda, now);
        await db.SaveChangesAsync();
        return (post.Id, file.Id);
    });
}
