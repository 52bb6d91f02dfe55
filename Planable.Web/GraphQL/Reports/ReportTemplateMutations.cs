using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Companies;
using Planable.Data.People;
using Planable.Data.Reports;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Reports;

/// <summary>What is left out stays as it is.</summary>
/// <param name="With">Days whose figures stand beside those of the report.</param>
/// <param name="ReadableDays">So long a run can be read online; null has no end.</param>
public sealed record EditReportTemplateInput(
    [property: ID("ReportTemplate")] Guid Id, int? Revision, string? Name, Comparison? With, bool? NeedsRelease, StalePolicy? WhenStale, ReportAttachment? Attaches, Optional<int?> ReadableDays);

[MutationType, Error<UserError>, Scope(TokenScope.Reports)]
public static class ReportTemplateMutations
{
    [GraphQLDescription("Makes a template of what a report says. For owners of the agency.")]
    public static async Task<ReportTemplate> MakeReportTemplate([ID<Report>, GraphQLDescription("Which report.")] Guid reportId, string name, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var report = await db.Reports.SingleOrDefaultAsync(r => r.Id == reportId && r.RemovedAt == null, cancel) ?? throw Refused.NotFound("report", "reportId");
        var template = report.BecomeTemplate(name, await Company(db, current, cancel), current.Member, clock.GetUtcNow());
        db.ReportTemplates.Add(template);
        await db.SaveChangesAsync(cancel);
        return template;
    }

    [GraphQLDescription("Changes name and settings, but not the sections. Reports made of it stay as they are until it is taken over there.")]
    public static Task<ReportTemplate> EditReportTemplate(EditReportTemplateInput input, PlanableDb db, Current current, CancellationToken cancel) => Do(db, current, input.Id, (template, company, person) =>
    {
        if (input.Revision is { } read)
            db.Entry(template).Property(t => t.Revision).OriginalValue = read;
        var said = template.Pattern;
        template.Settle(
            input.Name ?? template.Name,
            said with { With = input.With ?? said.With, NeedsRelease = input.NeedsRelease ?? said.NeedsRelease, WhenStale = input.WhenStale ?? said.WhenStale, Attaches = input.Attaches ?? said.Attaches, ReadableDays = input.ReadableDays.HasValue ? input.ReadableDays.Value : said.ReadableDays },
            company,
            person);
    }, cancel);

    [GraphQLDescription("Reports made of it go on as they are.")]
    public static Task<ReportTemplate> RemoveReportTemplate([ID<ReportTemplate>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Do(db, current, id, (template, company, person) => template.Remove(company, person, clock.GetUtcNow()), cancel);

    [GraphQLDescription("A section at the end.")]
    public static Task<ReportTemplate> AddReportTemplateSection([ID<ReportTemplate>] Guid id, ReportSectionKind kind, PlanableDb db, Current current, CancellationToken cancel) =>
        Do(db, current, id, (template, company, person) => template.Add(kind, company, person), cancel);

    [GraphQLDescription("Title and text of the section at a place, counted from 0.")]
    public static Task<ReportTemplate> EditReportTemplateSection([ID<ReportTemplate>] Guid id, int index, [GraphQLDescription("In place of the usual one.")] string? title, string? text, PlanableDb db, Current current, CancellationToken cancel) =>
        Do(db, current, id, (template, company, person) => template.Write(index, title, text, company, person), cancel);

    [GraphQLDescription("Moves the section at a place by some steps, up if they are negative.")]
    public static Task<ReportTemplate> MoveReportTemplateSection([ID<ReportTemplate>] Guid id, int index, int steps, PlanableDb db, Current current, CancellationToken cancel) =>
        Do(db, current, id, (template, company, person) => template.Move(index, steps, company, person), cancel);

    [GraphQLDescription("Takes out the section at a place, counted from 0.")]
    public static Task<ReportTemplate> RemoveReportTemplateSection([ID<ReportTemplate>] Guid id, int index, PlanableDb db, Current current, CancellationToken cancel) =>
        Do(db, current, id, (template, company, person) => template.Drop(index, company, person), cancel);

    [GraphQLDescription("Takes over what its template says by now. What the report has of its own stays; see templateUpdate.")]
    public static async Task<Report> UpdateReportFromTemplate([ID<Report>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var report = await Find(db, id, cancel);
        report.Follow(await Template(db, current, report.TemplateId, cancel) ?? throw Refused.NotFound("report template"), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return report;
    }

    [GraphQLDescription("The report stays as it is, whatever becomes of the template.")]
    public static async Task<Report> LeaveReportTemplate([ID<Report>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var report = await Find(db, id, cancel);
        report.Leave(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return report;
    }

    /// <returns>Null if the agency has none such.</returns>
    internal static Task<ReportTemplate?> Template(PlanableDb db, Current current, Guid? id, CancellationToken cancel)
    {
        var company = current.Workspace.CompanyId;
        return db.ReportTemplates.SingleOrDefaultAsync(t => t.Id == id && t.CompanyId == company && t.RemovedAt == null, cancel);
    }

    static async Task<ReportTemplate> Do(PlanableDb db, Current current, Guid id, Action<ReportTemplate, Company, Person> verb, CancellationToken cancel)
    {
        var template = await Template(db, current, id, cancel) ?? throw Refused.NotFound("report template");
        verb(template, await Company(db, current, cancel), current.Member.Person);
        await db.SaveChangesAsync(cancel);
        return template;
    }

    static Task<Company> Company(PlanableDb db, Current current, CancellationToken cancel)
    {
        var id = current.Workspace.CompanyId;
        return db.Companies.SingleAsync(c => c.Id == id, cancel);
    }

    static async Task<Report> Find(PlanableDb db, Guid id, CancellationToken cancel) => await db.Reports.SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel) ?? throw Refused.NotFound("report");
}
