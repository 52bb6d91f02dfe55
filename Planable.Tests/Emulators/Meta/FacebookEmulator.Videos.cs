using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Meta;

/// <summary>Videos, reels and stories: begun, sent in pieces, finished.</summary>
public sealed partial class FacebookEmulator
{
    void MapVideos()
    {
        GraphForm("/v25.0/{page}/videos", KindOf, "pages_manage_posts", (http, form) => form["upload_phase"].ToString() switch
        {
            "start" => Begin(http, form, "video", answer: film => new { video_id = film.Id, upload_session_id = film.Session, start_offset = "0", end_offset = Written(Math.Min(film.Size, PieceBytes)) }),
            "transfer" => Transfer(form),
            "finish" => films.Values.FirstOrDefault(f => f.Session == form["upload_session_id"]) is { } film ? Finish(http, film, form["description"].ToString()) : Error(6000, "There was a problem uploading your video file.", 1363041),
            _ => Error(100, "(#100) upload_phase is required"),
        });
        GraphForm("/v25.0/{page}/video_reels", KindOf, "pages_manage_posts", (http, form) => form["upload_phase"] == "start"
            ? Begin(http, form, "reel", Session)
            : !films.TryGetValue(form["video_id"].ToString(), out var film) ? Missing(form["video_id"].ToString())
            : form["video_state"] != "PUBLISHED" ? Error(100, "(#100) video_state is required")
            : Finish(http, film, form["description"].ToString()));
        GraphForm("/v25.0/{page}/video_stories", KindOf, "pages_manage_posts", (http, form) => form["upload_phase"] == "start"
            ? Begin(http, form, "story", Session)
            : !films.TryGetValue(form["video_id"].ToString(), out var film) ? Missing(form["video_id"].ToString())
            : Finish(http, film, ""));
        On("POST", "/video-upload/v25.0/{id}", Call.Upload, http => Refuse(http, "pages_manage_posts") ?? Arranged(Call.Upload), async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (!films.TryGetValue(Route(http, "id"), out var film) || http.Request.Headers["offset"] != "0" || http.Request.Headers["file_size"] != Written(bytes.Length))
                    return Results.Json(new { debug_info = new { retriable = false, type = "ProcessingFailedError", message = "Request processing failed" } }, statusCode: 400);
                film.Size = film.Got = bytes.Length;
                return Results.Json(new { success = true });
            }
        });

        object Session(Film film) => new { video_id = film.Id, upload_url = $"https://rupload.facebook.com/video-upload/v25.0/{film.Id}" };
    }

    void MapStories()
    {
        GraphForm("/v25.0/{page}/photo_stories", Call.Publish, "pages_manage_posts", (http, form) =>
        {
            lock (Door)
            {
                if (Foreign(http) is { } foreign)
                    return Task.FromResult(foreign);
                if (!photos.TryGetValue(form["photo_id"].ToString(), out var photo) || photo.IsUsed)
                    return Task.FromResult(Error(100, "(#100) The photo was used before"));
                photo.IsUsed = true;
                var story = new PagePost(NewId(), Route(http, "page"), "story", Clock.GetUtcNow()) { Photos = [photo] };
                posts.Add(story);
                return Task.FromResult(Results.Json(new { success = true, post_id = story.Id }));
            }
        });
        Graph("GET", "/v25.0/{page}/stories", Call.Read, "pages_read_engagement", http =>
            List(http, [.. posts.Where(p => p.Kind == "story" && p.Page == Route(http, "page") && p.At.ToUnixTimeSeconds() >= Since(http)).Reverse()], p => new
            {
                post_id = p.Id,
                status = "PUBLISHED",
                creation_time = p.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                media_type = p.FilmId is null ? "photo" : "video",
                media_id = p.FilmId ?? p.Photos[0].Id,
                url = new Uri(Address, $"stories/{p.Id}").AbsoluteUri,
            }));
    }

    static Call KindOf(IFormCollection form) => form["upload_phase"] == "finish" ? Call.Publish : Call.Upload;

    IResult Begin(HttpContext http, IFormCollection form, string kind, Func<Film, object> answer)
    {
        if (Foreign(http) is { } foreign)
            return foreign;
        var film = new Film(NewId(), Route(http, "page"), kind) { Session = NewId(), Size = long.TryParse(form["file_size"], CultureInfo.InvariantCulture, out var size) ? size : 0 };
        if (kind == "video" && film.Size == 0)
            return Error(100, "(#100) file_size is required");
        films[film.Id] = film;
        return Results.Json(answer(film));
    }

    IResult Transfer(IFormCollection form)
    {
        if (films.Values.FirstOrDefault(f => f.Session == form["upload_session_id"]) is not { } film || form.Files.GetFile("video_file_chunk") is not { } piece)
            return Error(6000, "There was a problem uploading your video file.", 1363041);
        if (form["start_offset"] != Written(film.Got) || film.Got + piece.Length > film.Size)
            return Error(6000, "There was a problem uploading your video file. Wrong offset.", 1363037);
        film.Got += piece.Length;
        return Results.Json(new { start_offset = Written(film.Got), end_offset = Written(Math.Min(film.Size, film.Got + PieceBytes)) });
    }

    IResult Finish(HttpContext http, Film film, string description)
    {
        if (Foreign(http) is { } foreign)
            return foreign;
        if (film.Got == 0 || film.Got < film.Size)
            return Error(6000, "There was a problem uploading your video file. Not everything has arrived.", 1363041);
        if (film.IsFinished)
            return Results.Json(new { success = true });
        film.IsFinished = true;
        film.Trouble = VideoTrouble;
        film.Polls = film.Kind == "story" ? 0 : ProcessingPolls;
        var post = new PagePost(film.Kind == "story" ? NewId() : $"{film.Page}_{film.Id}", film.Page, film.Kind, Clock.GetUtcNow()) { Text = description, FilmId = film.Id, Film = film };
        posts.Add(post);
        return film.Kind == "story" ? Results.Json(new { success = true, post_id = post.Id }) : Results.Json(new { success = true });
    }

    sealed class Film(string id, string page, string kind)
    {
        public string Id => id;

        public string Page => page;

        public string Kind => kind;

        public required string Session { get; init; }

        public long Size { get; set; }

        public long Got { get; set; }

        public bool IsFinished { get; set; }

        public int Polls { get; set; }

        public string? Trouble { get; set; }

        public bool IsOut => IsFinished && Polls == 0 && Trouble is null;

        public object Status()
        {
            var hasAll = Got > 0 && Got >= Size;
            if (IsFinished && Polls > 0)
            {
                Polls--;
                return Phases("processing", "complete", "in_progress", "in_progress");
            }

            if (IsFinished && Trouble is not null)
                return new { video_status = "error", uploading_phase = new { status = "complete" }, processing_phase = new { status = "error", errors = new[] { new { code = 1363026, message = Trouble } } }, publishing_phase = new { status = "not_started" } };
            return IsFinished ? Phases("ready", "complete", "complete", "complete") : Phases(hasAll ? "upload_complete" : "uploading", hasAll ? "complete" : "in_progress", "not_started", "not_started");
        }

        static object Phases(string video, string uploading, string processing, string publishing) => new
        {
            video_status = video,
            uploading_phase = new { status = uploading },
            processing_phase = new { status = processing },
            publishing_phase = new { status = publishing },
        };
    }
}
