using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Mastodon;

/// <summary>Publishing to any Mastodon server.
/// Settings of a post: "visibility" (public, unlisted, private, direct), "spoiler" (the content warning), "sensitive" (true or false).</summary>
public sealed class MastodonConnector(HttpCalls calls, TimeProvider clock) : IConnector, IEditPosts, IRevoke, IFindPeople, IReadProfiles, IReadPosts, IListPosts
{
    // A post is looked for among those that are newer than this one: ids grow with time at the server, so its clock and ours need not agree.
    private const string NewestBefore = "newest";
    private const string MediaIds = "media";
    private const int PageSize = 40;
    private const int Pages = 10;

    private static readonly TimeSpan ProcessingPatience = TimeSpan.FromMinutes(5);

    public string Network => "mastodon";

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var account = post.Account;
        var newest = await calls.Ask(Request(account, HttpMethod.Get, $"{Statuses(account)}?limit=1"), Explain(account), cancel);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [NewestBefore] = Items(newest).Select(s => s.Text("id")).FirstOrDefault() ?? "0",
        };

        var uploads = new List<Upload>();
        foreach (var media in post.Media) uploads.Add(await Upload(account, media, cancel));
        foreach (var upload in uploads.Where(u => !u.IsReady)) await Processed(account, upload.Id, cancel);
        if (uploads.Count > 0) values[MediaIds] = string.Join(',', uploads.Select(u => u.Id));
        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var status = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["status"] = Words(post),
            ["media_ids"] = Media(prepared),
            ["visibility"] = post.Settings.GetValueOrDefault("visibility", "public"),
            ["sensitive"] = post.Settings.GetValueOrDefault("sensitive") == "true",
        };
        if (post.Before is [.., var previous]) status["in_reply_to_id"] = previous;
        if (Spoiler(post) is { } spoiler) status["spoiler_text"] = spoiler;
        if (post.Poll is { } poll) status["poll"] = new { options = poll.Options, expires_in = (long)poll.Open.TotalSeconds };
        if (post.Language is { } language) status["language"] = language.Split('-')[0];

        var request = Request(post.Account, HttpMethod.Post, "api/v1/statuses");
        request.Headers.Add("Idempotency-Key", post.Key.ToString());
        request.Content = JsonContent.Create(status);
        var answer = await calls.Publish(request, Explain(post.Account), cancel);
        return new Receipt(answer.Required("id"), answer.Optional("url") ?? answer.Optional("uri"));
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(NewestBefore, out var after))
            return new Finding.CannotTell("Nothing was noted before sending that tells older posts from newer ones.");

        for (var page = 0; page < Pages; page++)
        {
            var answer = await calls.Ask(
                Request(post.Account, HttpMethod.Get, $"{Statuses(post.Account)}?exclude_reblogs=true&limit={PageSize}&min_id={after}"),
                Explain(post.Account), cancel);
            var statuses = Items(answer).ToList();
            foreach (var status in statuses)
            {
                var id = status.Text("id") ?? throw HttpAnswer.Unreadable(answer.Host, mutates: false);
                if (await IsThis(status, id, post, prepared, cancel)) return new Finding.Published(new Receipt(id, status.Text("url") ?? status.Text("uri")));
            }

            // Servers may give shorter pages than asked for: only an empty one is the end. Pages hold the newest first.
            if (statuses.Count == 0) return new Finding.Absent();
            after = statuses[0].Text("id")!;
        }

        return new Finding.CannotTell($"The account has published more than {Pages * PageSize} posts since.");
    }

    public Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) => Prepare(comment.AsAnswer(), cancel);

    public Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Send(comment.AsAnswer(), prepared, cancel);

    public Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Find(comment.AsAnswer(), prepared, cancel);

    /// <summary>What a change does not name is lost, so the files that are there go along.</summary>
    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel)
    {
        var path = $"api/v1/statuses/{Uri.EscapeDataString(remoteId)}";
        var there = await calls.Ask(Request(post.Account, HttpMethod.Get, path), Explain(post.Account), cancel);
        var request = Request(post.Account, HttpMethod.Put, path);
        var status = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["status"] = Words(post),
            ["media_ids"] = Attachments(there.Json).ToArray(),
            ["sensitive"] = post.Settings.GetValueOrDefault("sensitive") == "true",
        };
        if (Spoiler(post) is { } spoiler) status["spoiler_text"] = spoiler;
        if (post.Language is { } language) status["language"] = language.Split('-')[0];
        request.Content = JsonContent.Create(status);
        await calls.Ask(request, Explain(post.Account), cancel);
    }

    /// <summary>The words as they were sent, where the server tells them: what it shows may be made of Markdown.</summary>
    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var path = $"api/v1/statuses/{Uri.EscapeDataString(remoteId)}";
        JsonElement status;
        try
        {
            status = (await calls.Ask(Request(account, HttpMethod.Get, path), Explain(account), cancel)).Json;
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "http-404")
        {
            return null;
        }

        try
        {
            var source = await calls.Ask(Request(account, HttpMethod.Get, $"{path}/source"), Explain(account), cancel);
            return source.Optional("text") is { } text ? Live(status) with { Text = text } : Live(status);
        }
        catch (ConnectorFailure unknown) when (unknown.Failure.Code == "http-404")
        {
            return Live(status);
        }
    }

    /// <summary>What it shows may be made of Markdown; for posts of others' hands that is what there is.</summary>
    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var older = after is null ? "" : $"&max_id={Uri.EscapeDataString(after)}";
        var statuses = Items(await calls.Ask(Request(account, HttpMethod.Get, $"{Statuses(account)}?exclude_reblogs=true&limit={PageSize}{older}"), Explain(account), cancel)).ToList();
        // Messages to single people stand in the same list for whoever wrote them.
        return new PostPage([.. statuses.Where(s => s.Text("visibility") != "direct" && s.At("reblog").ValueKind != JsonValueKind.Object).Select(Live)], statuses.Count == 0 ? null : statuses[^1].Text("id"));
    }

    private static LivePost Live(JsonElement status) => new(status.Text("id") ?? "", StatusText.Plain(status.Text("content") ?? ""))
    {
        Permalink = status.Text("url") ?? status.Text("uri"),
        At = status.Time("created_at"),
        IsAnswer = status.Text("in_reply_to_id") is not null,
        Files = [.. status.At("media_attachments").Items().Select(m => new LiveFile(m.Text("type") is "video" or "gifv", m.Text("description") ?? ""))],
        Thumbnail = status.At("media_attachments").Items().Select(m => m.Text("preview_url")).FirstOrDefault(),
        Figures = Figures.Told((MetricName.Likes, status.Number("favourites_count")), (MetricName.Shares, status.Number("reblogs_count")), (MetricName.Comments, status.Number("replies_count"))),
    };

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            await calls.Ask(Request(account, HttpMethod.Delete, $"api/v1/statuses/{Uri.EscapeDataString(remoteId)}"), Explain(account), cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "http-404")
        {
            // Gone already is what was asked for.
        }
    }

    public async Task Revoke(ChannelAccount account, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(account.Server!), "oauth/revoke"))
        {
            Content = new FormUrlEncodedContent([new("client_id", account.Secrets["client_id"]), new("client_secret", account.Secrets["client_secret"]), new("token", account.Secrets["access_token"])]),
        };
        await calls.Ask(request, explain: null, cancel);
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var answer = await calls.Ask(Request(account, HttpMethod.Get, "api/v1/accounts/verify_credentials"), Explain(account), cancel);
        var domain = account.Handle.LastIndexOf('@') is var at and > 0 ? account.Handle[at..] : "";
        return new AccountProfile(DisplayName(answer), answer.Required("username") + domain, answer.Optional("avatar"));
    }

    /// <summary>Access tokens do not expire here; one that no longer works was revoked.</summary>
    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.ReauthRequired, "no-refresh", $"{Host(account)} no longer accepts this connection. Connect the channel again.");

    internal static string DisplayName(HttpAnswer account) => account.Optional("display_name") is { Length: > 0 } name ? name : account.Required("username");

    private async Task<Upload> Upload(ChannelAccount account, OutgoingMedia media, CancellationToken cancel)
    {
        await using var bytes = await media.Open(cancel);
        using var file = new StreamContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(media.ContentType);
        using var description = new StringContent(media.Alt);

        // The name is not shown anywhere, so only its ending goes along.
        var form = new MultipartFormDataContent { { file, "file", $"upload{Path.GetExtension(media.FileName)}" } };
        if (media.Alt.Length > 0) form.Add(description, "description");
        if (media.Cover is { } cover)
        {
            // Disposed with the form, as the file is.
            var still = new StreamContent(await cover.Open(cancel)) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
            form.Add(still, "thumbnail", "cover.jpg");
        }

        var request = Request(account, HttpMethod.Post, "api/v2/media");
        request.Content = form;
        var answer = await calls.Ask(request, Explain(account), cancel, OutboundClients.Uploads);
        return new Upload(answer.Required("id"), IsReady: answer.Status != HttpStatusCode.Accepted);
    }

    private async Task Processed(ChannelAccount account, string mediaId, CancellationToken cancel)
    {
        var since = clock.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(250); clock.GetElapsedTime(since) < ProcessingPatience; pause = pause.TotalSeconds < 4 ? pause * 2 : pause)
        {
            var answer = await calls.Ask(Request(account, HttpMethod.Get, $"api/v1/media/{Uri.EscapeDataString(mediaId)}"), Explain(account), cancel);
            if (answer.Status == HttpStatusCode.OK) return;
            await Task.Delay(pause, clock, cancel);
        }

        throw new ConnectorFailure(FailureClass.Transient, "media-processing", $"{Host(account)} is still working on the uploaded files.");
    }

    /// <summary>Accounts elsewhere are told as far as this server knows them.</summary>
    public async Task<PublicProfile> Profile(ChannelAccount account, string handle, CancellationToken cancel)
    {
        var found = (await calls.Ask(Request(account, HttpMethod.Get, $"api/v1/accounts/lookup?acct={Uri.EscapeDataString(handle)}"), Explain(account), cancel)).Json;
        // A suspended account is still there, with nothing in it.
        if (found.Text("id") is null || (found.TryGetProperty("suspended", out var suspended) && suspended.ValueKind == JsonValueKind.True))
            throw new ConnectorFailure(FailureClass.Permanent, "no-profile", "The server shows nothing of this account.");
        return new PublicProfile(found.Text("display_name") is { Length: > 0 } name ? name : handle, found.Text("url"), Count("followers_count"), Count("statuses_count"));

        long? Count(string field) => found.TryGetProperty(field, out var count) && count.ValueKind == JsonValueKind.Number && count.GetInt64() is >= 0 and var known ? known : null;
    }

    /// <summary>Mentions are made by the server from the text; a whole name with its server is looked for there too.</summary>
    public async Task<IReadOnlyList<FoundPerson>> People(ChannelAccount account, string words, CancellationToken cancel)
    {
        var isWhole = words.Contains('@', StringComparison.Ordinal);
        var answer = await calls.Ask(Request(account, HttpMethod.Get, $"api/v1/accounts/search?q={Uri.EscapeDataString(words)}&limit=10&resolve={(isWhole ? "true" : "false")}"), Explain(account), cancel);
        return
        [
            .. Items(answer).Select(a => (Acct: a.Text("acct"), Id: a.Text("id"), Name: a.Text("display_name"))).Where(a => a is { Acct: not null, Id: not null })
                .Select(a => new FoundPerson(a.Acct!, a.Id!, a.Name is { Length: > 0 } name ? name : a.Acct!)),
        ];
    }

    private async Task<bool> IsThis(JsonElement status, string id, OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (Media(prepared) is { Length: > 0 } media) return Attachments(status).Intersect(media, StringComparer.Ordinal).Any();
        if ((status.Text("spoiler_text") ?? "") != (Spoiler(post) ?? "") || Attachments(status).Any()) return false;
        if (StatusText.IsShownAs(Words(post), status.Text("content") ?? "")) return true;

        // Some servers read Markdown, so what they show differs from what was sent; their own copy of the source does not.
        try
        {
            var request = Request(post.Account, HttpMethod.Get, $"api/v1/statuses/{Uri.EscapeDataString(id)}/source");
            var source = await calls.Ask(request, Explain(post.Account), cancel);
            return StatusText.IsSame(Words(post), source.Optional("text") ?? "");
        }
        catch (ConnectorFailure unknown) when (unknown.Failure.Code == "http-404")
        {
            return false;
        }
    }

    private static string Words(OutgoingPost post) =>
        post.Link is null || post.Text.Contains(post.Link, StringComparison.Ordinal) ? post.Text
        : post.Text.Length == 0 ? post.Link
        : $"{post.Text}\n\n{post.Link}";

    private static string? Spoiler(OutgoingPost post) => post.Settings.GetValueOrDefault("spoiler") is { Length: > 0 } spoiler ? spoiler : null;

    private static string[] Media(Prepared prepared) => prepared.Values.TryGetValue(MediaIds, out var ids) ? ids.Split(',') : [];

    private static string Statuses(ChannelAccount account) => $"api/v1/accounts/{Uri.EscapeDataString(account.RemoteId)}/statuses";

    private static HttpRequestMessage Request(ChannelAccount account, HttpMethod method, string path) =>
        new(method, new Uri(new Uri(account.Server!), path))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", account.Secrets["access_token"]) },
        };

    private static ExplainRefusal Explain(ChannelAccount account) => (status, body) => MastodonRefusals.Explain(Host(account), status, body);

    private static string Host(ChannelAccount account) => new Uri(account.Server!).Host;

    private static IEnumerable<JsonElement> Items(HttpAnswer answer) =>
        answer.Json.ValueKind == JsonValueKind.Array ? answer.Json.EnumerateArray() : throw HttpAnswer.Unreadable(answer.Host, mutates: false);

    private static IEnumerable<string> Attachments(JsonElement status) =>
        status.TryGetProperty("media_attachments", out var media) && media.ValueKind == JsonValueKind.Array
            ? media.EnumerateArray().Select(m => m.Text("id")).OfType<string>()
            : [];
}

internal sealed record Upload(string Id, bool IsReady);
