using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Tests.Approvals;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class PostViewsTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    Task<List<LogEntry>> Views(Guid id) => app.In("acme", db => db.Log.AsNoTracking().Where(e => e.SubjectId == id && e.Verb == "post.viewed").OrderBy(e => e.Sequence).ToListAsync(Cancel));

    [Fact]
    public async Task Clara_opened_one_of_two_and_programs_open_none()
    {
        await app.RequireApproval();
        var (opened, closed) = (await app.ForClient("Opened by Clara."), await app.ForClient("Not opened yet."));
        using var pia = await app.As("pia");
        using var clara = await app.As("clara");
        var version = (await app.Read(opened)).LatestVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var sent = (await clara.Page($"/w/acme/posts/{opened}")).QuerySelector("form[action$='/reading']")!;
        Assert.Equal(version, sent.QuerySelector("input[name=version]")!.GetAttribute("value"));
        // Fetching counts for nobody, nor does a program that runs scripts.
        clara.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 HeadlessChrome/141.0 Mimecast-scan");
        using (await clara.Post($"/w/acme/posts/{opened}/reading", ("version", version))) { }
        Assert.Empty(await Views(opened));
        // Other tests may have sent her posts before.
        var waiting = await app.In("acme", db => db.Posts.CountAsync(p => p.ApprovalState == ApprovalState.Waiting));
        Assert.Contains($"Clara Client has opened none of {waiting} posts yet", (await pia.Page("/w/acme/approvals?show=others")).QuerySelector(".seen-sums")!.TextContent, StringComparison.Ordinal);

        clara.Http.DefaultRequestHeaders.UserAgent.Clear();
        clara.Http.DefaultRequestHeaders.UserAgent.ParseAdd(SharedPosts.Browser);
        foreach (var _ in (int[])[1, 2])
        {
            using var read = await clara.Post($"/w/acme/posts/{opened}/reading", ("version", version));
            Assert.Equal(HttpStatusCode.NoContent, read.StatusCode);
        }

        var entry = Assert.Single(await Views(opened));
        Assert.Equal(("Clara Client", Via.Web, Audience.Team, version), (entry.ActorName, entry.Via, entry.Audience, entry.Facts["version"]));
        Assert.Contains($"Clara Client opened 1 of {waiting} posts, last ", (await pia.Page("/w/acme/approvals?show=others")).QuerySelector(".seen-sums")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"saw version {version}", (await pia.Page($"/w/acme/posts/{opened}?tab=approval")).QuerySelector(".seen")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Clara Client has not opened it yet", string.Join(' ', (await pia.Page($"/w/acme/posts/{closed}?tab=approval")).QuerySelector(".seen")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Null((await clara.Page($"/w/acme/posts/{opened}?tab=approval")).QuerySelector(".seen"));
        // The team looking is no news.
        pia.Http.DefaultRequestHeaders.UserAgent.ParseAdd(SharedPosts.Browser);
        using (await pia.Post($"/w/acme/posts/{opened}/reading", ("version", version))) { }
        Assert.Single(await Views(opened));

        // A newer version is seen anew, and the history tells both, as its export does.
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == opened, Cancel);
            var wanda = await TestApp.Member(db, "wanda");
            House.Write(post, wanda, "Opened by Clara, and changed.");
            post.Cut(wanda, app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        Assert.Contains("not the newest", (await pia.Page($"/w/acme/posts/{opened}?tab=approval")).QuerySelector(".seen")!.TextContent, StringComparison.Ordinal);
        var newest = (await app.Read(opened)).LatestVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using (await clara.Post($"/w/acme/posts/{opened}/reading", ("version", newest))) { }
        Assert.Equal([version, newest], (await Views(opened)).Select(e => e.Facts["version"]));
        var csv = await (await pia.Get($"/w/acme/posts/{opened}/activity.csv")).Content.ReadAsStringAsync(Cancel);
        Assert.Contains($"looked at version {newest}", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_with_a_link_counts_once_for_each_version_and_of_what_the_link_shows()
    {
        await app.RequireApproval();
        var (one, two) = (await app.ForClient("Linked one."), await app.ForClient("Linked two."));
        var (path, link) = await app.Share("Seen batch", ("Posts", $"{one},{two}"));
        using var gus = await app.Gus();
        foreach (var _ in (int[])[1, 2])
        {
            using var seen = await gus.Post($"{path}/posts/{one}/seen", ("version", "1"));
            Assert.Equal(HttpStatusCode.NoContent, seen.StatusCode);
        }

        using var pia = await app.As("pia");
        Assert.Contains("opened 1 of 2 posts, last ", (await pia.Page($"/w/acme/reviews/{link}")).Body!.TextContent, StringComparison.Ordinal);
        var entry = Assert.Single(await Views(one));
        Assert.Equal((Via.Link, "Somebody (link ‘Seen batch’)"), (entry.Via, entry.ActorName));
        Assert.Contains("by link", (await pia.Page($"/w/acme/posts/{one}?tab=activity")).QuerySelector(".acty")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await Views(two));
    }

    [Fact]
    public void Two_guests_who_type_the_same_name_are_two_and_one_mailbox_is_one_on_every_device()
    {
        var house = new House();
        var (link, at) = (Guid.NewGuid(), A.Monday.AddHours(1));
        Decider Gus(Guid visit, string? mailbox = null) => Decider.Guest(house.Workspace, link, "Gus", mailbox is null ? IdentityStrength.Name : IdentityStrength.MailCode, mailbox) with { VisitId = visit };
        var (phone, laptop) = (Guid.NewGuid(), Guid.NewGuid());
        var thread = house.Post().Comment(FeedbackDraft.Of("Mine.", []), Audience.Client, null, Gus(phone), at);
        var id = thread.Comments[0].Id;
        Assert.Throws<NotAllowed>(() => thread.Remove(id, Gus(laptop), at));
        thread.Edit(id, FeedbackDraft.Of("Still mine.", []), Gus(phone), at);
        // Confirmed later, what was said before stays theirs; and what is said then is theirs wherever they confirm.
        thread.Edit(id, FeedbackDraft.Of("Mine, confirmed.", []), Gus(phone, "gus@acme.example"), at);
        thread.Reply(FeedbackDraft.Of("From the phone.", []), Audience.Client, Gus(phone, "gus@acme.example"), at);
        var said = thread.Comments[^1].Id;
        thread.Edit(said, FeedbackDraft.Of("From the laptop.", []), Gus(laptop, "Gus@Acme.example"), at);
        Assert.Throws<NotAllowed>(() => thread.Remove(said, Gus(laptop, "other@acme.example"), at));

        thread.React(id, "heart", Gus(phone), at);
        thread.React(id, "heart", Gus(laptop), at);
        Assert.Equal(2, thread.Comments[0].Reactions.Count);
        thread.React(id, "heart", Gus(phone), at);
        Assert.Single(thread.Comments[0].Reactions);
    }
}
