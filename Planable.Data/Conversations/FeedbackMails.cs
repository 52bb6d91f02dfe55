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
        db.Notices.RemoveRange(notices);
        await db.Mails.Where(m => m.SentAt == null && m.NoticeId != null && ids.Contains(m.NoticeId.Value)).ExecuteDeleteAsync(cancel);
    }
}
