using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Notices;

public sealed class QuietForm
{
    [Display(Name = "Quiet hours")]
    public bool HasHours { get; set; }

    [Display(Name = "From")]
    public TimeOnly From { get; set; } = new(20, 0);

    [Display(Name = "To")]
    public TimeOnly To { get; set; } = new(8, 0);

    public List<DayOfWeek> DaysOff { get; set; } = [];

    [Display(Name = "Your time zone")]
    public string? Zone { get; set; }

    [Display(Name = "Mails come")]
    public MailPace Pace { get; set; }
}

/// <summary>The ways that are ticked, as "Failure:Mail".</summary>
public sealed class ChoicesForm
{
    public List<string> On { get; set; } = [];

    /// <summary>The same for all other clients.</summary>
    public bool Everywhere { get; set; }
}

/// <param name="Member">In the client that is shown; null for somebody who belongs to none.</param>
public sealed record ChoicesPage(QuietForm Quiet, IReadOnlyList<ChoicesClient> Clients, Member? Member, bool HasBrowsers, string? Problem = null, IReadOnlyCollection<string>? Typed = null)
{
    public ChoicesClient? Shown => Member is null ? null : Clients.First(c => c.Id == Member.WorkspaceId);

    public bool IsOn(NoticeEvent named, NoticeChannels way) => Typed?.Contains($"{named}:{way}") ?? Member!.NoticeChoices.For(named).HasFlag(way);
}

public sealed record ChoicesClient(Guid Id, string Slug, string Name, int Colour, bool AreUsual);

/// <summary>How a person wants to be told, client by client, and when they are left in peace.</summary>
[Authorize, Route("account/notifications")]
public class ChoicesController(PlanableDb db, IServiceScopeFactory scopes, IStringLocalizer<Words> words) : Controller
{
    public static readonly IReadOnlyList<NoticeChannels> Ways = [NoticeChannels.App, NoticeChannels.Mail, NoticeChannels.Push];

    Guid PersonId => User.PersonId()!.Value;

    [HttpGet]
    public async Task<IActionResult> Index(string? client, CancellationToken cancel) =>
        await Page(client, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("quiet")]
    public async Task<IActionResult> Rest(QuietForm form, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(form.Zone) && !Zones.Knows(form.Zone))
            ModelState.AddModelError(nameof(form.Zone), words["There is no time zone {0}.", form.Zone]);
        if (form.HasHours && form.From == form.To)
            ModelState.AddModelError(nameof(form.To), words["Quiet hours have to end at another time than they begin."]);
        if (form.DaysOff.Distinct().Count() == 7)
            ModelState.AddModelError(nameof(form.DaysOff), words["Leave at least one day on which you can be told."]);
        if (!ModelState.IsValid)
            return this.Invalid("Index", (await Page(null, cancel))! with { Quiet = form });
        var person = await db.Users.SingleAsync(p => p.Id == PersonId, cancel);
        var quiet = QuietTimes.Of(form.HasHours ? form.From : default, form.HasHours ? form.To : default, form.DaysOff);
        person.Rest(quiet is { HasHours: false, DaysOff.Count: 0 } ? null : quiet, form.Pace);
        person.LiveIn(string.IsNullOrEmpty(form.Zone) ? null : form.Zone);
        await db.SaveChangesAsync(cancel);
        return this.GoTo("/account/notifications", words["Saved when you are left in peace."]);
    }

    [HttpPost("{client}")]
    public async Task<IActionResult> Update(string client, ChoicesForm form, CancellationToken cancel)
    {
        var clients = await Clients(cancel);
        if (clients.Find(c => c.Slug == client) is not { } chosen)
            return NotFound();
        try
        {
            await Choose(chosen.Id, form.On, cancel);
            foreach (var other in clients.Where(c => form.Everywhere && c != chosen))
                await Choose(other.Id, form.On, cancel);
        }
        catch (RuleBroken rule)
        {
            return this.Invalid("Index", (await Page(client, cancel))! with { Problem = words[rule.Words, rule.Arguments], Typed = form.On });
        }

        return this.GoTo($"/account/notifications?client={client}", form.Everywhere ? words["Saved for all your clients."] : words["Saved for {0}.", chosen.Name]);
    }

    /// <summary>In which they read this client's pages and mails.</summary>
    [HttpPost("{client}/language")]
    public async Task<IActionResult> Speak(string client, string? language, CancellationToken cancel)
    {
        if ((await Clients(cancel)).Find(c => c.Slug == client) is not { } chosen)
            return NotFound();
        try
        {
            await In(chosen.Id, member => member.Speak(language), cancel);
        }
        catch (RuleBroken rule)
        {
            return this.Invalid("Index", (await Page(client, cancel))! with { Problem = words[rule.Words, rule.Arguments] });
        }

        return this.GoTo($"/account/notifications?client={client}", words["Saved for {0}.", chosen.Name]);
    }

    Task Choose(Guid workspaceId, IReadOnlyCollection<string> on, CancellationToken cancel) => In(
        workspaceId,
        member =>
        {
            foreach (var rule in NoticeEvents.For(member))
                member.Choose(rule.Event, Ways.Where(w => on.Contains($"{rule.Event}:{w}")).Aggregate(NoticeChannels.None, (all, w) => all | w));
        },
        cancel);

    /// <summary>Each workspace is entered by itself.</summary>
    async Task In(Guid workspaceId, Action<Member> change, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var inside = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        inside.Enter(workspaceId, Via.Web);
        var member = await inside.Members.SingleAsync(m => m.PersonId == PersonId && m.LeftAt == null, cancel);
        change(member);
        await inside.SaveChangesAsync(cancel);
    }

    /// <returns>Null if there is no such client for this person.</returns>
    async Task<ChoicesPage?> Page(string? client, CancellationToken cancel)
    {
        var clients = await Clients(cancel);
        var shown = client is null ? clients.FirstOrDefault() : clients.Find(c => c.Slug == client);
        if (shown is null && client is not null)
            return null;
        var person = await db.Users.AsNoTracking().SingleAsync(p => p.Id == PersonId, cancel);
        var quiet = person.Quiet;
        var form = new QuietForm { HasHours = quiet?.HasHours == true, DaysOff = [.. quiet?.DaysOff ?? []], Zone = person.Zone, Pace = person.MailPace };
        if (quiet?.HasHours == true)
            (form.From, form.To) = (quiet.From, quiet.To);
        var member = shown is null ? null : await db.Members.Everywhere().AsNoTracking().SingleAsync(m => m.PersonId == PersonId && m.WorkspaceId == shown.Id && m.LeftAt == null, cancel);
        return new ChoicesPage(form, clients, member, await db.PushSubscriptions.AnyAsync(s => s.PersonId == PersonId, cancel));
    }

    async Task<List<ChoicesClient>> Clients(CancellationToken cancel)
    {
        var read = await db.Members.Everywhere().Where(m => m.PersonId == PersonId && m.LeftAt == null)
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new { w.Id, w.Slug, w.Name, w.Colour, m.NoticeChoices }).OrderBy(x => x.Name).ToListAsync(cancel);
        return [.. read.Select(x => new ChoicesClient(x.Id, x.Slug, x.Name, x.Colour, x.NoticeChoices.AreUsual))];
    }
}
