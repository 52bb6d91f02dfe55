using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Bulk;

/// <summary>As much of a post as decides whether an act fits it.</summary>
public sealed record BulkSubject(Guid Id, Guid AuthorId, PostState State, DateTimeOffset? At, bool IsFromOutside = false, bool IsPartlyHidden = false);

/// <summary>The verb behind each act.</summary>
public static class BulkActs
{
    /// <summary>Acts a person chooses, in the order of the bar.</summary>
    public static readonly IReadOnlyList<BulkAct> Offered = [BulkAct.Shift, BulkAct.Schedule, BulkAct.Unschedule, BulkAct.Replace, BulkAct.Label, BulkAct.Duplicate, BulkAct.Delete];

    /// <summary>Why an act does not fit a post; null if it does. The verb has the last word.</summary>
    public static string? WhyNot(BulkAct act, BulkSubject post, Member by, DateTimeOffset at)
    {
        var isMine = post.AuthorId == by.Id;
        var canEdit = by.Can(Permission.EditOthersPosts) || (isMine && by.Can(Permission.WritePosts));
        var canSchedule = by.Can(Permission.SchedulePosts) && (isMine || by.Can(Permission.EditOthersPosts));
        return act switch
        {
            _ when post.IsPartlyHidden => "They also go to channels you do not see.",
            BulkAct.Duplicate when post.IsFromOutside => "They were published on the network itself.",
            BulkAct.Duplicate => by.Can(Permission.WritePosts) ? null : "Your role does not write posts.",
            BulkAct.Delete when post.State == PostState.Publishing => "They are being published right now.",
            BulkAct.Delete => by.Can(Permission.DeletePosts) || (isMine && by.Can(Permission.WritePosts)) ? null : "They are somebody else's.",
            _ when !canEdit => "They are somebody else's.",
            BulkAct.Label => null,
            BulkAct.Replace => post.State switch
            {
                PostState.Published or PostState.Publishing or PostState.Unknown => "They are out, or on their way.",
                PostState.Scheduled when !canSchedule => "Your role does not schedule posts.",
                _ => null,
            },
            _ when post.State is not (PostState.Draft or PostState.Scheduled) => "They are out, or on their way.",
            BulkAct.Shift when post.At is null => "They have no date.",
            BulkAct.Shift => post.State == PostState.Draft || canSchedule ? null : "Your role does not schedule posts.",
            BulkAct.Schedule when post.State == PostState.Scheduled => "They are scheduled already.",
            BulkAct.Schedule when post.At is null => "They have no date.",
            BulkAct.Schedule when post.At <= at => "Their time has passed.",
            BulkAct.Unschedule when post.State != PostState.Scheduled => "They are not scheduled.",
            _ => canSchedule ? null : "Your role does not schedule posts.",
        };
    }

    public static BulkSubject SubjectOf(Post post, Member by) => new(post.Id, post.AuthorId, post.State, post.ScheduledAt, post.IsFromOutside, !post.IsSeenWholeBy(by));

    /// <summary>Does it to one post, loaded with all that its verbs look at.</summary>
    /// <param name="undone">What the run did that is taken back.</param>
    /// <param name="labels">Those of the workspace, where labels are put on or off.</param>
    /// <returns>The copy, where there is one.</returns>
    public static Post? Carry(BulkRun run, BulkItem item, Post post, BulkItem? undone, Workspace workspace, IReadOnlyCollection<Label> labels, Member by, DateTimeOffset at)
    {
        if (run.Act != BulkAct.Undo && WhyNot(run.Act, SubjectOf(post, by), by, at) is { } why)
        {
            item.Skip(why);
            return null;
        }

        var before = PostStand.Of(post);
        Post? copy = null;
        switch (run.Act)
        {
            case BulkAct.Shift:
                post.Plan(Shifted(post, run.Values), by, at);
                break;
            case BulkAct.Duplicate:
                copy = post.Duplicate(workspace, by, at);
                break;
            case BulkAct.Delete:
                post.Delete(by, at);
                break;
            case BulkAct.Schedule:
                MustBeFitToGoOut(PostProblems.Of(post, by.Workspace.AltPolicy));
                post.Schedule(PlannedTime.Read(post.PlannedLocal!.Value, post.Zone!, post.PlannedIsSecond), by, at);
                break;
            case BulkAct.Unschedule:
                post.Unschedule(keepDate: true, by, at);
                break;
            case BulkAct.Replace when Replacement.In(post, run.Values) is { } edit:
                if (post.State == PostState.Scheduled)
                    MustBeFitToGoOut(PostProblems.Of(edit, alt: by.Workspace.AltPolicy));
                post.Edit(edit, by, at);
                break;
            case BulkAct.Replace:
                item.Skip("They do not contain it any more.");
                return null;
            case BulkAct.Label:
                var label = labels.FirstOrDefault(l => l.Id == run.Values.Label) ?? throw new RuleBroken("LABEL_GONE", "This label is not there any more.");
                if (post.Labels.Any(l => l.LabelId == label.Id) != run.Values.Off)
                {
                    item.Skip(run.Values.Off ? "They do not have this label." : "They have this label already.");
                    return null;
                }

                post.Relabel([.. post.Labels.Select(l => l.Label).Where(l => l.Id != label.Id), .. run.Values.Off ? [] : (Label[])[label]], by, at);
                break;
            case BulkAct.Undo when undone is not null:
                if (!TakeBack(post, undone, labels, by, at))
                {
                    item.Skip("It was changed since. It stays as it is now.");
                    return null;
                }

                break;
        }

        item.Did(before, PostStand.Of(post), copy?.Id);
        return copy;
    }

