using Planable.Data.Channels;

namespace Planable.Data.Publishing;

/// <summary>
/// The way to one network (or to one of its servers) as all nodes of the installation know it. After failures all over a network it is cut: nothing is sent
/// until a single try has found it open again. A network that asks for a pause is sent less for a while.
/// </summary>
public class NetworkLine
{
    public const int KeyLength = 300;

    static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    NetworkLine()
    {
    }

    public NetworkLine(string network, string? server) => (Key, Network, Server) = (KeyOf(network, server), network, server);

    public string Key { get; private set; } = "";

    /// <summary>Key of the network's data file.</summary>
    public string Network { get; private set; } = "";

    public string? Server { get; private set; }

    /// <summary>Since when nothing is sent; null while it is open.</summary>
    public DateTimeOffset? CutAt { get; private set; }

    /// <summary>When one delivery may try whether it is open again.</summary>
    public DateTimeOffset? ProbeAt { get; private set; }

    public int Probes { get; private set; }

    /// <summary>Deliveries a second that it is sent; null sends all as they come.</summary>
    public double? Rate { get; private set; }

    /// <summary>When more is tried again.</summary>
    public DateTimeOffset? RaiseAt { get; private set; }

    /// <summary>Until when its turns are given away, while it is sent less.</summary>
    public DateTimeOffset? GivenUntil { get; private set; }

    public bool IsCut => CutAt is not null;

    public static string KeyOf(string network, string? server)
    {
        var key = server is null ? network : $"{network} {server}";
        return key.Length <= KeyLength ? key : key[..KeyLength];
    }

    /// <summary>Each practice account is a world of its own.</summary>
    public static (string Network, string? Server) Of(Channel channel) => channel.Network == "practice" ? (channel.Network, channel.RemoteId) : (channel.Network, channel.Server);

    /// <summary>The next try, after so many that failed.</summary>
    public static TimeSpan PauseAfter(int probes) => TimeSpan.FromSeconds(Math.Min(FirstProbe.TotalSeconds * Math.Pow(2, Math.Min(probes, 10)), LongestPause.TotalSeconds));
}
