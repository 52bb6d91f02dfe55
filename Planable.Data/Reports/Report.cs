using System.Globalization;
using System.Net.Mail;
using Planable.Data.Analytics;
using Planable.Data.Companies;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Reviews;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Reports;

/// <summary>A report a client gets again and again: its sections in their order, who gets it, and when.</summary>
public class Report : Recorded, IBelongToWorkspace, IRevised
{
    public const int NameLength = 60;
    public const int MostReadableDays = 366;

    /// <summary>So long before it goes out a draft is there for whoever releases it.</summary>
    public static readonly TimeSpan DraftAhead = TimeSpan.FromDays(1);

    Report()
    {
    }

    /// <param name="of">What it is made of; null has the usual sections.</param>
    public static Report Make(ReportTerms terms, Member by, DateTimeOffset at, ReportTemplate? of = null)
    {
        by.Must(Permission.ShareForReview);
        var report = new Report { Sections = of?.Pattern.Sections ?? ReportSection.Usual, MadeById = by.Id, MadeBy = by.Person.Name, MadeAt = at };
        report.Take(terms, at);
        if (of is not null)
            report.Take(of, by);
        report.Record(by, "made", at, ("name", report.Name), ("template", of?.Name));
        return report;
    }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    public string Locale { get; private set; } = "en-GB";

    public Comparison With { get; private set; }

    public bool NeedsRelease { get; private set; }

    public StalePolicy WhenStale { get; private set; }

    public ReportAttachment Attaches { get; private set; }

    /// <summary>So long a run can be read online; null has no end.</summary>
    public int? ReadableDays { get; private set; }

    /// <summary>Of the page online.</summary>
    public string? PasswordHash { get; private set; }

    public IReadOnlyList<ReportSection> Sections { get; private set; } = [];

    public IReadOnlyList<ReportRecipient> Recipients { get; private set; } = [];

    public ReportSchedule? Schedule { get; private set; }

    public Guid? TemplateId { get; private set; }

    /// <summary>What its template said when it was last followed: whatever differs from that is this client's own.</summary>
    public ReportPattern? TemplateSaid { get; private set; }

    public ReportPattern Pattern => new(Sections, With, NeedsRelease, WhenStale, Attaches, ReadableDays);

    public DateTimeOffset? PausedAt { get; private set; }

    /// <summary>Runs to come that are left out.</summary>
    public IReadOnlyList<DateOnly> SkippedDays { get; private set; } = [];

    /// <summary>The day and the instant of the next run; null while there is none.</summary>
    public DateOnly? NextDay { get; private set; }

    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>When work on the next run begins.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public Guid MadeById { get; private set; }

