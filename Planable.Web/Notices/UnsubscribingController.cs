using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Workspaces;
using Planable.Jobs.Notices;

namespace Planable.Web.Notices;

public sealed record UnsubscribingPage(string Token, string Client, string Email, IReadOnlyList<NoticeEvent> Events, bool IsOff);

/// <summary>
/// From a mail: no more mails about this. Works without signing in, and as mail readers press it by themselves (RFC 8058). Opening it changes nothing, since programs open
/// links in mails; only a POST does.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, Route("unsubscribe/{token}")]
public class UnsubscribingController(PlanableDb db, UnsubscribeLinks links) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(string token, CancellationToken cancel) =>
        await Find(token, cancel) is { } found ? View(Page(token, found.Member, found.Events)) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Create(string token, bool? again, CancellationToken cancel)
    {
        if (await Find(token, cancel) is not var (member, events))
            return NotFound();
        foreach (var named in events)
        {
            var before = member.NoticeChoices.For(named);
            // What has to reach them stays in the list in Planable.
            var left = before & ~NoticeChannels.Mail;
            member.Choose(named, again == true ? before | NoticeChannels.Mail : left == NoticeChannels.None && NoticeEvents.Of(named).IsEssential ? NoticeChannels.App : left);
        }

        var ids = events.SelectMany(e => NoticeEvents.Of(e).Kinds).ToList();
        if (again != true)
            await db.Notices.Where(n => n.MemberId == member.Id && n.MailAt != null && ids.Contains(n.Kind)).ExecuteUpdateAsync(n => n.SetProperty(x => x.MailAt, (DateTimeOffset?)null), cancel);
        await db.SaveChangesAsync(cancel);
        return View("Show", Page(token, member, events));
    }

    async Task<(Member Member, IReadOnlyList<NoticeEvent> Events)?> Find(string token, CancellationToken cancel)
    {
        if (links.Read(token) is not var (memberId, events) || await db.Members.Everywhere().Where(m => m.Id == memberId && m.LeftAt == null).Select(m => (Guid?)m.WorkspaceId).SingleOrDefaultAsync(cancel) is not { } workspaceId)
            return null;
        db.Enter(workspaceId, Via.Link);
        return (await db.Members.Include(m => m.Person).Include(m => m.Workspace).SingleAsync(m => m.Id == memberId, cancel), events);
    }

    static UnsubscribingPage Page(string token, Member member, IReadOnlyList<NoticeEvent> events) =>
        new(token, member.Workspace.Name, member.Person.Email!, events, events.All(e => !member.NoticeChoices.For(e).HasFlag(NoticeChannels.Mail)));
}
