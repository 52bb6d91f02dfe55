using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Planable.Tests.Emulators.Buckets;

/// <summary>
/// An S3-compatible server with one bucket: objects, ranges, parts and listings as Amazon's reference describes them. Every request has to be signed (Signature Version 4, bytes included);
/// what goes wrong is chosen by the properties.
/// </summary>
public sealed class BucketEmulator : IAsyncDisposable
{
    public const string Bucket = "media", AccessKey = "AKIDEXAMPLE", SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Region = "eu-central-1";

    readonly WebApplication app;
    readonly ConcurrentDictionary<string, (string Key, ConcurrentDictionary<int, byte[]> Parts)> uploads = new(StringComparer.Ordinal);
    int slowDowns, cuts;

    BucketEmulator()
    {
        // Nothing is read from files: each watched file costs one of the few watches a machine has.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        app = builder.Build();
        app.Run(Answer);
    }

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>"PUT aa/bb/aabb", in their order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public int UploadsOpen => uploads.Count;

    /// <summary>Nothing is answered: lines are cut as soon as they ask.</summary>
    public bool IsAway { get; set; }

    /// <summary>Parts are confirmed with tags that are not theirs, and those do not fit in the end.</summary>
    public bool ConfusesTags { get; set; }

    /// <summary>What one page of a listing holds.</summary>
    public int PageSize { get; set; } = 1000;

    public static async Task<BucketEmulator> Start()
    {
        var emulator = new BucketEmulator();
        await emulator.app.StartAsync();
        return emulator;
    }

    /// <summary>So many requests are asked to come later.</summary>
    public void SlowDown(int requests) => slowDowns = requests;

    /// <summary>So many answers end in their middle.</summary>
    public void Cut(int answers) => cuts = answers;

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    async Task Answer(HttpContext http)
    {
        if (IsAway)
        {
            http.Abort();
            return;
        }

        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        var (request, path) = (http.Request, http.Request.Path.Value!.TrimStart('/').Split('/', 2));
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        var body = copy.ToArray();
        Asked.Enqueue($"{request.Method} {path.ElementAtOrDefault(1)}{request.QueryString}");
        if (Interlocked.Decrement(ref slowDowns) >= 0)
            await Refuse(http, 503, "SlowDown");
        else if (SignedRequest.WhyNot(request, body, AccessKey, SecretKey, Region) is { } refusal)
            await Refuse(http, 403, refusal);
        else if (path[0] != Bucket)
            await Refuse(http, 404, "NoSuchBucket");
        else if (path.ElementAtOrDefault(1) is not { Length: > 0 } key)
            await List(http);
        else
            await (request.Method switch
            {
                "PUT" when request.Query.ContainsKey("partNumber") => TakePart(http, key, body),
                "PUT" => Take(http, key, body),
                "POST" when request.Query.ContainsKey("uploads") => Begin(http, key),
                "POST" => Complete(http, key, body),
                "DELETE" when request.Query.ContainsKey("uploadId") => Abort(http),
                "GET" or "HEAD" => Give(http, key),
                _ => Refuse(http, 405, "MethodNotAllowed"),
            });
    }

    Task Take(HttpContext http, string key, byte[] body)
    {
        Objects[key] = body;
        http.Response.Headers.ETag = Tag(body);
        return Task.CompletedTask;
    }

    Task Begin(HttpContext http, string key)
    {
        var id = Guid.NewGuid().ToString("N");
        uploads[id] = (key, new());
        return Say(http, new XElement("InitiateMultipartUploadResult", new XElement("Bucket", Bucket), new XElement("Key", key), new XElement("UploadId", id)));
    }

    Task TakePart(HttpContext http, string key, byte[] body)
    {
        if (!uploads.TryGetValue(http.Request.Query["uploadId"].ToString(), out var upload) || upload.Key != key)
            return Refuse(http, 404, "NoSuchUpload");
        upload.Parts[int.Parse(http.Request.Query["partNumber"].ToString(), CultureInfo.InvariantCulture)] = body;
        http.Response.Headers.ETag = ConfusesTags ? Tag([1]) : Tag(body);
        return Task.CompletedTask;
    }

