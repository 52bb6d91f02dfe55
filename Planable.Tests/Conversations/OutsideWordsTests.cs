using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

/// <summary>What was said elsewhere and is written down here.</summary>
public class OutsideWordsTests
{
    static readonly DateTimeOffset At = A.Monday.AddHours(3);

    [Fact]
    public void Where_the_flow_allows_it_the_word_on_the_phone_decides_and_says_everywhere_whose_word_it_is()
    {
        var (house, post) = Waiting(takes: true);
        var (thread, why) = Told(post, house.Clara, DecisionKind.Approved, house.Adam, text: "Fine with me");
        Assert.Null(why);
        Assert.Equal(ApprovalState.Approved, post.ApprovalState);

        var decision = post.Decisions[^1];
        Assert.Equal(("Clara Client", house.Clara.Id, true, IdentityStrength.Recorded, post.Content().Hash()), (decision.Name, decision.MemberId, decision.IsClient, decision.Strength, decision.Hash));
        Assert.Equal((OutsideWay.Phone, house.Adam.Id, "Adam Admin", thread.Id), (decision.Recording!.Through, decision.Recording.ById, decision.Recording.By, decision.Recording.ThreadId));
        Assert.Equal("Adam Admin", post.Approval!.Standing[^1].Recording!.By);
        var comment = Assert.Single(thread.Comments);
        Assert.Equal(("Clara Client", "Fine with me", "Adam Admin", DecisionKind.Approved, true), (comment.Name, comment.Text, comment.Recording!.By, comment.Recording.Said, comment.Recording.Counts));
        // An approval leaves nothing to answer.
        Assert.True(thread.IsResolved);
        Assert.Equal(Audience.Client, thread.Audience);
        // It stays what it is: neither of them makes other words of it.
        Assert.Throws<NotAllowed>(() => thread.Edit(comment.Id, FeedbackDraft.Of("Not fine", []), house.Adam, At));
        Assert.Throws<NotAllowed>(() => thread.Remove(comment.Id, house.Clara, At));
    }

    [Fact]
    public void Where_it_does_not_it_is_kept_and_decides_nothing()
    {
        var (house, post) = Waiting(takes: false);
        var (thread, why) = Told(post, house.Clara, DecisionKind.Approved, house.Adam);
        Assert.Equal(Post.IdentityTooWeak, why!.Code);
        Assert.Equal((ApprovalState.Waiting, 1), (post.ApprovalState, post.Decisions.Count));
        Assert.Equal((DecisionKind.Approved, false), (thread.Comments[0].Recording!.Said, thread.Comments[0].Recording!.Counts));
    }

