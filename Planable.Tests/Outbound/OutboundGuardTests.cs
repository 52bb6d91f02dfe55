using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Planable.Jobs.Outbound;
using Planable.Tests.Emulators;

namespace Planable.Tests.Outbound;

public class OutboundGuardTests
{
    // Inside the public space, but given to nobody: connecting fails at once or not at all.
    private const string Nowhere = "2e00::1";

    private int hits;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:169.254.169.254]/latest/meta-data")]
    [InlineData("https://192.168.0.1/")]
    public async Task A_private_address_is_refused_however_it_is_written(string address)
    {
        using var outside = new Outside();

        var refused = await Assert.ThrowsAsync<OutboundRefused>(() => outside.Client().GetAsync(new Uri(address), Cancel));

        Assert.Contains("private network", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_refused()
    {
        await using var site = await Counting();
        using var outside = new Outside(answers: _ => ["127.0.0.1"]);

        var refused = await Assert.ThrowsAsync<OutboundRefused>(() => outside.Client().GetAsync(new Uri($"https://evil.example:{site.Address.Port}/"), Cancel));

        Assert.Equal("evil.example is an address inside a private network, which cannot be reached from here.", refused.Message);
        Assert.Equal(0, hits);
    }

    [Fact]
    public async Task A_name_is_asked_for_once_so_that_a_second_answer_cannot_slip_in()
    {
        await using var site = await Counting();
        using var outside = new Outside(answers: n => [n == 1 ? Nowhere : "127.0.0.1"]);

        await Fails(outside, new Uri($"https://rebinding.example:{site.Address.Port}/"));

        Assert.Equal(["rebinding.example"], outside.Asked);
        Assert.Equal(0, hits);
        await Assert.ThrowsAsync<OutboundRefused>(() => outside.Client().GetAsync(new Uri($"https://rebinding.example:{site.Address.Port}/"), Cancel));
    }

    [Fact]
    public async Task Of_several_answers_only_the_public_ones_are_tried()
    {
        await using var site = await Counting();
        using var outside = new Outside(answers: _ => ["127.0.0.1", Nowhere, "::1"]);

        await Fails(outside, new Uri($"https://mixed.example:{site.Address.Port}/"));

        Assert.Equal(0, hits);
    }

    [Theory]
    [InlineData("http://mastodon.example/")]
    [InlineData("ftp://mastodon.example/")]
    [InlineData("https://user:secret@mastodon.example/")]
    public async Task Only_https_without_credentials_is_spoken(string address)
    {
        using var outside = new Outside(answers: _ => [Nowhere]);

        await Assert.ThrowsAsync<OutboundRefused>(() => outside.Client().GetAsync(new Uri(address), Cancel));
        Assert.Empty(outside.Asked);
    }

    [Fact]
    public async Task A_setting_opens_the_private_network_and_plain_http()
    {
        await using var site = await Counting();
        using var outside = new Outside(allowPrivateNetworks: true, answers: _ => ["127.0.0.1"]);

        Assert.Equal("here", await outside.Client().GetStringAsync(new Uri($"http://inside.example:{site.Address.Port}/"), Cancel));
        Assert.Equal(1, hits);
    }

    [Fact]
    public async Task Redirects_are_not_followed_with_somebodys_token()
    {
        await using var site = await WebSite.Start(Pages(("/", http => Results.Redirect("/elsewhere").ExecuteAsync(http)), ("/elsewhere", Count)));
        using var outside = new Outside(allowPrivateNetworks: true);

        using var answer = await outside.Client().GetAsync(site.Address, Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(0, hits);
    }

    [Fact]
    public async Task A_page_that_sends_its_visitors_inside_is_refused_there()
    {
        using var firstHop = new FirstHop(new Uri("https://10.0.0.5/admin"));
        using var outside = new Outside(more: collection => collection.AddHttpClient(OutboundClients.Pages).ConfigurePrimaryHttpMessageHandler(provider =>
        {
            firstHop.InnerHandler = provider.GetRequiredService<OutboundGuard>().Handler();
            return firstHop;
        }));

        Assert.Null(await outside.Cards.Read(new Uri("https://friendly.example/"), Cancel));
        Assert.IsType<OutboundRefused>(firstHop.Trouble);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var site = await WebSite.Start(Pages(("/", async http =>
        {
            var block = new byte[1024 * 1024];
            for (var i = 0; i < 20; i++) await http.Response.Body.WriteAsync(block, http.RequestAborted);
        })));
        using var outside = new Outside(allowPrivateNetworks: true);

        var cut = await Assert.ThrowsAsync<HttpRequestException>(() => outside.Client().GetAsync(site.Address, Cancel));

        Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, cut.HttpRequestError);
    }

    [Fact]
    public async Task Requests_say_who_they_are()
    {
        await using var site = await WebSite.Start(Pages(("/", http => http.Response.WriteAsync(http.Request.Headers.UserAgent.ToString()))));
        using var outside = new Outside(allowPrivateNetworks: true);

        Assert.Equal("Planable", await outside.Client().GetStringAsync(site.Address, Cancel));
    }

    private static async Task Fails(Outside outside, Uri address)
    {
        var trouble = await Record.ExceptionAsync(() => outside.Client().GetAsync(address, Cancel));
        Assert.True(trouble is HttpRequestException and not OutboundRefused or TaskCanceledException, trouble?.ToString());
    }

    private static Dictionary<string, RequestDelegate> Pages(params (string Path, RequestDelegate Page)[] pages) => pages.ToDictionary(p => p.Path, p => p.Page, StringComparer.Ordinal);

    private Task<WebSite> Counting() => WebSite.Start(Pages(("/", Count)));

    private Task Count(HttpContext http)
    {
        Interlocked.Increment(ref hits);
        return http.Response.WriteAsync("here");
    }

    /// <summary>Answers the first request with a redirect, as a page of the internet would, and hands the rest to the guard.</summary>
    private sealed class FirstHop(Uri to) : DelegatingHandler
    {
        private bool isOver;

        public Exception? Trouble { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!isOver)
            {
                isOver = true;
                return new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = to }, RequestMessage = request };
            }

            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException trouble)
            {
                Trouble = trouble;
                throw;
            }
        }
    }
}
