using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.LinkedIn;

/// <summary>A page of the emulated LinkedIn, and what the signed-in member is on it.</summary>
public sealed record EmulatedOrganization(string Id, string Name, string Vanity, string Role = "ADMINISTRATOR", bool IsHidden = false);

/// <summary>LinkedIn as it behaves to members and pages: versions that end, ids in a header, texts that an unescaped sign cuts, films in parts with tags.</summary>
public sealed partial class LinkedInEmulator : NetworkSite
{
    public const string MemberId = "ACoAAA1b2c3";
    const int PartBytes = 4_194_304;
    const string Reserved = "<>#~_|[]*(){}@";

    readonly List<Share> shares = [];
    readonly List<(string Urn, string Post, string Actor, string Text)> comments = [];
    readonly Dictionary<string, Asset> assets = new(StringComparer.Ordinal);
    long lastId;

    LinkedInEmulator(TimeProvider? clock, int port) : base(clock, port) => Desk.RotatesRefreshTokens = false;

    public string MemberName { get; set; } = "Anna Acme";

    public IList<EmulatedOrganization> Organizations { get; } =
    [
        new("2414183", "Acme", "acme"),
        new("2414184", "Acme Kitchens", "acme-kitchens", "CONTENT_ADMINISTRATOR"),
        new("2414185", "Somebody else", "somebody-else", "ANALYST"),
        new("2414186", "", "", "ADMINISTRATOR", IsHidden: true),
    ];

    /// <summary>Versions before this one are retired.</summary>
    public string OldestVersion { get; set; } = "202512";

    /// <summary>How often the state of a file has to be asked for until it is available.</summary>
    public int ProcessingPolls { get; set; }

    public bool RefusesFiles { get; set; }

    /// <summary>The calls of the day are used up.</summary>
    public bool IsDayFull { get; set; }

    /// <summary>The service error code of tokens that are not good: 65600 invalid, 65601 revoked, 65602 expired.</summary>
    public int DeadTokenCode { get; set; } = 65601;

    /// <summary>Posts get ids of this kind: share or ugcPost.</summary>
    public string UrnKind { get; set; } = "share";

    /// <summary>Sizes of the parts in which films came.</summary>
    public List<long> Parts { get; } = [];

    /// <summary>What was chosen with each post.</summary>
    public IReadOnlyList<(string Author, string Visibility, bool NoReshares, string? DocumentTitle, string? CardTitle)> Options
    {
        get
        {
            lock (Door) return [.. shares.Select(s => (s.Author, s.Visibility, s.NoReshares, s.DocumentTitle, s.CardTitle))];
        }
    }

    public IReadOnlyList<(string Question, IReadOnlyList<string> Options, string Duration)> Polls
    {
        get
        {
            lock (Door) return [.. shares.Where(s => s.Poll is not null).Select(s => s.Poll!.Value)];
        }
    }

