using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Media;
using Planable.Data.Workspaces;
using Planable.Jobs.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Media;

/// <summary>The words of the protocol: https://tus.io/protocols/resumable-upload</summary>
public class TusTests(SmallUploadsApp app) : IClassFixture<SmallUploadsApp>
{
    const string Path = "/w/acme/media/uploads";

    [Fact]
    public async Task A_file_in_two_pieces_with_a_cut_between_them_is_one_file()
    {
        using var wanda = await app.As("wanda");
        var bytes = Pixels.Png(300, 200, (x, y) => (byte)(x * y));
        var address = await Created(wanda, bytes.Length, "two pieces.png");
        using var first = await Patch(wanda, address, bytes[..5000], 0);
        Assert.Equal((HttpStatusCode.NoContent, "5000"), (first.StatusCode, Header(first, "Upload-Offset")));
        Assert.True(first.Headers.Contains("Upload-Expires"));

        using var asked = await Tus(wanda, HttpMethod.Head, address);
        Assert.Equal(("5000", bytes.Length.ToString(CultureInfo.InvariantCulture), "no-store"), (Header(asked, "Upload-Offset"), Header(asked, "Upload-Length"), asked.Headers.CacheControl!.ToString()));

        using var wrong = await Patch(wanda, address, bytes[4000..], 4000);
        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        using var early = await wanda.Htmx($"{address}/asset");
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        using var second = await Patch(wanda, address, bytes[5000..], 5000);
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);

