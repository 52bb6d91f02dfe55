using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.GraphQL.Notes;

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class NoteMutations
{
    [GraphQLDescription("Writes something into the calendar.")]
    public static async Task<CalendarNote> AddNote(
        [GraphQLDescription("What these days are about.")] string text, [GraphQLDescription("The first day.")] DateOnly first, [GraphQLDescription("The last day, itself included; without it, the first.")] DateOnly? last,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, [GraphQLDescription("Who sees it.")] Audience audience = Audience.Team)
    {
        current.Must(Permission.WritePosts);
        var note = CalendarNote.Write(text, first, Checked(first, last ?? first), audience, current.Member, clock.GetUtcNow());
        db.Notes.Add(note);
        await db.SaveChangesAsync(cancel);
        return note;
    }

    [GraphQLDescription("Changes a note. What is left out stays as it is.")]
    public static async Task<CalendarNote> EditNote(
        [ID<CalendarNote>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("The revision you read: if somebody changed it since, nothing is saved and the code is CONFLICT.")] int? revision, [GraphQLDescription("What these days are about.")] string? text,
        [GraphQLDescription("The first day.")] DateOnly? first, [GraphQLDescription("The last day, itself included.")] DateOnly? last, [GraphQLDescription("Who sees it.")] Audience? audience,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var note = await Find(db, current, id, cancel);
        if (note.DeletedAt is not null)
            throw Refused.NotFound("note");
        if (!note.CanBeEditedBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not change this note.");
        if (revision is { } seen)
            db.Entry(note).Property(n => n.Revision).OriginalValue = seen;
        note.Edit(text ?? note.Text, first ?? note.First, Checked(first ?? note.First, last ?? note.Last), audience ?? note.Audience, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return note;
    }

    [GraphQLDescription("Takes a note out of the calendar. It can be brought back.")]
    public static async Task<CalendarNote> DeleteNote([ID<CalendarNote>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var note = await Find(db, current, id, cancel);
        note.Delete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return note;
    }

    [GraphQLDescription("Brings a deleted note back.")]
    public static async Task<CalendarNote> RestoreNote([ID<CalendarNote>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var note = await Find(db, current, id, cancel);
        note.Undelete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return note;
    }

    [GraphQLDescription("A draft with the note's words, on its first day at nine or, if that is today, at the next full hour. The note leaves the calendar.")]
    public static async Task<Post> MakePostOfNote([ID<CalendarNote>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeWords times, TimeProvider clock, CancellationToken cancel)
    {
        var note = await Find(db, current, id, cancel);
        var hour = note.First == DateOnly.FromDateTime(times.LocalNow) ? Math.Min(times.LocalNow.Hour + 1, 23) : 9;
        var time = PlannedTime.Read(note.First.ToDateTime(new TimeOnly(hour, 0)), current.Workspace.Zone, second: false);
        var post = Post.FromNote(note, current.Workspace, time, current.Member, clock.GetUtcNow());
        db.Posts.Add(post);
        await db.SaveChangesAsync(cancel);
        return post;
    }

    static DateOnly Checked(DateOnly first, DateOnly last) =>
        last < first ? throw new Refused("ENDS_BEFORE_START", "The last day lies before the first.", "last")
        : last.DayNumber - first.DayNumber >= CalendarNote.LongestDays ? throw new Refused("DAYS_MANY", $"A note covers at most {CalendarNote.LongestDays} days.", "last")
        : last;

    static Task<CalendarNote> Find(PlanableDb db, Current current, Guid id, CancellationToken cancel) => db.Notes.OpenTo(current.Member).Include(n => n.Author.Person).SingleOrDefaultAsync(n => n.Id == id, cancel).Or("note");
}

[QueryType]
public static class NoteQueries
{
    [GraphQLDescription("Notes that touch these days, in order of their first day.")]
    [UsePaging]
    public static IQueryable<CalendarNote> GetNotes([GraphQLDescription("The first day.")] DateOnly from, [GraphQLDescription("The last day, itself included.")] DateOnly to, PlanableDb db, Current current) =>
        db.Notes.AsNoTracking().On(from, to, current.Member).OrderBy(n => n.First);
}

[ObjectType<CalendarNote>]
public static class NoteType
{
    static void Configure(IObjectTypeDescriptor<CalendarNote> note)
    {
        note.BindFieldsExplicitly().Description("What somebody wrote into the calendar.");
        note.Field(n => n.Id).ID().Description("Its id.");
        note.Field(n => n.Text).Description("What these days are about.");
        note.Field(n => n.First).Description("The first day.");
        note.Field(n => n.Last).Description("The last day, itself included.");
        note.Field(n => n.Audience).Description("Who sees it.");
        note.Field(n => n.WrittenAt).Description("When it was written.");
        note.Field(n => n.DeletedAt).Description("When it was taken out.");
        note.Field(n => n.Revision).Description("Grows with every change.");
    }
}
