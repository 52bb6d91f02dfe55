using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Data.Tokens;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.Members;

/// <summary>Wanda is limited to one channel of three.</summary>
public class LimitedMembersTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static readonly Lock Once = new();

    static Task<List<Guid>>? made;

    Task<Guid> IdOf(string name) => app.In("acme", async db => (await TestApp.Member(db, name)).Id);

    /// <summary>Three channels; Wanda may publish, and sees the first.</summary>
    Task<List<Guid>> Channels()
    {
        lock (Once)
            return made ??= Make();
    }

    async Task<List<Guid>> Make()
    {
        var channels = await app.In("acme", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            foreach (var name in (string[])["Seen Shots", "Hidden Links", "Hidden Pages"])
                db.Channels.Add(Data.Channels.Channel.Connect(olga, "practice", new Data.Channels.RemoteAccount(name, name, name, null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow()));
            (await TestApp.Member(db, "wanda")).ChangeRole(Role.Manager, olga, await db.Members.Include(m => m.Person).ToListAsync(Cancel), app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
            return await db.Channels.Where(c => c.Name == "Seen Shots" || c.Name.StartsWith("Hidden")).OrderByDescending(c => c.Name).Select(c => c.Id).ToListAsync(Cancel);
        });
        using var adam = await app.As("adam");
        using var limited = await adam.Post($"/w/acme/members/{await IdOf("wanda")}/channels", ("limited", "true"), ("channels", channels[0].ToString()));
        Assert.Equal(HttpStatusCode.Redirect, limited.StatusCode);
        return channels;
    }

    /// <summary>By Wanda herself, before she was limited, so that nothing but the channels stands in her way.</summary>
    Task<Guid> Write(string text, IEnumerable<Guid> to, bool scheduled = true) => app.In("acme", async db =>
    {
        var (olga, now, ids) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow(), to.ToList());
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var post = Post.Draft(olga, workspace, now);
        db.Posts.Add(post);
        post.Edit(new PostEdit(text, null, [.. (await db.Channels.Where(c => ids.Contains(c.Id)).ToListAsync(Cancel)).Select(c => new PostEdit.Target(c, c.Name.StartsWith("Hidden", StringComparison.Ordinal) ? $"{text} Secret of {c.Name}" : null, null))], []), olga, now);
        if (scheduled)
            post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(4), workspace.Zone), workspace.Zone, second: false), olga, now);
        db.Entry(post).Property(p => p.AuthorId).CurrentValue = (await TestApp.Member(db, "wanda")).Id;
        await db.SaveChangesAsync(Cancel);
        return post.Id;
    });

    Task<string> Stand(Guid id) => app.In("acme", async db =>
    {
        var post = await db.Posts.IncludingDeleted().Whole().AsNoTracking().SingleAsync(p => p.Id == id, Cancel);
        return $"{post.Revision} {post.State} {post.ScheduledAt:u} {post.DeletedAt:u} {post.Content().Hash()} {post.Versions.Count} {post.Labels.Count} {post.ApprovalState} {string.Join(',', post.Deliveries.OrderBy(d => d.Id).Select(d => $"{d.Id}{d.State}{d.DueAt:u}"))}";
    });

    [Fact]
    public async Task A_post_of_three_networks_shows_her_variant_and_how_many_more_there_are()
    {
        var channels = await Channels();
        var post = await Write("Three ways.", channels);
        using var wanda = await app.As("wanda");
        foreach (var tab in (string[])["deliveries", "activity", "versions", "conversation"])
        {
            var page = (await wanda.Page($"/w/acme/posts/{post}?tab={tab}")).QuerySelector("#main")!;
            Assert.Contains("2 more not visible to you", page.TextContent, StringComparison.Ordinal);
            Assert.Contains("Seen Shots", page.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Hidden", page.InnerHtml, StringComparison.Ordinal);
            Assert.Empty(page.QuerySelectorAll("a[href$='/edit'], a[href$='/move'], #post-more"));
            Assert.Equal($"/w/acme/posts/{post}/part", page.QuerySelector("a[data-key=e]")!.GetAttribute("href"));
        }

        using var card = await wanda.Get($"/w/acme/posts/{post}/card", htmx: true);
        Assert.Contains("2 more not visible to you", (await Visitor.Shown(card)).Body!.TextContent, StringComparison.Ordinal);
        using var pia = await app.As("pia");
        var all = (await pia.Page($"/w/acme/posts/{post}")).QuerySelector("#main")!;
        Assert.Contains("Hidden Links", all.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("not visible to you", all.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_act_of_hers_touches_it_and_each_is_refused_with_the_reason()
    {
        var channels = await Channels();
        var post = await Write("Hands off.", channels);
        var before = await Stand(post);
        using var wanda = await app.As("wanda");
        var there = $"/w/acme/posts/{post}";
        foreach (var (path, fields) in new (string, (string, string?)[])[]
        {
            ($"{there}/moves", [("Date", "2027-03-01"), ("Time", "09:00"), ("Anyway", "true")]),
            ($"{there}/deletion", []),
            ($"{there}/copies", []),
            ($"{there}/unscheduling", []),
            ($"{there}/publication", []),
            ($"{there}/versions/1/restoration", []),
            ($"{there}/approval/budget", [("budget", "5")]),
        })
        {
            using var answer = await wanda.Htmx(path, fields);
            Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{path} answered {(int)answer.StatusCode}");
            Assert.True((await Visitor.Shown(answer)).Body!.TextContent.Contains("2 channels you do not see", StringComparison.Ordinal), path);
        }

        using var papers = await wanda.Get($"{there}/approval/certificates");
        Assert.Equal(HttpStatusCode.NotFound, papers.StatusCode);
        using var queued = await wanda.Htmx($"{there}/queue");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, queued.StatusCode);
        using var form = await wanda.Get($"{there}/edit");
        Assert.Equal(HttpStatusCode.Redirect, form.StatusCode);
        Assert.Equal($"{there}/part", form.Headers.Location!.OriginalString);
        using var bar = await wanda.Htmx("/w/acme/bulk/bar", ("Posts", post.ToString()));
        Assert.Contains("They also go to channels you do not see.", (await Visitor.Shown(bar)).Body!.TextContent, StringComparison.Ordinal);
        foreach (var act in (string[])["Shift", "Delete", "Unschedule", "Duplicate", "Replace", "Label"])
        {
            using var done = await wanda.Htmx("/w/acme/bulk", ("Act", act), ("Posts", post.ToString()), ("Days", "3"), ("Find", "Hands"), ("With", "Feet"), ("Label", (await app.In("acme", db => db.Labels.Select(l => l.Id).FirstAsync())).ToString()));
            Assert.Equal(before, await Stand(post));
        }

        Assert.Equal(before, await Stand(post));
        Assert.Equal(1, await app.In("acme", db => db.Posts.CountAsync(p => p.Text == "Hands off.")));
        // Saying something about it is hers.
        using var said = await wanda.Htmx($"{there}/threads", ("Text", "Looks good on my channel."));
        Assert.True(said.IsSuccessStatusCode, $"{(int)said.StatusCode}");
    }

    [Fact]
    public async Task What_lies_on_other_channels_only_is_not_there_for_her()
    {
        var channels = await Channels();
        var hidden = await Write("Zanzibar on hidden channels.", channels.Skip(1));
        var hers = await Write("Zanzibar on mine.", channels.Take(1));
        using var wanda = await app.As("wanda");
        foreach (var path in new[] { $"/w/acme/posts/{hidden}", $"/w/acme/posts/{hidden}/card", $"/w/acme/posts/{hidden}/edit", $"/w/acme/posts/{hidden}/activity.csv", $"/w/acme/channels/{channels[1]}" })
        {
            using var answer = await wanda.Get(path);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path} answered {(int)answer.StatusCode}");
        }

        using var deleted = await wanda.Htmx($"/w/acme/posts/{hidden}/deletion");
        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
        foreach (var path in (string[])["/w/acme/calendar?view=list&dates=all&q=Zanzibar", "/search?q=Zanzibar", "/", "/w/acme/exports/csv?dates=all&q=Zanzibar", "/w/acme/channels"])
        {
            using var answer = await wanda.Get(path);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.DoesNotContain("Zanzibar on hidden", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Hidden Links", text, StringComparison.Ordinal);
        }

        Assert.Contains("Zanzibar on mine", (await wanda.Page("/w/acme/calendar?view=list&dates=all&q=Zanzibar")).QuerySelector("#main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Zanzibar on mine", (await wanda.Page("/search?q=Zanzibar")).Body!.TextContent, StringComparison.Ordinal);
        // What is wholly hers she changes as ever.
        using var gone = await wanda.Htmx($"/w/acme/posts/{hers}/unscheduling");
        Assert.Equal(HttpStatusCode.OK, gone.StatusCode);

        var entries = await app.In("acme", async db => (await db.Log.AsNoTracking().Where(e => e.SubjectId == hidden || e.SubjectId == hers || e.SubjectId == channels[1]).ToListAsync(Cancel), await TestApp.Member(db, "wanda")));
        var live = await app.In("acme", async db =>
        {
            using var eyes = db.SeeAs(entries.Item2);
            return await db.SeenOf(entries.Item1, entries.Item2, Cancel);
        });
        Assert.Equal([hers], live.Select(e => e.SubjectId).Distinct());
        using var activity = await wanda.Get("/w/acme/activity");
        Assert.Equal(HttpStatusCode.Forbidden, activity.StatusCode);
    }

    [Fact]
    public async Task A_failure_on_a_hidden_channel_is_not_told_to_her_and_one_on_hers_is()
    {
        var channels = await Channels();
        var post = await Write("Told or not.", channels);
        await app.In("acme", async db =>
        {
            var deliveries = await db.Deliveries.Include(d => d.Channel).Include(d => d.Post).Where(d => d.PostId == post).ToListAsync(Cancel);
            deliveries.Single(d => d.ChannelId == channels[1]).Fail(new Failure(FailureClass.Permanent, "NO", "Refused there."), app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        await app.Run<WriteNoticesJob>();
        Task<int> Told(string name) => app.In("acme", db => db.Notices.CountAsync(n => n.PostId == post && n.Kind == "post.delivery-failed" && db.Members.Any(m => m.Id == n.MemberId && m.Person.Email!.StartsWith(name)), Cancel));
        Assert.Equal(0, await Told("wanda"));
        await app.In("acme", async db =>
        {
            var own = await db.Deliveries.Include(d => d.Channel).Include(d => d.Post).SingleAsync(d => d.PostId == post && d.ChannelId == channels[0], Cancel);
            own.Fail(new Failure(FailureClass.Permanent, "NO", "Refused here."), app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        await app.Run<WriteNoticesJob>();
        Assert.Equal(1, await Told("wanda"));
    }

    [Fact]
    public async Task The_state_of_a_shared_post_is_that_of_her_channels_wherever_it_is_shown_and_counted()
    {
        var channels = await Channels();
        var post = await Write("Weathervane.", channels);
        async Task Now(DeliveryState seen, DeliveryState hidden)
        {
            await app.In("acme", async db =>
            {
                foreach (var delivery in await db.Deliveries.Where(d => d.PostId == post).ToListAsync(Cancel))
                    db.Entry(delivery).Property(d => d.State).CurrentValue = delivery.ChannelId == channels[0] ? seen : hidden;
                var whole = await db.Posts.SingleAsync(p => p.Id == post, Cancel);
                db.Entry(whole).Property(p => p.State).CurrentValue = Post.Sum([seen, hidden, hidden]);
                await db.SaveChangesAsync(Cancel);
            });
        }

        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        using var program = await app.Api("wanda", TokenScope.Read);
        const string list = "/w/acme/calendar?view=list&dates=all&q=Weathervane";
        await Now(DeliveryState.Published, DeliveryState.Failed);
        Assert.Contains("Partly", (await pia.Page(list)).QuerySelector("#main")!.TextContent, StringComparison.Ordinal);
        foreach (var view in (string[])["list", "feed", "board", "grid", "month", "week"])
        {
            var page = (await wanda.Page($"/w/acme/calendar?view={view}&q=Weathervane&date={app.Clock.GetUtcNow().AddDays(4):yyyy-MM-dd}{(view is "month" or "week" ? "" : "&dates=all")}")).QuerySelector("#main")!;
            Assert.True(page.TextContent.Contains("Weathervane", StringComparison.Ordinal), view);
            Assert.Empty(page.QuerySelectorAll("[data-post] [data-state=failed], [data-post] .sm-failed"));
            Assert.DoesNotContain("Partly published", string.Join(' ', page.QuerySelectorAll("[data-post], .post, article, tr").Select(e => e.TextContent)), StringComparison.Ordinal);
        }

        Assert.Contains("Weathervane", (await wanda.Page($"{list}&state=Published")).QuerySelector("#main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Weathervane.", (await wanda.Page($"{list}&state=PartlyPublished")).QuerySelector("#main")!.TextContent, StringComparison.Ordinal);
        var header = (await wanda.Page($"/w/acme/posts/{post}")).QuerySelector(".post-h")!.TextContent;
        Assert.DoesNotContain("of 3", header, StringComparison.Ordinal);
        Assert.Contains("Published", header, StringComparison.Ordinal);
        using (var card = await wanda.Get($"/w/acme/posts/{post}/card", htmx: true))
            Assert.DoesNotContain("artly", (await Visitor.Shown(card)).Body!.TextContent, StringComparison.Ordinal);
        const string ask = "query ($id: ID!, $s: [PostState!]) { post(id: $id) { state } posts(first: 5, filter: {states: $s, search: \"Weathervane\"}) { nodes { state } } }";
        var told = await program.Ask(ask, new { id = Id("Post", post), s = new[] { "PUBLISHED" } });
        Assert.Equal("PUBLISHED", (string?)told["post"]!["state"]);
        Assert.Single(told["posts"]!["nodes"]!.AsArray());
        Assert.Empty((await program.Ask(ask, new { id = Id("Post", post), s = new[] { "PARTLY_PUBLISHED" } }))["posts"]!["nodes"]!.AsArray());

        // All that can come of hers is told as it is, whatever becomes of the others.
        foreach (var state in Enum.GetValues<DeliveryState>())
        {
            await Now(state, DeliveryState.Unknown);
            Assert.Equal(Post.Sum([state]).ToString(), Enum.Parse<PostState>(((string)(await program.Ask(ask, new { id = Id("Post", post) }))["post"]!["state"]!).Replace("_", "", StringComparison.Ordinal), ignoreCase: true).ToString());
        }

        // Those who see all are told of all.
        Assert.Equal(PostState.Unknown, await app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.State).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Nobody_is_asked_to_approve_what_they_see_a_part_of()
    {
        var channels = await Channels();
        await app.In("bolt", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            var pia = await TestApp.Member(db, "pia");
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
            var (seen, other) = (Data.Channels.Channel.Plan(olga, "practice", "Seen", app.Clock.GetUtcNow()), Data.Channels.Channel.Plan(olga, "practice", "Other", app.Clock.GetUtcNow()));
            db.Channels.AddRange(seen, other);
            var flow = new ApprovalFlow(Guid.NewGuid(), "One", [House.Level("Team", House.Any(Role.Publisher))]);
            workspace.SettleApprovals(new ApprovalRules { IsOn = true, IsRequired = true, Flows = [flow], DefaultFlowId = flow.Id }, olga, app.Clock.GetUtcNow());
            pia.ChangeRole(Role.Publisher, olga, [olga, pia], app.Clock.GetUtcNow());
            pia.Switch(Permission.ApprovePosts, true, olga, app.Clock.GetUtcNow());
            pia.LimitTo([seen], olga, app.Clock.GetUtcNow());
            var post = Post.Draft(olga, workspace, app.Clock.GetUtcNow());
            post.Edit(new PostEdit("Both", null, [new PostEdit.Target(seen, null, null), new PostEdit.Target(other, null, null)], []), olga, app.Clock.GetUtcNow());
            post.RequestApproval(null, olga, [olga, pia], app.Clock.GetUtcNow());
            Assert.Equal(["Olga Owner"], post.Approval!.Waiting.Select(a => a.Name));
            // Whoever makes up the request is refused all the same.
            Assert.Equal(Post.PartlyHidden, Assert.Throws<RuleBroken>(() => House.Approve(post, pia)).Code);

            var own = Post.Draft(olga, workspace, app.Clock.GetUtcNow());
            own.Edit(new PostEdit("Own", null, [new PostEdit.Target(seen, null, null)], []), olga, app.Clock.GetUtcNow());
            own.RequestApproval(null, olga, [olga, pia], app.Clock.GetUtcNow());
            Assert.Equal(["Pia Publisher"], own.Approval!.Waiting.Select(a => a.Name));
        });
        Assert.Equal(3, channels.Count);
    }

    [Fact]
    public async Task Whatever_forgets_to_ask_is_stopped_when_it_saves()
    {
        var channels = await Channels();
        var post = await Write("Behind the wall.", channels);
        var whole = await Stand(post);
        await app.In("acme", async db =>
        {
            var wanda = await TestApp.Member(db, "wanda");
            using var eyes = db.SeeAs(wanda);
            var part = await db.Posts.Include(p => p.Variants).SingleAsync(p => p.Id == post, Cancel);
            Assert.Single(part.Variants);
            db.Entry(part).Property(p => p.Text).CurrentValue = "Changed by the back door.";
            Assert.Equal(Post.PartlyHidden, (await Assert.ThrowsAsync<RuleBroken>(() => db.SaveChangesAsync(Cancel))).Code);
        });
        await app.In("acme", async db =>
        {
            var wanda = await TestApp.Member(db, "wanda");
            var hidden = await db.Deliveries.SingleAsync(d => d.PostId == post && d.ChannelId == channels[1], Cancel);
            using var eyes = db.SeeAs(wanda);
            db.Remove(hidden);
            Assert.Equal(Post.PartlyHidden, (await Assert.ThrowsAsync<RuleBroken>(() => db.SaveChangesAsync(Cancel))).Code);
        });
        Assert.Equal(whole, await Stand(post));
        // What her delivery comes to is summed up over all of them.
        using var retried = await app.As("wanda");
        var hers = await app.In("acme", async db =>
        {
            var own = await db.Deliveries.Include(d => d.Channel).Include(d => d.Post).SingleAsync(d => d.PostId == post && d.ChannelId == channels[0], Cancel);
            own.Fail(new Failure(FailureClass.Permanent, "NO", "Refused."), app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
            return own.Id;
        });
        using var again = await retried.Htmx($"/w/acme/deliveries/{hers}/retries");
        Assert.True(again.IsSuccessStatusCode, $"{(int)again.StatusCode} {again.RequestMessage!.RequestUri}");
        Assert.Equal(PostState.Scheduled, await app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.State).SingleAsync(Cancel)));
    }

    [Fact]
    public void Every_row_that_lies_on_a_channel_is_behind_the_limit()
    {
        using var scope = app.Services.CreateScope();
        var model = scope.ServiceProvider.GetRequiredService<PlanableDb>().Model;
        var open = model.GetEntityTypes().Where(t => typeof(IBelongToWorkspace).IsAssignableFrom(t.ClrType) && (t.FindProperty("ChannelId") is not null || t.ClrType == typeof(Post) || t.ClrType == typeof(Data.Channels.Channel)))
            .Where(t => t.GetDeclaredQueryFilters().All(f => f.Key != "Channels"));
        Assert.Empty(open.Select(t => t.ClrType.Name));
    }

    [Fact]
    public async Task An_invitation_brings_the_limit_along_and_the_lists_say_so()
    {
        var channels = await Channels();
        using var adam = await app.As("adam");
        using var nothing = await adam.Post("/w/acme/invitations", ("Email", "oscar@elsewhere.example"), ("Role", "Writer"), ("Days", "7"), ("MaxUses", "1"), ("limited", "true"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        using var admin = await adam.Post("/w/acme/invitations", ("Email", "oscar@elsewhere.example"), ("Role", "Admin"), ("Days", "7"), ("MaxUses", "1"), ("limited", "true"), ("channels", channels[1].ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, admin.StatusCode);
        using var sent = await adam.Post("/w/acme/invitations", ("Email", "oscar@elsewhere.example"), ("Role", "Writer"), ("Days", "7"), ("MaxUses", "1"), ("limited", "true"), ("channels", channels[1].ToString()));
        var page = await adam.Page("/w/acme/members");
        Assert.Contains("only Seen Shots", page.QuerySelector("#main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("only Hidden Pages", page.QuerySelectorAll("[data-invitation]").Single(i => i.TextContent.Contains("oscar@", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        using var back = await adam.Post($"/w/acme/invitations/{await app.In("acme", db => db.Invitations.Where(i => i.Email == "oscar@elsewhere.example").Select(i => i.Id).SingleAsync(Cancel))}/revocation");

        var (house, channel) = (new House(), A.Channel());
        var (invitation, _) = Invitation.Send(house.Adam, null, Role.Writer, 1, TimeSpan.FromDays(7), A.Monday, [channel]);
        Assert.Equal([channel.Id], invitation.Accept(house.Workspace, A.Person("Nora New"), null, A.Monday).OnlyChannels!);
    }

    [Fact]
    public void Those_who_answer_for_the_client_see_all_and_the_limit_ends_what_reaches_all()
    {
        var house = new House();
        var channel = A.Channel();
        Assert.Equal("ROLE_SEES_ALL_ALWAYS", Assert.Throws<RuleBroken>(() => house.Adam.LimitTo([channel], house.Olga, A.Monday)).Code);
        Assert.Equal("CHANNELS_MISSING", Assert.Throws<RuleBroken>(() => house.Pia.LimitTo([], house.Olga, A.Monday)).Code);
        Assert.Throws<NotAllowed>(() => house.Wanda.LimitTo([channel], house.Pia, A.Monday));
        Assert.True(house.Pia.Can(Permission.ShareForReview));
        house.Pia.LimitTo([channel], house.Olga, A.Monday);
        Assert.False(house.Pia.Can(Permission.ShareForReview));
        Assert.True(house.Pia.Can(Permission.EditOthersPosts));
        Assert.Equal("ROLE_SEES_ALL", Assert.Throws<RuleBroken>(() => house.Pia.ChangeRole(Role.Admin, house.Olga, house.Everyone, A.Monday)).Code);
        house.Pia.LimitTo(null, house.Olga, A.Monday);
        Assert.True(house.Pia.Can(Permission.ShareForReview));
    }

    [Fact]
    public async Task Who_does_not_manage_members_limits_nobody_and_strangers_find_nothing()
    {
        var id = await IdOf("ivo");
        using var pia = await app.As("pia");
        using var forbidden = await pia.Post($"/w/acme/members/{id}/channels", ("limited", "false"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var oscar = await app.As("oscar");
        using var gone = await oscar.Post($"/w/acme/members/{id}/channels", ("limited", "false"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }
}
