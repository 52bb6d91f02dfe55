using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

/// <summary>What the clock does about posts that wait, verb by verb.</summary>
public class LadderTests
{
    const string NewYork = "America/New_York";

    static readonly ApprovalLadder Usual = new([24, 48, 72], 96, null, true);

    static DateTimeOffset At(int day, int hour, string zone = A.Berlin) => Zones.ToInstantLeniently(new DateTime(2026, 11, day, hour, 0, 0), zone);

    static House With(ApprovalLadder? team = null, ApprovalLadder? client = null)
    {
        var house = new House();
        house.Flow(
            House.Level("Team", House.Any(Role.Reviewer)) with { Ladder = team ?? ApprovalLadder.None },
            House.Level("Client", House.Any(Role.ClientApprover)) with { Ladder = client ?? ApprovalLadder.None });
        return house;
    }

    static LadderPeople People(House house) => LadderPeople.Of(house.Everyone, house.Workspace);

    static void Look(Post post, House house, DateTimeOffset at) => post.LookAtClock(People(house), house.Workspace, at);

    /// <summary>How often it was recorded since this was asked last.</summary>
    static int Told(Post post, string verb) => post.TakeDeeds().Count(d => d.Verb == verb);

    [Fact]
    public void Weekends_do_not_count_and_nobody_is_woken_by_their_own_clock()
    {
        // Friday 15:00 in Berlin.
        var asked = At(27, 15);
        Assert.Equal(At(30, 15), Usual.At(asked, 24, null, A.Berlin));
        // Friday 09:00 in New York.
        Assert.Equal(At(30, 9, NewYork), Usual.At(asked, 24, null, NewYork));
        // Asked on Monday at 22:00 the day is over at night, and they hear in the morning.
        Assert.Equal(At(25, 8), Usual.At(At(23, 22), 24, null, A.Berlin));
        // On Saturday nothing has begun yet.
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 7, 0, 0, TimeSpan.Zero), Usual.At(At(28, 12), 24, null, A.Berlin));
        Assert.Equal(At(28, 15), (Usual with { Rests = false }).At(asked, 24, null, A.Berlin));
        // Whoever chose quiet times has those, whatever the level says.
        var sundays = QuietTimes.Of(default, default, [DayOfWeek.Sunday]);
        Assert.Equal(At(28, 15), Usual.At(asked, 24, sundays, A.Berlin));
        Assert.Equal(At(30, 15), (Usual with { Rests = false }).At(asked, 48, sundays, A.Berlin));
    }

    [Theory]
    [InlineData(new[] { 24, 48 }, 36, "LADDER_ORDER")]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7 }, 0, "LADDER_LONG")]
    [InlineData(new[] { 9000 }, 0, "LADDER_HOURS")]
    public void A_ladder_that_makes_no_sense_is_refused(int[] reminders, int escalate, string code) =>
        Assert.Equal(code, Assert.Throws<RuleBroken>(() => ApprovalFlow.Of(new ApprovalFlow(Guid.NewGuid(), "Flow", [House.Level("Team", House.Any(Role.Reviewer)) with { Ladder = new ApprovalLadder(reminders, escalate, null, true) }]))).Code);

    [Fact]
    public void Reminders_come_once_each_then_Adam_is_told_and_a_decision_ends_it()
    {
        var house = With();
        house.Flow(House.Level("Team", House.Any(Role.Reviewer)) with { Ladder = Usual with { EscalateTo = house.Adam.Id } }, House.Level("Client", House.Any(Role.ClientApprover)));
        var post = house.Sent(dated: false);
        Look(post, house, A.Monday);
        Assert.Equal(At(24, 9), post.ApprovalWakesAt);
        Assert.Equal(0, Told(post, "post.approval-reminded"));
        foreach (var day in (int[])[24, 25, 26])
        {
            Look(post, house, At(day, 9));
            Look(post, house, At(day, 9).AddMinutes(1));
            Assert.Equal(1, Told(post, "post.approval-reminded"));
        }

        Assert.Equal(At(27, 9), post.ApprovalWakesAt);
        Look(post, house, At(27, 9));
        Look(post, house, At(30, 9));
        var told = Assert.Single(post.TakeDeeds(), d => d.Verb == "post.approval-escalated").Data;
        Assert.Equal((house.Adam.Id.ToString(), "Ivo Inside", "96"), (told["to"], told["waiting"], told["hours"]));
        Assert.Null(post.ApprovalWakesAt);

        // The next level climbs a ladder of its own, and has none.
        House.Approve(post, house.Ivo, at: At(30, 10));
        Look(post, house, At(30, 11));
        Look(post, house, At(30, 11).AddDays(30));
        Assert.Equal(0, Told(post, "post.approval-reminded"));
    }

    [Fact]
    public void After_a_decision_nobody_is_reminded_however_late_the_clock_looks()
    {
        var house = With(team: Usual);
        var post = house.Sent(dated: false);
        post.RequestChanges(post.Approval!.Current!.Id, post.Content().Hash(), ChangeReason.Wording, "Shorter", house.Ivo, At(24, 8));
        Assert.Null(post.ApprovalWakesAt);
        Look(post, house, At(24, 9));
        Assert.Equal(0, Told(post, "post.approval-reminded"));
    }

    [Fact]
    public void A_clock_that_stood_still_tells_once_what_matters_most()
    {
        var house = With(team: Usual with { EscalateHours = 0 });
        var post = house.Sent();
        // Planned for Thursday 09:00, looked at for the first time an hour before.
        Look(post, house, At(26, 8));
        Assert.Equal("2", Assert.Single(post.TakeDeeds(), d => d.Verb is "post.approval-reminded" or "post.approval-closing").Data["hours"]);
        Assert.Equal(At(26, 9), post.ApprovalWakesAt);
    }

    [Fact]
    public void A_post_nobody_decided_about_misses_its_time_and_another_one_is_told_of_anew()
    {
        var house = With();
        var post = house.Sent();
        Look(post, house, A.Monday);
        foreach (var (at, verb) in new[] { (At(25, 9), "post.approval-closing"), (At(26, 7), "post.approval-closing"), (At(26, 9), "post.approval-missed") })
        {
            Assert.Equal(at, post.ApprovalWakesAt);
            Look(post, house, at);
            Assert.Equal(1, Told(post, verb));
        }

        Assert.Equal((PostState.Draft, ApprovalState.Waiting, true), (post.State, post.ApprovalState, post.HasMissedItsTime(At(26, 9))));
        Assert.Empty(post.Deliveries);
        Assert.Null(post.ApprovalWakesAt);
        Assert.Equal("TIME_PAST", Assert.Throws<RuleBroken>(() => post.GiveNewSlot(A.Time(25, 9), house.Wanda, At(26, 10))).Code);

        post.GiveNewSlot(A.Time(30, 9), house.Wanda, At(26, 10));

        Assert.Equal((ApprovalState.Waiting, false), (post.ApprovalState, post.HasMissedItsTime(At(26, 10))));
        Look(post, house, At(26, 10));
        Assert.Equal(At(29, 9), post.ApprovalWakesAt);
        Look(post, house, At(29, 9));
        Assert.Equal(1, Told(post, "post.approval-closing"));
        Assert.Equal("NOT_MISSED", Assert.Throws<RuleBroken>(() => post.GiveNewSlot(A.Time(30, 10), house.Wanda, At(29, 9))).Code);
    }

    [Fact]
    public void The_client_hears_in_the_log_what_is_its_own_and_nothing_of_reminders()
    {
        var house = With(client: Usual);
        var post = house.Sent();
        House.Approve(post, house.Ivo, at: A.Monday);
        Look(post, house, At(24, 9));
        Look(post, house, At(26, 9));
        Assert.Equal([Audience.Team], post.TakeDeeds().Where(d => d.Verb is "post.approval-reminded" or "post.approval-closing").Select(d => d.Audience).Distinct());

        var inside = With();
        var stuck = inside.Sent();
        Look(stuck, inside, At(26, 9));
        Assert.Equal(Audience.Team, stuck.TakeDeeds().Single(d => d.Verb == "post.approval-missed").Audience);
    }

    [Fact]
    public void Silence_counts_only_where_it_is_agreed_and_says_so()
    {
        var held = With();
        var without = held.Sent();
        House.Approve(without, held.Ivo, at: A.Monday);
        Look(without, held, At(26, 9));
        Assert.Equal((PostState.Draft, ApprovalState.Waiting), (without.State, without.ApprovalState));

        var house = With();
        house.Workspace.CountSilence(24, "Contract of 3 March, section 4", house.Olga, A.Monday);
        var post = house.Sent();
        House.Approve(post, house.Ivo, at: A.Monday);
        Look(post, house, At(26, 8));
        Assert.Equal("counts", DeedsTests.Facts(post, "post.approval-closing")["silence"]);
        Assert.False(post.IsApproved);

        Look(post, house, At(26, 9).AddSeconds(20));

        Assert.Equal((PostState.Scheduled, ApprovalState.Approved), (post.State, post.ApprovalState));
        Assert.Equal((DeliveryState.Waiting, At(26, 9).AddSeconds(20)), (post.Deliveries.Single().State, post.Deliveries.Single().DueAt));
        var decision = post.Decisions[^1];
        Assert.Equal((DecisionKind.SilentConsent, "Contract of 3 March, section 4", null, true, Via.Job), (decision.Kind, decision.Text, decision.MemberId, decision.IsClient, decision.Via));
        Assert.Equal(Audience.Client, post.TakeDeeds().Single(d => d.Verb == "post.approval-consented").Audience);
        Assert.True(post.Approval!.IsSilent(post.Approval.Path.Last()));
    }

    [Theory]
    [InlineData("team")]
    [InlineData("brief")]
    [InlineData("changed")]
    [InlineData("late")]
    [InlineData("more")]
    public void Silence_never_stands_for_the_team_nor_for_what_the_client_hardly_saw(string why)
    {
        var house = With();
        if (why == "more")
            house.Flow(House.Level("Client", House.Any(Role.ClientApprover)), House.Level("Legal", House.Any(Role.Reviewer)));
        house.Workspace.CountSilence(48, "Contract", house.Olga, A.Monday);
        var post = house.Sent();
        if (why is not ("team" or "more"))
            House.Approve(post, house.Ivo, at: why == "brief" ? At(24, 10) : A.Monday);
        if (why == "changed")
        {
            post.Edit(new PostEdit("Other words.", null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))], []), house.Wanda, At(25, 9));
            House.Approve(post, house.Ivo, at: At(25, 9));
        }

        Look(post, house, why == "late" ? At(26, 10) : At(26, 9));
        Assert.Equal((PostState.Draft, ApprovalState.Waiting), (post.State, post.ApprovalState));
        Assert.Equal(1, Told(post, "post.approval-missed"));
    }

    [Fact]
    public void Silence_is_agreed_with_a_note_by_whoever_manages_the_client()
    {
        var house = With();
        Assert.Equal("SILENCE_NOTE", Assert.Throws<RuleBroken>(() => house.Workspace.CountSilence(24, " ", house.Olga, A.Monday)).Code);
        Assert.Equal("SILENCE_HOURS", Assert.Throws<RuleBroken>(() => house.Workspace.CountSilence(0, "Contract", house.Olga, A.Monday)).Code);
        Assert.Throws<NotAllowed>(() => house.Workspace.CountSilence(24, "Contract", house.Wanda, A.Monday));
        house.Workspace.CountSilence(24, "Contract", house.Olga, A.Monday);
        house.Workspace.IgnoreSilence(house.Olga, A.Monday);
        Assert.Null(house.Workspace.Approvals.Silence);
    }
}
