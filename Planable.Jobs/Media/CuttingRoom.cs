using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Planable.Data.Media;

namespace Planable.Jobs.Media;

/// <summary>The bytes call themselves a video but cannot be made into one.</summary>
public sealed class VideoUnreadable(string why) : Exception(why);

/// <summary>
/// Looks into videos and makes videos out of videos with ffmpeg and ffprobe. They are programs of their own: what a stranger uploaded is read with the one
/// demuxer its first bytes call for, from that file alone, by one thread, within a time.
/// </summary>
public sealed class CuttingRoom : IDisposable
{
    static readonly TimeSpan LookingTime = TimeSpan.FromSeconds(60);

    readonly string? ffmpeg = Found("ffmpeg");
    readonly string? ffprobe = Found("ffprobe");

    // Encoding takes all the processor it gets.
    readonly SemaphoreSlim places = new(1);

    public CuttingRoom(ILogger<CuttingRoom> log)
    {
        if (!IsOpen)
            log.LogWarning("ffmpeg and ffprobe were not found: videos are kept and published as they were uploaded. Run `npm install` at the root of the repository or install ffmpeg.");
    }

    /// <summary>Can anything be made here? If not, nothing else may be called.</summary>
    public bool IsOpen => ffmpeg is not null && ffprobe is not null;

    /// <exception cref="VideoUnreadable">As with everything below.</exception>
    public async Task<VideoFacts> Look(string path, string contentType, CancellationToken cancel)
    {
        var said = new StringBuilder();
        await Run(ffprobe!, ["-v", "error", "-protocol_whitelist", "file", "-f", Demuxer(contentType), "-print_format", "json", "-show_format", "-show_streams", path], LookingTime, line =>
        {
            said.AppendLine(line);
            return Task.CompletedTask;
        }, cancel);
        try
        {
            using var json = JsonDocument.Parse(said.ToString());
            return Read(json.RootElement);
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new VideoUnreadable(odd.Message);
        }
    }

    /// <summary>A still of one moment, as JPEG.</summary>
    public Task Still(string path, string contentType, TimeSpan at, string to, CancellationToken cancel) =>
        Run(
            ffmpeg!,
            ["-nostdin", "-v", "error", "-protocol_whitelist", "file", "-threads", "1", "-ss", Seconds(at), "-f", Demuxer(contentType), "-i", path, "-map", "0:v:0", "-frames:v", "1",
                "-vf", "scale='min(1600,iw)':-2", "-q:v", "3", "-map_metadata", "-1", "-f", "mjpeg", "-y", to],
            LookingTime, null, cancel);

