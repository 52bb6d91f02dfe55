using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Readings;

/// <summary>How far reading a channel's figures has come, as a page shows it.</summary>
/// <param name="CanRead">The network tells figures at all.</param>
public sealed record SyncView(
    Guid ChannelId, bool CanRead, SyncState State, DateTimeOffset? AskedAt, string? AskedBy, DateTimeOffset? DoneAt, DateTimeOffset? NextAllowedAt, DateTimeOffset? ActAt, int Posts, string? Trouble,
    IReadOnlyDictionary<string, long> Figures, DateTimeOffset? FiguresAt)
{
    public bool IsBusy => State is SyncState.Queued or SyncState.Running;

    public static SyncView Of(Guid channelId, bool canRead, ChannelSync? sync) => sync is null
        ? new(channelId, canRead, SyncState.Never, null, null, null, null, null, 0, null, new Dictionary<string, long>(), null)
        : new(channelId, canRead, sync.State, sync.AskedAt, sync.AskedBy, sync.DoneAt, sync.NextAllowedAt, sync.ActAt, sync.Posts, sync.Trouble, sync.Figures, sync.FiguresAt);
}

/// <summary>Figures and their names in words.</summary>
public sealed class FigureWords(IStringLocalizer<Words> words, TimeWords times)
{
    /// <summary>What is shown first; figures a network calls otherwise follow.</summary>
    static readonly string[] Order =
    [
        MetricName.Followers, MetricName.NewFollowers, MetricName.Posts, MetricName.Impressions, MetricName.Reach, MetricName.Views, MetricName.Likes, MetricName.Comments, MetricName.Shares, MetricName.Quotes,
        MetricName.Saves, MetricName.Clicks, MetricName.Engagements, MetricName.WatchSeconds, MetricName.ProfileViews,
    ];

    /// <summary>Those of a post that every network might tell: what is missing is said to be missing.</summary>
    public static readonly IReadOnlyList<string> OfPosts = [MetricName.Likes, MetricName.Comments, MetricName.Shares];

    public string Name(string metric) => metric switch
    {
        MetricName.Impressions => words["Impressions"],
        MetricName.Reach => words["Reach"],
        MetricName.Views => words["Views"],
        MetricName.Likes => words["Likes"],
        MetricName.Comments => words["Comments"],
        MetricName.Shares => words["Shares"],
        MetricName.Quotes => words["Quotes"],
        MetricName.Saves => words["Saves"],
        MetricName.Clicks => words["Clicks"],
        MetricName.Engagements => words["Engagements"],
        MetricName.WatchSeconds => words["Seconds watched"],
        MetricName.Followers => words["Followers"],
        MetricName.NewFollowers => words["New followers"],
        MetricName.ProfileViews => words["Profile views"],
        MetricName.Posts => words["Posts"],
        _ => metric,
    };

    public IEnumerable<(string Name, string Value)> Of(IReadOnlyDictionary<string, long> figures) =>
        figures.OrderBy(f => Array.IndexOf(Order, f.Key) is var at && at < 0 ? int.MaxValue : at).ThenBy(f => f.Key, StringComparer.Ordinal).Select(f => (Name(f.Key), Say(f.Value)));

    /// <summary>"n/a" where the network told none: never a 0 in its place.</summary>
    public IEnumerable<(string Name, string Value)> OfPost(IReadOnlyDictionary<string, long> figures) =>
        Of(figures).Concat(OfPosts.Where(m => !figures.ContainsKey(m)).Select(m => (Name(m), words["n/a"].Value)));

    public (string Mark, string Sentence) State(SyncView sync) => sync.State switch
    {
        SyncState.Queued => ("scheduled", words["Queued: figures are read in a moment."]),
        SyncState.Running => ("publishing", sync.Posts == 0 ? words["Being read now."] : words["Being read now, {0} posts so far.", sync.Posts]),
        SyncState.Done => ("published", words["Read completely {0}.", times.Full(sync.DoneAt!.Value)]),
        SyncState.Waiting => ("held", words["{0} It goes on by itself {1}.", words[sync.Trouble ?? ""], times.Full(sync.ActAt ?? sync.NextAllowedAt!.Value)]),
        SyncState.Failed => ("failed", words[sync.Trouble ?? ""]),
        _ => ("draft", words["Not read yet."]),
    };

    static string Say(long value) => value.ToString("N0", CultureInfo.CurrentCulture);
}
