using MimeKit;

namespace Planable.Web.DevMail;

/// <summary>A mail as the pickup folder holds it.</summary>
public sealed class EmlFile
{
    EmlFile(string name, MimeMessage mail)
    {
        Name = name;
        From = mail.From.Mailboxes.First() is { Name.Length: > 0 } from ? $"{from.Name} <{from.Address}>" : mail.From.Mailboxes.First().Address;
        To = mail.To.Mailboxes.First().Address;
        Subject = mail.Subject ?? "";
        At = mail.Date;
        Text = mail.TextBody ?? "";
        Html = mail.HtmlBody ?? "";
        // Pictures that travel along are shown in their place.
        foreach (var picture in mail.BodyParts.OfType<MimePart>().Where(p => p.ContentId is not null && p.ContentType.MediaType == "image"))
        {
            using var bytes = new MemoryStream();
            picture.Content!.DecodeTo(bytes);
            Html = Html.Replace($"cid:{picture.ContentId}", $"data:{picture.ContentType.MimeType};base64,{Convert.ToBase64String(bytes.ToArray())}", StringComparison.Ordinal);
        }
    }

    public string Name { get; }

    public string From { get; }

    public string To { get; }

    public string Subject { get; }

    public DateTimeOffset At { get; }

    public string Text { get; }

    public string Html { get; }

    public static async Task<EmlFile> Read(string path, CancellationToken cancel)
    {
        using var mail = await MimeMessage.LoadAsync(path, cancel);
        return new EmlFile(Path.GetFileNameWithoutExtension(path), mail);
    }
}
