using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Channels;

[Route("w/{workspace}/channels/new"), Requires(Permission.ConnectChannels)]
public class ConnectController(PlanableDb db, Current current, ChannelConnections connections, OpenSignIns signIns, IConfiguration configuration, IStringLocalizer<Words> words) : Controller
{
    const string Mastodon = "mastodon";
    const string Bluesky = "bluesky";

    [HttpGet]
    public IActionResult New() => View();

    [HttpGet(ChannelConnections.Practice)]
    public Task<IActionResult> AskPractice(Guid? channel, CancellationToken cancel) => Ask(new PracticeForm { Channel = channel }, ChannelConnections.Practice, cancel);

    [HttpGet(Mastodon)]
    public Task<IActionResult> AskMastodon(Guid? channel, CancellationToken cancel) => Ask(new MastodonForm { Channel = channel, Server = configuration["Connectors:Mastodon:BaseUrl"] }, Mastodon, cancel);

    [HttpGet(Bluesky)]
    public Task<IActionResult> AskBluesky(Guid? channel, CancellationToken cancel) => Ask(new BlueskyForm { Channel = channel }, Bluesky, cancel);

    [HttpPost(ChannelConnections.Practice)]
    public async Task<IActionResult> ConnectPractice(PracticeForm form, CancellationToken cancel)
    {
        if (form.Channel is not null)
        {
            if (await Target(form, ChannelConnections.Practice, cancel) is not { } channel)
                return NotFound();
            await connections.ReconnectPractice(current.Member, current.Workspace, channel, cancel);
            return await Saved(channel, cancel);
        }

        if (string.IsNullOrWhiteSpace(form.Name))
            ModelState.AddModelError(nameof(form.Name), words["Give the account a name, for example that of the brand."]);
        if (!ModelState.IsValid)
            return this.Invalid(nameof(ChannelConnections.Practice), form);
        return await Saved(await connections.OpenPractice(current.Member, current.Workspace, form.Name!, cancel), cancel);
    }

    [HttpPost(Mastodon)]
    public async Task<IActionResult> ConnectMastodon(MastodonForm form, [FromKeyedServices(Mastodon)] IConnectByOAuth network, CancellationToken cancel)
    {
        ChannelConnections.MustAllow(current.Workspace, Mastodon);
        var channel = await Target(form, Mastodon, cancel);
        if (channel is null && form.Channel is not null)
            return NotFound();
        if (!ModelState.IsValid)
            return this.Invalid(nameof(Mastodon), form);

        try
        {
            var (state, returnTo) = (OpenSignIns.NewState(), ReturnAddress());
            var start = await network.Begin(form.Server, returnTo, state, cancel);
            await signIns.Keep(
                current.Member.PersonId, state, new OpenSignIn(Mastodon, current.Workspace.Id, current.Member.Id, channel?.Id, returnTo, start, signIns.Until), cancel);
            return View("Leave", new LeavePage(start.Address, channel?.Name));
        }
        catch (ConnectorFailure failure)
        {
            return Refused(nameof(Mastodon), form, nameof(form.Server), failure);
        }
    }

    [HttpPost(Bluesky)]
    public async Task<IActionResult> ConnectBluesky(BlueskyForm form, [FromKeyedServices(Bluesky)] IConnectByPassword network, CancellationToken cancel)
    {
        ChannelConnections.MustAllow(current.Workspace, Bluesky);
        var channel = await Target(form, Bluesky, cancel);
        if (channel is null && form.Channel is not null)
            return NotFound();
        if (!ModelState.IsValid)
            return this.Invalid(nameof(Bluesky), form);

        try
        {
            var account = await network.SignIn(form.Server ?? "", form.Identifier!, form.Password!, cancel);
            return await Saved(await connections.Take(current.Member, current.Workspace, Bluesky, account, channel, cancel), cancel);
        }
        catch (ConnectorFailure failure)
        {
            // Only the first two are about the server; the rest is said about the name and its password.
            return Refused(nameof(Bluesky), form, failure.Failure.Code is "server-unclear" or "address-refused" or "no-connection" or "timeout" ? nameof(form.Server) : nameof(form.Password), failure);
        }
    }

    async Task<IActionResult> Ask<TForm>(TForm form, string network, CancellationToken cancel)
        where TForm : ConnectForm
    {
        ChannelConnections.MustAllow(current.Workspace, network);
        if (form.Channel is not null)
        {
            if (await Target(form, network, cancel) is not { } channel)
                return NotFound();
            if (form is MastodonForm mastodon)
                mastodon.Server = channel.Server;
            if (form is BlueskyForm bluesky)
                (bluesky.Identifier, bluesky.Server) = (channel.Handle, channel.Server);
        }

        ModelState.Clear();
        return View(char.ToUpperInvariant(network[0]) + network[1..], form);
    }

    /// <summary>The channel a form reconnects, its name shown above the form.</summary>
    async Task<Channel?> Target(ConnectForm form, string network, CancellationToken cancel)
    {
        var channel = form.Channel is { } id ? await db.Channels.SingleOrDefaultAsync(c => c.Id == id && c.Network == network, cancel) : null;
        ViewData["Channel"] = channel?.Name;
        return channel;
    }

    IActionResult Refused(string view, ConnectForm form, string field, ConnectorFailure failure)
    {
        ModelState.AddModelError(field, $"{words[failure.Failure.Words]} ({failure.Failure.Code})");
        return this.Invalid(view, form);
    }

    async Task<IActionResult> Saved(Channel channel, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/channels/{channel.Id}", words["{0} is connected.", channel.Name]);
    }

    Uri ReturnAddress() => new(new Uri(configuration["PublicUrl"] ?? $"{Request.Scheme}://{Request.Host}"), ReturnController.Path);
}
