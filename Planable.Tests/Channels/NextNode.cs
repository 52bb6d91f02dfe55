using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

/// <summary>A second node over the database of another.</summary>
sealed class NextNode(TestApp first) : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder) => TestApp.Settle(builder, first.ConnectionString);
}
