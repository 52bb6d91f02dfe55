using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

public class ThreadsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public void A_text_of_nine_hundred_characters_splits_at_sentence_ends_into_four_numbered_parts()
    {
        var sentence = "The autumn roast is here and we could not wait to tell you about it, all of it. ";
        var text = string.Concat(Enumerable.Repeat(sentence, 12))[..900].Trim() + ".";
        var parts = ThreadParts.Of(text, Data.Networks.Networks.Of("bluesky"), new Dictionary<string, string>());
        Assert.Equal(4, parts.Count);
        Assert.All(parts, p => Assert.True(p.Length <= 300));
        Assert.All(parts.Take(3), p => Assert.Matches(@"it\. \d/4$", p));
        Assert.Equal(text, string.Join(' ', parts.Select((p, i) => p[..^$" {i + 1}/4".Length])));
    }

    [Theory]
    [InlineData("One.\n---\nTwo.", "One. 1/2|Two. 2/2"), InlineData("Short.", "Short."), InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaa 1/3|aaaaaaaaaaaaaa 2/3|aa 3/3"), InlineData("---", "")]
    public void Dashes_cut_too_and_what_has_no_sentences_is_cut_where_it_must(string text, string parts) =>
        Assert.Equal(parts, string.Join('|', ThreadParts.Split(text, p => p.Length <= 20)));

    [Fact]
    public async Task A_refused_third_part_says_two_of_four_and_a_retry_goes_on_with_it()
    {
        var postId = await Thread(PracticeAnswer.Ok, PracticeAnswer.Ok, PracticeAnswer.Refused);
        await app.ComeDue();
        var failed = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Failed, 2, 4), (failed.State, failed.PartsOut!.Count, failed.PartCount));
        using var pia = await app.As("pia");
        Assert.Contains("2 of 4 published", (await pia.Page($"/w/acme/posts/{postId}")).QuerySelector(".post-h")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, (await Out(failed)).Count);

        (await pia.Post($"/w/acme/deliveries/{failed.Id}/retries")).Dispose();
        await app.DeliverDue();
        var published = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Published, 4), (published.State, published.PartsOut!.Count));
        Assert.Equal(["One. 1/4", "Two. 2/4", "Three. 3/4", "Four. 4/4"], await Out(published));
        Assert.Equal(PostState.Published, (await app.Post(postId)).State);
    }

    [Fact]
    public async Task A_lost_answer_in_the_middle_is_looked_for_and_no_part_goes_out_twice()
    {
        var postId = await Thread(PracticeAnswer.Ok, PracticeAnswer.AcceptedThenCut, PracticeAnswer.ServerError);
        await app.ComeDue();
        Assert.Equal(PostState.Publishing, (await app.Post(postId)).State);
        await app.Pass(TimeSpan.FromMinutes(8));
        Assert.Equal(["One. 1/4", "Two. 2/4", "Three. 3/4", "Four. 4/4"], await Out(await app.Delivery(postId)));
    }

    [Fact]
    public async Task What_has_begun_is_not_changed_and_can_end_where_it_stopped()
    {
        var postId = await Thread(PracticeAnswer.Ok, PracticeAnswer.Refused);
        await app.ComeDue();
        await app.In("acme", async db =>
        {
            var (post, pia) = (await db.Posts.Whole().SingleAsync(p => p.Id == postId), await TestApp.Member(db, "pia"));
            Assert.Equal("THREAD_BEGUN", Assert.Throws<RuleBroken>(() => post.Edit(new PostEdit("Other.", null, [], []), pia, app.Clock.GetUtcNow())).Code);
            post.Drop(post.Deliveries.Single(), pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var ended = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Published, 1), (ended.State, (await Out(ended)).Count));
    }

    async Task<Guid> Thread(params PracticeAnswer[] answers)
    {
        var postId = await app.Schedule(answers);
        await app.In("acme", async db =>
        {
            var (post, pia) = (await db.Posts.Whole().SingleAsync(p => p.Id == postId), await TestApp.Member(db, "pia"));
            var target = new PostEdit.Target(post.Variants.Single().Channel, null, new Dictionary<string, string> { [PostFormats.Key] = "thread" });
            post.Edit(new PostEdit("One.\n---\nTwo.\n---\nThree.\n---\nFour.", null, [target], []), pia, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        return postId;
    }

    Task<List<string>> Out(Delivery delivery) =>
        app.In("acme", db => db.Channels.Where(c => c.Id == delivery.ChannelId).SelectMany(c => db.PracticePosts.Where(p => p.Account == c.RemoteId)).Select(p => p.Text).OrderBy(t => t.Substring(t.Length - 3)).ToListAsync());
}
