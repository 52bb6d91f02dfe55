using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Demographics;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors.Google;

namespace Planable.Jobs.Connectors.YouTube;

/// <summary>Videos and Shorts of a YouTube channel. See <see cref="UploadSession"/> for what makes a video appear exactly once.</summary>
public sealed class YouTubeConnector(YouTubeApi api, UploadSession sessions, VideoComments comments, GoogleAccess access, NetworkAddresses addresses, TimeProvider clock)
    : IConnector, IEditPosts, IRevoke, IReadMetrics, IReadDemographics, IReadProfiles, IReadPosts, IListPosts
{
    public const string Key = "youtube";

    const string Session = "session";
    const string Offset = "offset";
    const string FirstDay = "2005-02-14";

    // Long videos take hours until they are ready; they are there all the same.
    static readonly TimeSpan ProcessingPatience = TimeSpan.FromMinutes(8);

    // Clocks differ: an upload of the same name is taken for this one from a little earlier on.
    static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(2);

    public string Network => Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var film = Film(post);
        var metadata = new JsonObject
        {
            ["snippet"] = Snippet(post),
            ["status"] = new JsonObject
            {
                ["privacyStatus"] = post.Settings.GetValueOrDefault("privacy", "public"),
                ["selfDeclaredMadeForKids"] = Is(post, "madeForKids"),
                ["containsSyntheticMedia"] = Is(post, "madeWithAi"),
            },
        };
        var session = await sessions.Open(post.Account, film, metadata, post.Settings.GetValueOrDefault("notifySubscribers") != "false", cancel);
        var offset = await sessions.Fill(post.Account, session, film, cancel);
        return new Prepared(new Dictionary<string, string>(StringComparer.Ordinal) { [Session] = session, [Offset] = offset.ToString(CultureInfo.InvariantCulture) });
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel) =>
        new(await sessions.Finish(post.Account, prepared.Values[Session], Film(post), long.Parse(prepared.Values[Offset], CultureInfo.InvariantCulture), cancel), Permalink: null, IsPending: true);

    public async Task<Receipt> Confirm(OutgoingPost post, Receipt pending, CancellationToken cancel)
    {
        var found = YouTubeApi.Items(await api.Ask(post.Account.Secrets, HttpMethod.Get, $"videos?part=status&id={Uri.EscapeDataString(pending.RemoteId)}", content: null, cancel));
        var status = found.Count > 0 && found[0].TryGetProperty("status", out var told) ? told : default;
        return status.Text("uploadStatus") switch
        {
            "processed" => await Covered(post, pending.RemoteId, cancel),
            "rejected" => throw Refused("rejected", $"YouTube has taken the video down: {Why(status.Text("rejectionReason"))}."),
            "failed" => throw Refused("processing-failed", $"YouTube cannot play the video: {Why(status.Text("failureReason"))}."),
            "deleted" => throw Refused("deleted", "The video was deleted at YouTube."),
            _ when clock.GetUtcNow() - (post.ArmedAt ?? post.CreatedAt) > ProcessingPatience => await Covered(post, pending.RemoteId, cancel),
            _ => pending,
        };
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(Session, out var session))
            return new Finding.CannotTell("Nothing was noted before sending by which YouTube could be asked.");
        try
        {
            return await sessions.Ask(post.Account, session, Film(post).Bytes, cancel) is { } id ? new Finding.Published(new Receipt(id, null, IsPending: true)) : new Finding.Absent();
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "session-gone")
        {
            return await Newest(post, cancel) is { } id
                ? new Finding.Published(new Receipt(id, null, IsPending: true))
                : new Finding.CannotTell("YouTube no longer knows the upload, and its list of videos may lag behind. Look at the channel yourself.");
        }
    }

    public Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) => comments.Prepare(comment, cancel);

    public async Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Written(comment, await comments.Send(comment, cancel));

    public async Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) =>
        await comments.Find(comment, prepared, cancel) is { } id ? new Finding.Published(Written(comment, id)) : new Finding.Absent();

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        YouTubeApi.Items(await api.Ask(account.Secrets, HttpMethod.Get, $"videos?part=snippet,statistics&id={Uri.EscapeDataString(remoteId)}", content: null, cancel)) is [var video, ..] ? Live(video) : null;

    /// <summary>Two questions a page: the list of uploads does not tell everything, the videos do.</summary>
    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var older = after is null ? "" : $"&pageToken={Uri.EscapeDataString(after)}";
        var list = await api.Ask(account.Secrets, HttpMethod.Get, $"playlistItems?part=contentDetails&maxResults=50&playlistId={Uri.EscapeDataString(Uploads(account))}{older}", content: null, cancel);
        var ids = YouTubeApi.Items(list).Select(i => i.At("contentDetails").Text("videoId")).OfType<string>().ToList();
        var videos = ids.Count == 0 ? [] : YouTubeApi.Items(await api.Ask(account.Secrets, HttpMethod.Get, $"videos?part=snippet,statistics,status&id={Uri.EscapeDataString(string.Join(',', ids))}", content: null, cancel));
        // Uploads that nobody may see are no posts.
        return new PostPage([.. videos.Where(v => v.At("status").Text("privacyStatus") is null or "public" or "unlisted").Select(Live).OrderByDescending(v => v.At)], list.Optional("nextPageToken"));
    }

    /// <summary>Every channel has a list of what it uploaded, named after it.</summary>
    static string Uploads(ChannelAccount account) => "UU" + account.RemoteId[2..];

    LivePost Live(JsonElement video)
    {
        var figures = new Dictionary<string, long>(StringComparer.Ordinal);
        Take(figures, video, "statistics", ("viewCount", MetricName.Views), ("likeCount", MetricName.Likes), ("commentCount", MetricName.Comments));
        var (id, snippet) = (video.Text("id")!, video.At("snippet"));
        return new LivePost(id, snippet.Text("description") ?? "")
        {
            Title = snippet.Text("title"),
            Permalink = addresses.Of(Key, $"https://www.youtube.com/watch?v={id}").AbsoluteUri,
            At = snippet.Time("publishedAt"),
            Files = [new LiveFile(true, null)],
            Thumbnail = snippet.At("thumbnails", "medium").Text("url"),
            Figures = figures,
        };
    }

    public bool ChangesTitle => true;

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel) =>
        await api.Ask(post.Account.Secrets, HttpMethod.Put, "videos?part=snippet", JsonContent.Create(new JsonObject { ["id"] = remoteId, ["snippet"] = Snippet(post) }), cancel);

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            await api.Ask(account.Secrets, HttpMethod.Delete, $"videos?id={Uri.EscapeDataString(remoteId)}", content: null, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "videoNotFound")
        {
            // Gone already is what was asked for.
        }
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var channel = await Channel(account, cancel);
        return new AccountProfile(YouTubeSignIn.Title(channel), YouTubeSignIn.Handle(channel), YouTubeSignIn.Picture(channel));
    }

    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) => access.Refresh(Key, account, cancel);

    public bool EndsWholeSignIn => true;

    public Task Revoke(ChannelAccount account, CancellationToken cancel) => access.Revoke(Key, account, cancel);

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var found = YouTubeApi.Items(await api.Ask(account.Secrets, HttpMethod.Get, $"videos?part=statistics&id={Uri.EscapeDataString(remoteId)}", content: null, cancel));
        if (found.Count == 0)
            throw Refused("videoNotFound", "The video is no longer there.");

        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        // Figures a channel hides are left out by the network.
        Take(metrics, found[0], "statistics", ("viewCount", MetricName.Views), ("likeCount", MetricName.Likes), ("commentCount", MetricName.Comments));
        var today = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var (name, value) in await Report(account, $"startDate={FirstDay}&endDate={today}&metrics=estimatedMinutesWatched,shares&filters=video=={Uri.EscapeDataString(remoteId)}", cancel))
            AddReported(metrics, name, value);
        return metrics;
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        var channel = await Channel(account, cancel);
        var isHidden = channel.TryGetProperty("statistics", out var statistics) && statistics.TryGetProperty("hiddenSubscriberCount", out var hidden) && hidden.ValueKind == JsonValueKind.True;
        Take(metrics, channel, "statistics", ("videoCount", MetricName.Posts));
        if (!isHidden)
            Take(metrics, channel, "statistics", ("subscriberCount", MetricName.Followers));

        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // The newest days are empty until YouTube has counted them.
        var reported = await Report(account, $"startDate={date}&endDate={date}&metrics=views,estimatedMinutesWatched,likes,comments,shares,subscribersGained,subscribersLost", cancel);
        foreach (var (name, value) in reported)
            AddReported(metrics, name, value);
        if (reported.TryGetValue("subscribersGained", out var won) && reported.TryGetValue("subscribersLost", out var lost))
            metrics[MetricName.NewFollowers] = won - lost;
        return metrics;
    }

    /// <summary>Of those who watched in the last ninety days: YouTube tells nothing of who subscribes.</summary>
    public async Task<IReadOnlyList<ToldDemographics>> Demographics(ChannelAccount account, DateOnly until, CancellationToken cancel)
    {
        var days = string.Create(CultureInfo.InvariantCulture, $"startDate={until.AddDays(-89):yyyy-MM-dd}&endDate={until:yyyy-MM-dd}");
        var ages = await Groups(account, $"{days}&metrics=viewerPercentage&dimensions=ageGroup&sort=ageGroup", cancel);
        var countries = await Groups(account, $"{days}&metrics=views&dimensions=country&sort=-views", cancel);
        ToldDemographics[] told =
        [
            new(Dimension.Age, AudienceOf.Viewers, "viewerPercentage (ageGroup)", ages.ConvertAll(g => g with { Key = g.Key == "age65-" ? "65+" : g.Key.Replace("age", "", StringComparison.Ordinal) })),
            // Views from places that YouTube does not tell.
            new(Dimension.Country, AudienceOf.Viewers, "views (country)", countries.FindAll(g => g.Key != "ZZ")),
        ];
        return [.. told.Where(t => t.Groups.Count > 0)];
    }

    async Task<List<DemographicGroup>> Groups(ChannelAccount account, string query, CancellationToken cancel)
    {
        var report = (await api.Report(account.Secrets, $"ids=channel==MINE&{query}", cancel)).Json;
        return report.ValueKind == JsonValueKind.Object && report.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array
            ? [.. rows.EnumerateArray().Where(r => r.GetArrayLength() == 2 && r[1].ValueKind == JsonValueKind.Number).Select(r => new DemographicGroup(r[0].GetString() ?? "", r[1].GetDouble()))]
            : [];
    }

    public async Task<PublicProfile> Profile(ChannelAccount account, string handle, CancellationToken cancel)
    {
        var by = handle.Length == 24 && handle.StartsWith("UC", StringComparison.Ordinal) ? "id" : "forHandle";
        if (YouTubeApi.Items(await api.Ask(account.Secrets, HttpMethod.Get, $"channels?part=snippet,statistics&{by}={Uri.EscapeDataString(handle)}", content: null, cancel)) is not [var channel, ..])
            throw Refused("channelNotFound", "There is no such YouTube channel.");
        var figures = new Dictionary<string, long>(StringComparer.Ordinal);
        Take(figures, channel, "statistics", ("subscriberCount", MetricName.Followers), ("videoCount", MetricName.Posts));
        var isHidden = channel.TryGetProperty("statistics", out var statistics) && statistics.TryGetProperty("hiddenSubscriberCount", out var hidden) && hidden.ValueKind == JsonValueKind.True;
        var name = channel.TryGetProperty("snippet", out var snippet) ? snippet.Text("title") : null;
        return new PublicProfile(
            name ?? handle, channel.Text("id") is { } id ? $"https://www.youtube.com/channel/{id}" : null, !isHidden && figures.TryGetValue(MetricName.Followers, out var followers) ? followers : null,
            figures.TryGetValue(MetricName.Posts, out var posts) ? posts : null);
    }

    async Task<JsonElement> Channel(ChannelAccount account, CancellationToken cancel)
    {
        var channels = YouTubeApi.Items(await api.Ask(account.Secrets, HttpMethod.Get, YouTubeSignIn.Mine, content: null, cancel));
        return channels.FirstOrDefault(c => c.Text("id") == account.RemoteId) is { ValueKind: JsonValueKind.Object } channel
            ? channel
            : throw new ConnectorFailure(FailureClass.ReauthRequired, "channel-gone", "This Google account no longer manages the channel.");
    }

    /// <summary>The channel's own list of uploads: the newest of this name that came after the call.</summary>
    async Task<string?> Newest(OutgoingPost post, CancellationToken cancel)
    {
        var since = (post.ArmedAt ?? post.CreatedAt) - ClockSlack;
        var items = YouTubeApi.Items(await api.Ask(post.Account.Secrets, HttpMethod.Get, $"playlistItems?part=snippet,contentDetails&maxResults=50&playlistId={Uri.EscapeDataString(Uploads(post.Account))}", content: null, cancel));
        foreach (var item in items)
        {
            if (item.TryGetProperty("snippet", out var snippet) && snippet.Text("title") == Title(post)
                && DateTimeOffset.TryParse(snippet.Text("publishedAt"), CultureInfo.InvariantCulture, out var at) && at >= since
                && item.TryGetProperty("contentDetails", out var details))
                return details.Text("videoId");
        }

        return null;
    }

    async Task<Dictionary<string, long>> Report(ChannelAccount account, string query, CancellationToken cancel)
    {
        var report = (await api.Report(account.Secrets, $"ids=channel==MINE&{query}", cancel)).Json;
        var figures = new Dictionary<string, long>(StringComparer.Ordinal);
        if (report.ValueKind != JsonValueKind.Object || !report.TryGetProperty("rows", out var rows) || rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() == 0)
            return figures;
        var names = report.GetProperty("columnHeaders").EnumerateArray().Select(h => h.Text("name") ?? "");
        foreach (var (name, value) in names.Zip(rows[0].EnumerateArray()))
            if (value.ValueKind == JsonValueKind.Number) figures[name] = (long)value.GetDouble();
        return figures;
    }

    static void AddReported(Dictionary<string, long> metrics, string name, long value)
    {
        switch (name)
        {
            case "estimatedMinutesWatched":
                metrics[MetricName.WatchSeconds] = value * 60;
                break;
            case MetricName.Views or MetricName.Likes or MetricName.Comments or MetricName.Shares:
                metrics[name] = value;
                break;
        }
    }

    static void Take(Dictionary<string, long> metrics, JsonElement item, string part, params ReadOnlySpan<(string Theirs, string Ours)> names)
    {
        if (!item.TryGetProperty(part, out var figures))
            return;
        foreach (var (theirs, ours) in names)
            if (long.TryParse(figures.Text(theirs), CultureInfo.InvariantCulture, out var value)) metrics[ours] = value;
    }

    async Task<Receipt> Covered(OutgoingPost post, string id, CancellationToken cancel)
    {
        try
        {
            if (Is(post, "cover") && Film(post).Still is { } still)
                await sessions.Cover(post.Account, id, still, cancel);
        }
        catch (ConnectorFailure refused) when (refused.Failure.Class is not (FailureClass.Transient or FailureClass.TokenExpired))
        {
            // The video is out; channels that have not shown who they are get the picture YouTube chooses.
        }

        return Published(post, id);
    }

    static JsonObject Snippet(OutgoingPost post)
    {
        var snippet = new JsonObject { ["title"] = Title(post), ["description"] = post.Text, ["categoryId"] = post.Settings.GetValueOrDefault("category", "22") };
        var tags = (post.Settings.GetValueOrDefault("tags") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (tags.Length > 0)
            snippet["tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]);
        if (post.Language is { Length: > 0 } language)
            (snippet["defaultLanguage"], snippet["defaultAudioLanguage"]) = (language, language);
        return snippet;
    }

    static string Title(OutgoingPost post) => post.Title?.Trim() is { Length: > 0 } title ? title : throw Refused("title-missing", "A video on YouTube has a title. Give it one.");

    static OutgoingMedia Film(OutgoingPost post) => post.Media.FirstOrDefault(m => m.IsVideo) ?? throw Refused("video-missing", "YouTube takes videos only. Add one.");

    Receipt Published(OutgoingPost post, string id) => new(id, addresses.Of(Key, post.Type == PostType.Reel ? $"https://www.youtube.com/shorts/{id}" : $"https://www.youtube.com/watch?v={id}").AbsoluteUri);

    Receipt Written(OutgoingComment comment, string id) => new(id, addresses.Of(Key, $"https://www.youtube.com/watch?v={comment.Post[^1]}&lc={id}").AbsoluteUri);

    static string Why(string? reason) => reason switch
    {
        "claim" or "copyright" => "somebody claims it as theirs",
        "duplicate" => "the same video is there already",
        "inappropriate" => "it was found to be inappropriate",
        "legal" => "the law forbids it",
        "length" => "it is too long for this channel",
        "termsOfUse" => "it breaks the terms of use",
        "trademark" => "it hurts a trademark",
        "uploaderAccountClosed" or "uploaderAccountSuspended" => "the channel is closed",
        "codec" or "conversion" or "invalidFile" => "its format is not understood",
        "emptyFile" or "tooSmall" => "the file is empty",
        "uploadAborted" => "the upload was broken off",
        _ => reason ?? "it gives no reason",
    };

    static ConnectorFailure Refused(string code, string words) => new(FailureClass.Permanent, code, words);

    static bool Is(OutgoingPost post, string flag) => post.Settings.GetValueOrDefault(flag) == "true";
}
