using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.X;

/// <summary>Brings files to X: pictures in one piece, animations and videos in several, and waits until they can be used.</summary>
public sealed class XUploads(XApi api, HttpCalls calls, TimeProvider clock)
{
    // Five are documented as the most; four leave room for what stands around the bytes.
    const int PieceBytes = 4 * 1024 * 1024;

    /// <returns>The media id, ready for a post.</returns>
    public async Task<string> Upload(ChannelSecrets secrets, OutgoingMedia media, CancellationToken cancel)
    {
        var isStill = media.IsImage && media.ContentType != "image/gif";
        var id = isStill ? await Whole(secrets, media, cancel) : await InPieces(secrets, media, cancel);
        if (media.IsImage && media.Alt.Length > 0)
            await Describe(secrets, id, media.Alt, cancel);
        return id;
    }

    async Task<string> Whole(ChannelSecrets secrets, OutgoingMedia media, CancellationToken cancel)
    {
        await using var bytes = await media.Open(cancel);
        using var file = new StreamContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(media.ContentType);
        var request = api.Request(secrets, HttpMethod.Post, "media/upload");
        request.Content = new MultipartFormDataContent
        {
            { file, "media", $"upload{Path.GetExtension(media.FileName)}" },
            { new StringContent("tweet_image"), "media_category" },
            { new StringContent(media.ContentType), "media_type" },
        };
        return Id(await calls.Ask(request, XRefusals.Explain, cancel, OutboundClients.Uploads));
    }

    async Task<string> InPieces(ChannelSecrets secrets, OutgoingMedia media, CancellationToken cancel)
    {
        var id = Id(await Post(secrets, "media/upload/initialize", JsonContent.Create(new
        {
            media_type = media.ContentType,
            total_bytes = media.Bytes,
            media_category = media.IsVideo ? "tweet_video" : "tweet_gif",
        }), cancel));

        await using var bytes = await media.Open(cancel);
        var piece = new byte[PieceBytes];
        for (var index = 0; await bytes.ReadAtLeastAsync(piece, PieceBytes, throwOnEndOfStream: false, cancel) is > 0 and var length; index++)
        {
            await Post(secrets, $"media/upload/{id}/append", new MultipartFormDataContent
            {
                { new StringContent(index.ToString(CultureInfo.InvariantCulture)), "segment_index" },
                { new ByteArrayContent(piece, 0, length), "media", "piece" },
            }, cancel);
        }

        var finished = await Post(secrets, $"media/upload/{id}/finalize", content: null, cancel);
        if (!IsReady(XApi.Data(finished)))
            await Waiting.Until(async c => IsReady((await api.Get(secrets, $"media/upload?command=STATUS&media_id={id}", c)).At("data")), "X", clock, cancel);
        return id;
    }

    Task<HttpAnswer> Describe(ChannelSecrets secrets, string id, string alt, CancellationToken cancel) =>
        Post(secrets, "media/metadata", JsonContent.Create(new { id, metadata = new { alt_text = new { text = alt } } }), cancel);

    Task<HttpAnswer> Post(ChannelSecrets secrets, string path, HttpContent? content, CancellationToken cancel)
    {
        var request = api.Request(secrets, HttpMethod.Post, path);
        request.Content = content;
        return calls.Ask(request, XRefusals.Explain, cancel, OutboundClients.Uploads);
    }

    static string Id(HttpAnswer answer) => XApi.Data(answer).Text("id") ?? throw HttpAnswer.Unreadable(answer.Host, mutates: false);

    static bool IsReady(JsonElement media)
    {
        var processing = media.At("processing_info");
        return processing.Text("state") switch
        {
            null or "succeeded" => true,
            "failed" => throw new ConnectorFailure(FailureClass.Permanent, "media-refused", $"X could not use a file: {processing.At("error").Text("message") ?? "it does not say why"}."),
            _ => false,
        };
    }
}
