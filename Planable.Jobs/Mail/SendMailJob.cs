using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Mail;
using Planable.Jobs.Media;
using Planable.Jobs.Senders;
using Quartz;

namespace Planable.Jobs.Mail;

/// <summary>Empties the outbox. A mail is claimed before it is carried, so two nodes do not both send it.</summary>
[DisallowConcurrentExecution]
public sealed class SendMailJob(PlanableDb db, Postman postman, MailSenders senders, IMediaStore store, TimeProvider clock, ILogger<SendMailJob> log) : IJob
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
            var sender = await senders.Of(mail, cancel);
            try
            {
                await Carry(mail, sender, cancel);
            }
            catch (MailNotTaken refused) when (refused.IsSenderRefused && sender.Signer is not null)
            {
                log.LogWarning("The mail server does not send from {Address}: {Why}", sender.From.Address, refused.Message);
                await Carry(mail, senders.Usual(mail, sender.From), cancel);
            }
        }
        catch (Exception exception) when (exception is MailNotTaken or FormatException or IOException)
        {
            log.LogWarning("Mail {Mail} was not sent: {Why}", mail.Id, exception.Message);
            mail.NotSent(exception.Message, exception is FormatException or MailNotTaken { IsForGood: true }, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
        }

        db.ChangeTracker.Clear();
        return true;
    }

    async Task Carry(OutgoingMail mail, MailSender sender, CancellationToken cancel)
    {
        var files = new List<(byte[], string, string)>();
        foreach (var file in mail.Attachments)
            files.Add((await Bytes(file.Sha256, cancel), file.Name, file.ContentType));
        var logo = mail.LogoId is { } picture ? await db.BrandPictures.AsNoTracking().SingleOrDefaultAsync(p => p.Id == picture, cancel) : null;
        using var message = Letters.Write(mail, sender, logo, files, clock.GetUtcNow());
        await postman.Carry(
            message, sender,
            async () =>
            {
                mail.Sent(clock.GetUtcNow());
                await db.SaveChangesAsync(CancellationToken.None);
            },
            cancel);
    }

    async Task<byte[]> Bytes(string sha256, CancellationToken cancel)
    {
        await using var stored = await store.Open(sha256, cancel);
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
