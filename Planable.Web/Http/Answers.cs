using Microsoft.AspNetCore.Mvc;

namespace Planable.Web.Http;

/// <summary>The ways a controller answers a form: a fragment to htmx, a page or a redirect to everyone else.</summary>
public static class Answers
{
    /// <summary>The fragment for htmx; everyone else is sent to <paramref name="otherwise"/>, with <paramref name="flash"/> shown there.</summary>
    public static IActionResult Fragment(this Controller controller, string view, object? model, string otherwise, string? flash = null)
    {
        controller.Response.Headers.Append("Vary", "HX-Request");
        if (!controller.Request.IsHtmx())
        {
            if (flash is not null)
                controller.TempData["Flash"] = flash;
            return new RedirectResult(otherwise);
        }

        controller.ViewData["Flash"] = flash;
        return controller.PartialView(view, model);
    }

    /// <summary>The whole page, or only the named fragment if htmx asks for it.</summary>
    public static IActionResult PageOr(this Controller controller, string fragment, object? model, string? page = null)
    {
        controller.Response.Headers.Append("Vary", "HX-Request");
        return controller.Request.IsHtmx() ? controller.PartialView(fragment, model) : controller.View(page, model);
    }

    /// <summary>422 with the same form, the person's words kept: the fragment for htmx, the <paramref name="page"/> for everyone else.</summary>
    public static IActionResult Invalid(this Controller controller, string fragment, object? form, string? page = null, object? pageModel = null)
    {
        controller.Response.Headers.Append("Vary", "HX-Request");
        controller.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return controller.Request.IsHtmx() ? controller.PartialView(fragment, form) : controller.View(page ?? fragment, pageModel ?? form);
    }

    /// <summary>Sends htmx and everyone else to another page.</summary>
    public static IActionResult GoTo(this Controller controller, string path, string? flash = null)
    {
        if (flash is not null)
            controller.TempData["Flash"] = flash;
        if (!controller.Request.IsHtmx())
            return new RedirectResult(path);
        controller.Response.Headers["HX-Redirect"] = path;
        return new StatusCodeResult(StatusCodes.Status200OK);
    }
}
