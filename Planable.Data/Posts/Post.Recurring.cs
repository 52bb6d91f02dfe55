using Planable.Data.BrandRules;
using Planable.Data.Channels;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Recurrences;
using Planable.Data.Times;

namespace Planable.Data.Posts;

/// <summary>How it comes again: which series it belongs to, and what ties it to the others.</summary>
public partial class Post
{
    public Guid? RecurrenceId { get; private set; }

    /// <summary>The rule's day it stands for, wherever it was moved to.</summary>
    public DateOnly? OccurrenceDay { get; private set; }

    /// <summary>Changed alone: what is changed in the others leaves it as it is.</summary>
    public bool IsApartFromSeries { get; private set; }

    /// <summary>This post is the first of a series. The caller adds the series and makes what comes next.</summary>
    public Recurrence Repeat(RecurrenceRule rule, bool asDrafts, bool inherits, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        MustSchedule(by);
        if (PlannedLocal is not { } local)
            throw new RuleBroken("TIME_MISSING", "Give the post a date first: the series starts there.");
        if (rule.Every is < 1 or > RecurrenceRule.MostEvery)
            throw new RuleBroken("EVERY_WRONG", "It can come every 1 to {0} days, weeks or months.", RecurrenceRule.MostEvery);
        if (rule is { Pace: RecurrencePace.Weekly, Days.Count: 0 })
            throw new RuleBroken("DAY_MISSING", "Choose at least one day of the week.");
        if (rule is { Pace: RecurrencePace.Monthly, MonthDay: < 1 or > 31 })
            throw new RuleBroken("DAY_MISSING", "Choose a day of the month, 1 to 31.");
        var day = DateOnly.FromDateTime(local);
        if (rule.Last is { } last && last <= day)
            throw new RuleBroken("DAYS_REVERSED", "The last day has to lie after the first post.");
        if (!asDrafts && variants.Count == 0 && !IsUniversal)
            throw new RuleBroken("NO_CHANNEL", "Choose at least one channel first.");

        if (!asDrafts)
            MustKeepBrandRules(by.Workspace);

        var recurrence = new Recurrence(this, Cut(by, at), rule with { First = day, Time = TimeOnly.FromDateTime(local) }, asDrafts, inherits, by, at);
        (RecurrenceId, OccurrenceDay, IsApartFromSeries) = (recurrence.Id, day, false);
        return recurrence;
    }

    /// <summary>May this member plan it? For those who plan what hangs on it.</summary>
    internal void MustBeSchedulableBy(Member by) => MustSchedule(by);

    internal void Belong(Recurrence recurrence, Occurrence occurrence, Post source, PostVersion version, IReadOnlyCollection<Channel> channels, IReadOnlyCollection<MediaAsset> assets, Member by, DateTimeOffset at)
    {
        Edit(EditOf(version.Content, channels, assets, source), by, at);
        Audience = source.Audience;
        Relabel([.. source.Labels.Select(l => l.Label)], by, at);
        Join(source.Campaign, by, at);
        (RecurrenceId, OccurrenceDay, IsApartFromSeries) = (recurrence.Id, occurrence.Day, false);
        // What was let through once for the series is let through again.
        ShareBrandOverride(source);
        if (recurrence.Inherits)
            InheritApproval(source, by, at);
        // A channel that is gone, or a rule a network or the client has changed meanwhile: the occurrence waits for a person.
        if (recurrence.AsDrafts || LacksApproval(by.Workspace) || PostProblems.Of(this, by.Workspace.AltPolicy).Concat(BrandChecks(by.Workspace).Problems()).Any(p => p.Blocks))
            Plan(occurrence.Time, by, at);
        else
            Schedule(occurrence.Time, by, at);
    }

    /// <summary>Takes over what another occurrence says, and its new time of day unless this one was moved away from the series' time. The day stays.</summary>
    internal void FollowSeries(Post other, PostVersion version, TimeOnly before, IReadOnlyCollection<Channel> channels, IReadOnlyCollection<MediaAsset> assets, Member by, DateTimeOffset at)
    {
        BrandOverride = other.BrandOverride ?? BrandOverride;
        Edit(EditOf(version.Content, channels, assets, other), by, at);
        if (other is { PlannedLocal: { } theirs, Zone: { } zone } && PlannedLocal is { } mine && TimeOnly.FromDateTime(mine) == before && mine.TimeOfDay != theirs.TimeOfDay)
        {
            var local = mine.Date + theirs.TimeOfDay;
            Plan(PlannedTime.Read(Zones.Read(local, zone) is LocalReading.Never never ? never.Instead : local, zone, second: false), by, at);
        }

        IsApartFromSeries = false;
    }

    /// <summary>To the letter what was approved in its series, and set to inherit that: it needs no decision of its own.</summary>
    /// <returns>False if it says something else, or somebody is deciding or has decided about it.</returns>
    internal bool InheritApproval(Post approved, Member by, DateTimeOffset at)
    {
        if (approved is not { IsApproved: true, Approval: { } approval, ApprovedHash: { } hash } || ApprovalState is not (Approvals.ApprovalState.None or Approvals.ApprovalState.Outdated)
            || !IsMovable || IsApartFromSeries || Cut(by, at).Hash != hash)
            return false;
        Approval = approval with { Unlocked = null, Wanted = null };
        Stand(Approvals.ApprovalState.Approved, null);
        ApprovedHash = hash;
        Record(Logs.Actor.Planable, "approval-inherited", at, Audience, ("from", approved.Id.ToString()), ("hash", hash), ("names", string.Join(", ", approval.Standing.Select(s => s.Name).Distinct())));
        return true;
    }

    /// <summary>Inherits, and goes out as the series does.</summary>
    internal void ShareApproval(Post approved, Recurrence recurrence, Member by, DateTimeOffset at)
    {
        if (InheritApproval(approved, by, at) && !recurrence.AsDrafts && by.Workspace.Approvals.Schedules && State == PostState.Draft && ScheduledAt > at)
            ScheduleApproved(by.Workspace, versions.Find(v => v.Number == LatestVersion)!, at);
    }

    internal void RejoinSeries() => IsApartFromSeries = false;

    /// <param name="looked">Where somebody kept an alternative text or has not yet; content does not tell.</param>
    static PostEdit EditOf(PostContent content, IReadOnlyCollection<Channel> channels, IReadOnlyCollection<MediaAsset> assets, Post looked) =>
        new(
            content.Text,
            content.Link,
            [.. content.Variants.Join(channels, v => v.ChannelId, c => c.Id, (v, c) => new PostEdit.Target(c, v.Text, v.Settings))],
            [.. content.Media.Join(assets, m => m.Id, a => a.Id, (m, a) => new PostEdit.Picture(a, m.Alt, looked.IsOnlySuggested(a, m.Alt), Edits: m.Edits ?? MediaEdits.None))])
        { Options = content.Options ?? [] };

    /// <summary>Nobody has kept it for this picture yet. Of a picture that is not here any more, what its file says of itself is no more than a suggestion.</summary>
    bool IsOnlySuggested(MediaAsset asset, string alt) =>
        alt.Length > 0 && (media.Find(m => m.MediaId == asset.Id && m.Alt == alt) is { } placed ? placed.AltIsSuggested : alt == asset.OwnDescription);
}
