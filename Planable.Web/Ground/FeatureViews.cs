using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor;

namespace Planable.Web.Ground;

/// <summary>
/// Views lie in the folder of their feature, named by the last part of the controller's namespace: `Approvals/Index.cshtml`, or
/// `Approvals/Reminders/Index.cshtml` for a second controller of the feature.
/// </summary>
sealed class FeatureViews : IViewLocationExpander
{
    const string Feature = "feature";

    public void PopulateValues(ViewLocationExpanderContext context)
    {
        var space = (context.ActionContext.ActionDescriptor as ControllerActionDescriptor)?.ControllerTypeInfo.Namespace;
        context.Values[Feature] = space?[(space.LastIndexOf('.') + 1)..] ?? "Shared";
    }

    public IEnumerable<string> ExpandViewLocations(ViewLocationExpanderContext context, IEnumerable<string> viewLocations)
    {
        var feature = context.Values[Feature];
        return [$"/{feature}/{{1}}/{{0}}.cshtml", $"/{feature}/{{0}}.cshtml", .. viewLocations];
    }
}
