namespace Planable.Jobs.Outbound;

/// <summary>The section "Outbound" of the configuration.</summary>
public sealed class OutboundSettings
{
    /// <summary>Lets outgoing requests reach loopback and private networks, and use plain http. For tests and for networks inside the house.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>How long one ordinary call may take, answer included. Uploads have ten minutes.</summary>
    public double TimeoutSeconds { get; set; } = 30;
}
