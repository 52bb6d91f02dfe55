using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Tests.Support;
using Planable.Web.Demo;

namespace Planable.Tests.Demo;

public class DemoPostsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_first_look_shows_a_house_that_is_lived_in()
    {
        var scopes = app.Services.GetRequiredService<IServiceScopeFactory>();
        await DemoPosts.Ensure(scopes);
        await DemoPosts.Ensure(scopes);

        await app.In("acme", async db =>
        {
            var posts = await db.Posts.ToListAsync();
            Assert.Equal(28, posts.Count);
            Assert.Single(posts, p => p.State == PostState.PartlyPublished);
            Assert.Contains(posts, p => p.State == PostState.Published);
            Assert.Contains(posts, p => p.State == PostState.Scheduled);
            Assert.Equal(4, posts.Count(p => p.ScheduledAt == null));
            Assert.All(await db.Deliveries.Where(d => d.State == DeliveryState.Waiting).ToListAsync(), d => Assert.True(d.DueAt > app.Clock.GetUtcNow()));
            Assert.Null(await db.FindBreak());
        });

        string permalink = "";
        await app.In("acme", async db => permalink = (await db.Deliveries.Where(d => d.State == DeliveryState.Published).OrderBy(d => d.DueAt).FirstAsync()).Permalink!);
        using var nobody = await app.As(null);
        using var shown = await nobody.Get(permalink);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains("Last cold brew of the year.", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
