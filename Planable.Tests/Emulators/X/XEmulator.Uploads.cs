using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.X;

/// <summary>Files: pictures at once, the rest in pieces that are processed.</summary>
public sealed partial class XEmulator
{
    void MapUploads()
    {
        On("POST", "/2/media/upload", Call.Upload, May("media.write"), async http =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form.Files.GetFile("media") is not { Length: > 0 } file || form["media_category"] != "tweet_image")
                return Invalid("The `media` field in the request body is required.");
            if (file.Length > 5_000_000)
                return Invalid("File size exceeds 5242880 bytes.");
            lock (Door)
            {
                var medium = new Medium(Text(NewId()), form["media_type"].ToString(), "tweet_image", file.Length) { Received = file.Length, IsFinished = true };
                media[medium.Id] = medium;
                return Results.Json(new { data = new { id = medium.Id, media_key = medium.Key, size = file.Length, expires_after_secs = 86400 } });
            }
        });
        On("POST", "/2/media/upload/initialize", Call.Upload, May("media.write"), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            var (type, category, bytes) = (sent.GetProperty("media_type").GetString()!, sent.GetProperty("media_category").GetString()!, sent.GetProperty("total_bytes").GetInt64());
            if (category is not ("tweet_video" or "tweet_gif") || bytes > (category == "tweet_gif" ? 15_000_000 : 512_000_000))
                return Invalid("The file is too large or its category is unknown.");
            lock (Door)
            {
                var medium = new Medium(Text(NewId()), type, category, bytes);
                media[medium.Id] = medium;
                return Results.Json(new { data = new { id = medium.Id, media_key = medium.Key, expires_after_secs = 1295999 } });
            }
        });
        On("POST", "/2/media/upload/{id}/append", Call.Upload, May("media.write"), async http =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (Door)
            {
                if (!media.TryGetValue(Route(http, "id"), out var medium) || form.Files.GetFile("media") is not { Length: <= PieceBytes } piece)
                    return Invalid("Segments must not exceed 5 MB.");
                if (int.Parse(form["segment_index"].ToString(), CultureInfo.InvariantCulture) != medium.Segments++)
                    return Invalid("Segments do not follow each other.");
                medium.Received += piece.Length;
                Pieces.Add(piece.Length);
                return Results.Json(new { data = new { expires_at = (Clock.GetUtcNow() + TimeSpan.FromDays(1)).ToUnixTimeSeconds() } });
            }
        });
        On("POST", "/2/media/upload/{id}/finalize", Call.Upload, May("media.write"), http =>
        {
            if (!media.TryGetValue(Route(http, "id"), out var medium) || medium.Received != medium.Bytes)
                return Invalid("The file is not complete.");
            medium.IsFinished = true;
            medium.PollsLeft = ProcessingPolls;
            return Results.Json(new { data = Shown(medium) });
        });
        On("GET", "/2/media/upload", Call.Read, May("media.write"), http =>
        {
            if (http.Request.Query["command"] != "STATUS" || !media.TryGetValue(http.Request.Query["media_id"].ToString(), out var medium))
                return NotFound();
            if (medium.PollsLeft > 0)
                medium.PollsLeft--;
            return Results.Json(new { data = Shown(medium) });
        });
        On("POST", "/2/media/metadata", Call.Upload, May("media.write"), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            var alt = sent.GetProperty("metadata").GetProperty("alt_text").GetProperty("text").GetString()!;
            lock (Door)
            {
                if (!media.TryGetValue(sent.GetProperty("id").GetString()!, out var medium) || medium.Category == "tweet_video" || alt.Length > 1000)
                    return Invalid("Alternative texts have at most 1000 characters and stand with pictures.");
                medium.Alt = alt;
                return Results.Json(new { data = new { id = medium.Id } });
            }
        });
    }

    Dictionary<string, object> Shown(Medium medium)
    {
        var shown = new Dictionary<string, object> { ["id"] = medium.Id, ["media_key"] = medium.Key, ["size"] = medium.Bytes, ["expires_after_secs"] = 86400 };
        if (RefusesFilms)
            shown["processing_info"] = new { state = "failed", progress_percent = 12, error = new { code = 1, name = "InvalidMedia", message = "Unsupported video format" } };
        else if (medium.PollsLeft > 0)
            shown["processing_info"] = new { state = medium.PollsLeft == ProcessingPolls ? "pending" : "in_progress", check_after_secs = 1 };
        else if (ProcessingPolls > 0)
            shown["processing_info"] = new { state = "succeeded", progress_percent = 100 };
        return shown;
    }

    sealed class Medium(string id, string type, string category, long bytes)
    {
        public string Id => id;

        public string Key => $"{(category == "tweet_image" ? 3 : category == "tweet_gif" ? 16 : 7)}_{id}";

        public string Type => type;

        public string Category => category;

        public long Bytes => bytes;

        public long Received { get; set; }

        public int Segments { get; set; }

        public int PollsLeft { get; set; }

        public bool IsFinished { get; set; }

        public string Alt { get; set; } = "";
    }
}
