using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Logs;

namespace Planable.Jobs.Notices;

/// <summary>Tells whoever set a limit that a figure fell under it, and that it is back.</summary>
public sealed class LimitNotices(IStringLocalizer<Words> words) : INoticeSource
{
    const string Fell = "limit.fell";

    public bool Concerns(LogEntry entry) => entry.Verb is Fell or "limit.recovered";

    public Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Told>>([.. from entry in entries let told = Tell(entry, round) where told is not null select told]);

    Told? Tell(LogEntry entry, NoticeRound round)
    {
        var facts = entry.Facts;
        if (!Guid.TryParse(facts.GetValueOrDefault("owner"), out var owner) || Metric.Find(facts.GetValueOrDefault("metric")) is not { } metric)
            return null;
        var (value, least) = (Say(metric, facts["value"]!), Say(metric, facts["least"]!));
        var said = entry.Verb == Fell
            ? words["{0} of {1} fell to {2} in the last {3} days, under its limit of {4}.", words[metric.Name], facts.GetValueOrDefault("channel") ?? words["all channels"].Value, value, facts["days"]!, least]
            : words["{0} of {1} is back at {2} in the last {3} days, above its limit of {4}.", words[metric.Name], facts.GetValueOrDefault("channel") ?? words["all channels"].Value, value, facts["days"]!, least];
        return new Told(entry, owner, said) { Reason = words["You set the limit"], Path = $"/w/{round.Workspace.Slug}/analytics/goals#limit-{entry.SubjectId}" };
    }

    static string Say(Metric metric, string value)
    {
        var number = double.Parse(value, CultureInfo.InvariantCulture);
        return metric.Kind == MetricKind.Rate ? (number / 100).ToString("P1", CultureInfo.CurrentCulture) : number.ToString("N0", CultureInfo.CurrentCulture);
    }
}
