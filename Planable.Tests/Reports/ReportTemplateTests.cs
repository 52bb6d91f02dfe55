using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Companies;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Reports;
using Planable.Data.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

public class ReportTemplateTests
{
    readonly Person olga = A.Person("Olga Owner");
    readonly Company company;
    readonly Workspace acme;
    readonly ReportTemplate template;

    public ReportTemplateTests()
    {
        company = new Company("Northlight", olga, A.Monday);
        acme = company.OpenWorkspace(olga, "Acme", "acme", A.Berlin, 0, A.Monday);
        template = ReportTemplate.Make("Monthly", ReportTemplate.Usual, company, olga, A.Monday);
        template.Add(ReportSectionKind.Text, company, olga);
        template.Write(5, "A word", "As every month.", company, olga);
    }

    [Fact]
    public void What_changes_in_a_template_is_offered_and_what_a_client_has_of_its_own_stays()
    {
        var (pia, report) = (A.Member(Role.Publisher, acme), Report());
        // The client's: another title, without the plan, with a page of its own behind the summary, and released by somebody.
        report.Write(0, "How May went", null, pia, A.Monday);
        report.Drop(4, pia, A.Monday);
        report.Add(ReportSectionKind.Text, pia, A.Monday);
        report.Write(5, "Only for Acme", "Thank you.", pia, A.Monday);
        report.Move(5, -4, pia, A.Monday);
        report.Settle(Terms(needsRelease: true), pia, A.Monday);
        Assert.False(report.Compare(template)!.IsOffered);

        // The agency's: top posts before channels, links at the end, no list of all posts, another title and text, another comparison.
        template.Move(2, -1, company, olga);
        template.Drop(3, company, olga);
        template.Add(ReportSectionKind.Links, company, olga);
        template.Write(0, "The month in numbers", "Compared with May.", company, olga);
        template.Write(4, "A word", "As every month, and more.", company, olga);
        template.Settle("Monthly", template.Pattern with { With = Comparison.Year }, company, olga);

        var offered = report.Compare(template)!;
        Assert.Equal(
            [PatternPart.ComparedWith, PatternPart.SectionAdded, PatternPart.SectionMoved, PatternPart.SectionRemoved, PatternPart.SectionText, PatternPart.SectionText],
            offered.Changes.Select(c => c.Part).Order(Comparer<PatternPart>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
        Assert.Equal(("As every month.", "As every month, and more."), offered.Changes.Where(c => c is { Part: PatternPart.SectionText, Section.Kind: ReportSectionKind.Text }).Select(c => (c.Before, c.After)).Single());
        Assert.Contains(offered.Kept, k => k is { Part: PatternPart.SectionTitle, After: "How May went" });
        Assert.Contains(offered.Kept, k => k is { Part: PatternPart.SectionRemoved, Section.Kind: ReportSectionKind.Plan });
        Assert.Contains(offered.Kept, k => k is { Part: PatternPart.SectionAdded, Section.Title: "Only for Acme" });
        Assert.Contains(offered.Kept, k => k is { Part: PatternPart.Release, After: "true" });
        // Looking at it changed nothing.
        Assert.Equal((Comparison.Before, 6), (report.With, report.Sections.Count));

        report.Follow(template, pia, A.Monday);
        Assert.Equal(
            [(ReportSectionKind.Summary, "How May went"), (ReportSectionKind.Text, "Only for Acme"), (ReportSectionKind.TopPosts, null), (ReportSectionKind.Channels, null), (ReportSectionKind.Text, "A word"), (ReportSectionKind.Links, null)],
            report.Sections.Select(s => (s.Kind, s.Title)));
        Assert.Equal(("Compared with May.", "Thank you.", "As every month, and more."), (report.Sections[0].Text, report.Sections[1].Text, report.Sections[4].Text));
        Assert.Equal((Comparison.Year, true), (report.With, report.NeedsRelease));
        var after = report.Compare(template)!;
        Assert.False(after.IsOffered);
        Assert.Equal(4, after.Kept.Count);
    }

    [Fact]
    public void An_order_that_a_client_chose_stays_and_what_is_new_comes_after_what_it_comes_after_in_the_template()
    {
        var (pia, report) = (A.Member(Role.Publisher, acme), Report());
        report.Move(2, -2, pia, A.Monday);
        template.Add(ReportSectionKind.Links, company, olga);
        template.Move(6, -4, company, olga);
        Assert.Equal([ReportSectionKind.Summary, ReportSectionKind.Channels, ReportSectionKind.Links, ReportSectionKind.TopPosts], template.Pattern.Sections.Take(4).Select(s => s.Kind));
        report.Follow(template, pia, A.Monday);
        Assert.Equal([ReportSectionKind.TopPosts, ReportSectionKind.Summary, ReportSectionKind.Channels, ReportSectionKind.Links, ReportSectionKind.Posts], report.Sections.Take(5).Select(s => s.Kind));
        Assert.Contains(report.Compare(template)!.Kept, k => k is { Part: PatternPart.SectionMoved, Section.Kind: ReportSectionKind.TopPosts });
    }

    [Fact]
    public void A_section_with_words_of_a_client_stays_when_the_template_drops_it_and_no_report_is_left_without_any()
    {
        var (pia, report) = (A.Member(Role.Publisher, acme), Report());
        report.Write(1, null, "Instagram first.", pia, A.Monday);
        template.Drop(1, company, olga);
        Assert.Empty(report.Compare(template)!.Changes);
        report.Follow(template, pia, A.Monday);
        Assert.Equal("Instagram first.", report.Sections[1].Text);

        var small = Data.Reports.Report.Make(Terms(), pia, A.Monday, template);
        while (small.Sections.Count > 1)
            small.Drop(0, pia, A.Monday);
        while (template.Pattern.Sections.Count > 1)
            template.Drop(template.Pattern.Sections.Count - 1, company, olga);
        small.Follow(template, pia, A.Monday);
        Assert.Single(small.Sections);
    }

    [Fact]
    public void Released_by_somebody_from_now_on_its_draft_is_there_a_day_before()
    {
        var pia = A.Member(Role.Publisher, acme);
        var report = Data.Reports.Report.Make(Terms() with { Recipients = [new("Clara", "clara@acme.example")], Schedule = new ReportSchedule(ReportPace.Monthly, 15, new TimeOnly(8, 0), A.Berlin, new DateOnly(2026, 11, 1)) }, pia, A.Monday, template);
        Assert.Equal(report.NextAt, report.ActAt);
        template.Settle("Monthly", template.Pattern with { NeedsRelease = true }, company, olga);
        Assert.Equal(report.NextAt, report.ActAt);
        report.Follow(template, pia, A.Monday);
        Assert.Equal(report.NextAt - TimeSpan.FromDays(1), report.ActAt);
    }

    [Fact]
    public void A_report_that_becomes_a_template_is_its_first_report_and_left_alone_it_follows_no_more()
    {
        var owner = new Member(acme, olga, Role.Owner, A.Monday);
        var report = Data.Reports.Report.Make(Terms(), owner, A.Monday);
        report.Add(ReportSectionKind.Text, owner, A.Monday);
        var made = report.BecomeTemplate("From Acme", company, owner, A.Monday);
        Assert.Equal(report.Pattern, made.Pattern);
        Assert.NotNull(made.Pattern.Sections[5].Key);
        made.Write(5, null, "Hello.", company, olga);
        Assert.True(report.Compare(made)!.IsOffered);
        report.Leave(owner, A.Monday);
        Assert.Null(report.Compare(made));
        Assert.Throws<RuleBroken>(() => report.Follow(made, owner, A.Monday));
    }

    [Fact]
    public void Owners_of_the_company_decide_on_templates_and_nobody_uses_those_of_another()
    {
        var (adam, pia) = (A.Person("Adam Admin"), A.Member(Role.Publisher, acme));
        Assert.Throws<NotAllowed>(() => ReportTemplate.Make("Mine", ReportTemplate.Usual, company, adam, A.Monday));
        Assert.Throws<NotAllowed>(() => template.Add(ReportSectionKind.Links, company, adam));
        Assert.Throws<NotAllowed>(() => template.Settle("Mine", ReportTemplate.Usual, company, adam));
        Assert.Throws<NotAllowed>(() => template.Remove(company, adam, A.Monday));
        Assert.Throws<NotAllowed>(() => Report().BecomeTemplate("Mine", company, pia, A.Monday));
        Assert.Throws<NotAllowed>(() => Report().Follow(template, A.Member(Role.Writer, acme), A.Monday));
        Assert.Throws<RuleBroken>(() => Data.Reports.Report.Make(Terms(), A.Member(Role.Publisher), A.Monday, template));
        template.Remove(company, olga, A.Monday);
        Assert.Throws<RuleBroken>(Report);
    }

    Report Report() => Data.Reports.Report.Make(Terms(), A.Member(Role.Publisher, acme), A.Monday, template);

    static ReportTerms Terms(bool needsRelease = false) => new("Performance", "en-GB", Comparison.Before, needsRelease, StalePolicy.Hold, ReportAttachment.None, null, null, [], null);
}