    async Task Complete(HttpContext http, string key, byte[] body)
    {
        var id = http.Request.Query["uploadId"].ToString();
        if (!uploads.TryGetValue(id, out var upload) || upload.Key != key)
        {
            await Refuse(http, 404, "NoSuchUpload");
            return;
        }

        using var text = new MemoryStream(body);
        var named = XDocument.Load(text).Descendants().Where(e => e.Name.LocalName == "Part")
            .Select(p => (Number: int.Parse(Child(p, "PartNumber"), CultureInfo.InvariantCulture), Tag: Child(p, "ETag"))).ToList();
        if (named.Exists(p => !upload.Parts.TryGetValue(p.Number, out var part) || Tag(part).Trim('"') != p.Tag.Trim('"')))
        {
            await Refuse(http, 400, "InvalidPart");
            return;
        }

        if (named.SkipLast(1).Any(p => upload.Parts[p.Number].Length < 5 * 1024 * 1024))
        {
            await Refuse(http, 400, "EntityTooSmall");
            return;
        }

        Objects[key] = [.. named.OrderBy(p => p.Number).SelectMany(p => upload.Parts[p.Number])];
        uploads.TryRemove(id, out _);
        await Say(http, new XElement("CompleteMultipartUploadResult", new XElement("Bucket", Bucket), new XElement("Key", key), new XElement("ETag", Tag(Objects[key]))));
    }

    Task Abort(HttpContext http)
    {
        if (!uploads.TryRemove(http.Request.Query["uploadId"].ToString(), out _))
            return Refuse(http, 404, "NoSuchUpload");
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    async Task Give(HttpContext http, string key)
    {
        if (!Objects.TryGetValue(key, out var bytes))
        {
            await Refuse(http, 404, "NoSuchKey");
            return;
        }

        var (from, to) = (0, bytes.Length - 1);
        if (http.Request.GetTypedHeaders().Range?.Ranges.Single() is { } range)
        {
            (from, to) = ((int)range.From!, (int)Math.Min(range.To ?? to, to));
            http.Response.StatusCode = 206;
            http.Response.Headers.ContentRange = $"bytes {from}-{to}/{bytes.Length}";
        }

        http.Response.Headers.ETag = Tag(bytes);
        http.Response.ContentLength = to - from + 1;
        if (http.Request.Method == "HEAD")
            return;
        if (Interlocked.Decrement(ref cuts) >= 0)
        {
            await http.Response.Body.WriteAsync(bytes.AsMemory(from, (to - from + 1) / 2));
            await http.Response.Body.FlushAsync();
            http.Abort();
            return;
        }

        await http.Response.Body.WriteAsync(bytes.AsMemory(from, to - from + 1));
    }

    Task List(HttpContext http)
    {
        var (prefix, after) = (http.Request.Query["prefix"].ToString(), http.Request.Query["continuation-token"].ToString());
        var most = int.TryParse(http.Request.Query["max-keys"], CultureInfo.InvariantCulture, out var said) ? Math.Min(said, PageSize) : PageSize;
        var found = Objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(o.Key, after) > 0).OrderBy(o => o.Key, StringComparer.Ordinal).Take(most + 1).ToList();
        return Say(http, new XElement(
            "ListBucketResult", new XElement("Name", Bucket), new XElement("Prefix", prefix), new XElement("KeyCount", Math.Min(found.Count, most)), new XElement("MaxKeys", most), new XElement("IsTruncated", found.Count > most),
            found.Count > most ? new XElement("NextContinuationToken", found[most - 1].Key) : null,
            found.Take(most).Select(o => new XElement("Contents", new XElement("Key", o.Key), new XElement("Size", o.Value.Length), new XElement("ETag", Tag(o.Value)), new XElement("StorageClass", "STANDARD")))));
    }

    static Task Refuse(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        return http.Request.Method == "HEAD" ? Task.CompletedTask : Say(http, new XElement("Error", new XElement("Code", code), new XElement("Message", code)), isError: true);
    }

    static Task Say(HttpContext http, XElement what, bool isError = false)
    {
        XNamespace space = "http://s3.amazonaws.com/doc/2006-03-01/";
        foreach (var element in isError ? [] : what.DescendantsAndSelf())
            element.Name = space + element.Name.LocalName;
        http.Response.ContentType = "application/xml";
        return http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{what.ToString(SaveOptions.DisableFormatting)}");
    }

    static string Child(XElement element, string name) => element.Elements().Single(e => e.Name.LocalName == name).Value;

    /// <summary>Amazon's tag of a whole object is this sum; nothing is protected by it.</summary>
#pragma warning disable CA5351
    static string Tag(byte[] bytes) => $"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\"";
#pragma warning restore CA5351
}
