using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Secrets;
using Planable.Data.Times;
using Planable.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Planable.Tests.Publishing;

/// <summary>Posts on their way to practice channels of their own, which answer as scripted.</summary>
static class Outgoing
{
    /// <summary>Schedules a post by Pia, due in a minute, for new practice channels; one script a channel.</summary>
    public static Task<Guid> Schedule(this TestApp app, params PracticeAnswer[][] scripts) =>
        app.In("acme", async db =>
        {
            var now = app.Clock.GetUtcNow();
            var (pia, olga) = (await TestApp.Member(db, "pia"), await TestApp.Member(db, "olga"));
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            var channels = new List<Channel>();
            await using var scope = app.Services.CreateAsyncScope();
            var vault = scope.ServiceProvider.GetRequiredService<Vault>();
            foreach (var script in scripts)
            {
                var name = $"Practice {Guid.NewGuid():N}"[..20].TrimEnd();
                var account = new PracticeAccount(Guid.NewGuid().ToString("N"), name);
                account.Script(script, PracticeAnswer.Ok);
                db.PracticeAccounts.Add(account);
                var channel = Channel.Connect(
                    olga, "practice", new RemoteAccount(account.Account, name, name, null, null, new Dictionary<string, int>()),
                    vault.Lock(new Jobs.Connectors.ChannelSecrets(new Dictionary<string, string>())), now);
                db.Channels.Add(channel);
                channels.Add(channel);
            }

            var post = Data.Posts.Post.Draft(pia, workspace, now);
            db.Posts.Add(post);
            post.Edit(new PostEdit("The autumn roast is here.", null, [.. channels.Select(c => new PostEdit.Target(c, null, null))], []), pia, now);
            post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddMinutes(1), workspace.Zone), workspace.Zone, second: false), pia, now);
            await db.SaveChangesAsync();
            return post.Id;
        });

    /// <summary>Comes to the time of the post and delivers what is due.</summary>
    public static async Task ComeDue(this TestApp app)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DeliverDue();
    }

    /// <summary>Lets time pass in small steps, working on what comes due.</summary>
    public static async Task Pass(this TestApp app, TimeSpan time, TimeSpan? step = null)
    {
        var size = step ?? TimeSpan.FromSeconds(20);
        for (var passed = TimeSpan.Zero; passed < time; passed += size)
        {
            app.Clock.Advance(size);
            await app.DeliverDue();
        }
    }

    public static Task<Post> Post(this TestApp app, Guid id) => app.In("acme", db => db.Posts.AsNoTracking().Whole().Include(p => p.Deliveries).ThenInclude(d => d.Events).SingleAsync(p => p.Id == id));

    public static async Task<Delivery> Delivery(this TestApp app, Guid postId) => Assert.Single((await app.Post(postId)).Deliveries);

    /// <summary>The line to a channel's network is cut until then.</summary>
    public static Task Cut(this TestApp app, Guid channelId, DateTimeOffset until) => app.In("acme", async db =>
    {
        var now = app.Clock.GetUtcNow();
        var (network, server) = NetworkLine.Of(await db.Channels.SingleAsync(c => c.Id == channelId));
        var line = new NetworkLine(network, server);
        db.NetworkLines.Add(line);
        await db.SaveChangesAsync();
        await db.NetworkLines.Where(l => l.Key == line.Key).ExecuteUpdateAsync(l => l.SetProperty(x => x.CutAt, now).SetProperty(x => x.ProbeAt, until));
        // What the nodes keep of it is older by then.
        app.Clock.Advance(Jobs.Publishing.Lines.Fresh + TimeSpan.FromSeconds(1));
    });

    public static Task<bool> IsCut(this TestApp app, Guid channelId) => app.In("acme", async db =>
    {
        var (network, server) = NetworkLine.Of(await db.Channels.SingleAsync(c => c.Id == channelId));
        var key = NetworkLine.KeyOf(network, server);
        return await db.NetworkLines.AnyAsync(l => l.Key == key && l.CutAt != null);
    });

    /// <summary>How often the practice network shows it.</summary>
    public static Task<int> Shown(this TestApp app, Delivery delivery) => app.In("acme", db => db.PracticePosts.CountAsync(p => p.Key == delivery.Id.ToString("N")));

    public static Task<int> Logged(this TestApp app, Guid subject, string verb) => app.In("acme", db => db.Log.CountAsync(e => e.SubjectId == subject && e.Verb == verb));
}
