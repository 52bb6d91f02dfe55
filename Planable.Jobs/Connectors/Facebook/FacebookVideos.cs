using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Facebook;

/// <summary>Uploads of videos, which nobody sees before they are finished, and what becomes of them afterwards.</summary>
/// <param name="films">The same API at the host that takes whole videos.</param>
sealed class FacebookVideos(Graph graph, Graph films)
{
    // Facebook says which piece it wants next; no larger one is held in memory.
    const int LargestPiece = 16 * 1024 * 1024;

    /// <summary>For videos of the feed: in the pieces Facebook asks for.</summary>
    /// <returns>The id the video will have, and the session that finishes it.</returns>
    public async Task<(string Video, string Session)> Upload(string page, OutgoingMedia film, string token, CancellationToken cancel)
    {
        var start = await films.Do($"{page}/videos", token, cancel, ("upload_phase", "start"), ("file_size", Written(film.Bytes)));
        var (video, session) = (start.Required("video_id"), start.Required("upload_session_id"));
        await using var bytes = await film.Open(cancel);
        var (at, until) = (Number(start, "start_offset"), Number(start, "end_offset"));
        for (var sent = 0L; at < until; (at, until) = await Piece(at, until))
        {
            if (at != sent)
                throw new ConnectorFailure(FailureClass.Transient, "upload-broken", "Facebook lost a piece of the video.");
            sent = Math.Min(until, at + LargestPiece);
        }

        return (video, session);

        async Task<(long At, long Until)> Piece(long from, long to)
        {
            var piece = new byte[Math.Min(to - from, LargestPiece)];
            await bytes.ReadExactlyAsync(piece, cancel);
            using var stream = new MemoryStream(piece);
            var answer = await films.Upload($"{page}/videos", token, File(stream, "video_file_chunk", film, [("upload_phase", "transfer"), ("upload_session_id", session), ("start_offset", Written(from))]), cancel);
            return (Number(answer, "start_offset"), Number(answer, "end_offset"));
        }
    }

    /// <summary>For reels and stories: in one go, to the address the session names.</summary>
    /// <returns>The id the video has.</returns>
    public async Task<string> UploadByBytes(string edge, OutgoingMedia film, string token, CancellationToken cancel)
    {
        var start = await graph.Do(edge, token, cancel, ("upload_phase", "start"));
        await graph.HandOver(start.Required("upload_url"), film, token, cancel);
        return start.Required("video_id");
    }

    public async Task<bool> IsUploaded(string video, string token, CancellationToken cancel) => await Look(video, token, cancel) switch
    {
        { IsFailed: true } failed => throw new ConnectorFailure(FailureClass.Permanent, "video-refused", $"Facebook could not use the video: {failed.Why ?? "it gives no reason"}"),
        { } look => look.IsWaitingForUs || look.IsReady,
    };

    public async Task<VideoLook> Look(string video, string token, CancellationToken cancel)
    {
        try
        {
            var answer = await graph.Read(Uri.EscapeDataString(video), token, cancel, ("fields", "status,permalink_url"));
            return new VideoLook(Graph.Inside(answer.Json, "status"), Permalink(answer, video));
        }
        catch (ConnectorFailure missing) when (missing.Failure.IsMissing())
        {
            return VideoLook.Missing;
        }
    }

    /// <summary>A form with one file.</summary>
    public static MultipartFormDataContent File(Stream bytes, string name, OutgoingMedia media, (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields.Where(f => f.Value.Length > 0))
            form.Add(new StringContent(value), field);
        var file = new StreamContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(media.ContentType);
        form.Add(file, name, $"upload{Path.GetExtension(media.FileName)}");
        return form;
    }

    // Videos tell their address without a host.
    string Permalink(HttpAnswer answer, string video) => answer.Optional("permalink_url") switch
    {
        null or "" => graph.At($"https://www.facebook.com/reel/{video}").AbsoluteUri,
        ['/', ..] path => graph.At($"https://www.facebook.com{path}").AbsoluteUri,
        var whole => whole,
    };

    static long Number(HttpAnswer answer, string name) => long.Parse(answer.Required(name), CultureInfo.InvariantCulture);

    static string Written(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How far a video has come.</summary>
readonly record struct VideoLook(JsonElement Status, string? Permalink)
{
    public static VideoLook Missing => new(default, null);

    public bool IsMissing => Permalink is null;

    public bool IsFailed => State is "error" or "expired" || Phase("publishing_phase") == "error" || Phase("processing_phase") == "error" || Phase("uploading_phase") == "error";

    public bool IsPublished => Phase("publishing_phase") == "complete" && IsReady;

    public bool IsPublishing => Phase("publishing_phase") is "complete" or "in_progress";

    /// <summary>Everything has arrived, and nothing has been said about publishing it; or not everything has arrived.</summary>
    public bool IsWaitingForUs => !IsPublishing && (State is "upload_complete" or "uploading" || Phase("uploading_phase") is "not_started" or "in_progress");

    public bool IsReady => State is "ready" or null;

    public string? Why => Graph.Items(Graph.Inside(Status, "processing_phase"), "errors").Concat(Graph.Items(Graph.Inside(Status, "uploading_phase"), "errors")).Select(e => e.Text("message")).FirstOrDefault();

    string? State => Status.Text("video_status");

    string? Phase(string name) => Graph.Inside(Status, name).Text("status");
}
