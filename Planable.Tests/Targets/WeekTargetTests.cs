using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Slots;
using Planable.Data.Targets;
using Planable.Tests.Support;

namespace Planable.Tests.Targets;

public class WeekTargetTests
{
    static readonly Guid Education = Guid.NewGuid();
    static readonly Guid Story = Guid.NewGuid();
    static readonly DateOnly Monday = new(2026, 11, 30);

    [Theory]
    [InlineData(4, 25, 1)]
    [InlineData(2, 25, 1)]
    [InlineData(1, 25, 0)]
    [InlineData(10, 33, 3)]
    [InlineData(3, 100, 3)]
    [InlineData(100, 1, 1)]
    public void A_share_is_rounded_to_whole_posts(int posts, int percent, int wanted) =>
        Assert.Equal(wanted, Target(posts, (Education, percent)).Wanted().Single().Count);

    [Fact]
    public void Shares_are_together_never_more_than_the_week()
    {
        for (var posts = 1; posts <= 21; posts++)
        {
            for (var percent = 1; percent < 100; percent++)
            {
                var wanted = Target(posts, (Education, percent), (Story, 100 - percent)).Wanted();
                Assert.Equal(posts, wanted.Sum(w => w.Count));
            }
        }
    }

    [Fact]
    public void Three_posts_without_education_lack_one_education_post_and_four_lack_it_too()
    {
        var target = Target(4, (Education, 25));
        var three = target.GapOf([Post(30), Post(31), Post(32)]);
        Assert.Equal((1, (Guid?)Education), (three.Missing, three.Each.Single()));
        var four = target.GapOf([Post(30), Post(31), Post(32), Post(33)]);
        Assert.Equal((1, (Guid?)Education), (four.Missing, four.Each.Single()));
        Assert.Equal([Education, null, null], target.GapOf([Post(30)]).Each);
        Assert.Equal(0, target.GapOf([Post(30, Education), Post(31), Post(32), Post(33)]).Missing);
    }

    [Fact]
    public void Ghosts_stand_in_free_slots_of_the_emptiest_days_and_never_in_a_blackout_or_the_past()
    {
        var workspace = A.Workspace();
        var channel = new SlotChannel(Guid.NewGuid(), [Slot(DayOfWeek.Monday, 12), Slot(DayOfWeek.Tuesday, 12), Slot(DayOfWeek.Wednesday, 12), Slot(DayOfWeek.Thursday, 12)]);
        workspace.Block(Monday.AddDays(3), Monday.AddDays(3), "Fair", false, workspace.Founder!, A.Monday);
        workspace.Aim(null, 4, [new MixShare(Education, 25)], workspace.Founder!, A.Monday);

        // Monday's slot is over, Tuesday has a post in its slot.
        var now = new DateTimeOffset(2026, 11, 30, 15, 0, 0, TimeSpan.Zero);
        var taken = new PlannedPost(new DateTimeOffset(2026, 12, 1, 11, 0, 0, TimeSpan.Zero), [], [channel.Id]);
        var week = new GhostSlots(workspace, [channel], now).Of(workspace.Targets, Monday, [taken]);

        Assert.Equal(3, week.Gaps.Single().Missing);
        Assert.Equal(new GhostSlot(new DateTime(2026, 12, 2, 12, 0, 0), channel.Id, Education), week.Ghosts[0]);
        Assert.Equal(3, week.Ghosts.Count);
        Assert.All(week.Ghosts.Skip(1), g => Assert.Equal((null, 9), (g.ChannelId, g.Local.Hour)));
        Assert.DoesNotContain(week.Ghosts, g => g.Local.Date == new DateTime(2026, 12, 3));
        Assert.Equal(week.Ghosts.Count, week.Ghosts.Select(g => g.Local.Date).Distinct().Count());
    }

    [Fact]
    public void A_slot_that_is_kept_for_a_label_is_offered_for_it_and_for_nothing_else()
    {
        var workspace = A.Workspace();
        var channel = new SlotChannel(Guid.NewGuid(), [Slot(DayOfWeek.Tuesday, 8), Slot(DayOfWeek.Friday, 12) with { LabelId = Education }]);
        workspace.Aim(null, 2, [new MixShare(Education, 50)], workspace.Founder!, A.Monday);
        var ghosts = new GhostSlots(workspace, [channel], A.Monday).Of(workspace.Targets, Monday, []).Ghosts;
        Assert.Equal([(DayOfWeek.Friday, (Guid?)Education), (DayOfWeek.Tuesday, null)], ghosts.Select(g => (g.Local.DayOfWeek, g.LabelId)));
    }

    [Fact]
    public void What_fills_a_channel_fills_the_whole_too_and_a_week_that_is_over_lacks_nothing()
    {
        var workspace = A.Workspace();
        var channel = A.Channel();
        workspace.Aim(null, 2, [], workspace.Founder!, A.Monday);
        workspace.Aim(channel, 2, [], workspace.Founder!, A.Monday);
        var week = new GhostSlots(workspace, [new SlotChannel(channel.Id, [])], A.Monday).Of(workspace.Targets, Monday, []);
        Assert.Equal(2, week.Gaps.Count);
        Assert.Equal(2, week.Ghosts.Count);
        Assert.All(week.Ghosts, g => Assert.Equal(channel.Id, g.ChannelId));
        Assert.Empty(new GhostSlots(workspace, [], A.Monday.AddDays(30)).Of(workspace.Targets, Monday, []).Gaps);
    }

    [Fact]
    public void A_target_has_posts_and_shares_that_fit_into_a_hundred()
    {
        var workspace = A.Workspace();
        var by = workspace.Founder!;
        Assert.Equal("TARGET_POSTS", Assert.Throws<RuleBroken>(() => workspace.Aim(null, 0, [], by, A.Monday)).Code);
        Assert.Equal("TARGET_POSTS", Assert.Throws<RuleBroken>(() => workspace.Aim(null, 101, [], by, A.Monday)).Code);
        Assert.Equal("TARGET_MIX", Assert.Throws<RuleBroken>(() => workspace.Aim(null, 4, [new MixShare(Education, 60), new MixShare(Story, 50)], by, A.Monday)).Code);
        Assert.Equal("TARGET_TWICE", Assert.Throws<RuleBroken>(() => workspace.Aim(null, 4, [new MixShare(Education, 20), new MixShare(Education, 20)], by, A.Monday)).Code);
        workspace.Aim(null, 4, [], by, A.Monday);
        workspace.Aim(null, 5, [], by, A.Monday);
        Assert.Equal(5, workspace.Targets.Single().Posts);
        Assert.Throws<NotAllowed>(() => workspace.Aim(null, 4, [], A.Member(Role.Writer, workspace), A.Monday));
    }

    static WeekTarget Target(int posts, params (Guid Label, int Percent)[] mix) => new(Guid.NewGuid(), null, posts, [.. mix.Select(m => new MixShare(m.Label, m.Percent))]);

    static Slot Slot(DayOfWeek day, int hour) => new(Guid.NewGuid(), day, new TimeOnly(hour, 0));

    static PlannedPost Post(int day, params Guid[] labels) => new(new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero).AddDays(day - 1), labels, []);
}
