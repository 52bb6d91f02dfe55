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
}
