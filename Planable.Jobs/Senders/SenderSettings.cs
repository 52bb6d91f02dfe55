using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Planable.Data.Senders;
using Planable.Jobs.Mail;
using Planable.Jobs.Portals;

namespace Planable.Jobs.Senders;

/// <summary>
/// `Sender:Spf` is the mechanism with which agencies let this installation's mail server send for them; without, one that names `Smtp:Host`. `Sender:ReturnTarget` is the name that takes mails
/// which come back; without, they come back to the agency's own mailbox.
/// </summary>
public sealed class SenderSettings(IConfiguration configuration, SmtpSettings smtp, PortalSettings portals)
{
    public SenderGround Ground { get; } = new(
        configuration["Sender:Spf"] is { Length: > 0 } spf ? spf.Trim().ToLowerInvariant() : Mechanism(smtp.Host is { Length: > 0 } host ? host : portals.Target),
        configuration["Sender:ReturnTarget"] is { Length: > 0 } target ? target.TrimEnd('.').ToLowerInvariant() : null);

    /// <summary>The host of the installation itself, which nobody takes.</summary>
    public string Ours => portals.PublicUrl.Host;

    static string Mechanism(string host) => IPAddress.TryParse(host, out var address) ? $"{(address.AddressFamily == AddressFamily.InterNetworkV6 ? "ip6" : "ip4")}:{address}" : $"a:{host.ToLowerInvariant()}";
}
