using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Approvals;
using Planable.Jobs.Notices;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

/// <summary>One post through two levels of the team and the client, with everything that comes in between.</summary>
public class JourneyTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    async Task<HttpResponseMessage> Approve(Guid id, string by)
    {
        using var visitor = await app.As(by);
        return await visitor.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "approve"));
    }

    async Task Pass(TimeSpan time)
    {
        app.Clock.Advance(time);
        await app.Run<WatchApprovalsJob>();
        await app.Run<WriteNoticesJob>();
    }

    [Fact]
    public async Task Two_of_three_a_change_an_escalation_somebody_who_leaves_and_an_approval_that_comes_too_late()
    {
        var ids = await app.In("acme", async db => new { Ivo = (await TestApp.Member(db, "ivo")).Id, Adam = (await TestApp.Member(db, "adam")).Id, Olga = (await TestApp.Member(db, "olga")).Id, Clara = (await TestApp.Member(db, "clara")).Id });
        await app.RequireApproval(r => r with
        {
            Flows =
            [
                r.Flows[0] with
                {
                    Levels =
                    [
                        House.Level("Legal", new ApprovalGroup(Guid.NewGuid(), GroupRule.Some, 2, [ids.Ivo, ids.Adam, ids.Olga], [])) with { Ladder = new ApprovalLadder([24], 48, ids.Olga, Rests: false) },
                        r.Flows[0].Levels[1],
                    ],
                },
            ],
        });
        var id = await app.Write("The long way round.", days: 9);

        // Two of three: the third is told that it is over.
        foreach (var by in (string[])["adam", "ivo"])
            Assert.Equal(HttpStatusCode.OK, (await Approve(id, by)).StatusCode);
        await Pass(TimeSpan.Zero);
        Assert.Equal("Your approval is no longer needed: Legal is decided.", await app.Words(id, "olga", "post.approval-unneeded"));
        Assert.Equal("Clara Client", (await app.Read(id)).Approval!.WaitingNames);

        // A change after approval: all of it falls, and who approved sees only what is new.
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == id, Cancel);
            post.Edit(new PostEdit("The longer way round.", post.Link, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))], []), await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        Assert.Equal("Adam Admin, Ivo Inside, Olga Owner", (await app.Read(id)).Approval!.WaitingNames);
        using (var adam = await app.As("adam"))
            Assert.Equal("longer", (await adam.Page($"/w/acme/posts/{id}?tab=approval")).QuerySelector(".diff ins")!.TextContent.Trim());

        // Nobody does anything for two days.
        await Pass(TimeSpan.FromHours(24.5));
        Assert.Equal("It still waits for your decision: Legal.", await app.Words(id, "ivo", "post.approval-reminded"));
        await Pass(TimeSpan.FromHours(24));
        Assert.Equal("After 48 hours it still waits for Adam Admin, Ivo Inside, Olga Owner.", await app.Words(id, "olga", "post.approval-escalated"));
        foreach (var by in (string[])["olga", "ivo"])
            Assert.Equal(HttpStatusCode.OK, (await Approve(id, by)).StatusCode);

        // Clara leaves: her level is never unreachable.
        using var olga = await app.As("olga");
        using (var left = await olga.Post($"/w/acme/members/{ids.Clara}/removal"))
            Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.Equal("Adam Admin, Olga Owner", (await app.Read(id)).Approval!.WaitingNames);

        // Its time comes and goes. Approved now, it is held and not sent late.
        await Pass(TimeSpan.FromDays(7.5));
        Assert.True((await app.Read(id)).HasMissedItsTime(app.Clock.GetUtcNow()));
        Assert.Equal(HttpStatusCode.OK, (await Approve(id, "olga")).StatusCode);
        await app.DeliverDue();
        var late = await app.Read(id);
        Assert.Equal((PostState.Held, ApprovalState.Approved, HoldReason.Late), (late.State, late.ApprovalState, late.Deliveries.Single().HeldFor));
        var told = (await olga.Page($"/w/acme/posts/{id}?tab=approval")).QuerySelector("li[data-step=end]")!;
        Assert.Contains("It is held: nothing goes out until somebody decides.", told.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("?tab=deliveries", told.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        await Pass(TimeSpan.FromMinutes(1));
        Assert.NotEmpty(await app.Words(id, "wanda", "post.delivery-held"));
    }
}
