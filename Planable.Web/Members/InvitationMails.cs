using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Languages;
using Planable.Data.Members;
using Planable.Jobs.Mail;
using Planable.Jobs.Members;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Members;

/// <summary>Writes to whom an invitation goes. The caller saves, so the mail exists exactly if the invitation does.</summary>
public sealed class InvitationMails(PlanableDb db, Current current, Mailroom mailroom, TimeWords times, IStringLocalizer<Words> words)
{
    public static string Path(string token) => $"/invitations/{token}";

    public async Task Send(Invitation invitation, string token)
    {
        if (invitation.Email is not { } to)
            return;
        current.Workspace.MustSendMail();
        using var speech = (await Language(to) is { } own ? Speech.In(own, current.Workspace.Locale) : invitation.Role.IsClient() ? Speech.Of(current.Workspace) : Speech.Plain).ForNow();
        await mailroom.Write<InvitationMail>(
            $"invitation:{invitation.TokenHash}",
            to,
            words["{0} invites you to {1}", current.Member.Person.Name, current.Workspace.Name],
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(InvitationMail.By)] = current.Member.Person.Name,
                [nameof(InvitationMail.Client)] = current.Workspace.Name,
                [nameof(InvitationMail.Role)] = words[RoleWords.Name(invitation.Role)].Value.ToLower(CultureInfo.CurrentCulture),
                [nameof(InvitationMail.Ends)] = times.Full(invitation.ExpiresAt),
                [nameof(InvitationMail.Link)] = mailroom.Link(Path(token)),
            });
    }

    /// <summary>Of somebody who has an account already.</summary>
    Task<string?> Language(string address)
    {
        var normalised = address.ToUpperInvariant();
        return db.Users.Where(p => p.NormalizedEmail == normalised).Select(p => p.Language).SingleOrDefaultAsync();
    }
}
