using System.Text.Json;
using Planable.Data.Demographics;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Data.Readings;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Threads;

/// <summary>
/// Publishing to Threads. Parts of a thread are answers to the part before. Settings: "topicTag", "replies" (who can reply: everyone,
/// accounts_you_follow, mentioned_only).
/// </summary>
public sealed class ThreadsConnector(HttpCalls calls, NetworkAddresses addresses, TimeProvider clock) : IConnector, IReadMetrics, IReadDemographics, ITellQuotas, IReadPosts, IListPosts
{
    const string Container = "container";
    static readonly TimeSpan Window = TimeSpan.FromHours(1);

    readonly Graph graph = new(calls, addresses, "threads", "Threads", Graph.Threads);
    readonly Containers containers = new(new Graph(calls, addresses, "threads", "Threads", Graph.Threads), clock, "status", "error_message");

    public string Network => "threads";

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var (user, token) = (post.Account.RemoteId, Token(post.Account));
        var files = post.Media.Select(m => (Media: m, Address: containers.Address(m))).ToList();
        await MustHaveRoom(post, user, token, cancel);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        await graph.Note(values, Edge(post), "id", "timestamp", token, cancel);
        values[Container] = await Make(post, files, token, cancel);
        await containers.UntilReady(values[Container], token, cancel);
        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var published = await graph.Publish($"{post.Account.RemoteId}/threads_publish", Token(post.Account), cancel, ("creation_id", prepared.Values[Container]));
        var id = published.Required("id");
        return new Receipt(id, await Permalink(post.Account, id, cancel));
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(Container, out var container))
            return new Finding.CannotTell("Nothing was noted before sending that could be asked for.");
        switch ((await containers.Look(container, Token(post.Account), cancel)).State)
        {
            case "PUBLISHED":
                break;
            case null:
                return new Finding.CannotTell("Threads does not show the prepared post at the moment.");
            default:
                return new Finding.Absent();
        }

        // It is out; but its id is another than the container's.
        var since = await graph.Since(prepared, Edge(post), "id", "timestamp", "text,permalink", Token(post.Account), cancel) ?? [];
        var found = since.FirstOrDefault(t => Bare(t.Text("text") ?? "") == Bare(Words(post)));
        return found.Text("id") is { } id
            ? new Finding.Published(new Receipt(id, found.Text("permalink") ?? Profile(post.Account)))
            : new Finding.CannotTell("Threads says that it has published the post, but does not list it yet.");
    }

    /// <summary>A comment is an answer to the last part.</summary>
    public async Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel)
    {
        try
        {
            await graph.Read(comment.Post[^1], Token(comment.Account), cancel, ("fields", "id"));
        }
        catch (ConnectorFailure gone) when (gone.Failure.IsMissing())
        {
            throw new ConnectorFailure(FailureClass.Permanent, "post-gone", "The post is no longer on Threads, so nothing can be written below it.", inner: gone);
        }

        return await Prepare(comment.AsAnswer(), cancel);
    }

    public Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Send(comment.AsAnswer(), prepared, cancel);

    public Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Find(comment.AsAnswer(), prepared, cancel);

    const string Shown = "id,text,media_type,permalink,timestamp,media_url,thumbnail_url,alt_text,is_reply,children{media_type,alt_text}";

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            return Live((await graph.Read(remoteId, Token(account), cancel, ("fields", Shown))).Json);
        }
        catch (ConnectorFailure gone) when (gone.Failure.IsMissing())
        {
            return null;
        }
    }

    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var (items, next) = await graph.Page($"{account.RemoteId}/threads", Token(account), after, cancel, ("fields", Shown), ("limit", "50"));
        return new PostPage([.. items.Where(t => t.Text("media_type") != "REPOST_FACADE").Select(Live)], next);
    }

    static LivePost Live(JsonElement thread)
    {
        var type = thread.Text("media_type");
        return new LivePost(thread.Text("id")!, thread.Text("text") ?? "")
        {
            Permalink = thread.Text("permalink"),
            At = thread.Time("timestamp"),
            IsAnswer = Graph.Inside(thread, "is_reply").ValueKind == JsonValueKind.True,
            Files = type switch
            {
                null => null,
                "CAROUSEL_ALBUM" => [.. Graph.Items(Graph.Inside(thread, "children")).Select(File)],
                "IMAGE" or "VIDEO" => [File(thread)],
                _ => [],
            },
            Thumbnail = thread.Text("thumbnail_url") ?? (type == "IMAGE" ? thread.Text("media_url") : null),
        };
    }

    static LiveFile File(JsonElement file) => new(file.Text("media_type") == "VIDEO", file.Text("alt_text"));

    public Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) => graph.Remove(remoteId, Token(account), cancel);

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var me = await graph.Read("me", Token(account), cancel, ("fields", "id,username,name,threads_profile_picture_url"));
        return new AccountProfile(me.Optional("name") is { Length: > 0 } name ? name : me.Required("username"), me.Required("username"), me.Optional("threads_profile_picture_url"));
    }

    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) => new LongTokens(graph, clock, "https://graph.threads.com/", "th").Renew(account.Secrets, cancel);

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        await Insights.Read(graph, $"{remoteId}/insights", Figures(), Token(account), cancel);

    public Task<IReadOnlyList<ToldDemographics>> Demographics(ChannelAccount account, DateOnly until, CancellationToken cancel) =>
        FollowerGroups.Read(graph, $"{account.RemoteId}/threads_insights", Token(account), cancel);

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var since = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var edge = $"{account.RemoteId}/threads_insights";
        var told = await Insights.Read(graph, edge, Figures(), Token(account), cancel, ("since", $"{since.ToUnixTimeSeconds()}"), ("until", $"{since.AddDays(1).ToUnixTimeSeconds()}"));
        // Followers are told as they are now, and not of days.
        foreach (var (name, value) in await Insights.Read(graph, edge, new Dictionary<string, string>(StringComparer.Ordinal) { ["followers_count"] = MetricName.Followers }, Token(account), cancel))
            told[name] = value;
        return told;
    }

    async Task<string> Make(OutgoingPost post, List<(OutgoingMedia Media, string Address)> files, string token, CancellationToken cancel)
    {
        var edge = $"{post.Account.RemoteId}/threads";
        var fields = Common(post).ToList();
        switch (files)
        {
            case []:
                fields.Add(("media_type", "TEXT"));
                if (post.Poll is { } poll)
                    fields.Add(("poll_attachment", JsonSerializer.Serialize(poll.Options.Zip("abcd").ToDictionary(o => $"option_{o.Second}", o => o.First, StringComparer.Ordinal))));
                else if (post.Link is { } link)
                    fields.Add(("link_attachment", link));
                break;
            case [var (media, address)]:
                fields.AddRange(File(media, address));
                break;
            default:
                var children = new List<string>();
                foreach (var (media, address) in files)
                    children.Add(await containers.Make(edge, [("is_carousel_item", "true"), .. File(media, address)], token, cancel));
                foreach (var child in children)
                    await containers.UntilReady(child, token, cancel);
                fields.Add(("media_type", "CAROUSEL"));
                fields.Add(("children", string.Join(',', children)));
                break;
        }

        try
        {
            return await containers.Make(edge, fields, token, cancel);
        }
        catch (ConnectorFailure missing) when (IsReply(post) && missing.Failure.IsMissing())
        {
            // What is answered may have been published a moment ago, and not be known everywhere yet.
            throw new ConnectorFailure(FailureClass.Transient, "not-found-yet", "Threads does not find the post that this one answers.", inner: missing);
        }
    }

    async Task MustHaveRoom(OutgoingPost post, string user, string token, CancellationToken cancel)
    {
        var (usage, config, things) = IsReply(post) ? ("reply_quota_usage", "reply_config", "replies") : ("quota_usage", "config", "posts");
        if (await Limit(user, token, $"{usage},{config}", cancel) is { } answer)
            Quota.MustHaveRoom(answer, usage, config, "Threads", things, Window);
    }

    public async Task<IReadOnlyList<QuotaReading>> Quotas(ChannelAccount account, CancellationToken cancel) =>
        await Limit(account.RemoteId, Token(account), "quota_usage,config", cancel) is { } answer && Quota.Read(answer, "quota_usage", "config") is var (used, most) ? [new QuotaReading("posts", used, most, clock.GetUtcNow())] : [];

    /// <returns>Null for who may not ask, and finds out by publishing.</returns>
    async Task<HttpAnswer?> Limit(string user, string token, string fields, CancellationToken cancel)
    {
        try
        {
            return await graph.Read($"{user}/threads_publishing_limit", token, cancel, ("fields", fields));
        }
        catch (ConnectorFailure refused) when (refused.Failure.Class == FailureClass.Permanent)
        {
            return null;
        }
    }

    async Task<string> Permalink(ChannelAccount account, string id, CancellationToken cancel)
    {
        try
        {
            return (await graph.Read(id, Token(account), cancel, ("fields", "id,permalink"))).Optional("permalink") ?? Profile(account);
        }
        catch (ConnectorFailure)
        {
            // The post is out, whatever became of this question.
            return Profile(account);
        }
    }

    string Profile(ChannelAccount account) => graph.At($"https://www.threads.com/@{account.Handle}").AbsoluteUri;

    static IEnumerable<(string, string)> Common(OutgoingPost post)
    {
        if (Words(post) is { Length: > 0 } words)
            yield return ("text", words);
        if (post.Before is [.., var previous])
            yield return ("reply_to_id", previous);
        else if (post.Settings.GetValueOrDefault("replies") is { Length: > 0 } replies)
            yield return ("reply_control", replies);
        if (!IsReply(post) && post.Settings.GetValueOrDefault("topicTag")?.Trim().TrimStart('#') is { Length: > 0 } topic)
            yield return ("topic_tag", topic);
    }

    static IEnumerable<(string, string)> File(OutgoingMedia media, string address)
    {
        yield return ("media_type", media.IsVideo ? "VIDEO" : "IMAGE");
        yield return (media.IsVideo ? "video_url" : "image_url", address);
        if (media.Alt.Length > 0)
            yield return ("alt_text", media.Alt);
    }

    // A post of words must have some.
    static string Words(OutgoingPost post) => post.Text.Length == 0 && post.Media.Count == 0 ? post.Link ?? "" : post.Text;

    static Dictionary<string, string> Figures() => new(StringComparer.Ordinal)
    {
        ["views"] = MetricName.Views,
        ["likes"] = MetricName.Likes,
        ["replies"] = MetricName.Comments,
        ["reposts"] = MetricName.Shares,
        ["quotes"] = MetricName.Quotes,
    };

    static bool IsReply(OutgoingPost post) => post.Before.Count > 0;

    static string Edge(OutgoingPost post) => $"{post.Account.RemoteId}/{(IsReply(post) ? "replies" : "threads")}";

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Normalize();

    static string Token(ChannelAccount account) => account.Secrets["access_token"];
}
