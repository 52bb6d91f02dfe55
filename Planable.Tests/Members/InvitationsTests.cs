using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Jobs.Notices;
using Planable.Tests.Support;

namespace Planable.Tests.Members;

static class Invitations
{
    /// <summary>The link the members page shows once after an invitation was made.</summary>
    public static async Task<string> LastToken(Visitor visitor, string workspace)
    {
        var page = await visitor.Page($"/w/{workspace}/members");
        var link = page.QuerySelector("#invitation-link")!.TextContent;
        return link[(link.LastIndexOf('/') + 1)..];
    }
}

public class InvitationsTests(TestApp app) : IClassFixture<TestApp>
{
    static async Task<string> Invite(Visitor by, string? email, string role = "Writer", string uses = "1")
    {
        Assert.Equal(HttpStatusCode.Redirect, (await by.Post("/w/acme/invitations", ("Email", email), ("Role", role), ("Days", "7"), ("MaxUses", uses))).StatusCode);
        return await Invitations.LastToken(by, "acme");
    }

    [Fact]
    public async Task An_existing_account_gains_membership_and_looking_changes_nothing()
    {
        using var adam = await app.As("adam");
        using var oscar = await app.As("oscar");
        var token = await Invite(adam, "oscar@elsewhere.example");
        var page = await oscar.Page($"/invitations/{token}");
        Assert.Contains("Adam Admin of Northlight", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/members")).StatusCode);
        var people = await app.In("acme", db => db.Users.CountAsync());
        Assert.Equal("/w/acme/calendar", (await oscar.Post($"/invitations/{token}")).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await oscar.Get("/w/acme/members")).StatusCode);
        Assert.Equal(people, await app.In("acme", db => db.Users.CountAsync()));
        await app.In("acme", async db =>
        {
            Assert.True(await db.Log.AnyAsync(e => e.Verb == "member.joined" && e.ActorName == "Oscar Outside"));
            Assert.True(await db.Mails.AnyAsync(m => m.To == "oscar@elsewhere.example" && m.Html.Contains(token)));
        });
        var again = await oscar.Page($"/invitations/{token}");
        Assert.Contains("You are a member", again.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_invitation_to_the_same_address_renews_the_first_and_ends_its_link()
    {
        using var adam = await app.As("adam");
        using var nobody = await app.As(null);
        var first = await Invite(adam, "new@acme.example");
        var second = await Invite(adam, "New@acme.example", "Publisher");
        Assert.Equal(1, await app.In("acme", db => db.Invitations.CountAsync(i => i.Email == "new@acme.example")));
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get($"/invitations/{first}")).StatusCode);
        var page = await nobody.Page($"/invitations/{second}");
        Assert.Contains("/sign-up?returnUrl=", page.QuerySelector("a[href*='sign-up']")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_invitation_says_so_and_asking_for_another_reaches_Adam()
    {
        using var adam = await app.As("adam");
        var token = await Invite(adam, "late@acme.example");
        await app.In("acme", async db => await db.Invitations.Where(i => i.Email == "late@acme.example").ExecuteUpdateAsync(i => i.SetProperty(x => x.ExpiresAt, new DateTimeOffset(2026, 5, 3, 8, 0, 0, TimeSpan.Zero))));
        using var nobody = await app.As(null);
        var page = await nobody.Page($"/invitations/{token}");
        Assert.Contains("expired on 3 May", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ask Northlight for a new one", page.Body!.TextContent, StringComparison.Ordinal);
        await nobody.Post($"/invitations/{token}/request");
        await nobody.Post($"/invitations/{token}/request");
        await app.Run<WriteNoticesJob>();
        var notices = await adam.Page("/notices");
        Assert.Equal(1, notices.QuerySelectorAll("[data-notice]").Count(n => n.TextContent.Contains("late@acme.example", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_link_is_good_for_as_many_as_it_says_and_a_revoked_one_for_nobody()
    {
        using var adam = await app.As("adam");
        var token = await Invite(adam, null, "ClientViewer");
        using var nobody = await app.As(null);
        await app.In("acme", async db => await db.Invitations.Where(i => i.Email == null).ExecuteUpdateAsync(i => i.SetProperty(x => x.Uses, 1)));
        Assert.Contains("was used", (await nobody.Page($"/invitations/{token}")).Body!.TextContent, StringComparison.Ordinal);
        await app.In("acme", async db => await db.Invitations.Where(i => i.Email == null).ExecuteUpdateAsync(i => i.SetProperty(x => x.Uses, 0)));
        var id = await app.In("acme", db => db.Invitations.Where(i => i.Email == null).Select(i => i.Id).SingleAsync());
        await adam.Post($"/w/acme/invitations/{id}/revocation");
        Assert.Contains("withdrawn", (await nobody.Page($"/invitations/{token}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_invitation_is_explained_and_not_taken()
    {
        using var olga = await app.As("olga");
        await olga.Post("/w/bolt/invitations", ("Email", "third@acme.example"), ("Role", "Writer"), ("Days", "7"), ("MaxUses", "1"));
        var token = await Invitations.LastToken(olga, "bolt");
        using var clara = await app.As("clara");
        Assert.Contains("for somebody else", (await clara.Page($"/invitations/{token}")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clara.Htmx($"/invitations/{token}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clara.Get("/w/bolt/calendar")).StatusCode);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_a_made_up_link_404()
    {
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get("/w/acme/invitations/new")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/invitations", ("Role", "Writer"), ("Days", "7"), ("MaxUses", "1"))).StatusCode);
        using var adam = await app.As("adam");
        Assert.Equal(HttpStatusCode.Forbidden, (await adam.Post("/w/acme/invitations", ("Role", "Owner"), ("Days", "7"), ("MaxUses", "1"))).StatusCode);
        using var nobody = await app.As(null);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get("/invitations/0000")).StatusCode);
    }
}
