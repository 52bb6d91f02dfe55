using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;
using Planable.Data.Readings;

namespace Planable.Jobs.Connectors.Slack;

/// <summary>
/// Channels of a Slack workspace. A message of words is one call and is looked for among those that came after it was prepared. Files are uploaded
/// unseen and shared by one call; the files themselves tell whether that was done, and where.
/// </summary>
public sealed class SlackConnector(SlackApi api, SlackSignIn signIn) : IConnector, IEditPosts, IRevoke, IReadMetrics, IFindPeople
{
    public const string Key = "slack";

    internal const string Team = "team";
    internal const string Bot = "bot";

    const string NewestBefore = "newest";
    const string Files = "files";
    const string FilePrefix = "file:";
    const int PageSize = 200;
    const int Pages = 10;

    public string Network => Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [NewestBefore] = await Newest(post, cancel) };
        var files = new List<string>();
        foreach (var media in post.Media)
            files.Add(await Upload(post.Account, media, cancel));
        if (files.Count > 0)
            values[Files] = string.Join(',', files);
        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var secrets = post.Account.Secrets;
        if (prepared.Values.TryGetValue(Files, out var files))
        {
            var ids = files.Split(',');
            var share = new JsonObject
            {
                ["files"] = new JsonArray([.. ids.Zip(post.Media, (id, media) => (JsonNode)new JsonObject { ["id"] = id, ["title"] = media.FileName })]),
                ["channel_id"] = post.Account.RemoteId,
            };
            if (Words(post) is { Length: > 0 } comment)
                share["initial_comment"] = SlackText.Written(comment, post.Mentions);
            Answer(share, post);
            await api.Publish(secrets, "files.completeUploadExternal", share, cancel);
            // The message is written a moment later.
            return new Receipt(FilePrefix + ids[0], Permalink: null, IsPending: true);
        }

        var message = new JsonObject { ["channel"] = post.Account.RemoteId, ["text"] = SlackText.Written(Words(post), post.Mentions), ["unfurl_links"] = "true" };
        Answer(message, post);
        var sent = await api.Publish(secrets, "chat.postMessage", message, cancel);
        var ts = sent.Text("ts") ?? throw HttpAnswer.Unreadable("slack.com", mutates: true);
        return new Receipt(ts, await Permalink(post.Account, ts, cancel));
    }

    public async Task<Receipt> Confirm(OutgoingPost post, Receipt pending, CancellationToken cancel)
    {
        if (!pending.RemoteId.StartsWith(FilePrefix, StringComparison.Ordinal))
            return pending with { IsPending = false };
        return await Shared(post.Account, pending.RemoteId[FilePrefix.Length..], cancel) is { } ts ? new Receipt(ts, await Permalink(post.Account, ts, cancel)) : pending;
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (prepared.Values.TryGetValue(Files, out var files))
            return await Shared(post.Account, files.Split(',')[0], cancel) is { } shared ? await Found(post, shared, cancel) : new Finding.Absent();
        if (!prepared.Values.TryGetValue(NewestBefore, out var newest))
            return new Finding.CannotTell("Nothing was noted before sending that tells older messages from newer ones.");

        string? page = null;
        for (var i = 0; i < Pages; i++)
        {
            var input = Range(post, newest);
            if (page is not null)
                input["cursor"] = page;
            var answer = await api.Ask(post.Account.Secrets, post.Before.Count > 0 ? "conversations.replies" : "conversations.history", input, cancel);
            var found = answer.At("messages").Items().FirstOrDefault(m => m.Text("ts") != newest && m.Text("user") == post.Account.Secrets[Bot] && SlackText.IsSame(Words(post), post.Mentions, m.Text("text") ?? ""));
            if (found.ValueKind == JsonValueKind.Object)
                return await Found(post, found.Text("ts")!, cancel);
            page = answer.TryGetProperty("response_metadata", out var metadata) && metadata.Text("next_cursor") is { Length: > 0 } next ? next : null;
            if (page is null)
                return new Finding.Absent();
        }

        return new Finding.CannotTell($"More than {Pages * PageSize} messages have come since.");
    }

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel) =>
        await api.Ask(post.Account.Secrets, "chat.update", new JsonObject { ["channel"] = post.Account.RemoteId, ["ts"] = remoteId, ["text"] = SlackText.Written(Words(post), post.Mentions) }, cancel);

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            await api.Ask(account.Secrets, "chat.delete", new JsonObject { ["channel"] = account.RemoteId, ["ts"] = remoteId }, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "message_not_found")
        {
            // Gone already is what was asked for.
        }
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var channel = await Channel(account, cancel);
        if (channel.TryGetProperty("is_archived", out var archived) && archived.ValueKind == JsonValueKind.True)
            throw new ConnectorFailure(FailureClass.ReauthRequired, "is_archived", "The channel is archived.");
        var name = channel.Text("name") ?? account.Handle;
        return new AccountProfile(SlackSignIn.Name(account.Secrets[Team], name), name, AvatarUrl: null);
    }

    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) => signIn.Refresh(account, cancel);

    /// <summary>The token is the workspace's: all its channels are gone with it.</summary>
    public bool EndsWholeSignIn => true;

    public async Task Revoke(ChannelAccount account, CancellationToken cancel)
    {
        try
        {
            await api.Ask(account.Secrets, "auth.revoke", [], cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code is "invalid_auth" or "token_revoked" or "account_inactive")
        {
            // Taken back already.
        }
    }

    /// <summary>Slack has no search for people: all of the workspace come, and are searched here.</summary>
    public bool GivesAll => true;

    public async Task<IReadOnlyList<FoundPerson>> People(ChannelAccount account, string words, CancellationToken cancel)
    {
        var people = new List<FoundPerson>();
        string? page = null;
        for (var i = 0; i < Pages; i++)
        {
            var input = new JsonObject { ["limit"] = PageSize.ToString(CultureInfo.InvariantCulture) };
            if (page is not null)
                input["cursor"] = page;
            var answer = await api.Ask(account.Secrets, "users.list", input, cancel);
            people.AddRange(answer.At("members").Items().Where(m => !Is(m, "deleted") && !Is(m, "is_bot") && m.Text("id") is not (null or "USLACKBOT") && m.Text("name") is not null).Select(m => new FoundPerson(
                m.Text("name")!, m.Text("id")!, m.At("profile").Text("display_name") is { Length: > 0 } shown ? shown : m.Text("real_name") ?? m.Text("name")!)));
            page = answer.At("response_metadata").Text("next_cursor") is { Length: > 0 } next ? next : null;
            if (page is null)
                break;
        }

        return people;

        static bool Is(JsonElement member, string flag) => member.At(flag).ValueKind == JsonValueKind.True;
    }

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var input = new JsonObject { ["channel"] = account.RemoteId, ["oldest"] = remoteId, ["latest"] = remoteId, ["inclusive"] = "true", ["limit"] = "1" };
        var message = (await api.Ask(account.Secrets, "conversations.history", input, cancel)).At("messages").Items().FirstOrDefault(m => m.Text("ts") == remoteId);
        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        // Replies stand in no history.
        if (message.ValueKind != JsonValueKind.Object)
            return metrics;
        metrics[MetricName.Engagements] = message.At("reactions").Items().Sum(r => r.Number("count") ?? 0);
        metrics[MetricName.Comments] = message.Number("reply_count") ?? 0;
        return metrics;
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        if ((await Channel(account, cancel)).Number("num_members") is { } members)
            metrics[MetricName.Followers] = members;
        return metrics;
    }

    async Task<string> Newest(OutgoingPost post, CancellationToken cancel)
    {
        var input = new JsonObject { ["channel"] = post.Account.RemoteId, ["limit"] = "1" };
        JsonElement answer;
        try
        {
            answer = await api.Ask(post.Account.Secrets, "conversations.history", input, cancel);
        }
        catch (ConnectorFailure outside) when (outside.Failure.Code == "not_in_channel")
        {
            await Join(post.Account, cancel);
            answer = await api.Ask(post.Account.Secrets, "conversations.history", input, cancel);
        }

        return answer.At("messages").Items().Select(m => m.Text("ts")).FirstOrDefault() ?? "0";
    }

    /// <summary>Into public channels the app may go by itself.</summary>
    async Task Join(ChannelAccount account, CancellationToken cancel)
    {
        try
        {
            await api.Ask(account.Secrets, "conversations.join", new JsonObject { ["channel"] = account.RemoteId }, cancel);
        }
        catch (ConnectorFailure closed) when (closed.Failure.Code == "method_not_supported_for_channel_type")
        {
            throw new ConnectorFailure(FailureClass.ReauthRequired, "not_in_channel", "The channel is private. Invite the app there, then check the connection.", inner: closed);
        }
    }

    /// <summary>Nobody sees the file until it is shared.</summary>
    async Task<string> Upload(ChannelAccount account, OutgoingMedia media, CancellationToken cancel)
    {
        var input = new JsonObject { ["filename"] = media.FileName, ["length"] = media.Bytes.ToString(CultureInfo.InvariantCulture) };
        if (media.IsImage && media.Alt.Length > 0)
            input["alt_txt"] = media.Alt;
        var place = await api.Ask(account.Secrets, "files.getUploadURLExternal", input, cancel);
        if (place.Text("upload_url") is not { } address || place.Text("file_id") is not { } id)
            throw HttpAnswer.Unreadable("slack.com", mutates: false);
        await api.Upload(address, media, cancel);
        return id;
    }

    /// <returns>The message a file stands in; null if it is not shared in this channel.</returns>
    async Task<string?> Shared(ChannelAccount account, string file, CancellationToken cancel)
    {
        try
        {
            var info = await api.Ask(account.Secrets, "files.info", new JsonObject { ["file"] = file }, cancel);
            if (!info.TryGetProperty("file", out var found) || !found.TryGetProperty("shares", out var shares) || shares.ValueKind != JsonValueKind.Object)
                return null;
            return shares.EnumerateObject().SelectMany(kind => kind.Value.At(account.RemoteId).Items()).Select(s => s.Text("ts")).FirstOrDefault(ts => ts is not null);
        }
        catch (ConnectorFailure unshared) when (unshared.Failure.Code == "file_not_found")
        {
            return null;
        }
    }

    async Task<Finding> Found(OutgoingPost post, string ts, CancellationToken cancel) => new Finding.Published(new Receipt(ts, await Permalink(post.Account, ts, cancel)));

    async Task<JsonElement> Channel(ChannelAccount account, CancellationToken cancel)
    {
        var info = await api.Ask(account.Secrets, "conversations.info", new JsonObject { ["channel"] = account.RemoteId, ["include_num_members"] = "true" }, cancel);
        return info.TryGetProperty("channel", out var channel) ? channel : throw HttpAnswer.Unreadable("slack.com", mutates: false);
    }

    /// <summary>The message is out; not knowing its address is no reason to say otherwise.</summary>
    async Task<string?> Permalink(ChannelAccount account, string ts, CancellationToken cancel)
    {
        try
        {
            return (await api.Ask(account.Secrets, "chat.getPermalink", new JsonObject { ["channel"] = account.RemoteId, ["message_ts"] = ts }, cancel)).Text("permalink");
        }
        catch (ConnectorFailure)
        {
            return null;
        }
    }

    static JsonObject Range(OutgoingPost post, string newest)
    {
        var range = new JsonObject { ["channel"] = post.Account.RemoteId, ["oldest"] = newest, ["limit"] = PageSize.ToString(CultureInfo.InvariantCulture) };
        if (post.Before.Count > 0)
            range["ts"] = post.Before[0];
        return range;
    }

    /// <summary>A thread hangs on its first message.</summary>
    static void Answer(JsonObject message, OutgoingPost post)
    {
        if (post.Before.Count > 0)
            message["thread_ts"] = post.Before[0];
    }

    static string Words(OutgoingPost post) =>
        post.Link is null || post.Text.Contains(post.Link, StringComparison.Ordinal) ? post.Text
        : post.Text.Length == 0 ? post.Link
        : $"{post.Text}\n\n{post.Link}";
}
