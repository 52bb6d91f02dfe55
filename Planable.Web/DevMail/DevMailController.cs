using Microsoft.AspNetCore.Mvc;
using Planable.Jobs.Mail;

namespace Planable.Web.DevMail;

public sealed record DevMailPage(IReadOnlyList<EmlFile> Mails, EmlFile? Open);

/// <summary>What would have been mailed, for those who develop without a mail server.</summary>
[Route("dev/mail")]
[ApiExplorerSettings(IgnoreApi = true)]
public class DevMailController(Postman postman, IWebHostEnvironment environment) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => await Page(null, cancel);

    [HttpGet("{name}")]
    public async Task<IActionResult> Show(string name, CancellationToken cancel) => await Page(name, cancel);

    [HttpGet("{name}/html")]
    public async Task<IActionResult> Html(string name, CancellationToken cancel)
    {
        if (await Find(name, cancel) is not { } mail)
            return NotFound();
        // The mail's own style may apply; nothing of it may run or reach our pages. Links open in a tab of their own.
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
        return Content(mail.Html.Replace("<head>", "<head><base target=\"_top\">", StringComparison.OrdinalIgnoreCase), "text/html; charset=utf-8");
    }

    async Task<IActionResult> Page(string? name, CancellationToken cancel)
    {
        if (!environment.IsDevelopment() || postman.Folder is null)
            return NotFound();
        var mails = new List<EmlFile>();
        foreach (var file in Files().OrderByDescending(f => f.LastWriteTimeUtc).Take(100))
            mails.Add(await EmlFile.Read(file.FullName, cancel));
        var open = mails.Find(m => m.Name == name);
        return name is not null && open is null ? NotFound() : View("Index", new DevMailPage(mails, open));
    }

    async Task<EmlFile?> Find(string name, CancellationToken cancel) =>
        environment.IsDevelopment() && Files().FirstOrDefault(f => Path.GetFileNameWithoutExtension(f.Name) == name) is { } file ? await EmlFile.Read(file.FullName, cancel) : null;

    IEnumerable<FileInfo> Files() => postman.Folder is { } folder && Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*.eml") : [];
}
