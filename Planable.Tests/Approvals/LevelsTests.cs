using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

public class LevelsTests
{
    [Fact]
    public void Two_of_three_complete_on_the_second_and_the_third_is_told()
    {
        var house = new House();
        var (lea, leo, liz) = (house.Member(Role.Reviewer, "Lea Legal"), house.Member(Role.Reviewer, "Leo Legal"), house.Member(Role.Reviewer, "Liz Legal"));
        house.Flow(House.Level("Legal", House.Group(GroupRule.Some, 2, lea, leo, liz)));
        var post = house.Sent();
        House.Approve(post, lea);
        Assert.Equal(ApprovalState.Waiting, post.ApprovalState);
        Assert.Equal(["Leo Legal", "Liz Legal"], post.Approval!.Waiting.Select(a => a.Name));

        House.Approve(post, liz);

        Assert.Equal(ApprovalState.Approved, post.ApprovalState);
        Assert.Equal(leo.Id.ToString(), DeedsTests.Facts(post, "post.approval-unneeded")["to"]);
    }

    [Fact]
    public void All_means_everybody_and_any_means_one()
    {
        var house = new House();
        house.Flow(House.Level("All", House.Group(GroupRule.All, 0, house.Ivo, house.Adam)), House.Level("Any", House.Group(GroupRule.Any, 0, house.Olga, house.Adam)));
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        Assert.Equal("All", post.Approval!.Current!.Name);
        House.Approve(post, house.Adam);
        Assert.Equal("Any", post.Approval!.Current!.Name);
        House.Approve(post, house.Olga);
        Assert.True(post.IsApproved);
    }

    [Fact]
    public void Groups_side_by_side_are_all_needed_and_one_person_may_stand_in_two()
    {
        var house = new House();
        house.Flow(House.Level("Both", House.Group(GroupRule.Any, 0, house.Ivo, house.Adam), House.Group(GroupRule.All, 0, house.Adam, house.Olga)));
        var post = house.Sent();
        House.Approve(post, house.Adam);
        Assert.Equal(["Olga Owner"], post.Approval!.Waiting.Select(a => a.Name));
        House.Approve(post, house.Olga);
        Assert.True(post.IsApproved);
    }

    [Fact]
    public void An_approver_removed_midway_is_not_waited_for()
    {
        var house = new House();
        house.Flow(House.Level("All", House.Group(GroupRule.All, 0, house.Ivo, house.Adam)));
        var post = house.Sent();
        House.Approve(post, house.Adam);
        house.Ivo.Leave(house.Olga, house.Everyone, null, A.Monday);
        post.Recount([.. house.Everyone.Where(m => m.IsActive)], house.Workspace, A.Monday.AddHours(2));
        Assert.True(post.IsApproved);
    }

    [Fact]
    public void Two_of_three_with_two_gone_ask_for_the_one_that_is_left()
    {
        var house = new House();
        var (lea, leo, liz) = (house.Member(Role.Reviewer, "Lea Legal"), house.Member(Role.Reviewer, "Leo Legal"), house.Member(Role.Reviewer, "Liz Legal"));
        house.Flow(House.Level("Legal", House.Group(GroupRule.Some, 2, lea, leo, liz)));
        var post = house.Sent();
        lea.Leave(house.Olga, house.Everyone, null, A.Monday);
        leo.Leave(house.Olga, house.Everyone, null, A.Monday);
        post.Recount([.. house.Everyone.Where(m => m.IsActive)], house.Workspace, A.Monday);
        Assert.Equal(new GroupCount(0, 1, 1), post.Approval!.Count(post.Approval.Current!, post.Approval.Current!.Groups[0]));
        House.Approve(post, liz);
        Assert.True(post.IsApproved);
    }

    [Fact]
    public void A_level_without_anybody_comes_to_those_who_manage_the_client()
    {
        var house = new House();
        house.Flow(House.Level("Ivo", House.Group(GroupRule.All, 0, house.Ivo)));
        var post = house.Sent();
        house.Ivo.Leave(house.Olga, house.Everyone, null, A.Monday);
        post.Recount([.. house.Everyone.Where(m => m.IsActive)], house.Workspace, A.Monday);
        Assert.Equal(["Adam Admin", "Olga Owner"], post.Approval!.Waiting.Select(a => a.Name));
        House.Approve(post, house.Adam);
        Assert.True(post.IsApproved);
    }

