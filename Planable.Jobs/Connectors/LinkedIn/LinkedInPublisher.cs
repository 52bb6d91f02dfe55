using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <summary>What members and pages have in common. Settings of a post: "documentTitle", "visibility" (PUBLIC, CONNECTIONS), "noReshares".</summary>
public abstract class LinkedInPublisher(LinkedInApi api, HttpCalls calls, OAuthCodes codes, NetworkApps apps, LinkCards cards, TimeProvider clock) : IConnector, IEditPosts, IRevoke, IFindPeople
{
    const string Files = "files";
    const string CardTitle = "card-title";
    const string CardDescription = "card-description";
    const string CardPicture = "card-picture";
    const int ThumbnailBytes = 5_000_000;

    readonly LinkedInUploads uploads = new(api, calls, clock);

    public string Network => api.Network;

    protected LinkedInApi Api => api;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        await NoteWhatIsThere(post, values, cancel);
        if (post.Media.Count > 0)
            values[Files] = string.Join(',', await uploads.Upload(post.Account, post.Media, cancel));
        else if (post.Link is { } link && post.Poll is null)
            await ReadCard(post.Account, link, values, cancel);
        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var answer = await calls.Publish(api.Request(post.Account.Secrets, HttpMethod.Post, "rest/posts", body: Body(post, prepared)), LinkedInRefusals.Explain, cancel);
        return answer.Headers.TryGetValues("x-restli-id", out var ids) && ids.First() is { Length: > 0 } urn ? ReceiptFor(urn) : throw HttpAnswer.Unreadable(answer.Host, mutates: true);
    }

    public abstract Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel);

    public virtual Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) => Task.FromResult(Prepared.Nothing);

    /// <summary>Comments are plain: no sign in them has a meaning.</summary>
    public async Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel)
    {
        var post = comment.Post[^1];
        var answer = await calls.Publish(
            api.Request(comment.Account.Secrets, HttpMethod.Post, $"rest/socialActions/{LinkedInApi.InPath(post)}/comments", body: new { actor = api.Author(comment.Account), @object = post, message = new { text = comment.Text } }),
            LinkedInRefusals.Explain, cancel);
        return new Receipt(answer.Required("commentUrn"), api.Permalink(post));
    }

    public virtual Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) =>
        Task.FromResult<Finding>(new Finding.CannotTell("LinkedIn does not show an app what a member has commented."));

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel) =>
        await calls.Ask(
            api.Request(post.Account.Secrets, HttpMethod.Post, $"rest/posts/{LinkedInApi.InPath(remoteId)}", "PARTIAL_UPDATE", new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["patch"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["$set"] = new { commentary = Commentary(post) } },
            }),
            LinkedInRefusals.Explain, cancel);

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            await calls.Ask(api.Request(account.Secrets, HttpMethod.Delete, $"rest/posts/{LinkedInApi.InPath(remoteId)}", "DELETE"), LinkedInRefusals.Explain, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "http-404")
        {
            // Gone already is what was asked for.
        }
    }

    public abstract Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel);

    public async Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        codes.Read(await codes.Refresh(api.Dialect, await apps.Get(Network, cancel), account.Secrets, cancel), account.Secrets);

    public bool EndsWholeSignIn => true;

    public async Task Revoke(ChannelAccount account, CancellationToken cancel)
    {
        var app = await apps.Get(Network, cancel);
        try
        {
            await calls.Ask(
                new HttpRequestMessage(HttpMethod.Post, api.Revocation)
                {
                    Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["client_id"] = app.ClientId,
                        ["client_secret"] = app.ClientSecret,
                        ["token"] = account.Secrets["access_token"],
                    }),
                },
                (status, _) => (int)status is 400 or 401 ? new Failure(FailureClass.Permanent, "revoked-already", "LinkedIn does not know this connection.") : null, cancel);
        }
        catch (ConnectorFailure over) when (over.Failure.Code == "revoked-already")
        {
            // A token LinkedIn no longer knows is revoked.
        }
    }

    /// <summary>Pages by the name in their address: LinkedIn has no search for others, and none for people.</summary>
    public async Task<IReadOnlyList<FoundPerson>> People(ChannelAccount account, string words, CancellationToken cancel)
    {
        var name = words.Trim().ToLowerInvariant().Replace(' ', '-');
        var found = await api.Get(account.Secrets, $"rest/organizations?q=vanityName&vanityName={Uri.EscapeDataString(name)}", cancel);
        return
        [
            .. found.At("elements").Items().Select(o => (Id: o.Text("id"), Name: o.Text("localizedName"), Vanity: o.Text("vanityName"))).Where(o => o is { Id: not null, Name: not null })
                .Select(o => new FoundPerson(o.Vanity ?? name, $"urn:li:organization:{o.Id}", o.Name!)),
        ];
    }

    /// <summary>Notes what tells this post from earlier ones, where LinkedIn shows them.</summary>
    protected virtual Task NoteWhatIsThere(OutgoingPost post, Dictionary<string, string> values, CancellationToken cancel) => Task.CompletedTask;

    protected Receipt ReceiptFor(string urn) => new(urn, api.Permalink(urn));

    protected static string[] Urns(Prepared prepared) => prepared.Values.TryGetValue(Files, out var urns) ? urns.Split(',') : [];

    /// <summary>The question of a poll stands in the poll.</summary>
    protected static string Commentary(OutgoingPost post) => post.Poll is null ? LittleText.From(post.Text, post.Mentions) : "";

    // Posts made through the API have no card unless it comes with them.
    async Task ReadCard(ChannelAccount account, string link, Dictionary<string, string> values, CancellationToken cancel)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ConnectorFailure(FailureClass.Permanent, "link-unclear", $"\"{link}\" is not the address of a page.");
        var card = await cards.Read(address, cancel);
        values[CardTitle] = card?.Title ?? address.Host;
        if (card?.Description is { Length: > 0 } description)
            values[CardDescription] = description;
        if (card?.Image is { } image && await cards.ReadImage(image, ThumbnailBytes, cancel) is { ContentType: not "image/webp" } picture)
            values[CardPicture] = await uploads.Thumbnail(account, picture, cancel);
    }

    Dictionary<string, object> Body(OutgoingPost post, Prepared prepared)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["author"] = api.Author(post.Account),
            ["commentary"] = Commentary(post),
            ["visibility"] = post.Settings.GetValueOrDefault("visibility", "PUBLIC"),
            ["distribution"] = new { feedDistribution = "MAIN_FEED", targetEntities = Array.Empty<string>(), thirdPartyDistributionChannels = Array.Empty<string>() },
            ["lifecycleState"] = "PUBLISHED",
            ["isReshareDisabledByAuthor"] = post.Settings.GetValueOrDefault("noReshares") == "true",
        };
        if (Content(post, prepared) is { } content)
            body["content"] = content;
        return body;
    }

    static object? Content(OutgoingPost post, Prepared prepared)
    {
        var urns = Urns(prepared);
        if (post.Poll is { } poll)
            return new { poll = new { question = post.Text, options = poll.Options.Select(text => new { text }), settings = new { duration = Duration(poll.Open) } } };
        if (urns.Length > 1)
            return new { multiImage = new { images = urns.Zip(post.Media, (id, media) => new { id, altText = media.Alt }) } };
        if (urns.Length == 1)
            return new { media = Single(urns[0], post) };
        if (post.Link is not { } source)
            return null;
        var article = new Dictionary<string, string>(StringComparer.Ordinal) { ["source"] = source, ["title"] = prepared.Values.GetValueOrDefault(CardTitle, source) };
        if (prepared.Values.TryGetValue(CardDescription, out var description))
            article["description"] = description;
        if (prepared.Values.TryGetValue(CardPicture, out var picture))
            article["thumbnail"] = picture;
        return new { article };
    }

    static Dictionary<string, string> Single(string urn, OutgoingPost post)
    {
        var file = post.Media[0];
        var media = new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = urn };
        if (file.IsImage && file.Alt.Length > 0)
            media["altText"] = file.Alt;
        else if (file.IsVideo && post.Title is { Length: > 0 } title)
            media["title"] = title;
        else if (!file.IsImage && !file.IsVideo)
            media["title"] = post.Settings.GetValueOrDefault("documentTitle") is { Length: > 0 } named ? named : post.Title ?? Path.GetFileNameWithoutExtension(file.FileName);
        return media;
    }

    static string Duration(TimeSpan open) => open.TotalDays switch
    {
        <= 1 => "ONE_DAY",
        <= 3 => "THREE_DAYS",
        <= 7 => "SEVEN_DAYS",
        _ => "FOURTEEN_DAYS",
    };

    protected static bool IsThis(JsonElement element, OutgoingPost post, Prepared prepared)
    {
        var content = element.At("content");
        var shown = content.At("multiImage", "images").Items().Select(i => i.Text("id")).Append(content.At("media").Text("id")).OfType<string>();
        if (Urns(prepared) is { Length: > 0 } urns)
            return shown.Intersect(urns, StringComparer.Ordinal).Any();
        return post.Poll is null ? !shown.Any() && LittleText.Shows(element.Text("commentary") ?? "", post.Text, post.Mentions) : content.At("poll").Text("question") == post.Text;
    }
}
