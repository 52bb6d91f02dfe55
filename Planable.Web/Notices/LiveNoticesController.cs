using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Notices;
using Planable.Web.Http;
using Planable.Web.People;

namespace Planable.Web.Notices;

static class UnreadEvent
{
    /// <summary>Without an id: where a reader of the log stands is none of its business.</summary>
    public static string Of(int unread) => FormattableString.Invariant($"event: notices\ndata: {unread}");
}

/// <summary>How many notifications are unread, for pages that do not listen to a workspace anyway.</summary>
[Authorize]
[Route("notices/live")]
public class LiveNoticesController(NoticeBell bell, IServiceScopeFactory scopes) : Controller
{
    /// <summary>What another node changed is heard of within three seconds.</summary>
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(2.5);

    [HttpGet]
    public async Task Index(CancellationToken cancel)
    {
        var personId = User.PersonId()!.Value;
        var stream = await EventStream.Open(Response);
        var last = -1;
        while (!stream.IsOver)
        {
            var rung = bell.Next(personId);
            if (await Unread(personId, cancel) is not { } unread)
                return;
            if (unread == last)
                await stream.Beat();
            else
                await stream.Write(UnreadEvent.Of(last = unread));
            await stream.Flush();
            await stream.Wait(rung, Poll);
        }
    }

    /// <returns>Null when the sign-in has ended.</returns>
    async Task<int?> Unread(Guid personId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var session = User.SessionId();
        return await db.SignInSessions.AnyAsync(s => s.Id == session && s.EndedAt != null, cancel) ? null : await db.UnreadOf(personId, cancel);
    }
}
