using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Posts;
using Planable.Data.Certificates;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Portals;
using Planable.Web.Posts;

namespace Planable.Web.Certificates;

/// <param name="Hash">With it anybody may ask at <see cref="CertificateChecksController"/>.</param>
public sealed record CertificatePage(Guid Id, Guid PostId, string Hash, string CheckAt, CertificateContent Content);

/// <param name="IsDecided">Somebody has decided about the post, so there is something to certify.</param>
public sealed record CertificatesPage(Guid PostId, string Title, bool IsDecided, IReadOnlyList<CertificateLine> Lines);

public sealed record CertificateLine(Guid Id, string Hash, DateTimeOffset At, string By);

/// <summary>Certificates of one post: who approved what, to keep and to hand on.</summary>
[Route("w/{workspace}/posts/{postId:guid}/certificates"), Requires(Permission.SeeInternal)]
public class CertificatesController(PlanableDb db, Current current, CertificateWriter writer, ClientAddresses addresses, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(Guid postId, CancellationToken cancel) =>
        await db.Posts.AsNoTracking().SeenWhole().Where(p => p.Id == postId)
            .Select(p => new CertificatesPage(p.Id, PostPage.TitleOf(p.Text), p.Decisions.Any(), db.Certificates.Where(c => c.PostId == p.Id).OrderByDescending(c => c.At).Select(c => new CertificateLine(c.Id, c.Hash, c.At, c.ByName)).ToList()))
            .SingleOrDefaultAsync(cancel) is { } page ? View(page) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, CancellationToken cancel)
    {
        if (await db.Posts.SeenWhole().SingleOrDefaultAsync(p => p.Id == postId, cancel) is not { } post)
            return NotFound();
        var now = clock.GetUtcNow();
        var certificate = Certificate.Issue(post, await writer.Write(postId, current.Workspace.Name, current.Member, now, cancel), current.Member, now);
        db.Certificates.Add(certificate);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/posts/{postId}/certificates/{certificate.Id}", words["The certificate is issued. Keep the file: whoever has it can have it confirmed."]);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid postId, Guid id, CancellationToken cancel) =>
        await Find(postId, id, cancel) is { } certificate ? View(new CertificatePage(certificate.Id, postId, certificate.Hash, await addresses.Of("/certificates", Request, cancel), certificate.Content)) : NotFound();

    /// <summary>The file, sign by sign as its hash was taken.</summary>
    [HttpGet("{id:guid}/file")]
    public async Task<IActionResult> Download(Guid postId, Guid id, CancellationToken cancel) =>
        await Find(postId, id, cancel) is { } certificate ? File(Encoding.UTF8.GetBytes(certificate.Json), "application/json", $"certificate-{certificate.Hash[..12]}.json") : NotFound();

    Task<Certificate?> Find(Guid postId, Guid id, CancellationToken cancel) =>
        db.Certificates.AsNoTracking().Where(c => c.Id == id && c.PostId == postId && db.Posts.SeenWhole().Any(p => p.Id == postId)).SingleOrDefaultAsync(cancel);
}
