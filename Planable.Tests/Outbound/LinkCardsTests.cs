using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Planable.Jobs.Outbound;
using Planable.Tests.Emulators;

namespace Planable.Tests.Outbound;

public sealed class LinkCardsTests : IAsyncLifetime
{
    private readonly Outside outside = new(allowPrivateNetworks: true);
    private readonly Dictionary<string, RequestDelegate> pages = new(StringComparer.Ordinal);
    private WebSite? site;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        outside.Dispose();
        if (site is not null) await site.DisposeAsync();
    }

    [Fact]
    public async Task A_card_carries_what_the_page_says_for_sharing()
    {
        var card = await Read("""
            <!doctype html><html><head><title>Shop</title><meta name="description" content="plain">
            <meta property="og:title" content="Autumn &amp;  sale"><meta property="og:description" content="Everything
            red"><meta name="og:image" content="/red.png"></head><body>...</body></html>
            """);

        Assert.Equal("Autumn & sale", card!.Title);
        Assert.Equal("Everything red", card.Description);
        Assert.Equal(new Uri(site!.Address, "/red.png"), card.Image);
    }

    [Fact]
    public async Task Without_them_title_and_description_do()
    {
        var card = await Read("<title>Shop</title><meta name=description content='All for the garden'>");

        Assert.Equal(("Shop", "All for the garden", null), (card!.Title, card.Description, card.Image));
    }

    [Fact]
    public async Task The_letters_of_old_pages_are_read_right()
    {
        pages["/"] = http =>
        {
            http.Response.ContentType = "text/html; charset=windows-1251";
            return http.Response.Body.WriteAsync(CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes("<title>Привет</title>")).AsTask();
        };

        Assert.Equal("Привет", (await Read())!.Title);
    }

    [Theory]
    [InlineData("<p>No title at all</p>")]
    [InlineData("")]
    public async Task A_page_without_a_title_has_no_card(string html) => Assert.Null(await Read(html));

    [Fact]
    public async Task A_long_page_is_read_as_far_as_its_head()
    {
        var card = await Read($"<title>{new string('T', 400)}</title>" + new string('x', 3 * LinkCards.PageBytes));

        Assert.Equal(new string('T', 299) + "…", card!.Title);
    }

    [Fact]
    public async Task A_file_is_no_page()
    {
        pages["/"] = http => Results.Bytes("%PDF"u8.ToArray(), "application/pdf").ExecuteAsync(http);

        Assert.Null(await Read());
    }

    [Theory, InlineData("text/html; charset=klingon-8"), InlineData("text/html"), InlineData("text/html; charset=\"utf-8")]
    public async Task A_wrong_word_about_the_letters_breaks_nothing(string contentType)
    {
        pages["/"] = http =>
        {
            http.Response.Headers.ContentType = contentType;
            return http.Response.Body.WriteAsync("<meta charset=utf-8><title>Früh</title>"u8.ToArray()).AsTask();
        };

        Assert.Contains((await Read())?.Title, (string?[])["Früh", null]);
    }

    [Fact]
    public async Task A_title_cannot_turn_the_words_around_it()
    {
        var card = await Read("<title>Invoice \u202Egpj.exe\u2066 \u0007now</title>");

        Assert.Equal("Invoice gpj.exe now", card!.Title);
    }

    [Theory, InlineData("https://169.254.169.254/latest/meta-data"), InlineData("https://127.0.0.1/"), InlineData("http://shop.example/"), InlineData("file:///etc/passwd")]
    public async Task A_redirect_to_where_nobody_may_go_is_not_followed(string target)
    {
        var asked = new List<Uri>();
        using var strict = new Outside(more: services => services.AddHttpClient(OutboundClients.Pages).ConfigurePrimaryHttpMessageHandler(() =>
            new OutboundGuard.RefusalHandler(new OutboundSettings()) { InnerHandler = new Redirecting(target, asked) }));

        Assert.Null(await strict.Cards.Read(new Uri("https://shop.example/"), Cancel));
        Assert.Equal([new Uri("https://shop.example/")], asked);
    }

    [Theory, InlineData(5, true), InlineData(6, false)]
    public async Task Up_to_five_redirects_are_followed(int redirects, bool arrives)
    {
        pages["/"] = http => Results.Redirect("/1").ExecuteAsync(http);
        for (var i = 1; i < redirects; i++)
        {
            var next = $"/{i + 1}";
            pages[$"/{i}"] = http => Results.Redirect(next).ExecuteAsync(http);
        }

        pages[$"/{redirects}"] = http => Results.Content("<title>There</title>", "text/html").ExecuteAsync(http);

        var card = await Read();

        Assert.Equal(arrives ? $"/{redirects}" : null, card?.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_slow_page_has_no_card()
    {
        pages["/"] = async http =>
        {
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync("<title>Sl", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted);
        };
        var since = TimeProvider.System.GetTimestamp();

        Assert.Null(await Read());
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Nobody_there_has_no_card() => Assert.Null(await outside.Cards.Read(new Uri("http://127.0.0.1:9/"), Cancel));

    [Fact]
    public async Task Giving_up_is_not_mistaken_for_a_slow_page()
    {
        using var impatience = new CancellationTokenSource();
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside.Cards.Read(new Uri("http://127.0.0.1:9/"), impatience.Token));
    }

    [Theory]
    [InlineData("iVBORw0KGgoAAAANSUhEUg==", 1000, "image/png")]
    [InlineData("iVBORw0KGgoAAAANSUhEUg==", 8, null)]
    [InlineData("/9j/4AAQSkZJRg==", 1000, "image/jpeg")]
    [InlineData("UklGRgAAAABXRUJQVlA4IA==", 1000, "image/webp")]
    [InlineData("PHN2Zz48L3N2Zz4=", 1000, null)]
    public async Task A_picture_is_known_by_its_bytes_and_kept_small(string base64, int atMost, string? type)
    {
        pages["/red.png"] = http => Results.Bytes(Convert.FromBase64String(base64), "image/png").ExecuteAsync(http);
        site = await WebSite.Start(pages);

        var image = await outside.Cards.ReadImage(new Uri(site.Address, "/red.png"), atMost, Cancel);

        Assert.Equal(type, image?.ContentType);
    }

    private sealed class Redirecting(string target, List<Uri> asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Add(request.RequestUri!);
            var answer = new HttpResponseMessage(System.Net.HttpStatusCode.Redirect);
            answer.Headers.Location = new Uri(target);
            return Task.FromResult(answer);
        }
    }

    private Task<LinkCard?> Read(string html)
    {
        pages["/"] = http => Results.Content(html, "text/html; charset=utf-8").ExecuteAsync(http);
        return Read();
    }

    private async Task<LinkCard?> Read()
    {
        site = await WebSite.Start(pages);
        return await outside.Cards.Read(site.Address, Cancel);
    }
}
