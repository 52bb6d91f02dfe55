using System.Net.Http.Headers;

namespace Planable.Jobs.Connectors.Reddit;

/// <param name="Id">Names it in a gallery, and in the address the network shows it under.</param>
/// <param name="Address">Names it in a post of its own.</param>
sealed record RedditAsset(string Id, string Address);

/// <summary>Brings files to the store Reddit names for each.</summary>
public sealed class RedditUploads(RedditApi api, HttpCalls calls)
{
    // Reddit makes stills of its own once it has seen the video; until then it shows this grey dot.
    static readonly byte[] NoStill = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    internal async Task<RedditAsset> Upload(ChannelAccount account, OutgoingMedia media, CancellationToken cancel)
    {
        await using var bytes = await media.Open(cancel);
        return await Upload(account, bytes, $"upload{Path.GetExtension(media.FileName)}", media.ContentType, cancel);
    }

    internal async Task<RedditAsset> UploadStill(ChannelAccount account, OutgoingMedia video, CancellationToken cancel)
    {
        await using var bytes = video.Still is { } still ? await still(cancel) : new MemoryStream(NoStill);
        return await Upload(account, bytes, video.Still is null ? "still.png" : "still.jpg", video.Still is null ? "image/png" : "image/jpeg", cancel);
    }

    async Task<RedditAsset> Upload(ChannelAccount account, Stream bytes, string name, string type, CancellationToken cancel)
    {
        var lease = await api.Post(account, "api/media/asset.json?raw_json=1", new(StringComparer.Ordinal) { ["filepath"] = name, ["mimetype"] = type }, cancel);
        if (lease.At("args").Text("action") is not { } action || lease.At("asset").Text("asset_id") is not { } id)
            throw HttpAnswer.Unreadable("Reddit", mutates: false);

        // The store reads the fields in order and takes what follows the file for nothing.
        var form = new MultipartFormDataContent();
        var key = "";
        foreach (var field in lease.At("args", "fields").Items())
        {
            form.Add(new StringContent(field.Text("value") ?? ""), field.Text("name")!);
            if (field.Text("name") == "key")
                key = field.Text("value")!;
        }

        var file = new StreamContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        form.Add(file, "file", name);
        var store = api.Whole(action);
        await calls.Store(new HttpRequestMessage(HttpMethod.Post, store) { Content = form }, cancel);
        return new RedditAsset(id, $"{store.AbsoluteUri.TrimEnd('/')}/{key}");
    }
}
