using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Analytics;

public sealed record ScoredName(Guid Id, string Name);

/// <summary>What a post came to on one channel, up to its last reading.</summary>
/// <param name="Labels">Empty for readers who do not see how the team sorts its work, as author and campaign are.</param>
public sealed record PostScore(
    Guid PostId, Guid DeliveryId, string Text, Guid? Picture, Guid ChannelId, string ChannelName, string Network, DateTimeOffset At, DateTime Local, PostType Type,
    IReadOnlyDictionary<string, long>? Figures, DateTimeOffset? ReadAt, ScoredName? Author, ScoredName? Campaign, IReadOnlyList<ScoredName> Labels)
{
    /// <summary>Of the picture, or of the still of a video: for paper.</summary>
    public string? PictureSha256 { get; init; }

    public long? Engagements => Metric.EngagementsOf(Figures);

    /// <summary>In percent.</summary>
    public double? Rate => Metric.RateOf(Figures);

    public bool IsGrowing(DateTimeOffset now) => now - At < ReadingRhythm.Growing;

    /// <returns>Null where the network does not tell it: never 0 instead.</returns>
    public double? Of(string metric) => metric switch
    {
        Metric.EngagementRate => Rate,
        MetricName.Engagements => Engagements,
        _ => Figures is not null && Figures.TryGetValue(metric, out var value) ? value : null,
    };
}

/// <summary>By what posts are put together.</summary>
public enum Grouping
{
    Label,
    Campaign,
    Type,
    Author,
    Weekday,
    Channel,
}

/// <summary>Only some of the posts; the address of a bar is one of these.</summary>
/// <param name="Key">Of a group; "none" is for posts without one.</param>
public sealed record ScoreFilter(Grouping? By, string? Key, int? Hour = null)
{
    public const string None = "none";

    public bool Takes(PostScore post) => By is not { } by || Key is null || (KeysOf(post, by).Any(k => k.Key == Key) && (Hour is not { } hour || post.Local.Hour / Heat.HoursInCell * Heat.HoursInCell == hour));

    /// <summary>The groups a post is in: several labels are several groups, no label is the group without.</summary>
    public static IEnumerable<(string Key, string? Name)> KeysOf(PostScore post, Grouping by) => by switch
    {
        Grouping.Label => post.Labels.Count == 0 ? [(None, null)] : post.Labels.Select(l => (l.Id.ToString(), (string?)l.Name)),
        Grouping.Campaign => [post.Campaign is { } campaign ? (campaign.Id.ToString(), campaign.Name) : (None, null)],
        Grouping.Author => [post.Author is { } author ? (author.Id.ToString(), author.Name) : (None, null)],
        Grouping.Type => [(post.Type.ToString().ToLowerInvariant(), null)],
        Grouping.Weekday => [(post.Local.DayOfWeek.ToString().ToLowerInvariant(), null)],
        _ => [(post.ChannelId.ToString(), post.ChannelName)],
    };
}

/// <summary>Posts of a group and what they came to together.</summary>
/// <param name="Told">How many of them have figures.</param>
public sealed record ScoreGroup(string Key, string? Name, int Posts, int Told, double? Reach, double? Engagements, double? Rate)
{
    public static IReadOnlyList<ScoreGroup> Of(IEnumerable<PostScore> posts, Grouping by) =>
        [.. posts.SelectMany(p => ScoreFilter.KeysOf(p, by), (post, group) => (post, group)).GroupBy(x => x.group.Key, StringComparer.Ordinal)
            .Select(g => From(g.Key, g.First().group.Name, [.. g.Select(x => x.post)]))];

    public static ScoreGroup From(string key, string? name, IReadOnlyCollection<PostScore> posts)
    {
        var rated = posts.Where(p => p.Engagements is not null && Metric.BaseOf(p.Figures) is not null).ToList();
        var by = rated.Sum(p => Metric.BaseOf(p.Figures)!.Value.Value);
        return new ScoreGroup(
            key, name, posts.Count, posts.Count(p => p.Engagements is not null), Sum(posts, MetricName.Reach), Sum(posts, MetricName.Engagements), by > 0 ? 100d * rated.Sum(p => p.Engagements!.Value) / by : null);
    }

    static double? Sum(IEnumerable<PostScore> posts, string metric)
    {
        var told = posts.Select(p => p.Of(metric)).OfType<double>().ToList();
        return told.Count == 0 ? null : told.Sum();
    }
}

/// <summary>How well posts did by day of the week and hour.</summary>
public sealed record Heat(IReadOnlyDictionary<(DayOfWeek Day, int Hour), (double? Rate, int Posts)> Cells)
{
    public const int HoursInCell = 3;

    /// <summary>Fewer say nothing.</summary>
    public const int Enough = 3;

    public static IReadOnlyList<int> Hours => [.. Enumerable.Range(0, 24 / HoursInCell).Select(n => n * HoursInCell)];

    public int Posts => Cells.Values.Sum(c => c.Posts);

    public (DayOfWeek Day, int Hour)? Best => Cells.Where(c => c.Value.Posts >= Enough && c.Value.Rate is not null).OrderByDescending(c => c.Value.Rate).ThenBy(c => c.Key).Select(c => ((DayOfWeek, int)?)c.Key).FirstOrDefault();

