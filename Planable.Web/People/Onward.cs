using Planable.Web.Http;

namespace Planable.Web.People;

/// <summary>Carries where somebody wanted to go through the pages at the door.</summary>
static class Onward
{
    public static string Query(string? returnUrl) => Requests.LocalPath(returnUrl) is var path && path == "/" ? "" : $"?returnUrl={Uri.EscapeDataString(path)}";
}
