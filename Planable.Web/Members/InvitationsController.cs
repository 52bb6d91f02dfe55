using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Jobs.Mail;
using Planable.Jobs.Members;
using Planable.Web.Http;
using Planable.Web.Portals;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Members;

public sealed class InvitationForm
{
    /// <summary>Empty makes a link that several people may use.</summary>
    [Display(Name = "E-mail"), EmailAddress(ErrorMessage = "This is not an e-mail address."), StringLength(256)]
    public string? Email { get; set; }

    [Display(Name = "Role")]
    public Role Role { get; set; } = Role.Writer;

    [Display(Name = "Ends after (days)"), Range(1, 90, ErrorMessage = "Between 1 and 90 days.")]
    public int Days { get; set; } = 7;

    [Display(Name = "Uses"), Range(1, 100, ErrorMessage = "Between 1 and 100 people.")]
    public int MaxUses { get; set; } = 1;

    /// <summary>Only the chosen channels; see <see cref="Member.OnlyChannels"/>.</summary>
    public bool Limited { get; set; }

    public List<Guid> Channels { get; set; } = [];

    /// <summary>To choose from.</summary>
    [Microsoft.AspNetCore.Mvc.ModelBinding.BindNever, Microsoft.AspNetCore.Mvc.ModelBinding.Validation.ValidateNever]
    public IReadOnlyList<ChannelChoices.Choice> Offered { get; set; } = [];

    /// <summary>Roles the inviting member may give.</summary>
    public static IEnumerable<Role> RolesFor(Current current) =>
        Enum.GetValues<Role>().Where(r => current.Can(r.IsClient() ? Permission.InviteClients : Permission.InviteTeam) && (r != Role.Owner || current.Member.Role == Role.Owner));
}

[Route("w/{workspace}/invitations")]
public class InvitationsController(PlanableDb db, Current current, TimeProvider clock, InvitationMails mails, ClientAddresses addresses, IStringLocalizer<Words> words) : Controller
{
    [HttpGet("new"), Requires(Permission.InviteTeam, Permission.InviteClients)]
    public async Task<IActionResult> New(CancellationToken cancel) =>
        View(new InvitationForm { Role = InvitationForm.RolesFor(current).Contains(Role.Writer) ? Role.Writer : Role.ClientApprover, Offered = await ChannelChoices.Read(db, cancel) });

    [HttpPost, Requires(Permission.InviteTeam, Permission.InviteClients)]
    public async Task<IActionResult> Create(InvitationForm form, CancellationToken cancel)
    {
        var email = string.IsNullOrWhiteSpace(form.Email) ? null : form.Email.Trim();
        if (email is not null && await db.Members.AnyAsync(m => m.LeftAt == null && m.Person.NormalizedEmail == email.ToUpperInvariant(), cancel))
            ModelState.AddModelError(nameof(form.Email), words["{0} is a member already.", email]);
        form.Offered = await ChannelChoices.Read(db, cancel);
        if (form.Limited && !form.Role.CanBeLimited())
            ModelState.AddModelError(nameof(form.Role), words["Owners and admins answer for the whole client and see all channels."]);
        if (form.Limited && !form.Offered.Any(c => form.Channels.Contains(c.Id)))
            ModelState.AddModelError("", words["Choose at least one channel, or all of them."]);
        if (!ModelState.IsValid)
            return this.Invalid("_InvitationForm", form, "New");

        var lifetime = TimeSpan.FromDays(form.Days);
        var before = email is null ? null : (await db.Invitations.Where(i => i.Email != null && i.RevokedAt == null).ToListAsync(cancel))
            .Find(i => string.Equals(i.Email, email, StringComparison.OrdinalIgnoreCase));
        if (before is not null)
            return await Sent(before, before.SendAgain(current.Member, form.Role, lifetime, clock.GetUtcNow(), await Chosen(form, cancel)), cancel);

        var (invitation, token) = Invitation.Send(current.Member, email, form.Role, form.MaxUses, lifetime, clock.GetUtcNow(), await Chosen(form, cancel));
        db.Invitations.Add(invitation);
        return await Sent(invitation, token, cancel);
    }

    /// <summary>A new link under the same invitation; the old one ends.</summary>
    [HttpPost("{id:guid}/again")]
    public async Task<IActionResult> SendAgain(Guid id, CancellationToken cancel)
    {
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Id == id, cancel) is not { } invitation)
            return NotFound();
        return await Sent(invitation, invitation.SendAgain(current.Member, invitation.Role, TimeSpan.FromDays(7), clock.GetUtcNow()), cancel);
    }

    [HttpPost("{id:guid}/revocation")]
    public async Task<IActionResult> Revoke(Guid id, CancellationToken cancel)
    {
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Id == id, cancel) is not { } invitation)
            return NotFound();
        invitation.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/members", words["The invitation is revoked. Its link no longer works."]);
    }

    async Task<List<Channel>?> Chosen(InvitationForm form, CancellationToken cancel) =>
        form.Limited ? await db.Channels.AsNoTracking().Where(c => form.Channels.Contains(c.Id)).ToListAsync(cancel) : null;

    async Task<IActionResult> Sent(Invitation invitation, string token, CancellationToken cancel)
    {
        await mails.Send(invitation, token);
        await db.SaveChangesAsync(cancel);
        var path = InvitationMails.Path(token);
        TempData["Link"] = invitation.Role.IsClient() ? await addresses.Of(path, Request, cancel) : $"{Request.Scheme}://{Request.Host}{path}";
        return this.GoTo($"{current.Root}/members", invitation.Email is null ? words["The link is ready. Copy it now, it is shown once."] : words["The invitation goes to {0}.", invitation.Email]);
    }
}
