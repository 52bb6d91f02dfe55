using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Planable.Tests.Connectors.Bluesky;

/// <summary>A stranger's web page with a picture, for link cards.</summary>
public sealed class PageOnLoopback : IAsyncDisposable
{
    public static readonly byte[] Picture =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private const string Html = """
        <html><head><meta charset="utf-8"><title>ignored</title><meta property="og:title" content="Autumn at Acme">
        <meta property="og:description" content="Tea &amp; cake"><meta property="og:image" content="/door.png"></head><body>Hello</body></html>
        """;

    private readonly WebApplication app;

    private PageOnLoopback()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapGet("/autumn", () => Results.Content(Html, "text/html; charset=utf-8"));
        app.MapGet("/door.png", () => Results.Bytes(Picture, "image/png"));
    }

    public string Address => app.Urls.Single() + "/autumn";

    public static async Task<PageOnLoopback> Start()
    {
        var page = new PageOnLoopback();
        await page.app.StartAsync();
        return page;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
