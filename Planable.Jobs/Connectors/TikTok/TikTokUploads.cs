using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.TikTok;

/// <summary>
/// A video on its way in chunks. TikTok posts it when the last one has arrived, so all the others are preparation. The upload's address works without a token.
/// </summary>
public sealed class TikTokUploads(HttpCalls calls)
{
    // Smaller ones go whole, and none may be smaller than 5 MB.
    const long Chunk = 10_000_000;
    const int MostChunks = 1_000;
    const int Short = 2_000_000;

    /// <summary>How a video is cut: the last chunk takes what is left over.</summary>
    public static (long Size, int Count) Cut(long bytes)
    {
        if (bytes <= Chunk)
            return (bytes, 1);
        var size = Math.Max(Chunk, (bytes + MostChunks - 1) / MostChunks);
        return (size, (int)(bytes / size));
    }

    /// <summary>Sends all chunks but the last.</summary>
    public async Task Fill(Uri address, OutgoingMedia film, CancellationToken cancel)
    {
        var (size, count) = Cut(film.Bytes);
        for (var i = 0; i < count - 1; i++)
            await calls.Store(await Put(address, film, i * size, size, cancel), cancel, Explain);
    }

    /// <summary>Sends the last chunk, upon which the video is posted.</summary>
    public async Task Finish(Uri address, OutgoingMedia film, CancellationToken cancel)
    {
        var (size, count) = Cut(film.Bytes);
        var from = (count - 1) * size;
        await calls.Publish(await Put(address, film, from, film.Bytes - from, cancel), Explain, cancel, film.Bytes - from > Short ? OutboundClients.Uploads : OutboundClients.Connectors);
    }

    static async Task<HttpRequestMessage> Put(Uri address, OutgoingMedia film, long from, long length, CancellationToken cancel)
    {
        var bytes = await film.Open(cancel);
        var content = new StreamContent(await Part.Of(bytes, from, length, cancel));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(film.ContentType);
        content.Headers.ContentLength = length;
        content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{from + length - 1}/{film.Bytes}"));
        return new HttpRequestMessage(HttpMethod.Put, address) { Content = content };
    }

    // An address that no longer works says nothing about the video: the next try gets a new one.
    static Failure? Explain(HttpStatusCode status, System.Text.Json.JsonElement body) =>
        (int)status is >= 400 and < 500 and not (408 or 429) ? new Failure(FailureClass.Transient, "upload-gone", "TikTok no longer takes this upload. It begins anew.") : null;
}
