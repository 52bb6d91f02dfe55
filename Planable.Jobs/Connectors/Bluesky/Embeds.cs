using System.Globalization;
using System.Text.Json.Nodes;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>What hangs below a post's text: its pictures, its video, or the card of its link. Uploads as it goes; the server drops uploads nobody refers to.</summary>
public sealed class Embeds(Xrpc xrpc, LinkCards cards)
{
    private const int ThumbnailBytes = 1_000_000;

    public async Task<JsonObject?> Of(OutgoingPost post, CancellationToken cancel)
    {
        if (post.Media is [{ ContentType: "video/mp4" } film]) return await Film(post.Account, film, cancel);
        if (post.Media.Count > 0) return await Pictures(post, cancel);
        return post.Link is { } link ? await Card(post, link, cancel) : null;
    }

    private async Task<JsonObject> Pictures(OutgoingPost post, CancellationToken cancel)
    {
        MustFit(post);
        var images = new JsonArray();
        foreach (var picture in post.Media)
        {
            await using var bytes = await picture.Open(cancel);
            var image = new JsonObject { ["image"] = await xrpc.Upload(post.Account, bytes, picture.ContentType, cancel), ["alt"] = picture.Alt };
            if (picture is { Width: > 0, Height: > 0 }) image["aspectRatio"] = new JsonObject { ["width"] = picture.Width, ["height"] = picture.Height };
            images.Add(image);
        }

        return new JsonObject { ["$type"] = "app.bsky.embed.images", ["images"] = images };
    }

    /// <summary>The network cuts it into pieces for its players once the post is there.</summary>
    private async Task<JsonObject> Film(ChannelAccount account, OutgoingMedia film, CancellationToken cancel)
    {
        await using var bytes = await film.Open(cancel);
        var embed = new JsonObject { ["$type"] = "app.bsky.embed.video", ["video"] = await xrpc.Upload(account, bytes, film.ContentType, cancel), ["alt"] = film.Alt };
        if (film is { Width: > 0, Height: > 0 }) embed["aspectRatio"] = new JsonObject { ["width"] = film.Width, ["height"] = film.Height };
        if (film.Subtitles is { } said)
        {
            using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(said.Text));
            embed["captions"] = new JsonArray(new JsonObject { ["lang"] = said.Language, ["file"] = await xrpc.Upload(account, text, said.ContentType, cancel) });
        }

        return embed;
    }

    private static void MustFit(OutgoingPost post)
    {
        var limits = Networks.Of(BlueskyConnector.Key).With(post.Account.Limits).Limits;
        var (most, mostBytes) = (limits[LimitName.Images].Value, limits[LimitName.ImageBytes].Value);

        if (post.Media.FirstOrDefault(m => !m.ContentType.StartsWith("image/", StringComparison.Ordinal)) is { } other)
            throw Refused("not-a-picture", $"\"{other.FileName}\" cannot stand here: Bluesky takes pictures, or one MP4 video alone.");
        if (post.Media.Count > most)
            throw Refused("too-many-pictures", $"Bluesky takes at most {most} pictures, this post has {post.Media.Count}.");
        if (post.Media.FirstOrDefault(m => m.Bytes > mostBytes) is { } heavy)
            throw Refused("picture-too-large", $"\"{heavy.FileName}\" has {Megabytes(heavy.Bytes)} MB, Bluesky takes at most {Megabytes(mostBytes)} MB.");
    }

    private async Task<JsonObject?> Card(OutgoingPost post, string link, CancellationToken cancel)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw Refused("link-unclear", $"\"{link}\" is not the address of a page.");

        var card = await cards.Read(address, cancel);
        // The text carries the link already; a card without a word about the page would only repeat it.
        if (card is null && post.Text.Contains(link, StringComparison.Ordinal)) return null;

        var external = new JsonObject { ["uri"] = link, ["title"] = card?.Title ?? address.Host, ["description"] = card?.Description ?? "" };
        if (card?.Image is { } image && await cards.ReadImage(image, ThumbnailBytes, cancel) is { } picture)
            external["thumb"] = await xrpc.Upload(post.Account, new MemoryStream(picture.Bytes), picture.ContentType, cancel);
        return new JsonObject { ["$type"] = "app.bsky.embed.external", ["external"] = external };
    }

    private static ConnectorFailure Refused(string code, string words) => new(FailureClass.Permanent, code, words);

    private static string Megabytes(long bytes) => (bytes / 1_000_000m).ToString("0.##", CultureInfo.InvariantCulture);
}
