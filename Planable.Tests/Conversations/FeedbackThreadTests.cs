using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

public class FeedbackThreadTests
{
    static readonly DateTimeOffset At = A.Monday.AddHours(1);

    static FeedbackDraft Words(string text, House? house = null) => FeedbackDraft.Of(text, house?.Everyone ?? []);

    static FeedbackThread Thread(House house, Post post, Audience audience, string text = "Look here.", Decider? by = null, FeedbackAnchor? anchor = null) =>
        post.Comment(Words(text, house), audience, anchor, by ?? house.Wanda, At);

    [Fact]
    public void A_client_starts_threads_with_the_client_only_and_a_viewer_none()
    {
        var house = new House();
        var post = house.Post();
        Assert.Equal(Audience.Client, post.Comment(Words("Lovely"), null, null, house.Clara, At).Audience);
        Assert.Throws<NotAllowed>(() => post.Comment(Words("Hm"), Audience.Team, null, house.Clara, At));
        Assert.Throws<NotAllowed>(() => post.Comment(Words("Hm"), null, null, house.Member(Role.ClientViewer, "Carl Client"), At));
        var guest = Decider.Guest(house.Workspace, Guid.NewGuid(), "Gus", IdentityStrength.Name);
        var thread = post.Comment(Words("From the train"), null, null, guest, At);
        Assert.Equal((Audience.Client, "Gus", null, guest.LinkId), (thread.Audience, thread.Comments[0].Name, thread.Comments[0].MemberId, thread.Comments[0].LinkId));
        Assert.Throws<NotAllowed>(() => post.Comment(Words("Hm"), Audience.Team, null, guest, At));
    }

    [Fact]
    public void What_the_team_says_first_is_its_own()
    {
        var house = new House();
        Assert.Equal(Audience.Team, house.Post().Comment(Words("Hm"), null, null, house.Wanda, At).Audience);
    }

    [Fact]
    public void Words_for_the_team_never_follow_a_thread_that_was_opened_to_the_client_meanwhile()
    {
        var house = new House();
        var thread = Thread(house, house.Post(), Audience.Team);
        thread.ShowToClient(house.Everyone, [house.Clara.Id], house.Adam, At);
        Assert.Equal("NOW_VISIBLE", Assert.Throws<RuleBroken>(() => thread.Reply(Words("Clara must not read this"), Audience.Team, house.Wanda, At)).Code);
        Assert.Single(thread.Comments);
    }

    [Fact]
    public void Opening_to_the_client_needs_that_everybody_who_will_see_it_was_named()
    {
        var house = new House();
        var thread = Thread(house, house.Post(), Audience.Team);
        var carl = house.Member(Role.ClientViewer, "Carl Client");
        Assert.Equal("AUDIENCE_UNSEEN", Assert.Throws<RuleBroken>(() => thread.ShowToClient(house.Everyone, [house.Clara.Id], house.Wanda, At)).Code);
        Assert.Equal(Audience.Team, thread.Audience);
        thread.ShowToClient(house.Everyone, [house.Clara.Id, carl.Id], house.Wanda, At);
        Assert.Equal((Audience.Client, Audience.Client), (thread.Audience, thread.Comments[0].Audience));
        thread.HideFromClient(house.Wanda, At);
        Assert.Equal((Audience.Team, Audience.Team), (thread.Audience, thread.Comments[0].Audience));
        Assert.Throws<NotAllowed>(() => thread.ShowToClient(house.Everyone, [house.Clara.Id, carl.Id], house.Clara, At));
    }

    [Fact]
    public void One_changes_and_removes_ones_own_words_only_and_a_guest_those_of_the_same_name_and_link()
    {
        var house = new House();
        var link = Guid.NewGuid();
        var gus = Decider.Guest(house.Workspace, link, "Gus", IdentityStrength.Name);
        var thread = Thread(house, house.Post(), Audience.Client, by: gus);
        var id = thread.Comments[0].Id;
        Assert.Throws<NotAllowed>(() => thread.Edit(id, Words("Not mine"), house.Olga, At));
        Assert.Throws<NotAllowed>(() => thread.Remove(id, Decider.Guest(house.Workspace, link, "Gunda", IdentityStrength.Name), At));
        Assert.Throws<NotAllowed>(() => thread.Remove(id, Decider.Guest(house.Workspace, Guid.NewGuid(), "Gus", IdentityStrength.Name), At));
        thread.Edit(id, Words("Better"), gus, At.AddMinutes(1));
        Assert.Equal(("Better", At.AddMinutes(1)), (thread.Comments[0].Text, thread.Comments[0].EditedAt));
        thread.Remove(id, gus, At.AddMinutes(2));
        Assert.True(thread.Comments[0].IsRemoved);
        thread.Restore(id, gus, At.AddMinutes(3));
        Assert.False(thread.Comments[0].IsRemoved);
    }

    [Fact]
    public void A_comment_sent_twice_is_said_once_and_an_empty_one_not_at_all()
    {
        var house = new House();
        var thread = Thread(house, house.Post(), Audience.Team);
        var words = Words("Once");
        thread.Reply(words, Audience.Team, house.Ivo, At);
        thread.Reply(words, Audience.Team, house.Ivo, At);
        Assert.Equal(2, thread.Comments.Count);
        Assert.Equal("COMMENT_EMPTY", Assert.Throws<RuleBroken>(() => thread.Reply(Words("   "), Audience.Team, house.Ivo, At)).Code);
        Assert.Equal("COMMENT_LONG", Assert.Throws<RuleBroken>(() => thread.Reply(Words(new string('x', FeedbackComment.TextLength + 1)), Audience.Team, house.Ivo, At)).Code);
    }

