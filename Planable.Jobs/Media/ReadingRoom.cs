using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Planable.Jobs.Media;

/// <summary>The bytes call themselves a document but no page of it can be shown.</summary>
public sealed class DocumentUnreadable(string why) : Exception(why);

/// <summary>A document that opens only with a password.</summary>
public sealed class DocumentLocked() : Exception("It opens only with a password.");

/// <param name="Width">Of the picture that was made of a page, in pixels; 0 where none was.</param>
public sealed record DocumentFacts(int Pages, int Width = 0, int Height = 0);

/// <summary>
/// Looks into PDF documents and makes pictures of their pages. PDFium does it, compiled to WebAssembly and run by Node.js in a program of its own: what a stranger
/// uploaded can reach nothing from there, and is given a time.
/// </summary>
public sealed class ReadingRoom : IDisposable
{
    /// <summary>Of a picture of a page.</summary>
    public const int MostWidth = 1600;

    const int Locked = 3;

    static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(30);
    static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Media", "pages.mjs");

    readonly string? node = Programs.Found("node");
    readonly string? library = Programs.Restored("@hyzyla", "pdfium", "dist", "index.esm.js");

    // One page with large pictures can take hundreds of megabytes.
    readonly SemaphoreSlim places = new(2);

    public ReadingRoom(ILogger<ReadingRoom> log)
    {
        if (!IsOpen)
            log.LogWarning("Node.js or its package @hyzyla/pdfium was not found: PDF documents are kept and published, but without pictures of their pages. Run `npm install` at the root of the repository.");
    }

    /// <summary>Can anything be read here? If not, nothing else may be called.</summary>
    public bool IsOpen => node is not null && library is not null && File.Exists(Script);

    /// <exception cref="DocumentUnreadable">As with everything below.</exception>
    /// <exception cref="DocumentLocked">As with everything below.</exception>
    public Task<DocumentFacts> Look(string path, CancellationToken cancel) => Run([path], cancel);

    /// <summary>A picture of one page, as PNG.</summary>
    /// <param name="page">From 1.</param>
    public Task<DocumentFacts> Draw(string path, int page, string to, CancellationToken cancel) =>
        Run([path, page.ToString(CultureInfo.InvariantCulture), MostWidth.ToString(CultureInfo.InvariantCulture), to], cancel);

    public void Dispose() => places.Dispose();

    async Task<DocumentFacts> Run(IEnumerable<string> arguments, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        enough.CancelAfter(ReadingTime);
        var start = new ProcessStartInfo(node!, ["--max-old-space-size=512", Script, library!, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Node.js does not start.");
        try
        {
            var complaint = process.StandardError.ReadToEndAsync(enough.Token);
            var said = await process.StandardOutput.ReadToEndAsync(enough.Token);
            await process.WaitForExitAsync(enough.Token);
            return process.ExitCode switch
            {
                0 => JsonSerializer.Deserialize<DocumentFacts>(said, JsonSerializerOptions.Web)!,
                Locked => throw new DocumentLocked(),
                _ => throw new DocumentUnreadable((await complaint).Split('\n')[0]),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new DocumentUnreadable($"It took longer than {ReadingTime.TotalSeconds:0} seconds.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            places.Release();
        }
    }
}
