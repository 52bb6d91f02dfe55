using System.ComponentModel.DataAnnotations;
using Planable.Data.Links;

namespace Planable.Web.Links;

/// <summary>What is added to links, as a person types it.</summary>
public sealed class LinkRulesForm
{
    [Display(Name = "Source (utm_source)"), StringLength(LinkRules.ValueLength, ErrorMessage = "Up to {1} characters.")]
    public string? Source { get; set; }

    [Display(Name = "Medium (utm_medium)"), StringLength(LinkRules.ValueLength, ErrorMessage = "Up to {1} characters.")]
    public string? Medium { get; set; }

    [Display(Name = "Campaign (utm_campaign)"), StringLength(LinkRules.ValueLength, ErrorMessage = "Up to {1} characters.")]
    public string? CampaignTag { get; set; }

    [Display(Name = "Content (utm_content)"), StringLength(LinkRules.ValueLength, ErrorMessage = "Up to {1} characters.")]
    public string? Content { get; set; }

    [Display(Name = "Only links to these sites"), StringLength(1000)]
    public string? Domains { get; set; }

    /// <summary>What was saved last, when the form was opened.</summary>
    public int Revision { get; set; }

    public static LinkRulesForm Of(LinkRules? rules, int revision) => new()
    {
        Source = rules?.Source,
        Medium = rules?.Medium,
        CampaignTag = rules?.Campaign,
        Content = rules?.Content,
        Domains = rules is null ? null : string.Join(", ", rules.Domains),
        Revision = revision,
    };

    public LinkRules? Read() => LinkRules.Read(Source, Medium, CampaignTag, Content, Domains);
}

/// <param name="Example">A link of a post as these rules make it; null while there are none.</param>
/// <param name="Sites">Where short links can begin.</param>
public sealed record LinkRulesPage(LinkRulesForm Form, string Before, string? Example, IReadOnlyList<string> Sites);
