using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Jobs.Notices;
using Planable.Jobs.Push;
using Planable.Tests.Channels;
using Planable.Tests.Push;
using Planable.Tests.Support;

namespace Planable.Tests.Handovers;

/// <summary>Pia publishes from her phone.</summary>
public class HandoversTests(HandoversApp app) : IClassFixture<HandoversApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_its_time_Pia_s_phone_gets_it_with_everything_she_needs_and_no_network_is_called()
    {
        using var pia = await app.As("pia");
        await Subscribe(pia);
        var (post, channel) = await Plan("wanda", "pia", "A story about the autumn roast.", files: 2, comment: "Order at acme.example");
        Assert.Contains("Goes to Pia's phone", (await pia.Page($"/w/acme/posts/{post}")).Body!.TextContent, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        var delivery = await Planned.DeliveryOf(app, post);
        Assert.Equal((DeliveryState.HandedOver, null), (delivery.State, delivery.RemoteId));
        Assert.Equal(0, await app.In("acme", db => db.PracticePosts.CountAsync(p => p.Account == channel.RemoteId, Cancel)));
        Assert.Contains("Waiting for Pia's phone", (await pia.Page($"/w/acme/posts/{post}")).QuerySelector(".post-h")!.TextContent, StringComparison.Ordinal);

        await app.Run<WriteNoticesJob>();
        await app.Run<SendPushJob>();
        var pushed = app.Push.Messages.Last();
        using var note = JsonDocument.Parse(pushed.Text);
        var path = note.RootElement.GetProperty("path").GetString()!;
        Assert.Equal($"/w/acme/posts/{post}/handover/{delivery.Id}", path);
        Assert.Equal($"To be published from your phone now: {channel.Name}.", note.RootElement.GetProperty("title").GetString());
        var vapid = pushed.Authorization["vapid t=".Length..].Split(", k=");
        Assert.True(PushCipherTests.Verifies(vapid[0], vapid[1]));
        Assert.Equal(await (await pia.Get("/account/push/key")).Content.ReadAsStringAsync(Cancel), vapid[1]);
        Assert.InRange(int.Parse(pushed.Ttl, System.Globalization.CultureInfo.InvariantCulture), 1, 6 * 3600);
        var mail = await app.In("acme", db => db.Mails.Where(m => m.To == "pia@northlight.example").OrderByDescending(m => m.CreatedAt).FirstAsync(Cancel));
        Assert.Contains($"/w/acme/posts/{post}/handover", mail.Text, StringComparison.Ordinal);
        Assert.Equal(path, (await pia.Get($"/w/acme/posts/{post}/handover")).Headers.Location!.OriginalString);

        var page = await pia.Page(path);
        Assert.Equal("A story about the autumn roast.", page.QuerySelector("#hand-text-0")!.TextContent);
        Assert.NotNull(page.QuerySelector("[data-copy=hand-text-0]"));
        Assert.Equal("Order at acme.example", page.QuerySelector("#hand-comment-0")!.TextContent);
        var files = page.QuerySelectorAll("a[data-file]").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(2, files.Count);
        foreach (var file in files)
        {
            using var download = await pia.Get(file);
            Assert.Equal((HttpStatusCode.OK, "image/png", "attachment"), (download.StatusCode, download.Content.Headers.ContentType!.MediaType, download.Content.Headers.ContentDisposition!.DispositionType));
            Assert.NotEmpty(await download.Content.ReadAsByteArrayAsync(Cancel));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await pia.Get($"{path}/files/2")).StatusCode);
        var commands = await app.Sql.During(() => pia.Page(path));
        Assert.True(commands.Count <= 9, $"{commands.Count}\n{string.Join('\n', commands)}");
    }

    [Fact]
    public async Task Done_asks_for_a_link_of_that_network_or_the_word_that_there_is_none()
    {
        var (post, _) = await Plan("wanda", "pia", "Two ways to be done.", network: "instagram");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        var delivery = await Planned.DeliveryOf(app, post);
        var path = $"/w/acme/posts/{post}/handover/{delivery.Id}";
        using var pia = await app.As("pia");
        Assert.Equal("https://www.instagram.com/", (await pia.Page(path)).QuerySelector("#handover a.btn.primary")!.GetAttribute("href"));
        foreach (var (wrong, words) in ((string, string)[])[("", "say that you cannot give one"), ("instagram", "has to begin with https://"), ("https://instagram.com.evil.example/p/1", "is not an address of Instagram"), ("javascript:alert(1)", "has to begin with https://")])
        {
            using var refused = await pia.Post($"{path}/done", ("link", wrong));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var shown = await Visitor.Shown(refused);
            Assert.Contains(words, shown.QuerySelector("#link-error")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(wrong, shown.QuerySelector("#link")!.GetAttribute("value") ?? "");
        }

        Assert.Equal(DeliveryState.HandedOver, (await Planned.DeliveryOf(app, post)).State);
        using (var done = await pia.Post($"{path}/done", ("link", "https://www.instagram.com/p/C1/")))
            Assert.Equal(path, done.Headers.Location!.OriginalString);
        delivery = await Planned.DeliveryOf(app, post);
        Assert.Equal((DeliveryState.Published, "https://www.instagram.com/p/C1/"), (delivery.State, delivery.Permalink));
        Assert.Equal(PostState.Published, await StateOf(post));
        Assert.Equal("Published", (await pia.Page(path)).QuerySelector("#handover")!.GetAttribute("data-state"));
        await app.In("acme", async db =>
        {
            var entry = await db.Log.SingleAsync(e => e.SubjectId == post && e.Verb == "post.delivered-by-hand", Cancel);
            Assert.StartsWith("Pia", entry.ActorName, StringComparison.Ordinal);
            Assert.Equal(Audience.Team, (await db.Log.SingleAsync(e => e.SubjectId == post && e.Verb == "post.handed-to-phone", Cancel)).Audience);
        });

        var (other, _) = await Plan("wanda", "pia", "No link for this one.", network: "instagram");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        var without = await Planned.DeliveryOf(app, other);
        using (await pia.Post($"/w/acme/posts/{other}/handover/{without.Id}/done", ("none", "true"))) { }
        without = await Planned.DeliveryOf(app, other);
        Assert.Equal((DeliveryState.Published, null), (without.State, without.Permalink));
    }

    [Fact]
    public async Task Not_done_in_half_an_hour_the_author_is_reminded_and_the_list_shows_it()
    {
        var (post, channel) = await Plan("wanda", "ivo", "Late story.");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(29));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.HandedOver, (await Planned.DeliveryOf(app, post)).State);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.DeliverDue();
        var delivery = await Planned.DeliveryOf(app, post);
        Assert.Equal((DeliveryState.Held, HoldReason.Phone), (delivery.State, delivery.HeldFor));
        Assert.Equal(PostState.Held, await StateOf(post));

        await app.Run<WriteNoticesJob>();
        var told = await app.In("acme", db => db.Notices.Where(n => n.PostId == post).Select(n => new { n.Words, Name = db.Members.Where(m => m.Id == n.MemberId).Select(m => m.Person.Name).First() }).ToListAsync(Cancel));
        Assert.Contains(told, t => t.Name.StartsWith("Wanda", StringComparison.Ordinal) && t.Words.Contains("has not said yet that it is out", StringComparison.Ordinal));
        Assert.Contains(told, t => t.Name.StartsWith("Ivo", StringComparison.Ordinal) && t.Words == $"To be published from your phone now: {channel.Name}.");
        Assert.Contains(told, t => t.Name.StartsWith("Ivo", StringComparison.Ordinal) && t.Words == $"Still to be published from your phone: {channel.Name}.");

        using var wanda = await app.As("wanda");
        Assert.Contains("Late story", (await wanda.Page("/w/acme/calendar?view=list&state=held&dates=all&q=Late+story")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Waiting for Ivo's phone, overdue", (await wanda.Page($"/w/acme/posts/{post}")).Body!.TextContent, StringComparison.Ordinal);
        // It can still be put out, and said so, by the person.
        using var ivo = await app.As("ivo");
        using (await ivo.Post($"/w/acme/posts/{post}/handover/{delivery.Id}/done", ("none", "true"))) { }
        Assert.Equal(PostState.Published, await StateOf(post));
    }

    [Fact]
    public async Task Card_feed_and_list_of_the_calendar_say_whose_phone_it_waits_for_and_when_it_is_overdue_but_not_to_the_client()
    {
        const string words = "Seen on every card.";
        var (post, _) = await Plan("wanda", "pia", words);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        using var wanda = await app.As("wanda");
        Assert.Equal(Enumerable.Repeat("Waiting for Pia's phone", 3), await Marks());

        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await app.DeliverDue();
        Assert.Equal(Enumerable.Repeat("Waiting for Pia's phone, overdue", 3), await Marks());

        // What happens inside the agency is not the client's matter.
        await app.In("acme", db => db.Posts.Where(p => p.Id == post).ExecuteUpdateAsync(p => p.SetProperty(x => x.Audience, Audience.Client), Cancel));
        using var clara = await app.As("clara");
        Assert.DoesNotContain("phone", (await Card(clara)).TextContent, StringComparison.Ordinal);

        async Task<List<string>> Marks() =>
        [
            Mark(await Card(wanda)),
            Mark((await wanda.Page("/w/acme/calendar?view=feed&dates=all&q=Seen+on+every+card")).QuerySelectorAll("article.fp").Single(a => a.TextContent.Contains(words, StringComparison.Ordinal))),
            Mark((await wanda.Page("/w/acme/calendar?view=list&dates=all&q=Seen+on+every+card")).QuerySelector("td.state")!),
        ];

        async Task<AngleSharp.Dom.IElement> Card(Visitor who)
        {
            using var card = await who.Get($"/w/acme/posts/{post}/card", htmx: true);
            return (await Visitor.Shown(card)).QuerySelector(".hc-h")!;
        }

        static string Mark(AngleSharp.Dom.IElement place) => place.QuerySelector(".badge")!.TextContent.Trim();
    }

    [Fact]
    public async Task Taken_back_it_is_held_and_can_be_sent_to_the_phone_again()
    {
        var (post, _) = await Plan("wanda", "ivo", "Not this one.");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        var path = $"/w/acme/posts/{post}/handover/{(await Planned.DeliveryOf(app, post)).Id}";
        using var ivo = await app.As("ivo");
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Post($"{path}/taking-back")).StatusCode);
        using var wanda = await app.As("wanda");
        using (await wanda.Post($"{path}/taking-back")) { }
        var delivery = await Planned.DeliveryOf(app, post);
        Assert.Equal((DeliveryState.Held, null), (delivery.State, delivery.HandedToId));
        Assert.Equal(HttpStatusCode.NotFound, (await ivo.Post($"{path}/done", ("none", "true"))).StatusCode);

        using var pia = await app.As("pia");
        using (await pia.Post($"/w/acme/deliveries/{delivery.Id}/retries")) { }
        await app.DeliverDue();
        Assert.Equal(DeliveryState.HandedOver, (await Planned.DeliveryOf(app, post)).State);
    }

    [Fact]
    public async Task Who_was_chosen_and_has_left_is_replaced_by_the_author_and_who_leaves_with_it_is_told_of()
    {
        var (first, _) = await Plan("olga", "ivo", "Ivo has left by then.");
        var (second, _) = await Plan("olga", "ivo", "Ivo leaves with it.");
        await Delay(first, TimeSpan.FromHours(1));
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.HandedOver, (await Planned.DeliveryOf(app, second)).State);
        using var olga = await app.As("olga");
        var ivo = await app.In("acme", async db => (await TestApp.Member(db, "ivo")).Id);
        var heir = await app.In("acme", async db => (await TestApp.Member(db, "pia")).Id);
        using (var left = await olga.Post($"/w/acme/members/{ivo}/removal", ("heirId", heir.ToString())))
            Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        try
        {
            var alone = await Planned.DeliveryOf(app, second);
            Assert.Equal((DeliveryState.Held, HoldReason.Phone, PostState.Held), (alone.State, alone.HeldFor, await StateOf(second)));
            Assert.Contains("has left", alone.FailureWords, StringComparison.Ordinal);
            app.Clock.Advance(TimeSpan.FromHours(1));
            await app.DeliverDue();
            Assert.StartsWith("Olga", (await Planned.DeliveryOf(app, first)).HandedTo, StringComparison.Ordinal);
        }
        finally
        {
            await app.In("acme", async db =>
            {
                var back = await db.Members.SingleAsync(m => m.Id == ivo, Cancel);
                db.Entry(back).Property(m => m.LeftAt).CurrentValue = null;
                await db.SaveChangesAsync(Cancel);
            });
        }
    }

    [Fact]
    public async Task A_type_that_only_the_app_can_post_is_refused_without_a_phone_and_taken_with_one_also_before_the_account_is_connected()
    {
        var channel = await PlannedChannel("tiktok");
        var pia = await app.In("acme", async db => (await TestApp.Member(db, "pia")).Id);
        Assert.Contains(await Problems(channel, []), p => p.Code == "BY_HAND_ONLY" && p.Blocks);
        Assert.DoesNotContain(await Problems(channel, new() { [ByPhone.Key] = pia.ToString() }), p => p.Blocks || p.Code == "CHANNEL_PLANNED");

        var (post, _) = await Plan("wanda", "pia", "An account that no program may sign in to.", channelId: channel);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.HandedOver, (await Planned.DeliveryOf(app, post)).State);
    }

    [Fact]
    public async Task A_pause_holds_it_and_while_it_is_in_hand_it_is_not_edited()
    {
        var (post, channel) = await Plan("wanda", "pia", "Paused phone.");
        await Change(channel.Id, (c, olga) => c.PauseAll(olga, "quiet", app.Clock.GetUtcNow()));
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        var delivery = await Planned.DeliveryOf(app, post);
        Assert.Equal((DeliveryState.Held, HoldReason.Paused), (delivery.State, delivery.HeldFor));
        await Change(channel.Id, (c, olga) => c.Resume(olga, app.Clock.GetUtcNow()));
        using var pia = await app.As("pia");
        using (await pia.Post($"/w/acme/deliveries/{delivery.Id}/retries")) { }
        await app.DeliverDue();
        Assert.Equal(DeliveryState.HandedOver, (await Planned.DeliveryOf(app, post)).State);
        await app.In("acme", async db =>
        {
            var (wanda, found) = (await TestApp.Member(db, "wanda"), await db.Posts.Whole().SingleAsync(p => p.Id == post, Cancel));
            Assert.Equal("POST_PUBLISHING", Assert.Throws<Data.RuleBroken>(() => found.Edit(new PostEdit("Changed", null, [], []), wanda, app.Clock.GetUtcNow())).Code);
        });
    }

    [Fact]
    public async Task The_editor_offers_the_team_s_phones()
    {
        using var wanda = await app.As("wanda");
        var channel = await Practice("Offered phones");
        var select = (await wanda.Page($"/w/acme/posts/new?channel={channel.Id}")).QuerySelector($"#set-{channel.Id}-phone")!;
        Assert.Contains(select.QuerySelectorAll("option"), o => o.TextContent.StartsWith("Pia", StringComparison.Ordinal));
        Assert.DoesNotContain(select.QuerySelectorAll("option"), o => o.TextContent.StartsWith("Clara", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        var (post, _) = await Plan("wanda", "ivo", "Guarded.");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        var path = $"/w/acme/posts/{post}/handover/{(await Planned.DeliveryOf(app, post)).Id}";
        using var clara = await app.As("clara");
        foreach (var read in (string[])[path, $"/w/acme/posts/{post}/handover", $"{path}/files/0"])
            Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get(read)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Post($"{path}/done", ("none", "true"))).StatusCode);
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"{path}/done", ("none", "true"))).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post(path.Replace("acme", "elsewhere", StringComparison.Ordinal) + "/done", ("none", "true"))).StatusCode);
    }

    async Task Subscribe(Visitor visitor)
    {
        using var taken = await visitor.Post("/account/push", ("endpoint", app.Push.Endpoint), ("key", app.Push.Key), ("secret", app.Push.Secret));
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
    }

    async Task<(Guid Post, Channel Channel)> Plan(string author, string phone, string text, int files = 0, string? comment = null, string? network = null, Guid? channelId = null)
    {
        var channel = channelId is { } id ? await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id, Cancel))
            : network is not null ? await InTheApp(network) : await Practice($"Phone {Guid.NewGuid():N}");
        using var uploader = await app.As("wanda");
        var pictures = new List<Guid>();
        for (var i = 0; i < files; i++)
            pictures.Add(await Media.MediaControllerTests.Uploaded(uploader, Media.Pixels.Png(60 + i, 40), $"cup-{i}.png"));
        var post = await app.In("acme", async db =>
        {
            var (by, to, now) = (await TestApp.Member(db, author), await TestApp.Member(db, phone), app.Clock.GetUtcNow());
            var place = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
            var made = Post.Draft(by, place, now);
            db.Posts.Add(made);
            var settings = new Dictionary<string, string> { [ByPhone.Key] = to.Id.ToString() };
            var options = comment is null ? [] : new Dictionary<string, string> { [PostComments.Key(1)] = comment };
            var assets = await db.Media.Where(m => pictures.Contains(m.Id)).ToListAsync(Cancel);
            made.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.SingleAsync(c => c.Id == channel.Id, Cancel), null, settings)], [.. assets.Select(a => new PostEdit.Picture(a, "A cup"))]) { Options = options }, by, now);
            made.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddMinutes(2), place.Zone), place.Zone, second: false), by, now);
            await db.SaveChangesAsync(Cancel);
            return made.Id;
        });
        return (post, channel);
    }

    async Task<Channel> Practice(string name)
    {
        using var adam = await app.As("adam");
        using var made = await adam.Post("/w/acme/channels/new/practice", ("Name", name));
        var id = Guid.Parse(made.Headers.Location!.OriginalString.Split('/')[4]);
        return await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id, Cancel));
    }

    async Task<Channel> InTheApp(string network)
    {
        var id = await PlannedChannel(network);
        return await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id, Cancel));
    }

    async Task<Guid> PlannedChannel(string network)
    {
        using var adam = await app.As("adam");
        using var planned = await adam.Post("/w/acme/channels/planned", ("Network", network), ("Name", $"Acme {network} {Guid.NewGuid():N}"));
        return Guid.Parse(planned.Headers.Location!.OriginalString.Split('/')[4]);
    }

    Task<IReadOnlyList<Data.Networks.Problem>> Problems(Guid channel, Dictionary<string, string> settings) => app.In("acme", async db =>
        PostProblems.Of(new PostEdit("A story.", null, [new PostEdit.Target(await db.Channels.SingleAsync(c => c.Id == channel, Cancel), null, new Dictionary<string, string>(settings) { [PostFormats.Key] = "story" })], [])));

    Task Delay(Guid post, TimeSpan by) => app.In("acme", async db =>
    {
        var (olga, found, now) = (await TestApp.Member(db, "olga"), await db.Posts.Whole().SingleAsync(p => p.Id == post, Cancel), app.Clock.GetUtcNow());
        found.Schedule(PlannedTime.Read(Zones.ToLocal(now + by, olga.Workspace.Zone), olga.Workspace.Zone, second: false), olga, now);
        await db.SaveChangesAsync(Cancel);
    });

    Task Change(Guid channel, Action<Channel, Member> change) => app.In("acme", async db =>
    {
        change(await db.Channels.SingleAsync(c => c.Id == channel, Cancel), await TestApp.Member(db, "olga"));
        await db.SaveChangesAsync(Cancel);
    });

    Task<PostState> StateOf(Guid post) => app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.State).SingleAsync(Cancel));
}
