using Microsoft.EntityFrameworkCore;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Jobs.Recurrences;
using Planable.Tests.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

/// <summary>That nobody has read a suggested alternative text yet is not forgotten on the way.</summary>
public class SuggestionMarksTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public void Restoring_a_version_keeps_what_is_only_suggested_and_what_somebody_kept()
    {
        var by = A.Member(Role.Publisher);
        var (suggested, kept) = (Picture("a", "A cup, says the file"), Picture("b", null));
        var post = A.Post(by);
        Edit(post, "First", by, new PostEdit.Picture(suggested, "A cup, says the file", IsSuggested: true), new PostEdit.Picture(kept, "A door"));
        var first = post.Cut(by, A.Monday);
        Edit(post, "Second", by, new PostEdit.Picture(suggested, "A cup, says the file", IsSuggested: true), new PostEdit.Picture(kept, "A door"));
        post.Cut(by, A.Monday);
        post.Restore(first, [.. post.Variants.Select(v => v.Channel)], [suggested, kept], by, A.Monday);
        Assert.Equal([true, false], post.MediaInOrder.Select(m => m.AltIsSuggested));

        // Taken off and brought back by the version, the file's own words are a suggestion again.
        Edit(post, "Third", by);
        post.Restore(first, [.. post.Variants.Select(v => v.Channel)], [suggested, kept], by, A.Monday);
        Assert.Equal([true, false], post.MediaInOrder.Select(m => m.AltIsSuggested));

        // Once kept, it stays kept.
        Edit(post, "Fourth", by, new PostEdit.Picture(suggested, "A cup, says the file"), new PostEdit.Picture(kept, "A door"));
        post.Restore(first, [.. post.Variants.Select(v => v.Channel)], [suggested, kept], by, A.Monday);
        Assert.Equal([false, false], post.MediaInOrder.Select(m => m.AltIsSuggested));
    }

    [Fact]
    public async Task The_posts_of_a_series_keep_it_as_they_are_made_and_as_they_follow()
    {
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(33, 21), "series.png");
        var start = Zones.ToLocal(app.Clock.GetUtcNow(), A.Berlin).Date.AddDays(3).AddHours(10);
        var id = await Calendar.CalendarPosts.Scheduled(app, start);
        await app.In("acme", async db =>
        {
            var (member, post) = (await TestApp.Member(db, "pia"), await db.Posts.Whole().SingleAsync(p => p.Id == id));
            post.Edit(new PostEdit(post.Text, null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(await db.Media.SingleAsync(a => a.Id == picture), "Perhaps a door", IsSuggested: true)]), member, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        (await pia.Post($"/w/acme/posts/{id}/recurrence", ("Pace", "Weekly"), ("Every", "1"))).Dispose();
        await app.Run<MakeOccurrencesJob>();
        var marks = await app.In("acme", db => db.Posts.Where(p => p.RecurrenceId != null && p.Media.Any(m => m.MediaId == picture)).SelectMany(p => p.Media).Select(m => m.AltIsSuggested).ToListAsync());
        Assert.True(marks.Count > 3);
        Assert.All(marks, Assert.True);
    }

    static MediaAsset Picture(string hash, string? own) =>
        MediaAsset.Upload(A.Member(Role.Publisher), $"{hash}.png", new MediaFile(new string(hash[0], 64), "image/png", 100), 100, 100, A.Monday, ownDescription: own);

    static void Edit(Post post, string text, Member by, params PostEdit.Picture[] pictures) =>
        post.Edit(new PostEdit(text, null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], pictures), by, A.Monday);
}
