using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Calendar;

public class NotesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_note_of_the_team_is_invisible_to_clara()
    {
        var hidden = await Note("Clara away, Carl decides", new DateOnly(2027, 10, 5));
        var open = await Note("Harvest week", new DateOnly(2027, 10, 5), audience: Audience.Client);
        using var clara = await app.As("clara");

        foreach (var address in (string[])["/w/acme/calendar?date=2027-10-05", "/w/acme/calendar?view=week&date=2027-10-05", "/w/acme/calendar?view=day&date=2027-10-05", "/w/acme/calendar/agenda?date=2027-10-05", "/w/acme/notes?date=2027-10-05"])
        {
            using var answer = await clara.Get(address, htmx: address.Contains("agenda", StringComparison.Ordinal));
            var words = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("Harvest week", words, StringComparison.Ordinal);
            Assert.DoesNotContain("Carl decides", words, StringComparison.Ordinal);
        }

        using var direct = await clara.Get($"/w/acme/notes/{hidden}");
        Assert.Equal(HttpStatusCode.NotFound, direct.StatusCode);
        using var seen = await clara.Get($"/w/acme/notes/{open}");
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.Null((await Visitor.Shown(seen)).QuerySelector("#note-form"));
    }

    [Fact]
    public async Task Over_several_days_it_is_one_element_across_cells_and_read_out_once()
    {
        // Thursday to the Tuesday after.
        var id = await Note("Autumn roast launch", new DateOnly(2027, 9, 9), new DateOnly(2027, 9, 14));
        await Note("Coffee fair", new DateOnly(2027, 9, 10));
        using var olga = await app.As("olga");

        var pieces = (await olga.Page("/w/acme/calendar?date=2027-09-01")).QuerySelectorAll($"#month a.note[href*='{id}']").ToList();
        Assert.Equal([("3", "4"), ("0", "2")], pieces.Select(p => (p.GetAttribute("data-from")!, p.GetAttribute("data-days")!)));
        Assert.Equal([null, "true"], pieces.Select(p => p.GetAttribute("aria-hidden")));

        var week = await olga.Page("/w/acme/calendar?view=week&date=2027-09-09");
        Assert.Equal("4", week.QuerySelector($".wnotes a[href*='{id}']")!.ParentElement!.GetAttribute("colspan"));
        Assert.Equal(2, week.QuerySelectorAll(".wnotes").Length);
    }

    [Fact]
    public async Task More_notes_than_a_day_has_room_for_are_counted()
    {
        for (var i = 0; i < 5; i++)
            await Note($"Busy {i}", new DateOnly(2027, 12, 1));
        using var olga = await app.As("olga");

        var month = await olga.Page("/w/acme/calendar?date=2027-12-01");
        Assert.Equal("+3 notes", month.QuerySelector("#month a.note.rest")!.TextContent);
        Assert.Equal(2, month.QuerySelectorAll("#month a.note:not(.rest)").Length);
        Assert.Equal(5, (await olga.Page("/w/acme/notes?date=2027-12-01")).QuerySelectorAll(".rows li").Length);
    }

    [Fact]
    public async Task It_is_written_changed_deleted_and_brought_back()
    {
        using var wanda = await app.As("wanda");

        using var written = await wanda.Post("/w/acme/notes", ("Text", " Photo day "), ("First", "2027-06-10"), ("Last", ""), ("Audience", "Team"), ("From", "/w/acme/calendar?view=week&date=2027-06-10"));
        Assert.Equal("/w/acme/calendar?view=week&date=2027-06-10", written.Headers.Location!.ToString());
        var note = await Last();
        Assert.Equal(("Photo day", new DateOnly(2027, 6, 10), new DateOnly(2027, 6, 10)), (note.Text, note.First, note.Last));

        using var changed = await wanda.Post($"/w/acme/notes/{note.Id}", ("Text", "Photo days"), ("First", "2027-06-10"), ("Last", "2027-06-11"), ("Audience", "Client"), ("Revision", "0"));
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal((new DateOnly(2027, 6, 11), Audience.Client), ((await Last()).Last, (await Last()).Audience));
        using var late = await wanda.Htmx($"/w/acme/notes/{note.Id}", ("Text", "Overwritten"), ("First", "2027-06-10"), ("Last", "2027-06-11"), ("Audience", "Team"), ("Revision", "0"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);

        using var deleted = await wanda.Post($"/w/acme/notes/{note.Id}/deletion");
        using var gone = await wanda.Get($"/w/acme/notes/{note.Id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var back = await wanda.Post($"/w/acme/notes/{note.Id}/deletion/undo");
        Assert.Null((await Last()).DeletedAt);
    }

    [Fact]
    public async Task Days_the_wrong_way_round_are_said_beside_the_field_and_the_words_kept()
    {
        using var wanda = await app.As("wanda");
        foreach (var htmx in (bool[])[false, true])
        {
            (string, string?)[] typed = [("Text", "Backwards"), ("First", "2027-06-10"), ("Last", "2027-06-09"), ("Audience", "Team")];
            using var refused = htmx ? await wanda.Htmx("/w/acme/notes", typed) : await wanda.Post("/w/acme/notes", typed);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var form = await Visitor.Shown(refused);
            Assert.Equal("The last day lies before the first.", form.QuerySelector("#note-last-e")!.TextContent);
            Assert.Equal("Backwards", form.QuerySelector("#note-text")!.GetAttribute("value"));
        }
    }

    [Fact]
    public async Task Turned_into_a_post_it_keeps_text_day_and_who_sees_it_and_leaves_the_notes()
    {
        var id = await Note("Ten years of Acme", new DateOnly(2027, 8, 18), new DateOnly(2027, 8, 20));
        using var olga = await app.As("olga");

        using var turned = await olga.Post($"/w/acme/notes/{id}/post");
        var post = await app.In("acme", db => db.Posts.AsNoTracking().SingleAsync(p => p.Text == "Ten years of Acme"));
        Assert.Equal($"/w/acme/posts/{post.Id}/edit", turned.Headers.Location!.ToString());
        Assert.Equal((new DateTime(2027, 8, 18, 9, 0, 0), PostState.Draft, Audience.Team), (post.PlannedLocal!.Value, post.State, post.Audience));
        Assert.Null((await olga.Page("/w/acme/calendar?date=2027-08-18")).QuerySelector($"a.note[href*='{id}']"));
        using var again = await olga.Htmx($"/w/acme/notes/{id}/post");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
    }

    [Theory, InlineData("carl"), InlineData("clara"), InlineData("ivo")]
    public async Task Who_writes_no_posts_writes_no_notes(string name)
    {
        var id = await Note("For everybody", new DateOnly(2027, 7, 1), audience: Audience.Client);
        using var visitor = await app.As(name);

        foreach (var (path, fields) in new (string, (string, string?)[])[] { ("notes", [("Text", "Mine"), ("First", "2027-07-01")]), ($"notes/{id}", [("Text", "Mine"), ("First", "2027-07-01")]), ($"notes/{id}/deletion", []), ($"notes/{id}/post", []) })
        {
            using var answer = await visitor.Htmx($"/w/acme/{path}", fields);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_writer_changes_their_own_notes_only()
    {
        var id = await Note("Olga's", new DateOnly(2027, 7, 2));
        using var wanda = await app.As("wanda");

        using var answer = await wanda.Htmx($"/w/acme/notes/{id}/deletion");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        var id = await Note("Ours", new DateOnly(2027, 7, 3));
        using var oscar = await app.As("oscar");

        using var answer = await oscar.Get($"/w/acme/notes/{id}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    Task<Guid> Note(string text, DateOnly first, DateOnly? last = null, Audience audience = Audience.Team) =>
        app.In("acme", async db =>
        {
            var note = CalendarNote.Write(text, first, last ?? first, audience, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            db.Notes.Add(note);
            await db.SaveChangesAsync();
            return note.Id;
        });

    Task<CalendarNote> Last() => app.In("acme", db => db.Notes.AsNoTracking().OrderByDescending(n => n.Id).FirstAsync(n => n.Text.StartsWith("Photo")));
}
