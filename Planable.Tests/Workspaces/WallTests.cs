using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.Workspaces;

public class WallTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Inside_one_workspace_nothing_of_another_can_be_read()
    {
        await app.In("acme", async db =>
        {
            Assert.NotEmpty(await db.Channels.ToListAsync());
            Assert.All(await db.Channels.ToListAsync(), c => Assert.Equal(db.WorkspaceId, c.WorkspaceId));
            Assert.NotEqual(await db.Channels.CountAsync(), await db.Channels.Everywhere().CountAsync());
        });
    }

    [Fact]
    public async Task A_row_of_another_workspace_cannot_be_saved()
    {
        await app.In("acme", async db =>
        {
            var other = await db.Channels.Everywhere().FirstAsync(c => c.WorkspaceId != db.WorkspaceId);
            other.Checked("Taken over", other.Handle, null, app.Clock.GetUtcNow());
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        });
    }

    [Theory, InlineData("/w/acme/live"), InlineData("/w/nowhere/live")]
    public async Task A_stranger_cannot_tell_a_workspace_from_none(string path)
    {
        using var oscar = await app.As("oscar");
        using var answer = await oscar.Get(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_is_asked_to_sign_in()
    {
        using var nobody = await app.As(null);
        using var answer = await nobody.Get("/w/acme/calendar");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in?returnUrl=%2Fw%2Facme%2Fcalendar", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }
}
