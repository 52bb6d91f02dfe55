using System.ComponentModel.DataAnnotations;
using Planable.Data.Analytics;
using Planable.Data.Reports;

namespace Planable.Web.Reports;

/// <summary>Sections of a report or of a template, in the order in which they stand.</summary>
/// <param name="Path">Of what they belong to.</param>
public sealed record SectionsEditor(string Path, IReadOnlyList<ReportSection> Sections);

/// <summary>What a person types about a template.</summary>
public sealed class TemplateForm
{
    [Display(Name = "Name"), StringLength(Report.NameLength)]
    public string? Name { get; set; }

    public Comparison With { get; set; }

    public bool NeedsRelease { get; set; }

    public StalePolicy WhenStale { get; set; }

    public ReportAttachment Attaches { get; set; }

    /// <summary>Null has no end.</summary>
    public int? ReadableDays { get; set; }

    public int Revision { get; set; }

    public ReportPattern Settings => new([], With, NeedsRelease, WhenStale, Attaches, ReadableDays);

    public static TemplateForm Of(ReportTemplate template) => new()
    {
        Name = template.Name,
        With = template.Pattern.With,
        NeedsRelease = template.Pattern.NeedsRelease,
        WhenStale = template.Pattern.WhenStale,
        Attaches = template.Pattern.Attaches,
        ReadableDays = template.Pattern.ReadableDays,
        Revision = template.Revision,
    };
}

public sealed record TemplatesPage(Guid Company, IReadOnlyList<TemplateRow> Templates)
{
    public string Path => $"/companies/{Company}/report-templates";
}

/// <param name="Behind">Reports made of it that could take something over.</param>
public sealed record TemplateRow(Guid Id, string Name, int Sections, int Reports, int Behind);

/// <param name="Reports">Made of it, client by client.</param>
/// <param name="Free">Clients without one.</param>
public sealed record TemplatePage(Guid Company, ReportTemplate Template, TemplateForm Form, IReadOnlyList<TemplateReport> Reports, IReadOnlyList<TemplateClient> Free)
{
    public string Path => $"/companies/{Company}/report-templates/{Template.Id}";
}

/// <param name="May">The person who looks may change reports there.</param>
/// <param name="Channels">Without any, sections of figures and posts have nothing to show.</param>
public sealed record TemplateClient(Guid Id, string Slug, string Name, bool May, int Channels);

public sealed record TemplateReport(TemplateClient Client, Guid Id, string Name, bool IsScheduled, TemplateUpdate Update);

/// <summary>On the page of a report: its template, and what following it would change.</summary>
public sealed record TemplateOffer(Guid Report, ReportTemplate Template, TemplateUpdate Update);

/// <summary>A template to begin with.</summary>
public sealed record TemplateChoice(Guid Id, string Name);
