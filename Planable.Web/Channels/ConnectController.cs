using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Companies;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Channels;

[Route("w/{workspace}/channels/new"), Requires(Permission.ConnectChannels)]
public class ConnectController(
    PlanableDb db, Current current, ChannelConnections connections, ArrivingAccounts arriving, OpenSignIns signIns, NetworkApps apps, ConnectorShelf connectors, SignInDesk desk, IConfiguration configuration,
    IStringLocalizer<Words> words) : Controller
{
    const string Mastodon = SignInDesk.Mastodon;
    const string Bluesky = SignInDesk.Bluesky;

    [HttpGet]
    public async Task<IActionResult> New(CancellationToken cancel)
    {
        var set = await db.NetworkApps.AsNoTracking().Select(a => a.Key).ToListAsync(cancel);
        var networks = Networks.All.Where(n => connectors.Networks.Contains(n.Key, StringComparer.Ordinal) && (!current.Workspace.IsPractice || n.Key == ChannelConnections.Practice))
            .OrderBy(n => n.Key == ChannelConnections.Practice)
            .Select(n => new ConnectableNetwork(
                n.Key, n.Name, words[ConnectGuide.Of(n.Key).Needs],
                NetworkAppKeys.For(n.Key) is not { } key || set.Contains(key, StringComparer.Ordinal) || apps.FromSettings(n.Key) is not null));
        return View(new ConnectPage([.. networks], await MaySetUp(cancel)));
    }

    /// <summary>Networks whose accounts are connected by going there, or by pasting something into a form.</summary>
    [HttpGet("{network}")]
    public async Task<IActionResult> Ask(string network, Guid? channel, CancellationToken cancel)
    {
        if (!IsGuided(network) || (channel is not null && await Target(channel, network, cancel) is null))
            return NotFound();
        ChannelConnections.MustAllow(current.Workspace, network);
        return desk.Leaves(network)
            ? View("OAuth", await Page(network, channel, null, cancel))
            : View("Fields", Page(network, channel, new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal)));
    }

    [HttpPost("{network}")]
    public async Task<IActionResult> Connect(string network, Guid? channel, Dictionary<string, string?> values, CancellationToken cancel)
    {
        if (!IsGuided(network))
            return NotFound();
        ChannelConnections.MustAllow(current.Workspace, network);
        var target = await Target(channel, network, cancel);
        if (target is null && channel is not null)
            return NotFound();
        return desk.Leaves(network) ? await Leave(network, target, cancel) : await Paste(network, values, target, cancel);
    }

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
            if (await Target(form.Channel, ChannelConnections.Practice, cancel) is not { } channel)
                return NotFound();
            if (channel.State == ChannelState.Planned)
                return await Saved(await connections.Take(current.Member, current.Workspace, ChannelConnections.Practice, await connections.OpenPractice(channel.Name, cancel), channel, cancel), cancel);
            await connections.ReconnectPractice(current.Member, current.Workspace, channel, cancel);
            return await Saved(channel, cancel);
        }

        if (string.IsNullOrWhiteSpace(form.Name))
            ModelState.AddModelError(nameof(form.Name), words["Give the account a name, for example that of the brand."]);
        if (!ModelState.IsValid)
            return this.Invalid(nameof(ChannelConnections.Practice), form);
        return await Saved(await connections.Take(current.Member, current.Workspace, ChannelConnections.Practice, await connections.OpenPractice(form.Name!, cancel), channel: null, cancel), cancel);
    }

    [HttpPost(Mastodon)]
    public async Task<IActionResult> ConnectMastodon(MastodonForm form, CancellationToken cancel)
    {
        ChannelConnections.MustAllow(current.Workspace, Mastodon);
        var channel = await Target(form.Channel, Mastodon, cancel);
        if (channel is null && form.Channel is not null)
            return NotFound();
        if (!ModelState.IsValid)
            return this.Invalid(nameof(Mastodon), form);

        try
        {
            return await Leave(Mastodon, form.Server, channel, cancel);
        }
        catch (ConnectorFailure failure)
        {
            return Refused(nameof(Mastodon), form, nameof(form.Server), failure);
        }
    }

    [HttpPost(Bluesky)]
    public async Task<IActionResult> ConnectBluesky(BlueskyForm form, CancellationToken cancel)
    {
        ChannelConnections.MustAllow(current.Workspace, Bluesky);
        var channel = await Target(form.Channel, Bluesky, cancel);
        if (channel is null && form.Channel is not null)
            return NotFound();
        if (!ModelState.IsValid)
            return this.Invalid(nameof(Bluesky), form);

        try
        {
            var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["identifier"] = form.Identifier!, ["password"] = form.Password!, ["server"] = form.Server ?? "" };
            return await arriving.Settle(this, Bluesky, await desk.SignIn(Bluesky, typed, cancel), channel, cancel);
        }
        catch (ConnectorFailure failure)
        {
            return Refused(nameof(Bluesky), form, desk.FieldOf(Bluesky, failure.Failure) == "server" ? nameof(form.Server) : nameof(form.Password), failure);
        }
    }

    bool IsGuided(string network) =>
        connectors.Networks.Contains(network, StringComparer.Ordinal) && network is not (Mastodon or Bluesky or ChannelConnections.Practice);

    async Task<IActionResult> Leave(string network, Channel? channel, CancellationToken cancel)
    {
        try
        {
            return await Leave(network, null, channel, cancel);
        }
        catch (ConnectorFailure failure)
        {
            return this.Invalid("OAuth", await Page(network, channel?.Id, desk.Say(failure), cancel));
        }
    }

    async Task<IActionResult> Leave(string network, string? server, Channel? channel, CancellationToken cancel)
    {
        var (state, returnTo) = (OpenSignIns.NewState(), desk.ReturnAddress(Request));
        var start = await desk.Begin(network, server, returnTo, state, cancel);
        await signIns.Keep(current.Member.PersonId, state, new OpenSignIn(network, current.Workspace.Id, current.Member.Id, channel?.Id, returnTo, start, signIns.Until), cancel);
        return View("Leave", new LeavePage(start.Address, channel?.Name));
    }

    async Task<IActionResult> Paste(string network, Dictionary<string, string?> values, Channel? channel, CancellationToken cancel)
    {
        var (typed, errors) = desk.Read(desk.FieldsOf(network), values);
        if (errors.Count == 0)
        {
            try
            {
                return await arriving.Settle(this, network, await desk.SignIn(network, typed, cancel), channel, cancel);
            }
            catch (ConnectorFailure failure)
            {
                errors[desk.FieldOf(network, failure.Failure)] = desk.Say(failure);
            }
        }

        return this.Invalid("Fields", Page(network, channel?.Id, typed, errors));
    }

    async Task<OAuthPage> Page(string network, Guid? channel, string? trouble, CancellationToken cancel)
    {
        var missing = await apps.Find(network, cancel) is null ? NetworkAppKeys.For(network) : null;
        return new OAuthPage(network, Networks.Of(network).Name, words[ConnectGuide.Of(network).SignIn], channel, ViewData["Channel"] as string, missing, missing is not null && await MaySetUp(cancel), trouble);
    }

    FieldsPage Page(string network, Guid? channel, IReadOnlyDictionary<string, string> typed, IReadOnlyDictionary<string, string> errors) => new(
        network, Networks.Of(network).Name, words[ConnectGuide.Of(network).SignIn], channel, ViewData["Channel"] as string, desk.FieldsOf(network), FieldsPage.WithoutSecrets(desk.FieldsOf(network), typed), errors);

    Task<bool> MaySetUp(CancellationToken cancel)
    {
        var personId = current.Member.PersonId;
        return db.Companies.RunsInstallation().AnyAsync(c => c.Owners.Any(o => o.PersonId == personId), cancel);
    }

    async Task<IActionResult> Ask<TForm>(TForm form, string network, CancellationToken cancel)
        where TForm : ConnectForm
    {
        ChannelConnections.MustAllow(current.Workspace, network);
        if (form.Channel is not null)
        {
            if (await Target(form.Channel, network, cancel) is not { } channel)
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
    async Task<Channel?> Target(Guid? reconnects, string network, CancellationToken cancel)
    {
        var channel = reconnects is { } id ? await db.Channels.SingleOrDefaultAsync(c => c.Id == id && c.Network == network, cancel) : null;
        ViewData["Channel"] = channel?.Name;
        return channel;
    }

    IActionResult Refused(string view, ConnectForm form, string field, ConnectorFailure failure)
    {
        ModelState.AddModelError(field, desk.Say(failure));
        return this.Invalid(view, form);
    }

    async Task<IActionResult> Saved(Channel channel, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/channels/{channel.Id}", words["{0} is connected.", channel.Name]);
    }
}
