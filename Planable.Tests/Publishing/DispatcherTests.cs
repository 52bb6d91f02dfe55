using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

public class DispatcherTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_post_that_comes_due_is_published_once_on_each_channel()
    {
        var postId = await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            var channels = await db.Channels.ToListAsync();
            var post = Post.Draft(pia, workspace, app.Clock.GetUtcNow());
            db.Posts.Add(post);
            post.Edit(new PostEdit("The autumn roast is here.", null, [.. channels.Select(c => new PostEdit.Target(c, null, null))], []), pia, app.Clock.GetUtcNow());
            var due = Zones.ToLocal(app.Clock.GetUtcNow().AddMinutes(2), workspace.Zone);
            post.Schedule(PlannedTime.Read(due, workspace.Zone, second: false), pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return post.Id;
        });

        await app.DeliverDue();
        Assert.Equal(PostState.Scheduled, await State(postId));

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        await app.DeliverDue();

        Assert.Equal(PostState.Published, await State(postId));
        await app.In("acme", async db =>
        {
            var deliveries = await db.Deliveries.Where(d => d.PostId == postId).ToListAsync();
            Assert.All(deliveries, d => Assert.Equal(DeliveryState.Published, d.State));
            Assert.All(deliveries, d => Assert.NotNull(d.Permalink));
            Assert.Equal(2, deliveries.Count);
            foreach (var delivery in deliveries)
                Assert.Equal(1, await db.PracticePosts.CountAsync(p => p.Key == delivery.Id.ToString("N")));
        });
    }

    Task<PostState> State(Guid postId) => app.In("acme", db => db.Posts.Where(p => p.Id == postId).Select(p => p.State).SingleAsync());
}