    /// <param name="told">Hears how far it is, in per cent, about every half second.</param>
    public async Task Convert(string from, string contentType, VideoFacts facts, VideoNeed need, string to, Func<int, Task> told, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        try
        {
            var length = TimeSpan.FromMilliseconds((need.End ?? facts.Duration.TotalMilliseconds) - (need.Start ?? 0));
            await Run(ffmpeg!, Arguments(from, contentType, need, to), TimeSpan.FromMinutes(10) + (facts.Duration * 30), line => Tell(line, length, told), cancel);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    static List<string> Arguments(string from, string contentType, VideoNeed need, string to)
    {
        List<string> arguments =
        [
            "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-threads", "1",
            // Before the file: it is wound there, and what is made starts exactly at that picture, as it is made anew.
            .. need.Start is { } start ? (string[])["-ss", Seconds(TimeSpan.FromMilliseconds(start))] : [],
            .. need.End is { } end ? (string[])["-t", Seconds(TimeSpan.FromMilliseconds(end - (need.Start ?? 0)))] : [],
            "-f", Demuxer(contentType), "-i", from,
            "-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1",
            "-vf", Invariant($"scale={need.Width}:{need.Height},setsar=1,format=yuv420p"), "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-profile:v", "high", "-threads", "2",
        ];
        if (need.FramesPerSecond is { } frames)
            arguments.AddRange(["-r", Invariant($"{frames}")]);
        if (need.MostKilobits is { } most)
            arguments.AddRange(["-maxrate", Invariant($"{Math.Max(100, most - 140)}k"), "-bufsize", Invariant($"{Math.Max(200, 2 * (most - 140))}k")]);
        // Players and networks start before the whole file is there.
        arguments.AddRange(["-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-movflags", "+faststart", "-progress", "pipe:1", "-f", "mp4", "-y", to]);
        return arguments;
    }

    static Task Tell(string line, TimeSpan duration, Func<int, Task> told)
    {
        // Microseconds, whatever its name says.
        const string time = "out_time_ms=";
        if (!line.StartsWith(time, StringComparison.Ordinal) || duration <= TimeSpan.Zero || !long.TryParse(line[time.Length..], NumberStyles.Integer, CultureInfo.InvariantCulture, out var microseconds))
            return Task.CompletedTask;
        return told((int)Math.Clamp(microseconds / 10 / duration.TotalMilliseconds, 0, 99));
    }

    static VideoFacts Read(JsonElement root)
    {
        var streams = root.GetProperty("streams").EnumerateArray().ToList();
        var pictures = streams.FirstOrDefault(s => Text(s, "codec_type") == "video" && !(s.TryGetProperty("disposition", out var d) && d.TryGetProperty("attached_pic", out var cover) && cover.GetInt32() == 1));
        if (pictures.ValueKind != JsonValueKind.Object)
            throw new VideoUnreadable("There are no moving pictures in it.");
        var sound = streams.FirstOrDefault(s => Text(s, "codec_type") == "audio");
        var (width, height) = (pictures.GetProperty("width").GetInt32(), pictures.GetProperty("height").GetInt32());
        if (width <= 0 || height <= 0)
            throw new VideoUnreadable("It has no size.");
        if (Math.Abs(Turned(pictures)) % 180 == 90)
            (width, height) = (height, width);
        var seconds = Number(Text(root.GetProperty("format"), "duration")) ?? Number(Text(pictures, "duration")) ?? 0;
        return new VideoFacts(
            width, height, TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 48 * 3600)), Text(pictures, "codec_name") ?? "unknown", sound.ValueKind == JsonValueKind.Object ? Text(sound, "codec_name") ?? "unknown" : null,
            Math.Round(Fraction(Text(pictures, "avg_frame_rate")) ?? Fraction(Text(pictures, "r_frame_rate")) ?? 0, 2));
    }

    /// <summary>A phone held upright writes a film that lies, and how to turn it.</summary>
    static int Turned(JsonElement stream)
    {
        if (stream.TryGetProperty("side_data_list", out var notes))
        {
            foreach (var note in notes.EnumerateArray())
            {
                if (note.TryGetProperty("rotation", out var rotation) && rotation.TryGetInt32(out var degrees))
                    return degrees;
            }
        }

        return stream.TryGetProperty("tags", out var tags) && (int?)Number(Text(tags, "rotate")) is { } tagged ? tagged : 0;
    }

    static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static double? Fraction(string? text) =>
        text?.Split('/') is [var above, var below] && Number(above) is { } a && Number(below) is { } b && b > 0 && a > 0 ? a / b : null;

    static async Task Run(string program, IEnumerable<string> arguments, TimeSpan limit, Func<string, Task>? line, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        enough.CancelAfter(limit);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        try
        {
            var complaint = process.StandardError.ReadToEndAsync(enough.Token);
            while (await process.StandardOutput.ReadLineAsync(enough.Token) is { } said)
            {
                if (line is not null)
                    await line(said);
            }

            await process.WaitForExitAsync(enough.Token);
            if (process.ExitCode != 0)
                throw new VideoUnreadable(Short(await complaint));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new VideoUnreadable($"It took longer than {limit.TotalMinutes:0} minutes.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The last thing it said, without our own paths.</summary>
    static string Short(string complaint)
    {
        var last = complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "ffmpeg said nothing.";
        var words = last.Contains(": ", StringComparison.Ordinal) && last.StartsWith('/') ? last[(last.IndexOf(": ", StringComparison.Ordinal) + 2)..] : last;
        return words.Length <= 200 ? words : words[..200];
    }

    static string Demuxer(string contentType) => contentType == "video/webm" ? "matroska" : "mov";

    static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    static string? Found(string program) => Candidates(program).FirstOrDefault(IsRunnable);

    static IEnumerable<string> Candidates(string program)
    {
        var file = OperatingSystem.IsWindows() ? $"{program}.exe" : program;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, file);
        var platform = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }.Distinct())
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                yield return Path.Combine(folder.FullName, "node_modules", $"@{program}-installer", $"{platform}-{processor}", file);
        }
    }

    static bool IsRunnable(string path)
    {
        if (!File.Exists(path))
            return false;
        if (OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute))
            return true;
        try
        {
            // npm leaves one of the two packages without the mark of a program.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            return true;
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
