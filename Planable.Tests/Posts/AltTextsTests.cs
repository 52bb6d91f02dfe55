using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Jobs.Media;
using Planable.Tests.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class AltTextsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Posts = "/w/acme/posts";

    [Theory, InlineData(AltPolicy.Off, "", ""), InlineData(AltPolicy.Recommended, "ALT_MISSING", "ALT_SUGGESTED"), InlineData(AltPolicy.Required, "ALT_REQUIRED", "ALT_REQUIRED")]
    public void The_policy_decides_what_is_said_of_a_missing_and_of_a_suggested_text(AltPolicy policy, string missing, string suggested)
    {
        var asset = MediaAsset.Upload(A.Member(Data.Members.Role.Writer), "cup.png", new MediaFile(new string('a', 64), "image/png", 100), 10, 10, A.Monday);
        PostEdit Edit(PostEdit.Picture picture) => new("Hello", null, [new PostEdit.Target(A.Channel(), null, null)], [picture]);
        string Codes(PostEdit.Picture picture) => string.Join(',', PostProblems.Of(Edit(picture), alt: policy).Where(p => p.Code.StartsWith("ALT", StringComparison.Ordinal)).Select(p => p.Code));
        Assert.Equal(missing, Codes(new PostEdit.Picture(asset, "")));
        Assert.Equal(suggested, Codes(new PostEdit.Picture(asset, "A cup", IsSuggested: true)));
        Assert.Equal("", Codes(new PostEdit.Picture(asset, "A cup")));
    }

    [Fact]
    public async Task With_required_texts_scheduling_leads_to_the_field_that_lacks_one()
    {
        await Demand(AltPolicy.Required);
        using var wanda = await app.As("wanda");
        var (described, bare) = (await MediaControllerTests.Uploaded(wanda, Pixels.Png(5, 6), "a.png"), await MediaControllerTests.Uploaded(wanda, Pixels.Png(6, 5), "b.png"));
        var form = await Opened(wanda);
        using var refused = await Send(wanda, [.. form, ("Text", "Two pictures"), ("Pictures", $"{described}"), ("Pictures", $"{bare}"), ($"Alt[{described}]", "A red door"), ("Date", "2030-03-01"), ("Time", "09:00"), ("Do", "schedule")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal($"alt-{bare}", Assert.Single(page.QuerySelectorAll("[autofocus]")).Id);
        Assert.Equal($"#alt-{bare}", page.QuerySelector("[data-code=ALT_REQUIRED]")!.GetAttribute("href"));

        using var scheduled = await Send(wanda, [.. Fields(page), ("Text", "Two pictures"), ("Pictures", $"{described}"), ("Pictures", $"{bare}"), ($"Alt[{described}]", "A red door"), ($"Alt[{bare}]", "A blue door"), ("Date", "2030-03-01"), ("Time", "09:00"), ("Do", "schedule")]);
        Assert.Equal(HttpStatusCode.Redirect, scheduled.StatusCode);
    }

    [Fact]
    public async Task Required_texts_hold_for_every_way_out()
    {
        await Demand(AltPolicy.Required);
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, Pixels.Png(7, 6), "c.png");
        var form = await Opened(pia);
        (await Send(pia, [.. form, ("Text", "A picture"), ("Pictures", $"{picture}"), ("Do", "save")])).Dispose();
        var id = form.First(f => f.Item1 == "Id").Item2;
        foreach (var act in (string[])["publication", "queue"])
        {
            using var led = await pia.Post($"{Posts}/{id}/{act}");
            Assert.Equal($"{Posts}/{id}/edit?alt=true", led.Headers.Location!.ToString());
        }

        Assert.Equal($"alt-{picture}", (await pia.Page($"{Posts}/{id}/edit?alt=true")).QuerySelector("[autofocus]")!.Id);
        await app.In("acme", async db =>
        {
            var (post, member) = (await db.Posts.Whole().SingleAsync(p => p.Id == Guid.Parse(id!)), await TestApp.Member(db, "pia"));
            Assert.Equal("ALT_REQUIRED", Assert.Throws<RuleBroken>(() => post.PublishNow(member, "Europe/Berlin", app.Clock.GetUtcNow())).Code);
            Assert.Equal("ALT_REQUIRED", Assert.Throws<RuleBroken>(() => post.MustBeDescribed(member.Workspace)).Code);
        });
    }

    [Fact]
    public async Task A_suggestion_comes_from_an_earlier_post_and_is_marked_until_somebody_keeps_it()
    {
        await Demand(AltPolicy.Recommended);
        using var wanda = await app.As("wanda");
        var bytes = Pixels.Png(9, 11);
        var first = await MediaControllerTests.Uploaded(wanda, bytes, "first.png");
        (await Send(wanda, [.. await Opened(wanda), ("Text", "First"), ("Pictures", $"{first}"), ($"Alt[{first}]", "Nine by eleven"), ("Do", "save")])).Dispose();

        using var again = await MediaControllerTests.Upload(wanda, bytes, "second.png");
        var tile = (await Visitor.Shown(again)).QuerySelector(".pic")!;
        var second = tile.GetAttribute("data-picture")!;
        Assert.Equal("Nine by eleven", ((IHtmlTextAreaElement)tile.QuerySelector("textarea")!).Value);
        Assert.Contains("earlier post", tile.QuerySelector("[data-suggestion]")!.TextContent, StringComparison.Ordinal);

        var form = await Opened(wanda);
        (string, string?)[] suggested = [.. form, ("Text", "Second"), ("Pictures", second), ($"Alt[{second}]", "Nine by eleven"), ($"Suggested[{second}]", "Nine by eleven")];
        (await Send(wanda, [.. suggested, ("Do", "save")])).Dispose();
        var id = form.First(f => f.Item1 == "Id").Item2;
        var edit = await wanda.Page($"{Posts}/{id}/edit");
        Assert.NotNull(edit.QuerySelector("[data-suggestion]"));
        Assert.NotNull(edit.QuerySelector("[data-code=ALT_SUGGESTED]"));

        using var kept = await Send(wanda, [.. suggested, ("Do", $"keep-alt:{second}")]);
        Assert.Null((await Visitor.Shown(kept)).QuerySelector("[data-suggestion]"));
        using var changed = await Send(wanda, [.. suggested[..^2], ($"Alt[{second}]", "Nine by eleven, in black"), ($"Suggested[{second}]", "Nine by eleven"), ("Do", "upload")]);
        Assert.Null((await Visitor.Shown(changed)).QuerySelector("[data-suggestion]"));
    }

    [Theory]
    [InlineData("""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="de">Eine Tasse</rdf:li><rdf:li xml:lang="x-default">A cup  on a   table</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>""", "A cup on a table")]
    [InlineData("""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li>Caption</rdf:li></rdf:Alt></dc:description><i:AltTextAccessibility><rdf:Alt><rdf:li>Alternative</rdf:li></rdf:Alt></i:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta>""", "Alternative")]
    [InlineData("""<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>""", null)]
    [InlineData("<x:xmpmeta never closed", null)]
    [InlineData("no notes at all", null)]
    public void What_a_file_says_about_itself_is_read_from_its_notes(string notes, string? said) =>
        Assert.Equal(said, PictureDescriptions.In([0x89, 0x50, 0x4E, 0x47, .. Encoding.UTF8.GetBytes(notes), 0, 1, 2]));

    [Fact]
    public void The_older_caption_of_a_JPEG_counts_too()
    {
        var words = Encoding.Latin1.GetBytes("Ein Café");
        byte[] data = [0x1C, 2, 5, 0, 1, (byte)'T', 0x1C, 2, 120, 0, (byte)words.Length, .. words];
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xED, 0, 60, .. "Photoshop 3.0\0"u8, .. "8BIM"u8, 4, 4, 0, 0, 0, 0, 0, (byte)data.Length, .. data, 0xFF, 0xD9];
        Assert.Equal("Ein Café", PictureDescriptions.In(jpeg));
        Assert.Null(PictureDescriptions.In(jpeg.AsSpan(0, jpeg.Length - 8)));
    }

    Task Demand(AltPolicy policy) => app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").ExecuteUpdateAsync(w => w.SetProperty(x => x.AltPolicy, policy)));

    static async Task<(string, string?)[]> Opened(Visitor visitor)
    {
        return Fields(await visitor.Page($"{Posts}/new"));
    }

    static (string, string?)[] Fields(IHtmlDocument page)
    {
        var channel = page.QuerySelector("[data-channel]")!;
        return
        [
            ("Id", page.QuerySelector("[name=Id]")!.GetAttribute("value")), ($"Targets[{channel.GetAttribute("data-channel")}].On", "true"),
            .. page.QuerySelectorAll("#stamp [name^=Was]").Select(w => (w.GetAttribute("name")!, w.GetAttribute("value"))),
        ];
    }

    static Task<HttpResponseMessage> Send(Visitor visitor, (string, string?)[] fields) => visitor.Post(Posts, fields);
}
