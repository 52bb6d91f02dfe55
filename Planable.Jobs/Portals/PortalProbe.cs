using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Portals;

/// <summary>Opens an address as a browser would.</summary>
public interface IPortalProbe
{
    /// <returns>What keeps it from opening; null if nothing does.</returns>
    Task<string?> Try(string host, CancellationToken cancel);
}

/// <summary>Shakes hands with the front server. That alone makes it fetch a certificate it does not have yet.</summary>
public sealed class PortalProbe(PortalSettings settings, OutboundSettings outbound, ResolveName resolve) : IPortalProbe
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<string?> Try(string host, CancellationToken cancel)
    {
        if (!settings.IsHttps)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var addresses = await resolve(host, patience.Token);
            if (addresses.FirstOrDefault(a => outbound.AllowPrivateNetworks || PublicAddresses.Contains(a)) is not { } address)
                return "The address leads into a private network.";
            using var socket = new TcpClient(address.AddressFamily);
            await socket.ConnectAsync(address, 443, patience.Token);
            await using var secured = new SslStream(socket.GetStream());
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, patience.Token);
            return null;
        }
        catch (AuthenticationException)
        {
            return "There is no valid certificate yet.";
        }
        catch (Exception away) when (away is SocketException or IOException || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return "Nobody answers there under https.";
        }
    }
}
