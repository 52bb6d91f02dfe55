using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Mastodon;

/// <summary>What is written, and how it is shown.</summary>
public sealed partial class MastodonEmulator
{
    private IResult Create(JsonElement sent, string key)
    {
        if (key.Length > 0 && keys.TryGetValue(key, out var earlier) && clock.GetUtcNow() - earlier.At < TimeSpan.FromHours(1)
            && statuses.TryGetValue(earlier.Status, out var existing))
            return Json(Shown(existing));

        var text = Text(sent, "status") ?? "";
        var ids = sent.TryGetProperty("media_ids", out var list) ? list.EnumerateArray().Select(i => i.GetString()!).ToList() : [];
        var unknown = ids.Where(i => !media.TryGetValue(i, out var m) || m.IsAttached).ToList();
        if (text.Length == 0 && ids.Count == 0) return Error(422, "Validation failed: Text can't be blank");
        if (StatusHtml.Length(text) > MaxCharacters) return Error(422, $"Validation failed: Text character limit of {MaxCharacters} exceeded");
        if (ids.Count > 4) return Error(422, "Validation failed: Cannot attach more than 4 files");
        if (unknown.Count > 0) return Error(422, $"Media {string.Join(", ", unknown)} not found or already attached to another post");

        if (Answers(sent) is { } answers)
        {
            var open = sent.GetProperty("poll").TryGetProperty("expires_in", out var seconds) ? seconds.GetInt64() : 0;
            if (ids.Count > 0) return Error(422, "Validation failed: Cannot attach both media and a poll");
            if (answers.Count is < 2 or > 4 || answers.Any(a => a.Length > 50)) return Error(422, "Validation failed: Poll is invalid");
            if (open is < 300 or > 2_629_746) return Error(422, "Validation failed: Duration is out of range");
        }

        var attached = ids.Select(i => media[i]).ToList();
        if (attached.Exists(m => !m.IsReady)) return Error(422, "Cannot attach files that have not finished processing. Try again in a moment!");

        foreach (var medium in attached) medium.IsAttached = true;
        var status = new Status(
            NewId(), text.Trim(), Text(sent, "visibility") ?? "public", Text(sent, "spoiler_text") ?? "", Text(sent, "language"),
            sent.TryGetProperty("sensitive", out var sensitive) && sensitive.ValueKind == JsonValueKind.True, clock.GetUtcNow(), attached)
        { AnswerTo = Text(sent, "in_reply_to_id"), Poll = Answers(sent) };
        if (status.AnswerTo is { } parent && !(long.TryParse(parent, CultureInfo.InvariantCulture, out var answered) && statuses.ContainsKey(answered)))
            return Error(404, "The post you are trying to reply to does not appear to exist.");
        Add(status);
        if (key.Length > 0) keys[key] = (status.Id, clock.GetUtcNow());
        return Json(Shown(status));
    }

    /// <summary>Whatever is not named is gone afterwards.</summary>
    private IResult Change(Status status, JsonElement sent)
    {
        var text = Text(sent, "status") ?? "";
        var ids = sent.TryGetProperty("media_ids", out var list) ? list.EnumerateArray().Select(i => i.GetString()!).ToList() : [];
        if (text.Length == 0 && ids.Count == 0) return Error(422, "Validation failed: Text can't be blank");
        if (StatusHtml.Length(text) > MaxCharacters) return Error(422, $"Validation failed: Text character limit of {MaxCharacters} exceeded");
        if (ids.Exists(i => !status.Media.Any(m => m.Id == i))) return Error(422, "Media not found");

        statuses[status.Id] = status = status with { Text = text.Trim(), Spoiler = Text(sent, "spoiler_text") ?? "", Media = [.. ids.Select(i => status.Media.Single(m => m.Id == i))], Poll = Answers(sent) };
        return Json(Shown(status));
    }

    private static IReadOnlyList<string>? Answers(JsonElement sent) =>
        sent.TryGetProperty("poll", out var poll) && poll.ValueKind == JsonValueKind.Object ? [.. poll.GetProperty("options").EnumerateArray().Select(o => o.GetString()!)] : null;

    private IResult Timeline(HttpContext http)
    {
        if (Route(http, "id") != AccountId) return Error(404, "Record not found");

        var limit = Math.Clamp((int)(Number(http, "limit") ?? 20), 1, 40);
        var matching = statuses.Values.Where(s => s.Id > (Number(http, "since_id") ?? 0) && s.Id < (Number(http, "max_id") ?? long.MaxValue));

        // min_id asks for the page right after it, the others for the newest; both are shown newest first.
        var page = Number(http, "min_id") is { } after ? matching.Where(s => s.Id > after).Take(limit) : matching.TakeLast(limit);
        return Json(page.Reverse().Select(Shown));
    }

    private Status? One(HttpContext http) => long.TryParse(Route(http, "id"), CultureInfo.InvariantCulture, out var id) ? statuses.GetValueOrDefault(id) : null;

    private void Add(Status status) => statuses.Add(status.Id, status);

    // Time in milliseconds and a counter, as the real ids.
    private long NewId() => lastId = Math.Max(lastId + 1, clock.GetUtcNow().ToUnixTimeMilliseconds() << 16);

    private object Shown(Status status) => new
    {
        id = Id(status.Id),
        in_reply_to_id = status.AnswerTo,
        created_at = status.At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        visibility = status.Visibility,
        spoiler_text = status.Spoiler,
        sensitive = status.Sensitive,
        language = status.Language,
        uri = new Uri(Address, $"/users/{Username}/statuses/{status.Id}").AbsoluteUri,
        url = new Uri(Address, $"/@{Username}/{status.Id}").AbsoluteUri,
        content = Rendered(status),
        reblog = (object?)null,
        account = Account(),
        media_attachments = status.Media.Select(m => m.Shown(Address)),
        favourites_count = 0,
        reblogs_count = 0,
        replies_count = 0,
    };

    private string Rendered(Status status) => StatusHtml.Render(ReadsMarkdown ? status.Text.Replace("*", "", StringComparison.Ordinal) : status.Text, Address);

    private string Article(Status status) => $"""
        <article id="status-{status.Id}">{(status.Spoiler.Length > 0 ? $"<p><strong>{Html(status.Spoiler)}</strong></p>" : "")}{Rendered(status)}
        {string.Concat(status.Media.Select(m => $"<figure>{Html(m.Alt)}</figure>"))}
        <a href="/@{Html(Username)}/{status.Id}"><time>{status.At:u}</time></a></article>
        """;

    private sealed class Medium(string id, string alt, long bytes, string type, int polls)
    {
        private int polls = polls;

        public string Id => id;

        public string Alt => alt;

        public bool IsReady => polls == 0;

        public bool IsAttached { get; set; }

        public bool Polled()
        {
            if (IsReady) return true;

            polls--;
            return false;
        }

        public object Shown(Uri address) =>
            new { id, type = type.Split('/')[0], url = IsReady ? new Uri(address, $"/media/{id}").AbsoluteUri : null, description = alt };

        public EmulatedMedia Seen() => new(alt, bytes, type);
    }

    private sealed record Status(
        long Id, string Text, string Visibility, string Spoiler, string? Language, bool Sensitive, DateTimeOffset At, IReadOnlyList<Medium> Media)
    {
        public EmulatedPost Seen() => new(MastodonEmulator.Id(Id), Text, StatusHtml.FirstLink(Text), [.. Media.Select(m => m.Seen())]) { AnswerTo = AnswerTo, Poll = Poll };

        public string? AnswerTo { get; init; }

        public IReadOnlyList<string>? Poll { get; init; }
    }
}
