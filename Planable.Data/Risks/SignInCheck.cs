using System.Globalization;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Times;

namespace Planable.Data.Risks;

/// <summary>Channels that are signed out, or will be before the post is due.</summary>
public sealed class SignInCheck : IPreflightCheck
{
    public const string Broken = "CHANNEL_BROKEN";
    public const string Gone = "CHANNEL_GONE";
    public const string Ending = "SIGNIN_ENDING";
    public const string Planned = "CHANNEL_PLANNED";

    /// <summary>Of these nothing can go out whatever else is done.</summary>
    public static bool WillFail(string code) => code is Broken or Gone;

    public Task<IReadOnlyList<RiskFound>> Look(PreflightRound round, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<RiskFound>>([.. round.Posts.SelectMany(p => p.Variants.Select(v => Of(p, v.Channel)).OfType<RiskFound>())]);

    static RiskFound? Of(Post post, Channel channel) => channel.State switch
    {
        // Said once for the channel, not once for each of its posts.
        ChannelState.NeedsReconnect => new(post.Id, channel.Id, Broken, "{0} signed us out. Nothing goes out there until somebody reconnects it.", [channel.Name], ToldBy: "channel"),
        ChannelState.Disconnected => new(post.Id, channel.Id, Gone, "{0} is disconnected. Connect it again, or take it off this post.", [channel.Name], ToldBy: "channel"),
        ChannelState.Planned => new(post.Id, channel.Id, Planned, "{0} is not connected yet. What falls due before it is, is held.", [channel.Name], ToldBy: "channel"),
        _ when post.ScheduledAt is { } due && channel.IsSignedOutBy(due) => new(
            post.Id, channel.Id, Ending, "The sign-in of {0} ends on {1}, before this post is due, and cannot be renewed by itself. Sign in again before.",
            [channel.Name, Zones.ToLocal(channel.SignInEndsAt!.Value, post.Zone ?? "Etc/UTC").ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture)]),
        _ => null,
    };
}
