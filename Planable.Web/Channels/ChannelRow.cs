using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Publishing;

namespace Planable.Web.Channels;

/// <summary>How a channel does, as one word of the list's filter.</summary>
public enum ChannelHealth
{
    Working,
    SignedOut,
    Disconnected,
    Paused,
    Planned,
}

/// <summary>A channel in the list, and at the head of its own page.</summary>
public sealed record ChannelRow(
    Guid Id, string Network, string Name, string Handle, string? Server, ChannelState State, string? Trouble, DateTimeOffset? TroubleSince, DateTimeOffset? CheckedAt, Pause? Pause)
{
    /// <summary>Deliveries that wait for their time.</summary>
    public int Planned { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    public int LastDay { get; init; }

    /// <summary>When the sign-in ends, where nobody but a person can renew it.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public ChannelHealth Health => State switch
    {
        ChannelState.NeedsReconnect => ChannelHealth.SignedOut,
        ChannelState.Disconnected => ChannelHealth.Disconnected,
        ChannelState.Planned => ChannelHealth.Planned,
        _ when Pause is not null => ChannelHealth.Paused,
        _ => ChannelHealth.Working,
    };

    /// <summary>Nobody expects it to publish: what falls due is held.</summary>
    public bool Stops => State is ChannelState.Planned or ChannelState.Disconnected;

    public bool WillFail => State != ChannelState.Connected;

    public static ChannelRow Of(Channel channel) =>
        new(channel.Id, channel.Network, channel.Name, channel.Handle, channel.Server, channel.State, channel.Trouble, channel.TroubleSince, channel.CheckedAt, channel.Pause) { EndsAt = channel.RenewAt is null || channel.RenewTroubleSince is not null ? channel.SignInEndsAt : null };

    /// <summary>The handle as people of that network write it.</summary>
    public string Address => State == ChannelState.Planned ? Networks.Of(Network).Name : Network == Jobs.Channels.ChannelConnections.Practice ? Handle : $"@{Handle}";
}

/// <param name="Show">Only these; null for all.</param>
public sealed record ChannelsPage(IReadOnlyList<ChannelRow> All, IReadOnlyList<ConnectLinkRow> Links, ChannelHealth? Show)
{
    /// <summary>Networks of these channels that nothing, or less, is sent to at the moment.</summary>
    public IReadOnlyList<NetworkLine> Lines { get; init; } = [];

    public IEnumerable<ChannelRow> Shown => All.Where(c => Show is null || c.Health == Show);
}
