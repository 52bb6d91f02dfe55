using System.Diagnostics;
using System.Net;
using Planable.Tests.Support;

namespace Planable.Tests.People;

public class PasswordTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reset_link_works_once_and_ends_all_sessions()
    {
        using var before = app.Browser();
        using var signedIn = await before.SignIn("wanda@northlight.example");
        using var client = app.Browser();
        using var asked = await client.Fill("/forgot", "/forgot", ("Email", "wanda@northlight.example"));
        var link = Assert.Single(await app.Mails("wanda@northlight.example")).Link("/reset");

        using var reset = await client.Fill(link, "/reset", ("Key", link.Key()), ("Password", "the next password"));
        Assert.Equal("/sign-in", reset.Headers.Location?.ToString());
        Assert.False(await before.IsIn());
        using var old = await client.SignIn("wanda@northlight.example");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, old.StatusCode);

        using var twice = await client.Fill("/forgot", "/reset", ("Key", link.Key()), ("Password", "yet another password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        Assert.Contains("does not work any more", await client.GetStringAsync(link, Cancel), StringComparison.Ordinal);
        using var now = await client.SignIn("wanda@northlight.example", "the next password");
        Assert.Equal(HttpStatusCode.Redirect, now.StatusCode);
        Assert.Contains(await app.Mails("wanda@northlight.example"), m => m.Subject == "Your password was changed");
    }

    [Fact]
    public async Task A_reset_link_works_one_hour()
    {
        using var client = app.Browser();
        using var asked = await client.Fill("/forgot", "/forgot", ("Email", "adam@northlight.example"));
        var link = Assert.Single(await app.Mails("adam@northlight.example")).Link("/reset");
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        using var late = await client.Fill("/forgot", "/reset", ("Key", link.Key()), ("Password", "the next password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        using var still = await client.SignIn("adam@northlight.example");
        Assert.Equal(HttpStatusCode.Redirect, still.StatusCode);
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_in_the_same_time()
    {
        using var client = app.Browser();
        using var warm = await client.Fill("/forgot", "/forgot", ("Email", "olga@northlight.example"));
        var (known, knownTook) = await Timed("ivo@northlight.example");
        var (unknown, unknownTook) = await Timed("nobody@northlight.example");
        Assert.Equal(known.Headers.Location, unknown.Headers.Location);
        Assert.Empty(await app.Mails("nobody@northlight.example"));
        Assert.InRange(unknownTook.TotalMilliseconds, 390, 2000);
        Assert.InRange(knownTook.TotalMilliseconds, 390, 2000);

        async Task<(HttpResponseMessage Answer, TimeSpan Took)> Timed(string email)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await client.Fill("/forgot", "/forgot", ("Email", email));
            return (answer, Stopwatch.GetElapsedTime(start));
        }
    }

    [Fact]
    public async Task A_changed_password_keeps_this_session_and_ends_the_others()
    {
        using var here = app.Browser();
        using var there = app.Browser();
        using var one = await here.SignIn("carl@acme.example");
        using var two = await there.SignIn("carl@acme.example");
        using var wrong = await here.Fill("/account/security/password", "/account/security/password", ("OldPassword", "not mine at all"), ("NewPassword", "the next password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.True(await there.IsIn());

        using var changed = await here.Fill("/account/security/password", "/account/security/password", ("OldPassword", Door.Password), ("NewPassword", "the next password"));
        Assert.Equal("/account/security", changed.Headers.Location?.ToString());
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await here.IsIn());
        Assert.False(await there.IsIn());
        Assert.Contains(await app.Mails("carl@acme.example"), m => m.Subject == "Your password was changed");
    }
}
