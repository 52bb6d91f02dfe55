using System.Globalization;
using System.Text.Json;
using Planable.Data.Demographics;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Data.Readings;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Instagram;

/// <summary>What publishing to Instagram is, however the account was connected. Settings: "collaborators" (names), "location" (the number of a place, its name behind it), "shareToFeed" (of a reel).</summary>
public abstract class InstagramPublishing : IConnector, IReadMetrics, IReadDemographics, ITellQuotas, IReadPosts, IListPosts
{
    const string Container = "container";
    static readonly TimeSpan Window = TimeSpan.FromHours(1);

    readonly Graph graph;
    readonly Containers containers;
    readonly Comments comments;
    readonly TimeProvider clock;

    private protected InstagramPublishing(Graph graph, TimeProvider clock)
    {
        (this.graph, this.clock) = (graph, clock);
        containers = new Containers(graph, clock, "status_code", "status");
        comments = new Comments(graph, "text", "username", static (comment, account) => comment.Text("username") is not { } by || by == account.Handle);
    }

    public string Network => graph.Network;

    private protected Graph Graph => graph;

    /// <summary>Videos are handed over, so that Instagram need not fetch them.</summary>
    private protected virtual bool TakesVideosByBytes => false;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var (ig, token) = (post.Account.RemoteId, Token(post.Account));
        var files = post.Media.Select(m => (Media: m, Address: TakesVideosByBytes && m.IsVideo ? null : containers.Address(m))).ToList();
        await MustHaveRoom(ig, token, cancel);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        await graph.Note(values, Edge(post), "id", "timestamp", token, cancel);
        try
        {
            values[Container] = files.Count > 1 ? await Carousel(post, files, token, cancel) : await Single(post, files[0].Media, files[0].Address, token, cancel);
            await containers.UntilReady(values[Container], token, cancel);
        }
        catch (ConnectorFailure refused)
        {
            throw Named(refused, post);
        }

        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var published = await graph.Publish($"{post.Account.RemoteId}/media_publish", Token(post.Account), cancel, ("creation_id", prepared.Values[Container]));
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
                return new Finding.CannotTell("Instagram does not show the prepared post at the moment.");
            default:
                return new Finding.Absent();
        }

        // It is out; but its id is another than the container's.
        var since = await graph.Since(prepared, Edge(post), "id", "timestamp", "caption,permalink", Token(post.Account), cancel) ?? [];
        var found = since.FirstOrDefault(m => IsStory(post) || Bare(m.Text("caption") ?? "") == Bare(post.Text));
        return found.Text("id") is { } id
            ? new Finding.Published(new Receipt(id, found.Text("permalink") ?? Profile(post.Account)))
            : new Finding.CannotTell("Instagram says that it has published the post, but does not list it yet.");
    }

    public Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) => comments.Prepare(comment, cancel);

    /// <summary>Comments have no address of their own.</summary>
    public async Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel)
    {
        var made = await comments.Send(comment, "", cancel);
        return new Receipt(made.Required("id"), await Permalink(comment.Account, comment.Post[^1], cancel));
    }

    public async Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel)
    {
        var address = await Permalink(comment.Account, comment.Post[^1], cancel);
        return await comments.Find(comment, prepared, found => new Receipt(found.Text("id")!, address), cancel);
    }

    const string Shown = "id,caption,media_type,media_product_type,permalink,timestamp,media_url,thumbnail_url,alt_text,like_count,comments_count,children{media_type,alt_text}";

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

    /// <summary>Stories are not among them: they are gone after a day.</summary>
    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var (items, next) = await graph.Page($"{account.RemoteId}/media", Token(account), after, cancel, ("fields", Shown), ("limit", "50"));
        return new PostPage([.. items.Select(Live)], next);
    }

    static LivePost Live(JsonElement media)
    {
        var children = Graph.Items(Graph.Inside(media, "children")).ToList();
        var isVideo = media.Text("media_type") == "VIDEO";
        return new LivePost(media.Text("id")!, media.Text("caption") ?? "")
        {
            Permalink = media.Text("permalink"),
            At = media.Time("timestamp"),
            Files = media.Text("media_type") is null ? null : [.. (media.Text("media_type") == "CAROUSEL_ALBUM" ? children : [media]).Select(File)],
            Thumbnail = media.Text("thumbnail_url") ?? (isVideo ? null : media.Text("media_url")),
            Figures = Figures.Told((MetricName.Likes, media.Number("like_count")), (MetricName.Comments, media.Number("comments_count"))),
        };
    }

    static LiveFile File(JsonElement file) => new(file.Text("media_type") == "VIDEO", file.Text("alt_text"));

    public virtual bool CanDelete => true;

    public abstract Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel);

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        try
        {
            var answer = await graph.Read(account.RemoteId, Token(account), cancel, ("fields", "username,name,profile_picture_url"));
            return new AccountProfile(answer.Optional("name") is { Length: > 0 } name ? name : answer.Required("username"), answer.Required("username"), answer.Optional("profile_picture_url"));
        }
        catch (ConnectorFailure gone) when (gone.Failure.IsMissing())
        {
            throw new ConnectorFailure(FailureClass.ReauthRequired, gone.Failure.Code, "Instagram no longer shows this account to whoever connected it. Connect it again.", inner: gone);
        }
    }

    public abstract Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel);

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["views"] = MetricName.Views,
            ["reach"] = MetricName.Reach,
            ["shares"] = MetricName.Shares,
            ["total_interactions"] = MetricName.Engagements,
        };
        var kind = (await graph.Read(remoteId, Token(account), cancel, ("fields", "media_product_type"))).Optional("media_product_type");
        if (kind == "STORY")
        {
            names["replies"] = "replies";
            names["profile_visits"] = MetricName.ProfileViews;
        }
        else
        {
            names["likes"] = MetricName.Likes;
            names["comments"] = MetricName.Comments;
            names["saved"] = MetricName.Saves;
        }

        if (kind == "REELS")
            names["ig_reels_video_view_total_time"] = MetricName.WatchSeconds;
        var told = await Insights.Read(graph, $"{remoteId}/insights", names, Token(account), cancel);
        // Told in milliseconds.
        if (told.TryGetValue(MetricName.WatchSeconds, out var watched))
            told[MetricName.WatchSeconds] = watched / 1000;
        return told;
    }

    public Task<IReadOnlyList<ToldDemographics>> Demographics(ChannelAccount account, DateOnly until, CancellationToken cancel) =>
        FollowerGroups.Read(graph, $"{account.RemoteId}/insights", Token(account), cancel, ("period", "lifetime"), ("metric_type", "total_value"));

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var since = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        (string, string)[] window = [("period", "day"), ("since", $"{since.ToUnixTimeSeconds()}"), ("until", $"{since.AddDays(1).ToUnixTimeSeconds()}")];
        var edge = $"{account.RemoteId}/insights";
        var told = await Insights.Read(graph, edge, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["views"] = MetricName.Views,
            ["reach"] = MetricName.Reach,
            ["total_interactions"] = MetricName.Engagements,
        }, Token(account), cancel, [.. window, ("metric_type", "total_value")]);
        // Only for accounts with a hundred followers, and of another kind than the others.
        foreach (var (name, value) in await Insights.Read(graph, edge, new Dictionary<string, string>(StringComparer.Ordinal) { ["follower_count"] = MetricName.NewFollowers }, Token(account), cancel, window))
            told[name] = value;
        var profile = await graph.Read(account.RemoteId, Token(account), cancel, ("fields", "followers_count,media_count"));
        Take(MetricName.Followers, "followers_count");
        Take(MetricName.Posts, "media_count");
        return told;

        void Take(string name, string field)
        {
            if (Meta.Graph.Inside(profile.Json, field) is { ValueKind: JsonValueKind.Number } count)
                told[name] = count.GetInt64();
        }
    }

    async Task<string> Carousel(OutgoingPost post, List<(OutgoingMedia Media, string? Address)> files, string token, CancellationToken cancel)
    {
        var children = new List<string>();
        foreach (var (media, address) in files)
        {
            List<(string, string)> child = [("is_carousel_item", "true"), .. Alt(media), .. People(media)];
            if (media.IsVideo)
                child.Add(("media_type", "VIDEO"));
            children.Add(await Make(post, media, address, child, token, cancel));
        }

        foreach (var child in children)
            await containers.UntilReady(child, token, cancel);
        return await containers.Make(Media(post), [("media_type", "CAROUSEL"), ("children", string.Join(',', children)), .. Words(post)], token, cancel);
    }

    Task<string> Single(OutgoingPost post, OutgoingMedia media, string? address, string token, CancellationToken cancel) => post switch
    {
        _ when IsStory(post) => Make(post, media, address, [("media_type", "STORIES")], token, cancel),
        _ when media.IsVideo => Make(post, media, address, [("media_type", "REELS"), ("share_to_feed", post.Settings.GetValueOrDefault("shareToFeed", "true")), .. Cover(media), .. People(media), .. Words(post)], token, cancel),
        _ => Make(post, media, address, [.. Alt(media), .. People(media), .. Words(post)], token, cancel),
    };

    Task<string> Make(OutgoingPost post, OutgoingMedia media, string? address, List<(string, string)> fields, string token, CancellationToken cancel) => address is null
        ? containers.MakeOf(media, Media(post), fields, token, cancel)
        : containers.Make(Media(post), [.. fields, (media.IsVideo ? "video_url" : "image_url", address)], token, cancel);

    public async Task<IReadOnlyList<QuotaReading>> Quotas(ChannelAccount account, CancellationToken cancel) =>
        await Limit(account.RemoteId, Token(account), cancel) is { } answer && Quota.Read(answer, "quota_usage", "config") is var (used, most) ? [new QuotaReading("posts", used, most, clock.GetUtcNow())] : [];

    async Task MustHaveRoom(string ig, string token, CancellationToken cancel)
    {
        if (await Limit(ig, token, cancel) is { } answer)
            Quota.MustHaveRoom(answer, "quota_usage", "config", "Instagram", "posts", Window);
    }

    /// <returns>Null for who may not ask, and finds out by publishing.</returns>
    async Task<HttpAnswer?> Limit(string ig, string token, CancellationToken cancel)
    {
        try
        {
            return await graph.Read($"{ig}/content_publishing_limit", token, cancel, ("fields", "quota_usage,config"));
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
            return (await graph.Read(id, Token(account), cancel, ("fields", "permalink"))).Optional("permalink") ?? Profile(account);
        }
        catch (ConnectorFailure)
        {
            // The post is out, whatever became of this question.
            return Profile(account);
        }
    }

    string Profile(ChannelAccount account) => graph.At($"https://www.instagram.com/{account.Handle}/").AbsoluteUri;

    // Videos have none there.
    static IEnumerable<(string, string)> Alt(OutgoingMedia media)
    {
        if (media.IsImage && media.Alt.Length > 0)
            yield return ("alt_text", media.Alt);
    }

    static IEnumerable<(string, string)> Words(OutgoingPost post)
    {
        if (post.Text.Length > 0)
            yield return ("caption", post.Text);
        if (Collaborators(post) is { Length: > 0 } names)
            yield return ("collaborators", JsonSerializer.Serialize(names));
        if (PlaceValue.Id(post.Settings.GetValueOrDefault("location")) is { } place)
            yield return ("location_id", place);
    }

    static string[] Collaborators(OutgoingPost post) =>
        [.. (post.Settings.GetValueOrDefault("collaborators") ?? "").Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(n => n.TrimStart('@'))];

    /// <summary>On pictures at their places, on videos without.</summary>
    static IEnumerable<(string, string)> People(OutgoingMedia media)
    {
        if (media.People.Count == 0)
            yield break;
        yield return ("user_tags", media.IsVideo
            ? JsonSerializer.Serialize(media.People.Select(p => new { username = p.Handle }))
            : JsonSerializer.Serialize(media.People.Select(p => new { username = p.Handle, x = Math.Round(p.Across / 100, 4), y = Math.Round(p.Down / 100, 4) })));
    }

    /// <summary>The still a person chose, by its moment: it needs no address from which it could be fetched.</summary>
    static IEnumerable<(string, string)> Cover(OutgoingMedia media)
    {
        if (media.Cover?.At is { } at)
            yield return ("thumb_offset", ((long)at.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Instagram refuses the whole post for one name or place it does not know, and hardly says which.</summary>
    static ConnectorFailure Named(ConnectorFailure refused, OutgoingPost post)
    {
        string[] names = [.. Collaborators(post), .. post.Media.SelectMany(m => m.People).Select(p => p.Handle)];
        var place = PlaceValue.Name(post.Settings.GetValueOrDefault("location"));
        if (refused.Failure.Class != FailureClass.Permanent || (names.Length == 0 && place is null))
            return refused;
        var who = string.Join(", ", names.Distinct(StringComparer.OrdinalIgnoreCase).Select(n => $"@{n}").Concat(place is null ? [] : [place]));
        return new ConnectorFailure(refused.Failure with { Words = $"{refused.Failure.Words.TrimEnd('.')}. Check whether Instagram still knows {who}, and whether they may be named." }, refused);
    }

    static bool IsStory(OutgoingPost post) => post.Type == PostType.Story;

    static string Media(OutgoingPost post) => $"{post.Account.RemoteId}/media";

    static string Edge(OutgoingPost post) => $"{post.Account.RemoteId}/{(IsStory(post) ? "stories" : "media")}";

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Normalize();

    private protected static string Token(ChannelAccount account) => account.Secrets["access_token"];
}
