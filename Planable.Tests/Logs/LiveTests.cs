using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Planable.Tests.Support;

namespace Planable.Tests.Logs;

public class LiveTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An app of its own: it is stopped.</summary>
    [Fact]
    public async Task An_app_that_is_asked_to_stop_ends_the_lines_of_open_pages()
    {
        using var wanda = await app.As("wanda");
        using var response = await wanda.Http.GetAsync("/w/acme/live?since=0", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("retry: 1000", await reader.ReadLineAsync(Cancel));

        // Stopped when it has told everything and waits: what is being read while an app goes is cut off.
        var told = new List<string>();
        do
        {
            told.Add(await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(Patience, Cancel) ?? throw new InvalidOperationException("The line ended by itself."));
        }
        while (told[^1] != "event: notices");

        Assert.Contains("event: workspace", told);

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await reader.ReadToEndAsync(Cancel).WaitAsync(Patience, Cancel);
    }
}
