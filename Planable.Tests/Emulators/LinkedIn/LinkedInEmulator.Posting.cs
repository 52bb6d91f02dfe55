using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.LinkedIn;

/// <summary>What is written: posts and comments.</summary>
public sealed partial class LinkedInEmulator
{
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

    string NewUrn() => $"urn:li:{UrnKind}:{7_100_000_000_000_000_000 + ++lastId}";

    sealed record Share(
        string Urn, string Author, string Commentary, string Visibility, bool NoReshares, IReadOnlyList<(Asset Asset, string Alt)> Media, string? Link, string? CardTitle,
        string? DocumentTitle, (string Question, IReadOnlyList<string> Options, string Duration)? Poll, DateTimeOffset At);
}
