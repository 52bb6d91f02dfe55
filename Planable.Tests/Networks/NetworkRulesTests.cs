using Planable.Data.Networks;
using Registry = Planable.Data.Networks.Networks;

namespace Planable.Tests.Networks;

public class NetworkRulesTests
{
    [Fact]
    public void One_over_the_limit_names_the_excess()
    {
        var problem = Assert.Single(Check("x", Words(new string('a', 281))));

        Assert.Equal("TEXT_TOO_LONG", problem.Code);
        Assert.Equal("text", problem.Target);
        Assert.True(problem.Blocks);
        Assert.Equal("The text is too long: 1 over the 280 characters that X allows.", problem.ToString());
    }

    [Theory, InlineData("x", 280), InlineData("mastodon", 500), InlineData("bluesky", 300)]
    public void Exactly_the_limit_is_fine(string network, int length) => Assert.Empty(Check(network, Words(new string('a', length))));

    [Fact]
    public void Bluesky_holds_graphemes_and_bytes()
    {
        var families = string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 121));

        Assert.Equal("The text is too long: 25 over the 3000 bytes that Bluesky allows.", Assert.Single(Check("bluesky", Words(families))).ToString());
        Assert.Equal("textBytes", TextCount.Tightest(TextCount.Of(families, "text", Registry.Of("bluesky"), PostType.Text, NoSettings))!.Rule.Limit);
        Assert.Equal("text", TextCount.Tightest(TextCount.Of("Hello", "text", Registry.Of("bluesky"), PostType.Text, NoSettings))!.Rule.Limit);
    }

    [Fact]
    public void The_counter_says_what_is_used_allowed_and_left()
    {
        var count = Assert.Single(TextCount.Of("See https://example.com 😀", "text", Registry.Of("x"), PostType.Text, NoSettings));

        Assert.Equal((30, 280, 250), (count.Used, count.Limit, count.Left));
    }

    [Fact]
    public void A_content_warning_counts_along_on_Mastodon()
    {
        var content = Words(new string('a', 499)) with { Settings = new Dictionary<string, string> { ["spoiler"] = "cw" } };

        Assert.Equal(1L, Assert.Single(Check("mastodon", content)).Arguments[0]);
    }

    [Fact]
    public void The_limit_of_the_server_holds()
    {
        var roomy = Registry.Of("mastodon").With(new Dictionary<string, int> { ["text"] = 5000 });

        Assert.Empty(NetworkRules.Check(roomy, Words(new string('a', 5000))));
        Assert.Single(NetworkRules.Check(roomy, Words(new string('a', 5001))));
    }

    [Fact]
    public void An_empty_post_lacks_its_text() => Assert.Equal(["TEXT_MISSING"], Codes("mastodon", Words(" ")));

    [Fact]
    public void Pictures_need_no_text() => Assert.Empty(Check("mastodon", Words("") with { Media = [Picture()] }));

    [Fact]
    public void Too_many_pictures_name_the_excess()
    {
        var problem = Assert.Single(Check("bluesky", Words("Hi") with { Media = [.. Enumerable.Repeat(Picture(), 6)] }));

        Assert.Equal(("TOO_MANY_IMAGES", "Too many pictures: 2 over the 4 that Bluesky allows in a post."), (problem.Code, problem.ToString()));
    }

    [Fact]
    public void A_picture_one_byte_over_is_refused_and_pointed_at()
    {
        var problem = Assert.Single(Check("bluesky", Words("Hi") with { Media = [Picture(), Picture() with { Bytes = 2_000_001 }] }));

        Assert.Equal(("IMAGE_TOO_LARGE", "media:2", "Picture 2 has 2.01 MB: Bluesky allows 2 MB."), (problem.Code, problem.Target, problem.ToString()));
    }

    [Fact]
    public void A_picture_of_another_type_is_refused() =>
        Assert.Equal(["IMAGE_TYPE_UNSUPPORTED"], Codes("x", Words("Hi") with { Media = [Picture() with { ContentType = "image/tiff" }] }));

    [Fact]
    public void Missing_alternative_text_is_a_hint()
    {
        var problem = Assert.Single(Check("mastodon", Words("Hi") with { Media = [Picture() with { Alt = "" }] }));

        Assert.Equal(("ALT_MISSING", "alt:1", false), (problem.Code, problem.Target, problem.Blocks));
    }

    [Fact]
    public void Alternative_text_can_be_too_long() =>
        Assert.Equal(["ALT_TOO_LONG"], Codes("mastodon", Words("Hi") with { Media = [Picture() with { Alt = new string('a', 1501) }] }));

    [Fact]
    public void Pictures_and_videos_do_not_mix() => Assert.Equal(["MEDIA_MIXED"], Codes("mastodon", Words("Hi") with { Media = [Picture(), Film()] }));

    [Fact]
    public void A_GIF_stands_alone_on_X() =>
        Assert.Equal(["MEDIA_MIXED"], Codes("x", Words("Hi") with { Media = [Picture(), Picture() with { ContentType = "image/gif" }] }));

    [Fact]
    public void A_video_has_its_longest_time()
    {
        var problem = Assert.Single(Check("x", Words("Hi") with { Media = [Film() with { Duration = TimeSpan.FromSeconds(141.5) }] }));

        Assert.Equal("The video is too long: 1.5 s over the 140 s that X allows.", problem.ToString());
    }

    [Fact]
    public void A_link_card_gives_way_to_pictures_with_a_hint()
    {
        var problem = Assert.Single(Check("bluesky", Words("Hi") with { Media = [Picture()], Link = "https://example.com" }));

        Assert.Equal(("LINK_CARD_DROPPED", false), (problem.Code, problem.Blocks));
    }

    [Fact]
    public void A_type_the_network_lacks_is_refused_with_its_reason()
    {
        var problem = Assert.Single(Check("mastodon", Words("Hi") with { Type = PostType.Story, Media = [Picture()] }));

        Assert.Equal(("TYPE_UNSUPPORTED", "Mastodon has no stories."), (problem.Code, problem.ToString()));
    }

    [Fact]
    public void A_chosen_type_needs_its_media()
    {
        Assert.Equal(["MEDIA_REQUIRED"], Codes("practice", Words("Hi") with { Type = PostType.Video }));
        Assert.Equal(["TOO_FEW_IMAGES"], Codes("practice", Words("Hi") with { Type = PostType.Carousel, Media = [Picture()] }));
        Assert.Equal(["LINK_MISSING"], Codes("practice", Words("Hi") with { Type = PostType.Link }));
        Assert.Empty(Codes("practice", Words("Hi https://example.com") with { Type = PostType.Link }));
    }

    [Fact]
    public void Too_many_hashtags_are_counted_once_each()
    {
        var thirty = string.Join(' ', Enumerable.Range(1, 30).Select(i => $"#a{i}"));

        Assert.Empty(Check("practice", Words(thirty + " #A1")));
        Assert.Equal(["TOO_MANY_HASHTAGS"], Codes("practice", Words(thirty + " #one")));
    }

    [Theory, InlineData("visibility", "public", true), InlineData("visibility", "direct", false)]
    [InlineData("language", "pt-BR", true), InlineData("language", "German!", false), InlineData("board", "7", false)]
    public void Settings_are_checked(string key, string value, bool fits) =>
        Assert.Equal(fits ? [] : ["SETTING_INVALID"], Codes("mastodon", Words("Hi") with { Settings = new Dictionary<string, string> { [key] = value } }));

    [Fact]
    public void A_poll_has_its_answers_and_its_time()
    {
        var poll = Words("Tea?") with { Poll = new PollContent(["Yes", "No"], TimeSpan.FromDays(1)) };

        Assert.Empty(Check("mastodon", poll));
        Assert.Equal(["TOO_FEW_OPTIONS"], Codes("mastodon", poll with { Poll = new PollContent(["Yes"], TimeSpan.FromDays(1)) }));
        Assert.Equal(
            ["OPTION_TOO_LONG", "POLL_DURATION_INVALID"],
            Codes("mastodon", poll with { Poll = new PollContent(["Yes", new string('n', 51)], TimeSpan.FromMinutes(1)) }));
        Assert.Equal(["TYPE_UNSUPPORTED"], Codes("bluesky", poll));
    }

    [Fact]
    public void Words_alone_are_not_enough_for_Instagram()
    {
        var problem = Assert.Single(Check("instagram", Words("Hi")));

        Assert.Equal(("MEDIA_REQUIRED", "media", "Instagram needs a picture or a video."), (problem.Code, problem.Target, problem.ToString()));
    }

    [Fact]
    public void Pictures_and_videos_mix_in_a_carousel_on_Instagram() => Assert.Empty(Check("instagram", Words("Hi") with { Media = [Picture(), Film()] }));

    [Fact]
    public void A_caption_on_Telegram_is_shorter_than_a_message()
    {
        var words = Words(new string('a', 1025));

        Assert.Empty(Check("telegram", words));
        Assert.Equal(["TEXT_TOO_LONG"], Codes("telegram", words with { Media = [Film()] }));
    }

    [Fact]
    public void YouTube_wants_a_title_and_no_angle_brackets()
    {
        var video = Words("Hi") with { Media = [Film()], Title = "Our shop" };

        Assert.Empty(Check("youtube", video));
        Assert.Equal(["TITLE_MISSING"], Codes("youtube", video with { Title = null }));
        Assert.Equal(["CHARACTER_FORBIDDEN"], Codes("youtube", video with { Title = "a < b" }));
        Assert.Equal(["SETTING_TOO_LONG"], Codes("youtube", video with { Settings = new Dictionary<string, string> { ["tags"] = new string('a', 501) } }));
    }

    [Fact]
    public void A_choice_TikTok_insists_on_is_asked_for() => Assert.Equal(["SETTING_REQUIRED"], Codes("tiktok", Words("Hi") with { Media = [Film()] }));

    [Fact]
    public void A_picture_too_tall_for_Instagram_is_pointed_at() =>
        Assert.Equal(["IMAGE_RATIO_UNSUPPORTED"], Codes("instagram", Words("Hi") with { Media = [Picture() with { Width = 1080, Height = 1920 }] }));

    [Theory]
    [InlineData(400, 300, null)]
    [InlineData(800, 600, null)]
    [InlineData(600, 450, "IMAGE_SIZE_UNSUPPORTED")]
    [InlineData(1600, 1200, "IMAGE_TOO_LARGE")]
    public void Dribbble_takes_pictures_of_two_sizes(int width, int height, string? refusal) =>
        Assert.Equal(refusal is null ? [] : [refusal], Codes("dribbble", Words("Hi") with { Title = "A shot", Media = [Picture() with { Width = width, Height = height }] }));

    [Theory]
    [InlineData("instagram", PostType.Reel, 300_000_000)]
    [InlineData("instagram", PostType.Story, 100_000_000)]
    [InlineData("instagram-standalone", PostType.Reel, 300_000_000)]
    [InlineData("instagram-standalone", PostType.Story, 100_000_000)]
    public void A_video_for_Instagram_is_as_large_as_its_kind_allows(string network, PostType type, long most) =>
        Assert.Equal(most, Registry.Of(network).LimitsFor(type)[LimitName.VideoBytes]);

    [Fact]
    public void The_channel_is_named_in_every_problem()
    {
        var channel = Guid.Parse("0198f000-0000-7000-8000-000000000001");

        Assert.All(Check("x", Words("") with { ChannelId = channel }), p => Assert.Equal(channel, p.ChannelId));
    }

    [Fact]
    public void What_blocks_comes_first() =>
        Assert.Equal(["TEXT_TOO_LONG", "ALT_MISSING"], Codes("x", Words(new string('a', 281)) with { Media = [Picture() with { Alt = "" }] }));

    [Theory, MemberData(nameof(Broken))]
    public void Broken_texts_never_throw(string text) =>
        Assert.All(Registry.All, n => NetworkRules.Check(n, Words(text) with { Title = text, Comments = [text] }));

    public static IEnumerable<TheoryDataRow<string>> Broken =>
        new[] { "\uD83D", "a\uDE00b", "\u200F\u202E\u2066", "\0", string.Concat(Enumerable.Repeat("😀", 5000)), "#\uD83D @\uD83D https://\uD83D" }
            .Select(t => new TheoryDataRow<string>(t));

    private static readonly Dictionary<string, string> NoSettings = [];

    private static VariantContent Words(string text) => VariantContent.Of(text);

    private static AttachedMedia Picture() => new("image/jpeg", 500_000, 1200, 900, "A shop window");

    private static AttachedMedia Film() => new("video/mp4", 5_000_000, 1280, 720, "", TimeSpan.FromSeconds(20));

    private static IReadOnlyList<Problem> Check(string network, VariantContent content) => NetworkRules.Check(Registry.Of(network), content);

    private static IEnumerable<string> Codes(string network, VariantContent content) => Check(network, content).Select(p => p.Code);
}
