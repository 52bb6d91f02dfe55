using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Channels;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Data.Secrets;
using Planable.Data.Times;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Emulators.Meta;
using Planable.Tests.Support;

namespace Planable.Tests.Media.Buckets;

/// <summary>The app with its media in a bucket, beside a network that is sent files and one that fetches them from this site.</summary>
public sealed class PublishingBucketApp : BucketApp
{
    WebSite outside = null!;

    public MastodonEmulator Mastodon { get; private set; } = null!;

    public InstagramEmulator Instagram { get; private set; } = null!;

    /// <summary>The codes of what was answered under the address at which the world finds this site.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<int> Answers { get; } = [];

    public override void Settle(IWebHostBuilder web)
    {
        base.Settle(web);
        web.UseSetting("Connectors:Instagram:BaseUrl", Instagram.Address.AbsoluteUri).UseSetting("PublicUrl", outside.Address.AbsoluteUri).UseSetting("Outbound:AllowPrivateNetworks", "true");
    }

    public Task<Guid> ConnectMastodon() => Connect("mastodon", MastodonEmulator.AccountId, Mastodon.Address.AbsoluteUri.TrimEnd('/'), Mastodon.Give("read:accounts read:statuses write:statuses write:media"));

    public Task<Guid> ConnectInstagram() => Connect("instagram", InstagramEmulator.AccountId, null, Instagram.TokenOf("1001"));

    /// <summary>With one picture, planned for a minute from now.</summary>
    public Task<Guid> Plan(Guid channelId, Guid pictureId, string text) => In("acme", async db =>
    {
        var (pia, now) = (await Member(db, "pia"), Clock.GetUtcNow());
        var workspace = db.Workspaces.Single(w => w.Id == db.WorkspaceId);
        var post = Post.Draft(pia, workspace, now);
        db.Posts.Add(post);
        var (channel, asset) = (db.Channels.Single(c => c.Id == channelId), db.Media.Single(a => a.Id == pictureId));
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(channel, null, null)], [new PostEdit.Picture(asset, "A grey square")]), pia, now);
        post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddMinutes(1), workspace.Zone), workspace.Zone, second: false), pia, now);
        await db.SaveChangesAsync();
        return post.Id;
    });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Mastodon.DisposeAsync();
        await Instagram.DisposeAsync();
        await outside.DisposeAsync();
    }

    protected override async Task Begin()
    {
        Mastodon = await MastodonEmulator.Start();
        Instagram = await InstagramEmulator.Start();
        // The app of a test listens on no port: whoever comes from outside is passed on to it.
        outside = await WebSite.Start(new Dictionary<string, RequestDelegate>(StringComparer.Ordinal) { ["/{**any}"] = Pass });
    }

    /// <summary>The one of before, if there is one.</summary>
    Task<Guid> Connect(string network, string remoteId, string? server, string token) => In("acme", async db =>
    {
        if (await db.Channels.SingleOrDefaultAsync(c => c.Network == network) is { } known)
            return known.Id;
        await using var scope = Services.CreateAsyncScope();
        var channel = Channel.Connect(
            await Member(db, "olga"), network, new RemoteAccount(remoteId, $"Acme at {network}", "acme", null, server, new Dictionary<string, int>()),
            scope.ServiceProvider.GetRequiredService<Vault>().Lock(new ChannelSecrets(new Dictionary<string, string>(StringComparer.Ordinal) { ["access_token"] = token })), Clock.GetUtcNow());
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });

    async Task Pass(HttpContext http)
    {
        using var client = CreateClient();
        using var asked = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"{http.Request.Path}{http.Request.QueryString}");
        using var answer = await client.SendAsync(asked, http.RequestAborted);
        Answers.Enqueue((int)answer.StatusCode);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (HttpMethods.IsGet(http.Request.Method))
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
