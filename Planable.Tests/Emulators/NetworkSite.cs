using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Planable.Tests.Emulators;

/// <summary>
/// What every emulated network is made of: a web server on a loopback port that plays all hosts of the network, its faults, its sign-in desk
/// and the posts that are public. A network derives from it, maps its calls and shows its posts.
/// </summary>
public abstract class NetworkSite : INetworkEmulator
{
    static readonly HttpClient Fetcher = new();

    /// <param name="port">0 takes any free one.</param>
    protected NetworkSite(TimeProvider? clock = null, int port = 0)
    {
        Clock = clock ?? TimeProvider.System;
        Faults = new Faults(Clock);
        Desk = new OAuthDesk(this);
        // Nothing is read from files: each watched file costs one of the few watches a machine has.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = 1_000_000_000;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        App = builder.Build();
    }

    public Uri Address => new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public Faults Faults { get; }

    /// <summary>Consent pages, codes and tokens.</summary>
    public OAuthDesk Desk { get; }

    public abstract IReadOnlyList<EmulatedPost> Posts { get; }

    /// <summary>Held by whoever reads or changes what the network knows.</summary>
    protected internal Lock Door { get; } = new();

    protected internal TimeProvider Clock { get; }

    protected internal WebApplication App { get; }

    /// <summary>Name of the account that is signed in in the browser, for the consent page.</summary>
    protected internal virtual string WhoIsSignedIn => "Acme";

    public virtual bool Tamper(string id, string? text = null, bool dropsFiles = false) => false;

    public virtual void RevokeTokens() => Desk.Revoke();

    public Task Stop() => App.StopAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await App.StopAsync();
        await App.DisposeAsync();
    }

    /// <summary>Maps the calls and begins to listen.</summary>
    public async Task Open()
    {
        Map();
        FaultPage.Map(this);
        await App.StartAsync();
    }

    /// <summary>Maps the network's calls onto <see cref="App"/>; sign-in pages by <see cref="OAuthDesk.Map"/>.</summary>
    protected abstract void Map();

    /// <summary>Maps one call of the API: faults arranged for its kind come first, then <paramref name="refuse"/> looks at token and scope, then it answers.</summary>
    protected void On(string method, string path, Call call, Func<HttpContext, IResult?> refuse, Func<HttpContext, Task<IResult>> answer) =>
        App.MapMethods(path, [method], (HttpContext http) => Faults.Play(http, call, async () => refuse(http) ?? await answer(http)));

    /// <summary>The same for answers that need no waiting; the door is held meanwhile.</summary>
    protected void On(string method, string path, Call call, Func<HttpContext, IResult?> refuse, Func<HttpContext, IResult> answer) =>
        On(method, path, call, refuse, http =>
        {
            lock (Door) return Task.FromResult(answer(http));
        });

    /// <summary>Fetches a file as networks do that are given an address: first HEAD, then GET.</summary>
    /// <returns>Null if it cannot be had.</returns>
    protected static async Task<EmulatedFile?> Fetch(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return null;
        try
        {
            using var head = await Fetcher.SendAsync(new HttpRequestMessage(HttpMethod.Head, uri));
            using var answer = await Fetcher.GetAsync(uri);
            if (!head.IsSuccessStatusCode || !answer.IsSuccessStatusCode)
                return null;
            return new EmulatedFile(await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType?.MediaType ?? "application/octet-stream");
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A page for people.</summary>
    protected internal static IResult Page(string title, string body, int status = 200) => Results.Content(
        $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Html(title)}</title><h1>{Html(title)}</h1>{body}</html>",
        "text/html; charset=utf-8", statusCode: status);

    protected internal static string Html(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>A post as a page shows it.</summary>
    protected static string Article(EmulatedPost post) =>
        $"<article id=\"p-{Html(post.Id)}\"><p>{Html(post.Text).Replace("\n", "<br>", StringComparison.Ordinal)}</p>{(post.Link is { } link ? $"<p><a href=\"{Html(link)}\">{Html(link)}</a></p>" : "")}<p>{post.Media.Count} files: {Html(string.Join(" | ", post.Media.Select(m => m.Alt)))}</p></article>";
}

/// <param name="ContentType">As the server that gave it says.</param>
public sealed record EmulatedFile(byte[] Bytes, string ContentType);
