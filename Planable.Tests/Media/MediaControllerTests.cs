using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Planable.Tests.Support;
using Planable.Jobs.Media;

namespace Planable.Tests.Media;

public class MediaControllerTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/media";

    [Fact]
    public async Task An_uploaded_picture_is_shown_to_members_with_safe_headers()
    {
        using var wanda = await app.As("wanda");
        var bytes = Pixels.Png(320, 200);
        var id = await Uploaded(wanda, bytes, "cup <b>.png");

        using var shown = await wanda.Get($"{Path}/{id}");
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal(bytes, await shown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("inline", shown.Content.Headers.ContentDisposition!.DispositionType);
        Assert.True(shown.Headers.CacheControl is { Private: true });
        using var thumb = await wanda.Get($"{Path}/{id}/thumb");
        Assert.Equal(HttpStatusCode.OK, thumb.StatusCode);

        var asset = await app.In("acme", db => db.Media.SingleAsync(a => a.Id == id));
        Assert.Equal((320, 200, "cup <b>.png"), (asset.Width, asset.Height, asset.FileName));
    }

    [Fact]
    public async Task A_program_with_the_name_of_a_picture_is_refused_by_its_real_type()
    {
        using var wanda = await app.As("wanda");
        using var response = await Upload(wanda, "MZ\x90\0\x03"u8.ToArray(), "logo.png");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("logo.png is a Windows program", await Words(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forty_megabytes_are_refused_in_words()
    {
        using var wanda = await app.As("wanda");
        using var response = await Upload(wanda, [.. Pixels.Png(10, 10), .. new byte[(40 * 1024 * 1024) - Pixels.Png(10, 10).Length]], "huge.png");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("huge.png has 40 MB. Pictures may have up to 25 MB.", await Words(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_address_works_without_an_account_until_it_runs_out()
    {
        using var wanda = await app.As("wanda");
        var id = await Uploaded(wanda, Pixels.Png(10, 10), "a.png");
        var workspace = await app.In("acme", db => Task.FromResult(db.WorkspaceId!.Value));
        var links = app.Services.GetRequiredService<MediaLinks>();
        using var nobody = await app.As(null);
        Assert.Equal(HttpStatusCode.OK, (await nobody.Get(links.For(workspace, id, TimeSpan.FromHours(1)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get(links.For(workspace, id, TimeSpan.FromSeconds(-1)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get(links.For(Guid.NewGuid(), id, TimeSpan.FromHours(1)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get("/m/made-up")).StatusCode);
    }

    [Fact]
    public async Task A_network_may_look_at_the_head_and_fetch_a_file_in_pieces()
    {
        using var wanda = await app.As("wanda");
        var bytes = Pixels.Png(30, 20);
        var id = await Uploaded(wanda, bytes, "pieces.png");
        var asset = await app.In("acme", db => db.Media.AsNoTracking().SingleAsync(a => a.Id == id));
        var found = new ConfigurationBuilder().AddInMemoryCollection([new("PublicUrl", "https://planable.example")]).Build();
        var address = new MediaLinks(app.Services.GetRequiredService<IDataProtectionProvider>(), found).Outside(asset.WorkspaceId, id, asset.Original, TimeSpan.FromHours(1))!;
        Assert.StartsWith("https://planable.example/m/", address.AbsoluteUri, StringComparison.Ordinal);
        using var nobody = await app.As(null);

        using var head = await nobody.Send(HttpMethod.Head, address.PathAndQuery, null, htmx: false);
        Assert.Equal((HttpStatusCode.OK, (long?)bytes.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        using var range = new HttpRequestMessage(HttpMethod.Get, address.PathAndQuery) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var piece = await nobody.Http.SendAsync(range, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, piece.StatusCode);
        Assert.Equal(bytes[10..20], await piece.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var wanda = await app.As("wanda");
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        var id = await Uploaded(wanda, Pixels.Png(5, 5), "x.png");
        Assert.Equal(HttpStatusCode.Forbidden, (await Upload(carl, Pixels.Png(5, 5), "x.png")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Upload(oscar, Pixels.Png(5, 5), "x.png")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"{Path}/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"/w/elsewhere/media/{id}")).StatusCode);
    }

    internal static Task<HttpResponseMessage> Upload(Visitor visitor, byte[] bytes, string name, string path = Path) =>
        visitor.Send(HttpMethod.Post, path, new MultipartFormDataContent { { new ByteArrayContent(bytes), "File", name } }, htmx: true);

    internal static async Task<Guid> Uploaded(Visitor visitor, byte[] bytes, string name)
    {
        using var response = await Upload(visitor, bytes, name);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Guid.Parse((await Visitor.Shown(response)).QuerySelector("[data-picture]")!.GetAttribute("data-picture")!);
    }

    static async Task<string> Words(HttpResponseMessage response) => (await Visitor.Shown(response)).Body!.TextContent.Trim();
}
