using System.Net;
using System.Text.RegularExpressions;
using Planable.Tests.Support;

namespace Planable.Tests.Portals;

public partial class HandedAddressesTests(PortalApp app) : IClassFixture<PortalApp>
{
    const string Host = "hand.northlight.example";

    [Fact]
    public async Task What_the_team_hands_to_a_client_begins_at_the_agencys_host_once_that_works_and_what_is_for_the_team_does_not()
    {
        using var olga = await app.As("olga");
        Assert.DoesNotContain(Host, await Feed(olga, "Client"), StringComparison.Ordinal);
        Assert.DoesNotContain(Host, await Review(olga, "Before"), StringComparison.Ordinal);

        await app.Open(Host, "acme");
        Assert.StartsWith($"https://{Host}/feeds/", await Feed(olga, "Client"), StringComparison.Ordinal);
        Assert.StartsWith($"https://{Host}/r/", await Review(olga, "After"), StringComparison.Ordinal);
        Assert.DoesNotContain(Host, await Feed(olga, "Team"), StringComparison.Ordinal);

        // The same for whoever works under that address.
        using var there = await app.At(Host, "olga");
        Assert.StartsWith($"https://{Host}/r/", await Review(there, "There"), StringComparison.Ordinal);
    }

    static async Task<string> Feed(Visitor visitor, string audience)
    {
        using var made = await visitor.Post("/w/acme/settings/feeds", ("name", $"For {Guid.NewGuid():N}"), ("audience", audience));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return Address().Match((await visitor.Page("/w/acme/settings/calendars")).QuerySelector("main")!.OuterHtml).Value;
    }

    static async Task<string> Review(Visitor visitor, string name)
    {
        using var made = await visitor.Post("/w/acme/reviews", ("Name", name), ("Reach", "Decide"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return (await visitor.Page("/w/acme/reviews")).QuerySelector("#review-address")!.TextContent;
    }

    [GeneratedRegex("https?://[^\"<> ]+/feeds/[^\"<> ]+[.]ics")]
    private static partial Regex Address();
}
