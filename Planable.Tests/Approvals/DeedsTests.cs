using System.Reflection;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

/// <summary>The verbs of a post under approval, from being sent to going out.</summary>
public class DeedsTests
{
    [Fact]
    public void Without_approvals_nothing_can_be_asked_or_decided()
    {
        var house = new House(r => r.As(ApprovalMode.None));
        Assert.Equal("APPROVALS_OFF", Assert.Throws<RuleBroken>(() => house.Sent()).Code);
        Assert.Equal("APPROVALS_OFF", Assert.Throws<RuleBroken>(() => house.Post().Approve(Guid.NewGuid(), "x", null, house.Ivo, A.Monday)).Code);
        var post = house.Post();
        post.Schedule(A.Time(26, 9), house.Wanda, A.Monday);
        Assert.Equal(PostState.Scheduled, post.State);
    }

    [Fact]
    public void Where_it_is_optional_nothing_waits_for_it()
    {
        var house = new House(r => r with { IsRequired = false });
        var post = house.Sent();
        post.Schedule(A.Time(26, 9), house.Wanda, A.Monday);
        Assert.Equal((PostState.Scheduled, ApprovalState.Waiting), (post.State, post.ApprovalState));
        House.Approve(post, house.Ivo);
        House.Approve(post, house.Clara);
        Assert.True(post.IsApproved);
        Assert.False(post.IsLocked(house.Workspace));
    }

    [Fact]
    public void Where_it_is_required_no_verb_lets_an_unapproved_post_out()
    {
        var house = new House();
        var post = house.Post();
        Assert.Equal("APPROVAL_NEEDED", Assert.Throws<RuleBroken>(() => post.Schedule(A.Time(26, 9), house.Pia, A.Monday)).Code);
        Assert.Equal("APPROVAL_NEEDED", Assert.Throws<RuleBroken>(() => post.Queue(A.Time(26, 9), house.Pia, A.Monday)).Code);
        Assert.Equal("APPROVAL_NEEDED", Assert.Throws<RuleBroken>(() => post.PublishNow(house.Pia, A.Berlin, A.Monday)).Code);
        post.RequestApproval(null, house.Wanda, house.Everyone, A.Monday);
        Assert.Equal("APPROVAL_WAITING", Assert.Throws<RuleBroken>(() => post.Schedule(A.Time(26, 9), house.Pia, A.Monday)).Code);
        Assert.Equal(PostState.Draft, post.State);

        var blog = Post.Draft(house.Pia, house.Workspace, A.Monday, kind: "blog");
        blog.Edit(new PostEdit("A title\n\nAnd words.", null, [], []), house.Pia, A.Monday);
        Assert.Equal("APPROVAL_NEEDED", Assert.Throws<RuleBroken>(() => blog.MarkLive("https://acme.example/a", null, house.Pia, A.Monday)).Code);
    }

    [Fact]
    public void Content_without_a_network_passes_the_same_approval()
    {
        var house = new House();
        var blog = Post.Draft(house.Pia, house.Workspace, A.Monday, kind: "blog");
        blog.Edit(new PostEdit("A title\n\nAnd words.", null, [], []), house.Pia, A.Monday);
        blog.Plan(A.Time(26, 9), house.Pia, A.Monday);
        blog.RequestApproval(null, house.Pia, house.Everyone, A.Monday);
        House.Approve(blog, house.Ivo);
        House.Approve(blog, house.Clara);
        Assert.Equal((PostState.Scheduled, 0), (blog.State, blog.Deliveries.Count));
        blog.MarkLive("https://acme.example/a", null, house.Pia, A.Monday);
        Assert.Equal(PostState.Published, blog.State);
    }

    [Fact]
    public void The_last_approval_schedules_what_has_a_date()
    {
        var house = new House();
        var post = house.Approved();
        Assert.Equal((PostState.Scheduled, A.Time(26, 9).Instant), (post.State, post.ScheduledAt));
        Assert.Equal(post.ApprovedHash, post.Deliveries.Single().Version.Hash);
        Assert.Equal("scheduled", Facts(post, "post.approved")["then"]);
    }