    public string MadeBy { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "report";

    public void Settle(ReportTerms terms, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        Take(terms, at);
        Record(by, "changed", at, ("name", Name));
    }

    /// <param name="step">-1 for up, 1 for down; further for a section that is dragged.</param>
    public void Move(int index, int step, Member by, DateTimeOffset at) => Arrange(s => s.Moved(index, step), by, at);

    public void Add(ReportSectionKind kind, Member by, DateTimeOffset at) => Arrange(s => s.With(new ReportSection(kind)), by, at);

    public void Drop(int index, Member by, DateTimeOffset at) => Arrange(s => s.Without(index), by, at);

    public void Write(int index, string? title, string? text, Member by, DateTimeOffset at) => Arrange(s => s.Saying(index, title, text), by, at);

    /// <summary>Takes over what its template says otherwise by now. What this client has of its own stays.</summary>
    public void Follow(ReportTemplate template, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (TemplateId != template.Id || TemplateSaid is not { } said)
            throw new RuleBroken("TEMPLATE_OTHER", "This report is not made of that template.");
        var (next, before) = (Pattern.Following(said, template.Pattern), NeedsRelease);
        (Sections, With, NeedsRelease, WhenStale, Attaches, ReadableDays) = (next.Sections, next.With, next.NeedsRelease, next.WhenStale, next.Attaches, next.ReadableDays);
        TemplateSaid = template.Pattern;
        if (NeedsRelease != before)
            Plan(at);
        Record(by, "followed", at, ("name", Name), ("template", template.Name));
    }

    /// <summary>Stays as it is, whatever becomes of the template.</summary>
    public void Leave(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (TemplateId is null)
            return;
        (TemplateId, TemplateSaid) = (null, null);
        Record(by, "left", at, ("name", Name));
    }

    /// <summary>A template of what it says, of which it is the first report.</summary>
    public ReportTemplate BecomeTemplate(string? name, Company company, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        var template = ReportTemplate.Make(name, Pattern, company, by.Person, at);
        Sections = template.Pattern.Sections;
        Take(template, by);
        Record(by, "became-template", at, ("name", Name), ("template", template.Name));
        return template;
    }

    /// <returns>Null if it is not made of it.</returns>
    public TemplateUpdate? Compare(ReportTemplate template)
    {
        if (TemplateId != template.Id || TemplateSaid is not { } said)
            return null;
        var next = Pattern.Following(said, template.Pattern);
        return new TemplateUpdate(Pattern.Until(next), template.Pattern.Until(next));
    }

    public void Pause(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (PausedAt is not null)
            return;
        PausedAt = at;
        Plan(at);
        Record(by, "paused", at, ("name", Name));
    }

    /// <summary>What fell into the pause is not made up for.</summary>
    public void Resume(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (PausedAt is null)
            return;
        PausedAt = null;
        Plan(at);
        Record(by, "resumed", at, ("name", Name));
    }

    /// <param name="day">As it was shown: pressed twice, it leaves out one.</param>
    public void Skip(DateOnly day, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (NextDay != day)
            return;
        SkippedDays = [.. SkippedDays, day];
        Plan(at);
        Record(by, "skipped", at, ("name", Name), ("day", Say(day)));
    }

    public void Unskip(DateOnly day, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (!SkippedDays.Contains(day))
            return;
        SkippedDays = [.. SkippedDays.Where(d => d != day)];
        Plan(at);
        Record(by, "unskipped", at, ("name", Name), ("day", Say(day)));
    }

    /// <summary>Somebody who gets it wants no more of it. Only the team puts them on the list again.</summary>
    /// <returns>False if they are not on the list any more.</returns>
    public bool Spare(ReportDelivery reader, DateTimeOffset at)
    {
        if (!IsFor(reader))
            return false;
        Recipients = Without(Recipients, reader);
        Record(new Actor(ActorKind.Link, reader.Id, reader.Name), "spared", at, ("name", Name), ("to", reader.Address));
        return true;
    }

    /// <summary>Is it still sent to whom this was sent?</summary>
    public bool IsFor(ReportDelivery reader) => RemovedAt is null && Without(Recipients, reader).Count < Recipients.Count;

    internal static IReadOnlyList<ReportRecipient> Without(IReadOnlyList<ReportRecipient> people, ReportDelivery reader) =>
        [.. people.Where(p => !p.Address.Equals(reader.Address, StringComparison.OrdinalIgnoreCase))];

    public void Remove(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (RemovedAt is not null)
            return;
        RemovedAt = at;
        Plan(at);
        Record(by, "removed", at, ("name", Name));
    }

    /// <summary>The run that is due; the next one is planned after it.</summary>
    /// <returns>Null if none is due.</returns>
    public ReportRun? Begin(DateTimeOffset at)
    {
        if (ActAt is not { } act || act > at || NextDay is not { } day || NextAt is not { } sendAt || Schedule is not { } schedule)
            return null;
        var (from, to) = schedule.DaysOf(day);
        SkippedDays = [.. SkippedDays.Where(d => d > day)];
        Plan(sendAt);
        return new ReportRun(this, day, from, to, sendAt, at);
    }

    /// <summary>A run somebody wants now, besides those that come by themselves.</summary>
    public ReportRun BeginNow(DateOnly from, DateOnly to, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (to < from || to.DayNumber - from.DayNumber > 366 || from.Year < 2000 || to > DateOnly.FromDateTime(at.UtcDateTime).AddDays(366))
            throw new RuleBroken("DAYS_REVERSED", "The last day lies before the first, or more than a year after it.");
        return new ReportRun(this, null, from, to, at, at) { AskedBy = by.Person.Name, NeedsRelease = true };
    }

    public IReadOnlyList<(DateOnly Day, DateTimeOffset At)> NextRuns(DateTimeOffset at, int count) =>
        PausedAt is not null || RemovedAt is not null || Schedule is null ? [] : [.. Schedule.After(at).Where(r => !SkippedDays.Contains(r.Day)).Take(count)];

    void Take(ReportTerms terms, DateTimeOffset at)
    {
        var name = OneLine(terms.Name);
        if (name.Length is 0 or > NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", NameLength);
        if (terms.Recipients.Count > ReportRecipient.Most)
            throw new RuleBroken("PEOPLE_MANY", "Up to {0} people get a link at a time.", ReportRecipient.Most);
        foreach (var one in terms.Recipients)
        {
            if (one.Address.Length > ReportRecipient.AddressLength || !MailAddress.TryCreate(one.Address, out _))
                throw new RuleBroken("ADDRESS_WRONG", "{0} is not an e-mail address.", one.Address);
            if (OneLine(one.Name).Length is 0 or > ReportRecipient.NameLength)
                throw new RuleBroken("PERSON_MISSING", "Say who gets the link, with up to {0} characters.", ReportRecipient.NameLength);
        }

        if (terms.Schedule is { } schedule)
        {
            Zones.Must(schedule.Zone);
            if (schedule.Day < 1 || schedule.Day > (schedule.Pace == ReportPace.Monthly ? 31 : 7))
                throw new RuleBroken("DAY_WRONG", "There is no such day.");
            if (terms.Recipients.Count == 0)
                throw new RuleBroken("RECIPIENTS_NONE", "Say who gets it before it is sent by itself.");
        }

        if (terms.ReadableDays is < 1 or > MostReadableDays)
            throw new RuleBroken("EXPIRY_WRONG", "A link ends in the future, within {0} days.", MostReadableDays);
        PasswordHash = terms.Password switch
        {
            null => PasswordHash,
            "" => null,
            var password => LinkPassword.Hash(password),
        };
        ReadableDays = terms.ReadableDays;
        var planned = (terms.Schedule is { } to ? to with { First = default } : null) != (Schedule is { } was ? was with { First = default } : null) || terms.NeedsRelease != NeedsRelease;
        (Name, Locale, With, NeedsRelease, WhenStale, Attaches) = (name, Known(terms.Locale), terms.With, terms.NeedsRelease, terms.WhenStale, terms.Attaches);
        Recipients = [.. terms.Recipients.Select(r => r with { Name = OneLine(r.Name), Address = r.Address.Trim(), Locale = r.Locale is null ? null : Known(r.Locale) }).DistinctBy(r => r.Address.ToUpperInvariant())];
        if (!planned)
            return;
        Schedule = terms.Schedule;
        SkippedDays = [];
        Plan(at);
    }

    void Plan(DateTimeOffset after)
    {
        var next = NextRuns(after, 1);
        (NextDay, NextAt) = next.Count == 0 ? (null, null) : ((DateOnly?)next[0].Day, (DateTimeOffset?)next[0].At);
        ActAt = NextAt is { } at ? at - (NeedsRelease ? DraftAhead : TimeSpan.Zero) : null;
    }

    void Take(ReportTemplate template, Member by)
    {
        if (template.CompanyId != by.Workspace.CompanyId || template.RemovedAt is not null)
            throw new RuleBroken("TEMPLATE_GONE", "This template is not there any more.");
        (TemplateId, TemplateSaid) = (template.Id, template.Pattern);
    }

    void Arrange(Func<IReadOnlyList<ReportSection>, IReadOnlyList<ReportSection>> change, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        var next = change(Sections);
        if (ReferenceEquals(next, Sections))
            return;
        Sections = next;
        Record(by, "arranged", at, ("name", Name));
    }

    /// <summary>It becomes part of the subject of a mail and of the name of a file.</summary>
    internal static string OneLine(string? words) => string.Join(' ', (words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static string Known(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale, predefinedOnly: true).Name;
        }
        catch (CultureNotFoundException)
        {
            throw new RuleBroken("LANGUAGE_UNKNOWN", "This language is not known.");
        }
    }

    static string Say(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
