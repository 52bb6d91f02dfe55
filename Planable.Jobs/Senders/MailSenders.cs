using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MimeKit;
using MimeKit.Cryptography;
using Planable.Data;
using Planable.Data.Mail;
using Planable.Data.Senders;
using Planable.Jobs.Mail;

namespace Planable.Jobs.Senders;

/// <summary>From whom a mail goes.</summary>
/// <param name="Return">To where it comes back; receivers compare its domain with that of <paramref name="From"/>.</param>
/// <param name="ReplyTo">Where answers go, if not to <paramref name="From"/>.</param>
/// <param name="Signer">Null where the mail server signs, if anybody does.</param>
public sealed record MailSender(MailboxAddress From, MailboxAddress Return, MailboxAddress? ReplyTo, DkimSigner? Signer);

/// <summary>Whose address stands on a mail: the agency's own while its records are right, else the installation's with the agency's name.</summary>
public sealed class MailSenders(PlanableDb db, SenderKeys keys, SenderSettings settings, Postman postman, ILogger<MailSenders> log)
{
    public async Task<MailSender> Of(OutgoingMail mail, CancellationToken cancel)
    {
        if (mail.CompanyId is not { } company || await db.SenderDomains.AsNoTracking().SingleOrDefaultAsync(s => s.CompanyId == company, cancel) is not { } sender)
            return Usual(mail, null);
        if (!sender.IsVerified)
            return Usual(mail, Named(mail, sender.Address));
        try
        {
            using var key = new MemoryStream(Encoding.ASCII.GetBytes(keys.Open(sender.Key)));
            var signer = new DkimSigner(key, sender.Domain, sender.Key.Selector, DkimSignatureAlgorithm.RsaSha256)
            {
                HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
                BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
                QueryMethod = "dns/txt",
            };
            var returns = settings.Ground.ReturnTarget is null ? sender.Address : $"bounces@{SenderRecords.ReturnLabel}.{sender.Domain}";
            return new MailSender(Named(mail, sender.Address), new MailboxAddress("", returns), null, signer);
        }
        catch (CryptographicException lost)
        {
            // A mail in the wrong name is better than none; the settings offer another key.
            log.LogError(lost, "The key that signs for {Domain} cannot be read.", sender.Domain);
            return Usual(mail, Named(mail, sender.Address));
        }
    }

    /// <summary>From the installation's address. Answers go to the agency all the same.</summary>
    public MailSender Usual(OutgoingMail mail, MailboxAddress? agency) =>
        new(mail.FromName is null ? postman.Own : Named(mail, postman.Own.Address), postman.Own, agency, null);

    static MailboxAddress Named(OutgoingMail mail, string address) => new(Encoding.UTF8, mail.FromName ?? "", address);
}
