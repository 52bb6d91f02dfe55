using System.Net;
using AngleSharp;
using AngleSharp.Dom;

namespace Planable.Jobs.Outbound;

/// <summary>What a web page says about itself.</summary>
/// <param name="Address">Where the page was found after redirects.</param>
/// <param name="Title">Never empty, at most 300 characters.</param>
/// <param name="Description">May be empty, at most 1,000 characters.</param>
/// <param name="Image">Absolute; not fetched yet.</param>
public sealed record LinkCard(Uri Address, string Title, string Description, Uri? Image);

/// <param name="ContentType">Told from the bytes, not from what the server claims: image/jpeg, image/png, image/gif or image/webp.</param>
public sealed record LinkImage(byte[] Bytes, string ContentType);

/// <summary>Reads web pages for link cards. A page that is slow, huge, broken or out of bounds has no card: the post then carries a plain link.</summary>
public sealed class LinkCards(IHttpClientFactory clients)
{
    public const int PageBytes = 512 * 1024;
    private const int Hops = 5;

    internal static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <returns>Null if the page cannot be had or has no title.</returns>
    public Task<LinkCard?> Read(Uri address, CancellationToken cancel) => Politely<LinkCard>(
        async patience =>
        {
            using var response = await Follow(address, "text/html,application/xhtml+xml", patience);
            if (response?.Content.Headers.ContentType?.MediaType is not ("text/html" or "application/xhtml+xml")) return null;

            var (bytes, _) = await Take(response.Content, PageBytes, patience);
            return await Card(response.RequestMessage!.RequestUri!, bytes, response.Content.Headers.ContentType.ToString(), patience);
        },
        cancel);

    /// <param name="atMost">In bytes; a larger picture counts as none.</param>
    /// <returns>Null if the picture cannot be had, is too large or is no picture.</returns>
    public Task<LinkImage?> ReadImage(Uri address, int atMost, CancellationToken cancel) => Politely<LinkImage>(
        async patience =>
        {
            using var response = await Follow(address, "image/*", patience);
            if (response is null) return null;

            var (bytes, isWhole) = await Take(response.Content, atMost, patience);
            return isWhole && Sniff(bytes) is { } type ? new LinkImage(bytes, type) : null;
        },
        cancel);

    private static async Task<T?> Politely<T>(Func<CancellationToken, Task<T?>> read, CancellationToken cancel) where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            return await read(patience.Token);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException
            || (trouble is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // Strangers' pages fail all the time; a post without a card is a good post.
            return null;
        }
    }

    private async Task<HttpResponseMessage?> Follow(Uri address, string accept, CancellationToken cancel)
    {
        var client = clients.CreateClient(OutboundClients.Pages);
        for (var hop = 0; hop <= Hops; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd(accept);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.StatusCode == HttpStatusCode.OK) return response;

            using (response)
            {
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next) return null;
                address = new Uri(address, next);
            }
        }

        return null;
    }

    private static async Task<(byte[] Bytes, bool IsWhole)> Take(HttpContent content, int atMost, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var taken = new byte[atMost + 1];
        var length = await stream.ReadAtLeastAsync(taken, taken.Length, throwOnEndOfStream: false, cancel);
        return (taken[..Math.Min(length, atMost)], length <= atMost);
    }

    private static async Task<LinkCard?> Card(Uri found, byte[] html, string contentType, CancellationToken cancel)
    {
        using var browsing = BrowsingContext.New(Configuration.Default);
        using var page = await browsing.OpenAsync(
            r => r.Address(found.AbsoluteUri).Header("Content-Type", contentType).Content(new MemoryStream(html), shouldDispose: true),
            cancel);

        var title = Clip(Meta(page, "og:title") ?? Meta(page, "twitter:title") ?? page.Title, 300);
        if (title.Length == 0) return null;

        var description = Clip(Meta(page, "og:description") ?? Meta(page, "twitter:description") ?? Meta(page, "description"), 1000);
        var image = Meta(page, "og:image:secure_url") ?? Meta(page, "og:image") ?? Meta(page, "twitter:image");
        Uri? absolute = null;
        var hasImage = image is not null && Uri.TryCreate(found, image, out absolute) && absolute.Scheme is "http" or "https";
        return new LinkCard(found, title, description, hasImage ? absolute : null);
    }

    // Pages mix up property= and name=, so both are read.
    private static string? Meta(IDocument page, string name) =>
        page.QuerySelectorAll($"meta[property='{name}'], meta[name='{name}']")
            .Select(m => m.GetAttribute("content")).FirstOrDefault(c => !string.IsNullOrWhiteSpace(c));

    private static string Clip(string? text, int length)
    {
        var words = string.Join(' ', string.Concat((text ?? "").Select(c => char.IsControl(c) ? ' ' : c).Where(c => !TurnsText(c))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length <= length) return words;
        return words[..(char.IsHighSurrogate(words[length - 2]) ? length - 2 : length - 1)] + "…";
    }

    // Marks that turn the direction of what follows, so that words seem to say something else.
    private static bool TurnsText(char letter) => letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string? Sniff(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => "image/jpeg",
        _ when bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) => "image/png",
        _ when bytes.StartsWith("GIF8"u8) => "image/gif",
        _ when bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) => "image/webp",
        _ => null,
    };
}
