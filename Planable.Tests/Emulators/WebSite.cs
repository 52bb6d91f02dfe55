using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Planable.Tests.Emulators;

/// <summary>Some web site on a free loopback port: pages by path, everything else is not found.</summary>
public sealed class WebSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebSite(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static Task<WebSite> Start(params (string Path, string Html)[] pages) =>
        Start(pages.ToDictionary(p => p.Path, p => Page(p.Html), StringComparer.Ordinal));

    public static async Task<WebSite> Start(IReadOnlyDictionary<string, RequestDelegate> pages)
    {
        // Nothing is read from files: each watched file costs one of the few watches a machine has.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var site = new WebSite(builder.Build());
        foreach (var (path, page) in pages) site.app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], page);
        await site.app.StartAsync();
        return site;
    }

    public static RequestDelegate Page(string html) => http => Results.Content(html, "text/html; charset=utf-8").ExecuteAsync(http);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
