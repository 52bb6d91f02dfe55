using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>Posts that take over a time: from each other, or from a note.</summary>
public partial class Post
{
    /// <summary>Each goes out when the other would have. Done twice, everything is as before.</summary>
    public void SwapTimes(Post other, Member by, DateTimeOffset at)
    {
        if (other.Id == Id)
            return;
        foreach (var post in (Post[])[this, other])
        {
            if (!post.CanBeMovedBy(by))
                throw new NotAllowed($"{by.Person.Name} may not move this post.");
            if (post.ScheduledAt is null)
                throw new RuleBroken("SWAP_UNDATED", "A post without a date has no time to give. Give it a date first.");
            post.MustBeMovable();
        }

        var (mine, theirs) = (Planned(), other.Planned());
        TakeOver(theirs, other, by, at);
        other.TakeOver(mine, this, by, at);
    }

    /// <summary>A draft with the words and the first day of a note, seen by the same people.</summary>
    public static Post FromNote(CalendarNote note, Workspace workspace, PlannedTime time, Member by, DateTimeOffset at)
    {
        note.MustEdit(by);
        if (note.DeletedAt is not null)
            throw new RuleBroken("NOTE_GONE", "This note is no longer in the calendar.");
        var post = Draft(by, workspace, at);
        post.Audience = note.Audience;
        post.Edit(new PostEdit(note.Text, null, [], []), by, at);
        post.Plan(time, by, at);
        note.BecomePost(by, at);
        return post;
    }

    internal PlannedTime Planned() => new(PlannedLocal!.Value, Zone!, PlannedIsSecond, ScheduledAt!.Value);

    void TakeOver(PlannedTime time, Post from, Member by, DateTimeOffset at)
    {
        by.Workspace.MustBeOpen(time.Instant);
        MustKeepGap(time.Instant);
        ResetForTime(time.Instant, by, at);
        if (State == PostState.Scheduled)
        {
            MustKeepApprovedTime(time.Instant, by.Workspace);
            MustBeApproved(by.Workspace);
            MustLieAhead(time, at);
            MustBeLicensed(time.Local);
            Take(time);
            Send(by, time.Instant, at);
        }
        else
        {
            Take(time);
        }

        Record(by, "swapped", at, Audience, ("time", Say(time)), ("with", from.Id.ToString()));
    }
}
