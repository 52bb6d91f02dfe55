using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Planable.Tests.Support;

namespace Planable.Tests.People;

public class SignInTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_password_opens_and_goes_on_to_where_one_wanted()
    {
        using var client = app.Browser();
        using var answer = await client.SignIn("wanda@northlight.example", returnUrl: "/account/security");
        Assert.Equal("/account/security", answer.Headers.Location?.ToString());
        Assert.Contains("Firefox on Linux", await client.GetStringAsync("/account/security", Cancel), StringComparison.Ordinal);
    }

    [Theory, InlineData("//evil.example"), InlineData("https://evil.example"), InlineData("/\\evil.example"), InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_to_another_site(string returnUrl)
    {
        using var client = app.Browser();
        using var answer = await client.SignIn("wanda@northlight.example", returnUrl: returnUrl);
        Assert.Equal("/", answer.Headers.Location?.ToString());
        using var again = await client.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", Cancel);
        Assert.Equal("/", again.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var client = app.Browser();
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent([new("Email", "wanda@northlight.example"), new("Password", Door.Password)]), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(await client.IsIn());
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_say_the_same()
    {
        using var client = app.Browser();
        using var wrong = await client.SignIn("carl@acme.example", "not-my-password");
        using var unknown = await client.SignIn("nobody@acme.example", "not-my-password");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Equal(await wrong.Words("carl@acme.example"), await unknown.Words("nobody@acme.example"));
        Assert.Contains("carl@acme.example", await wrong.Shown(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-my-password", await wrong.Shown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_ten_wrong_tries_the_right_password_waits_ten_minutes_in_the_same_words()
    {
        using var client = app.Browser();
        string? words = null;
        for (var i = 0; i < 10; i++)
        {
            using var wrong = await client.SignIn("ivo@northlight.example", $"wrong-password-{i}");
            words ??= await wrong.Words("ivo@northlight.example");
        }

        using var right = await client.SignIn("ivo@northlight.example");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.StatusCode);
        Assert.Equal(words, await right.Words("ivo@northlight.example"));

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        using var later = await client.SignIn("ivo@northlight.example");
        Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_even_for_a_kept_cookie()
    {
        using var client = app.Browser();
        using var signedIn = await client.SignIn("olga@northlight.example");
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("session=", StringComparison.Ordinal)).Split(';')[0];
        using var signedOut = await client.Fill("/account", "/sign-out");
        Assert.Equal("/sign-in", signedOut.Headers.Location?.ToString());

        using var thief = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.False(await thief.IsIn());
    }

    [Fact]
    public async Task Ending_another_session_acts_within_a_minute()
    {
        using var phone = app.Browser("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1");
        using var laptop = app.Browser();
        using var one = await phone.SignIn("pia@northlight.example");
        using var two = await laptop.SignIn("pia@northlight.example");
        Assert.True(await phone.IsIn());

        var page = await laptop.GetStringAsync("/account/security", Cancel);
        Assert.Contains("Safari on iPhone", page, StringComparison.Ordinal);
        var end = Regex.Match(page, "action=\"(/account/security/sessions/[0-9a-f-]+/end)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        using var ended = await laptop.Fill("/account/security", end);
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);

        app.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(await phone.IsIn());
        Assert.True(await laptop.IsIn());
    }

    [Fact]
    public async Task A_session_ended_elsewhere_is_noticed_within_a_minute()
    {
        using var client = app.Browser();
        using var signedIn = await client.SignIn("clara@acme.example");
        Assert.True(await client.IsIn());
        var clara = await app.Ask(db => db.Users.Where(p => p.Email == "clara@acme.example").Select(p => p.Id).SingleAsync(Cancel));
        await app.Ask(db => db.SignInSessions.Where(s => s.PersonId == clara).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, app.Clock.GetUtcNow()), Cancel));
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(await client.IsIn());
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another_person()
    {
        using var adam = app.Browser();
        using var one = await adam.SignIn("adam@northlight.example");
        var session = await app.Ask(db => db.SignInSessions.Where(s => db.Users.Any(p => p.Id == s.PersonId && p.Email == "adam@northlight.example")).Select(s => s.Id).FirstAsync(Cancel));
        using var oscar = app.Browser();
        using var two = await oscar.SignIn("oscar@elsewhere.example");
        using var refused = await oscar.Fill("/account/security", $"/account/security/sessions/{session}/end");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.True(await adam.IsIn());
    }

    [Theory, InlineData("/account"), InlineData("/account/security"), InlineData("/account/security/password"), InlineData("/account/security/authenticator")]
    public async Task Who_is_not_signed_in_is_asked_to(string path)
    {
        using var client = app.Browser();
        using var answer = await client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/sign-in?returnUrl=", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appearance_and_shortcuts_are_kept()
    {
        using var client = app.Browser();
        using var signedIn = await client.SignIn("wanda@northlight.example");
        using var saved = await client.Fill("/account", "/account", ("Name", "Wanda Writer"), ("Theme", "Dark"), ("Shortcuts", "false"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var page = await client.GetStringAsync("/account", Cancel);
        Assert.Contains("data-theme=\"dark\"", page, StringComparison.Ordinal);
        Assert.Contains("data-shortcuts=\"off\"", page, StringComparison.Ordinal);
    }
}