    [Fact]
    public void Without_a_date_it_is_approved_and_needs_one()
    {
        var house = new House();
        var post = house.Approved(dated: false);
        Assert.Equal((PostState.Draft, ApprovalState.Approved), (post.State, post.ApprovalState));
        Assert.Equal("undated", Facts(post, "post.approved")["then"]);
        post.Schedule(A.Time(26, 9), house.Wanda, A.Monday);
        Assert.Equal(PostState.Scheduled, post.State);
    }

    [Fact]
    public void Approved_after_its_time_it_is_held_and_not_published()
    {
        var house = new House();
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        House.Approve(post, house.Clara, at: A.Time(26, 10).Instant);
        Assert.Equal(PostState.Held, post.State);
        Assert.Equal((DeliveryState.Held, HoldReason.Late, null), (post.Deliveries[0].State, post.Deliveries[0].HeldFor, post.Deliveries[0].ActAt));
        Assert.Equal("held", Facts(post, "post.approved")["then"]);
    }

    [Fact]
    public void Changes_need_a_reason_and_words_and_go_to_the_author_with_a_date()
    {
        var house = new House();
        var post = house.Sent();
        var (level, hash) = (post.Approval!.Current!.Id, post.Content().Hash());
        Assert.Equal("REASON_MISSING", Assert.Throws<RuleBroken>(() => post.RequestChanges(level, hash, null, "Shorter", house.Ivo, A.Monday)).Code);
        Assert.Equal("CHANGES_MISSING", Assert.Throws<RuleBroken>(() => post.RequestChanges(level, hash, ChangeReason.Wording, " ", house.Ivo, A.Monday)).Code);
        post.RequestChanges(level, hash, ChangeReason.Wording, "Shorter", house.Ivo, A.Monday);
        Assert.Equal((ApprovalState.ChangesRequested, A.Monday.AddHours(24)), (post.ApprovalState, post.ApprovalDueAt));
        Assert.Null(post.WaitingFor);
        post.RequestChanges(level, hash, ChangeReason.Wording, "Shorter", house.Ivo, A.Monday);
        Assert.Single(post.Decisions);

        House.Write(post, house.Wanda, "Shorter.");
        post.RequestApproval(null, house.Wanda, house.Everyone, A.Monday.AddHours(3));
        Assert.Equal((ApprovalState.Waiting, 2, "Team"), (post.ApprovalState, post.Approval!.Round, post.Approval.Current!.Name));
    }

    [Fact]
    public void Approving_again_by_refreshing_changes_nothing()
    {
        var house = new House();
        var post = house.Sent();
        var (level, hash) = (post.Approval!.Current!.Id, post.Content().Hash());
        post.Approve(level, hash, null, house.Ivo, A.Monday);
        post.Approve(level, hash, null, house.Ivo, A.Monday.AddHours(1));
        Assert.Single(post.Decisions);
        Assert.Equal("Client", post.Approval!.Current!.Name);
    }

    [Fact]
    public void Rejected_it_begins_at_the_first_level_when_sent_again()
    {
        var house = new House();
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        post.Reject(post.Approval!.Current!.Id, post.Content().Hash(), ChangeReason.Brand, "Not us", house.Clara, A.Monday);
        Assert.Equal((ApprovalState.Rejected, PostState.Draft), (post.ApprovalState, post.State));
        post.RequestApproval(null, house.Wanda, house.Everyone, A.Monday);
        Assert.Equal("Team", post.Approval!.Current!.Name);
    }

    [Fact]
    public void A_decision_about_a_version_that_is_not_the_newest_is_refused()
    {
        var house = new House();
        var post = house.Sent();
        var (level, hash, version) = (post.Approval!.Current!.Id, post.Content().Hash(), post.LatestVersion);
        House.Write(post, house.Wanda, "Something else.");
        Assert.Equal(version + 1, post.LatestVersion);
        Assert.Equal(Post.ChangedSinceOpened, Assert.Throws<RuleBroken>(() => post.Approve(level, hash, null, house.Ivo, A.Monday)).Code);
        Assert.Equal(Post.ChangedSinceOpened, Assert.Throws<RuleBroken>(() => post.Reject(level, hash, ChangeReason.Other, "No", house.Ivo, A.Monday)).Code);
        House.Approve(post, house.Ivo);
        Assert.Equal((post.Content().Hash(), version + 1), (post.Decisions.Single().Hash, post.Decisions.Single().VersionNumber));
    }