        using var done = await wanda.Htmx($"{address}/asset");
        var tile = (await Visitor.Shown(done)).QuerySelector(".ast")!;
        var asset = await app.In("acme", db => db.Media.SingleAsync(a => a.FileName == "two pieces.png"));
        Assert.Equal($"asset-{asset.Id}", tile.Id);
        Assert.Equal((300, 200, Convert.ToHexStringLower(SHA256.HashData(bytes))), (asset.Width, asset.Height, asset.Sha256));
        Assert.False(File.Exists(PartOf(address)));
        Assert.Equal(HttpStatusCode.NotFound, (await Tus(wanda, HttpMethod.Head, address)).StatusCode);
    }

    [Fact]
    public async Task Given_up_it_leaves_nothing_behind()
    {
        using var wanda = await app.As("wanda");
        var address = await Created(wanda, 1000, "gone.png");
        await Patch(wanda, address, Pixels.Png(9, 9)[..20], 0);
        Assert.True(File.Exists(PartOf(address)));
        Assert.Equal(HttpStatusCode.NoContent, (await Tus(wanda, HttpMethod.Delete, address)).StatusCode);
        Assert.False(File.Exists(PartOf(address)));
        Assert.Equal(HttpStatusCode.NotFound, (await Tus(wanda, HttpMethod.Delete, address)).StatusCode);
    }

    [Fact]
    public async Task Abandoned_for_a_day_it_is_cleaned_away()
    {
        using var wanda = await app.As("wanda");
        var (left, going) = (await Created(wanda, 1000, "left.png"), "");
        app.Clock.Advance(TimeSpan.FromHours(23));
        going = await Created(wanda, 1000, "going.png");
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Run<ForgetUploadsJob>();
        Assert.Equal((false, true), (File.Exists(PartOf(left)), File.Exists(PartOf(going))));
        Assert.False(await app.In("acme", db => db.Uploads.AnyAsync(u => u.FileName == "left.png")));
    }

    [Fact]
    public async Task A_program_by_another_name_is_refused_after_its_first_piece_with_its_real_type()
    {
        using var wanda = await app.As("wanda");
        var bytes = new byte[9000];
        "MZ\x90\0\x03"u8.CopyTo(bytes);
        var address = await Created(wanda, 2 * bytes.Length, "holiday.mp4");
        using var refused = await Patch(wanda, address, bytes, 0);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        Assert.Contains("holiday.mp4 is a Windows program", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(File.Exists(PartOf(address)));
    }

    [Fact]
    public async Task What_is_larger_than_the_setting_allows_does_not_begin()
    {
        using var wanda = await app.As("wanda");
        using var refused = await Create(wanda, 4 * 1024 * 1024, "film.mp4");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("film.mp4 has 4 MB. Files may have up to 3 MB.", (await Visitor.Shown(refused)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_bytes_again_are_offered_for_reuse_and_can_be_kept_twice()
    {
        using var wanda = await app.As("wanda");
        var bytes = Pixels.Png(33, 44, (x, y) => (byte)(x + y));
        var first = await Sent(wanda, bytes, "logo.png");
        var again = await Sent(wanda, bytes, "logo (1).png");
        Assert.Contains("logo (1).png is in the library already, as logo.png", again.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"asset-{again.QuerySelector("[data-same]")!.GetAttribute("data-same")}", first.QuerySelector(".ast")!.Id);
        var form = again.QuerySelector("form")!;
        using var kept = await wanda.Post(form.GetAttribute("action")!, ("name", "logo (1).png"));
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        var assets = await app.In("acme", db => db.Media.Where(a => a.Width == 33).OrderBy(a => a.UploadedAt).Select(a => new { a.FileName, a.Sha256 }).ToListAsync());
        Assert.Equal(["logo.png", "logo (1).png"], assets.Select(a => a.FileName));
        Assert.Single(assets.Select(a => a.Sha256).Distinct());
    }

    [Fact]
    public async Task A_piece_that_is_not_what_its_checksum_says_is_dropped()
    {
        using var wanda = await app.As("wanda");
        var bytes = Pixels.Png(50, 50);
        var address = await Created(wanda, bytes.Length, "sum.png");
        using var wrong = await Patch(wanda, address, bytes, 0, $"sha256 {Convert.ToBase64String(SHA256.HashData(bytes[..5]))}");
        Assert.Equal(460, (int)wrong.StatusCode);
        Assert.Equal("0", Header(await Tus(wanda, HttpMethod.Head, address), "Upload-Offset"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Patch(wanda, address, bytes, 0, "crc9 AAAA")).StatusCode);
        using var right = await Patch(wanda, address, bytes, 0, $"sha256 {Convert.ToBase64String(SHA256.HashData(bytes))}");
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
    }

    [Fact]
    public async Task It_says_what_it_speaks_and_understands_nothing_else()
    {
        using var wanda = await app.As("wanda");
        using var options = await wanda.Send(HttpMethod.Options, Path, null, htmx: false);
        Assert.Equal(("1.0.0", "creation,termination,checksum,expiration", "3145728"), (Header(options, "Tus-Version"), Header(options, "Tus-Extension"), Header(options, "Tus-Max-Size")));
        using var other = await Create(wanda, 10, "x.png", version: "0.2.2");
        Assert.Equal(HttpStatusCode.PreconditionFailed, other.StatusCode);
        Assert.Equal("1.0.0", Header(other, "Tus-Version"));
        var address = await Created(wanda, 10, "x.png");
        using var unknown = await Tus(wanda, HttpMethod.Patch, address, new ByteArrayContent([1]));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, unknown.StatusCode);
        using var tooMuch = await Patch(wanda, address, new byte[11], 0);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooMuch.StatusCode);
    }

    [Fact]
    public async Task Wrong_role_403_strangers_404_and_other_members_404()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        var address = await Created(wanda, 10, "mine.png");
        Assert.Equal(HttpStatusCode.NotFound, (await Tus(pia, HttpMethod.Head, address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Patch(pia, address, [1], 0)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Create(carl, 10, "x.png")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Create(oscar, 10, "x.png")).StatusCode);
    }

    string PartOf(string address) => app.Services.GetRequiredService<PartialFiles>().PathOf(Guid.Parse(address.Split('/')[^1]));

    static async Task<AngleSharp.Html.Dom.IHtmlDocument> Sent(Visitor visitor, byte[] bytes, string name)
    {
        var address = await Created(visitor, bytes.Length, name);
        Assert.Equal(HttpStatusCode.NoContent, (await Patch(visitor, address, bytes, 0)).StatusCode);
        using var done = await visitor.Htmx($"{address}/asset");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        return await Visitor.Shown(done);
    }

    internal static async Task<string> Created(Visitor visitor, long length, string name)
    {
        using var created = await Create(visitor, length, name);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return created.Headers.Location!.ToString();
    }

    static Task<HttpResponseMessage> Create(Visitor visitor, long length, string name, string version = "1.0.0") => Tus(
        visitor, HttpMethod.Post, Path, null, ("Upload-Length", length.ToString(CultureInfo.InvariantCulture)), ("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))},folder "), ("Tus-Resumable", version));

    internal static Task<HttpResponseMessage> Patch(Visitor visitor, string address, byte[] bytes, long offset, string? checksum = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/offset+octet-stream");
        var headers = new List<(string, string)> { ("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)) };
        if (checksum is not null)
            headers.Add(("Upload-Checksum", checksum));
        return Tus(visitor, HttpMethod.Patch, address, content, [.. headers]);
    }

    internal static async Task<HttpResponseMessage> Tus(Visitor visitor, HttpMethod method, string address, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Add("RequestVerificationToken", visitor.FormToken);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (!request.Headers.Contains("Tus-Resumable"))
            request.Headers.Add("Tus-Resumable", "1.0.0");
        return await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}

/// <summary>Takes pictures and videos of up to three megabytes.</summary>
public sealed class SmallUploadsApp : TestApp
{
    public override void Settle(IWebHostBuilder web) => web.UseSetting("Media:MostPictureMegabytes", "3").UseSetting("Media:MostVideoMegabytes", "3").UseSetting("Media:MostDocumentMegabytes", "3");
}
