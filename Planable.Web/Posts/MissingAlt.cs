using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Posts;
using Planable.Web.Http;

namespace Planable.Web.Posts;

static class MissingAlt
{
    /// <summary>For acts outside of the editor: leads to the field of the first alternative text that the client requires and the post lacks. Null if none is missing, or if somebody else has to write it.</summary>
    public static IActionResult? AltMissing(this Controller controller, Post post, Current current, IStringLocalizer<Words> words) =>
        post is { IsMovable: true } && post.CanBeEditedBy(current.Member) && PostProblems.Of(post, current.Workspace.AltPolicy).FirstOrDefault(p => p.Code == AltTexts.Required) is { } missing
            ? controller.GoTo($"{current.Root}/posts/{post.Id}/edit?alt=true", words[missing.Words, missing.Arguments])
            : null;
}
