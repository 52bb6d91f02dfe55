using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class PostProblemsTests
{
    [Fact]
    public void A_post_without_a_channel_is_blocked()
    {
        var problem = Assert.Single(PostProblems.Of(Edit("Hello")));
        Assert.Equal("NO_CHANNEL", problem.Code);
        Assert.True(problem.Blocks);
    }

    [Fact]
    public void Excess_is_told_for_the_variant_that_has_it()
    {
        var (mastodon, practice) = (A.Channel("Acme Toots", "mastodon"), A.Channel());
        var problem = Assert.Single(PostProblems.Of(Edit(new string('a', 503), mastodon, practice)));
        Assert.Equal("TEXT_TOO_LONG", problem.Code);
        Assert.Equal(mastodon.Id, problem.ChannelId);
        Assert.Equal("The text is too long: 3 over the 500 characters that Mastodon allows.", problem.ToString());
    }

    [Fact]
    public void A_text_of_its_own_is_what_counts()
    {
        var mastodon = A.Channel("Acme Toots", "mastodon");
        Assert.Empty(PostProblems.Of(new PostEdit(new string('a', 600), null, [new PostEdit.Target(mastodon, "Short.", null)], [])));
    }

    [Fact]
    public void The_limit_a_server_reports_comes_first()
    {
        var roomy = Channel.Connect(A.Member(Role.Admin), "mastodon", new RemoteAccount("1", "Roomy", "roomy", null, null, new Dictionary<string, int> { ["text"] = 5000 }), "", A.Monday);
        Assert.Empty(PostProblems.Of(Edit(new string('a', 4000), roomy)));
    }

    [Fact]
    public void A_channel_that_needs_a_sign_in_warns_and_a_disconnected_one_blocks()
    {
        var (broken, gone) = (A.Channel("Broken"), A.Channel("Gone"));
        broken.Break("Signed out.", A.Monday);
        gone.Disconnect(A.Member(Role.Admin), A.Monday);
        var problems = PostProblems.Of(Edit("Hello", broken, gone));
        Assert.Equal([("CHANNEL_GONE", true), ("CHANNEL_BROKEN", false)], problems.Select(p => (p.Code, p.Blocks)));
    }

    [Fact]
    public void Writers_schedule_their_own_posts_and_nobody_elses()
    {
        var wanda = A.Member(Role.Writer);
        var (hers, other) = (A.Post(wanda), A.Post());
        hers.Schedule(A.Time(25, 9), wanda, A.Monday);
        Assert.Equal(PostState.Scheduled, hers.State);
        Assert.Throws<Planable.Data.NotAllowed>(() => other.Schedule(A.Time(25, 9), wanda, A.Monday));
        Assert.Throws<Planable.Data.NotAllowed>(() => hers.PublishNow(wanda, A.Berlin, A.Monday));
    }

    static PostEdit Edit(string text, params Channel[] channels) => new(text, null, [.. channels.Select(c => new PostEdit.Target(c, null, null))], []);
}
