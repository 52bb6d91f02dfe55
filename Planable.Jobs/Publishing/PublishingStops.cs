using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Blackouts;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Data.Times;

namespace Planable.Jobs.Publishing;

/// <summary>What keeps posts and comments of the entered workspace from going out, as it stands in the database at this moment.</summary>
sealed record PublishingStops(Pause? Company, Pause? Workspace, Blackout? Blackout, bool AsksAboutQuotas, bool RequiresApproval, TimeSpan Patience, IReadOnlyDictionary<Guid, (ChannelState State, Pause? Pause)> Channels)
{
    public static async Task<PublishingStops> Now(PlanableDb db, DateTimeOffset at, CancellationToken cancel)
    {
        var place = await db.Workspaces.AsNoTracking().Where(w => w.Id == db.WorkspaceId)
            .Join(db.Companies, w => w.CompanyId, c => c.Id, (w, c) => new { Company = c.Pause, w.Pause, w.LateMinutes, w.Approvals, w.Blackouts, w.Zone, w.QuotaPolicy })
            .SingleAsync(cancel);
        var channels = await db.Channels.AsNoTracking().Select(c => new { c.Id, c.State, c.Pause }).ToDictionaryAsync(c => c.Id, c => (c.State, c.Pause), cancel);
        var blackout = place.Blackouts.Count == 0 ? null : place.Blackouts.Find(b => b.Covers(DateOnly.FromDateTime(Zones.ToLocal(at, place.Zone))));
        return new PublishingStops(place.Company, place.Pause, blackout, place.QuotaPolicy == QuotaPolicy.Ask, place.Approvals.IsRequired, TimeSpan.FromMinutes(place.LateMinutes), channels);
    }

    /// <summary>All that keeps this one from going out now, its own lateness included; null if nothing does.</summary>
    public (HoldReason Reason, string Words)? WhyNot(Delivery delivery, DateTimeOffset at) =>
        Of(delivery.Channel, delivery.PhoneOf is not null) ?? OfDay ?? (delivery.IsLate(Patience, at) ? (HoldReason.Late, "Planable could not publish at the planned time. Publish it now, give it a new time, or drop it.") : null);

    /// <summary>A day on which no post goes out. What is out already may be commented on and corrected.</summary>
    public (HoldReason Reason, string Words)? OfDay => Blackout is { } blackout
        ? (HoldReason.Blackout, $"Nothing goes out on this day: {blackout.Reason}. Give it a time after {blackout.Last.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture)}, or end the blackout.")
        : null;

    /// <summary>Null if nothing does.</summary>
    /// <param name="byHand">A person publishes it: only a pause stops that, not the channel's sign-in.</param>
    public (HoldReason Reason, string Words)? Of(Channel channel, bool byHand = false)
    {
        if (Company is { } company)
            return (HoldReason.Paused, $"{company.By} paused all publishing: {company.Why}");
        if (Workspace is { } workspace)
            return (HoldReason.Paused, $"{workspace.By} paused publishing for this client: {workspace.Why}");
        var (state, pause) = Channels[channel.Id];
        if (pause is not null)
            return (HoldReason.Paused, $"{pause.By} paused this channel: {pause.Why}");
        return state switch
        {
            _ when byHand => null,
            ChannelState.Connected => null,
            ChannelState.Planned => (HoldReason.NotConnected, $"{channel.Name} is not connected yet: connect it first, then publish the post or give it a new time."),
            _ => (HoldReason.ChannelBroken, $"{channel.Name} has to be reconnected before anything can be published there."),
        };
    }
}
