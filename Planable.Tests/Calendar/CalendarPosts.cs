using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Calendar;

/// <summary>Posts of Acme for tests of the calendar, written by Pia.</summary>
static class CalendarPosts
{
    public static Task<Guid> Draft(TestApp app, DateTime? local, string text = "The autumn roast is here.", Audience audience = Audience.Client) => Add(app, local, text, audience, schedule: false);

    public static Task<Guid> Scheduled(TestApp app, DateTime local) => Add(app, local, "The autumn roast is here.", Audience.Client, schedule: true);

    public static Task<(DateTime? Local, PostState State, DateTimeOffset? At)> Stand(TestApp app, Guid id) =>
        app.In("acme", async db =>
        {
            var post = await db.Posts.AsNoTracking().SingleAsync(p => p.Id == id);
            return (post.PlannedLocal, post.State, post.ScheduledAt);
        });

    static Task<Guid> Add(TestApp app, DateTime? local, string text, Audience audience, bool schedule) =>
        app.In("acme", async db =>
        {
            var author = await TestApp.Member(db, "pia");
            var at = app.Clock.GetUtcNow();
            var post = Post.Draft(author, await db.Workspaces.SingleAsync(w => w.Slug == "acme"), at);
            post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.FirstAsync(c => c.Name == "Acme Coffee"), null, null)], []), author, at);
            db.Posts.Add(post);
            db.Entry(post).Property(p => p.Audience).CurrentValue = audience;
            if (local is { } time && schedule)
                post.Schedule(PlannedTime.Read(time, "Europe/Berlin"), author, at);
            else if (local is { } planned)
                post.Plan(PlannedTime.Read(planned, "Europe/Berlin", false), author, at);
            await db.SaveChangesAsync();
            return post.Id;
        });
}
