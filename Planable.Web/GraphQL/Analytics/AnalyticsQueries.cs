using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Analytics;
using Planable.Web.GraphQL.Channels;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Analytics;

/// <summary>The figures of some channels over some days, as the pages and the files have them.</summary>
public sealed class Figures(Board board)
{
    [GraphQLDescription("The first day.")]
    public DateOnly From => board.Days.From;

    [GraphQLDescription("The last day, itself included.")]
    public DateOnly To => board.Days.To;

    [GraphQLDescription("The first day of those it is compared with; null without any.")]
    public DateOnly? ComparedFrom => board.Before?.From;

    [GraphQLDescription("The last of those.")]
    public DateOnly? ComparedTo => board.Before?.To;

    [GraphQLDescription("When the channel that waits longest was read.")]
    public DateTimeOffset? ReadAt => board.ReadAt;

    [GraphQLDescription("One after the other; those that no network tells are left out unless they are the main ones.")]
    [ListSize(AssumedSize = 12)]
    public IReadOnlyList<Figure> GetFigures([GraphQLDescription("Only these, by key.")] IReadOnlyList<string>? metrics) =>
        [.. (metrics is null ? board.Shown : board.Figures.Where(f => metrics.Contains(f.Metric.Key))).Select(f => new Figure(f, board))];
}

/// <summary>One figure of all chosen channels together. What is not known is null, never 0.</summary>
public sealed class Figure(BoardFigure figure, Board board)
{
    [GraphQLDescription("Its key, e.g. \"reach\".")]
    public string Metric => figure.Metric.Key;

    [GraphQLDescription("What it is called.")]
    public string Name => figure.Metric.Name;

    [GraphQLDescription("What it means.")]
    public string Definition => figure.Metric.Definition;

    [GraphQLDescription("A number that stands, one that adds up by day, or a rate in percent.")]
    public MetricKind Kind => figure.Metric.Kind;

    [GraphQLDescription("Over all the days.")]
    public double? Total => Numbers.Known(figure.Total);

    [GraphQLDescription("Over the days it is compared with.")]
    public double? TotalBefore => Numbers.Known(figure.TotalBefore);

    [GraphQLDescription("In percent; of a rate in points.")]
    public double? Change => Numbers.Known(figure.Change);

    [GraphQLDescription("So many days of the channels were read …")]
    public int DaysRead => figure.DaysRead;

    [GraphQLDescription("… of so many.")]
    public int DaysAsked => figure.DaysAsked;

    [GraphQLDescription("Each day of all channels together.")]
    [ListSize(AssumedSize = 30)]
    public IReadOnlyList<FigureDay> Days => [.. board.Days.Days.Select((day, i) => new FigureDay(day, Numbers.Known(figure.At(i))))];

    [GraphQLDescription("The parts it is made of.")]
    [ListSize(AssumedSize = 5)]
    public IReadOnlyList<FigureOfChannel> Channels => [.. figure.Lines.Select(l => new FigureOfChannel(l, board))];
}

/// <summary>One figure of one channel.</summary>
public sealed class FigureOfChannel(BoardLine line, Board board)
{
    [GraphQLDescription("Whose.")]
    public async Task<Channel?> GetChannel(IChannelByIdDataLoader channels, CancellationToken cancel) => await channels.LoadAsync(line.Channel.Id, cancel);

    [GraphQLDescription("Its network tells it.")]
    public bool IsTold => line.IsTold;

    [GraphQLDescription("Over all the days.")]
    public double? Total => Numbers.Known(line.Total);

    [GraphQLDescription("Over the days it is compared with.")]
    public double? TotalBefore => Numbers.Known(line.TotalBefore);

    [GraphQLDescription("When it was read.")]
    public DateTimeOffset? ReadAt => line.ReadAt;

    [GraphQLDescription("Day by day.")]
    [ListSize(AssumedSize = 30)]
    public IReadOnlyList<FigureDay> Days => [.. board.Days.Days.Select((day, i) => new FigureDay(day, Numbers.Known(line.At(i))))];
}

/// <summary>A figure on one day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Value">Null if it was not read.</param>
public sealed record FigureDay(DateOnly Date, double? Value);

