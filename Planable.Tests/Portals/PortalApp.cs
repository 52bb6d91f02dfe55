using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Planable.Data.Portals;
using Planable.Jobs.Portals;
using Planable.Tests.Emulators;
using Planable.Tests.Support;

namespace Planable.Tests.Portals;

/// <summary>The app with a name server of its own, and with addresses that can be opened or not as a test says.</summary>
public sealed class PortalApp : TestApp
{
    public const string Ours = "portal.maker.example";

    public NameServerEmulator Names { get; } = new();

    public Door Doors { get; } = new();

    public override void Settle(IWebHostBuilder web) => web.UseSetting("Dns:Server", Names.Address).UseSetting("PublicUrl", $"https://{Ours}").UseSetting("Smtp:From", "hello@post.example")
        .UseSetting("Sender:Spf", "include:post.example").UseSetting("Sender:ReturnTarget", "returns.post.example")
        .ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<IPortalProbe>(Doors)));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Names.DisposeAsync();
    }

    /// <summary>An address of a company that works.</summary>
    /// <param name="workspace">One of the company's.</param>
    public async Task Open(string host, string workspace)
    {
        await In(workspace, async db =>
        {
            var company = await db.Companies.SingleAsync(c => db.Workspaces.Any(w => w.Slug == workspace && w.CompanyId == c.Id));
            var owner = company.Owners[0].PersonId;
            var domain = PortalDomain.Add(host, company, await db.Users.SingleAsync(p => p.Id == owner), Ours, Clock.GetUtcNow());
            domain.Find(new PortalFinding(true, Ours, domain.Proof, null), Clock.GetUtcNow());
            db.PortalDomains.Add(domain);
            await db.SaveChangesAsync();
        });
        Names.Alias(host, Ours);
        Services.GetRequiredService<PortalBell>().Ring();
    }

    /// <summary>Somebody at their browser under that address.</summary>
    public async Task<Visitor> At(string host, string? name)
    {
        var visitor = await As(name);
        visitor.Http.DefaultRequestHeaders.Host = host;
        return visitor;
    }

    public sealed class Door : IPortalProbe
    {
        public string? Trouble { get; set; }

        public Task<string?> Try(string host, CancellationToken cancel) => Task.FromResult(Trouble);
    }
}
