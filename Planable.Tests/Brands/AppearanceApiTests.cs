using Microsoft.EntityFrameworkCore;
using Planable.Data.Brands;
using Planable.Data.Tokens;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.Brands;

public class AppearanceApiTests(TestApp app) : IClassFixture<TestApp>
{
    const string Settle = "mutation ($input: SettleAppearanceInput!) { settleAppearance(input: $input) { appearance { name accent font names { word name } revision } errors { ... on UserError { code message } } } }";

    [Fact]
    public async Task A_program_decides_about_a_clients_looks_by_the_same_rules()
    {
        using var adam = await app.Api("adam", TokenScope.Write);
        var done = (await adam.Do(Settle, new { input = new { name = "Acme Studio", accent = "#7a1f5c", font = "dm-sans", names = new[] { new { language = "en", word = "Approve", name = "Sign off" } } } }))["appearance"]!;
        Assert.Equal(("Acme Studio", "#7A1F5C", "Sign off"), ((string)done["name"]!, (string)done["accent"]!, (string)done["names"]![0]!["name"]!));
        Assert.Equal("Acme Studio", (string)(await adam.Ask("{ workspace { appearance { name } } }"))["workspace"]!["appearance"]!["name"]!);
        Assert.Equal("Acme Studio", (await app.In("acme", db => db.Brand(TestContext.Current.CancellationToken))).Name);
        Assert.True(await app.In("acme", db => db.Log.AnyAsync(e => e.Verb == "workspace.branded", TestContext.Current.CancellationToken)));

        var pale = await adam.Ask(Settle, new { input = new { accent = "#F2B705" } });
        Assert.Equal("COLOUR_PALE", (string)pale["settleAppearance"]!["errors"]![0]!["code"]!);
        using var wanda = await app.Api("wanda", TokenScope.Write);
        var refused = await wanda.Ask(Settle, new { input = new { name = "Mine" } });
        Assert.NotNull(refused["settleAppearance"]!["errors"]![0]);
        Assert.Equal("Acme Studio", (await app.In("acme", db => db.Brand(TestContext.Current.CancellationToken))).Name);
    }
}
