using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

public class ApprovalGuardTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task What_was_approved_goes_out()
    {
        await app.RequireApproval();
        var id = await app.Write("Approved and sent.", 1, true, "ivo", "clara");
        await Due(id);
        Assert.Equal(DeliveryState.Published, (await app.Read(id)).Deliveries.Single().State);
    }

    [Fact]
    public async Task A_text_changed_in_the_database_is_held_and_not_published()
    {
        await app.RequireApproval();
        var id = await app.Write("As approved.", 1, true, "ivo", "clara");
        await app.In("acme", db => db.Database.ExecuteSqlAsync($"""UPDATE "Posts" SET "Text" = 'Buy now' WHERE "Id" = {id}"""));
        await Due(id);
        await Held(id, HoldReason.ContentChanged);
    }

    [Fact]
    public async Task A_version_changed_in_the_database_is_held_and_not_published()
    {
        await app.RequireApproval();
        var id = await app.Write("As approved in its version.", 1, true, "ivo", "clara");
        await app.In("acme", db => db.Database.ExecuteSqlAsync($"""UPDATE "PostVersions" SET "Json" = REPLACE("Json", 'As approved', 'Buy now') WHERE "PostId" = {id}"""));
        await Due(id);
        await Held(id, HoldReason.ContentChanged);
    }

    [Fact]
    public async Task Text_and_version_changed_alike_are_still_not_what_was_approved()
    {
        await app.RequireApproval();
        var id = await app.Write("Nobody notices.", 1, true, "ivo", "clara");
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == id);
            db.Entry(post).Property(p => p.Text).CurrentValue = "Somebody does.";
            await db.SaveChangesAsync();
            var (json, hash) = (post.Content().ToJson(), post.Content().Hash());
            await db.Database.ExecuteSqlAsync($"""UPDATE "PostVersions" SET "Json" = {json}, "Hash" = {hash} WHERE "PostId" = {id}""");
        });
        await Due(id);
        var delivery = await Held(id, HoldReason.ContentChanged);
        Assert.StartsWith("Content changed", delivery.FailureWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_scheduled_before_approval_was_required_is_held()
    {
        await app.RequireApproval(r => r with { IsOn = false, IsRequired = false });
        var id = await app.In("acme", async db =>
        {
            var (wanda, now) = (await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            var post = Post.Draft(wanda, wanda.Workspace, now);
            db.Posts.Add(post);
            post.Edit(new PostEdit("Scheduled before.", null, [new PostEdit.Target(await db.Channels.OrderBy(c => c.Name).FirstAsync(c => c.Network == "practice"), null, null)], []), wanda, now);
            post.Schedule(Data.Times.PlannedTime.Read(Data.Times.Zones.ToLocal(now.AddDays(1), "Europe/Berlin"), "Europe/Berlin", second: false), wanda, now);
            await db.SaveChangesAsync();
            return post.Id;
        });
        await app.RequireApproval();
        await Due(id);
        await Held(id, HoldReason.NotApproved);
    }

    async Task Due(Guid id)
    {
        app.Clock.Advance((await app.Read(id)).ScheduledAt!.Value - app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await app.DeliverDue();
    }

    async Task<Delivery> Held(Guid id, HoldReason reason)
    {
        var delivery = (await app.Read(id)).Deliveries.Single();
        Assert.Equal((DeliveryState.Held, reason), (delivery.State, delivery.HeldFor));
        await app.In("acme", async db => Assert.False(await db.PracticePosts.AnyAsync(p => p.Key == delivery.Id.ToString("N"))));
        return delivery;
    }
}
