using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.LinkedIn;

/// <summary>Pictures, documents and films, which come before the post.</summary>
public sealed partial class LinkedInEmulator
{
    void MapFiles()
    {
        foreach (var kind in (string[])["image", "document"])
        {
            On("POST", $"/rest/{kind}s", Call.Upload, May(null), async http =>
            {
                var request = (await http.Request.ReadFromJsonAsync<JsonElement>()).GetProperty("initializeUploadRequest");
                lock (Door)
                {
                    var asset = NewAsset(kind, request.GetProperty("owner").GetString()!);
                    var value = new Dictionary<string, object> { ["uploadUrl"] = new Uri(Address, $"/dms-uploads/{asset.Key}").AbsoluteUri, [kind] = asset.Urn };
                    return Results.Json(new { value });
                }
            });
        }

        On("PUT", "/dms-uploads/{key}", Call.Upload, http => Desk.Judge(http) == TokenState.Good ? null : Error(401, "Invalid access token", 65600), async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (assets.Values.FirstOrDefault(a => a.Key == Route(http, "key")) is not { } asset)
                    return Error(404, "Not found");
                (asset.Bytes, asset.ContentType, asset.PollsLeft) = (bytes.Length, http.Request.ContentType ?? "", ProcessingPolls);
                return Results.StatusCode(201);
            }
        });
        On("POST", "/rest/videos", Call.Upload, May(null), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return http.Request.Query["action"] == "finalizeUpload" ? Finalize(sent.GetProperty("finalizeUploadRequest")) : InitializeFilm(sent.GetProperty("initializeUploadRequest"));
        });
        On("PUT", "/dms-video/{key}/{part:int}", Call.Upload, http => http.Request.Headers.Authorization.Count > 0 || http.Request.Headers.ContainsKey("LinkedIn-Version") ? Error(400, "Signed addresses take no token") : null, async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (assets.Values.FirstOrDefault(a => a.Key == Route(http, "key")) is not { } asset)
                    return Error(404, "Not found");
                var part = int.Parse(Route(http, "part"), CultureInfo.InvariantCulture);
                asset.Parts[part] = ($"etag-{asset.Key}-{part}", bytes.Length);
                Parts.Add(bytes.Length);
                http.Response.Headers.ETag = $"\"etag-{asset.Key}-{part}\"";
                return Results.Ok();
            }
        });
        foreach (var kind in (string[])["images", "documents", "videos"])
        {
            // Members may not look at pictures and documents.
            On("GET", $"/rest/{kind}/{{urn}}", Call.Read, May(kind == "videos" ? null : "r_organization_social"), http =>
            {
                if (!assets.TryGetValue(Route(http, "urn"), out var asset))
                    return Error(404, "Not found");
                if (RefusesFiles)
                    return Results.Json(new { id = asset.Urn, status = "PROCESSING_FAILED", processingFailureReason = "the format is not known" });
                if (asset.PollsLeft > 0)
                {
                    asset.PollsLeft--;
                    return Results.Json(new { id = asset.Urn, status = "PROCESSING" });
                }

                return Results.Json(new { id = asset.Urn, owner = asset.Owner, status = asset.Bytes > 0 ? "AVAILABLE" : "WAITING_UPLOAD" });
            });
        }
    }

    IResult InitializeFilm(JsonElement request)
    {
        var size = request.GetProperty("fileSizeBytes").GetInt64();
        var asset = NewAsset("video", request.GetProperty("owner").GetString()!);
        asset.Expected = size;
        return Results.Json(new
        {
            value = new
            {
                video = asset.Urn,
                uploadToken = "",
                uploadInstructions = Enumerable.Range(0, (int)((size + PartBytes - 1) / PartBytes)).Select(i => new
                {
                    uploadUrl = new Uri(Address, $"/dms-video/{asset.Key}/{i}").AbsoluteUri,
                    firstByte = (long)i * PartBytes,
                    lastByte = Math.Min((i + 1L) * PartBytes, size) - 1,
                }),
            },
        });
    }

    IResult Finalize(JsonElement request)
    {
        if (!assets.TryGetValue(request.GetProperty("video").GetString()!, out var asset))
            return Error(404, "Not found");
        var tags = request.GetProperty("uploadedPartIds").EnumerateArray().Select(t => t.GetString()).ToList();
        if (!tags.SequenceEqual(asset.Parts.Values.Select(p => p.Tag)) || asset.Parts.Values.Sum(p => p.Bytes) != asset.Expected)
            return Error(400, "The parts do not make the video");
        (asset.Bytes, asset.ContentType, asset.PollsLeft) = (asset.Expected, "video/mp4", ProcessingPolls);
        return Results.Ok();
    }

    Asset NewAsset(string kind, string owner)
    {
        var key = (++lastId).ToString("D10", CultureInfo.InvariantCulture);
        var asset = new Asset(kind, $"urn:li:{kind}:C4D{key}", key, owner);
        return assets[asset.Urn] = asset;
    }

    sealed class Asset(string kind, string urn, string key, string owner)
    {
        public string Kind => kind;

        public string Urn => urn;

        public string Key => key;

        public string Owner => owner;

        public string ContentType { get; set; } = "";

        public long Expected { get; set; }

        public long Bytes { get; set; }

        public int PollsLeft { get; set; }

        public SortedDictionary<int, (string Tag, long Bytes)> Parts { get; } = [];
    }
}
