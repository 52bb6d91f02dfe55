using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace Planable.Jobs.Outbound;

/// <summary>Turns a host name into addresses; throws <see cref="SocketException"/> if there are none.</summary>
public delegate Task<IPAddress[]> ResolveName(string host, CancellationToken cancel);

/// <summary>
/// The wall between Planable and its own network: people type addresses that the server then calls. It resolves names itself and connects
/// to the very address it has judged, so a name that changes its answer between check and use gains nothing.
/// </summary>
public sealed class OutboundGuard(OutboundSettings settings, ResolveName resolve)
{
    public const string UserAgent = "Planable";

    /// <summary>A handler that connects only where the guard allows, follows no redirect,
    /// keeps no cookies and uses no proxy (which would resolve names behind our back).</summary>
    public HttpMessageHandler Handler() => new RefusalHandler(settings) { InnerHandler = Sockets() };

    internal SocketsHttpHandler Sockets() => new()
    {
        ConnectCallback = async (context, cancel) => await Connect(context.DnsEndPoint, cancel),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        // Our trace ids are for our logs; other companies learn nothing from them.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };

    /// <summary>Judges an address without connecting.</summary>
    /// <exception cref="OutboundRefused">Scheme, embedded credentials or a literal private address.</exception>
    public void MustAllow(Uri address) => MustAllow(address, settings);

    /// <summary>Judges an address and what its name leads to now. It is judged again at every connection: names change.</summary>
    /// <exception cref="OutboundRefused">It leads inside, or nowhere.</exception>
    public async Task MustReach(Uri address, CancellationToken cancel)
    {
        MustAllow(address, settings);
        if (settings.AllowPrivateNetworks || IPAddress.TryParse(address.IdnHost, out _))
            return;
        IPAddress[] found;
        try
        {
            found = await resolve(address.IdnHost, cancel);
        }
        catch (SocketException)
        {
            found = [];
        }

        if (found.Length == 0)
            throw new OutboundRefused($"There is no address for the name {address.IdnHost}.");
        // One public address among private ones would do to connect, but nobody means that.
        if (!found.All(PublicAddresses.Contains))
            throw Private(address.IdnHost);
    }

    private static void MustAllow(Uri address, OutboundSettings settings)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && settings.AllowPrivateNetworks))
            throw new OutboundRefused("Only addresses that start with https:// can be reached.");
        if (address.UserInfo.Length > 0)
            throw new OutboundRefused("Addresses with a name or password inside cannot be reached.");
        if (!settings.AllowPrivateNetworks && IPAddress.TryParse(address.IdnHost, out var literal) && !PublicAddresses.Contains(literal))
            throw Private(address.IdnHost);
    }

    private async Task<NetworkStream> Connect(DnsEndPoint target, CancellationToken cancel)
    {
        var found = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancel);
        var allowed = settings.AllowPrivateNetworks ? found : [.. found.Where(PublicAddresses.Contains)];
        if (allowed.Length == 0)
            throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : Private(target.Host);

        SocketException? last = null;
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException refused)
            {
                // The next address of the same host may answer; the last refusal is thrown below.
                last = refused;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        ExceptionDispatchInfo.Throw(last!);
        return null!;
    }

    private static OutboundRefused Private(string host) => new($"{host} is an address inside a private network, which cannot be reached from here.");

    /// <summary>Judges each request before it is made, and brings a refusal out of the wrapping the sockets give it.</summary>
    internal sealed class RefusalHandler(OutboundSettings settings) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            MustAllow(request.RequestUri!, settings);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException wrapped) when (wrapped.InnerException is OutboundRefused refused)
            {
                ExceptionDispatchInfo.Throw(refused);
                throw;
            }
        }
    }
}
