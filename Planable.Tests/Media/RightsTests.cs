using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Jobs.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Media;

public class RightsTests(TestApp app) : IClassFixture<TestApp>
{
    static MediaAsset Licensed(DateOnly until)
    {
        var by = A.Member(Role.Publisher);
        var asset = MediaAsset.Upload(by, "summer.jpg", new MediaFile(new string('a', 64), "image/jpeg", 1000), 100, 100, A.Monday);
        asset.License(until, "Photographer's contract 12", by, A.Monday);
        return asset;
    }

    static Post With(MediaAsset asset)
    {
        var by = A.Member(Role.Publisher);
        var post = A.Post(by);
        post.Edit(new PostEdit("Summer", null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(asset, "")]), by, A.Monday);
        return post;
    }

    [Fact]
    public void The_last_day_may_be_scheduled_and_the_day_after_may_not()
    {
        var by = A.Member(Role.Publisher);
        var post = With(Licensed(new DateOnly(2027, 6, 30)));
        var refused = Assert.Throws<RuleBroken>(() => post.Schedule(A.Time(1, 9, 7, 2027), by, A.Monday));
        Assert.Equal(("LICENCE_ENDED", "summer.jpg is licensed until 30 Jun 2027. Take another file, or an earlier day."), (refused.Code, refused.Message));
        Assert.Equal(PostState.Draft, post.State);
        post.Schedule(A.Time(30, 23, 6, 2027), by, A.Monday);
        Assert.Equal(PostState.Scheduled, post.State);
    }

    [Fact]
    public void Moving_past_the_date_publishing_now_and_adding_the_file_later_meet_the_same_rule()
    {
        var by = A.Member(Role.Publisher);
        var post = With(Licensed(new DateOnly(2027, 6, 30)));
        post.Schedule(A.Time(29, 9, 6, 2027), by, A.Monday);
        Assert.Equal("LICENCE_ENDED", Assert.Throws<RuleBroken>(() => post.Schedule(A.Time(2, 9, 7, 2027), by, A.Monday)).Code);
        Assert.Equal("LICENCE_ENDED", Assert.Throws<RuleBroken>(() => post.Plan(A.Time(2, 9, 7, 2027), by, A.Monday)).Code);
        Assert.Equal("LICENCE_ENDED", Assert.Throws<RuleBroken>(() => With(Licensed(new DateOnly(2026, 11, 22))).PublishNow(by, A.Berlin, A.Monday)).Code);

        var scheduled = A.Post(by);
        scheduled.Schedule(A.Time(2, 9, 7, 2027), by, A.Monday);
        var edit = new PostEdit("Summer", null, [.. scheduled.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], [new PostEdit.Picture(Licensed(new DateOnly(2027, 6, 30)), "")]);
        Assert.Equal("LICENCE_ENDED", Assert.Throws<RuleBroken>(() => scheduled.Edit(edit, by, A.Monday)).Code);
    }

    [Fact]
    public void The_problems_list_names_the_file_before_anybody_presses_schedule()
    {
        var post = With(Licensed(new DateOnly(2027, 6, 30)));
        post.Plan(A.Time(1, 9, 7, 2027), A.Member(Role.Publisher), A.Monday);
        Assert.Contains(PostProblems.Of(post), p => p is { Code: "LICENCE_ENDED", Target: "media:1", Blocks: true });
    }

    [Fact]
    public async Task Files_whose_licence_ends_soon_are_listed_and_told_once_a_month()
    {
        using var wanda = await app.As("wanda");
        var id = await MediaControllerTests.Uploaded(wanda, Pixels.Png(12, 12), "ending.png");
        var later = await MediaControllerTests.Uploaded(wanda, Pixels.Png(12, 12), "later.png");
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await wanda.Post($"/w/acme/media/{id}/licence", ("until", today.AddDays(20).ToString("yyyy-MM-dd")), ("note", "Stock licence"));
        await wanda.Post($"/w/acme/media/{later}/licence", ("until", today.AddDays(300).ToString("yyyy-MM-dd")));
        var listed = await wanda.Page("/w/acme/media?rights=ending");
        Assert.Equal([$"asset-{id}"], listed.QuerySelectorAll("#assets .ast").Select(a => a.Id));

        await app.Run<TellEndingLicencesJob>();
        await app.Run<TellEndingLicencesJob>();
        var notices = await app.In("acme", db => db.Notices.Where(n => n.Kind == "media.licences").ToListAsync());
        Assert.Contains("ending.png (", Assert.Single(notices.Select(n => n.Words).Distinct()), StringComparison.Ordinal);
        Assert.Equal(notices.Count, notices.Select(n => n.MemberId).Distinct().Count());
        Assert.DoesNotContain(await app.In("acme", async db => await TestApp.Member(db, "carl")) is var carl ? notices.Where(n => n.MemberId == carl.Id) : [], _ => true);
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var wanda = await app.As("wanda");
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        var id = await MediaControllerTests.Uploaded(wanda, Pixels.Png(12, 12), "x.png");
        Assert.Equal(HttpStatusCode.Forbidden, (await carl.Post($"/w/acme/media/{id}/licence")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/acme/media/{id}/licence")).StatusCode);
    }
}
