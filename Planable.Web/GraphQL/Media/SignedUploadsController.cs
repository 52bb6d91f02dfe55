using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Jobs.Media;

namespace Planable.Web.GraphQL.Media;

/// <summary>Takes the bytes of one file. The address is the key; what comes is examined when its owner finishes the upload.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken, Route("uploads")]
public class SignedUploadsController(PlanableDb db, UploadKeys keys, PartialFiles files) : Controller
{
    [HttpPut("{key}"), DisableRequestSizeLimit]
    public async Task<IActionResult> Update(string key, CancellationToken cancel)
    {
        if (keys.Read(key) is not { } named)
            return NotFound();
        db.Enter(named.WorkspaceId, Via.Api);
        if (await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == named.UploadId, cancel) is not { } upload)
            return NotFound();
        // A whole file each time: whoever was cut off sends it again from its beginning.
        files.Discard(upload.Id);
        files.Begin(upload.Id);
        await using var file = files.Append(upload.Id);
        var buffer = new byte[81920];
        for (int read; (read = await Request.Body.ReadAsync(buffer, cancel)) > 0;)
        {
            if (file.Length + read > upload.Length)
            {
                file.SetLength(0);
                return StatusCode(StatusCodes.Status413PayloadTooLarge);
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return file.Length == upload.Length ? NoContent() : StatusCode(StatusCodes.Status409Conflict);
    }
}
