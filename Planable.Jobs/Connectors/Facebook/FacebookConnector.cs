using System.Text.Json;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Facebook;

/// <summary>
/// Publishing to a Facebook page. Setting of a post: "place" (its number, the name behind it). Posts with words, links and pictures lie in its feed; a video or a reel is uploaded under an id of its own, and publishing
/// it is one call about that id; a story is made of an uploaded file.
/// </summary>
public sealed class FacebookConnector(HttpCalls calls, NetworkAddresses addresses, TimeProvider clock) : IConnector, IEditPosts, IReadMetrics, IFindPlaces, IFindPeople, IReadPosts, IListPosts
{
    const string Photos = "photos";
    const string Video = "video";
    const string Session = "session";
    const string StoriesBefore = "stories";

    // Stories are listed for a day, and for longer only where the page keeps an archive.
    static readonly TimeSpan StoryLife = TimeSpan.FromHours(25);

    readonly Graph graph = new(calls, addresses, "facebook", "Facebook", Graph.Facebook);
    readonly Graph films = new(calls, addresses, "facebook", "Facebook", Graph.FacebookVideo);

    enum Shape
    {
        Feed,
        Video,
        Reel,
        Story,
    }

    public string Network => "facebook";

    FacebookVideos Videos => new(graph, films);

