using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Web.Shared;

namespace Planable.Web.Http;

/// <summary>
/// Turns what verbs refuse into answers: a broken rule is 422 with its words in #flash, 423 if an approval locks what was to be changed, a missing permission 403, something saved by another person meanwhile 409,
/// the same thing sent twice at once 422 for the one that came second: actions look before they add, and what slips between is told apart by the database.
/// Without htmx, broken rules go back to the page they came from and are shown there.
/// </summary>
public sealed class RulesFilter(IStringLocalizer<Words> words, ITempDataDictionaryFactory tempData, BareViewData views) : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        // A stream that broke has said what it could.
        if (context.HttpContext.Response.HasStarted)
            return;
        switch (context.Exception)
        {
            case RuleBroken rule when rule.Code == Data.Posts.Post.CommentsOpen:
                context.Result = Conversations.GoAnyway.Ask(context.HttpContext, rule, words, views);
                context.ExceptionHandled = true;
                break;
            case RuleBroken rule:
                Answer(context, StatusOf(rule), words[rule.Words, rule.Arguments]);
                break;
            case DbUpdateConcurrencyException:
                Answer(context, StatusCodes.Status409Conflict, words["Somebody else changed this a moment ago. Nothing of yours was saved; reload to see the new state and try again."]);
                break;
            case DbUpdateException refusal when refusal.IsDuplicate():
                Answer(context, StatusCodes.Status422UnprocessableEntity, words["This was sent twice at the same moment. The first one counts and nothing was done twice; reload to see how things stand."]);
                break;
            case NotAllowed:
                context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
                context.ExceptionHandled = true;
                break;
        }
    }

    /// <summary>What was approved is locked, as HTTP says it.</summary>
    public static int StatusOf(RuleBroken rule) => rule.Code == Data.Posts.Post.LockedCode ? StatusCodes.Status423Locked : StatusCodes.Status422UnprocessableEntity;

    void Answer(ExceptionContext context, int status, string message)
    {
        context.ExceptionHandled = true;
        var http = context.HttpContext;
        if (http.Request.IsHtmx())
        {
            http.Response.Headers["HX-Retarget"] = "#alarm";
            http.Response.Headers["HX-Reswap"] = "innerHTML";
            context.Result = new PartialViewResult { ViewName = "_Alarm", StatusCode = status, ViewData = views.For(message) };
            return;
        }

        if (Requests.LocalPath(RefererPath(http.Request), "") is { Length: > 0 } back)
        {
            tempData.GetTempData(http)["Alarm"] = message;
            context.Result = new RedirectResult(back);
            return;
        }

        context.Result = new ViewResult { ViewName = "_AlarmPage", StatusCode = status, ViewData = views.For(message) };
    }

    static string? RefererPath(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var referer) && referer.Authority == request.Host.Value ? referer.PathAndQuery : null;
}

/// <summary>View data for results made outside a controller.</summary>
public sealed class BareViewData(Microsoft.AspNetCore.Mvc.ModelBinding.IModelMetadataProvider metadata)
{
    public ViewDataDictionary For(object model) =>
        new(metadata, new Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateDictionary()) { Model = model };
}
