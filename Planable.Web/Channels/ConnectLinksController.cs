using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Secrets;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Jobs.Mail;
using Planable.Web.Http;
using Planable.Web.Portals;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Channels;

public sealed class ConnectLinkForm
{
    public Guid? Channel { get; set; }

    [Display(Name = "Network"), Required(ErrorMessage = "Choose the network.")]
    public string? Network { get; set; }

    [Display(Name = "Account"), Required(ErrorMessage = "Say which account is meant, as it is called on the network."), StringLength(ConnectLink.NameLength, ErrorMessage = "At most {1} characters.")]
    public string? AccountName { get; set; }

    [Display(Name = "Who connects it"), Required(ErrorMessage = "Say who connects the account."), StringLength(ConnectLink.NameLength, ErrorMessage = "At most {1} characters.")]
    public string? Person { get; set; }

    [Display(Name = "E-mail address"), EmailAddress(ErrorMessage = "This is not an e-mail address."), StringLength(256)]
    public string? Email { get; set; }
}

/// <summary>Links with which clients connect accounts of their own.</summary>
[Route("w/{workspace}/channels/links"), Requires(Permission.ConnectChannels)]
public class ConnectLinksController(
    PlanableDb db, Current current, ChannelConnections connections, SignInEnds ends, SignInDesk desk, Vault vault, ConnectLinkMails mails, ClientAddresses addresses, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int MostShown = 100;

    string Path => $"{current.Root}/channels/links";

    [HttpGet]
    public async Task<IActionResult> Index(string? network, Guid? channel, CancellationToken cancel)
    {
        var target = await Target(channel, cancel);
        if (channel is not null && target is null)
            return NotFound();
        return View(await Page(new ConnectLinkForm { Network = target?.Network ?? network, AccountName = target?.Name, Channel = target?.Id }, target?.Name, cancel));
    }

    [HttpPost]
    public async Task<IActionResult> Create(ConnectLinkForm form, CancellationToken cancel)
    {
        var target = await Target(form.Channel, cancel);
        if (form.Channel is not null && target is null)
            return NotFound();
        if (form.Network is { } chosen && !Offered().Any(n => n.Key == chosen))
            ModelState.AddModelError(nameof(form.Network), words["Choose the network."]);
        if (!ModelState.IsValid)
            return this.Invalid("Index", await Page(form, target?.Name, cancel));
        ChannelConnections.MustAllow(current.Workspace, form.Network!);
        var (link, token) = ConnectLink.Ask(form.Person, target?.Network ?? form.Network!, form.AccountName, target, current.Member, clock.GetUtcNow());
        db.ConnectLinks.Add(link);
        var path = $"/connect/{token}";
        if (!string.IsNullOrWhiteSpace(form.Email))
            await mails.Send(link, form.Email.Trim(), path);
        await db.SaveChangesAsync(cancel);
        TempData["ConnectLink"] = await addresses.Of(path, Request, cancel);
        return this.GoTo(Path, string.IsNullOrWhiteSpace(form.Email) ? words["The link for {0} is made. It is shown this once.", link.Person] : words["The link goes to {0}.", form.Email.Trim()]);
    }

    [HttpPost("{id:guid}/revocation")]
    public async Task<IActionResult> Revoke(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } link)
            return NotFound();
        link.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["The link for {0} is taken back. It connects nothing any more.", link.Person]);
    }

    /// <summary>The account that came is used although it is called otherwise.</summary>
    [HttpPost("{id:guid}/acceptance")]
    public async Task<IActionResult> Accept(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } link)
            return NotFound();
        if (link.StateAt(clock.GetUtcNow()) != ConnectLinkState.Waiting)
            throw new RuleBroken("NOTHING_ARRIVED", "No account waits here for a decision any more.");
        var target = await Target(link.TargetId, cancel);
        var channel = await connections.Take(current.Member, current.Workspace, link.Network, vault.Open<ConnectedAccount>(link.Kept!), target, cancel);
        link.Accept(channel, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/channels/{channel.Id}", words["{0} is connected.", channel.Name]);
    }

    [HttpPost("{id:guid}/rejection")]
    public async Task<IActionResult> ThrowAway(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } link)
            return NotFound();
        var account = link is { ArrivedAt: not null, Kept: { } kept } ? vault.Open<ConnectedAccount>(kept) : null;
        link.ThrowAway(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        var name = Networks.Of(link.Network).Name;
        var trouble = account is null ? null : await ends.Revoke(link.Network, account, cancel);
        return this.GoTo($"{current.Root}/channels", (ends.CanRevoke(link.Network), trouble) switch
        {
            (false, _) => words["{0} is thrown away and its sign-in deleted here. {1} cannot be told by Planable: {2} can remove it in the settings there.", link.ArrivedName!, name, link.Person],
            (true, null) => words["{0} is thrown away, and {1} was told to forget the permission.", link.ArrivedName!, name],
            _ => words["{0} is thrown away and its sign-in deleted here. {1} did not answer that it forgot the permission ({3}): {2} can remove it in the settings there.", link.ArrivedName!, name, link.Person, trouble!.Code],
        });
    }

    Task<ConnectLink?> Find(Guid id, CancellationToken cancel) => db.ConnectLinks.SingleOrDefaultAsync(l => l.Id == id, cancel);

    async Task<Channel?> Target(Guid? id, CancellationToken cancel) => id is null ? null : await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel);

    IEnumerable<Network> Offered() => Networks.All.Where(n => desk.Knows(n.Key) && (!current.Workspace.IsPractice || n.Key == ChannelConnections.Practice));

    async Task<ConnectLinksPage> Page(ConnectLinkForm form, string? channel, CancellationToken cancel) => new(
        form, channel, [.. Offered().OrderBy(n => n.Key == ChannelConnections.Practice).Select(n => new NetworkChoice(n.Key, n.Name))],
        await ConnectLinkRow.Read(db.ConnectLinks.OrderByDescending(l => l.AskedAt).ThenBy(l => l.Id).Take(MostShown), clock.GetUtcNow(), cancel), TempData["ConnectLink"] as string);
}

public sealed record NetworkChoice(string Key, string Name);

/// <param name="ChannelName">The channel the link is for; null for a new one.</param>
/// <param name="Made">The address of the link that was just made; shown this once.</param>
public sealed record ConnectLinksPage(ConnectLinkForm Form, string? ChannelName, IReadOnlyList<NetworkChoice> Networks, IReadOnlyList<ConnectLinkRow> Links, string? Made);

/// <summary>A link in a list, without what it keeps.</summary>
public sealed record ConnectLinkRow(Guid Id, ConnectLinkState State, string Person, string Network, string AccountName, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, string? ArrivedName, string? ArrivedHandle, DateTimeOffset? ArrivedAt, Guid? ChannelId)
{
    public static async Task<IReadOnlyList<ConnectLinkRow>> Read(IQueryable<ConnectLink> links, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await links.AsNoTracking().ToListAsync(cancel)).Select(l => new ConnectLinkRow(l.Id, l.StateAt(now), l.Person, l.Network, l.AccountName, l.AskedBy, l.AskedAt, l.ExpiresAt, l.ArrivedName, l.ArrivedHandle, l.ArrivedAt, l.ChannelId))];
}
