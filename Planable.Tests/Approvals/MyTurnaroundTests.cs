using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

public class MyTurnaroundTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_day_of_all_clients_is_a_day_of_each_ones_own_zone()
    {
        await app.RequireApproval();
        // Late in the evening of London it is tomorrow in Berlin.
        var utc = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(1);
        app.Clock.Set(new DateTimeOffset(utc.ToDateTime(new TimeOnly(23, 30)), TimeSpan.Zero));
        await app.Write("Decided at midnight.", days: 9, approvedBy: "ivo");
        Assert.Equal(utc.AddDays(1), DateOnly.FromDateTime(Zones.ToLocal(app.Clock.GetUtcNow(), A.Berlin)));
        using var olga = await app.As("olga");
        async Task<string> On(DateOnly day) =>
            (await olga.Page($"/approvals/turnaround?from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}")).QuerySelectorAll("table.turn-t tbody tr").Single(r => r.QuerySelector("th")!.TextContent.Trim() == "Acme").QuerySelector("td")!.TextContent;
        Assert.Equal(("0", "1"), (await On(utc), await On(utc.AddDays(1))));
    }
}