    [Fact]
    public void Who_lost_the_right_to_approve_is_not_asked()
    {
        var house = new House();
        house.Flow(House.Level("Team", House.Group(GroupRule.All, 0, house.Ivo, house.Adam)));
        house.Ivo.Switch(Permission.ApprovePosts, false, house.Olga, A.Monday);
        Assert.Equal(["Adam Admin"], house.Sent().Approval!.Waiting.Select(a => a.Name));
    }

    [Fact]
    public void A_client_is_never_asked_about_what_only_the_team_sees()
    {
        var house = new House();
        house.Workspace.Settle(house.Olga, "Acme", "en-GB", DayOfWeek.Monday, null, 0, Data.Logs.Audience.Team, 30, Data.Workspaces.AltPolicy.Recommended, A.Monday);
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        Assert.DoesNotContain(post.Approval!.Waiting, a => a.IsClient);
        Assert.Throws<NotAllowed>(() => House.Approve(post, house.Clara));
    }

    [Fact]
    public void Whoever_is_not_named_does_not_decide()
    {
        var house = new House();
        var post = house.Sent();
        Assert.Throws<NotAllowed>(() => House.Approve(post, house.Clara));
        Assert.Throws<NotAllowed>(() => House.Approve(post, house.Wanda));
        Assert.Throws<NotAllowed>(() => House.Approve(post, house.Adam));
    }

    [Fact]
    public void A_guest_with_a_link_decides_where_the_client_does_and_it_is_kept_how_they_were_known()
    {
        var house = new House();
        var post = house.Sent();
        var gus = Decider.Guest(house.Workspace, Guid.NewGuid(), "Gus Guest", IdentityStrength.MailCode, "gus@acme.example");
        Assert.Throws<NotAllowed>(() => post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), null, gus, A.Monday));
        House.Approve(post, house.Ivo);
        post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), "Fine", gus, A.Monday);
        Assert.True(post.IsApproved);
        var decision = post.Decisions[^1];
        Assert.Equal((null, "Gus Guest", IdentityStrength.MailCode, gus.LinkId, Data.Logs.Via.Link), (decision.MemberId, decision.Name, decision.Strength, decision.LinkId, decision.Via));
    }

    [Theory]
    [InlineData("", "NAME_LENGTH")]
    [InlineData("Flow", "LEVEL_EMPTY")]
    public void A_flow_nobody_could_pass_is_refused(string name, string code) =>
        Assert.Equal(code, Assert.Throws<RuleBroken>(() => ApprovalFlow.Of(new ApprovalFlow(Guid.NewGuid(), name, [new ApprovalLevel(Guid.NewGuid(), "Team", [], 0, [])]))).Code);

    [Fact]
    public void More_approvals_than_people_are_refused() =>
        Assert.Equal("LEVEL_UNREACHABLE", Assert.Throws<RuleBroken>(() => ApprovalFlow.Of(new ApprovalFlow(Guid.NewGuid(), "Flow", [House.Level("Two", new ApprovalGroup(Guid.NewGuid(), GroupRule.Some, 3, [Guid.NewGuid(), Guid.NewGuid()], []))]))).Code);

    [Fact]
    public void Modes_are_presets()
    {
        var none = new ApprovalRules();
        Assert.Equal(ApprovalMode.None, none.Mode);
        foreach (var mode in Enum.GetValues<ApprovalMode>())
            Assert.Equal(mode, none.As(mode).Mode);
        Assert.True(none.As(ApprovalMode.MultiLevel).IsRequired);
        Assert.False(none.As(ApprovalMode.Optional).IsRequired);
        // Back and forth keeps what was made.
        Assert.Equal(2, none.As(ApprovalMode.MultiLevel).As(ApprovalMode.Required).As(ApprovalMode.MultiLevel).Flows.Count);
    }
}