    [Fact]
    public void Text_and_media_take_all_levels_back_and_those_who_wait_are_asked_again()
    {
        var house = new House();
        var post = house.Sent();
        House.Approve(post, house.Ivo);
        Assert.Equal(["Ivo Inside"], post.FallingWith(["text"], house.Workspace).Select(f => f.Name));
        House.Write(post, house.Wanda, "Another text.");
        Assert.Equal("Team", post.Approval!.Current!.Name);
        Assert.Equal("Ivo Inside", Facts(post, "post.approvals-taken-back")["fallen"]);
    }

    [Fact]
    public void A_field_whose_rule_is_nothing_keeps_every_approval_and_what_may_go_out_follows()
    {
        var house = new House(r => r with { IsRequired = true, Locks = false, Resets = r.Resets with { Text = ResetReach.Nothing } });
        var post = house.Approved();
        House.Write(post, house.Pia, "A comma, moved.");
        Assert.True(post.IsApproved);
        Assert.Equal(post.Content().Hash(), post.ApprovedHash);
        Assert.Equal(PostState.Scheduled, post.State);
        Assert.Equal(post.ApprovedHash, post.Deliveries.Single().Version.Hash);
    }

    [Fact]
    public void Two_hours_either_way_reset_nothing_and_more_resets_the_last_level()
    {
        var house = new House(r => r with { Locks = false });
        var post = house.Approved();
        post.Plan(A.Time(26, 11), house.Pia, A.Monday);
        Assert.Equal((PostState.Scheduled, ApprovalState.Approved), (post.State, post.ApprovalState));
        post.Plan(A.Time(27, 11), house.Pia, A.Monday);
        Assert.Equal((PostState.Draft, ApprovalState.Outdated), (post.State, post.ApprovalState));
        Assert.Equal(A.Time(27, 11).Instant, post.ScheduledAt);
        post.RequestApproval(null, house.Wanda, house.Everyone, A.Monday);
        Assert.Equal("Client", post.Approval!.Current!.Name);
    }

    [Fact]
    public void Labels_never_reset()
    {
        var house = new House();
        var post = house.Approved();
        post.Relabel([new Data.Labels.Label(house.Olga, "Product", 1, A.Monday)], house.Pia, A.Monday);
        Assert.Equal((PostState.Scheduled, ApprovalState.Approved), (post.State, post.ApprovalState));
    }

    [Fact]
    public void Approved_it_is_locked_for_everybody_and_every_way_of_writing()
    {
        var house = new House();
        var post = house.Approved();
        var channel = post.Variants[0].Channel;
        Action[] ways =
        [
            () => House.Write(post, house.Olga, "Other words."),
            () => post.FollowBase(channel.Id, house.Olga, A.Monday),
            () => post.LeaveBase(channel.Id, house.Olga, A.Monday),
            () => post.KeepOnly(channel, house.Olga, A.Monday),
            () => post.Delete(house.Olga, A.Monday),
            () => post.Plan(A.Time(28, 9), house.Olga, A.Monday),
            () => post.Schedule(A.Time(28, 9), house.Olga, A.Monday),
            () => post.PublishNow(house.Olga, A.Berlin, A.Monday),
            () => post.Restore(post.Versions[0], [], [], house.Olga, A.Monday),
        ];
        Assert.All(ways, way => Assert.Equal(Post.LockedCode, Assert.Throws<RuleBroken>(way).Code));
        // Saving what is there, and a time within the tolerance, change nothing that was approved.
        House.Write(post, house.Olga, post.Text);
        post.Schedule(A.Time(26, 10), house.Olga, A.Monday);
        Assert.True(post.IsApproved);
    }

