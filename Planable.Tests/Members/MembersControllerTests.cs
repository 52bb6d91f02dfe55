using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.Members;

public class MembersControllerTests(TestApp app) : IClassFixture<TestApp>
{
    Task<Guid> IdOf(string name) => app.In("acme", async db => (await TestApp.Member(db, name)).Id);

    [Fact]
    public async Task Demoting_Pia_takes_effect_on_her_next_request_without_signing_in_again()
    {
        using var adam = await app.As("adam");
        using var ivo = await app.As("ivo");
        var id = await IdOf("ivo");
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Get("/w/acme/pause")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await adam.Post($"/w/acme/members/{id}/role", ("role", "Manager"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ivo.Get("/w/acme/pause")).StatusCode);
        await adam.Post($"/w/acme/members/{id}/role", ("role", "Reviewer"));
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Get("/w/acme/pause")).StatusCode);
    }

    [Fact]
    public async Task The_last_owner_cannot_be_demoted_and_the_answer_says_why()
    {
        using var olga = await app.As("olga");
        var answer = await olga.Htmx($"/w/acme/members/{await IdOf("olga")}/role", ("role", "Admin"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("last owner", (await Visitor.Shown(answer)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capability_is_switched_on_and_off_and_a_fixed_one_is_refused()
    {
        using var adam = await app.As("adam");
        var id = await IdOf("wanda");
        string[] own = ["WritePosts", "Comment", "UploadMedia", "SeeActivity"];
        await adam.Post($"/w/acme/members/{id}/capabilities", [.. own.Append("SchedulePosts").Select(c => ("capabilities", (string?)c))]);
        Assert.True(await app.In("acme", async db => (await TestApp.Member(db, "wanda")).Can(Permission.SchedulePosts)));
        await adam.Post($"/w/acme/members/{id}/capabilities", [.. own.Select(c => ("capabilities", (string?)c))]);
        Assert.False(await app.In("acme", async db => (await TestApp.Member(db, "wanda")).Can(Permission.SchedulePosts)));
        var refused = await adam.Htmx($"/w/acme/members/{id}/capabilities", [.. own.Append("DeleteWorkspace").Select(c => ("capabilities", (string?)c))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task Who_leaves_hands_the_drafts_over_loses_access_at_once_and_may_come_back()
    {
        var (post, heir, leaver) = await app.In("bolt", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            var pia = await TestApp.Member(db, "pia");
            var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "bolt");
            var draft = Post.Draft(pia, workspace, app.Clock.GetUtcNow());
            db.Posts.Add(draft);
            await db.SaveChangesAsync();
            return (draft.Id, olga.Id, pia.Id);
        });
        using var adam = await app.As("adam");
        using var visitor = await app.As("pia");
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get("/w/bolt/members")).StatusCode);
        var blocked = await adam.Htmx($"/w/bolt/members/{leaver}/removal");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, blocked.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await adam.Post($"/w/bolt/members/{leaver}/removal", ("heirId", heir.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get("/w/bolt/members")).StatusCode);
        await app.In("bolt", async db =>
        {
            Assert.Equal(heir, (await db.Posts.SingleAsync(p => p.Id == post)).AuthorId);
            Assert.Equal("Pia Publisher (former member)", (await TestApp.Member(db, "pia")).Name);
        });

        await adam.Post("/w/bolt/invitations", ("Email", "pia@northlight.example"), ("Role", "Writer"), ("Days", "7"), ("MaxUses", "1"));
        var token = await Invitations.LastToken(adam, "bolt");
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Post($"/invitations/{token}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get("/w/bolt/members")).StatusCode);
        await app.In("bolt", async db => Assert.Equal(Role.Writer, (await TestApp.Member(db, "pia")).Role));
    }

    [Fact]
    public async Task Who_may_not_manage_finds_no_control()
    {
        using var wanda = await app.As("wanda");
        var page = await wanda.Page("/w/acme/members");
        Assert.Contains("Carl Casual", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main form:not([action$=view-as]), main a.btn"));
    }

    [Fact]
    public async Task A_role_that_does_not_exist_changes_nothing()
    {
        var id = await IdOf("carl");
        using var olga = await app.As("olga");
        foreach (var role in (string?[])["Emperor", "99", null])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await olga.Htmx($"/w/acme/members/{id}/role", ("role", role))).StatusCode);
        Assert.Equal(Role.ClientViewer, await app.In("acme", async db => (await TestApp.Member(db, "carl")).Role));
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Htmx($"/w/acme/members/{id}/role", ("role", "Emperor"))).StatusCode);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        var id = await IdOf("carl");
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/members/{id}/role", ("role", "ClientApprover"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/members/{id}/capabilities")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/members/{id}/removal")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get($"/w/acme/members/{id}")).StatusCode);
        using var clara = await app.As("clara");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get("/w/acme/members")).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/members")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/acme/members/{id}/removal")).StatusCode);
    }
}
