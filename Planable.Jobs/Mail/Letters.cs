using MimeKit;
using Planable.Data.Brands;
using Planable.Data.Mail;
using Planable.Jobs.Senders;

namespace Planable.Jobs.Mail;

/// <summary>An outgoing mail as it goes over the wire: plain words, the same as HTML with the logo inside, attachments. No header says what made it.</summary>
static class Letters
{
    /// <summary>Where the logo stands in the HTML until the mail is written.</summary>
    public const string LogoPlace = "cid:logo";

    /// <summary>What a receiver may rely on. RFC 8058 asks for the two about unsubscribing.</summary>
    static readonly HeaderId[] Important = [HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.ReplyTo, HeaderId.MimeVersion, HeaderId.ContentType, HeaderId.ListUnsubscribe, HeaderId.ListUnsubscribePost];

    /// <param name="mail">Its id becomes the Message-ID: a server that gets the same mail twice can tell. Where it can be unsubscribed, mail readers offer that beside the sender and press it by themselves with a POST (RFC 8058).</param>
    /// <param name="files">Each with its name and content type.</param>
    public static MimeMessage Write(OutgoingMail mail, MailSender sender, BrandPicture? logo, IReadOnlyList<(byte[] Bytes, string Name, string ContentType)> files, DateTimeOffset at)
    {
        var message = new MimeMessage { Subject = mail.MailSubject, Date = at, MessageId = $"{mail.Id:N}@{sender.From.Domain}" };
        message.From.Add(sender.From);
        message.To.Add(MailboxAddress.Parse(mail.To));
        if (mail.ReplyTo is { } replyTo)
            message.ReplyTo.Add(MailboxAddress.Parse(replyTo));
        else if (sender.ReplyTo is { } agency)
            message.ReplyTo.Add(agency);
        if (mail.Unsubscribe is { } unsubscribe)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        var body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html };
        if (logo is not null)
        {
            var picture = body.LinkedResources.Add(logo.ContentType == "image/png" ? "logo.png" : "logo.jpg", logo.Bytes, ContentType.Parse(logo.ContentType));
            picture.ContentId = $"{logo.Id:N}@{sender.From.Domain}";
            body.HtmlBody = mail.Html.Replace(LogoPlace, $"cid:{picture.ContentId}", StringComparison.Ordinal);
        }

        foreach (var (bytes, name, contentType) in files)
            body.Attachments.Add(name, bytes, ContentType.Parse(contentType));
        message.Body = body.ToMessageBody();
        return message;
    }

    public static HeaderId[] Signed(MimeMessage message) => [.. Important.Where(message.Headers.Contains)];
}
