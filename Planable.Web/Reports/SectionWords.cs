using Microsoft.Extensions.Localization;
using Planable.Data.Reports;

namespace Planable.Web.Reports;

/// <summary>What the team calls the sections of a report.</summary>
public static class SectionWords
{
    public static LocalizedString Name(ReportSectionKind kind, IStringLocalizer words) => kind switch
    {
        ReportSectionKind.Summary => words["Summary"],
        ReportSectionKind.Channels => words["Channel by channel"],
        ReportSectionKind.TopPosts => words["Top posts"],
        ReportSectionKind.Posts => words["All posts"],
        ReportSectionKind.Plan => words["What is planned"],
        ReportSectionKind.Links => words["Link results"],
        _ => words["Your own words"],
    };
}
