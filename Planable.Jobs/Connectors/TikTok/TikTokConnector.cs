using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;

namespace Planable.Jobs.Connectors.TikTok;

/// <summary>
/// Videos and pictures for TikTok (Content Posting API). A video has a number before it is posted, so what became of it can always be asked.
/// Pictures are fetched by TikTok and get theirs only with the answer: if that is lost, a person has to look.
/// </summary>
public sealed class TikTokConnector(TikTokApi api, TikTokUploads uploads, TikTokSignIn signIn, NetworkAddresses addresses, TimeProvider clock)
    : IConnector, IRevoke, IReadMetrics, IListChoices, IReadPosts, IListPosts
{
    public const string Key = "tiktok";

    const string PublishId = "publish_id";
    const string UploadAddress = "upload_url";
    const string Privacy = "privacy";

    // What moderation takes longer over is out all the same, only its address is not told yet.
    static readonly TimeSpan ModerationPatience = TimeSpan.FromMinutes(8);

    public string Network => Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var creator = await Creator(post, cancel);
        if (post.Media is not [{ IsVideo: true } film])
        {
            MustBePictures(post);
            return Prepared.Nothing;
        }

        var (size, count) = TikTokUploads.Cut(film.Bytes);
        var source = new JsonObject { ["source"] = "FILE_UPLOAD", ["video_size"] = film.Bytes, ["chunk_size"] = size, ["total_chunk_count"] = count };
        var input = new JsonObject { ["source_info"] = source };
        if (!ToInbox(post))
            input["post_info"] = VideoInfo(post, creator);
        var begun = await api.Ask(post.Account.Secrets, HttpMethod.Post, ToInbox(post) ? "post/publish/inbox/video/init/" : "post/publish/video/init/", input, cancel);
        var (id, address) = (Required(begun, PublishId), Required(begun, UploadAddress));
        await uploads.Fill(new Uri(address), film, cancel);
        return new Prepared(new Dictionary<string, string>(StringComparer.Ordinal) { [PublishId] = id, [UploadAddress] = address });
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(PublishId, out var id))
            return new Receipt(Required(await api.Publish(post.Account.Secrets, "post/publish/content/init/", await Pictures(post, cancel), cancel), PublishId), Permalink: null, IsPending: true);

        // The upload's address asks for no token: whether the account still lets us, and whether the last chunk came before, is asked first.
        if (await Look(post, id, cancel, keptIfUntold: 0) is { } there)
            return there;
        await uploads.Finish(new Uri(prepared.Values[UploadAddress]), post.Media[0], cancel);
        return new Receipt(id, Permalink: null, IsPending: true);
    }

    public async Task<Receipt> Confirm(OutgoingPost post, Receipt pending, CancellationToken cancel) => await Look(post, pending.RemoteId, cancel) ?? pending;

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(PublishId, out var id))
            return new Finding.CannotTell("TikTok gives pictures a number only with the answer that was lost. Look at the account yourself.");
        try
        {
            return await Look(post, id, cancel) is { } there ? new Finding.Published(there) : new Finding.Absent();
        }
        catch (ConnectorFailure failed) when (failed.Failure.Class == FailureClass.Permanent)
        {
            // It will never be posted; trying again brings the reason to light.
            return new Finding.Absent();
        }
    }

    const string Shown = "id,title,video_description,create_time,cover_image_url,share_url,like_count,comment_count,share_count,view_count";

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        if (!remoteId.All(char.IsAsciiDigit))
            throw new ConnectorFailure(FailureClass.Permanent, "not-told", "TikTok shows apps only what everybody may see.");
        var input = new JsonObject { ["filters"] = new JsonObject { ["video_ids"] = new JsonArray(remoteId) } };
        var data = await api.Ask(account.Secrets, HttpMethod.Post, $"video/query/?fields={Shown}", input, cancel);
        return data.At("videos").Items().FirstOrDefault() is { ValueKind: JsonValueKind.Object } video ? Live(video) : null;
    }

    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var input = new JsonObject { ["max_count"] = 20 };
        if (long.TryParse(after, CultureInfo.InvariantCulture, out var cursor))
            input["cursor"] = cursor;
        var data = await api.Ask(account.Secrets, HttpMethod.Post, $"video/list/?fields={Shown}", input, cancel);
        return new PostPage([.. data.At("videos").Items().Where(v => v.Text("id") is not null).Select(Live)],
            data.At("has_more").ValueKind == JsonValueKind.True && data.Number("cursor") is { } next ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>While TikTok looks at a post, and for what few may see, all there is is the number of the upload.</summary>
    public bool IsListed(string remoteId) => remoteId.All(char.IsAsciiDigit);

    /// <summary>What people write with a video is its description; the title repeats it or, of pictures, is one.</summary>
    static LivePost Live(JsonElement video)
    {
        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        Take(metrics, video, ("view_count", MetricName.Views), ("like_count", MetricName.Likes), ("comment_count", MetricName.Comments), ("share_count", MetricName.Shares));
        return new LivePost(video.Text("id")!, video.Text("video_description") ?? video.Text("title") ?? "")
        {
            Permalink = video.Text("share_url"),
            At = video.Time("create_time"),
            Thumbnail = video.Text("cover_image_url"),
            Figures = metrics,
        };
    }

    public bool CanDelete => false;

    public Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.Permanent, "cannot-delete", "TikTok lets other programs delete nothing. Delete the post in the app.");

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var user = await signIn.User(account.Secrets, cancel);
        return new AccountProfile(Required(user, "display_name"), Required(user, "username"), user.Text("avatar_url"));
    }

    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) => signIn.Refresh(account, cancel);

    public Task Revoke(ChannelAccount account, CancellationToken cancel) => signIn.Revoke(account, cancel);

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        // Posts of the few, and those still with the moderators, have no number that could be asked for.
        if (!remoteId.All(char.IsAsciiDigit))
            return metrics;
        var input = new JsonObject { ["filters"] = new JsonObject { ["video_ids"] = new JsonArray(remoteId) } };
        var data = await api.Ask(account.Secrets, HttpMethod.Post, "video/query/?fields=id,like_count,comment_count,share_count,view_count", input, cancel);
        if (data.TryGetProperty("videos", out var videos) && videos.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } video)
            Take(metrics, video, ("view_count", MetricName.Views), ("like_count", MetricName.Likes), ("comment_count", MetricName.Comments), ("share_count", MetricName.Shares));
        return metrics;
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var data = await api.Ask(account.Secrets, HttpMethod.Get, "user/info/?fields=follower_count,following_count,likes_count,video_count", input: null, cancel);
        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        if (data.TryGetProperty("user", out var user))
            Take(metrics, user, ("follower_count", MetricName.Followers), ("video_count", MetricName.Posts));
        return metrics;
    }

    /// <summary>What this account offers for who can view a post.</summary>
    public async Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, CancellationToken cancel)
    {
        if (setting != Privacy)
            return [];
        var offered = Offered(await api.Ask(account.Secrets, HttpMethod.Post, "post/publish/creator_info/query/", [], cancel));
        return [.. Networks.Of(Key).Settings.Single(s => s.Key == Privacy).Choices!.Where(c => offered.Contains(c.Value, StringComparer.Ordinal))];
    }

    /// <param name="keptIfUntold">What to think where TikTok does not say how many bytes it has.</param>
    /// <returns>The receipt as far as the post has come; null if TikTok still waits for bytes.</returns>
    /// <exception cref="ConnectorFailure">It has failed for good.</exception>
    async Task<Receipt?> Look(OutgoingPost post, string publishId, CancellationToken cancel, long keptIfUntold = long.MaxValue)
    {
        var status = await api.Ask(post.Account.Secrets, HttpMethod.Post, "post/publish/status/fetch/", new JsonObject { [PublishId] = publishId }, cancel);
        switch (status.Text("status"))
        {
            case "FAILED":
                var reason = status.Text("fail_reason") ?? "failed";
                throw new ConnectorFailure(TikTokApi.Means(reason) is { Class: FailureClass.Transient } own ? own with { Class = FailureClass.Permanent, Words = "TikTok could not finish the post. Send it again." } : TikTokApi.Means(reason));
            case "PROCESSING_UPLOAD" when post.Media is [{ IsVideo: true } film] && (long.TryParse(status.Text("uploaded_bytes"), CultureInfo.InvariantCulture, out var kept) ? kept : keptIfUntold) < film.Bytes:
                return null;
            case "SEND_TO_USER_INBOX":
                return new Receipt(publishId, Profile(post.Account));
            case "PUBLISH_COMPLETE" when PostId(status) is { } id:
                return new Receipt(id, addresses.Of(Key, $"https://www.tiktok.com/@{post.Account.Handle}/{(post.Media is [{ IsVideo: true }] ? "video" : "photo")}/{id}").AbsoluteUri);
            case "PUBLISH_COMPLETE" when !IsPublic(post) || clock.GetUtcNow() - (post.ArmedAt ?? post.CreatedAt) > ModerationPatience:
                return new Receipt(publishId, Profile(post.Account));
            default:
                return new Receipt(publishId, Permalink: null, IsPending: true);
        }
    }

    async Task<JsonElement> Creator(OutgoingPost post, CancellationToken cancel)
    {
        if (ToInbox(post))
            return default;
        var creator = await api.Ask(post.Account.Secrets, HttpMethod.Post, "post/publish/creator_info/query/", [], cancel);
        if (!Offered(creator).Contains(Visibility(post), StringComparer.Ordinal))
            throw new ConnectorFailure(TikTokApi.Means("privacy_level_option_mismatch"));
        return creator;
    }

    static JsonObject VideoInfo(OutgoingPost post, JsonElement creator)
    {
        var info = Info(post, creator);
        info["title"] = post.Text;
        info["disable_duet"] = !Is(post, "allowDuet") || IsTrue(creator, "duet_disabled");
        info["disable_stitch"] = !Is(post, "allowStitch") || IsTrue(creator, "stitch_disabled");
        info["is_aigc"] = Is(post, "madeWithAi");
        return info;
    }

    async Task<JsonObject> Pictures(OutgoingPost post, CancellationToken cancel)
    {
        var info = ToInbox(post) ? [] : Info(post, await Creator(post, cancel));
        if (post.Title is { Length: > 0 } title)
            info["title"] = title;
        info["description"] = post.Text;
        if (!ToInbox(post))
            info["auto_add_music"] = Is(post, "addMusic");
        return new JsonObject
        {
            ["media_type"] = "PHOTO",
            ["post_mode"] = ToInbox(post) ? "MEDIA_UPLOAD" : "DIRECT_POST",
            ["post_info"] = info,
            ["source_info"] = new JsonObject
            {
                ["source"] = "PULL_FROM_URL",
                ["photo_cover_index"] = 0,
                ["photo_images"] = new JsonArray([.. post.Media.Select(m => (JsonNode)m.Address!.AbsoluteUri)]),
            },
        };
    }

    static JsonObject Info(OutgoingPost post, JsonElement creator) => new()
    {
        ["privacy_level"] = Visibility(post),
        ["disable_comment"] = !Is(post, "allowComments") || IsTrue(creator, "comment_disabled"),
        ["brand_content_toggle"] = Is(post, "paidPartnership"),
        ["brand_organic_toggle"] = Is(post, "ownBrand"),
    };

    static void MustBePictures(OutgoingPost post)
    {
        if (post.Media.Count == 0 || post.Media.Any(m => !m.IsImage))
            throw Refused("media-missing", "TikTok takes one video, or pictures.");
        if (post.Media.Any(m => m.Address is null))
            throw Refused("no-public-address", "TikTok fetches pictures itself, and this installation has no address that can be reached from outside.");
    }

    static string Visibility(OutgoingPost post) =>
        post.Settings.GetValueOrDefault(Privacy) is { Length: > 0 } chosen ? chosen : throw Refused("privacy-missing", "Choose who can view the post.");

    static bool IsPublic(OutgoingPost post) => post.Settings.GetValueOrDefault(Privacy) == "PUBLIC_TO_EVERYONE";

    string Profile(ChannelAccount account) => addresses.Of(Key, $"https://www.tiktok.com/@{account.Handle}").AbsoluteUri;

    /// <summary>The field is spelled so.</summary>
    static string? PostId(JsonElement status) =>
        status.TryGetProperty("publicaly_available_post_id", out var ids) && ids.ValueKind == JsonValueKind.Array && ids.GetArrayLength() > 0
            ? ids[0].ValueKind == JsonValueKind.String ? ids[0].GetString() : ids[0].GetRawText()
            : null;

    static List<string> Offered(JsonElement creator) =>
        creator.ValueKind == JsonValueKind.Object && creator.TryGetProperty("privacy_level_options", out var options) ? [.. options.EnumerateArray().Select(o => o.GetString()!)] : [];

    static void Take(Dictionary<string, long> metrics, JsonElement item, params ReadOnlySpan<(string Theirs, string Ours)> names)
    {
        foreach (var (theirs, ours) in names)
            if (long.TryParse(item.Text(theirs), CultureInfo.InvariantCulture, out var value)) metrics[ours] = value;
    }

    internal static string Required(JsonElement item, string name) => item.Text(name) ?? throw HttpAnswer.Unreadable("open.tiktokapis.com", mutates: false);

    static ConnectorFailure Refused(string code, string words) => new(FailureClass.Permanent, code, words);

    static bool IsTrue(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    static bool ToInbox(OutgoingPost post) => Is(post, "toInbox");

    static bool Is(OutgoingPost post, string flag) => post.Settings.GetValueOrDefault(flag) == "true";
}
