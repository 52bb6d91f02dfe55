using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

/// <summary>Clara mends it herself and says yes.</summary>
public class SuggestionsTests
{
    static readonly DateTimeOffset Later = A.Monday.AddHours(2);

    static SuggestedWords Words(string text) => new(text, new Dictionary<Guid, string>());

    static void ApproveWithChange(Post post, Decider by, string text, string? hash = null) =>
        post.ApproveWithChange(post.Approval!.Current!.Id, hash ?? post.Content().Hash(), Words(text), null, by, Later);

    [Fact]
    public void A_new_version_is_hers_and_her_level_has_approved_it()
    {
        var house = new House(r => r with { Resets = r.Resets with { Text = ResetReach.Nothing } });
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        ApproveWithChange(post, house.Clara, "The autumn roast is here, mended.");

        var version = post.Versions[^1];
        Assert.Equal(("Clara Client", "The autumn roast is here, mended.", house.Clara.Id), (version.ByName, version.Content.Text, version.ById));
        Assert.Equal((ApprovalState.Approved, PostState.Scheduled, version.Hash), (post.ApprovalState, post.State, post.ApprovedHash));
        Assert.Equal(("Clara Client", version.Number, DecisionKind.Approved), (post.Decisions[^1].Name, post.Decisions[^1].VersionNumber, post.Decisions[^1].Kind));
        Assert.All(post.Deliveries, d => Assert.Equal(version.Id, d.VersionId));
    }

    [Fact]
    public void Earlier_levels_that_fall_by_the_rules_are_asked_again_and_hers_is_not()
    {
        var house = new House();
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        ApproveWithChange(post, house.Clara, "Other words.");

        Assert.Equal((ApprovalState.Waiting, "Team"), (post.ApprovalState, post.Approval!.Current!.Name));
        Assert.Equal([house.Ivo.Id], post.Approval.Waiting.Select(a => a.MemberId));
        Assert.Equal(["Clara Client"], post.Approval.Standing.Select(s => s.Name));
        House.Approve(post, house.Ivo, at: Later);
        Assert.Equal((ApprovalState.Approved, "Other words."), (post.ApprovalState, post.Text));
    }

    [Fact]
    public void A_guest_may_too_and_the_version_says_by_which_link()
    {
        var house = new House(r => r with { Resets = r.Resets with { Text = ResetReach.Nothing } });
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        var link = Guid.NewGuid();
        ApproveWithChange(post, Decider.Guest(house.Workspace, link, "Gus (link ‘June batch’)", IdentityStrength.Name), "Mended.");
        Assert.Equal(("Gus (link ‘June batch’)", link), (post.Versions[^1].ByName, post.Versions[^1].ById));
        Assert.Equal((null, link), (post.Decisions[^1].MemberId, post.Decisions[^1].LinkId));
    }

    [Fact]
    public void What_breaks_a_rule_changes_nothing_or_is_old_is_refused()
    {
        var house = new House();
        var post = house.Sent();
        var hash = post.Content().Hash();
        Assert.Throws<NotAllowed>(() => ApproveWithChange(post, house.Clara, "Mine now."));
        Assert.Equal("NOTHING_CHANGED", Assert.Throws<RuleBroken>(() => ApproveWithChange(post, house.Ivo, post.Text)).Code);
        House.Write(post, house.Wanda, "Wanda was faster.");
        Assert.Equal(Post.ChangedSinceOpened, Assert.Throws<RuleBroken>(() => ApproveWithChange(post, house.Ivo, "Ivo's.", hash)).Code);
        Assert.Equal("Wanda was faster.", post.Text);
        Assert.Throws<RuleBroken>(() => ApproveWithChange(post, house.Ivo, ""));
    }

    [Theory, InlineData(IdentityStrength.Name, false), InlineData(IdentityStrength.MailCode, true), InlineData(IdentityStrength.Account, true)]
    public void A_flow_that_needs_a_code_takes_no_weaker_word_whatever_the_decision(IdentityStrength known, bool enough)
    {
        var house = new House(r => r with { Flows = [r.Flows[0] with { Identity = IdentityStrength.MailCode }] });
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        var guest = Decider.Guest(house.Workspace, Guid.NewGuid(), "Gus", known, "gus@acme.example");
        var (level, hash) = (post.Approval!.Current!.Id, post.Content().Hash());
        Action[] ways = [() => post.Approve(level, hash, null, guest, Later), () => post.RequestChanges(level, hash, ChangeReason.Facts, "No.", guest, Later), () => post.Reject(level, hash, ChangeReason.Facts, "No.", guest, Later), () => ApproveWithChange(post, guest, "So.")];
        if (!enough)
        {
            foreach (var way in ways)
                Assert.Equal(Post.IdentityTooWeak, Assert.Throws<RuleBroken>(way).Code);
            Assert.Single(post.Decisions);
            return;
        }

        ways[0]();
        Assert.Equal((known, "gus@acme.example"), (post.Decisions[^1].Strength, post.Decisions[^1].Address));
    }

    [Fact]
    public void A_flow_never_asks_for_more_than_there_is() =>
        Assert.Equal(IdentityStrength.Account, ApprovalFlow.Of(new House().Workspace.Approvals.Flows[0] with { Identity = IdentityStrength.SingleSignOn }).Identity);
}
