using Planable.Jobs.Connectors;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

public class NetworkTableTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public void The_table_in_the_docs_says_what_the_code_can()
    {
        var docs = File.ReadAllText(Root.File("docs", "networks.md"));

        Assert.True(docs.EndsWith(NetworkTable.Write(app.Services), StringComparison.Ordinal), "docs/networks.md is behind. Its tables are what `dotnet run --project Planable.Web -- networks` prints.");
    }
}
