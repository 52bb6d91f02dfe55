using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;

namespace Planable.Jobs.Connectors.Reddit;

/// <summary>Publishing to Reddit. Settings of a post: "subreddit", "flair" (an id), "nsfw", "spoiler". Posts of pictures and videos come out some time
/// after the call, and only the account's own list tells where.</summary>
public sealed class RedditConnector(RedditApi api, Communities communities, RedditUploads uploads, HttpCalls calls, OAuthCodes codes, NetworkApps apps)
    : IConnector, IEditPosts, IRevoke, IReadMetrics, IListChoices, IReadPosts, IListPosts
{
    // Ids grow with time, so what is newer than this one was sent after preparing.
    const string Newest = "newest";
    const string Assets = "assets";
    const string Addresses = "addresses";
    const string Still = "still";

    /// <summary>A receipt without an id yet says what the post has to be newer than.</summary>
    const string After = "after:";
    const int PageSize = 100;
    const int Pages = 5;

    public string Network => RedditApi.Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(post.Title))
            throw new ConnectorFailure(FailureClass.Permanent, "title-missing", "Reddit needs a title.");
        var community = Communities.NameOf(post);
        var kind = KindOf(post);
        await communities.MustTake(post, community, kind, cancel);
        var newest = (await Submitted(post.Account, 1, after: null, cancel)).FirstOrDefault().Text("name");
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [Newest] = newest ?? "t3_0" };
        var assets = new List<RedditAsset>();
        foreach (var media in post.Media)
            assets.Add(await uploads.Upload(post.Account, media, cancel));
        if (assets.Count > 0)
        {
            values[Assets] = string.Join(',', assets.Select(a => a.Id));
            values[Addresses] = string.Join(' ', assets.Select(a => a.Address));
        }

        if (kind == "video")
            values[Still] = (await uploads.UploadStill(post.Account, post.Media[0], cancel)).Address;
        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var request = KindOf(post) == "gallery"
            ? api.Request(post.Account.Secrets, post.Account.Handle, HttpMethod.Post, "api/submit_gallery_post.json?raw_json=1", JsonContent.Create(Gallery(post, prepared)))
            : api.Request(post.Account.Secrets, post.Account.Handle, HttpMethod.Post, "api/submit?raw_json=1", new FormUrlEncodedContent(Form(post, prepared)));
        var answer = await calls.Publish(request, RedditRefusals.Explain, cancel);
        RedditRefusals.MustHaveNone(answer.Json);
        var data = answer.Json.At("json", "data");
        if ((data.Text("name") ?? data.Text("id")) is { Length: > 0 } name)
            return new Receipt(name.StartsWith("t3_", StringComparison.Ordinal) ? name : $"t3_{name}", data.Text("url"));

        // Pictures and videos are worked on first.
        return data.ValueKind == JsonValueKind.Object ? new Receipt(After + prepared.Values.GetValueOrDefault(Newest, "t3_0"), Permalink: null, IsPending: true) : throw HttpAnswer.Unreadable(answer.Host, mutates: true);
    }

    public async Task<Receipt> Confirm(OutgoingPost post, Receipt pending, CancellationToken cancel) =>
        await Look(post, pending.RemoteId[After.Length..], cancel) is Finding.Published found ? found.Receipt : pending;

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel) =>
        prepared.Values.TryGetValue(Newest, out var after)
            ? await Look(post, after, cancel)
            : new Finding.CannotTell("Nothing was noted before sending that tells older posts from newer ones.");

    public async Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [Newest] = (await Comments(comment.Account, 1, cancel)).FirstOrDefault().Text("name") ?? "t1_0" });

    public async Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel)
    {
        var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["api_type"] = "json", ["thing_id"] = comment.Post[^1], ["text"] = comment.Text });
        var answer = await calls.Publish(api.Request(comment.Account.Secrets, comment.Account.Handle, HttpMethod.Post, "api/comment?raw_json=1", form), RedditRefusals.Explain, cancel);
        RedditRefusals.MustHaveNone(answer.Json);
        var data = answer.Json.At("json", "data", "things").Items().Select(t => t.At("data")).FirstOrDefault();
        return ReceiptForComment(data) ?? throw HttpAnswer.Unreadable(answer.Host, mutates: true);
    }

    public async Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(Newest, out var after))
            return new Finding.CannotTell("Nothing was noted before sending that tells older comments from newer ones.");
        var comments = (await Comments(comment.Account, PageSize, cancel)).ToList();
        var newer = comments.TakeWhile(c => Number(c.Text("name")) > Number(after)).ToList();
        if (newer.Where(c => c.Text("link_id") == comment.Post[^1] && Bare(c.Text("body")) == Bare(comment.Text)).Select(ReceiptForComment).FirstOrDefault() is { } receipt)
            return new Finding.Published(receipt);
        return newer.Count < PageSize ? new Finding.Absent() : new Finding.CannotTell($"The account has written more than {PageSize} comments since.");
    }

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var post = (await api.Get(account, $"api/info?raw_json=1&id={Uri.EscapeDataString(remoteId)}", cancel)).At("data", "children").Items().Select(c => c.At("data")).FirstOrDefault();
        // What moderators or the author took away still has a number, but nothing in it.
        return post.Text("name") is null || post.Text("removed_by_category") is not null || post.Text("selftext") is "[deleted]" or "[removed]" ? null : Live(post);
    }

    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var posts = (await Submitted(account, PageSize, after, cancel)).ToList();
        return new PostPage([.. posts.Where(p => p.Text("name") is not null && p.Text("removed_by_category") is null).Select(Live)], posts.Count < PageSize ? null : posts[^1].Text("name"));
    }

    LivePost Live(JsonElement post) => new(post.Text("name")!, post.Text("selftext") ?? "")
    {
        Title = post.Text("title"),
        Permalink = api.Permalink(post.Text("permalink") ?? "/"),
        At = post.Time("created_utc"),
        Thumbnail = post.Text("thumbnail") is { } picture && picture.StartsWith("https://", StringComparison.Ordinal) ? picture : null,
        Figures = Figures.Told((MetricName.Likes, post.Number("ups")), (MetricName.Comments, post.Number("num_comments")), (MetricName.Shares, post.Number("num_crossposts")), (MetricName.Views, post.Number("view_count"))),
    };

    public string? WhyFixed(PostType? format, int files) =>
        files > 0 || format == PostType.Link ? "Reddit lets the words of text posts be changed, and nothing about links and pictures." : null;

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel) =>
        await api.Post(post.Account, "api/editusertext?raw_json=1", new(StringComparer.Ordinal) { ["api_type"] = "json", ["thing_id"] = remoteId, ["text"] = post.Text }, cancel);

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        await calls.Ask(api.Request(account.Secrets, account.Handle, HttpMethod.Post, "api/del", new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = remoteId })), RedditRefusals.Explain, cancel);

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var me = await api.Me(account.Secrets, cancel);
        if (me.At("is_suspended").ValueKind == JsonValueKind.True)
            throw new ConnectorFailure(FailureClass.ReauthRequired, "account-suspended", "Reddit has suspended this account.");
        var name = me.Text("name") ?? throw HttpAnswer.Unreadable("Reddit", mutates: false);
        return new AccountProfile(name, name, me.Text("icon_img"));
    }

    public async Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        codes.Read(await codes.Refresh(api.Dialect, await apps.Get(RedditApi.Key, cancel), account.Secrets, cancel), account.Secrets);

    public async Task Revoke(ChannelAccount account, CancellationToken cancel)
    {
        var app = await apps.Get(RedditApi.Key, cancel);
        foreach (var kind in (string[])["refresh_token", "access_token"])
        {
            if (account.Secrets.Find(kind) is not { } token)
                continue;
            var request = new HttpRequestMessage(HttpMethod.Post, api.Revocation)
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.ClientId}:{app.ClientSecret}"))) },
                Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token, ["token_type_hint"] = kind }),
            };
            await calls.Ask(request, RedditRefusals.Explain, cancel);
        }
    }

    public Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, CancellationToken cancel) =>
        Choices(account, setting, new Dictionary<string, string>(StringComparer.Ordinal), cancel);

    /// <summary>Flairs belong to a community; without one there are none.</summary>
    public async Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, IReadOnlyDictionary<string, string> chosen, CancellationToken cancel) =>
        setting == "flair" && chosen.GetValueOrDefault("subreddit") is { } community && !string.IsNullOrWhiteSpace(community) ? await communities.Flairs(account, community.Trim(), cancel) : [];

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var post = (await api.Get(account, $"api/info?raw_json=1&id={Uri.EscapeDataString(remoteId)}", cancel)).At("data", "children").Items().Select(c => c.At("data")).FirstOrDefault();
        return Figures.Told(
            (MetricName.Likes, post.Number("ups")),
            (MetricName.Comments, post.Number("num_comments")),
            (MetricName.Shares, post.Number("num_crossposts")),
            (MetricName.Views, post.Number("view_count")));
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var me = await api.Me(account.Secrets, cancel);
        return Figures.Told((MetricName.Followers, me.At("subreddit").Number("subscribers")), ("karma", me.Number("total_karma")));
    }

    static string KindOf(OutgoingPost post) => post switch
    {
        { Media.Count: > 1 } => "gallery",
        { Media: [{ IsVideo: true }] } => "video",
        { Media.Count: 1 } => "image",
        { Type: PostType.Text } => "self",

        // An address that stands in a text is read there; one that is the whole post, or was put beside the text, is what the post is about.
        { Link: { } link } when post.Type == PostType.Link || post.Text.Trim() == link || !post.Text.Contains(link, StringComparison.Ordinal) => "link",
        _ => "self",
    };

    static Dictionary<string, string> Form(OutgoingPost post, Prepared prepared)
    {
        var kind = KindOf(post);
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["api_type"] = "json",
            ["sr"] = Communities.NameOf(post),
            ["title"] = post.Title!,
            ["kind"] = kind,
            ["nsfw"] = post.Settings.GetValueOrDefault("nsfw", "false"),
            ["spoiler"] = post.Settings.GetValueOrDefault("spoiler", "false"),
            ["sendreplies"] = "true",
            ["resubmit"] = "true",
        };
        if (kind == "link")
            form["url"] = post.Link!;
        else if (kind != "self")
            form["url"] = prepared.Values.GetValueOrDefault(Addresses, "");
        if (prepared.Values.TryGetValue(Still, out var still))
            form["video_poster_url"] = still;
        if (kind == "self" || (post.Text.Length > 0 && post.Text.Trim() != post.Link))
            form["text"] = post.Text;
        if (post.Settings.GetValueOrDefault("flair") is { Length: > 0 } flair)
            form["flair_id"] = flair;
        return form;
    }

    static Dictionary<string, object> Gallery(OutgoingPost post, Prepared prepared)
    {
        var gallery = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["api_type"] = "json",
            ["sr"] = Communities.NameOf(post),
            ["title"] = post.Title!,
            ["items"] = prepared.Values.GetValueOrDefault(Assets, "").Split(',').Select(id => new { media_id = id, caption = "", outbound_url = "" }),
            ["nsfw"] = post.Settings.GetValueOrDefault("nsfw") == "true",
            ["spoiler"] = post.Settings.GetValueOrDefault("spoiler") == "true",
            ["sendreplies"] = true,
            ["show_error_list"] = true,
            ["text"] = post.Text,
        };
        if (post.Settings.GetValueOrDefault("flair") is { Length: > 0 } flair)
            gallery["flair_id"] = flair;
        return gallery;
    }

    async Task<Finding> Look(OutgoingPost post, string after, CancellationToken cancel)
    {
        string? cursor = null;
        for (var page = 0; page < Pages; page++)
        {
            var submitted = (await Submitted(post.Account, PageSize, cursor, cancel)).ToList();
            foreach (var one in submitted)
            {
                if (Number(one.Text("name")) <= Number(after))
                    return new Finding.Absent();
                if (IsThis(one, post))
                    return new Finding.Published(new Receipt(one.Text("name")!, api.Permalink(one.Text("permalink") ?? "/")));
            }

            if (submitted.Count < PageSize)
                return new Finding.Absent();
            cursor = submitted[^1].Text("name");
        }

        return new Finding.CannotTell($"The account has published more than {Pages * PageSize} posts since.");
    }

    static bool IsThis(JsonElement shown, OutgoingPost post)
    {
        var isHere = string.Equals(shown.Text("subreddit"), Communities.NameOf(post), StringComparison.OrdinalIgnoreCase) && Bare(shown.Text("title")) == Bare(post.Title);
        return isHere && KindOf(post) switch
        {
            "self" => Bare(shown.Text("selftext")) == Bare(post.Text),
            "link" => shown.Text("url") == post.Link,
            _ => true,
        };
    }

    /// <summary>Newest first.</summary>
    async Task<IEnumerable<JsonElement>> Submitted(ChannelAccount account, int count, string? after, CancellationToken cancel) =>
        (await api.Get(account, $"user/{Uri.EscapeDataString(account.Handle)}/submitted?sort=new&raw_json=1&limit={count}{(after is null ? "" : $"&after={after}")}", cancel))
            .At("data", "children").Items().Select(c => c.At("data"));

    async Task<IEnumerable<JsonElement>> Comments(ChannelAccount account, int count, CancellationToken cancel) =>
        (await api.Get(account, $"user/{Uri.EscapeDataString(account.Handle)}/comments?sort=new&raw_json=1&limit={count}", cancel)).At("data", "children").Items().Select(c => c.At("data"));

    Receipt? ReceiptForComment(JsonElement comment) =>
        comment.Text("name") is { } name ? new Receipt(name, comment.Text("permalink") is { } permalink ? api.Permalink(permalink) : null) : null;

    static string Bare(string? text) => string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))).Normalize();

    /// <summary>Ids are numbers to the base of 36 behind their kind.</summary>
    static long Number(string? name) => (name ?? "").Split('_')[^1].Aggregate(0L, (sum, c) => (sum * 36) + (char.IsAsciiDigit(c) ? c - '0' : c - 'a' + 10));
}
