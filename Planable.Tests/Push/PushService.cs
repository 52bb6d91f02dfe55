using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Planable.Jobs.Push;

namespace Planable.Tests.Push;

/// <summary>A push service with one browser behind it, on a free loopback port. It decrypts as the browser would.</summary>
public sealed class PushService : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ECDiffieHellman browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    readonly byte[] secret = RandomNumberGenerator.GetBytes(16);

    PushService(WebApplication app) => this.app = app;

    /// <summary>What it answers; 201 takes the message.</summary>
    public int Status { get; set; } = StatusCodes.Status201Created;

    public ConcurrentQueue<(string Text, string Authorization, string Ttl)> Messages { get; } = new();

    /// <summary>The messages as they came.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public int Calls { get; private set; }

    public string Endpoint => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/p/1";

    public string Key => Base64Url.EncodeToString(PushCipher.Point(browser.PublicKey.ExportParameters()));

    /// <summary>What only the browser knows.</summary>
    public string PrivateKey => Base64Url.EncodeToString(browser.ExportParameters(includePrivateParameters: true).D!);

    public string Secret => Base64Url.EncodeToString(secret);

    public static async Task<PushService> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var service = new PushService(builder.Build());
        service.app.MapPost("/p/1", service.Take);
        await service.app.StartAsync();
        return service;
    }

    async Task Take(HttpContext http)
    {
        Calls++;
        http.Response.StatusCode = Status;
        if (Status != StatusCodes.Status201Created)
            return;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Assert.Equal("aes128gcm", http.Request.Headers.ContentEncoding);
        Bodies.Enqueue(body.ToArray());
        Messages.Enqueue((PushCipherTests.Decrypt(body.ToArray(), browser, secret), http.Request.Headers.Authorization.ToString(), http.Request.Headers["TTL"].ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
