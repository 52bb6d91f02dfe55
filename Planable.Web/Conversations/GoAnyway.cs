using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Conversations;

/// <summary>The question whether a post goes out past its open comments, with what was sent, to send it once more.</summary>
/// <param name="Conversation">Where the comments stand.</param>
public sealed record GoAnyway(string Question, int Count, string Path, IReadOnlyList<(string Name, string Value)> Fields, string? Conversation, string Back, bool IsNow)
{
    const string Despite = "despite";

    /// <summary>For whichever action was refused: the question is the same everywhere.</summary>
    public static IActionResult Ask(HttpContext http, RuleBroken rule, IStringLocalizer<Words> words, BareViewData views)
    {
        var request = http.Request;
        var route = request.RouteValues;
        var post = route["postId"] ?? route["id"];
        var page = post is null ? null : $"/w/{route["workspace"]}/posts/{post}";
        var sent = request.Query.Concat(request.HasFormContentType ? request.Form : []).Where(f => f.Key is not "__RequestVerificationToken" && !f.Key.Equals(Despite, StringComparison.OrdinalIgnoreCase))
            .SelectMany(f => f.Value, (f, value) => (f.Key, value ?? ""));
        var asked = new GoAnyway(
            words[rule.Words, rule.Arguments], (int)rule.Arguments[0], request.Path, [.. sent], page is null ? null : $"{page}?tab={PostPage.ConversationTab}", page ?? "/", request.Path.Value!.EndsWith("/publication", StringComparison.Ordinal));
        return request.IsHtmx()
            ? new PartialViewResult { ViewName = "~/Conversations/_GoAnyway.cshtml", StatusCode = StatusCodes.Status422UnprocessableEntity, ViewData = views.For(asked) }
            : new ViewResult { ViewName = "~/Conversations/GoAnyway.cshtml", StatusCode = StatusCodes.Status422UnprocessableEntity, ViewData = views.For(asked) };
    }
}
