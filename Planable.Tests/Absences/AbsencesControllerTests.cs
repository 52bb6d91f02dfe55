using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Times;
using Planable.Jobs.Approvals;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Absences;

public class AbsencesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    string Day(int ahead) => DateOnly.FromDateTime(Zones.ToLocal(app.Clock.GetUtcNow(), A.Berlin)).AddDays(ahead).ToString("yyyy-MM-dd");

    Task<Guid> IdOf(string name, string slug = "acme") => app.In(slug, async db => (await TestApp.Member(db, name)).Id);

    Task<int> Kept() => app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel)).Absences.Count(a => !a.IsOver(app.Clock.GetUtcNow())));

    async Task Nobody_is_away()
    {
        await app.In("acme", async db =>
        {
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
            var olga = await TestApp.Member(db, "olga");
            foreach (var absence in workspace.Absences.ToList())
                workspace.Welcome(absence.Id, olga, app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
    }

    [Fact]
    public async Task Ivo_says_in_his_account_that_Adam_stands_in_and_is_back_by_himself()
    {
        await Nobody_is_away();
        await app.RequireApproval();
        using var ivo = await app.As("ivo");
        var page = await ivo.Page("/account/absences");
        Assert.Contains(page.QuerySelectorAll("#stand-in-acme option").Select(o => o.TextContent), o => o == "Adam Admin");
        Assert.DoesNotContain(page.QuerySelectorAll("#stand-in-acme option").Select(o => o.TextContent), o => o is "Clara Client" or "Ivo Inside" or "Wanda Writer");
        var adam = await IdOf("adam");
        using var unsaid = await ivo.Post("/account/absences", ("First", Day(0)), ("Last", Day(3)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        using var noted = await ivo.Post("/account/absences", ("First", Day(0)), ("Last", Day(3)), ("StandIns[acme]", adam.ToString()));
        Assert.Equal(HttpStatusCode.Redirect, noted.StatusCode);

        var id = await app.Write("While somebody is away.", days: null);
        Assert.Equal("Adam Admin for Ivo Inside", (await app.Read(id)).Approval!.WaitingNames);
        await app.Run<WriteNoticesJob>();
        Assert.Equal("Your approval is asked for in the place of Ivo Inside: Team.", await app.Words(id, "adam", "post.approval-asked"));
        Assert.Empty(await app.Words(id, "ivo", "post.approval-asked"));
        using var standIn = await app.As("adam");
        using var approved = await standIn.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "approve"));
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Contains("Adam Admin for Ivo Inside", (await standIn.Page($"/w/acme/posts/{id}?tab=activity")).QuerySelector(".tp")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Adam Admin for Ivo Inside approved version", (await standIn.Page($"/w/acme/posts/{id}?tab=approval")).QuerySelector(".levels")!.TextContent, StringComparison.Ordinal);
        // The client is told neither who is away nor who stands in.
        using var clara = await app.As("clara");
        Assert.DoesNotContain("Ivo", (await clara.Page($"/w/acme/posts/{id}?tab=activity")).DocumentElement.OuterHtml, StringComparison.Ordinal);

        var waiting = await app.Write("Comes back to Ivo.", days: null);
        app.Clock.Advance(TimeSpan.FromDays(4));
        await app.Run<WatchApprovalsJob>();
        Assert.Equal("Ivo Inside", (await app.Read(waiting)).Approval!.WaitingNames);
        Assert.Equal(0, await Kept());
    }

    [Fact]
    public async Task Admins_note_absences_loops_are_refused_and_what_waits_is_taken_over_at_once()
    {
        await Nobody_is_away();
        await app.RequireApproval();
        var id = await app.Write("Waits for Ivo.", days: null);
        var (ivo, adam, olga) = (await IdOf("ivo"), await IdOf("adam"), await IdOf("olga"));
        using var visitor = await app.As("adam");
        using var noted = await visitor.Post("/w/acme/members/absences", ("Member", ivo.ToString()), ("StandIn", olga.ToString()), ("First", Day(0)), ("Last", Day(5)));
        Assert.Equal(HttpStatusCode.Redirect, noted.StatusCode);
        Assert.Equal("Olga Owner for Ivo Inside", (await app.Read(id)).Approval!.WaitingNames);
        using var loop = await visitor.Post("/w/acme/members/absences", ("Member", olga.ToString()), ("StandIn", ivo.ToString()), ("First", Day(5)), ("Last", Day(6)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, loop.StatusCode);
        var shown = await Visitor.Shown(loop);
        Assert.Contains("would come back to Olga Owner", shown.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("would come back to Olga Owner", shown.QuerySelector("#stand-in[aria-invalid=true] ~ #problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Day(6), shown.QuerySelector("#last")!.GetAttribute("value"));
        using var own = await visitor.Post("/account/absences", ("First", Day(0)), ("Last", Day(5)), ("StandIns[acme]", adam.ToString()));
        Assert.NotNull((await Visitor.Shown(own)).QuerySelector("#stand-in-acme[aria-invalid=true] ~ #problem"));
        using var nobody = await visitor.Post("/w/acme/members/absences", ("Member", Guid.NewGuid().ToString()), ("StandIn", adam.ToString()), ("First", Day(0)), ("Last", Day(5)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.StatusCode);
        Assert.Equal(1, await Kept());

        var end = (await visitor.Page("/w/acme/members/absences")).QuerySelector("form[action$='/end']")!.GetAttribute("action")!;
        using var back = await visitor.Post(end);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        Assert.Equal("Ivo Inside", (await app.Read(id)).Approval!.WaitingNames);
        Assert.Contains("Ivo Inside is back", (await visitor.Page("/w/acme/activity")).DocumentElement.TextContent, StringComparison.Ordinal);
        Assert.InRange((await app.Sql.During(() => visitor.Page("/w/acme/members/absences"))).Count, 1, 8);
        Assert.InRange((await app.Sql.During(() => visitor.Page("/account/absences"))).Count, 1, 8);
    }

    [Fact]
    public async Task Nobody_ends_the_absence_of_another_the_wrong_role_gets_403_and_Oscar_404()
    {
        await Nobody_is_away();
        await app.RequireApproval();
        using var adam = await app.As("adam");
        using var noted = await adam.Post("/w/acme/members/absences", ("Member", (await IdOf("ivo")).ToString()), ("StandIn", (await IdOf("olga")).ToString()), ("First", Day(0)), ("Last", Day(5)));
        var id = await app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel)).Absences.First(a => !a.IsOver(app.Clock.GetUtcNow())).Id);
        using var wanda = await app.As("wanda");
        using var wrong = await wanda.Post($"/w/acme/members/absences/{id}/end");
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var others = await wanda.Post($"/account/absences/acme/{id}/end");
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        using var oscar = await app.As("oscar");
        using var stranger = await oscar.Post($"/w/acme/members/absences/{id}/end");
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        using var elsewhere = await oscar.Post($"/account/absences/acme/{id}/end");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Equal(1, await Kept());
        await Nobody_is_away();
    }
}