/// <summary>What a post came to on one channel, up to its last reading.</summary>
public sealed class PostFigures(PostScore score)
{
    [GraphQLDescription("The post.")]
    public async Task<Post?> GetPost(IPostByIdDataLoader posts, CancellationToken cancel) => await posts.LoadAsync(score.PostId, cancel);

    [GraphQLDescription("Where it is out.")]
    public async Task<Channel?> GetChannel(IChannelByIdDataLoader channels, CancellationToken cancel) => await channels.LoadAsync(score.ChannelId, cancel);

    [GraphQLDescription("When it went out.")]
    public DateTimeOffset PublishedAt => score.At;

    [GraphQLDescription("When its figures were read.")]
    public DateTimeOffset? ReadAt => score.ReadAt;

    [GraphQLDescription("Likes, comments, shares and saves together; null if none is told.")]
    public long? Engagements => score.Engagements;

    [GraphQLDescription("Engagements in percent of those it reached.")]
    public double? EngagementRate => score.Rate;

    [GraphQLDescription("Every figure its network tells.")]
    [ListSize(AssumedSize = 8)]
    public IReadOnlyList<MetricValue> Figures => [.. (score.Figures ?? new Dictionary<string, long>()).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new MetricValue(f.Key, f.Value))];
}

/// <summary>A figure.</summary>
/// <param name="Metric">Its key.</param>
/// <param name="Value">What it came to.</param>
public sealed record MetricValue(string Metric, long Value);

static class Numbers
{
    public static double? Known(double value) => double.IsFinite(value) ? value : null;
}

[QueryType]
public static class AnalyticsQueries
{
    const int MostDays = 366;
    const int MostPosts = 200;

    [GraphQLDescription("The figures of channels over some days, at most 366. For those who see them.")]
    public static async Task<Figures> GetAnalytics(
        [GraphQLDescription("The first day.")] DateOnly from, [GraphQLDescription("The last day, itself included.")] DateOnly to, [ID<Channel>, GraphQLDescription("Only these; without any, all.")] IReadOnlyList<Guid>? channelIds,
        Current current, AnalyticsPages pages, BoardReader boards, CancellationToken cancel, [GraphQLDescription("With what they are compared.")] Comparison compareWith = Comparison.Before) =>
        new(Chosen(await boards.Read(Query(from, to, channelIds, compareWith, current), pages.Today, cancel), channelIds));

    [GraphQLDescription("What posts came to that went out on these days, ranked by one figure: up to 200.")]
    [ListSize(AssumedSize = 200)]
    public static async Task<IReadOnlyList<PostFigures>> GetPostFigures(
        [GraphQLDescription("The first day.")] DateOnly from, [GraphQLDescription("The last day, itself included.")] DateOnly to, [ID<Channel>, GraphQLDescription("Only these; without any, all.")] IReadOnlyList<Guid>? channelIds,
        [GraphQLDescription("By which figure they are ranked, or \"date\".")] string? sort, Current current, AnalyticsPages pages, CancellationToken cancel) =>
        [.. (await pages.AllScores(Query(from, to, channelIds, Comparison.None, current), new ScoreFilter(null, null), sort, cancel)).Scores.Take(MostPosts).Select(s => new PostFigures(s))];

    /// <summary>On a page, channels that are not there are left out; a program is told.</summary>
    static Board Chosen(Board board, IReadOnlyList<Guid>? channelIds) =>
        channelIds is null || channelIds.All(id => board.Channels.Any(c => c.Id == id)) ? board : throw Refused.NotFound("channel", "channelIds");

    static AnalyticsQuery Query(DateOnly from, DateOnly to, IReadOnlyList<Guid>? channelIds, Comparison with, Current current)
    {
        current.Must(Permission.SeeAnalytics);
        if (to < from || to.DayNumber - from.DayNumber >= MostDays)
            throw new Refused("DAYS_WRONG", $"Ask for 1 to {MostDays} days.", "to");
        var query = AnalyticsQuery.Read(_ => null).Between(new DaySpan(from, to)).Against(with);
        return channelIds is null ? query : query.Of(channelIds);
    }
}
