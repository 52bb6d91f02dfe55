using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Dribbble;

/// <summary>Publishing to Dribbble: one picture a shot, inside the one call. Settings of a post: "tags", separated by commas, and "team" (an id).</summary>
public sealed class DribbbleConnector(DribbbleApi api, HttpCalls calls) : IConnector, IEditPosts, IListChoices, IReadMetrics
{
    // Ids grow with time, so what is newer than this one was sent after preparing.
    const string Newest = "newest";
    const int PageSize = 100;
    const int Pages = 5;
    const int MostTags = 12;
    const long Light = 2_000_000;

    public string Network => DribbbleApi.Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        if (post.Media is not [{ IsImage: true }])
            throw new ConnectorFailure(FailureClass.Permanent, "picture-missing", "Dribbble takes one picture a shot.");
        if (string.IsNullOrWhiteSpace(post.Title))
            throw new ConnectorFailure(FailureClass.Permanent, "title-missing", "A shot needs a title.");
        if (Tags(post).Length > MostTags)
            throw new ConnectorFailure(FailureClass.Permanent, "too-many-tags", $"Dribbble takes at most {MostTags} tags.");
        var newest = (await Shots(post.Account, 1, 1, cancel)).Select(s => s.Number("id")).FirstOrDefault() ?? 0;
        return new Prepared(new Dictionary<string, string>(StringComparer.Ordinal) { [Newest] = newest.ToString(CultureInfo.InvariantCulture) });
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var picture = post.Media[0];
        await using var bytes = await picture.Open(cancel);
        var file = new StreamContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(picture.ContentType);
        var form = new MultipartFormDataContent
        {
            { new StringContent(post.Title!), "title" },
            { new StringContent(post.Text), "description" },
            { file, "image", $"shot{Path.GetExtension(picture.FileName)}" },
        };
        foreach (var tag in Tags(post))
            form.Add(new StringContent(tag), "tags[]");
        if (post.Settings.GetValueOrDefault("team") is { Length: > 0 } team)
            form.Add(new StringContent(team), "team_id");
        var answer = await calls.Publish(
            api.Request(post.Account.Secrets, HttpMethod.Post, "shots", form), DribbbleApi.Explain, cancel, picture.Bytes > Light ? OutboundClients.Uploads : OutboundClients.Connectors);

        // The number of the shot; an address may carry its title behind it.
        var id = string.Concat((answer.Headers.Location?.OriginalString.TrimEnd('/').Split('/')[^1] ?? "").TakeWhile(char.IsAsciiDigit));
        return id.Length > 0 ? ReceiptFor(id) : throw HttpAnswer.Unreadable(answer.Host, mutates: true);
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!long.TryParse(prepared.Values.GetValueOrDefault(Newest), CultureInfo.InvariantCulture, out var after))
            return new Finding.CannotTell("Nothing was noted before sending that tells older shots from newer ones.");
        for (var page = 1; page <= Pages; page++)
        {
            var shots = (await Shots(post.Account, page, PageSize, cancel)).ToList();
            foreach (var shot in shots)
            {
                if (shot.Number("id") <= after)
                    return new Finding.Absent();
                if (IsThis(shot, post))
                    return new Finding.Published(ReceiptFor(shot.Text("id")!));
            }

            if (shots.Count < PageSize)
                return new Finding.Absent();
        }

        return new Finding.CannotTell($"The account has published more than {Pages * PageSize} shots since.");
    }

    public bool ChangesTitle => true;

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel) =>
        await calls.Ask(
            api.Request(post.Account.Secrets, HttpMethod.Put, $"shots/{Uri.EscapeDataString(remoteId)}", JsonContent.Create(new { title = post.Title, description = post.Text, tags = Tags(post) })),
            DribbbleApi.Explain, cancel);

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            await calls.Ask(api.Request(account.Secrets, HttpMethod.Delete, $"shots/{Uri.EscapeDataString(remoteId)}"), DribbbleApi.Explain, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "http-404")
        {
            // Gone already is what was asked for.
        }
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var me = await api.Get(account.Secrets, "user", cancel);
        var login = me.Text("login") ?? throw HttpAnswer.Unreadable("Dribbble", mutates: false);
        return new AccountProfile(me.Text("name") ?? login, login, me.Text("avatar_url"));
    }

    /// <summary>Tokens do not expire here.</summary>
    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.ReauthRequired, "no-refresh", "Dribbble no longer accepts this connection. Connect the channel again.");

    public async Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, CancellationToken cancel) => setting == "team"
        ? [.. (await api.Get(account.Secrets, "user", cancel)).At("teams").Items().Where(t => t.Text("id") is not null).Select(t => new Choice(t.Text("id")!, t.Text("name") ?? t.Text("id")!))]
        : [];

    /// <summary>Dribbble tells no figures of shots.</summary>
    public Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel) => Task.FromResult(Figures.Told());

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel) =>
        Figures.Told((MetricName.Followers, (await api.Get(account.Secrets, "user", cancel)).Number("followers_count")));

    static string[] Tags(OutgoingPost post) => post.Settings.GetValueOrDefault("tags", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static bool IsThis(JsonElement shot, OutgoingPost post) => Bare(shot.Text("title") ?? "") == Bare(post.Title ?? "") && Bare(Plain(shot.Text("description") ?? "")) == Bare(post.Text);

    /// <summary>Descriptions come back in HTML.</summary>
    static string Plain(string html) => new HtmlParser().ParseDocument(html).Body!.TextContent;

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Normalize();

    Receipt ReceiptFor(string id) => new(id, api.Permalink(id));

    /// <summary>Newest first.</summary>
    async Task<IEnumerable<JsonElement>> Shots(ChannelAccount account, int page, int count, CancellationToken cancel) =>
        (await api.Get(account.Secrets, $"user/shots?page={page}&per_page={count}", cancel)).Items();
}
