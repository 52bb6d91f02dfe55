using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Media;

/// <summary>What somebody with the link sees. Nobody signs in here: the address is the key, and it shows nothing but itself.</summary>
/// <param name="IsOpen">Neither closed nor run out.</param>
/// <param name="Left">How many files it still takes.</param>
public sealed record UploadLinkPage(string Token, string Company, string Client, string From, string? Message, Data.Media.RequestedKind Kind, bool IsOpen, int Left, int Megabytes, DateTimeOffset Until, string Zone);

[AllowAnonymous, Route("u/{token}"), EnableRateLimiting("upload-link")]
public class UploadLinkController(UploadLinks links, Uploads uploads, IStringLocalizer<Words> words) : Controller
{
    /// <summary>Several files sent with the form, where no script sends them one by one.</summary>
    const long FormBytes = 512L * 1024 * 1024;

    [HttpGet]
    public async Task<IActionResult> Show(string token, CancellationToken cancel) => await links.Open(token, cancel) is { } page ? View(page) : NotFound();

    [HttpPost, RequestSizeLimit(FormBytes), RequestFormLimits(MultipartBodyLengthLimit = FormBytes)]
    public async Task<IActionResult> Create(string token, List<IFormFile> files, CancellationToken cancel)
    {
        if (await links.Open(token, cancel) is null)
            return NotFound();
        var (taken, refused) = (0, new List<string>());
        foreach (var file in files)
        {
            try
            {
                await using var bytes = file.OpenReadStream();
                await uploads.TakeSent(bytes, file.FileName, file.Length, links, cancel);
                taken++;
            }
            catch (RuleBroken rule)
            {
                refused.Add(words[rule.Words, rule.Arguments]);
            }
        }

        if (files.Count == 0)
            refused.Add(words["Choose a file first."]);
        if (refused.Count > 0)
            TempData["Alarm"] = string.Join(' ', refused);
        return this.GoTo($"/u/{token}", taken switch { 0 => null, 1 => words["One file has arrived. Thank you."].Value, _ => words["{0} files have arrived. Thank you.", taken].Value });
    }
}
