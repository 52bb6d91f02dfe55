using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.YouTube;

/// <summary>Comments of the channel below its own videos. Those of the same words that were there before are noted, so that the new one is known.</summary>
public sealed class VideoComments(YouTubeApi api)
{
    const string Before = "before";

    public async Task<Prepared> Prepare(OutgoingComment comment, CancellationToken cancel) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [Before] = string.Join(',', await Same(comment, cancel)) });

    /// <returns>The comment's id.</returns>
    public async Task<string> Send(OutgoingComment comment, CancellationToken cancel)
    {
        var snippet = new JsonObject
        {
            ["videoId"] = comment.Post[^1],
            ["topLevelComment"] = new JsonObject { ["snippet"] = new JsonObject { ["textOriginal"] = comment.Text } },
        };
        return (await api.Publish(comment.Account.Secrets, "commentThreads?part=snippet", JsonContent.Create(new JsonObject { ["snippet"] = snippet }), cancel)).Required("id");
    }

    /// <returns>Null if it is not there.</returns>
    public async Task<string?> Find(OutgoingComment comment, Prepared prepared, CancellationToken cancel)
    {
        var before = prepared.Values.GetValueOrDefault(Before, "").Split(',');
        return (await Same(comment, cancel)).FirstOrDefault(id => !before.Contains(id, StringComparer.Ordinal));
    }

    /// <summary>The newest hundred are enough: the own comment comes first.</summary>
    async Task<IReadOnlyList<string>> Same(OutgoingComment comment, CancellationToken cancel)
    {
        var threads = await api.Ask(comment.Account.Secrets, HttpMethod.Get, $"commentThreads?part=snippet&order=time&maxResults=100&textFormat=plainText&videoId={Uri.EscapeDataString(comment.Post[^1])}", content: null, cancel);
        return [.. YouTubeApi.Items(threads).Where(t => IsOurs(t.At("snippet", "topLevelComment", "snippet"), comment)).Select(t => t.Text("id")!)];
    }

    static bool IsOurs(JsonElement said, OutgoingComment comment) =>
        said.At("authorChannelId").Text("value") == comment.Account.RemoteId && (said.Text("textOriginal") ?? said.Text("textDisplay"))?.Trim() == comment.Text.Trim();
}
