using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Conversations;

public static class FeedbackMails
{
    /// <summary>A thread is not for the client any more: what it was to be told of it, and mails that are not sent yet, are taken back.</summary>
    public static async Task TakeBack(this PlanableDb db, Guid threadId, CancellationToken cancel)
    {
        var start = $"thread:{threadId:N}:";
        var notices = await db.Notices.Where(n => n.Key.StartsWith(start) && db.Members.Any(m => m.Id == n.MemberId && (m.Role == Members.Role.ClientApprover || m.Role == Members.Role.ClientViewer))).ToListAsync(cancel);
        var ids = notices.Select(n => n.Id).ToList();
        var carriers = notices.Select(n => n.MailId).OfType<Guid>().Distinct().ToList();
        db.Notices.RemoveRange(notices);
        var unsent = await db.Mails.Where(m => carriers.Contains(m.Id) && m.SentAt == null).ToListAsync(cancel);
        if (unsent.Count == 0)
            return;
        // What else such a mail told is told by another one.
        var gone = unsent.ConvertAll(m => m.Id);
        foreach (var other in await db.Notices.Where(n => n.MailId != null && gone.Contains(n.MailId.Value) && !ids.Contains(n.Id)).ToListAsync(cancel))
            other.MailAgain(other.At);
        db.Mails.RemoveRange(unsent);
    }
}
