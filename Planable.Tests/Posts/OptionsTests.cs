using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class OptionsTests
{
    [Fact]
    public void Answers_make_a_poll_where_the_network_has_polls_and_block_where_it_has_none()
    {
        var edit = Edit(["mastodon", "bluesky"], [], (Polls.Key(1), "Espresso"), (Polls.Key(2), "Filter"), (Polls.MinutesKey, "60"));
        var content = PostProblems.ContentFor(edit.Targets[0], edit);
        Assert.Equal((PostType.Poll, 60.0), (content.EffectiveType, content.Poll!.Open.TotalMinutes));
        var problem = Assert.Single(PostProblems.Of(edit), p => p.Blocks);
        Assert.Equal(("TYPE_UNSUPPORTED", "Bluesky has no polls.", edit.Targets[1].Channel.Id), (problem.Code, problem.Words, problem.ChannelId!.Value));
        // As a text it goes out there without the poll.
        Assert.DoesNotContain(PostProblems.Of(Edit(["mastodon", "bluesky"], new() { [PostFormats.Key] = "text" }, (Polls.Key(1), "Espresso"), (Polls.Key(2), "Filter"))), p => p.Blocks);
    }

    [Fact]
    public void One_answer_one_too_long_and_one_open_too_briefly_are_said_with_their_fields()
    {
        var edit = Edit(["mastodon"], [], (Polls.Key(1), new string('x', 51)), (Polls.MinutesKey, "1"));
        Assert.Equal(["OPTION_TOO_LONG poll:1", "POLL_DURATION_INVALID poll", "TOO_FEW_OPTIONS poll"], PostProblems.Of(edit).Where(p => p.Blocks).Select(p => $"{p.Code} {p.Target}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_title_is_demanded_counted_and_may_differ_for_one_channel()
    {
        Assert.Contains(PostProblems.Of(Edit(["reddit"], [])), p => p is { Code: "TITLE_MISSING", Target: "title", Blocks: true });
        Assert.DoesNotContain(PostProblems.Of(Edit(["reddit"], [], (PostOptions.TitleKey, "Autumn"))), p => p.Code.StartsWith("TITLE", StringComparison.Ordinal));
        Assert.Contains(PostProblems.Of(Edit(["reddit"], [], (PostOptions.TitleKey, new string('x', 301)))), p => p.Code == "TITLE_TOO_LONG");
        var edit = Edit(["reddit"], new() { [PostOptions.TitleKey] = "For Reddit" }, (PostOptions.TitleKey, "For all"));
        Assert.Equal("For Reddit", PostProblems.ContentFor(edit.Targets[0], edit).Title);
    }

    [Fact]
    public void What_all_channels_share_is_no_unknown_setting_of_a_network() =>
        Assert.DoesNotContain(PostProblems.Of(Edit(["bluesky"], [], (PostOptions.TitleKey, "Autumn"), (PostComments.Key(1), "First"), (PostComments.AfterKey(1), "5"))), p => p.Code == "SETTING_INVALID");

    [Fact]
    public void Comments_are_counted_and_networks_without_them_are_named()
    {
        var long_ = Assert.Single(PostProblems.Of(Edit(["bluesky"], [], (PostComments.Key(1), "Short"), (PostComments.Key(2), new string('x', 301)))), p => p.Blocks);
        Assert.Equal(("COMMENT_TOO_LONG", "comment:2"), (long_.Code, long_.Target));
        var hint = Assert.Single(PostProblems.Of(Edit(["telegram"], [], (PostComments.Key(1), "Short"))), p => p.Code == "COMMENTS_UNSUPPORTED");
        Assert.False(hint.Blocks);
        Assert.Equal("Telegram", hint.Arguments[0]);
    }

    static PostEdit Edit(string[] networks, Dictionary<string, string> settings, params (string Key, string Value)[] options) =>
        new("Words", null, [.. networks.Select(n => new PostEdit.Target(A.Channel(n, n), null, n == "mastodon" ? [] : settings))], []) { Options = options.ToDictionary(o => o.Key, o => o.Value) };
}
