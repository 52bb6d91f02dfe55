using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>Comments below a post of Facebook or Instagram. In which order they are listed is not promised: told apart is by what was there before.</summary>
/// <param name="words">Field that holds the words.</param>
/// <param name="author">Field that says whose it is, asked along.</param>
/// <param name="isOurs">Whether the account wrote it, as far as is told.</param>
sealed class Comments(Graph graph, string words, string author, Func<JsonElement, ChannelAccount, bool> isOurs)
{
    const string Before = "comments";
    const string Crowded = "crowded";
    const int Enough = 450;

    public async Task<Prepared> Prepare(OutgoingComment comment, CancellationToken cancel)
    {
        var there = await All(comment, cancel);
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [Before] = string.Join(',', Same(there, comment).Select(c => c.Text("id"))) };
        if (there.Count >= Enough)
            values[Crowded] = "true";
        return new Prepared(values);
    }

    public async Task<HttpAnswer> Send(OutgoingComment comment, string fields, CancellationToken cancel) =>
        await graph.Publish($"{Edge(comment)}{fields}", Token(comment), cancel, ("message", comment.Text));

    public async Task<Finding> Find(OutgoingComment comment, Prepared prepared, Func<JsonElement, Receipt> receipt, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(Before, out var before))
            return new Finding.CannotTell("Nothing was noted before sending that tells older comments from newer ones.");
        var there = await All(comment, cancel);
        var found = Same(there, comment).ExceptBy(before.Split(','), c => c.Text("id")).FirstOrDefault();
        return found.ValueKind == JsonValueKind.Object ? new Finding.Published(receipt(found))
            : there.Count >= Enough || prepared.Values.ContainsKey(Crowded) ? new Finding.CannotTell("There are more comments below this post than can be looked through.")
            : new Finding.Absent();
    }

    Task<IReadOnlyList<JsonElement>> All(OutgoingComment comment, CancellationToken cancel) => graph.All(Edge(comment), Token(comment), cancel, ("fields", $"id,{words},{author}"), ("limit", "50"));

    IEnumerable<JsonElement> Same(IEnumerable<JsonElement> comments, OutgoingComment comment) =>
        comments.Where(c => isOurs(c, comment.Account) && Bare(c.Text(words) ?? "") == Bare(comment.Text));

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Normalize();

    static string Edge(OutgoingComment comment) => $"{Uri.EscapeDataString(comment.Post[^1])}/comments";

    static string Token(OutgoingComment comment) => comment.Account.Secrets["access_token"];
}
