using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Times;

namespace Planable.Data.Posts;

/// <summary>When it goes out: the plan a person made, and who may change it.</summary>
public partial class Post
{
    /// <summary>Wall-clock date and time as planned, without a zone of its own: see <see cref="Zone"/>.</summary>
    public DateTime? PlannedLocal { get; private set; }

    public string? Zone { get; private set; }

    public bool PlannedIsSecond { get; private set; }

    /// <summary>The instant of the plan, for the calendar and the dispatcher.</summary>
    public DateTimeOffset? ScheduledAt { get; private set; }

    /// <summary>Set by "publish now": until then nothing is sent and it can be called back.</summary>
    public Recall? Recall { get; private set; }

    /// <summary>The queue gave it its time and may give it another. False as soon as a person decides on one.</summary>
    public bool IsQueued { get; private set; }

    public bool IsMovable => State is PostState.Draft or PostState.Scheduled;

    /// <summary>Gives a draft a date without handing it to the publisher.</summary>
    public void Plan(PlannedTime time, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        ResetForTime(time.Instant, by, at);
        if (State == PostState.Scheduled)
        {
            Schedule(time, by, at);
            return;
        }

        MustBeMovable();
        by.Workspace.MustBeOpen(time.Instant);
        MustKeepGap(time.Instant);
        Take(time);
        Record(by, "planned", at, ("time", Say(time)));
    }

    /// <summary>Hands the post to the publisher for a time. The caller has checked the networks' rules; see <see cref="PostProblems"/>.</summary>
    public void Schedule(PlannedTime time, Member by, DateTimeOffset at)
    {
        MustSchedule(by);
        MustBeMovable();
        MustLieAhead(time, at);
        MustBeLicensed(time.Local);
        MustKeepBrandRules(by.Workspace);
        by.Workspace.MustBeOpen(time.Instant);
        MustKeepGap(time.Instant);
        MustKeepApprovedTime(time.Instant, by.Workspace);
        MustBeApproved(by.Workspace);

        var moved = State == PostState.Scheduled;
        if (!moved)
            Leave(by.Workspace);
        Take(time);
        Send(by, time.Instant, at);
        Record(by, moved ? "moved" : "scheduled", at, Audience, ("time", Say(time)), ("open comments", moved ? null : Despite));
    }

    /// <summary>Schedules it for a slot of the queue. Where posts move up, it moves too, until a person gives it a time.</summary>
    public void Queue(PlannedTime time, Member by, DateTimeOffset at)
    {
        Schedule(time, by, at);
        IsQueued = true;
    }

    /// <summary>The time it has is meant: the queue does not move it any more.</summary>
    public void FixTime(Member by, DateTimeOffset at)
    {
        MustSchedule(by);
        if (!IsQueued)
            return;
        IsQueued = false;
        Record(by, "time-fixed", at, Audience);
    }

