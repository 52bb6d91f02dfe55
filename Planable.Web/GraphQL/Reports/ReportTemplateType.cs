using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Data.Reports;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Reports;

[QueryType]
public static class ReportTemplateQueries
{
    [GraphQLDescription("Templates of the agency, by name. For members who may share.")]
    [ListSize(AssumedSize = 10)]
    public static async Task<IReadOnlyList<ReportTemplate>> GetReportTemplates(PlanableDb db, Current current, CancellationToken cancel)
    {
        var company = current.Workspace.CompanyId;
        return current.Can(Permission.ShareForReview) ? await db.ReportTemplates.AsNoTracking().Where(t => t.CompanyId == company && t.RemovedAt == null).OrderBy(t => t.Name).ThenBy(t => t.Id).ToListAsync(cancel) : [];
    }
}

[ObjectType<ReportTemplate>]
public static class ReportTemplateType
{
    static void Configure(IObjectTypeDescriptor<ReportTemplate> template)
    {
        template.BindFieldsExplicitly().Description("What an agency's reports have in common. What changes in it is offered to the reports made of it, never forced.");
        template.Field(t => t.Name);
        template.Field(t => t.Revision);
    }

    [NodeResolver]
    public static async Task<ReportTemplate?> Find(Guid id, IReportTemplateByIdDataLoader templates, CancellationToken cancel) => await templates.LoadAsync(id, cancel);

    [ListSize(AssumedSize = 6)]
    public static IReadOnlyList<ReportPart> GetSections([Parent] ReportTemplate template) => [.. template.Pattern.Sections.Select(s => new ReportPart(s.Kind, s.Title, s.Text))];

    [GraphQLDescription("Days whose figures stand beside those of the report.")]
    public static Comparison GetWith([Parent] ReportTemplate template) => template.Pattern.With;

    [GraphQLDescription("Nothing goes out before somebody has released it.")]
    public static bool GetNeedsRelease([Parent] ReportTemplate template) => template.Pattern.NeedsRelease;

    [GraphQLDescription("What becomes of a report when figures are older than its days for six hours.")]
    public static StalePolicy GetWhenStale([Parent] ReportTemplate template) => template.Pattern.WhenStale;

    public static ReportAttachment GetAttaches([Parent] ReportTemplate template) => template.Pattern.Attaches;

    [GraphQLDescription("So long a run can be read online; null has no end.")]
    public static int? GetReadableDays([Parent] ReportTemplate template) => template.Pattern.ReadableDays;
}

/// <summary>One thing in which a report is otherwise.</summary>
/// <param name="Section">The kind of the section it is about; null where it is about the whole.</param>
/// <param name="Title">That section's own title.</param>
/// <param name="Before">What is there before, as far as it can be said in a word or a text.</param>
/// <param name="After">What is there then.</param>
[ObjectType("ReportDifference")]
public sealed record ReportDifference(PatternPart Part, ReportSectionKind? Section, string? Title, string? Before, string? After)
{
    public static IReadOnlyList<ReportDifference> Of(IEnumerable<PatternDifference> differences) => [.. differences.Select(d => new ReportDifference(d.Part, d.Section?.Kind, d.Section?.Title, d.Before, d.After))];
}

/// <summary>What a report's template says by now.</summary>
/// <param name="Changes">What taking it over changes; empty where there is nothing to take.</param>
/// <param name="Kept">What the report has otherwise and keeps.</param>
[ObjectType("ReportTemplateUpdate")]
public sealed record ReportTemplateUpdate([property: ListSize(AssumedSize = 4)] IReadOnlyList<ReportDifference> Changes, [property: ListSize(AssumedSize = 4)] IReadOnlyList<ReportDifference> Kept);

[ObjectType<Report>]
public static class ReportFollowing
{
    [GraphQLDescription("What it is made of.")]
    public static async Task<ReportTemplate?> GetTemplate([Parent] Report report, IReportTemplateByIdDataLoader templates, CancellationToken cancel) => report.TemplateId is { } id ? await templates.LoadAsync(id, cancel) : null;

    [GraphQLDescription("What updateReportFromTemplate would change, and what it would leave; null without a template.")]
    public static async Task<ReportTemplateUpdate?> GetTemplateUpdate([Parent] Report report, IReportTemplateByIdDataLoader templates, CancellationToken cancel) =>
        report.TemplateId is { } id && await templates.LoadAsync(id, cancel) is { } template && report.Compare(template) is { } update ? new(ReportDifference.Of(update.Changes), ReportDifference.Of(update.Kept)) : null;
}

public interface IReportTemplateByIdDataLoader : IDataLoader<Guid, ReportTemplate>;

public static class ReportTemplateLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, ReportTemplate>> GetReportTemplateByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel)
    {
        var company = current.Workspace.CompanyId;
        return current.Can(Permission.ShareForReview) ? await db.ReportTemplates.AsNoTracking().Where(t => ids.Contains(t.Id) && t.CompanyId == company && t.RemovedAt == null).ToDictionaryAsync(t => t.Id, cancel) : [];
    }
}
