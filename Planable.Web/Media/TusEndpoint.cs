using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Jobs.Media;

namespace Planable.Web.Media;

/// <summary>
/// Uploads that survive a cut line: the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload) with its extensions creation, termination, checksum and
/// expiration. What has arrived stays on the disk; its length is the offset. What becomes of a file that is there is the heirs' business.
/// </summary>
public abstract class TusEndpoint(PlanableDb db, PartialFiles files, UploadLimits limits, TimeProvider clock) : Controller
{
    const string Version = "1.0.0";
    const string OffsetStream = "application/offset+octet-stream";

    /// <summary>Enough to tell what a file is.</summary>
    const int Telling = 4096;

    protected CancellationToken Cancel => HttpContext.RequestAborted;

    protected virtual long MostBytes => limits.MostBytes;

    /// <summary>Where uploads are made.</summary>
    protected abstract string Root { get; }

    [HttpOptions, HttpOptions("{id:guid}")]
    public IActionResult Options()
    {
        Response.Headers["Tus-Version"] = Version;
        Response.Headers["Tus-Extension"] = "creation,termination,checksum,expiration";
        Response.Headers["Tus-Checksum-Algorithm"] = "sha1,sha256";
        Response.Headers["Tus-Max-Size"] = Digits(MostBytes);
        return NoContent();
    }

    [HttpPost]
    public async Task<IActionResult> Create()
    {
        if (Number("Upload-Length") is not { } length)
            return StatusCode(StatusCodes.Status400BadRequest);
        var said = Metadata();
        var name = Uploads.Named(said.GetValueOrDefault("filename") ?? "");
        Upload upload;
        try
        {
            MustFit(name, length);
            upload = await Begin(name, length, said);
        }
        catch (RuleBroken rule)
        {
            return this.RefusedFile(rule);
        }

        db.Uploads.Add(upload);
        await db.SaveChangesAsync(Cancel);
        files.Begin(upload.Id);
        Expires(upload);
        return Created($"{Root}/{upload.Id}", null);
    }

    [HttpHead("{id:guid}")]
    public async Task<IActionResult> Show(Guid id)
    {
        if (await Find(id) is not { } upload)
            return NotFound();
        Response.Headers["Upload-Offset"] = Digits(files.Length(id));
        Response.Headers["Upload-Length"] = Digits(upload.Length);
        Response.Headers.CacheControl = "no-store";
        return Ok();
    }

