using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;

namespace Planable.Web.Posts;

/// <summary>What an open composer asks for without leaving it: the preview of what is typed, saving after a pause, the form anew.</summary>
[Route("w/{workspace}/posts/{id:guid}"), Requires(Permission.WritePosts)]
public class OpenComposerController(Composing composing, PostWriter writer) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    /// <summary>The form rebuilt from what a browser kept, without saving anything.</summary>
    [HttpPost("form")]
    public async Task<IActionResult> Restore(Guid id, ComposerForm form)
    {
        (form.Id, form.Shared) = (id, null);
        ModelState.Clear();
        await composing.Open(form, Cancel);
        return PartialView("_Composer", composing.Page());
    }

    /// <summary>The form as it is saved, for a page on which others' changes are to be seen.</summary>
    [HttpGet("form")]
    public async Task<IActionResult> Form(Guid id) =>
        await composing.OpenSaved(id, Cancel) ? PartialView("_Composer", composing.Page()) : NotFound();

    [HttpPost("preview")]
    public async Task<IActionResult> Preview(Guid id, ComposerForm form)
    {
        // As it stands on this page, not as everybody has it.
        (form.Id, form.Shared) = (id, null);
        await composing.Open(form, Cancel);
        return PartialView("Preview.Swaps", composing.Page());
    }

    /// <summary>The preview again, after the networks were asked about @names that nobody has asked about yet.</summary>
    [HttpPost("mentions")]
    public async Task<IActionResult> Mentions(Guid id, ComposerForm form)
    {
        (form.Id, form.Shared) = (id, null);
        await composing.Open(form, Cancel);
        await composing.LookUpMentions(Cancel);
        ViewData["Asked"] = true;
        return PartialView("Preview.Swaps", composing.Page());
    }

    /// <summary>Drafts only: what is scheduled, or looked at by those who approve, changes when a person says so.</summary>
    [HttpPost("autosave")]
    public async Task<IActionResult> Autosave(Guid id, ComposerForm form)
    {
        form.Id = id;
        await composing.Open(form, Cancel);
        if (composing.Post is { } saved ? saved.State != PostState.Draft || saved.ApprovalState is ApprovalState.Waiting or ApprovalState.Approved : form.IsEmpty)
            return NoContent();
        var before = new Dictionary<string, string?>(form.Was);
        var (conflicts, taken) = writer.Merge();
        if (conflicts.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status409Conflict;
            return PartialView("_Conflict", composing.InConflict(conflicts));
        }

        await writer.TakeOver(Cancel);
        try
        {
            if (!await writer.Save(Cancel))
                return NotFound();
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody saved at the same moment. The page sends it once more; then it is compared with what they saved.
            return Accepted();
        }

        // What was saved, not what was typed: "in 2 hours" is a date by now.
        form.Was = ComposerForm.Of(composing.Post!).Marks();
        // The browser still shows what it had: it must not count as this person's change next time.
        foreach (var part in taken)
            form.Was[part] = before.GetValueOrDefault(part);
        form.Revision = composing.Post!.Revision;
        return PartialView("_Stamp", form);
    }
}
