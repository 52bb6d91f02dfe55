using Microsoft.Extensions.Localization;
using Planable.Data.Channels;
using Planable.Data.Languages;
using Planable.Data.Networks;
using Planable.Jobs.Channels;
using Planable.Jobs.Mail;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Channels;

/// <summary>Writes to whom an account is to be connected by. The caller saves, so the mail exists exactly if the link does.</summary>
public sealed class ConnectLinkMails(Current current, Mailroom mailroom, TimeWords times, IStringLocalizer<Words> words)
{
    public async Task Send(ConnectLink link, string to, string path)
    {
        current.Workspace.MustSendMail();
        using var speech = Speech.Of(current.Workspace).ForNow();
        await mailroom.Write<ConnectLinkMail>(
            $"connect-link:{link.Id:N}",
            to,
            words["{0} asks you to connect {1}", current.Member.Person.Name, link.AccountName],
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ConnectLinkMail.By)] = current.Member.Person.Name,
                [nameof(ConnectLinkMail.Client)] = current.Workspace.Name,
                [nameof(ConnectLinkMail.Person)] = link.Person,
                [nameof(ConnectLinkMail.Account)] = link.AccountName,
                [nameof(ConnectLinkMail.Network)] = Networks.Of(link.Network).Name,
                [nameof(ConnectLinkMail.Ends)] = times.Full(link.ExpiresAt),
                [nameof(ConnectLinkMail.Link)] = mailroom.Link(path),
            });
    }
}
