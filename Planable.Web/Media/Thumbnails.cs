using System.Collections.Concurrent;
using System.Diagnostics;
using Planable.Jobs.Media;

namespace Planable.Web.Media;

/// <summary>Small renditions for lists and tiles, made once by ffmpeg. Where there is no ffmpeg, the original serves.</summary>
public sealed class Thumbnails(IMediaStore store, IConfiguration configuration, ILogger<Thumbnails> log)
{
    public const string ContentType = "image/webp";

    const int Edge = 480;

    readonly string folder = Path.Combine(configuration["Media:Folder"]!, "renditions");
    readonly string? ffmpeg = Find(configuration["Media:Ffmpeg"] ?? "ffmpeg");
    readonly ConcurrentDictionary<string, SemaphoreSlim> making = new(StringComparer.Ordinal);
    int isToldMissing;

    /// <returns>Null where none can be made.</returns>
    public async Task<Stream?> Of(string sha256, CancellationToken cancel)
    {
        if (ffmpeg is null)
        {
            if (Interlocked.Exchange(ref isToldMissing, 1) == 0)
                log.LogInformation("ffmpeg was not found: pictures are shown in their original size.");
            return null;
        }

        var path = Path.Combine(folder, $"{sha256}-{Edge}.webp");
        if (!File.Exists(path) && !await Make(sha256, path, cancel))
            return null;
        return File.OpenRead(path);
    }

    async Task<bool> Make(string sha256, string path, CancellationToken cancel)
    {
        var turn = making.GetOrAdd(sha256, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancel);
        try
        {
            if (File.Exists(path))
                return true;
            Directory.CreateDirectory(folder);
            var (source, made) = ($"{path}.{Guid.NewGuid():N}.source", $"{path}.{Guid.NewGuid():N}.webp");
            try
            {
                await using (var original = await store.Open(sha256, cancel))
                await using (var copy = File.Create(source))
                    await original.CopyToAsync(copy, cancel);
                if (!await Run(source, made, cancel))
                    return false;
                File.Move(made, path, overwrite: true);
                return true;
            }
            finally
            {
                File.Delete(source);
                File.Delete(made);
            }
        }
        finally
        {
            turn.Release();
            making.TryRemove(sha256, out _);
        }
    }

    async Task<bool> Run(string source, string made, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(ffmpeg!)
        {
            ArgumentList =
            {
                // Only this file: a picture cannot make ffmpeg open an address.
                "-protocol_whitelist", "file", "-v", "error", "-i", source,
                "-frames:v", "1", "-vf", $"scale='min({Edge},iw)':-2", "-y", made,
            },
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            var told = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0)
                log.LogWarning("ffmpeg made no rendition: {Told}", told);
            return process.ExitCode == 0 && File.Exists(made);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            log.LogWarning("ffmpeg took longer than 20 seconds for a rendition and was stopped.");
            return false;
        }
    }

    static string? Find(string program) =>
        Path.IsPathRooted(program)
            ? File.Exists(program) ? program : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
