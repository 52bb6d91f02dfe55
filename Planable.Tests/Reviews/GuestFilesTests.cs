using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Tests.Approvals;
using Planable.Tests.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Reviews;

public class GuestFilesTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gus_adds_a_picture_to_what_he_says_and_the_team_has_it()
    {
        await app.RequireApproval();
        var post = await app.ForClient("A cup from Gus");
        var (review, _) = await app.Share("Cups");
        using var gus = await app.Gus();
        Assert.Equal("multipart/form-data", (await gus.Page($"{review}/posts/{post}")).QuerySelector("#talk form.rv-say")!.GetAttribute("enctype"));
        using (var sent = await Send(gus, $"{review}/posts/{post}/comments", Pixels.Png(40, 30), "cup.png", "Like this one"))
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal(["cup.png"], (await gus.Page($"{review}/posts/{post}")).QuerySelectorAll("#talk .files .truncate").Select(f => f.TextContent));
        using var wanda = await app.As("wanda");
        var link = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".files a")!.GetAttribute("href")!;
        using var saved = await wanda.Get(link);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (saved.StatusCode, saved.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Programs_and_what_is_too_large_are_refused_with_the_words_kept()
    {
        await app.RequireApproval();
        var post = await app.ForClient("No programs");
        var (review, _) = await app.Share("Programs");
        using var gus = await app.Gus();
        foreach (var (bytes, name, why) in new (byte[], string, string)[]
        {
            ([.. "MZ"u8, .. new byte[200]], "cup.png", "cup.png is a Windows program"),
            (new byte[(26 * 1024 * 1024) + 1], "film.bin", "film.bin is larger than 25 MB"),
        })
        {
            using var refused = await Send(gus, $"{review}/posts/{post}/comments", bytes, name, "Look at this");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var talk = (await Visitor.Shown(refused)).QuerySelector("#talk")!;
            Assert.Contains(why, talk.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("Look at this", talk.QuerySelector("#say")!.TextContent.Trim());
        }

        Assert.False(await app.In("acme", db => db.FeedbackThreads.AnyAsync(t => t.PostId == post, Cancel)));
    }

    [Fact]
    public async Task A_link_that_only_looks_takes_no_files()
    {
        await app.RequireApproval();
        var post = await app.ForClient("Only look");
        var (review, _) = await app.Share("Looking", ("Reach", "Look"));
        using var gus = await app.Gus();
        using var refused = await Send(gus, $"{review}/posts/{post}/comments", Pixels.Png(4, 4), "cup.png", "Take this");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty((await gus.Page($"{review}/posts/{post}")).QuerySelectorAll("input[type=file]"));
    }

    static async Task<HttpResponseMessage> Send(Visitor visitor, string path, byte[] file, string name, string text)
    {
        using var body = new MultipartFormDataContent { { new StringContent(Guid.NewGuid().ToString()), "Id" }, { new StringContent(text), "Text" }, { new StringContent("Gus"), "Name" }, { new ByteArrayContent(file), "Files", name } };
        return await visitor.Send(HttpMethod.Post, path, body, htmx: false);
    }
}
