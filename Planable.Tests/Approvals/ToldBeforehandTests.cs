using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.BrandRules;
using Planable.Data.Posts;
using Planable.Jobs.Recurrences;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

/// <summary>Whoever is about to take somebody's approval away hears it first, wherever they do it.</summary>
public class ToldBeforehandTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly string[] Both = ["ivo", "clara"];

    [Fact]
    public async Task Replacing_words_sets_approved_posts_apart_and_one_undo_gives_the_approvals_back()
    {
        await app.RequireApproval(r => r with { Locks = false });
        var (approved, draft) = (await app.Write("Best of 2025, approved.", 3, true, Both), await app.Write("Best of 2025, a draft.", sent: false));
        using var pia = await app.As("pia");
        (string, string?)[] act = [("Act", "Replace"), ("Posts", $"{approved},{draft}"), ("Find", "2025"), ("With", "2026")];
        using var preview = await pia.Htmx("/w/acme/bulk/preview", act);
        var shown = await Visitor.Shown(preview);
        Assert.Contains("1 approved post: will reset approval", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(approved.ToString(), shown.QuerySelector("input[type=checkbox][name=Posts]")!.GetAttribute("value"));
        Assert.Equal(draft.ToString(), shown.QuerySelector("input[type=hidden][name=Posts]")!.GetAttribute("value"));
        Assert.Contains("Takes back the approval of Ivo Inside, Clara Client", shown.QuerySelector($"li[data-post='{approved}']")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Takes back", shown.QuerySelector($"li[data-post='{draft}']")!.TextContent, StringComparison.Ordinal);

        using var done = await pia.Htmx("/w/acme/bulk", act);
        Assert.Equal((ApprovalState.Outdated, PostState.Draft, "Best of 2026, approved."), await Stand(approved));
        using (await pia.Htmx((await Visitor.Shown(done)).QuerySelector("form")!.GetAttribute("action")!)) { }
        Assert.Equal((ApprovalState.Approved, PostState.Scheduled, "Best of 2025, approved."), await Stand(approved));
        Assert.Equal((ApprovalState.None, PostState.Draft, "Best of 2025, a draft."), await Stand(draft));
        app.Clock.Advance(TimeSpan.FromDays(3).Add(TimeSpan.FromMinutes(1)));
        await app.DeliverDue();
        Assert.Equal(PostState.Published, (await Stand(approved)).State);
    }

    [Fact]
    public async Task What_is_locked_is_not_replaced_and_the_preview_says_who_unlocks()
    {
        await app.RequireApproval();
        var locked = await app.Write("Locked 1999.", 3, true, Both);
        using var pia = await app.As("pia");
        using var preview = await pia.Htmx("/w/acme/bulk/preview", ("Act", "Replace"), ("Posts", locked.ToString()), ("Find", "1999"), ("With", "2000"));
        var shown = await Visitor.Shown(preview);
        Assert.Contains("locked by approval", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(shown.QuerySelectorAll("input[name=Posts]"));
    }

    [Fact]
    public async Task Moving_many_lists_the_approvals_lost_and_undo_gives_them_back()
    {
        await app.RequireApproval(r => r with { Locks = false });
        var (approved, locks) = (await app.Write("Moves with its approval.", 4, true, Both), await app.Write("Moves without.", 4, sent: false));
        using var pia = await app.As("pia");
        (string, string?)[] act = [("Act", "Shift"), ("Posts", $"{approved},{locks}"), ("Days", "7")];
        using var preview = await pia.Htmx("/w/acme/bulk/preview", act);
        var shown = await Visitor.Shown(preview);
        Assert.Contains("1 post loses approvals at its new time.", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Takes back the approval of Clara Client", shown.QuerySelector($"li[data-post='{approved}']")!.TextContent, StringComparison.Ordinal);
        var before = (await app.Read(approved)).ScheduledAt;

        using var done = await pia.Htmx("/w/acme/bulk", act);
        Assert.Equal((ApprovalState.Outdated, PostState.Draft), ((await Stand(approved)).Approval, (await Stand(approved)).State));
        using (await pia.Htmx((await Visitor.Shown(done)).QuerySelector("form")!.GetAttribute("action")!)) { }
        Assert.Equal((ApprovalState.Approved, PostState.Scheduled), ((await Stand(approved)).Approval, (await Stand(approved)).State));
        Assert.Equal(before, (await app.Read(approved)).ScheduledAt);
    }

    [Fact]
    public async Task Locked_for_its_time_it_stays_where_it_is_when_others_move()
    {
        await app.RequireApproval();
        var (locked, free) = (await app.Write("Locked in time.", 4, true, Both), await app.Write("Free in time.", 4, sent: false));
        using var pia = await app.As("pia");
        using var preview = await pia.Htmx("/w/acme/bulk/preview", ("Act", "Shift"), ("Posts", $"{locked},{free}"), ("Days", "7"));
        var shown = await Visitor.Shown(preview);
        Assert.Contains("1 post is approved for its time and locked.", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(free.ToString(), shown.QuerySelector("input[name=Posts]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_drop_on_another_day_asks_before_it_takes_an_approval_back()
    {
        await app.RequireApproval(r => r with { Locks = false });
        var id = await app.Write("Dropped on another day.", 5, true, Both);
        var day = DateOnly.FromDateTime((await app.Read(id)).PlannedLocal!.Value.AddDays(2)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var pia = await app.As("pia");
        using var asked = await pia.Htmx($"/w/acme/posts/{id}/moves?date={day}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var question = await Visitor.Shown(asked);
        Assert.Contains("Moving it by more than 2 hours takes back the approval of Clara Client.", question.QuerySelector("#move-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", question.QuerySelector("form[data-moves] input[name=Anyway]")!.GetAttribute("value"));
        Assert.Equal((ApprovalState.Approved, PostState.Scheduled), ((await Stand(id)).Approval, (await Stand(id)).State));

        using var moved = await pia.Htmx($"/w/acme/posts/{id}/moves?date={day}&anyway=true");
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.Equal((ApprovalState.Outdated, PostState.Draft), ((await Stand(id)).Approval, (await Stand(id)).State));
        // Undo brings the date back; the approval has to be asked for.
        using var undone = await pia.Htmx((await Visitor.Shown(moved)).QuerySelector("form")!.GetAttribute("action")!);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.NotEqual(day, DateOnly.FromDateTime((await app.Read(id)).PlannedLocal!.Value).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_drop_on_the_tray_asks_before_it_takes_an_approval_back_and_the_next_date_does_not_bring_it_back()
    {
        await app.RequireApproval(r => r with { Locks = false });
        var id = await app.Write("Dropped on the tray.", 5, true, Both);
        using var pia = await app.As("pia");
        using var asked = await pia.Htmx($"/w/acme/posts/{id}/moves");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var question = await Visitor.Shown(asked);
        Assert.Contains("Without its date the approval of Clara Client is taken back.", question.QuerySelector("#move-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Null(question.QuerySelector("[name=Date]"));
        Assert.Equal((ApprovalState.Approved, PostState.Scheduled), ((await Stand(id)).Approval, (await Stand(id)).State));

        using var moved = await pia.Htmx($"/w/acme/posts/{id}/moves", ("Anyway", question.QuerySelector("form[data-moves] input[name=Anyway]")!.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        var post = await app.Read(id);
        Assert.Equal((ApprovalState.Outdated, PostState.Draft, (DateTime?)null), (post.ApprovalState, post.State, post.PlannedLocal));
        Assert.Equal(["Ivo Inside"], post.Approval!.Standing.Select(s => s.Name));
        // Undo brings the date back; the approval has to be asked for.
        using var undone = await pia.Htmx((await Visitor.Shown(moved)).QuerySelector("form")!.GetAttribute("action")!);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.Equal((ApprovalState.Outdated, PostState.Draft), ((await Stand(id)).Approval, (await Stand(id)).State));
        Assert.NotNull((await app.Read(id)).PlannedLocal);
    }

    [Fact]
    public async Task Locked_for_its_time_it_does_not_go_to_the_tray()
    {
        await app.RequireApproval();
        var id = await app.Write("Locked for its time.", 5, true, Both);
        using var pia = await app.As("pia");
        using var refused = await pia.Htmx($"/w/acme/posts/{id}/moves");
        Assert.Equal(HttpStatusCode.Locked, refused.StatusCode);
        Assert.Contains("locked by approval", (await Visitor.Shown(refused)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((ApprovalState.Approved, PostState.Scheduled), ((await Stand(id)).Approval, (await Stand(id)).State));
        Assert.NotNull((await app.Read(id)).PlannedLocal);
    }

    [Fact]
    public async Task Swapping_two_posts_says_whose_approval_falls_and_waits_for_a_yes()
    {
        await app.RequireApproval(r => r with { Locks = false });
        var (approved, draft) = (await app.Write("Swapped with its approval.", 5, true, Both), await app.Write("Swapped without.", 8, sent: false));
        var (first, second) = ((await app.Read(approved)).PlannedLocal, (await app.Read(draft)).PlannedLocal);
        using var pia = await app.As("pia");
        // From either side.
        foreach (var (one, other) in new[] { (approved, draft), (draft, approved) })
        {
            using var asked = await pia.Htmx($"/w/acme/posts/{one}/swaps", ("with", other.ToString()));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
            var question = await Visitor.Shown(asked);
            Assert.Equal(["At the other time “Swapped with its approval.” loses the approval of Clara Client."], question.QuerySelectorAll("#move-problem p").Select(p => p.TextContent));
            Assert.Equal("swaps", question.QuerySelector($"form[data-moves='{one}']")!.GetAttribute("data-what"));
        }

        Assert.Equal((first, second), ((await app.Read(approved)).PlannedLocal, (await app.Read(draft)).PlannedLocal));
        Assert.Equal((ApprovalState.Approved, PostState.Scheduled), ((await Stand(approved)).Approval, (await Stand(approved)).State));

        using var swapped = await pia.Htmx($"/w/acme/posts/{approved}/swaps", ("with", draft.ToString()), ("anyway", "true"));
        Assert.Equal(HttpStatusCode.OK, swapped.StatusCode);
        Assert.Equal((second, first), ((await app.Read(approved)).PlannedLocal, (await app.Read(draft)).PlannedLocal));
        Assert.Equal((ApprovalState.Outdated, PostState.Draft), ((await Stand(approved)).Approval, (await Stand(approved)).State));
    }

    [Fact]
    public async Task Restoring_a_version_says_that_the_approval_will_be_lost()
    {
        await app.RequireApproval(r => r with { Locks = false });
        var id = await app.Write("The first words.");
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == id);
            House.Write(post, await TestApp.Member(db, "wanda"), "The second words.");
            foreach (var name in Both)
                post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), null, await TestApp.Member(db, name), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/posts/{id}?tab=versions");
        Assert.Contains("The approval of Ivo Inside, Clara Client will be lost.", page.QuerySelector("#restore-1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Restore, and lose the approval", page.QuerySelector("#restore-1 button")!.TextContent, StringComparison.Ordinal);
        using (await pia.Post($"/w/acme/posts/{id}/versions/1/restoration")) { }
        Assert.Equal((ApprovalState.Outdated, PostState.Draft, "The first words."), await Stand(id));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_occurrence_is_approved_with_its_series_or_by_itself_as_set(bool inherits)
    {
        await app.RequireApproval();
        var id = await app.Write($"Every week, {inherits}.", 3, sent: false);
        using var pia = await app.As("pia");
        using (await pia.Post($"/w/acme/posts/{id}/recurrence", ("Pace", "Weekly"), ("Every", "1"), ("Inherits", inherits ? "true" : "false"))) { }
        var others = await app.In("acme", db => db.Posts.Where(p => p.RecurrenceId != null && p.Id != id && p.Text == $"Every week, {inherits}.").Select(p => p.Id).ToListAsync());
        Assert.True(others.Count >= 5);
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == id);
            var now = app.Clock.GetUtcNow();
            post.RequestApproval(null, await TestApp.Member(db, "wanda"), await db.Members.Include(m => m.Person).ToListAsync(), now);
            foreach (var name in Both)
                post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), null, await TestApp.Member(db, name), now);
            await db.SaveChangesAsync();
        });
        await app.Run<ShareApprovalsJob>();
        foreach (var other in others)
            Assert.Equal(inherits ? (ApprovalState.Approved, PostState.Scheduled) : (ApprovalState.None, PostState.Draft), ((await Stand(other)).Approval, (await Stand(other)).State));

        // Those made later inherit when they are made.
        app.Clock.Advance(TimeSpan.FromDays(14));
        await app.Run<MakeOccurrencesJob>();
        var later = await app.In("acme", db => db.Posts.Where(p => p.RecurrenceId != null && p.Text == $"Every week, {inherits}." && p.Id != id && !others.Contains(p.Id)).ToListAsync());
        Assert.NotEmpty(later);
        Assert.All(later, p => Assert.Equal(inherits ? ApprovalState.Approved : ApprovalState.None, p.ApprovalState));
    }

    [Fact]
    public async Task Beside_the_button_an_approver_sees_which_rules_the_post_keeps_and_a_client_does_not()
    {
        await app.RequireApproval();
        await app.In("acme", async db =>
        {
            var (olga, workspace) = (await TestApp.Member(db, "olga"), await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId));
            workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Words, false, "Mild tone", "shouting", []), olga, app.Clock.GetUtcNow());
            workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Words, false, "No haste", "hurry", []), olga, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var id = await app.Write("Hurry, a roast.");
        using var ivo = await app.As("ivo");
        var bar = (await ivo.Page($"/w/acme/posts/{id}")).QuerySelector(".decide")!;
        Assert.Contains("brand rules not kept", bar.QuerySelector(".checks-b")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["No haste"], bar.QuerySelectorAll("#decide-checks [data-passed=false] b").Select(b => b.TextContent.Trim()));
        Assert.Contains("Mild tone", bar.QuerySelectorAll("#decide-checks [data-passed=true]").Select(b => b.TextContent).Aggregate(string.Concat), StringComparison.Ordinal);

        var forClara = await app.Write("Hurry, Clara.", 3, true, "ivo");
        using var clara = await app.As("clara");
        Assert.DoesNotContain("No haste", (await clara.Page($"/w/acme/posts/{forClara}")).Body!.InnerHtml, StringComparison.Ordinal);
    }

    async Task<(ApprovalState Approval, PostState State, string Text)> Stand(Guid id) => (await app.Read(id)) is var post ? (post.ApprovalState, post.State, post.Text) : default;
}
