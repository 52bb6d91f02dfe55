using System.Net;
using Planable.Tests.Support;

namespace Planable.Tests.Http;

public class StatusPagesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_field_too_long_to_be_read_is_said_so_with_a_code_and_nothing_is_made()
    {
        using var olga = await app.As("olga");
        using var answer = await olga.Post("/w/acme/reports", ("Name", new string('x', 5_000_000)), ("People", "Clara, clara@acme.example"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("too much at once", (await Visitor.Shown(answer)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("xxxx", (await olga.Page("/w/acme/reports")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_with_a_wrong_secret_gets_no_page()
    {
        using var stranger = app.CreateClient();
        using var refused = await stranger.PostAsync("/inbound/bounces", new StringContent("[]"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
