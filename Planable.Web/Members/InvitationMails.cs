using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Members;
using Planable.Jobs.Mail;
using Planable.Jobs.Members;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Members;

/// <summary>Writes to whom an invitation goes. The caller saves, so the mail exists exactly if the invitation does.</summary>
public sealed class InvitationMails(Current current, Mailroom mailroom, TimeWords times, IStringLocalizer<Words> words)
{
    public static string Path(string token) => $"/invitations/{token}";

    public async Task Send(Invitation invitation, string token)
    {
        if (invitation.Email is not { } to)
            return;
        current.Workspace.MustSendMail();
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
}
