using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Workspaces;
using Planable.Jobs.Mail;

namespace Planable.Web.Conversations;

/// <summary>Puts a mail into the conversation it answers, or keeps it for somebody's look where its sender is not known to take part.</summary>
public sealed class MailedReplies(PlanableDb db, ReplyAddresses addresses, Attachments attachments, TimeProvider clock, ILogger<MailedReplies> log)
{
    const int MostAnHour = 60;

    public async Task Take(Guid threadId, string signature, IncomingMail mail, CancellationToken cancel)
    {
        var workspaceId = await db.FeedbackThreads.Everywhere().Where(t => t.Id == threadId).Select(t => (Guid?)t.WorkspaceId).SingleOrDefaultAsync(cancel);
        if (workspaceId is null || mail.From is not { } from)
        {
            Drop("there is no such conversation");
            return;
        }

        db.Enter(workspaceId.Value, Via.Mail);
        var members = await db.Members.Include(m => m.Person).ToListAsync(cancel);
        if (members.Find(m => addresses.IsFor(signature, threadId, m.Id)) is not { } addressed)
        {
            Drop("its address was not made here");
            return;
        }

        if (await db.FeedbackThreads.Whole().SingleOrDefaultAsync(t => t.Id == threadId, cancel) is not { } thread)
        {
            Drop("its post was deleted");
            return;
        }

        var key = KeyOf(mail);
        if (thread.Comments.Any(c => c.MessageKey == key) || await db.HeldReplies.AnyAsync(h => h.ThreadId == threadId && h.MessageKey == key, cancel))
            return;
        var (now, hourAgo) = (clock.GetUtcNow(), clock.GetUtcNow().AddHours(-1));
        if (thread.Comments.Count(c => c.Via == Via.Mail && c.At > hourAgo) + await db.HeldReplies.CountAsync(h => h.ThreadId == threadId && h.At > hourAgo, cancel) >= MostAnHour)
        {
            Drop("more came to this conversation than an hour takes");
            return;
        }

        var text = ReplyText.Of(mail.Text);
        var (files, leftOut) = await Keep(mail, cancel);
        if (text.Length == 0 && files.Count == 0)
        {
            Drop("nothing is left of it without what it quotes");
            return;
        }

        var sender = mail.IsForged ? null : members.Where(m => m.LeftAt == null && m.Person.NormalizedEmail == from.Address.ToUpperInvariant()).OrderBy(m => m.Id == addressed.Id ? 0 : 1).FirstOrDefault();
        if (sender is not null && Decider.Of(sender, Via.Mail, IdentityStrength.MailCode) is var by && FeedbackThread.MayComment(by, thread.Post.Audience, thread.Audience))
        {
            var said = leftOut is null ? text : $"{text}\n\n[{leftOut}]";
            thread.Reply(FeedbackDraft.Of(Cut(said, FeedbackComment.TextLength), [.. members.Where(m => m.LeftAt == null)]) with { Files = files, MessageKey = key }, thread.Audience, by, now);
        }
        else
        {
            db.HeldReplies.Add(new HeldReply(thread, new MailedReply(Cut(from.Name.Length > 0 ? from.Name : from.Address, Person.NameLength), Cut(from.Address, 256), Cut(mail.Subject, 300), Cut(text, FeedbackComment.TextLength), files, leftOut, key), now));
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsDuplicate())
        {
            Drop("another copy of it came at the same moment");
        }
    }

    async Task<(IReadOnlyList<FeedbackFile> Files, string? LeftOut)> Keep(IncomingMail mail, CancellationToken cancel)
    {
        var (kept, leftOut) = (new List<FeedbackFile>(), new List<string>());
        foreach (var file in mail.Files)
        {
            try
            {
                if (kept.Count >= FeedbackFile.MostFiles)
                    throw new RuleBroken("FILES_MANY", "A comment takes up to {0} files.", FeedbackFile.MostFiles);
                using var bytes = new MemoryStream(file.Bytes);
                kept.Add(await attachments.Take(bytes, file.Name, cancel));
            }
            catch (RuleBroken rule)
            {
                leftOut.Add(rule.Message);
            }
        }

        return (kept, leftOut.Count == 0 ? null : Cut(string.Join(' ', leftOut.Distinct()), 2000));
    }

    /// <summary>By what the mail calls itself, or, where it does not, by all it says.</summary>
    static string KeyOf(IncomingMail mail) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId is { Length: > 0 } id ? id : $"{mail.From?.Address}\n{mail.Subject}\n{mail.Text}")));

    void Drop(string why) => log.LogInformation("A mail for a conversation was dropped: {Why}", why);

    static string Cut(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
