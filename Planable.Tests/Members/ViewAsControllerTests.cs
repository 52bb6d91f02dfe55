using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Members;

public class ViewAsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    Task<Guid> Id(string name) => app.In("acme", async db => (await TestApp.Member(db, name)).Id);

    Task<int> Views() => app.In("acme", db => db.Log.CountAsync(e => e.Verb == "member.viewed-as" && e.ActorName == "Pia Publisher"));

    [Fact]
    public async Task Pia_sees_exactly_what_Clara_sees_and_can_change_nothing()
    {
        await app.RequireApproval();
        var post = await app.Write("Clara decides about this.", 3, true, "ivo");
        using var clara = await app.As("clara");
        using var pia = await app.As("pia");
        var before = await Views();
        (await pia.Post("/w/acme/view-as", ("member", (await Id("clara")).ToString()))).Dispose();
        foreach (var path in new[] { "/w/acme/home", "/w/acme/approvals", $"/w/acme/posts/{post}" })
        {
            var (hers, seen) = (await clara.Page(path), await pia.Page(path));
            Assert.Equal("Viewing as Clara Client", seen.QuerySelector(".viewing b")!.TextContent);
            Assert.Equal(hers.QuerySelector("#main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), seen.QuerySelector("#main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(hers.QuerySelectorAll(".rail a, nav.rail a").Select(a => a.GetAttribute("href")), seen.QuerySelectorAll(".rail a, nav.rail a").Select(a => a.GetAttribute("href")));
        }

        using var decided = await pia.Post($"/w/acme/posts/{post}/approval/decisions", await app.Decision(post, "approve"));
        Assert.Equal(HttpStatusCode.Forbidden, decided.StatusCode);
        Assert.Contains("You are viewing as Clara Client", await decided.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull((await app.Read(post)).Approval!.Current);
        // That a page was looked at is not said in her name.
        using var beacon = await pia.Post($"/w/acme/posts/{post}/reading");
        Assert.Equal(HttpStatusCode.NoContent, beacon.StatusCode);
        Assert.Equal(before + 1, await Views());

        (await pia.Post("/w/acme/view-as/end")).Dispose();
        Assert.Null((await pia.Page("/w/acme/calendar")).QuerySelector(".viewing"));
    }

    [Fact]
    public async Task Only_a_clients_people_are_viewed_and_only_by_the_team()
    {
        using var pia = await app.As("pia");
        using var team = await pia.Post("/w/acme/view-as", ("member", (await Id("wanda")).ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, team.StatusCode);
        using var nobody = await pia.Post("/w/acme/view-as", ("member", Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        using var carl = await app.As("carl");
        using var forbidden = await carl.Post("/w/acme/view-as", ("member", (await Id("clara")).ToString()));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var oscar = await app.As("oscar");
        using var gone = await oscar.Post("/w/acme/view-as", ("member", (await Id("clara")).ToString()));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_cookie_made_up_or_of_somebody_else_shows_ones_own_screens()
    {
        using var pia = await app.As("pia");
        using var begun = await pia.Post("/w/acme/view-as", ("member", (await Id("clara")).ToString()));
        using var wanda = await app.As("wanda");
        wanda.Http.DefaultRequestHeaders.Add("Cookie", begun.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("view-as=", StringComparison.Ordinal)).Split(';')[0]);
        Assert.Null((await wanda.Page("/w/acme/calendar")).QuerySelector(".viewing"));
        using var adam = await app.As("adam");
        adam.Http.DefaultRequestHeaders.Add("Cookie", "view-as=nonsense");
        Assert.Null((await adam.Page("/w/acme/calendar")).QuerySelector(".viewing"));
    }
}
