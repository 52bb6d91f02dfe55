using Planable.Data.Approvals;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

public class RoutesTests
{
    static readonly PostFacts Nothing = new([], ["practice"], null, Guid.NewGuid(), null);

    [Fact]
    public void A_level_applies_when_one_of_its_conditions_holds()
    {
        var (label, author, campaign) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var level = House.Level("Legal", House.Any(Role.Reviewer)) with
        {
            When =
            [
                new(ConditionField.Label, label.ToString()), new(ConditionField.Budget, "0"), new(ConditionField.Network, "linkedin"), new(ConditionField.Author, author.ToString()), new(ConditionField.Campaign, campaign.ToString()),
            ],
        };
        var flow = new ApprovalFlow(Guid.NewGuid(), "Flow", [House.Level("Team", House.Any(Role.Reviewer)), level]);
        Assert.Single(flow.PathOf(Nothing));
        Assert.All(
            new[] { Nothing with { Labels = [label] }, Nothing with { Budget = 0.01m }, Nothing with { Networks = ["linkedin"] }, Nothing with { Author = author }, Nothing with { Campaign = campaign } },
            facts => Assert.Equal(["Team", "Legal"], flow.PathOf(facts).Select(l => l.Name)));
        Assert.Single(flow.PathOf(Nothing with { Budget = 0 }));
    }

    [Fact]
    public void Adding_the_label_later_inserts_the_level_and_reopens()
    {
        var house = new House();
        var legal = new Label(house.Olga, "legal", 1, A.Monday);
        house.Flow(
            House.Level("Team", House.Any(Role.Reviewer)),
            House.Level("Legal", House.Group(GroupRule.Any, 1, house.Adam)) with { When = [new(ConditionField.Label, legal.Id.ToString())] },
            House.Level("Client", House.Any(Role.ClientApprover)));
        var post = house.Approved();
        Assert.Equal(PostState.Scheduled, post.State);

        post.Relabel([legal], house.Pia, A.Monday);
        Assert.Equal((PostState.Draft, ApprovalState.Waiting, "Legal"), (post.State, post.ApprovalState, post.Approval!.Current!.Name));
        Assert.Equal(["Adam Admin"], post.Approval.Waiting.Select(a => a.Name));

        // The others have approved this very content: they are not asked again.
        House.Approve(post, house.Adam);
        Assert.Equal((PostState.Scheduled, ApprovalState.Approved), (post.State, post.ApprovalState));
    }

    [Fact]
    public void A_label_that_comes_while_the_client_looks_puts_the_level_before_it()
    {
        var house = new House();
        var legal = new Label(house.Olga, "legal", 1, A.Monday);
        house.Flow(
            House.Level("Team", House.Any(Role.Reviewer)),
            House.Level("Legal", House.Group(GroupRule.Any, 1, house.Adam)) with { When = [new(ConditionField.Label, legal.Id.ToString())] },
            House.Level("Client", House.Any(Role.ClientApprover)));
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        Assert.Equal("Client", post.Approval!.Current!.Name);
        post.Relabel([legal], house.Wanda, A.Monday);
        Assert.Equal("Legal", post.Approval!.Current!.Name);
        Assert.Equal(house.Clara.Id.ToString(), DeedsTests.Facts(post, "post.approval-unneeded")["to"]);
        post.Relabel([], house.Wanda, A.Monday);
        Assert.Equal("Client", post.Approval!.Current!.Name);
    }

    [Fact]
    public void A_budget_brings_its_level_in()
    {
        var house = new House();
        house.Flow(House.Level("Team", House.Any(Role.Reviewer)), House.Level("Money", House.Group(GroupRule.Any, 1, house.Olga)) with { When = [new(ConditionField.Budget, "0")] });
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        Assert.True(post.IsApproved);
        post.SetBudget(250, house.Pia, A.Monday);
        Assert.Equal("Money", post.Approval!.Current!.Name);
    }

    [Fact]
    public void A_flow_whose_levels_do_not_apply_asks_nobody()
    {
        var house = new House();
        house.Flow(House.Level("Money", House.Group(GroupRule.Any, 1, house.Olga)) with { When = [new(ConditionField.Budget, "100")] });
        var post = house.Sent();
        Assert.Equal((PostState.Scheduled, ApprovalState.Approved), (post.State, post.ApprovalState));
    }
}
