namespace Planable.Web.Reviews;

/// <summary>Programs that look at links before people do, some of them running the page's scripts. What they see counts as seen by nobody.</summary>
public static class Agents
{
    /// <summary>Not "slack" and "telegram": people read pages in those.</summary>
    static readonly string[] Signs =
    [
        "bot", "crawl", "spider", "slurp", "preview", "scan", "headless", "phantom", "curl/", "wget", "python", "aiohttp", "httpie", "java/", "okhttp", "apache-httpclient", "go-http", "libwww", "perl", "php/", "guzzle", "ruby", "http.rb", "node-fetch", "axios",
        "undici", "lighthouse", "pagespeed", "validator", "uptime", "monitor", "feedfetcher", "mediapartners", "ia_archiver", "facebookexternalhit", "facebookcatalog", "meta-external", "whatsapp", "slack-img", "embedly", "pinterest/", "vkshare", "mastodon/", "pleroma",
        "misskey", "cardyb", "proofpoint", "mimecast", "barracuda", "safelinks", "trendmicro", "symantec", "forcepoint", "sophos", "zscaler", "imageproxy", "bingurl", "yahoomailproxy", "mail.ru",
    ];

    /// <summary>A make of telephones.</summary>
    const string Cubot = "cubot";

    public static bool Knows(string? userAgent) =>
        string.IsNullOrWhiteSpace(userAgent) || userAgent.Replace(Cubot, "", StringComparison.OrdinalIgnoreCase) is var said && Array.Exists(Signs, s => said.Contains(s, StringComparison.OrdinalIgnoreCase));
}
