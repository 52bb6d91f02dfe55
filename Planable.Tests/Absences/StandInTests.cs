using Planable.Data;
using Planable.Data.Absences;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Absences;

/// <summary>Who decides for somebody who is away.</summary>
public class StandInTests
{
    static DateTimeOffset At(int day, int hour) => Zones.ToInstantLeniently(new DateTime(2026, 11, day, hour, 0, 0), A.Berlin);

    static DateOnly Day(int day) => new(2026, 11, day);

    static (House House, Member Eva) Ivo_and_Eva()
    {
        var house = new House();
        var eva = house.Member(Role.Reviewer, "Eva Extra");
        house.Flow(House.Level("Team", House.Group(GroupRule.All, 0, house.Ivo)), House.Level("Client", House.Any(Role.ClientApprover)));
        return (house, eva);
    }

    static Post Sent(House house, DateTimeOffset at)
    {
        var post = house.Post(dated: false);
        post.RequestApproval(null, house.Wanda, house.Everyone, at);
        return post;
    }

    static void Approve(Post post, Member by, DateTimeOffset at) => post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), null, by, at);

    static void Look(Post post, House house, DateTimeOffset at) => post.LookAtClock(LadderPeople.Of(house.Everyone, house.Workspace), house.Workspace, at);

    [Fact]
    public void New_requests_go_to_Eva_the_log_says_for_whom_and_afterwards_they_go_to_Ivo_again()
    {
        var (house, eva) = Ivo_and_Eva();
        house.Workspace.Excuse(house.Ivo, Day(24), Day(26), eva, house.Ivo, A.Monday);
        Assert.Equal("Ivo Inside", Sent(house, At(23, 23)).Approval!.WaitingNames);

        var post = Sent(house, At(24, 9));

        Assert.Equal("Eva Extra for Ivo Inside", post.Approval!.WaitingNames);
        Assert.Equal("Eva Extra for Ivo Inside", DeedsTests.Facts(post, "post.approval-asked")["names"]);
        Assert.Throws<NotAllowed>(() => Approve(post, house.Ivo, At(24, 10)));
        Approve(post, eva, At(24, 10));
        Assert.Equal(("Eva Extra", "Ivo Inside"), (DeedsTests.Facts(post, "post.level-approved")["by"], DeedsTests.Facts(post, "post.level-approved")["for"]));
        Assert.Equal(("Eva Extra", "Ivo Inside"), (post.Decisions[^1].Name, post.Decisions[^1].StandsInFor));
        Assert.Equal("Client", post.Approval!.Current!.Name);
        Assert.Equal("Ivo Inside", Sent(house, At(27, 0)).Approval!.WaitingNames);
    }

    [Fact]
    public void What_waits_already_is_taken_over_and_what_is_left_comes_back()
    {
        var (house, eva) = Ivo_and_Eva();
        var post = Sent(house, A.Monday);
        house.Workspace.Excuse(house.Ivo, Day(24), Day(26), eva, house.Ivo, A.Monday);
        post.Recount(house.Everyone, house.Workspace, A.Monday);
        Assert.Equal("Ivo Inside", post.Approval!.WaitingNames);
        Look(post, house, A.Monday);
        Assert.Equal(At(24, 0), post.ApprovalWakesAt);

        Look(post, house, At(24, 0));
        Assert.Equal("Eva Extra for Ivo Inside", post.Approval!.WaitingNames);
        Assert.Contains(ApprovalQueries.Key(eva.PersonId), post.WaitingFor, StringComparison.Ordinal);
        Assert.Equal(At(27, 0), post.ApprovalWakesAt);

        Look(post, house, At(27, 0));
        Assert.Equal("Ivo Inside", post.Approval!.WaitingNames);
        Assert.DoesNotContain(post.TakeDeeds(), d => d.Verb == "post.approval-unneeded");
        Approve(post, house.Ivo, At(27, 9));
        Assert.Null(post.Decisions[^1].StandsInFor);
    }

    [Fact]
    public void What_Eva_approved_for_Ivo_he_is_not_asked_again_nor_she_for_what_he_did()
    {
        var (house, eva) = Ivo_and_Eva();
        house.Flow(House.Level("Both", House.Group(GroupRule.All, 0, house.Ivo, house.Adam)));
        house.Workspace.Excuse(house.Ivo, Day(24), Day(26), eva, house.Ivo, A.Monday);
        var post = Sent(house, At(24, 9));
        Approve(post, eva, At(24, 10));
        Look(post, house, At(27, 0));
        post.Recount(house.Everyone, house.Workspace, At(27, 1));
        Assert.Equal("Adam Admin", post.Approval!.WaitingNames);

        var other = Sent(house, At(23, 12));
        Approve(other, house.Ivo, At(23, 13));
        Look(other, house, At(24, 0));
        other.Recount(house.Everyone, house.Workspace, At(24, 1));
        Assert.Equal("Adam Admin", other.Approval!.WaitingNames);
        Approve(other, house.Adam, At(24, 9));
        Assert.True(other.IsApproved);
    }

    [Fact]
    public void Whoever_decides_there_anyway_decides_once()
    {
        var (house, eva) = Ivo_and_Eva();
        house.Flow(House.Level("Both", House.Group(GroupRule.All, 0, house.Ivo, eva)));
        house.Workspace.Excuse(house.Ivo, Day(24), Day(26), eva, house.Ivo, A.Monday);
        var post = Sent(house, At(24, 9));
        Assert.Equal("Eva Extra", post.Approval!.WaitingNames);
        Approve(post, eva, At(24, 10));
        Assert.True(post.IsApproved);
    }

    [Fact]
    public void Loops_are_refused_also_by_way_of_others()
    {
        var (house, eva) = Ivo_and_Eva();
        house.Workspace.Excuse(house.Ivo, Day(24), Day(30), eva, house.Ivo, A.Monday);
        Assert.Equal("ABSENCE_LOOP", Assert.Throws<RuleBroken>(() => house.Workspace.Excuse(eva, Day(26), Day(27), house.Ivo, eva, A.Monday)).Code);
        house.Workspace.Excuse(eva, Day(26), Day(27), house.Adam, eva, A.Monday);
        Assert.Equal("ABSENCE_LOOP", Assert.Throws<RuleBroken>(() => house.Workspace.Excuse(house.Adam, Day(27), Day(28), house.Ivo, house.Adam, A.Monday)).Code);
        // On other days it is none.
        house.Workspace.Excuse(house.Adam, Day(28), Day(28), house.Ivo, house.Adam, A.Monday);
        // Who stands in is away too: it goes on to whoever stands in for her.
        Assert.Equal("Adam Admin for Ivo Inside", Sent(house, At(26, 9)).Approval!.WaitingNames);
        Assert.Equal("Eva Extra for Ivo Inside", Sent(house, At(28, 9)).Approval!.WaitingNames);
    }

    [Theory]
    [InlineData("self", "STAND_IN_SELF")]
    [InlineData("client", "STAND_IN_UNFIT")]
    [InlineData("writer", "STAND_IN_UNFIT")]
    [InlineData("reversed", "DAYS_REVERSED")]
    [InlineData("past", "ABSENCE_PAST")]
    [InlineData("long", "ABSENCE_LONG")]
    [InlineData("twice", "ABSENCE_TWICE")]
    [InlineData("pointless", "ABSENCE_POINTLESS")]
    public void What_makes_no_sense_is_refused(string what, string code)
    {
        var (house, eva) = Ivo_and_Eva();
        house.Workspace.Excuse(house.Ivo, Day(29), Day(30), eva, house.Ivo, A.Monday);
        var (first, last) = what switch { "reversed" => (Day(26), Day(25)), "past" => (Day(20), Day(22)), "long" => (Day(24), Day(24).AddYears(2)), "twice" => (Day(25), Day(29)), _ => (Day(25), Day(26)) };
        var standIn = what switch { "self" => house.Ivo, "client" => house.Clara, "writer" => house.Wanda, _ => eva };
        Assert.Equal(code, Assert.Throws<RuleBroken>(() => house.Workspace.Excuse(what == "pointless" ? house.Wanda : house.Ivo, first, last, standIn, house.Olga, A.Monday)).Code);
    }

    [Fact]
    public void Only_they_and_those_who_manage_members_say_so_and_a_stand_in_who_left_stands_in_no_more()
    {
        var (house, eva) = Ivo_and_Eva();
        Assert.Throws<NotAllowed>(() => house.Workspace.Excuse(house.Ivo, Day(24), Day(26), eva, house.Pia, A.Monday));
        var absence = house.Workspace.Excuse(house.Ivo, Day(24), Day(26), eva, house.Adam, A.Monday);
        Assert.Throws<NotAllowed>(() => house.Workspace.Welcome(absence.Id, eva, A.Monday));
        eva.Leave(house.Olga, house.Everyone, null, A.Monday);
        house.Everyone.Remove(eva);
        Assert.Equal("Ivo Inside", Sent(house, At(24, 9)).Approval!.WaitingNames);
        house.Workspace.Welcome(absence.Id, house.Ivo, At(24, 9));
        Assert.True(house.Workspace.Absences.Single().IsOver(At(24, 9)));
    }

    [Fact]
    public void The_days_are_those_where_the_person_is()
    {
        var (house, eva) = Ivo_and_Eva();
        house.Ivo.Person.LiveIn("America/New_York");
        var absence = house.Workspace.Excuse(house.Ivo, Day(24), Day(24), eva, house.Ivo, A.Monday);
        Assert.Equal((At(24, 6), At(25, 6)), (absence.From, absence.Until));
    }
}
