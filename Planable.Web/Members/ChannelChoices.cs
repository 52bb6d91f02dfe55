using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;

namespace Planable.Web.Members;

/// <summary>All channels of a client or some of them, as a form asks it.</summary>
/// <param name="Chosen">Null for all.</param>
public sealed record ChannelChoices(string Name, IReadOnlyList<ChannelChoices.Choice> Channels, IReadOnlyList<Guid>? Chosen)
{
    public sealed record Choice(Guid Id, string Name, string Network, ChannelState State);

    public static Task<List<Choice>> Read(PlanableDb db, CancellationToken cancel) =>
        db.Channels.AsNoTracking().OrderBy(c => c.Name).ThenBy(c => c.Id).Select(c => new Choice(c.Id, c.Name, c.Network, c.State)).ToListAsync(cancel);
}
