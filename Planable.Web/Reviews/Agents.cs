namespace Planable.Web.Reviews;

/// <summary>Programs that look at links before people do, some of them running the page's scripts. What they see counts as seen by nobody.</summary>
public static class Agents
{
    static readonly string[] Signs =
    [
        "bot", "crawl", "spider", "preview", "scan", "headless", "phantom", "curl", "wget", "python", "java/", "okhttp", "go-http", "libwww", "facebookexternalhit", "whatsapp", "slack", "telegram", "skype",
        "proofpoint", "mimecast", "barracuda", "safelinks", "trendmicro", "symantec", "forcepoint", "sophos", "zscaler", "imageproxy", "bingurl", "yahoomailproxy", "mail.ru",
    ];

    public static bool Knows(string? userAgent) => string.IsNullOrWhiteSpace(userAgent) || Array.Exists(Signs, s => userAgent.Contains(s, StringComparison.OrdinalIgnoreCase));
}
