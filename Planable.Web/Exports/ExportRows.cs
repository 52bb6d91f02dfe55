using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Posts;
using Planable.Web.Calendar;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Exports;

/// <param name="OwnTexts">By channel, where the post says something else there.</param>
public sealed record ExportRow(
    Guid Id, DateTimeOffset? At, PostState State, string Text, string? Link, string Author, DateTimeOffset EditedAt, int Revision,
    IReadOnlyList<string> Channels, IReadOnlyDictionary<Guid, string> OwnTexts, IReadOnlyList<string> Pictures, string Alt, string? Kind, IReadOnlyList<string> Labels, string? Campaign);

public sealed record ExportChannel(Guid Id, string Name);

/// <summary>The posts a calendar shows, as the reader may see them, some at a time: a long export holds no more than that in memory.</summary>
public sealed class ExportRows(PlanableDb db, Current current, CalendarReader calendar, TimeWords times)
{
    const int AtOnce = 200;

    public async Task<IReadOnlyList<Guid>> Ids(CalendarQuery query, CancellationToken cancel) =>
        await Matching(query).OrderBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id).Select(p => p.Id).ToListAsync(cancel);

    /// <summary>Channels for which at least one of the posts has a text of its own.</summary>
    public async Task<IReadOnlyList<ExportChannel>> OwnTextChannels(CalendarQuery query, CancellationToken cancel)
    {
        var matching = Matching(query);
        return await db.Channels.Where(c => matching.Any(p => p.Variants.Any(v => v.ChannelId == c.Id && v.Text != null))).OrderBy(c => c.Name).Select(c => new ExportChannel(c.Id, c.Name)).ToListAsync(cancel);
    }

    public async IAsyncEnumerable<ExportRow> Read(IReadOnlyList<Guid> ids, [EnumeratorCancellation] CancellationToken cancel)
    {
        var mine = !current.Member.IsClient;
        foreach (var some in ids.Chunk(AtOnce))
        {
            var rows = await db.Posts.AsNoTracking().OpenTo(current.Member).Where(p => some.Contains(p.Id))
                .Select(p => new
                {
                    p.Id,
                    p.ScheduledAt,
                    p.State,
                    p.Text,
                    p.Link,
                    Author = p.Author.Person.Name,
                    p.EditedAt,
                    p.Revision,
                    p.Kind,
                    // A client's people do not see how the agency sorts its work.
                    Campaign = mine && p.Campaign != null && p.Campaign.RemovedAt == null ? p.Campaign.Name : null,
                    On = p.Variants.OrderBy(v => v.Channel.Name).Select(v => new { v.ChannelId, v.Channel.Name, v.Text }).ToList(),
                    Labels = p.Labels.Where(l => mine && l.Label.RemovedAt == null).OrderBy(l => l.Label.Name).Select(l => l.Label.Name).ToList(),
                    Pictures = p.Media.OrderBy(m => m.Position).Select(m => new { m.Asset.FileName, m.Alt }).ToList(),
                })
                .AsSplitQuery()
                .ToDictionaryAsync(r => r.Id, cancel);
            foreach (var id in some)
            {
                if (rows.GetValueOrDefault(id) is not { } row)
                    continue;
                yield return new ExportRow(
                    row.Id, row.ScheduledAt, row.State, row.Text, row.Link, row.Author, row.EditedAt, row.Revision,
                    [.. row.On.Select(o => o.Name)], row.On.Where(o => o.Text is not null).ToDictionary(o => o.ChannelId, o => o.Text!),
                    [.. row.Pictures.Select(p => p.FileName)], row.Pictures.Select(p => p.Alt).FirstOrDefault(a => a.Length > 0) ?? "", row.Kind, row.Labels, row.Campaign);
            }
        }
    }

    public DateTime? Local(ExportRow row) => row.At is { } at ? times.Local(at) : null;

    IQueryable<Post> Matching(CalendarQuery query) =>
        db.Posts.AsNoTracking().OpenTo(current.Member).MatchingInAnyState(query).OnDays(query, calendar.MonthOf(query), current.Workspace.Zone).InStates(query);
}
