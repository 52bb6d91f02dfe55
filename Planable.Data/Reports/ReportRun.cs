using System.Globalization;
using Planable.Data.Analytics;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Reports;

public enum ReportRunState
{
    /// <summary>For figures that are as new as its days.</summary>
    Waiting,

    /// <summary>Frozen, and somebody has to release it.</summary>
    Draft,

    /// <summary>It goes out at its time.</summary>
    Released,
    Sent,

    /// <summary>Figures did not come in time; a person decides.</summary>
    Held,
    Dropped,
}

/// <param name="Locale">The language it is written in.</param>
public sealed record ReportFile(string Locale, string Sha256, string Name, string ContentType, long Bytes)
{
    public const string PdfType = "application/pdf";
}

/// <summary>One time a report was made: its data, frozen, and the files that were sent, kept as they were.</summary>
public class ReportRun : Recorded, IBelongToWorkspace, IRevised
{
    public const int CommentLength = 2000;

    /// <summary>So long it waits for figures.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    ReportRun()
    {
    }

    internal ReportRun(Report report, DateOnly? day, DateOnly from, DateOnly to, DateTimeOffset sendAt, DateTimeOffset at)
    {
        (ReportId, Name, Day, From, To, SendAt, MadeAt) = (report.Id, report.Name, day, from, to, sendAt, at);
        (PasswordHash, ReadableDays) = (report.PasswordHash, report.ReadableDays);
        (Sections, Recipients, Locale, NeedsRelease, WhenStale, Attaches, With) = (report.Sections, report.Recipients, report.Locale, report.NeedsRelease, report.WhenStale, report.Attaches, report.With);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ReportId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The schedule's day; null for one that somebody asked for.</summary>
    public DateOnly? Day { get; private set; }

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    public DateTimeOffset SendAt { get; private set; }

    public ReportRunState State { get; private set; }

    public IReadOnlyList<ReportSection> Sections { get; private set; } = [];

    public IReadOnlyList<ReportRecipient> Recipients { get; private set; } = [];

    public string Locale { get; private set; } = "";

    public bool NeedsRelease { get; internal set; }

    public StalePolicy WhenStale { get; private set; }

    public ReportAttachment Attaches { get; private set; }

    public Comparison With { get; private set; }

    public int? ReadableDays { get; private set; }

    public string? PasswordHash { get; private set; }

    /// <summary>When somebody took the page online away.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    public ReportData? Data { get; private set; }

    public IReadOnlyList<ReportFile> Files { get; private set; } = [];

    /// <summary>Channels whose figures it waits for, or went out without.</summary>
    public string? Stale { get; private set; }

    /// <summary>What whoever released it says to the recipients.</summary>
    public string? Comment { get; private set; }

    public string? AskedBy { get; internal init; }

    public string? ReleasedBy { get; private set; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>When the team was told that it was not released in time.</summary>
    public DateTimeOffset? RemindedAt { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public int Revision { get; private set; }

    public bool IsOpen => State is ReportRunState.Waiting or ReportRunState.Draft or ReportRunState.Released or ReportRunState.Held;

    /// <summary>Its days and those it is compared with.</summary>
    public AnalyticsQuery Query => AnalyticsQuery.Read(_ => null).Between(new DaySpan(From, To)).Against(With);

    /// <summary>Until when the page online can be read; null has no end.</summary>
    public DateTimeOffset? ReadableUntil => ReadableDays is { } days && SentAt is { } sent ? sent.AddDays(days) : null;

    public bool IsReadable(DateTimeOffset at) => State == ReportRunState.Sent && ClosedAt is null && (ReadableUntil is not { } end || end > at);

    protected override string Subject => "report";

    protected override Guid SubjectId => ReportId;

    /// <summary>The figures are as new as its days, or it goes on without them.</summary>
    public void Freeze(ReportData data, DateTimeOffset at)
    {
        if (State is not (ReportRunState.Waiting or ReportRunState.Held))
            return;
        Data = data;
        Stale = data.Stale.Count == 0 ? null : string.Join(", ", data.Stale);
        State = NeedsRelease && ReleasedAt is null ? ReportRunState.Draft : ReportRunState.Released;
        Record(Actor.Planable, "frozen", at, ("name", Name), ("days", Days()), ("run", Id.ToString()));
        if (Stale is not null && ReleasedAt is null)
            Record(Actor.Planable, "incomplete", at, ("name", Name), ("days", Days()), ("channels", Stale), ("run", Id.ToString()));
    }

    /// <returns>True if nothing is to be waited for any more and it goes out with a note.</returns>
    /// <param name="over">When its days are: nothing can be newer before.</param>
    public bool Wait(IReadOnlyCollection<string> stale, DateTimeOffset over, DateTimeOffset at)
    {
        Stale = string.Join(", ", stale);
        if (at < (MadeAt > over ? MadeAt : over) + Patience)
            return false;
        if (WhenStale == StalePolicy.SendWithNote)
            return true;
        State = ReportRunState.Held;
        Record(Actor.Planable, "held", at, ("name", Name), ("days", Days()), ("run", Id.ToString()), ("channels", Stale), ("why", "The figures of {0} are older than the days the report is about."));
        return false;
    }

    /// <summary>Whoever wants no more of the report does not get what is being made either.</summary>
    public void Spare(ReportDelivery reader)
    {
        if (IsOpen)
            Recipients = Report.Without(Recipients, reader);
    }

    /// <summary>Sends it on its way, at its time or at once if that is over.</summary>
    public void Release(string? comment, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (State is not (ReportRunState.Draft or ReportRunState.Held))
            throw new RuleBroken("REPORT_NOT_OPEN", "This report was released or dropped already.");
        if (comment?.Length > CommentLength)
            throw new RuleBroken("TEXT_LONG", "Up to {0} characters.", CommentLength);
        Comment = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
        (ReleasedBy, ReleasedAt) = (by.Person.Name, at);
        // What was held for want of figures is frozen with what there is.
        if (Data is not null)
            State = ReportRunState.Released;
        Record(by, "released", at, ("name", Name), ("days", Days()), ("run", Id.ToString()));
    }

    public void Drop(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (!IsOpen)
            throw new RuleBroken("REPORT_NOT_OPEN", "This report was released or dropped already.");
        State = ReportRunState.Dropped;
        Record(by, "dropped", at, ("name", Name), ("days", Days()), ("run", Id.ToString()));
    }

    /// <summary>Its time has come and nobody has released it: nothing goes out, and the team hears of it once. What somebody asked for has no time.</summary>
    public void Remind(DateTimeOffset at)
    {
        if (State != ReportRunState.Draft || Day is null || RemindedAt is not null || SendAt > at)
            return;
        RemindedAt = at;
        Record(Actor.Planable, "unreleased", at, ("name", Name), ("days", Days()), ("run", Id.ToString()));
    }

    /// <summary>What goes out is kept; each recipient gets a delivery of their own.</summary>
    public IReadOnlyList<(ReportDelivery Delivery, string Token)> Send(IReadOnlyList<ReportFile> files, DateTimeOffset at)
    {
        if (State != ReportRunState.Released || SendAt > at)
            throw new InvalidOperationException("A report is sent once, released, at its time.");
        (Files, SentAt, State) = (files, at, ReportRunState.Sent);
        Record(Actor.Planable, "sent", at, ("name", Name), ("days", Days()), ("run", Id.ToString()), ("to", string.Join(", ", Recipients.Select(r => r.Address))));
        return [.. Recipients.Select(r => ReportDelivery.To(r, this, 1, at))];
    }

    /// <summary>To one person once more; the same file.</summary>
    /// <param name="number">Which time it is: pressed twice, it is one.</param>
    public (ReportDelivery Delivery, string Token) SendAgain(ReportRecipient to, int number, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (State != ReportRunState.Sent)
            throw new RuleBroken("REPORT_NOT_SENT", "This report was not sent yet.");
        Record(by, "sent-again", at, ("name", Name), ("days", Days()), ("run", Id.ToString()), ("to", to.Address));
        return ReportDelivery.To(to, this, number, at);
    }

    /// <summary>Takes the page online away, from whoever has it open too. Files that were mailed stay where they are.</summary>
    public void Close(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ShareForReview);
        if (ClosedAt is not null)
            return;
        ClosedAt = at;
        Record(by, "closed", at, ("name", Name), ("days", Days()), ("run", Id.ToString()));
    }

    /// <summary>"acme-performance-2026-05.pdf", with nobody's name but the client's.</summary>
    public string FileName(string locale, string extension)
    {
        var days = new DaySpan(From, To).IsMonth ? From.ToString("yyyy-MM", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}-{To:yyyy-MM-dd}");
        return $"{Workspace.SlugFor(Data?.Client ?? "")}-{Workspace.SlugFor(Name)}-{days}{(locale == Locale ? "" : $"-{locale}")}.{extension}";
    }

    string Days() => $"{From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} – {To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
}
