using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Tests.Support;

namespace Planable.Tests.People;

public class SignUpTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static (string Name, string Value)[] Form(string email, string password = "a long enough one", string returnUrl = "/") =>
        [("Name", "Nina New"), ("Company", "Newcomers"), ("Email", email), ("Password", password), ("returnUrl", returnUrl)];

    [Fact]
    public async Task A_new_company_begins_by_confirming_the_address_and_signing_in()
    {
        const string Nina = "nina@newcomers.example";
        using var client = app.Browser();
        using var joined = await client.Fill("/sign-up", "/sign-up", Form(Nina));
        Assert.Equal("/sign-up/sent", joined.Headers.Location?.ToString());

        using var early = await client.SignIn(Nina, "a long enough one");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.Contains("Send the mail again", await early.Shown(), StringComparison.Ordinal);
        Assert.False(await client.IsIn());

        var mail = Assert.Single(await app.Mails(Nina));
        var link = mail.Link("/verify");
        Assert.Contains("<a class=\"button\"", mail.Html, StringComparison.Ordinal);

        // A scanner opens every link.
        Assert.Contains("Confirm this address", await client.GetStringAsync(link, Cancel), StringComparison.Ordinal);
        Assert.False(await app.Ask(db => db.Users.Where(p => p.Email == Nina).Select(p => p.EmailConfirmed).SingleAsync(Cancel)));

        using var confirmed = await client.Fill(link, "/verify", ("key", link.Key()));
        Assert.Equal("/sign-in", confirmed.Headers.Location?.ToString());
        Assert.False(await client.IsIn());
        using var signedIn = await client.SignIn(Nina, "a long enough one");
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.True(await client.IsIn());
        Assert.True(await app.Ask(db => db.Companies.AnyAsync(c => c.Name == "Newcomers" && c.Owners.Any(o => db.Users.Any(p => p.Id == o.PersonId && p.Email == Nina)), Cancel)));
    }

    [Fact]
    public async Task A_taken_address_gets_the_same_answer_and_its_owner_a_mail()
    {
        using var client = app.Browser();
        using var free = await client.Fill("/sign-up", "/sign-up", Form("free@newcomers.example"));
        using var taken = await client.Fill("/sign-up", "/sign-up", Form("clara@acme.example"));
        Assert.Equal(free.StatusCode, taken.StatusCode);
        Assert.Equal(free.Headers.Location, taken.Headers.Location);
        Assert.Contains("already have", Assert.Single(await app.Mails("clara@acme.example")).Subject, StringComparison.Ordinal);
        Assert.Equal(1, await app.Ask(db => db.Users.CountAsync(p => p.Email == "clara@acme.example", Cancel)));
    }

    [Fact]
    public async Task The_same_form_sent_many_times_at_once_makes_one_account()
    {
        const string Twice = "twice@newcomers.example";
        var visitors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.As(null)));
        var answers = await Task.WhenAll(visitors.Select(v => v.Post("/sign-up", [.. Form(Twice).Select(f => (f.Name, (string?)f.Value))])));
        Assert.All(answers, a => Assert.Contains(a.StatusCode, (HttpStatusCode[])[HttpStatusCode.Redirect, HttpStatusCode.UnprocessableEntity]));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        foreach (var second in answers.Where(a => a.StatusCode == HttpStatusCode.UnprocessableEntity))
            Assert.Contains("sent twice at the same moment", await second.Shown(), StringComparison.Ordinal);
        Assert.Equal(1, await app.Ask(db => db.Users.CountAsync(p => p.Email == Twice, Cancel)));
    }

    [Fact]
    public async Task A_link_to_confirm_works_one_day_and_can_be_sent_again()
    {
        const string Late = "late@newcomers.example";
        using var client = app.Browser();
        using var joined = await client.Fill("/sign-up", "/sign-up", Form(Late));
        var old = (await app.Mails(Late))[0].Link("/verify");
        app.Clock.Advance(TimeSpan.FromHours(25));
        using var refused = await client.Fill("/sign-in", "/verify", ("key", old.Key()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        using var again = await client.Fill("/sign-up/sent", "/verify/again", ("Email", Late));
        using var unknown = await client.Fill("/sign-up/sent", "/verify/again", ("Email", "nobody@newcomers.example"));
        Assert.Equal(again.Headers.Location, unknown.Headers.Location);
        var keys = (await app.Mails(Late)).Select(m => m.Link("/verify").Key()).Where(k => k != old.Key()).ToList();
        using var confirmed = await client.Fill("/sign-in", "/verify", ("key", Assert.Single(keys)));
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        Assert.Empty(await app.Mails("nobody@newcomers.example"));
    }

    [Fact]
    public async Task Who_was_invited_needs_no_company_and_goes_on_to_the_invitation()
    {
        const string Invited = "invited@newcomers.example";
        using var client = app.Browser();
        Assert.DoesNotContain("name=\"Company\"", await client.GetStringAsync("/sign-up?returnUrl=%2Finvitations%2Fabc", Cancel), StringComparison.Ordinal);
        using var joined = await client.Fill("/sign-up", "/sign-up", ("Name", "Ines Invited"), ("Email", Invited), ("Password", "a long enough one"), ("returnUrl", "/invitations/abc"));
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        var link = (await app.Mails(Invited))[0].Link("/verify");
        using var confirmed = await client.Fill(link, "/verify", ("key", link.Key()), ("returnUrl", "/invitations/abc"));
        Assert.Equal("/sign-in?returnUrl=%2Finvitations%2Fabc", confirmed.Headers.Location?.ToString());
        Assert.EndsWith("returnUrl=%2Finvitations%2Fabc", link, StringComparison.Ordinal);
    }

    [Theory, InlineData("short"), InlineData("aaaaaaaaaaaaaaa")]
    public async Task A_weak_password_is_told_beside_the_field_and_the_rest_kept(string password)
    {
        using var client = app.Browser();
        using var answer = await client.Fill("/sign-up", "/sign-up", Form("weak@newcomers.example", password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Shown();
        Assert.Contains("id=\"Password-error\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"Newcomers\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_form_is_told_field_by_field()
    {
        using var client = app.Browser();
        using var answer = await client.Fill("/sign-up", "/sign-up", ("Name", ""), ("Company", ""), ("Email", ""), ("Password", ""));
        var page = await answer.Shown();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Enter your name.", page, StringComparison.Ordinal);
        Assert.Contains("Choose a password.", page, StringComparison.Ordinal);
    }
}
