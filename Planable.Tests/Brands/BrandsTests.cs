using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Tests.Approvals;
using Planable.Tests.Media;
using Planable.Tests.Reviews;
using Planable.Tests.Support;
using Planable.Web.Http;

namespace Planable.Tests.Brands;

public class BrandsTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_colour_that_is_too_pale_is_refused_with_the_nearest_shade_that_can_be_read()
    {
        var path = await Path();
        using var olga = await app.As("olga");
        using var refused = await olga.Post(path, ("Accent", "#F2B705"), ("Name", "North Star"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal("North Star", ((IHtmlInputElement)page.QuerySelector("input[name=Name]")!).Value);
        Assert.Contains("1.8 : 1", page.QuerySelector("#Accent-error")!.TextContent, StringComparison.Ordinal);
        var offer = page.QuerySelector("button[name=Offered]")!.GetAttribute("value")!;
        Assert.True(Shade.Read(offer)!.Value.On(Shade.White) >= 4.5);
        Assert.False(await app.In("acme", db => db.BrandSheets.AnyAsync(s => s.Accent == "#F2B705", Cancel)));

        // Pressing the button beside it sends the form with the shade on offer.
        using var taken = await olga.Post(path, ("Accent", "#F2B705"), ("Offered", offer), ("Name", "North Star"), ("Revision", await Revision(olga, path)));
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.Equal(offer, ((IHtmlInputElement)(await olga.Page(path)).QuerySelector("input[name=Accent]")!).Value);
        using var nonsense = await olga.Post(path, ("Accent", "red"), ("Revision", await Revision(olga, path)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nonsense.StatusCode);
    }

    [Fact]
    public async Task A_change_is_on_the_clients_next_page_and_not_on_the_teams()
    {
        var path = await Path();
        using var olga = await app.As("olga");
        using var clara = await app.As("clara");
        await Save(olga, path, ("Accent", "#7A1F5C"), ("Font", "dm-sans"), ("Name", "North Star"));
        var first = await Style(clara);
        Assert.Contains("--accent:light-dark(#7A1F5C,", first.Css, StringComparison.Ordinal);
        Assert.Contains("/lib/dm-sans/files/", first.Css, StringComparison.Ordinal);
        Assert.Contains("immutable", first.Cache, StringComparison.Ordinal);
        await Save(olga, path, ("Accent", "#0B5FA5"), ("Name", "North Star"));
        var second = await Style(clara);
        Assert.NotEqual(first.Address, second.Address);
        Assert.Contains("--accent:light-dark(#0B5FA5,", second.Css, StringComparison.Ordinal);
        var page = await clara.Page("/w/acme/home");
        Assert.Equal("North Star", page.QuerySelector(".rail .org .lbl")!.TextContent.Trim());
        Assert.EndsWith("North Star", page.Title, StringComparison.Ordinal);
        Assert.Empty((await olga.Page("/w/acme/calendar")).QuerySelectorAll("link[href^='/brand/']"));

        // An address of before still answers, and is not kept for what it is not.
        using var old = await clara.Get(first.Address);
        Assert.Equal("no-cache", old.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Dark_mode_has_its_own_logo_and_a_document_carries_the_mark()
    {
        var path = await Path();
        using var olga = await app.As("olga");
        await Upload(olga, path, await Revision(olga, path), ("Logo", Pixels.Png(1200, 300)), ("DarkLogo", Pixels.Png(1200, 301)), ("Icon", Pixels.Png(600, 600)));
        await app.RequireApproval();
        var (link, _) = await app.Share("For the looks", ("Posts", (await app.ForClient("Look at me", days: 20)).ToString()));
        using var gus = await app.As(null);
        var page = await gus.Page(link);
        var (light, dark) = (page.QuerySelector(".rv-brand img.on-light")!, page.QuerySelector(".rv-brand img.on-dark")!);
        Assert.NotEqual(light.GetAttribute("src"), dark.GetAttribute("src"));
        Assert.StartsWith("/brand/pictures/", page.QuerySelector("link[rel=icon]")!.GetAttribute("href"), StringComparison.Ordinal);
        using var file = await gus.Get(light.GetAttribute("src")!);
        Assert.Equal(("image/png", HttpStatusCode.OK), (file.Content.Headers.ContentType!.MediaType, file.StatusCode));
        var brand = await app.In("acme", db => db.Brand(Cancel));
        Assert.True(brand.Logo is { Width: <= 800, Height: <= 240 });
        var pdf = await olga.Http.GetByteArrayAsync("/w/acme/exports/pdf?view=month", Cancel);
        Assert.Contains("/Subtype/Image", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);

        using var wrong = await Upload(olga, path, await Revision(olga, path), ("Logo", "MZ, a program"u8.ToArray()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("A logo is a PNG", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await Save(olga, path, ("NoLogo", "true"), ("NoDarkLogo", "true"));
        Assert.Null((await gus.Page(link)).QuerySelector(".rv-brand img"));
    }

    [Fact]
    public async Task Approve_has_another_name_in_each_language()
    {
        var path = await Path();
        using var olga = await app.As("olga");
        await Save(olga, path, ("Names[0].Language", "en"), ("Names[0].Word", "Approve"), ("Names[0].Name", "Sign off"), ("Names[1].Language", "de"), ("Names[1].Word", "Approve"), ("Names[1].Name", "Freigeben"));
        await app.RequireApproval();
        var (link, _) = await app.Share("For the names", ("Posts", (await app.ForClient("Call me", days: 21)).ToString()));
        using var gus = await app.As(null);
        Assert.StartsWith("Sign off", (await gus.Page(link)).QuerySelector("button[value=approve]")!.TextContent.Trim(), StringComparison.Ordinal);

        await using var scope = app.Services.CreateAsyncScope();
        var accessor = scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>();
        accessor.HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        scope.ServiceProvider.GetRequiredService<CurrentBrand>().Wear(await app.In("acme", db => db.Brand(Cancel)));
        var (words, before) = (scope.ServiceProvider.GetRequiredService<IStringLocalizer<Words>>(), System.Globalization.CultureInfo.CurrentUICulture);
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");
        Assert.Equal(("Freigeben", "Änderungen wünschen"), (words["Approve"].Value, words["Request changes"].Value));
        System.Globalization.CultureInfo.CurrentUICulture = before;
        accessor.HttpContext = null;
    }

    [Fact]
    public async Task On_a_clients_pages_the_names_are_those_of_its_own_language()
    {
        using var olga = await app.As("olga");
        await Save(olga, await Path(), ("Names[0].Language", "en"), ("Names[0].Word", "Approve"), ("Names[0].Name", "Sign off"), ("Names[1].Language", "de"), ("Names[1].Word", "Approve"), ("Names[1].Name", "Absegnen"));
        await app.RequireApproval();
        var (link, _) = await app.Share("In a language", ("Posts", (await app.ForClient("By a link", days: 23)).ToString()));
        using var gus = await app.As(null);
        foreach (var (locale, name) in new[] { ("de-DE", "Absegnen"), ("pt-PT", "Aprovar"), ("fr-FR", "Sign off"), ("en-GB", "Sign off") })
        {
            await app.In("acme", db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).ExecuteUpdateAsync(w => w.SetProperty(x => x.Locale, locale), Cancel));
            Assert.StartsWith(name, (await gus.Page(link)).QuerySelector("button[value=approve]")!.TextContent.Trim(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_client_may_look_different_and_its_mails_with_it()
    {
        using var olga = await app.As("olga");
        using var clara = await app.As("clara");
        await Save(olga, await Path(), ("Name", "North Star"), ("Accent", "#0B5FA5"));
        await Save(olga, "/w/acme/settings/brand", ("Name", "Acme Studio"), ("Accent", "#7A1F5C"));
        var styles = (await clara.Page("/w/acme/home")).QuerySelectorAll("link[href^='/brand/'][rel=stylesheet]").Select(l => l.GetAttribute("href")!).ToList();
        Assert.Equal(2, styles.Count);
        Assert.Contains("#7A1F5C", await clara.Http.GetStringAsync(styles[1], Cancel), StringComparison.Ordinal);
        Assert.Equal(("Acme Studio", "#7A1F5C"), await app.In("acme", async db => await db.Brand(Cancel) is var b ? (b.Name, b.Accent) : default));
        Assert.Equal(("North Star", "#0B5FA5"), await app.In("bolt", async db => await db.Brand(Cancel) is var b ? (b.Name, b.Accent) : default));
        await app.RequireApproval();
        await app.Share("By mail", ("People", "Clara <clara@acme.example>"), ("Posts", (await app.ForClient("Mail me", days: 22)).ToString()));
        var mail = await app.In("acme", db => db.Mails.Where(m => m.Key.StartsWith("review-link:")).OrderByDescending(m => m.CreatedAt).FirstAsync(Cancel));
        Assert.Contains("#7A1F5C", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("#0f5a46", mail.Html, StringComparison.OrdinalIgnoreCase);
        await Save(olga, "/w/acme/settings/brand");
    }

    [Fact]
    public async Task The_preview_shows_what_was_not_saved()
    {
        var path = await Path();
        using var olga = await app.As("olga");
        using var shown = await olga.Htmx($"{path}/preview", ("Name", "Not saved"), ("Accent", "#F2B705"));
        var preview = await Visitor.Shown(shown);
        var style = preview.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        var css = await olga.Http.GetStringAsync(style, Cancel);
        Assert.Matches(new Regex(@"^\.brand-pv\{"), css);
        Assert.Equal(2, preview.QuerySelectorAll(".brand-pv").Length);
        Assert.Contains("Not saved", preview.QuerySelector(".brand-pt")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("too pale", preview.QuerySelector(".brand-say")!.TextContent, StringComparison.Ordinal);
        Assert.False(await app.In("acme", db => db.BrandSheets.AnyAsync(s => s.Name == "Not saved", Cancel)));
    }

    [Fact]
    public async Task Who_does_not_run_the_company_may_not_and_Oscar_finds_nothing()
    {
        var path = await Path();
        foreach (var name in (string[])["adam", "wanda", "clara"])
        {
            using var other = await app.As(name);
            foreach (var answer in (HttpResponseMessage[])[await other.Get(path), await other.Post(path, ("Name", "Mine")), await other.Post($"{path}/preview")])
            {
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
                answer.Dispose();
            }
        }

        using var oscar = await app.As("oscar");
        using var gone = await oscar.Post(path, ("Name", "Mine"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var client = await oscar.Get("/w/acme/settings/brand");
        Assert.Equal(HttpStatusCode.NotFound, client.StatusCode);
        using var writer = await app.As("wanda");
        using var refused = await writer.Post("/w/acme/settings/brand", ("Name", "Mine"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    Task<string> Path() => app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").Select(w => $"/companies/{w.CompanyId}/brand").SingleAsync(Cancel));

    static async Task<string> Revision(Visitor olga, string path) => (await olga.Page(path)).QuerySelector("input[name=Revision]")!.GetAttribute("value")!;

    static async Task Save(Visitor olga, string path, params (string, string?)[] fields)
    {
        using var saved = await olga.Post(path, [.. fields, ("Revision", await Revision(olga, path))]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    static async Task<HttpResponseMessage> Upload(Visitor olga, string path, string revision, params (string Name, byte[] Bytes)[] files)
    {
        using var form = new MultipartFormDataContent { { new StringContent(revision), "Revision" } };
        foreach (var (name, bytes) in files)
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            form.Add(content, name, $"{name}.png");
        }

        return await olga.Send(HttpMethod.Post, path, form, htmx: false);
    }

    static async Task<(string Address, string Css, string Cache)> Style(Visitor clara)
    {
        var address = (await clara.Page("/w/acme/home")).QuerySelector("link[rel=stylesheet][href^='/brand/']")!.GetAttribute("href")!;
        using var answer = await clara.Get(address);
        Assert.Equal("text/css", answer.Content.Headers.ContentType!.MediaType);
        return (address, await answer.Content.ReadAsStringAsync(Cancel), answer.Headers.CacheControl!.ToString());
    }
}
