using Microsoft.EntityFrameworkCore;
using Planable.Data.Databases;
using Planable.Data.Publishing;
using Planable.Data.Tokens;
using Planable.Tests.Emulators;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Media.Buckets;

public class PublishingFromBucketTests(PublishingBucketApp app) : IClassFixture<PublishingBucketApp>
{
    const string Errors = "errors { ... on UserError { code message } }";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_goes_from_the_bucket_to_a_network_that_is_sent_it_and_to_one_that_fetches_it_by_its_signed_address()
    {
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, await Photo("bowls"), "bowls.jpg");
        var sent = await app.In("acme", async db => (await db.Media.AsNoTracking().SingleAsync(a => a.Id == picture)).Published);
        var bytes = app.Bucket.Objects[$"team/{KeptFile.PathOf(sent.Sha256)}"].Length;
        await MustGoOut("Sent along.", await app.ConnectMastodon(), picture, app.Mastodon, bytes);
        var before = app.Answers.Count;
        await MustGoOut("Fetched.", await app.ConnectInstagram(), picture, app.Instagram, bytes);
        Assert.True(app.Answers.Count > before);
        Assert.All(app.Answers, code => Assert.Equal(200, code));
    }

    [Theory, InlineData("mastodon"), InlineData("instagram")]
    public async Task While_the_bucket_is_away_a_post_waits_however_its_network_gets_files_and_goes_out_once(string network)
    {
        using var pia = await app.As("pia");
        var picture = await MediaControllerTests.Uploaded(pia, await Photo(network == "instagram" ? "branch" : "coffee"), $"{network}.jpg");
        var isFetched = network == "instagram";
        var post = await app.Plan(await (isFetched ? app.ConnectInstagram() : app.ConnectMastodon()), picture, $"Later on {network}.");
        app.Bucket.IsAway = true;
        try
        {
            await app.ComeDue();
            await app.Pass(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(2));
            var waiting = await app.Delivery(post);
            Assert.Equal("media-away", waiting.FailureCode);
            Assert.True(waiting.State is DeliveryState.Waiting or DeliveryState.Preparing, waiting.State.ToString());
        }
        finally
        {
            app.Bucket.IsAway = false;
        }

        await app.Pass(TimeSpan.FromMinutes(2));
        await MustBeOut(post);
        Assert.Single(isFetched ? app.Instagram.Posts : app.Mastodon.Posts, p => p.Text == $"Later on {network}.");
    }

    [Fact]
    public async Task The_API_says_that_files_are_away_and_finishes_the_same_upload_once_they_are_back()
    {
        using var pia = await app.Api("pia", TokenScope.Media);
        var bytes = Pixels.Png(61, 47);
        var upload = (await pia.Do($"mutation ($n: Long!) {{ startUpload(input: {{fileName: \"away.png\", bytes: $n}}) {{ fileUpload {{ id url }} {Errors} }} }}", new { n = bytes.Length }))["fileUpload"]!;
        using var anybody = app.CreateClient();
        using (var sent = await anybody.PutAsync(new Uri((string)upload["url"]!).PathAndQuery, new ByteArrayContent(bytes), Cancel))
            Assert.True(sent.IsSuccessStatusCode);
        var finish = $"mutation ($id: ID!) {{ finishUpload(input: {{id: $id, alt: \"Grey\"}}) {{ media {{ fileName width }} {Errors} }} }}";
        app.Bucket.IsAway = true;
        try
        {
            var answer = await pia.Answer(finish, new { id = (string)upload["id"]! });
            var error = answer["data"]!["finishUpload"]!["errors"]![0]!;
            Assert.Equal("MEDIA_AWAY", (string)error["code"]!);
            Assert.Contains("file storage cannot be reached", (string)error["message"]!, StringComparison.Ordinal);
            Assert.False(await app.In("acme", db => db.Media.AnyAsync(a => a.FileName == "away.png")));
        }
        finally
        {
            app.Bucket.IsAway = false;
        }

        Assert.Equal(61, (int)(await pia.Do(finish, new { id = (string)upload["id"]! }))["media"]!["width"]!);
        Assert.Equal("NOT_FOUND", await pia.Refused(finish, new { id = (string)upload["id"]! }));
        using var clara = await app.Api("clara", TokenScope.Media);
        Assert.Equal("NOT_ALLOWED", await clara.Refused(finish, new { id = (string)upload["id"]! }));
        using var oscar = await app.Api("oscar", TokenScope.Media);
        Assert.Equal("NOT_FOUND", await oscar.Refused(finish, new { id = (string)upload["id"]! }));
    }

    static Task<byte[]> Photo(string name) => File.ReadAllBytesAsync(Root.File("Planable.Web", "Demo", "Pictures", $"{name}.jpg"), Cancel);

    async Task MustGoOut(string text, Guid channel, Guid picture, INetworkEmulator network, int bytes)
    {
        var post = await app.Plan(channel, picture, text);
        await app.ComeDue();
        await app.Pass(TimeSpan.FromMinutes(1));
        await MustBeOut(post);
        var media = Assert.Single(Assert.Single(network.Posts, p => p.Text == text).Media);
        Assert.Equal(("A grey square", (long)bytes, "image/jpeg"), (media.Alt, media.Bytes, media.ContentType));
    }

    async Task MustBeOut(Guid post)
    {
        var delivery = await app.Delivery(post);
        Assert.True(delivery.State == DeliveryState.Published, $"{delivery.State} {delivery.FailureCode}: {delivery.FailureWords}");
    }
}
