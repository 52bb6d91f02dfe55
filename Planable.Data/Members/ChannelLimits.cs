using Microsoft.EntityFrameworkCore;
using Planable.Data.Workspaces;

namespace Planable.Data.Members;

/// <summary>Which channels somebody sees in the workspaces in which they are limited to some. In all others they see every one.</summary>
public sealed record ChannelLimits(IReadOnlyList<Guid> Workspaces, IReadOnlyList<Guid> Channels)
{
    public static readonly ChannelLimits None = new([], []);

    public static ChannelLimits Of(Member member) => member.OnlyChannels is { } channels ? new([member.WorkspaceId], channels) : None;

    public static ChannelLimits Of(IEnumerable<(Guid WorkspaceId, List<Guid>? Channels)> memberships)
    {
        var limited = memberships.Where(m => m.Channels is not null).ToList();
        return limited.Count == 0 ? None : new([.. limited.Select(m => m.WorkspaceId)], [.. limited.SelectMany(m => m.Channels!)]);
    }
}

public static class ChannelLimitQueries
{
    /// <summary>From here on everything is read with this person's eyes, in whatever workspace it lies.</summary>
    public static async Task SeeAs(this PlanableDb db, Guid personId, CancellationToken cancel = default)
    {
        var limited = await db.Members.Everywhere().IgnoreAutoIncludes().Where(m => m.PersonId == personId && m.LeftAt == null && m.OnlyChannels != null)
            .Select(m => new { m.WorkspaceId, m.OnlyChannels }).ToListAsync(cancel);
        db.SeeOnly(ChannelLimits.Of(limited.Select(m => (m.WorkspaceId, m.OnlyChannels))));
    }

    /// <summary>From here on everything is read with this member's eyes.</summary>
    public static IDisposable SeeAs(this PlanableDb db, Member member) => db.SeeOnly(ChannelLimits.Of(member));
}
