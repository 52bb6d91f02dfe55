using Microsoft.AspNetCore.Http;
using Planable.Tests.Emulators;
using System.Text.Json.Nodes;

namespace Planable.Tests.Webhooks;

/// <summary>An integrator's own server: keeps what it is told, and answers as a test says.</summary>
sealed class Receiver : IAsyncDisposable
{
    readonly List<Message> got = [];
    WebSite site = null!;

    public sealed record Message(string Id, string Timestamp, string Signature, string Body)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;

        public IReadOnlyList<long> Numbers => [.. Json["events"]!.AsArray().Select(e => (long?)e!["number"] ?? 0)];

        public IReadOnlyList<string> Verbs => [.. Json["events"]!.AsArray().Select(e => (string?)e!["line"]?["verb"] ?? "ping")];
    }

    public int Status { get; set; } = 204;

    public string Says { get; set; } = "";

    public Uri Address => new(site.Address, "/hook?key=of-the-receiver");

    /// <summary>All, refused ones too.</summary>
    public IReadOnlyList<Message> Got
    {
        get
        {
            lock (got)
                return [.. got];
        }
    }

    public static async Task<Receiver> Start()
    {
        var receiver = new Receiver();
        receiver.site = await WebSite.Start(new Dictionary<string, RequestDelegate>(StringComparer.Ordinal) { ["/hook"] = receiver.Take });
        return receiver;
    }

    public void Forget()
    {
        lock (got)
            got.Clear();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        lock (got)
            got.Add(new(http.Request.Headers["webhook-id"].ToString(), http.Request.Headers["webhook-timestamp"].ToString(), http.Request.Headers["webhook-signature"].ToString(), body));
        http.Response.StatusCode = Status;
        if (Says.Length > 0)
            await http.Response.WriteAsync(Says);
    }
}
