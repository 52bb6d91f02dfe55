using System.Net;
using Planable.Tests.Support;

namespace Planable.Tests.People;

public class DevMailTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_can_be_read_in_development_and_cannot_run_anything()
    {
        using var client = app.Browser();
        using var asked = await client.Fill("/forgot", "/forgot", ("Email", "olga@northlight.example"));
        var mail = Assert.Single(await app.Mails("olga@northlight.example"));
        Assert.Equal("Choose a new password", mail.Subject);
        Assert.Contains("Choose a new password", await client.GetStringAsync("/dev/mail", Cancel), StringComparison.Ordinal);
        Assert.Contains("works once", await client.GetStringAsync($"/dev/mail/{mail.Name}", Cancel), StringComparison.Ordinal);

        using var html = await client.GetAsync($"/dev/mail/{mail.Name}/html", Cancel);
        Assert.Contains("sandbox", html.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", html.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var none = await client.GetAsync("/dev/mail/..%2F..%2Fsecret", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }
}
