using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Planable.Data.Members;

namespace Planable.Web.Http;

/// <summary>For pages without a verb: 403 unless the member has one of the permissions.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequiresAttribute(params Permission[] anyOf) : Attribute, IAuthorizationFilter
{
    public IReadOnlyList<Permission> AnyOf { get; } = anyOf;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var current = context.HttpContext.RequestServices.GetRequiredService<Current>();
        if (!AnyOf.Any(current.Can))
            context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
    }
}