    [HttpPatch("{id:guid}"), DisableRequestSizeLimit]
    public async Task<IActionResult> Append(Guid id)
    {
        if (Request.ContentType != OffsetStream)
            return StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (await Find(id) is not { } upload)
            return NotFound();
        if (Number("Upload-Offset") is not { } offset)
            return StatusCode(StatusCodes.Status400BadRequest);
        try
        {
            await using var file = files.Append(id);
            if (file.Length != offset)
                return StatusCode(StatusCodes.Status409Conflict);
            if (await Receive(file, upload.Length) is { } refusal)
                return refusal;
        }
        catch (IOException) when (!Cancel.IsCancellationRequested)
        {
            // The request before is still being written, though the browser has given it up.
            return StatusCode(StatusCodes.Status423Locked);
        }

        var arrived = files.Length(id);
        if (arrived >= Math.Min(Telling, upload.Length) && offset < Telling && await Unwanted(upload) is { } unwanted)
            return unwanted;
        await db.Uploads.Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.TouchedAt, clock.GetUtcNow()), Cancel);
        upload.Touch(clock.GetUtcNow());
        Expires(upload);
        Response.Headers["Upload-Offset"] = Digits(arrived);
        return NoContent();
    }

    [HttpDelete("{id:guid}")]
    public async Task<IActionResult> Destroy(Guid id)
    {
        if (await Find(id) is not { } upload)
            return NotFound();
        await Forget(upload);
        return NoContent();
    }

    /// <exception cref="RuleBroken">It is not taken.</exception>
    protected abstract Task<Upload> Begin(string name, long length, IReadOnlyDictionary<string, string> said);

    /// <summary>Before anything of it is known but its name and size.</summary>
    /// <exception cref="RuleBroken">It is not taken.</exception>
    protected virtual void MustFit(string name, long length) => limits.CheckBefore(name, length);

    /// <summary>Once the first bytes say what it is.</summary>
    /// <exception cref="RuleBroken">It is not taken.</exception>
    protected virtual async Task MustBeWanted(Upload upload)
    {
        var sniffed = await Intake.Sort(files.PathOf(upload.Id), upload.FileName, Cancel);
        limits.Check(upload.FileName, upload.Length, sniffed.Sort);
        Check(upload, sniffed.Sort);
    }

    /// <summary>What else stands in the way of a file of its kind.</summary>
    /// <exception cref="RuleBroken">It is not taken.</exception>
    protected virtual void Check(Upload upload, MediaKind kind)
    {
    }

    /// <summary>Somebody else's upload is nobody's here.</summary>
    protected abstract Task<Upload?> Find(Guid id);

    /// <summary>Writes what comes; when the line is cut, what came stays.</summary>
    /// <returns>Null if all is well.</returns>
    async Task<IActionResult?> Receive(FileStream file, long length)
    {
        var start = file.Length;
        using var hash = Checksum(out var expected, out var isKnown);
        if (!isKnown)
            return StatusCode(StatusCodes.Status400BadRequest);
        var buffer = new byte[81920];
        try
        {
            for (int read; (read = await Request.Body.ReadAsync(buffer, Cancel)) > 0;)
            {
                if (file.Length + read > length)
                {
                    file.SetLength(start);
                    return StatusCode(StatusCodes.Status413PayloadTooLarge);
                }

                hash?.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            }
        }
        catch (Exception cut) when (hash is null && (cut is OperationCanceledException or BadHttpRequestException or Microsoft.AspNetCore.Connections.ConnectionResetException))
        {
            await file.FlushAsync(CancellationToken.None);
            throw new OperationCanceledException("The line was cut.", cut);
        }
        catch (OperationCanceledException)
        {
            // Half a piece cannot be compared with its checksum.
            file.SetLength(start);
            throw;
        }

        if (hash is null || hash.GetHashAndReset().AsSpan().SequenceEqual(expected))
            return null;
        file.SetLength(start);
        return StatusCode(460);
    }

    async Task<IActionResult?> Unwanted(Upload upload)
    {
        try
        {
            await MustBeWanted(upload);
            return null;
        }
        catch (RuleBroken rule)
        {
            await Forget(upload);
            return this.RefusedFile(rule);
        }
    }

    IncrementalHash? Checksum(out byte[] expected, out bool isKnown)
    {
        (expected, isKnown) = ([], true);
        if (Request.Headers["Upload-Checksum"].ToString().Split(' ') is not [{ } algorithm, { } value])
            return null;
        var found = algorithm switch { "sha1" => HashAlgorithmName.SHA1, "sha256" => HashAlgorithmName.SHA256, _ => default };
        isKnown = found.Name is not null && TryBase64(value, out expected);
        return isKnown ? IncrementalHash.CreateHash(found) : null;
    }

    protected async Task Forget(Upload upload)
    {
        files.Discard(upload.Id);
        await db.Uploads.Where(u => u.Id == upload.Id).ExecuteDeleteAsync(CancellationToken.None);
    }

    void Expires(Upload upload) => Response.Headers["Upload-Expires"] = (upload.TouchedAt + Upload.Patience).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>"filename dGhl...,folder NWY5..."</summary>
    Dictionary<string, string> Metadata()
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Request.Headers["Upload-Metadata"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split(' ') is [{ } key, { } value] && TryBase64(value, out var bytes))
                said[key] = Encoding.UTF8.GetString(bytes);
        }

        return said;
    }

    long? Number(string header) => long.TryParse(Request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var isRight = Convert.TryFromBase64String(text, bytes, out var length);
        bytes = bytes[..length];
        return isRight;
    }

    static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Every request but OPTIONS says which version of tus it speaks; another one is not understood (412).</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class SpeaksTusAttribute : ActionFilterAttribute
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        response.Headers["Tus-Resumable"] = "1.0.0";
        if (HttpMethods.IsOptions(request.Method) || context.ActionDescriptor.RouteValues["action"] == "Finish" || request.Headers["Tus-Resumable"] == "1.0.0")
            return;
        response.Headers["Tus-Version"] = "1.0.0";
        context.Result = new StatusCodeResult(StatusCodes.Status412PreconditionFailed);
    }
}
