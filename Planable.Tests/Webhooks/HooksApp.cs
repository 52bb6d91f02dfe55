using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Planable.Data.Logs;
using Planable.Data.Secrets;
using Planable.Data.Webhooks;
using Planable.Jobs.Outbound;
using Planable.Jobs.Webhooks;
using Planable.Tests.Calendar;
using Planable.Tests.Support;

namespace Planable.Tests.Webhooks;

/// <summary>Reaches receivers on this machine.</summary>
public class HooksApp : TestApp
{
    public override void Settle(IWebHostBuilder web) => web.UseSetting("Outbound:AllowPrivateNetworks", "true");

    /// <summary>A webhook of Acme that Adam answers for.</summary>
    public Task<(Guid Id, string Secret)> Hook(Uri address, Audience audience = Audience.Team, string by = "adam", params EventTopic[] topics) => In("acme", async db =>
    {
        var member = await Member(db, by);
        await db.Entry(member).Reference(m => m.Workspace).LoadAsync();
        var (endpoint, secret) = WebhookEndpoint.Make(new("Listener", address.AbsoluteUri, topics.Length == 0 ? EventTopics.All : topics, audience), Services.GetRequiredService<Vault>(), member, Clock.GetUtcNow());
        db.WebhookEndpoints.Add(endpoint);
        await db.SaveChangesAsync();
        return (endpoint.Id, secret);
    });

    public Task<WebhookEndpoint> Stand(Guid id) => In("acme", db => db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == id));

    public Task<List<WebhookDelivery>> Sent(Guid id) => In("acme", db => db.WebhookDeliveries.AsNoTracking().Where(d => d.EndpointId == id).OrderBy(d => d.At).ToListAsync());

    public Task Send() => Run<SendWebhooksJob>();

    public Task<Guid> Happen(Audience audience = Audience.Client) => CalendarPosts.Draft(this, null, "The autumn roast is here.", audience);

    /// <summary>So that what other tests left does not stand in the way.</summary>
    public Task Quiet() => In("acme", db => db.WebhookEndpoints.Where(e => e.PausedAt == null).ExecuteUpdateAsync(e => e.SetProperty(x => x.PausedAt, Clock.GetUtcNow()).SetProperty(x => x.PausedBecause, WebhookPause.ByHand)));
}

/// <summary>Reaches nothing inside, and asks a directory that answers as the test says.</summary>
public sealed class GuardedHooksApp : HooksApp
{
    /// <summary>Answers for every name, one after the other; the last stays.</summary>
    public Queue<string> Directory { get; } = [];

    public override void Settle(IWebHostBuilder web) =>
        web.UseSetting("Outbound:AllowPrivateNetworks", "false").ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<ResolveName>((host, _) => host == "nowhere.example"
            ? throw new SocketException((int)SocketError.HostNotFound)
            : Task.FromResult<IPAddress[]>([IPAddress.Parse(Directory.Count > 1 ? Directory.Dequeue() : Directory.Peek())]))));
}
