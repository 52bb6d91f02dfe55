using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Tests.Emulators;
using Planable.Tests.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Links;

public sealed class LinksControllerTests(LinksControllerTests.App app) : IClassFixture<LinksControllerTests.App>, IAsyncLifetime
{
    readonly Dictionary<string, RequestDelegate> pages = new(StringComparer.Ordinal);
    WebSite? site;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (site is not null)
            await site.DisposeAsync();
    }

    [Fact]
    public async Task A_card_shows_what_the_page_says_and_its_picture_from_here()
    {
        pages["/cup.png"] = http => Results.Bytes(Pixels.Png(1200, 630), "image/png").ExecuteAsync(http);
        var address = await Page("""<meta property="og:title" content="Autumn roast"><meta property="og:description" content="Nutty."><meta property="og:image" content="/cup.png">""");
        using var carl = await app.As("carl");

        var card = await Card(carl, address);
        Assert.Equal("Autumn roast", card.QuerySelector("b")!.TextContent);
        Assert.Equal("Nutty.", card.QuerySelector(".pv-d")!.TextContent);
        Assert.Equal("127.0.0.1", card.QuerySelector("small")!.TextContent);

        using var picture = await carl.Get(card.QuerySelector("img")!.GetAttribute("src")!);
        Assert.Equal("image/webp", picture.Content.Headers.ContentType!.MediaType);
        Assert.Contains("sandbox", picture.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_page_is_shown_as_words()
    {
        var address = await Page("<title>&lt;script&gt;alert(1)&lt;/script&gt; \u202Egnp.exe</title>");
        using var wanda = await app.As("wanda");

        var card = await Card(wanda, address);
        Assert.Empty(card.QuerySelectorAll("script"));
        Assert.Equal("<script>alert(1)</script> gnp.exe", card.QuerySelector("b")!.TextContent);
    }

    [Fact]
    public async Task A_page_that_says_nothing_keeps_a_plain_card_that_asks_no_more()
    {
        pages["/"] = http => Results.StatusCode(500).ExecuteAsync(http);
        site = await WebSite.Start(pages);
        using var wanda = await app.As("wanda");

        var card = await Card(wanda, site.Address.AbsoluteUri);
        Assert.Equal(site.Address.AbsoluteUri, card.QuerySelector("b")!.TextContent);
        Assert.Null(card.QuerySelector("[hx-get]"));
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get(Picture(site.Address.AbsoluteUri))).StatusCode);
    }

    [Fact]
    public async Task A_page_is_asked_once_however_many_look()
    {
        var asked = 0;
        pages["/"] = http =>
        {
            asked++;
            return Results.Content("<title>Once</title>", "text/html").ExecuteAsync(http);
        };
        site = await WebSite.Start(pages);
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");

        await Card(wanda, site.Address.AbsoluteUri);
        await Card(pia, site.Address.AbsoluteUri);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task The_page_of_a_post_waits_for_nobody_and_knows_the_card_the_next_time()
    {
        var address = await Page("<title>Our shop</title>");
        var post = await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var draft = Post.Draft(pia, await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), app.Clock.GetUtcNow());
            db.Posts.Add(draft);
            draft.Edit(
                new PostEdit("Come in", address, [new PostEdit.Target(await db.Channels.SingleAsync(c => c.Handle == "acme-coffee"), null, null)], []), pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return draft.Id;
        });
        using var wanda = await app.As("wanda");

        var first = (await wanda.Page($"/w/acme/posts/{post}")).QuerySelector(".pv-card")!;
        Assert.Equal("load", first.GetAttribute("hx-trigger"));
        Assert.Equal(address, first.QuerySelector("b")!.TextContent);
        using var loaded = await wanda.Get(first.GetAttribute("hx-get")!);
        Assert.Equal("Our shop", (await Visitor.Shown(loaded)).QuerySelector(".pv-card b")!.TextContent);

        var second = (await wanda.Page($"/w/acme/posts/{post}")).QuerySelector(".pv-card")!;
        Assert.Null(second.GetAttribute("hx-get"));
        Assert.Equal("Our shop", second.QuerySelector("b")!.TextContent);
    }

    [Theory, InlineData("javascript:alert(1)"), InlineData("file:///etc/passwd"), InlineData("/relative"), InlineData("")]
    public async Task Only_addresses_of_pages_are_read(string address)
    {
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get(Address(address))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get(Picture(address))).StatusCode);
    }

    [Fact]
    public async Task Strangers_404()
    {
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Address("https://acme.example/"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Picture("https://acme.example/"))).StatusCode);
    }

    async Task<string> Page(string html)
    {
        pages["/"] = WebSite.Page(html);
        site = await WebSite.Start(pages);
        return site.Address.AbsoluteUri;
    }

    static string Address(string page) => $"/w/acme/links/card?address={Uri.EscapeDataString(page)}";

    static string Picture(string page) => $"/w/acme/links/picture?address={Uri.EscapeDataString(page)}";

    static async Task<AngleSharp.Dom.IElement> Card(Visitor visitor, string page)
    {
        using var answer = await visitor.Get(Address(page));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await Visitor.Shown(answer)).QuerySelector(".pv-card")!;
    }

    /// <summary>The app, allowed to reach web sites on this machine.</summary>
    public sealed class App : TestApp
    {
        public override void Settle(IWebHostBuilder web) => web.UseSetting("Outbound:AllowPrivateNetworks", "true");
    }
}
