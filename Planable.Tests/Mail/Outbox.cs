using System.Net.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Planable.Jobs.Mail;
using Planable.Jobs.Media;
using Planable.Jobs.Portals;
using Planable.Jobs.Senders;
using Planable.Tests.Support;

namespace Planable.Tests.Mail;

static class Outbox
{
    /// <summary>Empties the outbox into a server.</summary>
    public static Task Carry(this TestApp app, SmtpSettings settings, RemoteCertificateValidationCallback? trusts = null) => app.In("acme", async db =>
    {
        var postman = new Postman(settings, app.Services.GetRequiredService<PortalSettings>()) { Trusts = trusts };
        var senders = new MailSenders(db, app.Services.GetRequiredService<SenderKeys>(), app.Services.GetRequiredService<SenderSettings>(), postman, NullLogger<MailSenders>.Instance);
        await new SendMailJob(db, postman, senders, app.Services.GetRequiredService<IMediaStore>(), app.Clock, NullLogger<SendMailJob>.Instance).Execute(null!, TestContext.Current.CancellationToken);
    });
}
