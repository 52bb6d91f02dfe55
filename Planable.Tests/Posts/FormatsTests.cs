using Planable.Data.Members;
using Planable.Data.Media;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class FormatsTests
{
    [Fact]
    public void A_carousel_of_five_becomes_a_story_of_one_and_the_other_four_stay_with_the_post()
    {
        var pia = A.Member(Role.Publisher);
        var channel = A.Channel("Acme", "instagram");
        var post = A.Post(pia, "Five cups.", channel);
        PostEdit With(string? format) => new(
            post.Text, null,
            [new PostEdit.Target(channel, null, format is null ? [] : new Dictionary<string, string> { [PostFormats.Key] = format })],
            [.. Enumerable.Range(0, 5).Select(i => new PostEdit.Picture(Cup(pia, i), "A cup"))]);
        Assert.Equal(PostType.Carousel, PostProblems.ContentFor(With(null).Targets[0], With(null)).EffectiveType);

        var story = With("story");
        var content = PostProblems.ContentFor(story.Targets[0], story);
        Assert.Equal((PostType.Story, 1), (content.EffectiveType, content.Media.Count));
        var hint = PostProblems.Of(story).Single(p => p.Code == "PICTURES_LEFT_OUT");
        Assert.False(hint.Blocks);
        Assert.Equal(4, hint.Arguments[0]);
        post.Edit(story, pia, A.Monday);
        Assert.Equal(5, post.Media.Count);
    }

    [Fact]
    public void A_format_the_network_lacks_blocks_with_its_reason()
    {
        var edit = new PostEdit("Words.", null, [new PostEdit.Target(A.Channel("Acme", "bluesky"), null, new Dictionary<string, string> { [PostFormats.Key] = "story" })], []);
        var problem = PostProblems.Of(edit).First(p => p.Blocks);
        Assert.Equal(("TYPE_UNSUPPORTED", "Bluesky has no stories."), (problem.Code, problem.Words));
    }

    [Theory, InlineData(""), InlineData("7"), InlineData("nonsense"), InlineData("story,reel")]
    public void What_is_no_format_is_none(string value) => Assert.Null(PostFormats.Chosen(new Dictionary<string, string> { [PostFormats.Key] = value }));

    static MediaAsset Cup(Member by, int number) =>
        MediaAsset.Upload(by, $"cup{number}.jpg", new MediaFile(new string((char)('a' + number), 64), "image/jpeg", 100_000), 1080, 1080, A.Monday);
}
