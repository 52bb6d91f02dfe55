using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Reports;
using Planable.Data.Reviews;
using Planable.Data.Workspaces;

namespace Planable.Web.Reports;

/// <summary>What a person types about a report.</summary>
public sealed class ReportForm
{
    /// <summary>Languages in which reports are written, each with the formats of a place.</summary>
    public static readonly IReadOnlyList<string> Locales = ["en-GB", "en-US", "de-DE", "de-AT", "de-CH", "pt-PT", "pt-BR", "ar"];

    [Display(Name = "Name"), StringLength(Report.NameLength)]
    public string? Name { get; set; }

    [Display(Name = "Language and formats")]
    public string Locale { get; set; } = "en-GB";

    [Display(Name = "Compared with")]
    public Comparison With { get; set; }

    [Display(Name = "Somebody releases it before it goes out")]
    public bool NeedsRelease { get; set; }

    public StalePolicy WhenStale { get; set; }

    [Display(Name = "The posts for spreadsheets")]
    public ReportAttachment Attaches { get; set; }

    /// <summary>Null has no end.</summary>
    [Display(Name = "Readable online for")]
    public int? ReadableDays { get; set; }

    [Display(Name = "Password of the page online"), StringLength(LinkPassword.Longest)]
    public string? NewPassword { get; set; }

    public bool DropsPassword { get; set; }

    public bool HasPassword { get; set; }

    /// <summary>Null keeps the one there is, empty takes it away.</summary>
    string? Password => DropsPassword ? "" : string.IsNullOrEmpty(NewPassword) ? null : NewPassword;

    /// <summary>One a line: "Clara, clara@acme.example, pt-PT".</summary>
    [Display(Name = "Who gets it"), StringLength(8000)]
    public string? People { get; set; }

    /// <summary>Null is sent only when somebody asks.</summary>
    [Display(Name = "It goes out")]
    public ReportPace? Pace { get; set; }

    [Display(Name = "On day")]
    public int Day { get; set; } = 1;

    public DayOfWeek WeekDay { get; set; } = DayOfWeek.Monday;

    [Display(Name = "At")]
    public TimeOnly Time { get; set; } = new(8, 0);

    [Display(Name = "On whose clock"), StringLength(60)]
    public string? Zone { get; set; }

    [Display(Name = "It is about")]
    public ReportPeriod Period { get; set; }

    /// <summary>What a new one is made of.</summary>
    public Guid? TemplateId { get; set; }

    public int Revision { get; set; }

    /// <param name="today">The first day on which it may run.</param>
    public ReportTerms Terms(Workspace workspace, DateOnly today) => new(
        Name ?? "", Locales.Contains(Locale) ? Locale : throw new RuleBroken("LANGUAGE_UNKNOWN", "This language is not known."), With, NeedsRelease, WhenStale, Attaches, ReadableDays, Password, [.. Recipients()], Schedule(workspace, today));

    public ReportSchedule? Schedule(Workspace workspace, DateOnly today) =>
        Pace is { } pace ? new ReportSchedule(pace, pace == ReportPace.Monthly ? Day : WeekDay == DayOfWeek.Sunday ? 7 : (int)WeekDay, Time, string.IsNullOrWhiteSpace(Zone) ? workspace.Zone : Data.Times.Zones.Must(Zone.Trim()), today, Period) : null;

    IEnumerable<ReportRecipient> Recipients()
    {
        foreach (var line in (People ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
            var locale = parts.Count > 1 ? Locales.FirstOrDefault(l => string.Equals(l, parts[^1], StringComparison.OrdinalIgnoreCase)) : null;
            if (locale is not null)
                parts.RemoveAt(parts.Count - 1);
            var address = parts.Count > 0 ? parts[^1].Trim('<', '>') : "";
            if (locale is null && parts.Count > 2 && parts[1].Contains('@', StringComparison.Ordinal))
                throw new RuleBroken("RECIPIENT_LANGUAGE", "Reports are not written in {0}. Write one of these at the end: {1}.", parts[^1], string.Join(", ", Locales));
            if (parts.Count > 2 || !address.Contains('@', StringComparison.Ordinal))
                throw new RuleBroken("ADDRESS_WRONG", "{0} is not an e-mail address.", line);
            yield return new ReportRecipient(parts.Count > 1 ? parts[0] : address[..address.IndexOf('@', StringComparison.Ordinal)], address, locale);
        }
    }

    public static ReportForm Of(Report report) => new()
    {
        Name = report.Name,
        Locale = report.Locale,
        With = report.With,
        NeedsRelease = report.NeedsRelease,
        WhenStale = report.WhenStale,
        Attaches = report.Attaches,
        ReadableDays = report.ReadableDays,
        HasPassword = report.PasswordHash is not null,
        People = string.Join('\n', report.Recipients.Select(r => string.Join(", ", new[] { r.Name, r.Address, r.Locale }.OfType<string>()))),
        Pace = report.Schedule?.Pace,
        Day = report.Schedule is { Pace: ReportPace.Monthly } monthly ? monthly.Day : 1,
        WeekDay = report.Schedule is { Pace: ReportPace.Weekly } weekly ? (DayOfWeek)(weekly.Day % 7) : DayOfWeek.Monday,
        Time = report.Schedule?.Time ?? new TimeOnly(8, 0),
        Zone = report.Schedule?.Zone,
        Period = report.Schedule?.Period ?? ReportPeriod.Before,
        Revision = report.Revision,
    };

    public static string NameOf(string locale) => CultureInfo.GetCultureInfo(locale).NativeName;
}

/// <param name="Report">Null for a new one.</param>
/// <param name="Templates">To begin with.</param>
/// <param name="Field">Which field of the form the problem is about; null is about all of it.</param>
public sealed record ReportFormPage(Guid? Id, ReportForm Form, NextRuns Next, IReadOnlyList<TemplateChoice> Templates, string? Problem = null, string? Field = null)
{
    /// <summary>What stands beside a field.</summary>
    public string? About(string field) => field == Field ? Problem : null;

