using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Planable.Jobs.Portals;
using Planable.Jobs.Senders;

namespace Planable.Jobs.Mail;

/// <summary>The mail was not taken.</summary>
/// <param name="why">As the server said it.</param>
public sealed class MailNotTaken(string why, Exception? inner = null) : Exception(why, inner)
{
    /// <summary>The recipient does not exist: nothing changes by trying again.</summary>
    public bool IsForGood { get; init; }

    /// <summary>The server does not send from this address.</summary>
    public bool IsSenderRefused { get; init; }
}

/// <summary>Carries one mail to the SMTP server, or to the folder.</summary>
public sealed class Postman(SmtpSettings settings, PortalSettings portals)
{
    const string OwnName = "Planable";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static readonly FormatOptions Wire = Format();

    public string? Folder => settings.Host is null ? settings.Folder : null;

    /// <summary>The installation's own address. Its name never stands on a mail that goes out in an agency's.</summary>
    public MailboxAddress Own { get; } = settings.From is { Length: > 0 } from ? MailboxAddress.Parse(from) : new MailboxAddress(OwnName, $"post@{(portals.PublicUrl.HostNameType == UriHostNameType.Dns ? portals.PublicUrl.Host : "localhost")}");

    /// <summary>Whose certificate is good enough; null asks the machine.</summary>
    public RemoteCertificateValidationCallback? Trusts { get; init; }

    /// <param name="taken">
    /// Called the moment the server has said that it has the mail, before anything else: should the app die between the two, it is sent again under the same Message-ID, and nothing that is known makes that time shorter than one write to the database.
    /// </param>
    /// <exception cref="MailNotTaken">The server is away or refuses.</exception>
    public async Task Carry(MimeMessage message, MailSender sender, Func<Task> taken, CancellationToken cancel)
    {
        // What follows changes no byte any more, or the signature would not hold.
        message.Prepare(EncodingConstraint.SevenBit);
        sender.Signer?.Sign(Wire, message, Letters.Signed(message));
        if (settings.Host is null)
        {
            var folder = settings.Folder ?? throw new InvalidOperationException("Neither Smtp:Host nor Smtp:Folder is set.");
            Directory.CreateDirectory(folder);
            await message.WriteToAsync(Wire, Path.Combine(folder, $"{Guid.NewGuid()}.eml"), cancel);
            await taken();
            return;
        }

        using var client = new SmtpClient
        {
            Timeout = (int)Patience.TotalMilliseconds,
            LocalDomain = Own.Domain,
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = Trusts,
        };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, string.Equals(settings.Security, "None", StringComparison.OrdinalIgnoreCase) ? SecureSocketOptions.None : SecureSocketOptions.StartTls, cancel);
            if (settings.User is { } user)
                await client.AuthenticateAsync(user, settings.Password ?? "", cancel);
            // Not broken off in the middle: what the server has by then it would get once more. The client's own patience ends it.
            await client.SendAsync(Wire, message, sender.Return, message.To.Mailboxes, CancellationToken.None);
        }
        catch (Exception refused) when (refused is CommandException or ProtocolException or ServiceNotAuthenticatedException or ServiceNotConnectedException or SslHandshakeException or AuthenticationException or NotSupportedException or SocketException or IOException or TimeoutException)
        {
            throw Told(refused);
        }

        await taken();
        try
        {
            await client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception cut) when (cut is ProtocolException or CommandException or IOException or SocketException or TimeoutException)
        {
            // The mail is on its way; nobody has to say goodbye.
        }
    }

    static MailNotTaken Told(Exception refused) => new(refused.Message, refused)
    {
        IsForGood = refused is SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed },
        IsSenderRefused = refused is SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted },
    };

    static FormatOptions Format()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        return format;
    }
}
