using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Google;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.YouTube;

/// <summary>
/// A resumable upload. The video is there from the moment its last byte has arrived and not before, so everything but the last piece is preparation,
/// and that piece is the call that publishes. Asked again, the session tells how far it got.
/// </summary>
public sealed class UploadSession(HttpCalls calls, NetworkAddresses addresses, YouTubeApi api)
{
    const int Grain = 256 * 1024;
    const int Piece = 32 * Grain;

    /// <returns>The address of the session, which works for a week.</returns>
    public async Task<string> Open(ChannelAccount account, OutgoingMedia film, JsonObject metadata, bool notify, CancellationToken cancel)
    {
        var address = addresses.Of(YouTubeConnector.Key, $"https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part=id,snippet,status&notifySubscribers={(notify ? "true" : "false")}");
        var request = GoogleAccess.Request(HttpMethod.Post, address, account.Secrets, JsonContent.Create(metadata));
        request.Headers.Add("X-Upload-Content-Type", film.ContentType);
        request.Headers.Add("X-Upload-Content-Length", film.Bytes.ToString(CultureInfo.InvariantCulture));
        var answer = await calls.Ask(request, api.Explain, cancel);
        return answer.Headers.Location?.AbsoluteUri ?? throw HttpAnswer.Unreadable(answer.Host, mutates: false);
    }

    /// <summary>Uploads all but the last piece.</summary>
    /// <returns>Where the last piece begins.</returns>
    public async Task<long> Fill(ChannelAccount account, string session, OutgoingMedia film, CancellationToken cancel)
    {
        var at = 0L;
        while (film.Bytes - at > Grain)
        {
            var length = Math.Min(Piece, (film.Bytes - at - 1) / Grain * Grain);
            var answer = await calls.Ask(await Put(account, session, film, at, (int)length, cancel), ExplainSession, cancel, OutboundClients.Uploads);
            at = Taken(answer) is { } taken && taken > at ? taken : throw HttpAnswer.Unreadable(answer.Host, mutates: false);
        }

        return at;
    }

    /// <returns>The video's id.</returns>
    public async Task<string> Finish(ChannelAccount account, string session, OutgoingMedia film, long from, CancellationToken cancel)
    {
        var answer = await calls.Publish(await Put(account, session, film, from, (int)(film.Bytes - from), cancel), ExplainSession, cancel);
        // "Go on" after the last byte: pieces are missing, there is no video yet.
        return answer.Status == HttpStatusCode.PermanentRedirect
            ? throw new ConnectorFailure(FailureClass.Transient, "upload-incomplete", "YouTube has not received the whole video.")
            : answer.Required("id");
    }

    /// <returns>The id of the video if it is whole, null if bytes are missing.</returns>
    /// <exception cref="ConnectorFailure">Code session-gone: the session is no longer known.</exception>
    public async Task<string?> Ask(ChannelAccount account, string session, long size, CancellationToken cancel)
    {
        var content = new ByteArrayContent([]);
        content.Headers.ContentRange = new ContentRangeHeaderValue(size) { Unit = "bytes" };
        var answer = await calls.Ask(GoogleAccess.Request(HttpMethod.Put, new Uri(session), account.Secrets, content), ExplainSession, cancel);
        return answer.Status == HttpStatusCode.PermanentRedirect ? null : answer.Required("id");
    }

    /// <summary>The picture shown before the video plays. May be repeated.</summary>
    public async Task Cover(ChannelAccount account, string video, Func<CancellationToken, Task<Stream>> still, CancellationToken cancel)
    {
        var content = new StreamContent(await still(cancel));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var address = addresses.Of(YouTubeConnector.Key, $"https://www.googleapis.com/upload/youtube/v3/thumbnails/set?videoId={Uri.EscapeDataString(video)}");
        await calls.Store(GoogleAccess.Request(HttpMethod.Post, address, account.Secrets, content), cancel, api.Explain);
    }

    static async Task<HttpRequestMessage> Put(ChannelAccount account, string session, OutgoingMedia film, long from, int length, CancellationToken cancel)
    {
        var content = new ByteArrayContent(await Read(film, from, length, cancel));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(film.ContentType);
        content.Headers.ContentRange = new ContentRangeHeaderValue(from, from + length - 1, film.Bytes) { Unit = "bytes" };
        return GoogleAccess.Request(HttpMethod.Put, new Uri(session), account.Secrets, content);
    }

    static async Task<byte[]> Read(OutgoingMedia film, long from, int length, CancellationToken cancel)
    {
        await using var bytes = await film.Open(cancel);
        var piece = new byte[length];
        if (bytes.CanSeek)
            bytes.Seek(from, SeekOrigin.Begin);
        else
            for (var left = from; left > 0;)
                left -= await bytes.ReadAsync(piece.AsMemory(0, (int)Math.Min(left, length)), cancel) is var read and > 0 ? read : throw new EndOfStreamException();
        await bytes.ReadExactlyAsync(piece, cancel);
        return piece;
    }

    /// <summary>"bytes=0-524287"; nothing at all if not one byte has been kept.</summary>
    static long? Taken(HttpAnswer answer) =>
        answer.Headers.TryGetValues("Range", out var values) && values.First().Split('-') is [_, var last] && long.TryParse(last, CultureInfo.InvariantCulture, out var at) ? at + 1 : 0;

    Failure? ExplainSession(HttpStatusCode status, System.Text.Json.JsonElement body) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? new Failure(FailureClass.Transient, "session-gone", "YouTube no longer knows the upload. It begins anew.")
            : api.Explain(status, body);
}