    Comments Comments => new(graph, "message", "from{id},permalink_url", static (comment, page) => Graph.Inside(comment, "from").Text("id") is not { } by || by == page.RemoteId);

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var (page, token) = (post.Account.RemoteId, Token(post.Account));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (ShapeOf(post))
        {
            case Shape.Video:
                (values[Video], values[Session]) = await Videos.Upload(page, post.Media[0], token, cancel);
                break;
            case Shape.Reel:
                values[Video] = await Videos.UploadByBytes($"{page}/video_reels", post.Media[0], token, cancel);
                break;
            case Shape.Story when post.Media[0].IsVideo:
                values[StoriesBefore] = string.Join(',', (await Stories(page, token, cancel)).Select(s => s.Text("post_id")));
                values[Video] = await Videos.UploadByBytes($"{page}/video_stories", post.Media[0], token, cancel);
                await Waiting.Until(c => Videos.IsUploaded(values[Video], token, c), "Facebook", clock, cancel);
                break;
            case Shape.Story:
                values[StoriesBefore] = string.Join(',', (await Stories(page, token, cancel)).Select(s => s.Text("post_id")));
                values[Photos] = await Photo(page, post.Media[0], token, cancel);
                break;
            default:
                await graph.Note(values, $"{page}/published_posts", "id", "created_time", token, cancel);
                var photos = new List<string>();
                foreach (var picture in post.Media)
                    photos.Add(await Photo(page, picture, token, cancel));
                if (photos.Count > 0)
                    values[Photos] = string.Join(',', photos);
                break;
        }

        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var (page, token) = (post.Account.RemoteId, Token(post.Account));
        switch (ShapeOf(post))
        {
            case Shape.Video:
                await films.Publish($"{page}/videos", token, cancel, ("upload_phase", "finish"), ("upload_session_id", prepared.Values[Session]), ("description", Written(post)), ("published", "true"));
                return new Receipt(prepared.Values[Video], null, IsPending: true);
            case Shape.Reel:
                await graph.Publish($"{page}/video_reels", token, cancel, ("upload_phase", "finish"), ("video_id", prepared.Values[Video]), ("video_state", "PUBLISHED"), ("description", Written(post)));
                return new Receipt(prepared.Values[Video], null, IsPending: true);
            case Shape.Story:
                var story = post.Media[0].IsVideo
                    ? await graph.Publish($"{page}/video_stories", token, cancel, ("upload_phase", "finish"), ("video_id", prepared.Values[Video]))
                    : await graph.Publish($"{page}/photo_stories", token, cancel, ("photo_id", prepared.Values[Photos]));
                return StoryReceipt(story.Required("post_id"));
            default:
                var made = await graph.Publish($"{page}/feed?fields=id,permalink_url", token, cancel, [.. Feed(post, prepared)]);
                return new Receipt(made.Required("id"), made.Optional("permalink_url") ?? At($"https://www.facebook.com/{made.Required("id")}"));
        }
    }

    /// <summary>Videos and reels are worked on after the call; nothing else is ever pending.</summary>
    public async Task<Receipt> Confirm(OutgoingPost post, Receipt pending, CancellationToken cancel) => await Videos.Look(pending.RemoteId, Token(post.Account), cancel) switch
    {
        { IsFailed: true } failed => throw new ConnectorFailure(FailureClass.Permanent, "video-refused", $"Facebook could not use the video: {failed.Why ?? "it gives no reason"}"),
        { IsPublished: true } done => new Receipt(pending.RemoteId, done.Permalink),
        _ => pending,
    };

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var (page, token) = (post.Account.RemoteId, Token(post.Account));
        var shape = ShapeOf(post);
        if (shape is Shape.Video or Shape.Reel)
            return await FindVideo(prepared, token, cancel);

        if (shape == Shape.Story)
            return await FindStory(page, prepared, token, cancel);

        var since = await graph.Since(prepared, $"{page}/published_posts", "id", "created_time", "message,permalink_url,attachments{target{id},url,unshimmed_url,subattachments{target{id}}}", token, cancel);
        return since is null ? new Finding.CannotTell("Nothing was noted before sending that tells older posts from newer ones, or too many came since.")
            : since.FirstOrDefault(p => IsThis(p, post, prepared)) is { ValueKind: JsonValueKind.Object } found ? Published(found)
            : new Finding.Absent();
    }

    public Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) => Comments.Prepare(comment, cancel);

    public async Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel)
    {
        var made = await Comments.Send(comment, "?fields=id,permalink_url", cancel);
        return CommentReceipt(made.Json, made.Required("id"));
    }

    public Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) =>
        Comments.Find(comment, prepared, found => CommentReceipt(found, found.Text("id")!), cancel);

    const string Shown = "id,message,created_time,permalink_url,full_picture,attachments{media_type,target{id},subattachments{media_type,target{id}}},shares,comments.limit(0).summary(total_count),reactions.limit(0).summary(total_count)";

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            if (!IsVideo(remoteId))
                return Live((await graph.Read(Uri.EscapeDataString(remoteId), Token(account), cancel, ("fields", Shown))).Json);
            var film = (await graph.Read(Uri.EscapeDataString(remoteId), Token(account), cancel, ("fields", "id,description,permalink_url,created_time,status"))).Json;
            // Stories tell nothing of what they say.
            return film.TryGetProperty("status", out _)
                ? new LivePost(remoteId, film.Text("description") ?? "") { Permalink = film.Text("permalink_url"), At = film.Time("created_time"), Files = [new LiveFile(true, null)] }
                : throw new ConnectorFailure(FailureClass.Permanent, "not-told", "Facebook does not tell what stories show.");
        }
        catch (ConnectorFailure gone) when (gone.Failure.IsMissing())
        {
            return null;
        }
    }

    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var (items, next) = await graph.Page($"{account.RemoteId}/published_posts", Token(account), after, cancel, ("fields", Shown), ("limit", "50"));
        return new PostPage([.. items.Select(Live)], next);
    }

    static LivePost Live(JsonElement post)
    {
        var attached = Graph.Items(Graph.Inside(post, "attachments")).ToList();
        var files = attached.SelectMany(a => Graph.Items(Graph.Inside(a, "subattachments")) is var inside && inside.Any() ? inside : [a]).Where(a => a.Text("media_type") is "photo" or "video").ToList();
        return new LivePost(post.Text("id")!, post.Text("message") ?? "")
        {
            Permalink = post.Text("permalink_url"),
            // Videos are known here by their own number, which their post only mentions.
            OtherIds = [.. attached.Concat(files).Select(a => Graph.Inside(a, "target").Text("id")).OfType<string>().Distinct()],
            At = post.Time("created_time"),
            Files = [.. files.Select(f => new LiveFile(f.Text("media_type") == "video", null))],
            Thumbnail = post.Text("full_picture"),
            Figures = Figures.Told(
                (MetricName.Likes, Graph.Inside(post, "reactions", "summary").Number("total_count")),
                (MetricName.Comments, Graph.Inside(post, "comments", "summary").Number("total_count")),
                (MetricName.Shares, Graph.Inside(post, "shares").Number("count"))),
        };
    }

    public Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) => graph.Remove(remoteId, Token(account), cancel);

    public string? WhyFixed(PostType? format, int files) => format == PostType.Story ? "Stories cannot be changed once they are out." : null;

    /// <summary>Words only, and only those of posts this app has made.</summary>
    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel) =>
        await graph.Do(Uri.EscapeDataString(remoteId), Token(post.Account), cancel, (IsVideo(remoteId) ? "description" : "message", Written(post)));

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        try
        {
            var page = await graph.Read(account.RemoteId, Token(account), cancel, ("fields", "id,name,username,picture.type(large){url}"));
            return new AccountProfile(page.Required("name"), page.Optional("username") ?? page.Required("id"), FacebookLogin.Picture(page.Json));
        }
        catch (ConnectorFailure gone) when (gone.Failure.IsMissing())
        {
            throw new ConnectorFailure(FailureClass.ReauthRequired, gone.Failure.Code, "Facebook no longer shows this page to whoever connected it. Connect it again.", inner: gone);
        }
    }

    /// <summary>A page's token has no end and no renewal: one that no longer works was taken back.</summary>
    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.ReauthRequired, "no-refresh", "Facebook no longer accepts this connection. Connect the page again.");

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var token = Token(account);
        // Figures hang on the post of a video, not on the video.
        var post = IsVideo(remoteId) && (await graph.Read(remoteId, token, cancel, ("fields", "post_id"))).Optional("post_id") is { } id ? PostId(account, id) : remoteId;
        var told = await Insights.Read(graph, $"{post}/insights", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["post_media_view"] = MetricName.Views,
            ["post_total_media_view_unique"] = MetricName.Reach,
            ["post_clicks"] = MetricName.Clicks,
        }, token, cancel);
        var counted = await graph.Read(post, token, cancel, ("fields", "shares,comments.limit(0).summary(total_count),reactions.limit(0).summary(total_count)"));
        Take(MetricName.Shares, Graph.Inside(counted.Json, "shares", "count"));
        Take(MetricName.Comments, Graph.Inside(counted.Json, "comments", "summary", "total_count"));
        Take(MetricName.Likes, Graph.Inside(counted.Json, "reactions", "summary", "total_count"));
        return told;

        void Take(string name, JsonElement count)
        {
            if (count.ValueKind == JsonValueKind.Number)
                told[name] = count.GetInt64();
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var since = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var told = await Insights.Read(graph, $"{account.RemoteId}/insights", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["page_media_view"] = MetricName.Views,
            ["page_total_media_view_unique"] = MetricName.Reach,
            ["page_post_engagements"] = MetricName.Engagements,
            ["page_daily_follows_unique"] = MetricName.NewFollowers,
        }, Token(account), cancel, ("period", "day"), ("since", $"{since.ToUnixTimeSeconds()}"), ("until", $"{since.AddDays(1).ToUnixTimeSeconds()}"));
        var page = await graph.Read(account.RemoteId, Token(account), cancel, ("fields", "followers_count"));
        if (Graph.Inside(page.Json, "followers_count") is { ValueKind: JsonValueKind.Number } followers)
            told[MetricName.Followers] = followers.GetInt64();
        return told;
    }

    public Task<IReadOnlyList<FoundPlace>> Places(ChannelAccount account, string words, CancellationToken cancel) => PlacePages.Find(graph, words, Token(account), cancel);

    /// <summary>Pages, by their name.</summary>
    public async Task<IReadOnlyList<FoundPerson>> People(ChannelAccount account, string words, CancellationToken cancel)
    {
        var found = Graph.Items(await graph.Read("pages/search", Token(account), cancel, ("q", words), ("fields", "id,name,link"), ("limit", "10")));
        return [.. found.Where(p => p.Text("id") is not null && p.Text("name") is not null).Select(p => new FoundPerson(HandleOf(p), p.Text("id")!, p.Text("name")!))];
    }

    /// <summary>The end of its address, if that is a name; else its number.</summary>
    static string HandleOf(JsonElement page) =>
        Uri.TryCreate(page.Text("link"), UriKind.Absolute, out var link) && link.AbsolutePath.Trim('/') is { Length: > 0 } name && Mentions.Handles($"@{name}") is [var whole] && whole == name ? name : page.Text("id")!;

    static string Written(OutgoingPost post) => Mentions.Written(post.Text, post.Mentions, words => words, who => $"@[{who.Id}]");

    async Task<string> Photo(string page, OutgoingMedia picture, string token, CancellationToken cancel)
    {
        await using var bytes = await picture.Open(cancel);
        return (await graph.Upload($"{page}/photos", token, FacebookVideos.File(bytes, "source", picture, [("published", "false"), ("alt_text_custom", picture.Alt)]), cancel)).Required("id");
    }

    async Task<Finding> FindVideo(Prepared prepared, string token, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(Video, out var video))
            return new Finding.CannotTell("The video was not noted before sending.");
        return await Videos.Look(video, token, cancel) switch
        {
            { IsFailed: true } or { IsMissing: true } or { IsWaitingForUs: true } => new Finding.Absent(),
            { IsPublished: true } done => new Finding.Published(new Receipt(video, done.Permalink)),
            { IsPublishing: true } => new Finding.Published(new Receipt(video, null, IsPending: true)),
            _ => new Finding.CannotTell("Facebook is still working on the video and does not say what for."),
        };
    }

    async Task<Finding> FindStory(string page, Prepared prepared, string token, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(StoriesBefore, out var before) || (prepared.Values.GetValueOrDefault(Video) ?? prepared.Values.GetValueOrDefault(Photos)) is not { } file)
            return new Finding.CannotTell("Nothing was noted before sending that tells older stories from newer ones.");
        var since = (await Stories(page, token, cancel)).ExceptBy(before.Split(','), s => s.Text("post_id")).ToList();
        return since.Find(s => s.Text("media_id") == file) is { ValueKind: JsonValueKind.Object } story ? new Finding.Published(StoryReceipt(story.Text("post_id")!))
            : since.Count == 0 ? new Finding.Absent()
            // Facebook may give the file of a story another number.
            : new Finding.CannotTell("The page has new stories, and Facebook does not say which of them this is.");
    }

    Task<IReadOnlyList<JsonElement>> Stories(string page, string token, CancellationToken cancel) =>
        graph.All($"{page}/stories", token, cancel, ("fields", "post_id,creation_time,media_id,status"), ("since", $"{(clock.GetUtcNow() - StoryLife).ToUnixTimeSeconds()}"), ("limit", "100"));

    Finding.Published Published(JsonElement post) => new(new Receipt(post.Text("id")!, post.Text("permalink_url") ?? At($"https://www.facebook.com/{post.Text("id")}")));

    static bool IsThis(JsonElement found, OutgoingPost post, Prepared prepared)
    {
        var attached = Graph.Items(Graph.Inside(found, "attachments")).ToList();
        if (prepared.Values.TryGetValue(Photos, out var photos))
            return attached.SelectMany(Targets).Intersect(photos.Split(','), StringComparer.Ordinal).Any();
        return post.Text.Length > 0
            ? Bare(found.Text("message") ?? "") == Bare(Mentions.Written(post.Text, post.Mentions, words => words, who => who.Name))
            : attached.Exists(a => (a.Text("unshimmed_url") ?? a.Text("url")) == post.Link);
    }

    static IEnumerable<string> Targets(JsonElement attachment) =>
        Graph.Items(Graph.Inside(attachment, "subattachments")).Append(attachment).Select(a => Graph.Inside(a, "target").Text("id")).OfType<string>();

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Normalize();

    static IEnumerable<(string, string)> Feed(OutgoingPost post, Prepared prepared)
    {
        if (post.Text.Length > 0)
            yield return ("message", Written(post));
        var photos = prepared.Values.TryGetValue(Photos, out var ids) ? ids.Split(',') : [];
        for (var i = 0; i < photos.Length; i++)
            yield return ($"attached_media[{i}]", $"{{\"media_fbid\":\"{photos[i]}\"}}");
        if (post.Link is { } link && photos.Length == 0)
            yield return ("link", link);
        if (PlaceValue.Id(post.Settings.GetValueOrDefault("place")) is { } place)
            yield return ("place", place);
        yield return ("published", "true");
    }

    static Shape ShapeOf(OutgoingPost post) => post switch
    {
        { Type: PostType.Story, Media.Count: > 0 } => Shape.Story,
        { Media: [{ IsVideo: true }, ..] } => post.Type == PostType.Reel ? Shape.Reel : Shape.Video,
        _ => Shape.Feed,
    };

    Receipt CommentReceipt(JsonElement comment, string id) => new(id, comment.Text("permalink_url") ?? At($"https://www.facebook.com/{id}"));

    Receipt StoryReceipt(string id) => new(id, At($"https://www.facebook.com/stories/{id}"));

    string At(string address) => graph.At(address).AbsoluteUri;

    // Posts are numbered "{page}_{post}", videos and stories without their page.
    static bool IsVideo(string remoteId) => !remoteId.Contains('_', StringComparison.Ordinal);

    static string PostId(ChannelAccount account, string id) => IsVideo(id) ? $"{account.RemoteId}_{id}" : id;

    static string Token(ChannelAccount account) => account.Secrets["access_token"];
}
