using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Approvals;
using Planable.Data.Channels;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Risks;
using Planable.Data.Secrets;
using Planable.Jobs.Notices;
using Planable.Jobs.Risks;
using Planable.Tests.Channels;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Risks;

public class PreflightTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_sign_in_that_ends_tonight_puts_tomorrows_post_at_risk_as_soon_as_it_is_planned_and_signing_in_again_mends_it_at_once()
    {
        var channel = await Practice(endsIn: TimeSpan.FromHours(10));
        var (before, after) = (await Planned.On(app, channel, TimeSpan.FromHours(5)), await Planned.On(app, channel, TimeSpan.FromHours(20)));
        await app.Run<PreflightJob>();

        Assert.Empty(await Causes(before));
        Assert.Equal([SignInCheck.Ending], await Causes(after));
        using var adam = await app.As("adam");
        var page = await adam.Page($"/w/acme/posts/{after}");
        Assert.Equal("At risk", page.QuerySelector(".post-h .badge")!.TextContent.Trim());
        var risk = page.QuerySelector($"[data-risk={SignInCheck.Ending}]")!;
        Assert.Contains("ends on", risk.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/w/acme/channels/new/practice?channel={channel}", risk.QuerySelector(".acts a")!.GetAttribute("href"));
        var list = await adam.Page("/w/acme/calendar?view=list&dates=all&risk=1");
        Assert.Contains("At risk", list.QuerySelector($"#c-{after} .state")!.TextContent, StringComparison.Ordinal);
        Assert.Null(list.QuerySelector($"#c-{before}"));
        Assert.NotNull((await adam.Page("/")).QuerySelector($"#at-risk a[href='/w/acme/posts/{after}']"));
        Assert.Contains("Sign-in ends", (await adam.Page($"/w/acme/channels/{channel}")).QuerySelector(".hstack")!.TextContent, StringComparison.Ordinal);

        using (await adam.Post("/w/acme/channels/new/practice", ("Channel", channel.ToString()))) { }
        Assert.Empty((await adam.Page($"/w/acme/posts/{after}")).QuerySelectorAll("[data-risk]"));
        Assert.Null((await adam.Page("/")).QuerySelector($"#at-risk a[href='/w/acme/posts/{after}']"));
    }

    [Fact]
    public async Task Each_stage_of_the_month_shows_what_is_at_risk()
    {
        var channel = await Practice(endsIn: TimeSpan.FromMinutes(30));
        var post = await Planned.On(app, channel, TimeSpan.FromMinutes(50));
        await app.Run<PreflightJob>();
        using var pia = await app.As("pia");
        var day = await app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.PlannedLocal!.Value).SingleAsync());
        foreach (var view in (string[])["month", "week", "day", "list", "feed", "board", "grid"])
        {
            var shown = (await pia.Page($"/w/acme/calendar?view={view}&risk=1&date={day:yyyy-MM-dd}")).QuerySelector("#main")!;
            // The filter calls itself so too.
            shown.QuerySelector("#filters")!.Remove();
            Assert.True(shown.TextContent.Contains("At risk", StringComparison.Ordinal), view);
        }

        using (var card = await pia.Get($"/w/acme/posts/{post}/card", htmx: true))
            Assert.Contains("ends on", (await Visitor.Shown(card)).Body!.TextContent, StringComparison.Ordinal);
        // How the agency works is nothing for the client's people.
        using var clara = await app.As("clara");
        Assert.DoesNotContain("At risk", (await clara.Page($"/w/acme/posts/{post}")).Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("At risk", (await clara.Page("/w/acme/calendar?view=list&dates=all")).Body!.TextContent, StringComparison.Ordinal);
        using (var card = await clara.Get($"/w/acme/posts/{post}/card", htmx: true))
            Assert.DoesNotContain("ends on", (await Visitor.Shown(card)).Body!.TextContent, StringComparison.Ordinal);
        await app.In("acme", async db => Assert.DoesNotContain(await db.Log.Where(e => e.SubjectId == post && e.Verb == "post.at-risk").ToListAsync(), e => e.Audience == Data.Logs.Audience.Client));
    }

    [Fact]
    public async Task What_nobody_did_anything_about_is_found_a_day_and_a_quarter_of_an_hour_before_and_goes_by_itself()
    {
        var channel = await Practice();
        var post = await Planned.On(app, channel, TimeSpan.FromDays(3));
        await app.Run<PreflightJob>();
        Assert.Empty(await Causes(post));

        // The network takes shorter texts from now on, which no act of anybody tells.
        await Limit(channel, 10);
        await app.Run<PreflightJob>();
        Assert.Empty(await Causes(post));
        app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
        await app.Run<PreflightJob>();
        Assert.Equal(["TEXT_TOO_LONG"], await Causes(post));

        await Limit(channel, null);
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.Run<PreflightJob>();
        Assert.Empty(await Causes(post));

        await Limit(channel, 10);
        app.Clock.Advance(TimeSpan.FromHours(23));
        await app.Run<PreflightJob>();
        Assert.Empty(await Causes(post));
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        await app.Run<PreflightJob>();
        Assert.Equal(["TEXT_TOO_LONG"], await Causes(post));
        await Limit(channel, null);
    }

    [Fact]
    public async Task A_blackout_endangers_what_was_planned_there_holds_it_and_lifting_it_clears()
    {
        var channel = await Practice();
        var post = await Planned.On(app, channel, TimeSpan.FromDays(40));
        var day = await app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.PlannedLocal!.Value).SingleAsync());
        using var adam = await app.As("adam");
        using var set = await adam.Post("/w/acme/settings/blackouts", ("First", $"{day:yyyy-MM-dd}"), ("Last", $"{day:yyyy-MM-dd}"), ("Reason", "Mourning"));
        var path = set.Headers.Location!.ToString();

        var risk = (await adam.Page($"/w/acme/posts/{post}")).QuerySelector("[data-risk=BLACKOUT]")!;
        Assert.Contains("Mourning", risk.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/w/acme/posts/{post}/move", risk.QuerySelector(".acts a")!.GetAttribute("href"));
        using (await adam.Post($"{path}/removal")) { }
        Assert.Null((await adam.Page($"/w/acme/posts/{post}")).QuerySelector("[data-risk]"));

        using var again = await adam.Post("/w/acme/settings/blackouts", ("First", $"{day:yyyy-MM-dd}"), ("Last", $"{day:yyyy-MM-dd}"), ("Reason", "Mourning"));
        app.Clock.Advance(TimeSpan.FromDays(40) + TimeSpan.FromMinutes(1));
        await app.DeliverDue();
        var held = await Planned.DeliveryOf(app, post);
        Assert.Equal((DeliveryState.Held, HoldReason.Blackout), (held.State, held.HeldFor));
        // Nobody stays signed in for forty days.
        using var later = await app.As("adam");
        using var lifted = await later.Post($"{again.Headers.Location}/removal");
        Assert.StartsWith("/w/acme/", lifted.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VARIABLE_UNRESOLVED"), InlineData("BRAND_WORD"), InlineData(SignInCheck.Broken), InlineData(SignInCheck.Gone)]
    public async Task Every_cause_is_said_with_the_act_that_mends_it(string cause)
    {
        var channel = await Practice();
        var word = $"miracle{Guid.NewGuid():N}"[..16];
        var post = await Planned.On(app, channel, TimeSpan.FromDays(2), $"Our {word} roast.");
        await app.Run<PreflightJob>();
        await app.In("acme", async db =>
        {
            var (olga, now) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            var its = await db.Channels.SingleAsync(c => c.Id == channel);
            if (cause == SignInCheck.Broken)
                its.Break("The network no longer accepts the sign-in.", now);
            else if (cause == SignInCheck.Gone)
                its.Disconnect(olga, now);
            else if (cause == "BRAND_WORD")
                (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId)).AddBrandRule(new Data.BrandRules.BrandRuleDraft(Data.BrandRules.BrandRuleKind.Words, Blocks: true, word, word, []), olga, now);
            await db.SaveChangesAsync();
            if (cause == "VARIABLE_UNRESOLVED")
                await db.Posts.Where(p => p.Id == post).ExecuteUpdateAsync(p => p.SetProperty(x => x.Text, "Our {brand.roast}.").SetProperty(x => x.Preflown, 0));
        });
        await app.Run<PreflightJob>();

        Assert.Equal([cause], await Causes(post));
        using var olga = await app.As("olga");
        var page = await olga.Page($"/w/acme/posts/{post}");
        var act = page.QuerySelector($"[data-risk={cause}] .acts a")!.GetAttribute("href")!;
        Assert.StartsWith(SignInCheck.WillFail(cause) ? "/w/acme/channels/new/practice" : $"/w/acme/posts/{post}/edit", act, StringComparison.Ordinal);
        Assert.Equal(SignInCheck.WillFail(cause) ? "Will fail" : "At risk", page.QuerySelector(".post-h .badge")!.TextContent.Trim());
        // Who cannot mend it reads who does.
        using var wanda = await app.As("wanda");
        Assert.Empty((await wanda.Page($"/w/acme/posts/{post}")).QuerySelectorAll($"[data-risk={cause}] .acts a"));
    }

    [Fact]
    public async Task One_notice_for_a_post_and_cause_and_the_mail_waits_for_the_last_day()
    {
        var (first, second) = (await Practice(endsIn: TimeSpan.FromHours(10)), await Practice(endsIn: TimeSpan.FromHours(11)));
        var post = await app.In("acme", async db =>
        {
            var (pia, place, now) = (await TestApp.Member(db, "pia"), await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), app.Clock.GetUtcNow());
            var both = await db.Channels.Where(c => c.Id == first || c.Id == second).ToListAsync();
            var made = Post.Draft(pia, place, now);
            db.Posts.Add(made);
            made.Edit(new PostEdit("Twice at risk.", null, [.. both.Select(c => new PostEdit.Target(c, null, null))], []), pia, now);
            made.Schedule(Data.Times.PlannedTime.Read(Data.Times.Zones.ToLocal(now.AddDays(5), place.Zone), place.Zone, second: false), pia, now);
            await db.SaveChangesAsync();
            return made.Id;
        });
        for (var round = 0; round < 3; round++)
        {
            await app.Run<PreflightJob>();
            await app.Run<WriteNoticesJob>();
            app.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Equal([SignInCheck.Ending, SignInCheck.Ending], await Causes(post));
        await app.In("acme", async db =>
        {
            var notices = await db.Notices.Where(n => n.PostId == post).ToListAsync();
            Assert.Contains(notices, n => n.MemberId == db.Posts.Where(p => p.Id == post).Select(p => p.AuthorId).Single());
            Assert.Equal(notices.Count, notices.Select(n => n.MemberId).Distinct().Count());
            Assert.All(notices, n => Assert.Equal(Notice.AtRisk, n.Kind));
            Assert.All(notices, n => Assert.True(n.MailAt > app.Clock.GetUtcNow().AddDays(3)));
        });

        // A notice about the risk does not swallow the one about the failure that follows.
        app.Clock.Advance(TimeSpan.FromDays(5));
        await app.In("acme", db => db.Channels.Where(c => c.Id == first || c.Id == second).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, ChannelState.NeedsReconnect)));
        await app.DeliverDue();
        await app.Run<WriteNoticesJob>();
        await app.In("acme", async db => Assert.Contains(await db.Notices.Where(n => n.PostId == post).ToListAsync(), n => n.Kind == "post.delivery-held"));
    }

    [Fact]
    public async Task Whoever_plans_a_post_that_will_not_go_out_reads_it_on_the_next_page()
    {
        var channel = await Practice(endsIn: TimeSpan.FromHours(10));
        var post = await Planned.On(app, channel, TimeSpan.FromHours(5));
        await app.Run<PreflightJob>();
        using var pia = await app.As("pia");
        var there = app.Clock.GetUtcNow().AddDays(2);
        using (await pia.Post($"/w/acme/posts/{post}/moves", ("date", $"{there:yyyy-MM-dd}"), ("time", "12:00"))) { }
        Assert.NotNull((await pia.Page($"/w/acme/posts/{post}")).QuerySelector($"[data-risk={SignInCheck.Ending}]"));
    }

    [Fact]
    public async Task A_missing_approval_is_a_risk_on_the_last_day_and_not_before()
    {
        var channel = await Practice();
        var (near, far) = (await Planned.On(app, channel, TimeSpan.FromHours(20)), await Planned.On(app, channel, TimeSpan.FromDays(4)));
        await Approvals(new ApprovalRules { IsOn = true, IsRequired = true });
        await app.Run<PreflightJob>();
        using var olga = await app.As("olga");
        var page = await olga.Page($"/w/acme/posts/{near}");
        await Approvals(new ApprovalRules());

        Assert.EndsWith("tab=approval", page.QuerySelector($"[data-risk={ApprovalCheck.Code}] .acts a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty(await Causes(far));
        await app.Run<PreflightJob>();
        Assert.Empty(await Causes(near));
    }

    [Fact]
    public async Task Many_posts_cost_as_many_commands_as_one()
    {
        var channel = await Practice();
        await app.Run<PreflightJob>();
        await Planned.On(app, channel, TimeSpan.FromDays(9), "Alone.");
        var one = await app.Sql.During(() => app.Run<PreflightJob>());
        for (var i = 0; i < 12; i++)
            await Planned.On(app, channel, TimeSpan.FromDays(10 + i), $"Number {i}.");
        var many = await app.Sql.During(() => app.Run<PreflightJob>());

        Assert.Equal(one.Count, many.Count);
    }

    Task Approvals(ApprovalRules rules) => app.In("acme", async db =>
    {
        (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId)).SettleApprovals(rules, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    });

    Task<List<string>> Causes(Guid post) => app.In("acme", db => db.Risks.Where(r => r.PostId == post).OrderBy(r => r.Code).Select(r => r.Code).ToListAsync());

    Task Limit(Guid channel, int? text) => app.In("acme", async db =>
    {
        await db.Channels.Where(c => c.Id == channel).ExecuteUpdateAsync(c => c.SetProperty(x => x.Limits, text is { } most ? new Dictionary<string, int> { ["text"] = most } : new Dictionary<string, int>()));
    });

    /// <summary>A channel of its own.</summary>
    Task<Guid> Practice(TimeSpan? endsIn = null) => app.In("acme", async db =>
    {
        var (olga, now) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
        await using var scope = app.Services.CreateAsyncScope();
        var secrets = scope.ServiceProvider.GetRequiredService<Vault>().Lock(new Jobs.Connectors.ChannelSecrets(new Dictionary<string, string>()));
        var account = new Data.Practice.PracticeAccount(Guid.NewGuid().ToString("N"), "Practice");
        db.PracticeAccounts.Add(account);
        var channel = Channel.Connect(olga, "practice", new RemoteAccount(account.Account, "Practice", account.Account, null, null, new Dictionary<string, int>()), secrets, now, renewAt: null, endsAt: now + endsIn);
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });
}
