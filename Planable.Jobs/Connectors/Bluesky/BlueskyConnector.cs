using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>
/// Bluesky, or any other server of the AT Protocol. A post is a record under a key of our own choosing (see <see cref="RecordKeys"/>): a server cannot
/// hold two records under one key, and reading the key back tells for certain whether a post went out.
/// </summary>
public sealed class BlueskyConnector(Xrpc xrpc, Facets facets, Embeds embeds, BlueskyProfiles profiles, PostAddresses addresses) : IConnector, IFindPeople, IReadProfiles, IReadPosts, IListPosts
{
    public const string Key = "bluesky";

    internal const string Collection = "app.bsky.feed.post";
    internal const string NoSuchRecord = "RecordNotFound";

    public string Network => Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (await facets.Of(post.Text, post.Mentions, Xrpc.ServerOf(post.Account), cancel) is { Count: > 0 } found) values["facets"] = found.ToJsonString();
        if (await embeds.Of(post, cancel) is { } embed) values["embed"] = embed.ToJsonString();
        if (post.Before is [var first, .., var last]) values["reply"] = new JsonObject { ["root"] = await Reference(post, first, cancel), ["parent"] = await Reference(post, last, cancel) }.ToJsonString();
        else if (post.Before is [var only]) values["reply"] = new JsonObject { ["root"] = await Reference(post, only, cancel), ["parent"] = await Reference(post, only, cancel) }.ToJsonString();
        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var input = new JsonObject
        {
            ["repo"] = post.Account.RemoteId,
            ["collection"] = Collection,
            ["rkey"] = RecordKeys.For(post.Key, post.CreatedAt),
            ["record"] = Record(post, prepared),
        };
        try
        {
            return Receipt(post, (await xrpc.Publish(post.Account, "com.atproto.repo.createRecord", input, cancel)).Required("uri"));
        }
        catch (ConnectorFailure refused) when (MayMeanTaken(refused.Failure))
        {
            if (await There(post, cancel) is { } receipt) return receipt;
            throw;
        }
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        try
        {
            var record = await xrpc.Query(Xrpc.ServerOf(post.Account), "com.atproto.repo.getRecord", post.Account.Secrets[Session.Access], cancel,
                ("repo", post.Account.RemoteId), ("collection", Collection), ("rkey", RecordKeys.For(post.Key, post.CreatedAt)));
            return Xrpc.ObjectIn(record, "value").TryGetProperty("text", out var text) && text.ValueEquals(post.Text)
                ? new Finding.Published(Receipt(post, record.Required("uri")))
                : new Finding.CannotTell("A post with other words lies where this one belongs.");
        }
        catch (ConnectorFailure none) when (none.Failure.Code == NoSuchRecord)
        {
            return new Finding.Absent();
        }
    }

    public Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) => Prepare(comment.AsAnswer(), cancel);

    public Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Send(comment.AsAnswer(), prepared, cancel);

    public Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Find(comment.AsAnswer(), prepared, cancel);

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            var record = await xrpc.Query(Xrpc.ServerOf(account), "com.atproto.repo.getRecord", account.Secrets[Session.Access], cancel,
                ("repo", account.RemoteId), ("collection", Collection), ("rkey", RecordKeys.In(remoteId)));
            return Live(account, remoteId, Xrpc.ObjectIn(record, "value"));
        }
        catch (ConnectorFailure none) when (none.Failure.Code == NoSuchRecord)
        {
            return null;
        }
    }

    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        (string, string)[] query = [("repo", account.RemoteId), ("collection", Collection), ("limit", "100"), .. after is null ? ((string, string)[])[] : [("cursor", after)]];
        var page = await xrpc.Query(Xrpc.ServerOf(account), "com.atproto.repo.listRecords", account.Secrets[Session.Access], cancel, query);
        return new PostPage([.. page.Json.At("records").Items().Where(r => r.Text("uri") is not null).Select(r => Live(account, r.Text("uri")!, r.At("value")))], page.Optional("cursor"));
    }

    private LivePost Live(ChannelAccount account, string uri, JsonElement record)
    {
        var embed = record.At("embed") is { ValueKind: JsonValueKind.Object } whole && whole.At("media") is { ValueKind: JsonValueKind.Object } media ? media : record.At("embed");
        var isVideo = embed.At("video").ValueKind == JsonValueKind.Object;
        return new LivePost(uri, record.Text("text") ?? "")
        {
            Permalink = addresses.Of(account, RecordKeys.In(uri)),
            At = record.Time("createdAt"),
            IsAnswer = record.At("reply").ValueKind == JsonValueKind.Object,
            Files = isVideo ? [new LiveFile(true, embed.Text("alt") ?? "")] : [.. embed.At("images").Items().Select(i => new LiveFile(false, i.Text("alt") ?? ""))],
        };
    }

    public Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        xrpc.Procedure(Xrpc.ServerOf(account), "com.atproto.repo.deleteRecord", account.Secrets[Session.Access],
            new JsonObject { ["repo"] = account.RemoteId, ["collection"] = Collection, ["rkey"] = RecordKeys.In(remoteId) }, cancel);

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var (server, token) = (Xrpc.ServerOf(account), account.Secrets[Session.Access]);
        var session = await xrpc.Query(server, "com.atproto.server.getSession", token, cancel);
        var handle = session.Required("handle");
        if (session.Json.TryGetProperty("active", out var active) && active.ValueKind == JsonValueKind.False)
        {
            var why = session.Optional("status") ?? "inactive";
            throw new ConnectorFailure(FailureClass.ReauthRequired, "account-inactive", $"@{handle} is closed for now ({why}).");
        }

        return await profiles.Of(server, account.RemoteId, handle, token, cancel);
    }

    public async Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel)
    {
        var (server, token) = (Xrpc.ServerOf(account), account.Secrets[Session.Refresh]);
        try
        {
            return Session.SecretsFrom(await xrpc.Procedure(server, "com.atproto.server.refreshSession", token, input: null, cancel));
        }
        catch (ConnectorFailure over) when (over.Failure.Class == FailureClass.TokenExpired)
        {
            var ended = over.Failure with { Class = FailureClass.ReauthRequired, Words = "The connection to Bluesky has ended. Connect the account again." };
            throw new ConnectorFailure(ended, over);
        }
    }

    public async Task<PublicProfile> Profile(ChannelAccount account, string handle, CancellationToken cancel)
    {
        var found = await Seen(account, handle, cancel);
        return new PublicProfile(found.Text("displayName") is { Length: > 0 } name ? name : handle, $"https://bsky.app/profile/{handle}", Count("followersCount"), Count("postsCount"));

        long? Count(string field) => found.TryGetProperty(field, out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt64() : null;
    }

    async Task<JsonElement> Seen(ChannelAccount account, string handle, CancellationToken cancel)
    {
        try
        {
            return (await xrpc.Query(Xrpc.ServerOf(account), "app.bsky.actor.getProfile", account.Secrets[Session.Access], cancel, ("actor", handle))).Json;
        }
        catch (ConnectorFailure closed) when (closed.Failure.Code is "AccountTakedown" or "AccountSuspended" or "AccountDeactivated")
        {
            // Theirs, not the one that asks.
            throw new ConnectorFailure(closed.Failure with { Class = FailureClass.Permanent, Words = "Bluesky shows nothing of this account: it was closed or switched off." }, closed);
        }
    }

    public async Task<IReadOnlyList<FoundPerson>> People(ChannelAccount account, string words, CancellationToken cancel)
    {
        var server = Xrpc.ServerOf(account);
        var answer = await xrpc.Query(server, "app.bsky.actor.searchActorsTypeahead", account.Secrets[Session.Access], cancel, ("q", words), ("limit", "10"));
        var found = answer.Json.At("actors").Items().Select(a => (Handle: a.Text("handle"), Did: a.Text("did"), Name: a.Text("displayName"))).Where(a => a is { Handle: not null, Did: not null })
            .Select(a => new FoundPerson(a.Handle!, a.Did!, a.Name is { Length: > 0 } name ? name : a.Handle!)).ToList();
        // A whole handle is found for certain, however unknown its owner is.
        if (words.Contains('.', StringComparison.Ordinal) && !found.Exists(p => string.Equals(p.Handle, words, StringComparison.OrdinalIgnoreCase)) && await facets.Resolve(words, server, cancel) is { } did)
            found.Insert(0, new FoundPerson(words.ToLowerInvariant(), did, words));
        return found;
    }

    /// <summary>A post as an answer names it: its address and the hash of what it says.</summary>
    private async Task<JsonObject> Reference(OutgoingPost post, string uri, CancellationToken cancel)
    {
        var record = await xrpc.Query(Xrpc.ServerOf(post.Account), "com.atproto.repo.getRecord", post.Account.Secrets[Session.Access], cancel,
            ("repo", post.Account.RemoteId), ("collection", Collection), ("rkey", RecordKeys.In(uri)));
        return new JsonObject { ["uri"] = uri, ["cid"] = record.Required("cid") };
    }

    private static JsonObject Record(OutgoingPost post, Prepared prepared)
    {
        var record = new JsonObject
        {
            ["$type"] = Collection,
            ["text"] = post.Text,
            // Readers see this instant. Both are the same at every repetition, so a repetition is the same record.
            ["createdAt"] = (post.ArmedAt ?? post.CreatedAt).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        if (post.Language is { Length: > 0 } language) record["langs"] = new JsonArray(language);
        foreach (var (name, json) in prepared.Values) record[name] = JsonNode.Parse(json);
        return record;
    }

    // The reference server answers a second record under one key with a bare 500, others may say so with a 4xx. A proxy's error page
    // ("http-...") or a lost answer says nothing about the key: the record may still be on its way, and the engine looks later.
    private static bool MayMeanTaken(Failure failure) =>
        failure.Class is FailureClass.Permanent || failure is { Class: FailureClass.UnknownOutcome, Code: Xrpc.ServerError };

    private async Task<Receipt?> There(OutgoingPost post, CancellationToken cancel)
    {
        try
        {
            return await Find(post, Prepared.Nothing, cancel) is Finding.Published found ? found.Receipt : null;
        }
        catch (ConnectorFailure)
        {
            // The look only adds to what the refusal said, it must not replace it with a milder word.
            return null;
        }
    }

    private Receipt Receipt(OutgoingPost post, string uri) => new(uri, addresses.Of(post.Account, RecordKeys.In(uri)));
}