    /// <summary>Another turn of the queue it stands in. Nobody is asked, so what a rule forbids stays where it is.</summary>
    /// <returns>False if it stays.</returns>
    internal bool MoveInQueue(PlannedTime time, Actor by, DateTimeOffset at)
    {
        if (!IsQueued || HoldsItsTime || State != PostState.Scheduled || IsUnderWay || time.Instant <= at || EndedLicence(time.Local) is not null)
            return false;
        var was = PlannedLocal;
        Take(time);
        IsQueued = true;
        foreach (var delivery in deliveries)
            delivery.MoveTo(time.Instant);
        Record(by, "queue-moved", at, Audience, ("time", Say(time)), ("from", was?.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        return true;
    }

    public void PublishNow(Member by, string zone, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        MustBeSeenWhole(by);
        MustHaveNetwork();
        MustBeMovable();
        by.Workspace.MustBeOpen(at);
        MustKeepGap(at);
        var local = Zones.ToLocal(at, zone);
        MustBeLicensed(local);
        MustKeepBrandRules(by.Workspace);
        MustKeepApprovedTime(at, by.Workspace);
        MustBeApproved(by.Workspace);
        Leave(by.Workspace);
        var before = Recall.Before(PlannedLocal, Zone, PlannedIsSecond, at);
        Take(new PlannedTime(local, zone, Zones.Read(local, zone) is LocalReading.Twice twice && at >= twice.Second, at));
        Send(by, before.Until, at);
        Recall = before;
        Record(by, "published-now", at, Audience, ("open comments", Despite));
    }

    /// <summary>Called back before anything was sent: a draft again, with the date it had.</summary>
    public void CallBack(Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (Recall is null && State == PostState.Draft)
            return;
        MustBeSeenWhole(by);
        if (Recall is not { } recall || at >= recall.Until || State != PostState.Scheduled || !deliveries.TrueForAll(d => d.State == DeliveryState.Waiting))
            throw new RuleBroken("RECALL_OVER", "It is too late to cancel: the post is on its way.");
        deliveries.Clear();
        State = PostState.Draft;
        ForgetTime();
        if (recall is { Local: { } local, Zone: { } zone })
            Take(new PlannedTime(local, zone, recall.IsSecond, Zones.ToInstantLeniently(local, zone)));
        Record(by, "called-back", at);
    }

    /// <summary>Back to a draft, keeping its date or not. What was sent already stays sent.</summary>
    public void Unschedule(bool keepDate, Member by, DateTimeOffset at)
    {
        if (State == PostState.Scheduled)
            MustSchedule(by);
        else
            MustEdit(by);
        MustBeMovable();
        var reach = keepDate ? ResetReach.Nothing : UndatedReach(by.Workspace);
        if (reach != ResetReach.Nothing)
            MustBeUnlocked(by.Workspace);
        deliveries.Clear();
        State = PostState.Draft;
        IsQueued = false;
        if (reach != ResetReach.Nothing)
            TakeBack(reach, "time", Approval!, by, at);
        if (!keepDate)
            ForgetTime();

        Record(by, "unscheduled", at);
    }

    /// <summary>The workspace moved to another zone: keep the wall clock, or keep the instant.</summary>
    public void ChangeZone(string zone, bool keepLocal, Member by, DateTimeOffset at)
    {
        if (PlannedLocal is not { } local || ScheduledAt is not { } instant)
            return;
        var (kept, queued) = (keepLocal ? local : Zones.ToLocal(instant, zone), IsQueued);
        Take(new PlannedTime(kept, zone, false, keepLocal ? Zones.ToInstantLeniently(local, zone) : instant));
        IsQueued = queued;
        foreach (var delivery in deliveries)
            delivery.MoveTo(ScheduledAt!.Value);
        Record(by, "zone-changed", at, ("zone", zone));
    }

    /// <summary>Writers schedule what they wrote themselves, as far as approvals let them; other people's posts are for those who may change them.</summary>
    void MustSchedule(Member by)
    {
        by.Must(Permission.SchedulePosts);
        if (AuthorId != by.Id)
            by.Must(Permission.EditOthersPosts);
        MustBeSeenWhole(by);
    }

    void MustBeMovable()
    {
        if (!IsMovable || IsUnderWay)
            throw new RuleBroken("POST_NOT_MOVABLE", "This post has been handed to its channels and keeps its time.");
    }

    static void MustLieAhead(PlannedTime time, DateTimeOffset at)
    {
        if (time.Instant <= at)
            throw new RuleBroken("TIME_PAST", "{0} in {1} has passed. Choose a later time, or publish now.", time.Local.ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture), Zones.City(time.Zone));
    }

    /// <summary>A file that may not be shown on that day any more; null if there is none.</summary>
    public Media.MediaAsset? EndedLicence(DateTime local) => MediaInOrder.Select(m => m.Asset).FirstOrDefault(a => a.LicensedUntil < DateOnly.FromDateTime(local));

    /// <summary>Nothing goes out with a file on a day on which it may no longer be shown.</summary>
    void MustBeLicensed(DateTime local)
    {
        if (EndedLicence(local) is { } ended)
            throw new RuleBroken("LICENCE_ENDED", PostProblems.LicenceEnded, ended.FileName, ended.LicensedUntil!.Value.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>What leaves the hands of its author, for the publisher or for those who approve, has the alternative texts the client requires.</summary>
    public void MustBeDescribed(Workspaces.Workspace workspace)
    {
        if (PostProblems.Of(this, workspace.AltPolicy).FirstOrDefault(p => p.Code == AltTexts.Required) is { } missing)
            throw new RuleBroken(missing.Code, missing.Words, [.. missing.Arguments]);
    }

    void ForgetTime()
    {
        WakeApproval();
        PlannedLocal = null;
        ScheduledAt = null;
        Zone = null;
        PlannedIsSecond = false;
        Recall = null;
        IsQueued = false;
    }

    void Take(PlannedTime time)
    {
        PlannedLocal = time.Local;
        Zone = time.Zone;
        PlannedIsSecond = time.IsSecond;
        ScheduledAt = time.Instant;
        Recall = null;
        IsQueued = false;
        Reconsider();
        WakeApproval();
    }

    static string Say(PlannedTime time) => $"{time.Local:yyyy-MM-dd HH:mm} {time.Zone}";
}
