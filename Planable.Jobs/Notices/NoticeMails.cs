using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Notices;
using Planable.Data.Publishing;
using Planable.Jobs.Mail;

namespace Planable.Jobs.Notices;

/// <summary>Turns due notices into mails. The mail tells how things stand now: all channels that failed, or nothing if a person solved it meanwhile.</summary>
public sealed class NoticeMails(PlanableDb db, Mailroom mailroom, TimeProvider clock)
{
    public async Task WriteDue(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await db.Notices.Where(n => n.MailAt <= now).Take(200)
            .Join(db.Members.Include(m => m.Person), n => n.MemberId, m => m.Id, (n, m) => new { Notice = n, m.Person.Email, m.Person.Name, m.LeftAt })
            .ToListAsync(cancel);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        foreach (var item in due)
        {
            item.Notice.Mailed();
            if (item.LeftAt is not null || item.Notice.ReadAt is not null)
                continue;
            var lines = item.Notice.PostId is { } postId ? await Troubles(postId, cancel) : [item.Notice.Words];
            if (lines.Count == 0)
                continue;
            var post = item.Notice.PostId is { } id ? await db.Posts.Where(p => p.Id == id).Select(p => p.Text).SingleOrDefaultAsync(cancel) : null;
            await mailroom.Write<TroubleMail>(
                $"notice:{item.Notice.Id:N}",
                item.Email!,
                post is null ? $"{workspace.Name}: {item.Notice.Words}" : $"{workspace.Name}: a post needs you",
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    [nameof(TroubleMail.Client)] = workspace.Name,
                    [nameof(TroubleMail.Name)] = item.Name,
                    [nameof(TroubleMail.Lines)] = lines,
                    [nameof(TroubleMail.Post)] = post,
                    [nameof(TroubleMail.Link)] = mailroom.Link(item.Notice.PostId is { } p ? $"/w/{workspace.Slug}/posts/{p}" : $"/w/{workspace.Slug}/channels"),
                });
        }

        await db.SaveChangesAsync(cancel);
    }

    async Task<IReadOnlyList<string>> Troubles(Guid postId, CancellationToken cancel) =>
        await db.Deliveries.Where(d => d.PostId == postId).NeedingPerson().Select(d => d.Channel.Name + ": " + d.FailureWords).ToListAsync(cancel);
}
