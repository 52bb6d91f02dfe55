using Microsoft.AspNetCore.Mvc;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Guide;

/// <param name="Html">Made of our own words.</param>
public sealed record GuidePage(GuideChapter Chapter, string Html);

[Route("w/{workspace}/settings/developers/guide"), Requires(Permission.SeeInternal)]
public class GuideController(Current current, IConfiguration configuration) : Controller
{
    [HttpGet]
    public IActionResult Index() => Chapter("");

    [HttpGet("{chapter}")]
    public IActionResult Show(string chapter) => Chapter(chapter);

    IActionResult Chapter(string name)
    {
        var address = configuration["PublicUrl"] is { Length: > 0 } known ? known.TrimEnd('/') : $"{Request.Scheme}://{Request.Host}";
        return GuideBook.Page(name, $"{current.Root}/settings/developers/guide", address) is { } html ? View("Show", new GuidePage(GuideBook.Chapters.First(c => c.Name == name), html)) : NotFound();
    }
}
