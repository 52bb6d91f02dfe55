using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Tokens;
using Planable.Jobs.Notices;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Tokens;

/// <summary>Tells members two weeks before one of their tokens ends: what runs with it stops then.</summary>
public sealed class EndingTokens(PlanableDb db, NoticeDesk desk, TimeProvider clock)
{
    public async Task Tell(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var soon = now + AccessToken.WarnedBefore;
        var ending = await db.AccessTokens.Include(t => t.Member).ThenInclude(m => m.Person)
            .Where(t => t.ConsentId == null && t.WarnedAt == null && t.RevokedAt == null && t.ExpiresAt > now && t.ExpiresAt <= soon && t.Member.LeftAt == null).ToListAsync(cancel);
        foreach (var token in ending)
        {
            token.Warned(now);
            if (!token.Member.IsClient)
                desk.Raise(token.Member, token.Member.Workspace, new NoticeText($"token:{token.Id:N}", "token.ending", $"The access token “{token.Name}” ends on {token.ExpiresAt.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}. Make a new one before that."));
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Answers under keys that mean nothing any more, and how tokens were used long ago.</summary>
    public async Task Forget(CancellationToken cancel)
    {
        var (old, longAgo) = (clock.GetUtcNow() - KeptAnswer.Kept, clock.GetUtcNow() - TokenUse.Kept);
        await db.KeptAnswers.Where(a => a.At < old).ExecuteDeleteAsync(cancel);
        await db.TokenUses.Where(u => u.Hour < longAgo).ExecuteDeleteAsync(cancel);
        var past = clock.GetUtcNow() - TokenFailure.Kept;
        await db.TokenFailures.Where(f => f.At < past).ExecuteDeleteAsync(cancel);
        // What was used and could not renew anything by now need not be known again.
        var spent = clock.GetUtcNow() - AppConsent.RefreshLife;
        await db.AppRefreshes.Where(r => r.UsedAt < spent).ExecuteDeleteAsync(cancel);
    }
}

[DisallowConcurrentExecution]
public sealed class LookAfterTokensJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await each.Run<EndingTokens>(tokens => tokens.Tell(cancellationToken), cancellationToken);
        await each.Run<EndingTokens>(tokens => tokens.Forget(cancellationToken), cancellationToken);
    }
}
