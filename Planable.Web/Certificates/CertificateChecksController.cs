using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Certificates;
using Planable.Data.Workspaces;
using Planable.Jobs.Reports;

namespace Planable.Web.Certificates;

public enum CheckOutcome
{
    Open,
    Genuine,

    /// <summary>It says of itself what was issued, and is not what was issued.</summary>
    Tampered,
    Unknown,
    Unreadable,
}

/// <param name="Hash">What was typed, or what the file comes to.</param>
public sealed record CheckPage(CheckOutcome Outcome, string? Hash = null, CertificateContent? Content = null, bool IsFile = false)
{
    /// <summary>What differs from what was issued.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    public bool IsPaper { get; init; }
}

/// <summary>
/// Where anybody asks whether a certificate was issued here and is unchanged. Who knows a hash has seen the certificate; without one this page tells nothing of anybody.
/// </summary>
[AllowAnonymous, Route("certificates"), EnableRateLimiting("certificates")]
public partial class CertificateChecksController(PlanableDb db) : Controller
{
    /// <summary>A paper holds the pictures of every version.</summary>
    const int MostBytes = 30_000_000;

    public override void OnActionExecuting(ActionExecutingContext context)
    {
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        Response.Headers.CacheControl = "no-store";
    }

    [HttpGet]
    public IActionResult Show() => View("Check", new CheckPage(CheckOutcome.Open));

    [HttpPost, RequestSizeLimit(MostBytes + 10_000)]
    public async Task<IActionResult> Create(string? hash, IFormFile? file, CancellationToken cancel)
    {
        var page = file is { Length: > 0 } ? await Check(file, cancel) : await Check(hash, cancel);
        Response.StatusCode = page.Outcome == CheckOutcome.Genuine ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return View("Check", page);
    }

    async Task<CheckPage> Check(string? typed, CancellationToken cancel)
    {
        var hash = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))
            return new CheckPage(CheckOutcome.Unreadable, typed);
        return await Issued(hash, cancel) is { } content ? new CheckPage(CheckOutcome.Genuine, hash, content) : new CheckPage(CheckOutcome.Unknown, hash);
    }

    async Task<CheckPage> Check(IFormFile file, CancellationToken cancel)
    {
        if (file.Length > MostBytes)
            return new CheckPage(CheckOutcome.Unreadable, IsFile: true);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        if (bytes.ToArray() is var whole && whole.AsSpan().StartsWith("%PDF-"u8))
            return await Check(whole, cancel);
        bytes.Position = 0;
        using var reader = new StreamReader(bytes, Encoding.UTF8);
        var text = (await reader.ReadToEndAsync(cancel)).Trim();
        if (CertificateContent.Read(text) is not { } said)
            return new CheckPage(CheckOutcome.Unreadable, IsFile: true);
        // Another program may have written the same things with other blanks.
        var hash = CertificateContent.HashOf(said.ToJson());
        if (await Issued(hash, cancel) is { } issued)
            return new CheckPage(CheckOutcome.Genuine, hash, issued, IsFile: true);
        var others = await db.Certificates.AsNoTracking().Everywhere().Where(c => c.PostId == said.Post).OrderByDescending(c => c.At).Take(50).ToListAsync(cancel);
        var closest = others.ConvertAll(c => c.Content).OrderByDescending(c => c.IssuedAt == said.IssuedAt).FirstOrDefault();
        return closest is null ? new CheckPage(CheckOutcome.Unknown, hash, IsFile: true) : new CheckPage(CheckOutcome.Tampered, hash, IsFile: true) { Differences = Compare(closest, said) };
    }

    async Task<CheckPage> Check(byte[] paper, CancellationToken cancel)
    {
        var sha256 = CertificatePaper.HashOf(paper);
        if (await db.CertificatePapers.AsNoTracking().Everywhere().FirstOrDefaultAsync(p => p.Sha256 == sha256, cancel) is { } handedOut)
        {
            var certificate = await db.Certificates.AsNoTracking().Everywhere().SingleAsync(c => c.Id == handedOut.CertificateId, cancel);
            return new CheckPage(CheckOutcome.Genuine, certificate.Hash, certificate.Content, IsFile: true) { IsPaper = true };
        }

        // Its description stands in the file as it is, whatever else is packed.
        var claimed = Claim().Match(Encoding.Latin1.GetString(paper)).Groups[1].Value;
        var outcome = claimed.Length == 0 ? CheckOutcome.Unreadable : await Issued(claimed, cancel) is null ? CheckOutcome.Unknown : CheckOutcome.Tampered;
        return new CheckPage(outcome, IsFile: true) { IsPaper = true };
    }

    [GeneratedRegex(CertificateReport.Mark + "([0-9a-f]{64})")]
    private static partial Regex Claim();

    async Task<CertificateContent?> Issued(string hash, CancellationToken cancel) =>
        (await db.Certificates.AsNoTracking().Everywhere().FirstOrDefaultAsync(c => c.Hash == hash, cancel))?.Content;

    /// <summary>Only in which parts: what was issued is told to nobody who does not have it.</summary>
    static IReadOnlyList<string> Compare(CertificateContent issued, CertificateContent said)
    {
        var differences = new List<string>();
        void Note(string part, object? one, object? other)
        {
            if (System.Text.Json.JsonSerializer.Serialize(one) != System.Text.Json.JsonSerializer.Serialize(other))
                differences.Add(part);
        }

        Note("the client", issued.Client, said.Client);
        Note("when and by whom it was issued", (object)$"{issued.IssuedAt:O} {issued.IssuedBy}", $"{said.IssuedAt:O} {said.IssuedBy}");
        Note("the versions", issued.Versions, said.Versions);
        Note("the decisions", issued.Decisions, said.Decisions);
        Note("where it went out", issued.Deliveries, said.Deliveries);
        return differences;
    }
}
