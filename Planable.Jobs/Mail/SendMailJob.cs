using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Quartz;

namespace Planable.Jobs.Mail;

/// <summary>Empties the outbox. A mail is claimed before it is carried, so two nodes do not both send it.</summary>
[DisallowConcurrentExecution]
public sealed class SendMailJob(PlanableDb db, Postman postman, TimeProvider clock, ILogger<SendMailJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        while (await SendNext(cancellationToken))
        {
        }
    }

    async Task<bool> SendNext(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var id = await db.Mails.Where(m => m.ActAt <= now && (m.LeasedUntil == null || m.LeasedUntil < now)).OrderBy(m => m.ActAt).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(cancel);
        if (id is null)
            return false;
        var until = now.AddMinutes(2);
        if (await db.Mails.Where(m => m.Id == id && (m.LeasedUntil == null || m.LeasedUntil < now)).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeasedUntil, until), cancel) == 0)
            return true;

        var mail = await db.Mails.SingleAsync(m => m.Id == id, cancel);
        try
        {
            await postman.Carry(mail.Id, mail.To, mail.MailSubject, mail.Html, mail.Text, mail.Unsubscribe, mail.ReplyTo, cancel);
            mail.Sent(clock.GetUtcNow());
        }
        catch (Exception exception) when (exception is SmtpException or FormatException or IOException)
        {
            var forGood = exception is FormatException or SmtpFailedRecipientException { StatusCode: SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed };
            log.LogWarning("Mail {Mail} was not sent: {Why}", mail.Id, exception.Message);
            mail.NotSent(exception.Message, forGood, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return true;
    }
}
