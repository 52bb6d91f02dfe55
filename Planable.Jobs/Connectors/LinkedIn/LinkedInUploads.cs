using System.Net.Http.Headers;
using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <summary>Brings files to LinkedIn, which gives each an address for its bytes, or one for every part of a film, and waits until a post may show them.</summary>
sealed class LinkedInUploads(LinkedInApi api, HttpCalls calls, TimeProvider clock)
{
    /// <returns>The URNs in order.</returns>
    public async Task<IReadOnlyList<string>> Upload(ChannelAccount account, IReadOnlyList<OutgoingMedia> media, CancellationToken cancel)
    {
        var urns = new List<string>();
        foreach (var file in media)
        {
            await using var bytes = await file.Open(cancel);
            urns.Add(file.IsVideo ? await Film(account, bytes, file.Bytes, cancel) : await Single(account, file.IsImage ? "image" : "document", bytes, file.ContentType, cancel));
        }

        await Usable(account, urns, cancel);
        return urns;
    }

    public async Task<string> Thumbnail(ChannelAccount account, LinkImage image, CancellationToken cancel)
    {
        using var bytes = new MemoryStream(image.Bytes);
        var urn = await Single(account, "image", bytes, image.ContentType, cancel);
        await Usable(account, [urn], cancel);
        return urn;
    }

    async Task<string> Single(ChannelAccount account, string kind, Stream bytes, string contentType, CancellationToken cancel)
    {
        var answer = await api.Post(account.Secrets, $"rest/{kind}s?action=initializeUpload", new { initializeUploadRequest = new { owner = api.Author(account) } }, cancel);
        var (urn, address) = (answer.At("value").Text(kind), answer.At("value").Text("uploadUrl"));
        if (urn is null || address is null)
            throw HttpAnswer.Unreadable("LinkedIn", mutates: false);
        using var content = new StreamContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        await calls.Ask(
            new HttpRequestMessage(HttpMethod.Put, new Uri(address)) { Content = content, Headers = { Authorization = new AuthenticationHeaderValue("Bearer", account.Secrets["access_token"]) } },
            LinkedInRefusals.Explain, cancel, OutboundClients.Uploads);
        return urn;
    }

    async Task<string> Film(ChannelAccount account, Stream bytes, long length, CancellationToken cancel)
    {
        var answer = (await api.Post(account.Secrets, "rest/videos?action=initializeUpload",
            new { initializeUploadRequest = new { owner = api.Author(account), fileSizeBytes = length, uploadCaptions = false, uploadThumbnail = false } }, cancel)).At("value");
        var urn = answer.Text("video") ?? throw HttpAnswer.Unreadable("LinkedIn", mutates: false);
        var parts = new List<string>();
        foreach (var instruction in answer.At("uploadInstructions").Items())
        {
            var part = new byte[instruction.Number("lastByte")!.Value - instruction.Number("firstByte")!.Value + 1];
            await bytes.ReadExactlyAsync(part, cancel);

            // The address is signed for itself: a token beside it is refused.
            var put = await calls.Ask(
                new HttpRequestMessage(HttpMethod.Put, new Uri(instruction.Text("uploadUrl")!)) { Content = new ByteArrayContent(part) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } } },
                LinkedInRefusals.Explain, cancel, OutboundClients.Uploads);
            parts.Add(put.Headers.NonValidated.TryGetValues("ETag", out var tag) ? tag.ToString().Trim('"') : throw HttpAnswer.Unreadable(put.Host, mutates: false));
        }

        await api.Post(account.Secrets, "rest/videos?action=finalizeUpload",
            new { finalizeUploadRequest = new { video = urn, uploadToken = answer.Text("uploadToken") ?? "", uploadedPartIds = parts } }, cancel);
        return urn;
    }

    async Task Usable(ChannelAccount account, IReadOnlyList<string> urns, CancellationToken cancel)
    {
        var isBlind = false;
        foreach (var urn in urns)
        {
            if (api.Network == LinkedInApi.Page || urn.StartsWith("urn:li:video:", StringComparison.Ordinal))
                await Waiting.Until(c => IsAvailable(account, urn, c), "LinkedIn", clock, cancel);
            else
                isBlind = true;
        }

        if (isBlind)
            await Task.Delay(api.Pause, clock, cancel);
    }

    async Task<bool> IsAvailable(ChannelAccount account, string urn, CancellationToken cancel)
    {
        var answer = await api.Get(account.Secrets, $"rest/{urn.Split(':')[2]}s/{LinkedInApi.InPath(urn)}", cancel);
        return answer.Text("status") switch
        {
            "AVAILABLE" => true,
            "PROCESSING_FAILED" => throw new ConnectorFailure(FailureClass.Permanent, "media-refused", $"LinkedIn could not use a file: {answer.Text("processingFailureReason") ?? "it does not say why"}."),
            _ => false,
        };
    }
}
