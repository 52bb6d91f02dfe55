using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Certificates;
using Planable.Data.Members;
using Planable.Jobs.Reports;
using Planable.Web.Http;
using Planable.Web.Portals;

namespace Planable.Web.Certificates;

/// <summary>A certificate as a PDF. The paper is made of what was issued, so it says the same whenever it is asked for; each that is handed out is known again by its hash.</summary>
[Route("w/{workspace}/posts/{postId:guid}/certificates/{id:guid}/paper.pdf"), Requires(Permission.SeeInternal)]
public class CertificatePapersController(PlanableDb db, Current current, Prints prints, ClientAddresses addresses, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(Guid postId, Guid id, CancellationToken cancel)
    {
        if (await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.PostId == postId && db.Posts.Any(p => p.Id == postId), cancel) is not { } certificate)
            return NotFound();
        var content = certificate.Content;
        var words = ReportWords.In(current.Workspace.Locale);
        var frame = new ReportFrame(await db.Brand(cancel), content.Client, words["Certificate of approval"], words);
        var pictures = await prints.Of(db, content.Versions.SelectMany(v => v.Files).Select(f => (f.Id, f.Sha256)), cancel);
        var pdf = new CertificateReport(content, certificate.Hash, await addresses.Of("/certificates", Request, cancel), pictures, frame).Pdf();
        var sha256 = CertificatePaper.HashOf(pdf);
        if (!await db.CertificatePapers.AnyAsync(p => p.CertificateId == id && p.Sha256 == sha256, cancel))
        {
            db.CertificatePapers.Add(new CertificatePaper(certificate, sha256, clock.GetUtcNow()));
            await db.SaveChangesAsync(cancel);
        }

        return File(pdf, "application/pdf", $"certificate-{certificate.Hash[..12]}.pdf");
    }
}
