using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Web.Shared;

namespace Planable.Web.Channels;

/// <summary>
/// What a client with a link sees. Nobody signs in here: the address is the key, and it shows nothing of the workspace but its name. Answers are kept out of
/// search engines and caches, and no network learns the address from where its visitors come.
/// </summary>
[AllowAnonymous, Route("connect"), EnableRateLimiting("connect-link")]
public class ConnectLinkController(ConnectLinks links, SignInDesk desk, ChannelConnections connections, IStringLocalizer<Words> words) : Controller
{
    public const string ReturnPath = "/connect/return";

    const string Browser = "connect";

    public override void OnActionExecuting(ActionExecutingContext context)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        Response.Headers.CacheControl = "no-store";
    }

    [HttpGet("{token}")]
    public async Task<IActionResult> Show(string token, CancellationToken cancel) => await links.Open(token, cancel) ? Page(token) : NotFound();

    [HttpPost("{token}")]
    public async Task<IActionResult> Create(string token, Dictionary<string, string?> values, CancellationToken cancel)
    {
        if (!await links.Open(token, cancel))
            return NotFound();
        var network = links.Link.Network;
        var (typed, errors) = desk.Read(desk.FieldsOf(network), values);
        try
        {
            links.MustBeOpen();
            if (errors.Count == 0 && desk.Leaves(network))
                return await Leave(token, network, typed.GetValueOrDefault("server"), cancel);
            if (errors.Count == 0)
                return await Arrived(token, network == ChannelConnections.Practice ? [await connections.OpenPractice(typed["name"], cancel)] : await desk.SignIn(network, typed, cancel), cancel);
        }
        catch (ConnectorFailure failure)
        {
            errors[desk.FieldOf(network, failure.Failure)] = desk.Say(failure);
        }
        catch (RuleBroken rule)
        {
            errors[""] = words[rule.Words, rule.Arguments];
        }

        return Page(token, errors, typed);
    }

    [HttpPost("{token}/choice")]
    public async Task<IActionResult> Choose(string token, string? pick, CancellationToken cancel)
    {
        if (!await links.Open(token, cancel))
            return NotFound();
        try
        {
            if (links.Choice?.Accounts.FirstOrDefault(a => a.RemoteId == pick) is not { } account)
                return Page(token, links.Choice is null ? null : words["Choose one account."].Value);
            await links.Choose(account, cancel);
            return Redirect($"/connect/{token}");
        }
        catch (RuleBroken rule)
        {
            return Page(token, words[rule.Words, rule.Arguments]);
        }
    }

    /// <summary>Back from the network: only in the browser that went there with the link, and once.</summary>
    [HttpGet("return")]
    public async Task<IActionResult> Complete(string? state, string? code, string? error, CancellationToken cancel)
    {
        if (Request.Cookies[Browser] is not { Length: > 0 } token || !await links.Open(token, cancel))
            return NotFound();
        if (links.State != ConnectLinkState.Open || await links.Take(state, cancel) is not { } open)
            return Page(token, links.State == ConnectLinkState.Open ? words["This sign-in is not under way any more. Begin once more."].Value : null);
        if (error is not null || string.IsNullOrEmpty(code))
            return Page(token, error == "access_denied" ? words["You did not allow it at {0}, so nothing was connected.", open.Host] : words["{0} sent you back without a permission ({1}). Nothing was connected.", open.Host, error ?? "no-code"]);
        try
        {
            return await Arrived(token, await desk.Complete(open, code, cancel), cancel);
        }
        catch (ConnectorFailure failure)
        {
            return Page(token, desk.Say(failure));
        }
        catch (RuleBroken rule)
        {
            return Page(token, words[rule.Words, rule.Arguments]);
        }
    }

    async Task<IActionResult> Leave(string token, string network, string? server, CancellationToken cancel)
    {
        var (state, returnTo) = (OpenSignIns.NewState(), desk.ReturnAddress(Request));
        var start = await desk.Begin(network, server, returnTo, state, cancel);
        await links.Leave(state, returnTo, start, cancel);
        Response.Cookies.Append(Browser, token, new CookieOptions { Path = "/connect", HttpOnly = true, Secure = Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromHours(1), IsEssential = true });
        return View("Leave", new LeavePage(start.Address, null));
    }

    async Task<IActionResult> Arrived(string token, IReadOnlyList<ConnectedAccount> accounts, CancellationToken cancel)
    {
        await links.Settle(accounts, cancel);
        return Redirect($"/connect/{token}");
    }

    ViewResult Page(string token, string? trouble = null) => Page(token, trouble is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { [""] = trouble }, []);

    ViewResult Page(string token, Dictionary<string, string> errors, Dictionary<string, string> typed)
    {
        if (errors.Count > 0)
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        var (link, fields) = (links.Link, desk.FieldsOf(links.Link.Network));
        return View("Show", new ConnectVisit(
            token, links.State, links.Company, links.Client, link.Person, link.Network, Networks.Of(link.Network).Name, link.AccountName, link.AskedBy, link.ArrivedName, link.ExpiresAt, links.Zone,
            desk.Leaves(link.Network), fields, FieldsPage.WithoutSecrets(fields, typed), errors,
            [.. (links.Choice?.Accounts ?? []).Select(a => new ChoosableAccount(a.RemoteId, a.Name, a.Handle, link.Means(a.Name, a.Handle)))]));
    }
}

/// <param name="Asker">The member of the team who asked.</param>
/// <param name="Arrived">What came with the link; null before.</param>
/// <param name="Leaves">The visitor is sent to the network.</param>
/// <param name="Accounts">To choose from; the one that was meant is marked.</param>
public sealed record ConnectVisit(
    string Token, ConnectLinkState State, string Company, string Client, string Person, string Network, string NetworkName, string Account, string Asker, string? Arrived, DateTimeOffset Until, string Zone,
    bool Leaves, IReadOnlyList<ConnectField> Fields, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Errors, IReadOnlyList<ChoosableAccount> Accounts);
