using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Planable.Web.Http;

/// <summary>
/// A form that cannot be read, such as one with a field longer than forms are read for, is refused before any action sees it: nothing of it was bound, and the action would meet nothing but nulls.
/// </summary>
public sealed class UnreadableForms : IActionFilter
{
    public void OnActionExecuting(ActionExecutingContext context)
    {
        if (context.ActionArguments.Count == 0 && context.ActionDescriptor.Parameters.Count > 0 && context.ModelState.TryGetValue("", out var form) && form.Errors.Count > 0)
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
    }

    public void OnActionExecuted(ActionExecutedContext context)
    {
    }
}
