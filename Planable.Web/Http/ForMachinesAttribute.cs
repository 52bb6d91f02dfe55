using Microsoft.AspNetCore.Mvc.Filters;
using Planable.Data.Languages;

namespace Planable.Web.Http;

/// <summary>The answer is a file that other programs read, this one among them: its headings and numbers are the same for everybody.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForMachinesAttribute : Attribute, IAsyncResourceFilter
{
    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        Speech.Plain.Begin();
        return next();
    }
}
