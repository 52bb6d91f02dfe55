using Planable.Data.Analytics;
using Planable.Data.Companies;
using Planable.Data.People;

namespace Planable.Data.Reports;

/// <summary>What an agency's reports have in common. A report made of it is the client's own: what changes here is offered there, never forced.</summary>
public class ReportTemplate : Entity, IRevised
{
    public const int Most = 50;

    ReportTemplate()
    {
    }

    public static ReportTemplate Make(string? name, ReportPattern pattern, Company company, Person by, DateTimeOffset at)
    {
        var template = new ReportTemplate { CompanyId = company.Id, MadeAt = at, Pattern = pattern.Marked() };
        template.MustBelongTo(company, by);
        template.Call(name);
        return template;
    }

    public static ReportPattern Usual { get; } = new(ReportSection.Usual, Comparison.Before, NeedsRelease: false, StalePolicy.Hold, ReportAttachment.None, ReadableDays: null);

    public Guid CompanyId { get; private set; }

    public string Name { get; private set; } = "";

    public ReportPattern Pattern { get; private set; } = Usual;

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>Reports made of it stay as they are.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    public int Revision { get; private set; }

    /// <param name="settings">What it says besides its sections.</param>
    public void Settle(string? name, ReportPattern settings, Company company, Person by)
    {
        MustBelongTo(company, by);
        Call(name);
        if (settings.ReadableDays is < 1 or > Report.MostReadableDays)
            throw new RuleBroken("EXPIRY_WRONG", "A link ends in the future, within {0} days.", Report.MostReadableDays);
        Pattern = settings with { Sections = Pattern.Sections };
    }

    public void Add(ReportSectionKind kind, Company company, Person by) => Arrange(s => s.With(new ReportSection(kind)), company, by);

    public void Move(int index, int step, Company company, Person by) => Arrange(s => s.Moved(index, step), company, by);

    public void Drop(int index, Company company, Person by) => Arrange(s => s.Without(index), company, by);

    public void Write(int index, string? title, string? text, Company company, Person by) => Arrange(s => s.Saying(index, title, text), company, by);

    public void Remove(Company company, Person by, DateTimeOffset at)
    {
        MustBelongTo(company, by);
        RemovedAt ??= at;
    }

    void Arrange(Func<IReadOnlyList<ReportSection>, IReadOnlyList<ReportSection>> change, Company company, Person by)
    {
        MustBelongTo(company, by);
        Pattern = (Pattern with { Sections = change(Pattern.Sections) }).Marked();
    }

    void Call(string? name)
    {
        var said = Report.OneLine(name);
        if (said.Length is 0 or > Report.NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", Report.NameLength);
        Name = said;
    }

    void MustBelongTo(Company company, Person by)
    {
        if (company.Id != CompanyId || !company.IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of a company decide on its templates.");
    }
}
