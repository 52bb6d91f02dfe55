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

    /// <summary>An address, with or without a name. Agencies' names take the place of the name; without it the address is one of the installation's host.</summary>
    public string? From { get; set; }

    public string? Folder { get; set; }
}
