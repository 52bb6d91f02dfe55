using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Jobs.Channels;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Channels;

public sealed class PlannedChannelForm
{
    [Display(Name = "Network"), Required(ErrorMessage = "Choose the network.")]
    public string? Network { get; set; }

    [Display(Name = "Account"), Required(ErrorMessage = "Say which account is meant, as it is called on the network."), StringLength(Channel.PlannedNameLength, ErrorMessage = "At most {1} characters.")]
    public string? Name { get; set; }
}

public sealed record PlannedChannelPage(PlannedChannelForm Form, IReadOnlyList<NetworkChoice> Networks);

/// <summary>Channels that posts are planned for before anybody has connected the account.</summary>
[Route("w/{workspace}/channels/planned"), Requires(Permission.ConnectChannels)]
public class PlannedChannelsController(PlanableDb db, Current current, SignInDesk desk, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public IActionResult New(string? network) => View("PlannedNew", Page(new PlannedChannelForm { Network = network }));

    [HttpPost]
    public async Task<IActionResult> Create(PlannedChannelForm form, CancellationToken cancel)
    {
        if (form.Network is { } chosen && !desk.Knows(chosen))
            ModelState.AddModelError(nameof(form.Network), words["Choose the network."]);
        if (!ModelState.IsValid)
            return this.Invalid("PlannedNew", Page(form));
        ChannelConnections.MustAllow(current.Workspace, form.Network!);
        var channel = Channel.Plan(current.Member, form.Network!, form.Name, clock.GetUtcNow());
        db.Channels.Add(channel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/channels/{channel.Id}", words["Posts can be planned for {0}. Nothing goes out until it is connected.", channel.Name]);
    }

    PlannedChannelPage Page(PlannedChannelForm form) => new(
        form,
        [
            .. Networks.All.Where(n => desk.Knows(n.Key) && (!current.Workspace.IsPractice || n.Key == ChannelConnections.Practice))
                .OrderBy(n => n.Key == ChannelConnections.Practice).Select(n => new NetworkChoice(n.Key, n.Name)),
        ]);
}
