using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Notices;

namespace Planable.Jobs.Notices;

/// <summary>
/// When people sent deliveries off, and when members were last told that posts are in trouble. A delivery's trouble is news only if it was sent off
/// after the last notice about its post: until then that notice, and the mail about it, stand for all channels of the post.
/// </summary>
sealed class Attempts(ILookup<Guid, LogEntry> sent, Dictionary<(Guid MemberId, Guid PostId), long> told)
{
    static readonly string[] SendingOff = ["post.scheduled", "post.moved", "post.published-now", "post.delivery-retried", "post.comment-retried", "post.delivered", "post.live-edit-asked", "post.live-removal-asked", "post.live-change-retried", "post.put-back-asked", "post.difference-accepted", "post.found-same"];

    /// <summary>Notices that a post is in trouble. What else is told about it, that it was approved for example, is no news of that.</summary>
    static readonly string[] OfTrouble = [.. NoticeEvents.Of(NoticeEvent.Failure).Kinds.Where(k => k.StartsWith("post.", StringComparison.Ordinal))];

    public static async Task<Attempts> Of(IReadOnlyCollection<Guid> postIds, PlanableDb db, CancellationToken cancel)
    {
        var acts = await db.Log.AsNoTracking().Where(e => e.Subject == "post" && postIds.Contains(e.SubjectId) && SendingOff.Contains(e.Verb)).ToListAsync(cancel);
        var notices = await db.Notices.Where(n => n.PostId != null && postIds.Contains(n.PostId.Value) && OfTrouble.Contains(n.Kind))
            .GroupBy(n => new { n.MemberId, n.PostId }).Select(g => new { g.Key.MemberId, g.Key.PostId, Sequence = g.Max(n => n.Sequence) }).ToListAsync(cancel);
        return new Attempts(acts.ToLookup(e => e.SubjectId), notices.ToDictionary(n => (n.MemberId, n.PostId!.Value), n => n.Sequence));
    }

    /// <summary>Asked once for each alarm and member, in the order of the log: a yes counts as told.</summary>
    public bool IsNewsTo(Guid memberId, LogEntry alarm)
    {
        var post = (memberId, alarm.SubjectId);
        if (told.TryGetValue(post, out var last) && Began(alarm) < last)
            return false;
        told[post] = alarm.Sequence;
        return true;
    }

    /// <summary>The entry by which a person last sent this delivery off. Retries name their delivery; all others send the whole post.</summary>
    long Began(LogEntry alarm)
    {
        var delivery = alarm.Facts["delivery"];
        return sent[alarm.SubjectId].Where(e => e.Sequence < alarm.Sequence && (e.Facts.GetValueOrDefault("delivery") ?? delivery) == delivery)
            .Select(e => e.Sequence).DefaultIfEmpty().Max();
    }
}
