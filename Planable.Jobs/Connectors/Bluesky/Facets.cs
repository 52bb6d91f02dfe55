using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>Says which bytes of a text are links, people and topics: Bluesky finds none of them by itself.</summary>
public sealed class Facets(Xrpc xrpc)
{
    // The schema's bounds; a longer tag would have the whole post refused.
    private const int TagBytes = 640;
    private const int TagGraphemes = 64;

    /// <param name="chosen">Whom somebody chose from the network's people: they need not be looked for.</param>
    public async Task<JsonArray> Of(string text, IReadOnlyList<Mention> chosen, Uri server, CancellationToken cancel)
    {
        var facets = new JsonArray();
        foreach (var span in TextSpans.In(text, LinkStyle.Web, MentionStyle.Domain))
        {
            if (await Feature(span, chosen, server, cancel) is not { } feature) continue;

            facets.Add(new JsonObject
            {
                ["index"] = new JsonObject { ["byteStart"] = span.ByteStart, ["byteEnd"] = span.ByteEnd },
                ["features"] = new JsonArray(feature),
            });
        }

        return facets;
    }

    private async Task<JsonObject?> Feature(TextSpan span, IReadOnlyList<Mention> chosen, Uri server, CancellationToken cancel) => span.Kind switch
    {
        TextSpanKind.Link => new JsonObject { ["$type"] = "app.bsky.richtext.facet#link", ["uri"] = span.Value },
        TextSpanKind.Mention => (chosen.FirstOrDefault(m => string.Equals(m.Handle, span.Value, StringComparison.OrdinalIgnoreCase))?.Id ?? await Resolve(span.Value, server, cancel)) is { } did
            ? new JsonObject { ["$type"] = "app.bsky.richtext.facet#mention", ["did"] = did }
            : null,
        TextSpanKind.Hashtag when Encoding.UTF8.GetByteCount(span.Value) <= TagBytes && new StringInfo(span.Value).LengthInTextElements <= TagGraphemes =>
            new JsonObject { ["$type"] = "app.bsky.richtext.facet#tag", ["tag"] = span.Value },
        _ => null,
    };

    /// <returns>Null if there is nobody of that name.</returns>
    public async Task<string?> Resolve(string handle, Uri server, CancellationToken cancel)
    {
        try
        {
            return (await xrpc.Query(server, "com.atproto.identity.resolveHandle", token: null, cancel, ("handle", handle.ToLowerInvariant()))).Required("did");
        }
        catch (ConnectorFailure unknown) when (unknown.Failure.Class == FailureClass.Permanent)
        {
            // Nobody of that name: the words stay words.
            return null;
        }
    }
}
