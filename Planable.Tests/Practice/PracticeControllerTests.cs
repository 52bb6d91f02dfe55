using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Practice;
using Planable.Jobs.Media;
using Planable.Tests.Channels;
using Planable.Tests.Support;

namespace Planable.Tests.Practice;

public class PracticeControllerTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_published_is_seen_by_anybody_at_its_permalink_and_marked_as_simulated()
    {
        var channel = await app.In("acme", db => db.Channels.SingleAsync(c => c.Handle == "acme-coffee"));
        var postId = await Planned.On(app, channel.Id, TimeSpan.FromMinutes(2), "Look at https://acme.example/roast <img src=x onerror=alert(1)> #roast");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        var permalink = (await Planned.DeliveryOf(app, postId)).Permalink!;

        using var nobody = await app.As(null);
        var page = await nobody.Page(permalink.Split('#')[0]);
        var article = page.GetElementById(permalink.Split('#')[1])!;
        Assert.Equal("https://acme.example/roast", article.QuerySelector(".text a")!.GetAttribute("href"));
        Assert.Contains("<img src=x onerror=alert(1)>", article.TextContent);
        Assert.Null(article.QuerySelector("img"));
        Assert.Contains("Simulated", page.QuerySelector(".practice-note")!.TextContent);
    }

    [Fact]
    public async Task Older_posts_stand_on_later_pages_where_their_permalinks_lead()
    {
        var oldest = Guid.Empty;
        await app.In("acme", async db =>
        {
            db.PracticeAccounts.Add(new PracticeAccount("pages", "Pages"));
            for (var i = 0; i < 25; i++)
            {
                var post = new PracticePost("pages", Guid.NewGuid().ToString("N"), $"Post {i}", null, [], A.Monday.AddHours(i));
                if (i == 0)
                    oldest = post.Id;
                db.PracticePosts.Add(post);
            }

            await db.SaveChangesAsync();
        });
        using var nobody = await app.As(null);
        Assert.Equal(20, (await nobody.Page("/practice/pages")).QuerySelectorAll("article").Length);
        Assert.Equal(5, (await nobody.Page("/practice/pages?page=2")).QuerySelectorAll("article").Length);
        Assert.NotNull((await nobody.Page($"/practice/pages?post={oldest}")).GetElementById($"p-{oldest}"));
    }

    [Fact]
    public async Task Only_pictures_a_post_of_this_account_shows_are_served()
    {
        byte[] bytes = [0x89, 0x50, 0x4E, 0x47, 1, 2, 3];
        var sha256 = await app.Services.GetRequiredService<IMediaStore>().Put(new MemoryStream(bytes), Cancel);
        var secret = await app.Services.GetRequiredService<IMediaStore>().Put(new MemoryStream(RandomNumberGenerator.GetBytes(32)), Cancel);
        var post = new PracticePost("gallery", "key", "A picture", null, [new PracticePicture(sha256, "image/png", 4, 4, "Beans"), new PracticePicture(secret, "image/svg+xml", 4, 4, "")], A.Monday);
        await app.In("acme", async db =>
        {
            db.PracticeAccounts.AddRange(new PracticeAccount("gallery", "Gallery"), new PracticeAccount("other", "Other"));
            db.PracticePosts.Add(post);
            await db.SaveChangesAsync();
        });
        using var nobody = await app.As(null);
        var address = (await nobody.Page("/practice/gallery")).QuerySelector("article img")!.GetAttribute("src")!;
        var picture = await nobody.Get(address);
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal(bytes, await picture.Content.ReadAsByteArrayAsync(Cancel));
        foreach (var path in (string[])[address.Replace("gallery", "other"), address.Replace(sha256, secret), address.Replace(sha256, new string('0', 64)), $"/practice/gallery/pictures/{Guid.NewGuid()}/{sha256}"])
            Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get(path)).StatusCode);
    }

    [Fact]
    public async Task An_account_without_posts_says_so_and_an_unknown_one_is_not_there()
    {
        using var nobody = await app.As(null);
        Assert.Contains("Nothing here yet", (await nobody.Page("/practice/bolt-bikes")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get("/practice/nobody-at-all")).StatusCode);
    }
}
