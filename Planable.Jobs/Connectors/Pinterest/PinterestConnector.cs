using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Pinterest;

/// <summary>Publishing to Pinterest. Settings of a post: "board" and "section", both by id. Pictures travel inside the one call, videos before it.</summary>
public sealed class PinterestConnector(PinterestApi api, HttpCalls calls, OAuthCodes codes, NetworkApps apps, TimeProvider clock) : IConnector, IEditPosts, IListChoices, IReadMetrics, IReadPosts, IListPosts
{
    // Pinterest tells times to the second: when the newest pin of the board was made, and which pins are of that second.
    const string NewestAt = "newest-at";
    const string Newest = "newest";
    const string Film = "film";
    const int PagesOfPins = 4;
    const int PagesOfBoards = 20;
    const long Light = 2_000_000;

    // Pinterest tells nothing older.
    const int Days = 90;

    const string Figures = "IMPRESSION,PIN_CLICK,OUTBOUND_CLICK,SAVE,TOTAL_COMMENTS,TOTAL_REACTIONS,VIDEO_MRC_VIEW";

    public string Network => PinterestApi.Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        if (post.Media.Count == 0)
            throw new ConnectorFailure(FailureClass.Permanent, "media-missing", "A pin needs a picture or a video.");
        var pins = (await api.Get(post.Account.Secrets, $"boards/{Uri.EscapeDataString(Board(post))}/pins?page_size=25", cancel)).At("items").Items().ToList();
        var newest = pins.Select(p => p.Text("created_at") ?? "").Max(StringComparer.Ordinal) ?? "";
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [NewestAt] = newest,
            [Newest] = string.Join(',', pins.Where(p => p.Text("created_at") == newest).Select(p => p.Text("id"))),
        };
        if (post.Media[0].IsVideo)
            values[Film] = await Upload(post.Account.Secrets, post.Media[0], cancel);
        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var film = prepared.Values.GetValueOrDefault(Film);
        var isHeavy = film is null && post.Media.Sum(m => m.Bytes) > Light;
        var pin = new PinContent(post, Board(post), film);
        await pin.Measure(cancel);
        var answer = await calls.Publish(
            api.Request(post.Account.Secrets, HttpMethod.Post, "pins", pin),
            PinterestRefusals.Explain, cancel, isHeavy ? OutboundClients.Uploads : OutboundClients.Connectors);
        return ReceiptFor(answer.Required("id"));
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(NewestAt, out var after))
            return new Finding.CannotTell("Nothing was noted before sending that tells older pins from newer ones.");
        var known = prepared.Values.GetValueOrDefault(Newest, "").Split(',');
        var (pages, isEnd) = (0, true);
        await foreach (var pins in api.Pages(post.Account.Secrets, $"boards/{Uri.EscapeDataString(Board(post))}/pins", PagesOfPins, cancel))
        {
            var newer = pins.Where(p => string.CompareOrdinal(p.Text("created_at"), after) >= 0 && !known.Contains(p.Text("id"), StringComparer.Ordinal)).ToList();
            foreach (var pin in newer.Where(p => IsThis(p, post)))
                return new Finding.Published(ReceiptFor(pin.Text("id")!));

            // Newest come first: a page without a newer one is the last that matters.
            if (newer.Count == 0)
                return new Finding.Absent();
            isEnd = ++pages < PagesOfPins;
        }

        return isEnd ? new Finding.Absent() : new Finding.CannotTell($"The board has got more than {PagesOfPins * 250} pins since.");
    }

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            return Live(await api.Get(account.Secrets, $"pins/{Uri.EscapeDataString(remoteId)}", cancel));
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "http-404")
        {
            return null;
        }
    }

    /// <summary>Pins of all its boards.</summary>
    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var answer = await api.Get(account.Secrets, $"pins?page_size=100{(after is null ? "" : $"&bookmark={Uri.EscapeDataString(after)}")}", cancel);
        return new PostPage([.. answer.At("items").Items().Where(p => p.Text("id") is not null).Select(Live)], answer.Text("bookmark") is { Length: > 0 } next ? next : null);
    }

    LivePost Live(JsonElement pin) => new(pin.Text("id")!, pin.Text("description") ?? "")
    {
        Title = pin.Text("title"),
        Permalink = api.Permalink(pin.Text("id")!),
        At = pin.Time("created_at"),
        // One alternative text stands for all pictures, so it is not compared with that of each.
        Files = pin.At("media").Text("media_type") switch
        {
            "image" => [new LiveFile(false, null)],
            "video" => [new LiveFile(true, null)],
            "multiple_images" => [.. pin.At("media", "items").Items().Select(_ => new LiveFile(false, null))],
            _ => null,
        },
        Thumbnail = pin.At("media", "images", "400x300").Text("url"),
    };

    public bool ChangesTitle => true;

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel)
    {
        var changes = new Dictionary<string, string>(StringComparer.Ordinal) { ["description"] = post.Text };
        if (post.Title is { } title)
            changes["title"] = title;
        if (post.Link is { } link)
            changes["link"] = link;
        if (Alt(post) is { Length: > 0 } alt)
            changes["alt_text"] = alt;
        await api.Ask(post.Account.Secrets, HttpMethod.Patch, $"pins/{Uri.EscapeDataString(remoteId)}", cancel, JsonContent.Create(changes));
    }

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            await calls.Ask(api.Request(account.Secrets, HttpMethod.Delete, $"pins/{Uri.EscapeDataString(remoteId)}"), PinterestRefusals.Explain, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "http-404")
        {
            // Gone already is what was asked for.
        }
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var me = await api.Get(account.Secrets, "user_account", cancel);
        var handle = me.Text("username") ?? throw HttpAnswer.Unreadable("Pinterest", mutates: false);
        return new AccountProfile(NameOf(me) ?? handle, handle, me.Text("profile_image"));
    }

    /// <summary>Every renewal brings a refresh token for another sixty days: the old one must not be kept.</summary>
    public async Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        codes.Read(await codes.Refresh(api.Dialect, await apps.Get(PinterestApi.Key, cancel), account.Secrets, cancel), account.Secrets);

    public Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, CancellationToken cancel) =>
        Choices(account, setting, new Dictionary<string, string>(StringComparer.Ordinal), cancel);

    /// <summary>Sections belong to a board; without one there are none.</summary>
    public async Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, IReadOnlyDictionary<string, string> chosen, CancellationToken cancel)
    {
        var path = setting switch
        {
            "board" => "boards",
            "section" when chosen.GetValueOrDefault("board") is { Length: > 0 } board => $"boards/{Uri.EscapeDataString(board)}/sections",
            _ => null,
        };
        var choices = new List<Choice>();
        if (path is null)
            return choices;
        await foreach (var items in api.Pages(account.Secrets, path, PagesOfBoards, cancel))
            choices.AddRange(items.Where(i => i.Text("id") is not null).Select(i => new Choice(i.Text("id")!, i.Text("name") ?? i.Text("id")!)));
        return choices;
    }

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var all = (await api.Get(account.Secrets, $"pins/{Uri.EscapeDataString(remoteId)}/analytics?start_date={Day(today.AddDays(1 - Days))}&end_date={Day(today)}&metric_types={Figures}", cancel)).At("all");
        var (lifetime, summary) = (all.At("lifetime_metrics"), all.At("summary_metrics"));
        long? Of(string name) => lifetime.Number(name) ?? summary.Number(name);
        return Connectors.Figures.Told(
            (MetricName.Impressions, Of("IMPRESSION")),
            (MetricName.Clicks, Of("OUTBOUND_CLICK")),
            ("pin-clicks", Of("PIN_CLICK")),
            (MetricName.Saves, Of("SAVE")),
            (MetricName.Comments, Of("TOTAL_COMMENTS")),
            (MetricName.Likes, Of("TOTAL_REACTIONS")),
            (MetricName.Views, Of("VIDEO_MRC_VIEW")));
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var me = await api.Get(account.Secrets, "user_account", cancel);
        var figures = new List<(string, long?)> { (MetricName.Followers, me.Number("follower_count")), (MetricName.Posts, me.Number("pin_count")) };

        // Days are told to businesses only.
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (me.Text("account_type") == "BUSINESS" && day > today.AddDays(-Days) && day <= today)
        {
            var told = (await api.Get(account.Secrets, $"user_account/analytics?start_date={Day(day)}&end_date={Day(day)}", cancel)).At("all", "daily_metrics").Items()
                .Where(d => d.Text("date") == Day(day) && d.Text("data_status") == "READY").Select(d => d.At("metrics")).FirstOrDefault();
            figures.AddRange(
            [
                (MetricName.Impressions, told.Number("IMPRESSION")),
                (MetricName.Engagements, told.Number("ENGAGEMENT")),
                (MetricName.Clicks, told.Number("OUTBOUND_CLICK")),
                (MetricName.Saves, told.Number("SAVE")),
            ]);
        }

        return Connectors.Figures.Told(figures);
    }

    internal static string? NameOf(JsonElement me) => me.Text("business_name") is { Length: > 0 } name ? name : null;

    /// <summary>A pin has one alternative text, however many pictures it shows.</summary>
    internal static string Alt(OutgoingPost post)
    {
        var alt = string.Join("; ", post.Media.Select(m => m.Alt).Where(a => a.Length > 0));
        var most = (int)Networks.Of(PinterestApi.Key).Limits[LimitName.Alt].Value;
        return alt.Length <= most ? alt : alt[..most];
    }

    static string Board(OutgoingPost post) => post.Settings.GetValueOrDefault("board") is { Length: > 0 } board
        ? board
        : throw new ConnectorFailure(FailureClass.Permanent, "board-missing", "Choose the board the pin goes on.");

    static bool IsThis(JsonElement pin, OutgoingPost post) =>
        Bare(pin.Text("title")) == Bare(post.Title) && Bare(pin.Text("description")) == Bare(post.Text) && (pin.Text("link") ?? "") == (post.Link ?? "");

    static string Bare(string? text) => string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))).Normalize();

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    Receipt ReceiptFor(string id) => new(id, api.Permalink(id));

    async Task<string> Upload(ChannelSecrets secrets, OutgoingMedia film, CancellationToken cancel)
    {
        var lease = await api.Ask(secrets, HttpMethod.Post, "media", cancel, JsonContent.Create(new { media_type = "video" }));
        if (lease.Text("media_id") is not { } id || lease.Text("upload_url") is not { } store)
            throw HttpAnswer.Unreadable("Pinterest", mutates: false);
        await using var bytes = await film.Open(cancel);
        var form = new MultipartFormDataContent();
        foreach (var parameter in lease.At("upload_parameters") is { ValueKind: JsonValueKind.Object } parameters ? parameters.EnumerateObject() : default)
            form.Add(new StringContent(parameter.Value.GetString() ?? ""), parameter.Name);
        var file = new StreamContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(film.ContentType);
        form.Add(file, "file", $"upload{Path.GetExtension(film.FileName)}");
        await calls.Store(new HttpRequestMessage(HttpMethod.Post, new Uri(store)) { Content = form }, cancel);
        await Waiting.Until(c => IsReady(secrets, id, c), "Pinterest", clock, cancel);
        return id;
    }

    async Task<bool> IsReady(ChannelSecrets secrets, string id, CancellationToken cancel) => (await api.Get(secrets, $"media/{Uri.EscapeDataString(id)}", cancel)).Text("status") switch
    {
        "succeeded" => true,
        "failed" => throw new ConnectorFailure(FailureClass.Permanent, "media-refused", "Pinterest could not use the video."),
        _ => false,
    };
}