    [Fact]
    public void A_reply_reopens_what_was_resolved()
    {
        var house = new House();
        var thread = Thread(house, house.Post(), Audience.Client);
        thread.Resolve(house.Clara, At);
        Assert.Equal("Clara Client", thread.ResolvedBy);
        thread.Reply(Words("Not quite yet"), Audience.Client, house.Clara, At);
        Assert.False(thread.IsResolved);
    }

    [Fact]
    public void People_are_named_by_whole_or_first_name_if_that_is_clear()
    {
        var house = new House();
        var other = house.Member(Role.Writer, "Clara Writer");
        Assert.Equal([house.Wanda.Id], FeedbackDraft.MentionedIn("Ask @wanda, please", house.Everyone));
        Assert.Equal([other.Id], FeedbackDraft.MentionedIn("@Clara Writer: yours?", house.Everyone));
        Assert.Empty(FeedbackDraft.MentionedIn("@Clara, @Wandalism and mail@ivo.example", house.Everyone));
    }

    [Fact]
    public void An_accepted_suggestion_is_a_version_of_both()
    {
        var house = new House();
        var post = house.Post(text: "The café pours it from eight.");
        var thread = post.Comment(Words("We say bar.") with { Suggestion = new FeedbackSuggestion(post.Text, "The bar pours it from eight.") }, null, null, house.Clara, At);
        var version = post.Accept(thread, thread.Comments[0].Id, post.Text, house.Wanda, At);
        Assert.Equal(("The bar pours it from eight.", "Wanda Writer", "Clara Client"), (post.Text, version.ByName, version.CreditedTo));
        Assert.Equal(post.Text, version.Content.Text);
        Assert.True(thread.IsResolved);
        Assert.Same(version, post.Accept(thread, thread.Comments[0].Id, post.Text, house.Wanda, At));
    }

    [Fact]
    public void A_suggestion_for_a_text_that_moved_on_is_put_together_with_it_and_only_as_it_was_shown()
    {
        var house = new House();
        var post = house.Post(text: "The café pours it from eight.");
        var thread = post.Comment(Words("") with { Suggestion = new FeedbackSuggestion(post.Text, "The bar pours it from eight.") }, null, null, house.Clara, At);
        var shown = post.Text;
        House.Write(post, house.Wanda, "The café pours it from nine.");
        Assert.Equal(Post.TextMovedOn, Assert.Throws<RuleBroken>(() => post.Accept(thread, thread.Comments[0].Id, shown, house.Wanda, At)).Code);
        Assert.Equal("The café pours it from nine.", post.Text);
        post.Accept(thread, thread.Comments[0].Id, post.Text, house.Wanda, At);
        Assert.Equal("The bar pours it from nine.", post.Text);
    }

    [Fact]
    public void Whoever_may_not_change_the_post_accepts_no_words_for_it()
    {
        var house = new House();
        var post = house.Post();
        var thread = post.Comment(Words("") with { Suggestion = new FeedbackSuggestion(post.Text, "Shorter.") }, null, null, house.Clara, At);
        Assert.Throws<NotAllowed>(() => post.Accept(thread, thread.Comments[0].Id, post.Text, house.Clara, At));
        Assert.Throws<NotAllowed>(() => thread.Decline(thread.Comments[0].Id, house.Ivo, At));
        thread.Decline(thread.Comments[0].Id, house.Wanda, At);
        Assert.Equal("SUGGESTION_DECLINED", Assert.Throws<RuleBroken>(() => post.Accept(thread, thread.Comments[0].Id, post.Text, house.Wanda, At)).Code);
    }

    [Fact]
    public void An_approved_post_is_locked_for_suggestions_too()
    {
        var house = new House();
        var post = house.Approved(dated: false);
        var thread = post.Comment(Words("") with { Suggestion = new FeedbackSuggestion(post.Text, "Shorter.") }, null, null, house.Clara, At);
        Assert.Equal(Post.LockedCode, Assert.Throws<RuleBroken>(() => post.Accept(thread, thread.Comments[0].Id, post.Text, house.Wanda, At)).Code);
    }

    [Fact]
    public void A_quote_stands_as_long_as_its_words_do_wherever_lines_break()
    {
        Assert.True(FeedbackAnchor.Stands("we roasted\n the first", "On Sunday we roasted the\nfirst forty kilos."));
        Assert.False(FeedbackAnchor.Stands("forty kilos", "On Sunday we roasted the first fifty kilos."));
    }

    [Fact]
    public void Pins_stay_on_the_picture_and_need_both_numbers()
    {
        var anchor = FeedbackAnchor.Of(new FeedbackAnchor { MediaId = Guid.NewGuid(), Across = 132.555m, Down = -4 })!;
        Assert.Equal((100m, 0m), (anchor.Across, anchor.Down));
        Assert.Throws<RuleBroken>(() => FeedbackAnchor.Of(new FeedbackAnchor { MediaId = Guid.NewGuid(), Across = 5 }));
        Assert.Null(FeedbackAnchor.Of(new FeedbackAnchor { Quote = "  " }));
    }
}
