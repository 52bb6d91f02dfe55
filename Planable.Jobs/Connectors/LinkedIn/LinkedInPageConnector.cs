using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <summary>Publishing as a page, which can be read back and tells figures.</summary>
public sealed class LinkedInPageConnector(
    [FromKeyedServices(LinkedInApi.Page)] LinkedInApi api, HttpCalls calls, OAuthCodes codes, NetworkApps apps, LinkCards cards, TimeProvider clock) : LinkedInPublisher(api, calls, codes, apps, cards, clock), IReadMetrics, IReadPosts, IListPosts
{
    // By LinkedIn's own clock: when the newest post there is was made, and which it is.
    const string NewestAt = "newest-at";
    const string Newest = "newest";
    const string Comments = "comments";
    const int PageSize = 50;
    const int Pages = 10;

    public override async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!long.TryParse(prepared.Values.GetValueOrDefault(NewestAt), CultureInfo.InvariantCulture, out var after))
            return new Finding.CannotTell("Nothing was noted before sending that tells older posts from newer ones.");
        for (var page = 0; page < Pages; page++)
        {
            var elements = (await Published(post.Account, page * PageSize, PageSize, cancel)).ToList();
            foreach (var element in elements)
            {
                if (element.Number("createdAt") < after || element.Text("id") == prepared.Values.GetValueOrDefault(Newest))
                    return new Finding.Absent();
                if (IsThis(element, post, prepared))
                    return new Finding.Published(ReceiptFor(element.Text("id")!));
            }

            if (elements.Count < PageSize)
                return new Finding.Absent();
        }

        return new Finding.CannotTell($"The page has published more than {Pages * PageSize} posts since.");
    }

    public override async Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [Comments] = string.Join(' ', (await Same(comment, cancel)) ?? []) });

    public override async Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(Comments, out var known) || await Same(comment, cancel) is not { } now)
            return new Finding.CannotTell("LinkedIn shows more comments than can be looked through.");
        return now.FirstOrDefault(urn => !known.Split(' ').Contains(urn, StringComparer.Ordinal)) is { } urn
            ? new Finding.Published(new Receipt(urn, Api.Permalink(comment.Post[^1])))
            : new Finding.Absent();
    }

    public override async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var page = (await LinkedInPages.Of(Api, account.Secrets, cancel)).FirstOrDefault(p => p.Id == account.RemoteId)
            ?? throw new ConnectorFailure(FailureClass.ReauthRequired, "role-lost", "The person who connected this page no longer may publish as it.");
        return new AccountProfile(page.Name, page.Handle, page.LogoUrl);
    }

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            return Live(await Api.Get(account.Secrets, $"rest/posts/{LinkedInApi.InPath(remoteId)}", cancel));
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "http-404")
        {
            return null;
        }
    }

    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var start = int.TryParse(after, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var posts = (await Published(account, start, PageSize, cancel)).ToList();
        // Shares of what others wrote say nothing of their own.
        return new PostPage([.. posts.Where(p => p.At("reshareContext").ValueKind != JsonValueKind.Object).Select(Live)], posts.Count < PageSize ? null : (start + PageSize).ToString(CultureInfo.InvariantCulture));
    }

    LivePost Live(JsonElement post)
    {
        var content = post.At("content");
        var (several, one) = (content.At("multiImage", "images").Items().ToList(), content.At("media").Text("id"));
        return new LivePost(post.Text("id")!, LittleText.Readable(post.Text("commentary") ?? ""))
        {
            Permalink = Api.Permalink(post.Text("id")!),
            At = post.Number("createdAt") is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            Files = several.Count > 0 ? [.. several.Select(i => new LiveFile(false, i.Text("altText")))]
                : one is not null ? [new LiveFile(one.Contains(":video:", StringComparison.Ordinal), content.At("media").Text("altText"))]
                : [],
        };
    }

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var list = remoteId.Contains(":ugcPost:", StringComparison.Ordinal) ? "ugcPosts" : "shares";
        var answer = await Api.Get(account.Secrets,
            $"rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={Urn(account)}&{list}=List({LinkedInApi.InPath(remoteId)})", cancel, "FINDER");
        var figures = answer.At("elements").Items().Select(e => e.At("totalShareStatistics")).FirstOrDefault();
        return Figures.Told(
            (MetricName.Impressions, figures.Number("impressionCount")),
            (MetricName.Reach, figures.Number("uniqueImpressionsCount")),
            (MetricName.Clicks, figures.Number("clickCount")),
            (MetricName.Likes, figures.Number("likeCount")),
            (MetricName.Comments, figures.Number("commentCount")),
            (MetricName.Shares, figures.Number("shareCount")));
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var (from, to) = (Milliseconds(day), Milliseconds(day.AddDays(1)));
        var interval = $"timeIntervals=(timeRange:(start:{from},end:{to}),timeGranularityType:DAY)";
        var size = await Api.Get(account.Secrets, $"rest/networkSizes/{Urn(account)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER", cancel);
        var gains = await Api.Get(account.Secrets, $"rest/organizationalEntityFollowerStatistics?q=organizationalEntity&organizationalEntity={Urn(account)}&{interval}", cancel, "FINDER");
        var visits = await Api.Get(account.Secrets, $"rest/organizationPageStatistics?q=organization&organization={Urn(account)}&{interval}", cancel, "FINDER");
        var gained = gains.At("elements").Items().Select(e => e.At("followerGains")).FirstOrDefault();
        return Figures.Told(
            (MetricName.Followers, size.Number("firstDegreeSize")),
            (MetricName.NewFollowers, gained.Number("organicFollowerGain") + gained.Number("paidFollowerGain")),
            (MetricName.ProfileViews, visits.At("elements").Items().Select(e => e.At("totalPageStatistics", "views", "allPageViews").Number("pageViews")).FirstOrDefault()));
    }

    protected override async Task NoteWhatIsThere(OutgoingPost post, Dictionary<string, string> values, CancellationToken cancel)
    {
        var newest = (await Published(post.Account, 0, 1, cancel)).FirstOrDefault();
        values[NewestAt] = (newest.Number("createdAt") ?? 0).ToString(CultureInfo.InvariantCulture);
        if (newest.Text("id") is { } id)
            values[Newest] = id;
    }

    /// <returns>The page's comments with the same words below the post; null if there are too many comments to know.</returns>
    async Task<IReadOnlyList<string>?> Same(OutgoingComment comment, CancellationToken cancel)
    {
        var same = new List<string>();
        for (var page = 0; page < Pages; page++)
        {
            var elements = (await Api.Get(comment.Account.Secrets, $"rest/socialActions/{LinkedInApi.InPath(comment.Post[^1])}/comments?start={page * PageSize}&count={PageSize}", cancel)).At("elements").Items().ToList();
            same.AddRange(elements.Where(e => e.Text("actor") == Api.Author(comment.Account) && e.At("message").Text("text")?.Trim() == comment.Text.Trim()).Select(e => e.Text("commentUrn")).OfType<string>());
            if (elements.Count < PageSize)
                return same;
        }

        return null;
    }

    /// <summary>Newest first.</summary>
    async Task<IEnumerable<JsonElement>> Published(ChannelAccount account, int start, int count, CancellationToken cancel) =>
        (await Api.Get(account.Secrets, $"rest/posts?author={Urn(account)}&q=author&start={start}&count={count}&sortBy=CREATED", cancel, "FINDER")).At("elements").Items();

    string Urn(ChannelAccount account) => LinkedInApi.InPath(Api.Author(account));

    static long Milliseconds(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
