using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Logs;
using Planable.Data.Members;

namespace Planable.Data.Links;

/// <summary>One short link and how many people followed it on the days, each counted once a day.</summary>
public sealed record LinkResult(Guid Id, string Code, string Target, Guid PostId, string Text, Guid ChannelId, string Channel, string Network, DateTimeOffset MadeAt, int People)
{
    /// <summary>Without what the campaign tags add, which differs by channel.</summary>
    public string Page => Target.Split('?')[0];
}

/// <summary>Reads link results in one command, however many there are. Page, files, API and reports all say what stands here.</summary>
public sealed class LinkResults(PlanableDb db)
{
    public const int Most = 500;
    const int TextLength = 140;

    /// <summary>Links of the chosen channels that were followed on these days or made on them, the most followed first.</summary>
    /// <param name="reader">Null for what clients may see, whoever asks.</param>
    public async Task<IReadOnlyList<LinkResult>> Read(IReadOnlyCollection<Guid> channels, DaySpan days, Member? reader, CancellationToken cancel)
    {
        var (from, to, ids, onlyShared) = (days.From, days.To, channels.ToList(), reader is null or { IsClient: true });
        var (since, until) = (new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(to.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        return await db.ShortLinks.AsNoTracking()
            .Where(l => ids.Contains(l.ChannelId) && (!onlyShared || l.Post.Audience == Audience.Client))
            .Select(l => new { Link = l, People = db.LinkDays.Where(d => d.LinkId == l.Id && d.Day >= from && d.Day <= to).Sum(d => d.People) + db.LinkVisits.Count(v => v.LinkId == l.Id && v.Day >= from && v.Day <= to) })
            .Where(l => l.People > 0 || (l.Link.MadeAt >= since && l.Link.MadeAt < until))
            .OrderByDescending(l => l.People).ThenByDescending(l => l.Link.MadeAt).ThenBy(l => l.Link.Id).Take(Most)
            .Select(l => new LinkResult(l.Link.Id, l.Link.Code, l.Link.Target, l.Link.PostId, l.Link.Post.Text.Substring(0, TextLength), l.Link.ChannelId, l.Link.Channel.Name, l.Link.Channel.Network, l.Link.MadeAt, l.People)).ToListAsync(cancel);
    }
}