    /// <summary>The field that a rule is about, by its code.</summary>
    public static string? FieldOf(string code) => code switch
    {
        "NAME_LENGTH" => "name",
        "ADDRESS_WRONG" or "RECIPIENT_LANGUAGE" or "PEOPLE_MANY" or "PERSON_MISSING" or "RECIPIENTS_NONE" => "people",
        "LANGUAGE_UNKNOWN" => "locale",
        "ZONE_UNKNOWN" => "zone",
        "DAY_WRONG" => "day",
        "EXPIRY_WRONG" => "readable",
        "PASSWORD_LENGTH" => "password",
        _ => null,
    };
}

/// <param name="Zone">On whose clock they are told.</param>
public sealed record NextRuns(string? Zone, IReadOnlyList<(DateOnly Day, DateTimeOffset At)> Runs, string? Problem = null);

public sealed record ReportsPage(IReadOnlyList<ReportRow> Reports, IReadOnlyList<RunRow> Waiting);

public sealed record ReportRow(Guid Id, string Name, DateTimeOffset? NextAt, DateTimeOffset? PausedAt, ReportSchedule? Schedule, int Recipients, DateTimeOffset? LastSentAt);

public sealed record RunRow(Guid Id, Guid ReportId, string Name, DateOnly From, DateOnly To, ReportRunState State, DateTimeOffset SendAt, DateTimeOffset? SentAt, string? Stale, DateTimeOffset? RemindedAt);

/// <param name="Returned">Recipients whom the last one did not reach.</param>
/// <param name="Offer">Its template; null if it has none.</param>
public sealed record ReportPage(
    Report Report, IReadOnlyList<RunRow> Runs, IReadOnlyList<(DateOnly Day, DateTimeOffset At)> Next, DateOnly From, DateOnly To, IReadOnlyList<ReturnedRow> Returned, TemplateOffer? Offer, bool MayBecomeTemplate)
{
    /// <summary>Why none could be made of the days that were asked for.</summary>
    public string? Problem { get; init; }
}

/// <param name="Trouble">As the mail server said it.</param>
public sealed record ReturnedRow(ReportRecipient Recipient, DateTimeOffset At, string? Trouble);

/// <param name="Left">Sections that have nothing to show.</param>
/// <param name="Missing">Languages in which it goes out, each with the phrases it does not have.</param>
public sealed record PreviewPart(string Address, int Pages, IReadOnlyList<string> Titles, IReadOnlyList<ReportSection> Left, IReadOnlyList<(string Locale, IReadOnlyCollection<string> Phrases)> Missing);

public sealed record RunPage(ReportRun Run, IReadOnlyList<DeliveryRow> Deliveries, DateTimeOffset Now);

/// <param name="ArrivedAt">As far as our mail server tells.</param>
/// <param name="Trouble">Why it has not arrived.</param>
/// <param name="IsOver">It will not be tried again.</param>
/// <param name="IsLast">Of those to its address.</param>
public sealed record DeliveryRow(
    Guid Id, string Name, string Address, string Locale, int Number, DateTimeOffset At, DateTimeOffset? SentAt, DateTimeOffset? ArrivedAt, DateTimeOffset? OpenedAt, DateTimeOffset? BouncedAt, string? Trouble, DateTimeOffset? NextAt, bool IsLast)
{
    /// <summary>Came back, or is not tried again.</summary>
    public bool IsBounced => BouncedAt is not null || (SentAt is null && Trouble is not null && NextAt is null);
}
