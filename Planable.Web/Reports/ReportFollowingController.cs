using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Reports;

/// <summary>A client's report and the template it is made of: taking over what that says by now, going on without it, or becoming one.</summary>
[Route("w/{workspace}/reports/{id:guid}"), Requires(Permission.ShareForReview)]
public class ReportFollowingController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost("template")]
    public async Task<IActionResult> Update(Guid id, CancellationToken cancel)
    {
        if (await db.Reports.SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel) is not { } report
            || await db.ReportTemplates.SingleOrDefaultAsync(t => t.Id == report.TemplateId && t.CompanyId == current.Workspace.CompanyId && t.RemovedAt == null, cancel) is not { } template)
            return NotFound();
        report.Follow(template, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/reports/{id}", words["It says what {0} says, but for what is this client’s own.", template.Name]);
    }

    [HttpPost("template/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await db.Reports.SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel) is not { } report)
            return NotFound();
        report.Leave(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/reports/{id}", words["It goes on as it is, without the template."]);
    }

    [HttpPost("templates")]
    public async Task<IActionResult> Create(Guid id, string? name, CancellationToken cancel)
    {
        if (await db.Reports.SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel) is not { } report)
            return NotFound();
        var company = await db.Companies.SingleAsync(c => c.Id == current.Workspace.CompanyId, cancel);
        var template = report.BecomeTemplate(name, company, current.Member, clock.GetUtcNow());
        db.ReportTemplates.Add(template);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"/companies/{company.Id}/report-templates/{template.Id}", words["{0} is a template now. Choose the clients that get a report of it.", template.Name]);
    }
}