    [Theory, InlineData(IdentityStrength.MailCode), InlineData(IdentityStrength.Account)]
    public void It_never_stands_for_a_code_or_an_account(IdentityStrength wanted)
    {
        var typed = new House().Workspace.Approvals.Flows[0] with { Identity = wanted, TakesRecorded = true };
        Assert.Equal("RECORDED_TOO_WEAK", Assert.Throws<RuleBroken>(() => ApprovalFlow.Of(typed)).Code);
        // Nor where a flow of before says both.
        var house = new House(r => r with { Flows = [typed with { Levels = r.Flows[0].Levels }], DefaultFlowId = typed.Id });
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        Assert.Equal(Post.IdentityTooWeak, Told(post, house.Clara, DecisionKind.Approved, house.Adam).Why!.Code);
        Assert.Equal(ApprovalState.Waiting, post.ApprovalState);
        var adams = Decider.Recorded(house.Adam, house.Clara, "", new Recording(OutsideWay.Phone, house.Adam.Id, "Adam Admin"), Via.Web);
        Assert.Equal(Post.IdentityTooWeak, Assert.Throws<RuleBroken>(() => post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), null, adams, At)).Code);
    }

    [Fact]
    public void Nobody_of_the_team_is_spoken_for_and_nobody_out_of_turn()
    {
        var house = new House(r => r with { Flows = [r.Flows[0] with { TakesRecorded = true }] });
        var post = house.Sent();
        Assert.Equal("PERSON_OF_TEAM", Assert.Throws<RuleBroken>(() => Told(post, house.Ivo, DecisionKind.Approved, house.Adam)).Code);
        Assert.Equal("NOT_THEIR_TURN", Told(post, house.Clara, DecisionKind.Approved, house.Adam).Why!.Code);
        Assert.Equal("NOT_THEIR_TURN", Told(post, null, DecisionKind.Approved, house.Adam, name: "Clara's boss").Why!.Code);
        Assert.Equal(ApprovalState.Waiting, post.ApprovalState);
        House.Approve(post, house.Ivo);
        Told(post, null, DecisionKind.Approved, house.Adam, name: "Clara's boss");
        Assert.Equal((ApprovalState.Approved, "Clara's boss"), (post.ApprovalState, post.Decisions[^1].Name));
    }

    [Fact]
    public void Changes_say_what_has_to_change_and_whose_word_it_is()
    {
        var (house, post) = Waiting(takes: true);
        Assert.Equal("CHANGES_MISSING", Assert.Throws<RuleBroken>(() => Told(post, house.Clara, DecisionKind.ChangesRequested, house.Adam, reason: ChangeReason.Facts)).Code);
        var (thread, why) = Told(post, house.Clara, DecisionKind.ChangesRequested, house.Adam, "The price is wrong", ChangeReason.Facts);
        Assert.Null(why);
        Assert.Equal(("Clara Client", "Adam Admin", true), (post.Approval!.Wanted!.By, post.Approval.Wanted.Recording!.By, post.Approval.Wanted.ByClient));
        // Somebody has to do something about it.
        Assert.False(thread.IsResolved);
    }

    [Fact]
    public void It_is_about_the_version_that_was_shown()
    {
        var (house, post) = Waiting(takes: true);
        var hash = post.Content().Hash();
        House.Write(post, house.Wanda, "Other words by now.");
        House.Approve(post, house.Ivo);
        var words = new OutsideWords(FeedbackDraft.Of("Yes", []), house.Clara, null, OutsideWay.WhatsApp, DecisionKind.Approved, null, hash, Audience.Client);
        Assert.Equal(Post.ChangedSinceOpened, Assert.Throws<RuleBroken>(() => post.TakeDown(words, house.Adam, Via.Web, At)).Code);
    }

    [Fact]
    public void A_remark_needs_words_or_files_and_who_it_was()
    {
        var (house, post) = Waiting(takes: true);
        Assert.Equal("COMMENT_EMPTY", Assert.Throws<RuleBroken>(() => Told(post, house.Clara, null, house.Adam)).Code);
        Assert.Equal("PERSON_MISSING", Assert.Throws<RuleBroken>(() => Told(post, null, null, house.Adam, "Nice")).Code);
        var (thread, _) = Told(post, house.Clara, null, house.Wanda, "Nice");
        thread.Edit(thread.Comments[0].Id, FeedbackDraft.Of("Very nice", []), house.Wanda, At);
        Assert.Equal(("Very nice", ApprovalState.Waiting), (thread.Comments[0].Text, post.ApprovalState));
        Assert.Throws<NotAllowed>(() => Told(post, house.Clara, DecisionKind.Approved, house.Wanda));
        Assert.Throws<NotAllowed>(() => Told(post, house.Clara, null, house.Clara, "I said it myself"));
    }

    static (House House, Post Post) Waiting(bool takes)
    {
        var house = new House(r => r with { Flows = [r.Flows[0] with { TakesRecorded = takes }] });
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        return (house, post);
    }

    static (FeedbackThread Thread, RuleBroken? Why) Told(Post post, Member? person, DecisionKind? said, Member by, string? text = null, ChangeReason? reason = null, string? name = null) =>
        post.TakeDown(new OutsideWords(FeedbackDraft.Of(text, []), person, name, OutsideWay.Phone, said, reason, post.Content().Hash(), Audience.Client), by, Via.Web, At);
}