    public (double Low, double High) Range => Cells.Values.Where(c => c.Posts >= Enough && c.Rate is not null).Select(c => c.Rate!.Value).ToList() is { Count: > 0 } rates ? (rates.Min(), rates.Max()) : (0, 0);

    /// <summary>The median of each cell: one post that went round the world is no habit.</summary>
    public static Heat Of(IEnumerable<PostScore> posts) =>
        new(posts.Where(p => p.Rate is not null).GroupBy(p => (p.Local.DayOfWeek, p.Local.Hour / HoursInCell * HoursInCell))
            .ToDictionary(g => g.Key, g => (Median([.. g.Select(p => p.Rate!.Value).Order()]), g.Count())));

    static double? Median(List<double> sorted) => sorted.Count == 0 ? null : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
}

/// <summary>Reads what posts came to, in two commands, however many there are; in none, if the same was read within the last minute and nothing happened since.</summary>
public sealed class PostScores(PlanableDb db, KeptBoards kept)
{
    const int TextLength = 140;

    /// <param name="workspace">As it is now.</param>
    public Task<IReadOnlyList<PostScore>> Read(IReadOnlyList<BoardChannel> channels, DaySpan days, Workspace workspace, Member? reader, CancellationToken cancel)
    {
        var (mine, onlyShared) = Sees(reader);
        var told = string.Join(' ', channels.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Id} {c.Name} {c.PostsToldAt?.Ticks}")));
        return kept.Get(new ScoreKey(workspace.Id, workspace.LastSequence, told, days, workspace.Zone, mine, onlyShared), () => Read([.. channels.Select(c => c.Id)], days, workspace.Zone, reader, cancel), cancel);
    }

    /// <summary>Posts that went out on these days, newest first, as far as the reader may see them.</summary>
    /// <param name="reader">Null for what clients may see.</param>
    public async Task<IReadOnlyList<PostScore>> Read(IReadOnlyCollection<Guid> channels, DaySpan days, string zone, Member? reader, CancellationToken cancel)
    {
        var (from, to) = (Zones.ToInstantLeniently(days.From.ToDateTime(TimeOnly.MinValue), zone), Zones.ToInstantLeniently(days.To.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));
        var (mine, onlyShared) = Sees(reader);
        var ids = channels.ToList();
        var rows = await db.Deliveries.AsNoTracking()
            .Where(d => d.State == DeliveryState.Published && d.PublishedAt >= from && d.PublishedAt < to && ids.Contains(d.ChannelId) && (!onlyShared || d.Post.Audience == Audience.Client))
            .OrderByDescending(d => d.PublishedAt).ThenBy(d => d.Id)
            .Select(d => new
            {
                d.PostId,
                d.Id,
                Text = d.Post.Text.Substring(0, TextLength),
                Picture = d.Post.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
                File = d.Post.Media.OrderBy(m => m.Position).Select(m => m.Asset.ContentType).FirstOrDefault(),
                Sha256 = d.Post.Media.OrderBy(m => m.Position).Select(m => m.Asset.PosterSha256 ?? (m.Asset.ContentType.Substring(0, 6) == "image/" ? m.Asset.Sha256 : null)).FirstOrDefault(),
                Files = d.Post.Media.Count,
                d.ChannelId,
                d.Channel.Name,
                d.Channel.Network,
                At = d.PublishedAt!.Value,
                d.Figures,
                d.FiguresAt,
                Settings = db.Variants.Where(v => v.Id == d.VariantId).Select(v => v.Settings).FirstOrDefault(),
                d.Post.Link,
                d.Post.AuthorId,
                Author = d.Post.Author.Person.Name,
                Campaign = d.Post.Campaign != null && d.Post.Campaign.RemovedAt == null ? new ScoredName(d.Post.Campaign.Id, d.Post.Campaign.Name) : null,
                Labels = d.Post.Labels.Where(l => l.Label.RemovedAt == null).OrderBy(l => l.Label.Name).Select(l => new ScoredName(l.LabelId, l.Label.Name)).ToList(),
            })
            .AsSplitQuery()
            .ToListAsync(cancel);
        return rows.ConvertAll(r => new PostScore(
            r.PostId, r.Id, r.Text, r.Picture, r.ChannelId, r.Name, r.Network, r.At, Zones.ToLocal(r.At, zone),
            PostFormats.Of(r.Settings) ?? TypeOf(r.Files, r.File, r.Link ?? r.Text), r.Figures, r.FiguresAt, mine ? new ScoredName(r.AuthorId, r.Author) : null, mine ? r.Campaign : null, mine ? r.Labels : [])
        { PictureSha256 = r.Sha256 });
    }

    static (bool Mine, bool OnlyShared) Sees(Member? reader) => (reader?.Can(Permission.SeeInternal) == true, reader is not { IsClient: false });

    static PostType TypeOf(int files, string? first, string words) => (files, first) switch
    {
        (0, _) => words.Contains("https://", StringComparison.Ordinal) ? PostType.Link : PostType.Text,
        (1, ['v', 'i', 'd', 'e', 'o', '/', ..]) => PostType.Video,
        (1, "application/pdf") => PostType.Document,
        (1, _) => PostType.Image,
        _ => PostType.Carousel,
    };
}
