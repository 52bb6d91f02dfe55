using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Channels;
using Planable.Data.Publishing;

namespace Planable.Jobs.Publishing;

/// <summary>What keeps posts and comments of the entered workspace from going out, as it stands in the database at this moment.</summary>
sealed record PublishingStops(Pause? Company, Pause? Workspace, TimeSpan Patience, bool RequiresApproval, IReadOnlyDictionary<Guid, (ChannelState State, Pause? Pause)> Channels)
{
    public static async Task<PublishingStops> Now(PlanableDb db, CancellationToken cancel)
    {
        var (company, workspace, late, approvals) = await db.Workspaces.AsNoTracking().Where(w => w.Id == db.WorkspaceId)
            .Join(db.Companies, w => w.CompanyId, c => c.Id, (w, c) => new ValueTuple<Pause?, Pause?, int, ApprovalRules>(c.Pause, w.Pause, w.LateMinutes, w.Approvals))
            .SingleAsync(cancel);
        var channels = await db.Channels.AsNoTracking().Select(c => new { c.Id, c.State, c.Pause }).ToDictionaryAsync(c => c.Id, c => (c.State, c.Pause), cancel);
        return new PublishingStops(company, workspace, TimeSpan.FromMinutes(late), approvals.IsRequired, channels);
    }

    /// <summary>Null if nothing does.</summary>
    public (HoldReason Reason, string Words)? Of(Channel channel)
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
            ChannelState.Connected => null,
            ChannelState.Planned => (HoldReason.NotConnected, $"{channel.Name} is not connected yet: connect it first, then publish the post or give it a new time."),
            _ => (HoldReason.ChannelBroken, $"{channel.Name} has to be reconnected before anything can be published there."),
        };
    }
}
