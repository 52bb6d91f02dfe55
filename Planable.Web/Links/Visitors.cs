using Planable.Web.Reviews;

namespace Planable.Web.Links;

/// <summary>Tells people who click from programs that look.</summary>
public static class Visitors
{
    static readonly string[] Purposes = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    /// <summary>Not somebody who only asks whether there is something, not one who fetches it before anybody clicked, and not a program that says what it is.</summary>
    public static bool IsPerson(HttpRequest request) => HttpMethods.IsGet(request.Method) && !Array.Exists(Purposes, p => IsEarly(request.Headers[p])) && !Agents.Knows(request.Headers.UserAgent);

    static bool IsEarly(string? purpose) => purpose is not null && (purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.Contains("prerender", StringComparison.OrdinalIgnoreCase) || purpose.Contains("preview", StringComparison.OrdinalIgnoreCase));
}