    [Fact]
    public void What_is_live_stays_as_it_was_approved_until_it_is_unlocked()
    {
        var house = new House();
        var post = house.Approved();
        var delivery = post.Deliveries.Single();
        delivery.Publish("1", null, A.Monday);
        Assert.Equal(Post.LockedCode, Assert.Throws<RuleBroken>(() => post.EditLive(delivery, "Other words.", null, house.Pia, A.Monday)).Code);
        post.Unlock("The date was wrong", house.Adam, A.Monday);
        Assert.NotNull(post.EditLive(delivery, "Other words.", null, house.Pia, A.Monday));
    }

    [Fact]
    public void Rows_of_a_file_are_imported_as_drafts_where_approval_is_required()
    {
        var house = new House();
        var channel = A.Channel();
        var mapping = new Data.Imports.ImportMapping(["text", "date", "channels"], default, new TimeOnly(9, 0), [], Schedules: true);
        var import = Data.Imports.Import.Upload(house.Pia, "posts.csv", new string('0', 64), ["Text", "Date", "Channel"], [(2, ["A row", "2026-11-30", channel.Name])], A.Monday);
        var row = import.Rows.Single();
        Assert.Contains("APPROVAL_NEEDED", Read(mapping).Problems.Where(p => p.Blocks).Select(p => p.Code));
        var draft = Read(mapping with { Schedules = false });
        Assert.True(draft.IsReady);
        Assert.Equal(PostState.Draft, Data.Imports.DryRun.Make(draft, house.Workspace, house.Pia, A.Monday).State);

        Data.Imports.RowReading Read(Data.Imports.ImportMapping by) =>
            new Data.Imports.DryRun(by, new([channel], new Dictionary<string, Data.Media.MediaAsset>(), [], [], []), house.Workspace, house.Pia, A.Monday).Read(row);
    }

    [Fact]
    public void Unlocking_needs_the_right_and_a_reason_and_tells_those_who_approved()
    {
        var house = new House();
        var post = house.Approved();
        Assert.Throws<NotAllowed>(() => post.Unlock("Typo", house.Wanda, A.Monday));
        Assert.Equal("REASON_MISSING", Assert.Throws<RuleBroken>(() => post.Unlock(" ", house.Adam, A.Monday)).Code);
        post.Unlock("A typo in the date", house.Adam, A.Monday);
        Assert.Equal($"{house.Ivo.Id},{house.Clara.Id}", Facts(post, "post.unlocked")["to"]);
        Assert.True(post.IsApproved);

        House.Write(post, house.Pia, "Without the typo.");
        Assert.Equal((PostState.Draft, ApprovalState.Outdated, null), (post.State, post.ApprovalState, post.ApprovedHash));
        Assert.Equal(A.Time(26, 9).Instant, post.ScheduledAt);
        Assert.Equal("APPROVAL_NEEDED", Assert.Throws<RuleBroken>(() => post.Schedule(A.Time(26, 9), house.Pia, A.Monday)).Code);
    }

    [Fact]
    public void Links_are_not_tagged_anew_once_it_is_looked_at()
    {
        var house = new House();
        var post = house.Post(text: "See https://acme.example/a");
        post.RequestApproval(null, house.Wanda, house.Everyone, A.Monday);
        var hash = post.Content().Hash();
        house.Workspace.TagLinks(new Data.Links.LinkRules("planable", "social", "autumn", null, []), house.Olga, A.Monday);
        Assert.Equal(hash, post.Cut(house.Pia, A.Monday).Hash);
        Assert.Equal(hash, post.Content().Hash());
    }

    [Fact]
    public void Withdrawn_nobody_is_asked()
    {
        var house = new House();
        var post = house.Sent();
        post.WithdrawApproval(house.Wanda, A.Monday);
        Assert.Equal((ApprovalState.None, null), (post.ApprovalState, post.WaitingFor));
        Assert.Equal("NOT_WAITING", Assert.Throws<RuleBroken>(() => House.Approve(post, house.Ivo)).Code);
    }

    /// <summary>What the last deed of that kind says; deeds wait on the entity until it is saved.</summary>
    public static IReadOnlyDictionary<string, string?> Facts(Post post, string verb) =>
        ((List<Deed>)typeof(Recorded).GetField("deeds", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(post)!).Last(d => d.Verb == verb).Data;
}
