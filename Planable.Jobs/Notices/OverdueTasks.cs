using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Notices;
using Planable.Data.Times;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Notices;

/// <summary>A task whose day is over is told once: to whoever was to do it, whoever gave it, and whose post it is about.</summary>
public sealed class OverdueTasks(PlanableDb db, NoticeDesk desk, NoticeBell bell, IStringLocalizer<Words> words, TimeProvider clock)
{
    const int MostAtOnce = 200;

    public async Task Tell(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var today = DateOnly.FromDateTime(Zones.ToLocal(now, workspace.Zone));
        var late = await db.FeedbackTasks.Include(t => t.Thread).ThenInclude(t => t.Post).Where(t => t.DoneAt == null && t.ToldAt == null && t.Due < today && t.Thread.Post.DeletedAt == null).OrderBy(t => t.Due).Take(MostAtOnce).ToListAsync(cancel);
        if (late.Count == 0)
            return;
        var members = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToDictionaryAsync(m => m.Id, cancel);
        foreach (var task in late)
        {
            task.Tell(now);
            var said = words["Overdue since {0}: {1} ({2})", task.Due!.Value.ToString("d MMM", CultureInfo.InvariantCulture), task.Text, task.OwnerName];
            foreach (var id in new[] { task.OwnerId, task.ById, task.Thread.Post.AuthorId }.Distinct())
            {
                if (members.GetValueOrDefault(id) is not { } reader || !task.Thread.MaySee(reader))
                    continue;
                desk.Raise(reader, workspace, new NoticeText($"{CommentNotices.KeyOf(task.ThreadId)}late:{task.Id:N}", Notice.TaskOverdue, said) { PostId = task.Thread.PostId });
                bell.Ring(reader.PersonId);
            }
        }

        await db.SaveChangesAsync(cancel);
    }
}

[DisallowConcurrentExecution]
public sealed class TellOverdueTasksJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<OverdueTasks>(tasks => tasks.Tell(cancellationToken), cancellationToken);
}