    /// <summary>The same wall clock some days later.</summary>
    /// <exception cref="RuleBroken">It is skipped or comes twice there, and nobody was asked.</exception>
    public static PlannedTime Shifted(Post post, BulkValues values)
    {
        var local = values.Land(post.PlannedLocal!.Value);
        if (values.AfterGap && Zones.Read(local, post.Zone!) is LocalReading.Never never)
            local = never.Instead;
        return PlannedTime.Read(local, post.Zone!, values.Second);
    }

    /// <returns>False if somebody changed it since.</returns>
    static bool TakeBack(Post post, BulkItem undone, IReadOnlyCollection<Label> labels, Member by, DateTimeOffset at)
    {
        var (was, became) = (undone.Before!, undone.After!);
        if (undone.CopyId is not null)
        {
            // The post is the copy: it goes, unless somebody has worked on it or it is out.
            if (post.State != PostState.Draft || post.EditedAt > post.CreatedAt)
                return false;
            post.Delete(by, at);
            return true;
        }

        if (!PostStand.Of(post).IsLike(became))
            return false;
        if (became.IsDeleted && !was.IsDeleted)
            post.Undelete(by, at);
        if (was.Text != post.Text || became.OwnTexts.Count > 0)
        {
            post.Edit(
                new PostEdit(
                    was.Text, post.Link,
                    [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, was.OwnTexts.GetValueOrDefault(v.ChannelId), v.Settings))],
                    [.. post.MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits))]),
                by, at);
        }

        // What was put on goes off again and the other way round; labels that others changed meanwhile stay.
        if (was.Labels is not null && became.Labels is not null && !was.Labels.Order().SequenceEqual(became.Labels.Order()))
            post.Relabel([.. labels.Where(l => was.Labels.Contains(l.Id) ? post.Labels.Any(o => o.LabelId == l.Id) || !became.Labels.Contains(l.Id) : post.Labels.Any(o => o.LabelId == l.Id) && !became.Labels.Contains(l.Id))], by, at);

        if (was.Approval is { } approval && approval.IsLostBy(post))
        {
            // They approved it for that time, so it has it before they are asked to stand by it.
            if (post.State == PostState.Draft && was.Local is { } approved && post.PlannedLocal != approved)
                post.Plan(PlannedTime.Read(approved, was.Zone!, was.IsSecond), by, at);
            post.RegainApproval(approval, by, at);
        }

        if (was.Local is { } local && (was.Local != post.PlannedLocal || was.State != post.State || was.IsSecond != post.PlannedIsSecond))
        {
            var time = PlannedTime.Read(local, was.Zone!, was.IsSecond);
            if (was.State == PostState.Scheduled && time.Instant > at)
                post.Schedule(time, by, at);
            else if (post.State == PostState.Scheduled)
                post.Unschedule(keepDate: true, by, at);
            if (post.State == PostState.Draft && post.PlannedLocal != local)
                post.Plan(time, by, at);
        }

        return true;
    }

    static void MustBeFitToGoOut(IReadOnlyList<Networks.Problem> problems)
    {
        if (problems.FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, problem.Arguments);
    }
}
