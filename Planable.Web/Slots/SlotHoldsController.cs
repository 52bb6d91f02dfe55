using Microsoft.AspNetCore.Mvc;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Posts;

namespace Planable.Web.Slots;

/// <summary>"Next free slot" in the composer, without leaving it.</summary>
[Route("w/{workspace}/posts/{id:guid}/slot"), Requires(Permission.WritePosts)]
public class SlotHoldsController(Composing composing) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid id, ComposerForm form, CancellationToken cancel)
    {
        form.Id = id;
        ModelState.Clear();
        await composing.Open(form, cancel);
        ViewData["Slots"] = await composing.TakeFreeSlots(cancel);
        return PartialView("~/Posts/_WhenFields.cshtml", composing.Page());
    }
}
