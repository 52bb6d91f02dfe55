using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Jobs.Channels;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Channels;

/// <summary>Choosing among the accounts one sign-in brought. The choice is open for a quarter of an hour, to the person who signed in alone.</summary>
[Route("w/{workspace}/channels/choices/{state}"), Requires(Permission.ConnectChannels)]
public class ChoicesController(PlanableDb db, Current current, ChannelConnections connections, OpenSignIns signIns, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(string state, CancellationToken cancel) =>
        await Find(state, cancel) is { } choice ? View("Choices", await Page(choice, state, null, cancel)) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Choose(string state, string[] pick, CancellationToken cancel)
    {
        if (await Find(state, cancel) is not { } choice)
            return NotFound();
        var chosen = choice.Accounts.Where(a => pick.Contains(a.RemoteId, StringComparer.Ordinal)).ToList();
        if (chosen.Count == 0)
            return this.Invalid("Choices", await Page(choice, state, words["Choose at least one account."], cancel));
        var channel = choice.ChannelId is { } id ? await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) : null;
        if (choice.ChannelId is not null && (channel is null || chosen.Count > 1))
            return channel is null ? NotFound() : this.Invalid("Choices", await Page(choice, state, words["Choose one account."], cancel));
        foreach (var account in chosen)
            await connections.Take(current.Member, current.Workspace, choice.Network, account, channel, cancel);
        await db.SaveChangesAsync(cancel);
        await signIns.EndChoice(current.Member.PersonId, state, cancel);
        return this.GoTo($"{current.Root}/channels", chosen.Count == 1 ? words["{0} is connected.", chosen[0].Name] : words["{0} accounts are connected.", chosen.Count]);
    }

    async Task<OpenChoice?> Find(string state, CancellationToken cancel) =>
        await signIns.FindChoice(current.Member.PersonId, state, cancel) is { } choice && choice.WorkspaceId == current.Workspace.Id && choice.MemberId == current.Member.Id ? choice : null;

    async Task<ChoicePage> Page(OpenChoice choice, string state, string? trouble, CancellationToken cancel)
    {
        var channels = await db.Channels.AsNoTracking().Where(c => c.Network == choice.Network).ToListAsync(cancel);
        return new ChoicePage(
            choice.Network, Networks.Of(choice.Network).Name, state,
            [.. choice.Accounts.Select(a => new ChoosableAccount(a.RemoteId, a.Name, a.Handle, channels.Exists(c => ChannelConnections.IsFor(c, a))))], trouble, channels.Find(c => c.Id == choice.ChannelId)?.Name);
    }
}
