using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Calendar;

/// <summary>What a day or a stretch of days is about: a launch, a holiday, somebody away. Nothing that goes out.</summary>
public class CalendarNote : Recorded, IBelongToWorkspace, IRevised
{
    public const int TextLength = 200;
    public const int LongestDays = 366;

    CalendarNote()
    {
    }

    public static CalendarNote Write(string text, DateOnly first, DateOnly last, Audience audience, Member by, DateTimeOffset at)
    {
        by.Must(Permission.WritePosts);
        var note = new CalendarNote { AuthorId = by.Id, Author = by, WrittenAt = at };
        note.Take(text, first, last, audience);
        note.Record(by, "written", at, audience, ("text", note.Text), ("first", CalendarQuery.Day(first)));
        return note;
    }

    public Guid WorkspaceId { get; private set; }

    public string Text { get; private set; } = "";

    public DateOnly First { get; private set; }

    /// <summary>The last day it covers, the first one if it is about one day.</summary>
    public DateOnly Last { get; private set; }

    /// <summary>Who reads it: the team, or the client too.</summary>
    public Audience Audience { get; private set; }

    public Guid AuthorId { get; private set; }

    public Member Author { get; private set; } = null!;

    public DateTimeOffset WrittenAt { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "note";

    public bool CanBeEditedBy(Member by) => by.Can(Permission.EditOthersPosts) || (by.Can(Permission.WritePosts) && AuthorId == by.Id);

    public void Edit(string text, DateOnly first, DateOnly last, Audience audience, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        var before = (Text, First, Last, Audience);
        Take(text, first, last, audience);
        if (before == (Text, First, Last, Audience))
            return;
        // Whoever could read it before has to hear that it changed.
        Record(by, "edited", at, before.Audience == Audience.Client ? Audience.Client : Audience, ("text", Text), ("first", CalendarQuery.Day(First)));
    }

    public void Delete(Member by, DateTimeOffset at)
    {
        MustEdit(by);
        if (DeletedAt is not null)
            return;
        DeletedAt = at;
        Record(by, "deleted", at, Audience, ("text", Text));
    }

    public void Undelete(Member by, DateTimeOffset at)
    {
        MustEdit(by);
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Record(by, "undeleted", at, Audience, ("text", Text));
    }

    /// <summary>The post took its words and its day over.</summary>
    internal void BecomePost(Member by, DateTimeOffset at)
    {
        DeletedAt = at;
        Record(by, "turned-into-post", at, Audience, ("text", Text));
    }

    internal void MustEdit(Member by)
    {
        if (!CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not change this note.");
    }

    void Take(string text, DateOnly first, DateOnly last, Audience audience)
    {
        text = text.Trim();
        if (text.Length is 0 or > TextLength)
            throw new RuleBroken("NOTE_TEXT", "A note has between 1 and {0} characters.", TextLength);
        if (last < first)
            throw new RuleBroken("NOTE_DAYS", "The last day lies before the first.");
        if (last.DayNumber - first.DayNumber >= LongestDays)
            throw new RuleBroken("NOTE_LONG", "A note covers at most {0} days.", LongestDays);
        (Text, First, Last, Audience) = (text, first, last, audience);
    }
}
