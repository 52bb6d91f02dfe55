using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Push;

namespace Planable.Jobs.Notices;

/// <summary>Tells the person whose phone publishes a post: in Planable, by mail and on their devices, when its time has come and once more when it is overdue.</summary>
sealed class HandoverNotices(PlanableDb db, IStringLocalizer<Words> words, TimeProvider clock)
{
    public const string Handed = "post.handed-to-phone";

    const string Overdue = "post.delivery-held";

    public static bool Concerns(LogEntry entry) => entry.Verb == Handed || (entry.Verb == Overdue && entry.Facts.GetValueOrDefault("to") is not null);

    public async Task Tell(LogEntry entry, CancellationToken cancel)
    {
        var facts = entry.Facts;
        if (!Guid.TryParse(facts.GetValueOrDefault("to"), out var memberId) || await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == memberId && m.LeftAt == null, cancel) is not { } person)
            return;
        var post = await db.Posts.Where(p => p.Id == entry.SubjectId).Select(p => new { p.Text, p.AuthorId }).SingleOrDefaultAsync(cancel);
        if (post is null)
            return;
        var (now, channel, late) = (clock.GetUtcNow(), facts["channel"]!, entry.Verb == Overdue);
        var said = late ? words["Still to be published from your phone: {0}.", channel] : words["To be published from your phone now: {0}.", channel];
        // Whoever writes or publishes the post hears that it is overdue as of anything that is held.
        if (!late || (person.Id != post.AuthorId && !person.Can(Permission.PublishPosts)))
            db.Notices.Add(new Notice(person.Id, $"{entry.Verb}:{facts["delivery"]}:{entry.Sequence}", Handed, entry.SubjectId, said, now, now, entry.Sequence));
        var slug = await db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.Slug).SingleAsync(cancel);
        db.PushMessages.Add(new PushMessage(
            person.PersonId, $"{entry.WorkspaceId:N}:{entry.Sequence.ToString(CultureInfo.InvariantCulture)}", said, post.Text.Length <= 160 ? post.Text : post.Text[..160],
            $"/w/{slug}/posts/{entry.SubjectId}/handover/{facts["delivery"]}", now, now + TimeSpan.FromHours(6)));
    }
}
