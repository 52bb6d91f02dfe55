using Microsoft.AspNetCore.Mvc.Filters;
using Planable.Data;
using Planable.Data.Members;

namespace Planable.Web.Http;

/// <summary>For pages about all of a person's clients: what they do not see in one of them is not read there either.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LimitedReaderAttribute : Attribute, IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.User.PersonId() is { } personId)
            await http.RequestServices.GetRequiredService<PlanableDb>().SeeAs(personId, http.RequestAborted);
        await next();
    }
}