    /// <summary>Commentaries as they came, in LinkedIn's own format.</summary>
    public IReadOnlyList<string> Commentaries
    {
        get
        {
            lock (Door) return [.. shares.Select(s => s.Commentary)];
        }
    }

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. shares.Select(Seen), .. comments.Select(c => new EmulatedPost(c.Urn, c.Text, null, []) { AnswerTo = c.Post })];
        }
    }

    protected internal override string WhoIsSignedIn => MemberName;

    public static async Task<LinkedInEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new LinkedInEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    public void WriteByHand(string author, string text)
    {
        lock (Door) shares.Add(new Share(NewUrn(), author, text, "PUBLIC", false, [], null, null, null, null, Clock.GetUtcNow()));
    }

    /// <summary>Pages of others, which can be mentioned.</summary>
    public IList<(long Id, string Vanity, string Name)> Strangers { get; } = [(70_001, "northlight-agency", "Northlight (Agency)")];

    protected override void Map()
    {
        Desk.TokenLife = TimeSpan.FromDays(60);
        Desk.Map("/oauth/v2/authorization", "/oauth/v2/accessToken", extra: () => new { refresh_token_expires_in = 31_536_000 });
        App.MapPost("/oauth/v2/revoke", async Task<IResult> (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["client_id"] != OAuthDesk.ClientId || form["client_secret"] != OAuthDesk.ClientSecret || Desk.Judge(http, given: form["token"]) != TokenState.Good)
                return Results.Json(new { error = "invalid_request" }, statusCode: 400);
            Desk.Revoke();
            return Results.Ok();
        });
        On("GET", "/v2/userinfo", Call.Read, May("profile", isVersioned: false), _ => Results.Json(new { sub = MemberId, name = MemberName, picture = new Uri(Address, "/anna.png").AbsoluteUri }));
        On("GET", "/v2/organizationalEntityAcls", Call.Read, May("rw_organization_admin", isVersioned: false), http => Results.Json(new
        {
            elements = Organizations.Skip(int.Parse(http.Request.Query["start"].ToString(), CultureInfo.InvariantCulture)).Take(int.Parse(http.Request.Query["count"].ToString(), CultureInfo.InvariantCulture)).Select(Acl),
        }));
        On("POST", "/rest/posts", Call.Publish, May(null), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return Create(http, sent);
        });
        On("GET", "/rest/organizations", Call.Read, May(null), http => http.Request.Query["q"] == "vanityName"
            ? Results.Json(new { elements = Strangers.Where(s => s.Vanity == http.Request.Query["vanityName"]).Select(s => new { id = s.Id, localizedName = s.Name, vanityName = s.Vanity }) })
            : Error(400, "Unknown finder"));
        On("GET", "/rest/posts", Call.Read, May("r_organization_social"), Published);
        On("POST", "/rest/posts/{urn}", Call.Publish, May(null), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door)
            {
                if (http.Request.Headers["X-RestLi-Method"] != "PARTIAL_UPDATE" || shares.FindIndex(s => s.Urn == Route(http, "urn")) is var at && at < 0)
                    return Error(404, "Not found");
                shares[at] = shares[at] with { Commentary = sent.GetProperty("patch").GetProperty("$set").GetProperty("commentary").GetString()! };
                return Results.NoContent();
            }
        });
        On("DELETE", "/rest/posts/{urn}", Call.Delete, May(null), http => shares.RemoveAll(s => s.Urn == Route(http, "urn")) + comments.RemoveAll(c => c.Post == Route(http, "urn")) > 0 ? Results.NoContent() : Error(404, "Not found"));
        On("GET", "/rest/socialActions/{urn}/comments", Call.Read, May("r_organization_social"), http =>
        {
            var (start, count) = (int.Parse(http.Request.Query["start"].ToString(), CultureInfo.InvariantCulture), int.Parse(http.Request.Query["count"].ToString(), CultureInfo.InvariantCulture));
            return Results.Json(new { elements = comments.Where(c => c.Post == Route(http, "urn")).Skip(start).Take(count).Select(c => new { commentUrn = c.Urn, actor = c.Actor, message = new { text = c.Text } }) });
        });
        On("POST", "/rest/socialActions/{urn}/comments", Call.Publish, May(null), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return Comment(http, sent);
        });
        MapFiles();
        MapFigures();
        MapPages();
    }

    void MapFiles()
    {
        foreach (var kind in (string[])["image", "document"])
        {
            On("POST", $"/rest/{kind}s", Call.Upload, May(null), async http =>
            {
                var request = (await http.Request.ReadFromJsonAsync<JsonElement>()).GetProperty("initializeUploadRequest");
                lock (Door)
                {
                    var asset = NewAsset(kind, request.GetProperty("owner").GetString()!);
                    var value = new Dictionary<string, object> { ["uploadUrl"] = new Uri(Address, $"/dms-uploads/{asset.Key}").AbsoluteUri, [kind] = asset.Urn };
                    return Results.Json(new { value });
                }
            });
        }

        On("PUT", "/dms-uploads/{key}", Call.Upload, http => Desk.Judge(http) == TokenState.Good ? null : Error(401, "Invalid access token", 65600), async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (assets.Values.FirstOrDefault(a => a.Key == Route(http, "key")) is not { } asset)
                    return Error(404, "Not found");
                (asset.Bytes, asset.ContentType, asset.PollsLeft) = (bytes.Length, http.Request.ContentType ?? "", ProcessingPolls);
                return Results.StatusCode(201);
            }
        });
        On("POST", "/rest/videos", Call.Upload, May(null), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return http.Request.Query["action"] == "finalizeUpload" ? Finalize(sent.GetProperty("finalizeUploadRequest")) : InitializeFilm(sent.GetProperty("initializeUploadRequest"));
        });
        On("PUT", "/dms-video/{key}/{part:int}", Call.Upload, http => http.Request.Headers.Authorization.Count > 0 || http.Request.Headers.ContainsKey("LinkedIn-Version") ? Error(400, "Signed addresses take no token") : null, async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (assets.Values.FirstOrDefault(a => a.Key == Route(http, "key")) is not { } asset)
                    return Error(404, "Not found");
                var part = int.Parse(Route(http, "part"), CultureInfo.InvariantCulture);
                asset.Parts[part] = ($"etag-{asset.Key}-{part}", bytes.Length);
                Parts.Add(bytes.Length);
                http.Response.Headers.ETag = $"\"etag-{asset.Key}-{part}\"";
                return Results.Ok();
            }
        });
        foreach (var kind in (string[])["images", "documents", "videos"])
        {
            // Members may not look at pictures and documents.
            On("GET", $"/rest/{kind}/{{urn}}", Call.Read, May(kind == "videos" ? null : "r_organization_social"), http =>
            {
                if (!assets.TryGetValue(Route(http, "urn"), out var asset))
                    return Error(404, "Not found");
                if (RefusesFiles)
                    return Results.Json(new { id = asset.Urn, status = "PROCESSING_FAILED", processingFailureReason = "the format is not known" });
                if (asset.PollsLeft > 0)
                {
                    asset.PollsLeft--;
                    return Results.Json(new { id = asset.Urn, status = "PROCESSING" });
                }

                return Results.Json(new { id = asset.Urn, owner = asset.Owner, status = asset.Bytes > 0 ? "AVAILABLE" : "WAITING_UPLOAD" });
            });
        }
    }

    void MapFigures()
    {
        On("GET", "/rest/organizationalEntityShareStatistics", Call.Read, May("rw_organization_admin"), http =>
        {
            var query = http.Request.Query;
            var (name, kind) = query.ContainsKey("shares") ? ("shares", ":share:") : ("ugcPosts", ":ugcPost:");
            var urn = ListItem().Match(query[name].ToString()).Groups[1].Value;
            if (!urn.Contains(kind, StringComparison.Ordinal))
                return Error(400, $"Invalid urn in {name}");
            if (shares.Find(s => s.Urn == urn) is not { } share)
                return Results.Json(new { elements = Array.Empty<object>() });
            var age = Clock.GetUtcNow() - share.At;
            long Count(string figure, int perDay) => Growth.Of($"{urn}{figure}", age, perDay);
            return Results.Json(new
            {
                elements = new[]
                {
                    new
                    {
                        totalShareStatistics = new
                        {
                            impressionCount = Count("impression", 1500), uniqueImpressionsCount = Count("unique", 900), clickCount = Count("click", 40),
                            likeCount = Count("like", 30), commentCount = Count("comment", 4), shareCount = Count("share", 3), engagement = 0.05,
                        },
                    },
                },
            });
        });
        On("GET", "/rest/networkSizes/{urn}", Call.Read, May("rw_organization_admin"), _ => Results.Json(new { firstDegreeSize = 4200 + shares.Count }));
        On("GET", "/rest/organizationalEntityFollowerStatistics", Call.Read, May("rw_organization_admin"), _ => Results.Json(new { elements = new[] { new { followerGains = new { organicFollowerGain = 7, paidFollowerGain = 2 } } } }));
        On("GET", "/rest/organizationPageStatistics", Call.Read, May("rw_organization_admin"), _ => Results.Json(new { elements = new[] { new { totalPageStatistics = new { views = new { allPageViews = new { pageViews = 61 } } } } } }));
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated LinkedIn", string.Concat(shares.Select(s => s.Author).Distinct(StringComparer.Ordinal).Select(a => $"<p><a href=\"/author/{Html(a)}\">{Html(NameOf(a))}</a></p>"))));
        App.MapGet("/author/{urn}", (string urn) =>
        {
            lock (Door) return Page(NameOf(urn), string.Concat(shares.Where(s => s.Author == urn).Reverse().Select(s => $"{Article(Seen(s))}<p><a href=\"/feed/update/{Html(s.Urn)}\">{s.At:u}</a></p>")));
        });
        App.MapGet("/feed/update/{urn}", (string urn) =>
        {
            lock (Door) return shares.Find(s => s.Urn == urn) is { } share ? Page(NameOf(share.Author), Article(Seen(share))) : Results.NotFound();
        });
    }

    IResult InitializeFilm(JsonElement request)
    {
        var size = request.GetProperty("fileSizeBytes").GetInt64();
        var asset = NewAsset("video", request.GetProperty("owner").GetString()!);
        asset.Expected = size;
        return Results.Json(new
        {
            value = new
            {
                video = asset.Urn,
                uploadToken = "",
                uploadInstructions = Enumerable.Range(0, (int)((size + PartBytes - 1) / PartBytes)).Select(i => new
                {
                    uploadUrl = new Uri(Address, $"/dms-video/{asset.Key}/{i}").AbsoluteUri,
                    firstByte = (long)i * PartBytes,
                    lastByte = Math.Min((i + 1L) * PartBytes, size) - 1,
                }),
            },
        });
    }

    IResult Finalize(JsonElement request)
    {
        if (!assets.TryGetValue(request.GetProperty("video").GetString()!, out var asset))
            return Error(404, "Not found");
        var tags = request.GetProperty("uploadedPartIds").EnumerateArray().Select(t => t.GetString()).ToList();
        if (!tags.SequenceEqual(asset.Parts.Values.Select(p => p.Tag)) || asset.Parts.Values.Sum(p => p.Bytes) != asset.Expected)
            return Error(400, "The parts do not make the video");
        (asset.Bytes, asset.ContentType, asset.PollsLeft) = (asset.Expected, "video/mp4", ProcessingPolls);
        return Results.Ok();
    }

    IResult Create(HttpContext http, JsonElement sent)
    {
        if (IsDayFull)
            return Results.Json(new { message = "Resource level throttle APPLICATION DAY limit for calls to this resource is reached.", status = 429, serviceErrorCode = 101 }, statusCode: 429);
        var author = sent.GetProperty("author").GetString()!;
        var mayWrite = author == $"urn:li:person:{MemberId}"
            ? Desk.Judge(http, "w_member_social")
            : Organizations.Any(o => author == $"urn:li:organization:{o.Id}" && o.Role is "ADMINISTRATOR" or "CONTENT_ADMINISTRATOR") ? Desk.Judge(http, "w_organization_social") : TokenState.WithoutScope;
        if (mayWrite != TokenState.Good)
            return Results.Json(new { message = "Not enough permissions to access: posts.CREATE", status = 403, code = "ACCESS_DENIED", serviceErrorCode = 100 }, statusCode: 403);

        var commentary = sent.GetProperty("commentary").GetString()!;
        var content = sent.TryGetProperty("content", out var given) ? given : default;
        if (Plain(commentary).EnumerateRunes().Count() > 3000)
            return Error(422, "ERROR :: /commentary :: text is too long (maximum 3000 characters)");
        if (sent.GetProperty("visibility").GetString() is not ("PUBLIC" or "CONNECTIONS" or "LOGGED_IN") || sent.GetProperty("lifecycleState").GetString() != "PUBLISHED"
            || sent.GetProperty("distribution").GetProperty("feedDistribution").GetString() != "MAIN_FEED")
            return Error(400, "Field visibility, lifecycleState or distribution is invalid");

        var attached = new List<(Asset Asset, string Alt)>();
        string? link = null, cardTitle = null, documentTitle = null;
        (string, IReadOnlyList<string>, string)? poll = null;
        if (content.ValueKind == JsonValueKind.Object)
        {
            if (content.TryGetProperty("multiImage", out var several))
            {
                var images = several.GetProperty("images").EnumerateArray().ToList();
                if (images.Count is < 2 or > 20)
                    return Error(422, "A multi image post has 2 to 20 images");
                foreach (var image in images)
                    attached.Add((Known(image), Text(image, "altText") ?? ""));
            }
            else if (content.TryGetProperty("media", out var media))
            {
                attached.Add((Known(media), Text(media, "altText") ?? ""));
                if (attached[0].Asset.Kind == "document" && (documentTitle = Text(media, "title")) is null)
                    return Error(422, "A document needs a title");
            }
            else if (content.TryGetProperty("article", out var article))
            {
                (link, cardTitle) = (Text(article, "source"), Text(article, "title"));
                if (link is null || cardTitle is null)
                    return Error(422, "An article needs a source and a title");
            }
            else if (content.TryGetProperty("poll", out var asked))
            {
                var (question, options, duration) = (asked.GetProperty("question").GetString()!, asked.GetProperty("options").EnumerateArray().Select(o => o.GetProperty("text").GetString()!).ToList(), asked.GetProperty("settings").GetProperty("duration").GetString()!);
                if (question.Length is 0 or > 140 || options.Count is < 2 or > 4 || options.Exists(o => o.Length is 0 or > 30) || duration is not ("ONE_DAY" or "THREE_DAYS" or "SEVEN_DAYS" or "FOURTEEN_DAYS"))
                    return Error(422, "The poll is invalid");
                poll = (question, options, duration);
            }
        }

        if (attached.Exists(a => a.Asset.Kind == "?" || a.Asset.Owner != author))
            return Error(400, "One of the given assets does not exist or is owned by somebody else");
        if (attached.Exists(a => a.Asset.Bytes == 0))
            return Error(400, "Unable to obtain activity for the given media");
        if (commentary.Length == 0 && content.ValueKind != JsonValueKind.Object)
            return Error(422, "A post needs a commentary or content");
        if (attached.Count == 0 && shares.Find(s => s.Author == author && s.Commentary == commentary && s.Poll?.Question == poll?.Item1 && s.Link == link) is { } same)
            return Results.Json(new { message = $"Content is a duplicate of {same.Urn}", status = 422, errorDetails = new { inputErrors = new[] { new { code = "DUPLICATE_POST", description = "Duplicate post is detected" } } } }, statusCode: 422);

        var share = new Share(NewUrn(), author, commentary, sent.GetProperty("visibility").GetString()!, sent.GetProperty("isReshareDisabledByAuthor").GetBoolean(), attached, link, cardTitle, documentTitle, poll, Clock.GetUtcNow());
        shares.Add(share);
        http.Response.Headers["x-restli-id"] = share.Urn;
        return Results.StatusCode(201);

        Asset Known(JsonElement item) => assets.GetValueOrDefault(Text(item, "id") ?? "") ?? new Asset("?", "", "", "");
    }

    IResult Comment(HttpContext http, JsonElement sent)
    {
        var (post, actor, text) = (Route(http, "urn"), sent.GetProperty("actor").GetString()!, sent.GetProperty("message").GetProperty("text").GetString()!);
        if (shares.TrueForAll(s => s.Urn != post))
            return Error(404, $"Post {post} does not exist");
        if (sent.GetProperty("object").GetString() != post || text.Length is 0 or > 1250)
            return Error(422, "The comment is too long or about something else");
        if (Desk.Judge(http, actor.Contains(":person:", StringComparison.Ordinal) ? "w_member_social" : "w_organization_social") != TokenState.Good)
            return Error(403, "Not enough permissions to access: socialActions.CREATE");
        var urn = $"urn:li:comment:({post},{7_200_000_000_000_000_000 + ++lastId})";
        comments.Add((urn, post, actor, text));
        return Results.Json(new { commentUrn = urn, actor, message = new { text } }, statusCode: 201);
    }

    IResult Published(HttpContext http)
    {
        var query = http.Request.Query;
        if (http.Request.Headers["X-RestLi-Method"] != "FINDER" || query["q"] != "author" || query["sortBy"] is not [("CREATED" or "LAST_MODIFIED")])
            return Error(400, "Unknown finder");
        var (start, count) = (int.Parse(query["start"].ToString(), CultureInfo.InvariantCulture), int.Parse(query["count"].ToString(), CultureInfo.InvariantCulture));
        return Results.Json(new { paging = new { start, count }, elements = Enumerable.Reverse(shares).Where(s => s.Author == query["author"]).Skip(start).Take(count).Select(Listed) });
    }

    object Listed(Share share)
    {
        object? content = share switch
        {
            { Poll: { } poll } => new { poll = new { question = poll.Question } },
            { Media.Count: > 1 } => new { multiImage = new { images = share.Media.Select(m => new { id = m.Asset.Urn, altText = m.Alt }) } },
            { Media.Count: 1 } => new { media = new { id = share.Media[0].Asset.Urn } },
            { Link: not null } => new { article = new { source = share.Link, title = share.CardTitle } },
            _ => null,
        };
        var listed = new Dictionary<string, object> { ["id"] = share.Urn, ["author"] = share.Author, ["commentary"] = share.Commentary, ["createdAt"] = share.At.ToUnixTimeMilliseconds() };
        if (content is not null)
            listed["content"] = content;
        return listed;
    }

    Dictionary<string, object> Acl(EmulatedOrganization organization)
    {
        var acl = new Dictionary<string, object> { ["role"] = organization.Role, ["organizationalTarget"] = $"urn:li:organization:{organization.Id}" };
        if (!organization.IsHidden)
        {
            acl["organizationalTarget~"] = new Dictionary<string, object>
            {
                ["localizedName"] = organization.Name,
                ["vanityName"] = organization.Vanity,
                ["logoV2"] = new Dictionary<string, object> { ["original~"] = new { elements = new[] { new { identifiers = new[] { new { identifier = new Uri(Address, $"/{organization.Vanity}.png").AbsoluteUri } } } } } },
            };
        }

        return acl;
    }

    Func<HttpContext, IResult?> May(string? scope, bool isVersioned = true) => http =>
    {
        if (isVersioned && (http.Request.Headers["LinkedIn-Version"].ToString() is not { Length: 6 } version || string.CompareOrdinal(version, OldestVersion) < 0))
            return Error(426, $"Requested version {http.Request.Headers["LinkedIn-Version"]} is not active");
        if (http.Request.Headers["X-Restli-Protocol-Version"] != "2.0.0")
            return Error(400, "X-Restli-Protocol-Version is missing");
        return Desk.Judge(http, scope) switch
        {
            TokenState.Good => null,
            TokenState.WithoutScope => Results.Json(new { message = $"Not enough permissions to access this resource: {scope}", status = 403, code = "ACCESS_DENIED", serviceErrorCode = 100 }, statusCode: 403),
            TokenState.Expired => Error(401, "The token used in the request has expired", 65602),
            TokenState.Missing => Error(401, "Empty oauth2 access token", 65604),
            _ => Error(401, "The token used in the request has been revoked by the user", DeadTokenCode),
        };
    };

    string NameOf(string author) => Organizations.FirstOrDefault(o => author == $"urn:li:organization:{o.Id}")?.Name ?? MemberName;

    Asset NewAsset(string kind, string owner)
    {
        var key = (++lastId).ToString("D10", CultureInfo.InvariantCulture);
        var asset = new Asset(kind, $"urn:li:{kind}:C4D{key}", key, owner);
        return assets[asset.Urn] = asset;
    }

    string NewUrn() => $"urn:li:{UrnKind}:{7_100_000_000_000_000_000 + ++lastId}";

    static EmulatedPost Seen(Share share) =>
        new(share.Urn, share.Poll?.Question ?? Plain(share.Commentary), share.Link, [.. share.Media.Select(m => new EmulatedMedia(m.Alt, m.Asset.Bytes, m.Asset.ContentType))]);

    /// <summary>As readers see it: cut at the first sign with a meaning that was not escaped.</summary>
    static string Plain(string little)
    {
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < little.Length; i++)
        {
            if (little[i] == '\\' && i + 1 < little.Length)
            {
                plain.Append(little[++i]);
            }
            else if (little[i] == '{' && Hashtag().Match(little, i) is { Success: true } tag && tag.Index == i)
            {
                plain.Append('#').Append(tag.Groups[1].Value.Replace("\\", "", StringComparison.Ordinal));
                i += tag.Length - 1;
            }
            else if (Reserved.Contains(little[i], StringComparison.Ordinal))
            {
                break;
            }
            else
            {
                plain.Append(little[i]);
            }
        }

        return plain.ToString();
    }

    static IResult Error(int status, string message, int? code = null) =>
        Results.Json(code is null ? new { message, status } : new { message, status, serviceErrorCode = code, code = code == 65601 ? "REVOKED_ACCESS_TOKEN" : code == 65602 ? "EXPIRED_ACCESS_TOKEN" : "INVALID_ACCESS_TOKEN" } as object, statusCode: status);

    static string Route(HttpContext http, string name) => http.Request.RouteValues[name]!.ToString()!;

    static string? Text(JsonElement sent, string name) => sent.TryGetProperty(name, out var value) ? value.GetString() : null;

    [GeneratedRegex(@"\{hashtag\|\\#\|((?:\\.|[^}\\])*)\}")]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"List\(([^)]*)\)")]
    private static partial Regex ListItem();

    sealed record Share(
        string Urn, string Author, string Commentary, string Visibility, bool NoReshares, IReadOnlyList<(Asset Asset, string Alt)> Media, string? Link, string? CardTitle,
        string? DocumentTitle, (string Question, IReadOnlyList<string> Options, string Duration)? Poll, DateTimeOffset At);

    sealed class Asset(string kind, string urn, string key, string owner)
    {
        public string Kind => kind;

        public string Urn => urn;

        public string Key => key;

        public string Owner => owner;

        public string ContentType { get; set; } = "";

        public long Expected { get; set; }

        public long Bytes { get; set; }

        public int PollsLeft { get; set; }

        public SortedDictionary<int, (string Tag, long Bytes)> Parts { get; } = [];
    }
}
