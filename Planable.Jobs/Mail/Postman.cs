using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Planable.Jobs.Mail;

/// <summary>Section `Smtp` of the settings. Without a host mails land as .eml files in <see cref="Folder"/>.</summary>
public sealed class SmtpSettings
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>None or StartTls.</summary>
    public string Security { get; set; } = "StartTls";

    public string From { get; set; } = "Planable <planable@localhost>";

    public string? Folder { get; set; }
}

/// <summary>Carries one mail to the SMTP server, or to the folder.</summary>
public sealed class Postman(SmtpSettings settings)
{
    public string? Folder => settings.Host is null ? settings.Folder : null;

    /// <param name="id">Becomes the Message-ID: a server that gets the same mail twice can tell.</param>
    /// <exception cref="SmtpException">The server is away or refuses.</exception>
    /// <param name="unsubscribe">Mail readers offer it beside the sender, and press it by themselves with a POST (RFC 8058).</param>
    public async Task Carry(Guid id, string to, string subject, string html, string text, string? unsubscribe, string? replyTo, CancellationToken cancel)
    {
        using var message = new MailMessage
        {
            From = new MailAddress(settings.From),
            Subject = subject,
            SubjectEncoding = Encoding.UTF8,
            Body = text,
            BodyEncoding = Encoding.UTF8,
        };
        message.To.Add(new MailAddress(to));
        message.Headers["Message-ID"] = $"<{id:N}@{message.From.Host}>";
        if (replyTo is not null)
            message.ReplyToList.Add(new MailAddress(replyTo));
        if (unsubscribe is not null)
        {
            message.Headers["List-Unsubscribe"] = $"<{unsubscribe}>";
            message.Headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
        }

        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, MediaTypeNames.Text.Html));
        using var client = Client();
        await client.SendMailAsync(message, cancel);
    }

    SmtpClient Client()
    {
        if (settings.Host is null)
        {
            var folder = settings.Folder ?? throw new InvalidOperationException("Neither Smtp:Host nor Smtp:Folder is set.");
            Directory.CreateDirectory(folder);
            return new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = Path.GetFullPath(folder) };
        }

        return new SmtpClient(settings.Host, settings.Port)
        {
            EnableSsl = !string.Equals(settings.Security, "None", StringComparison.OrdinalIgnoreCase),
            Credentials = settings.User is null ? null : new NetworkCredential(settings.User, settings.Password),
            Timeout = 30_000,
        };
    }
}
