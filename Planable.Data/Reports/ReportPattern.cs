using System.Globalization;
using Planable.Data.Analytics;

namespace Planable.Data.Reports;

/// <summary>What reports of several clients have in common: everything but their names, languages, recipients and times.</summary>
public sealed record ReportPattern(IReadOnlyList<ReportSection> Sections, Comparison With, bool NeedsRelease, StalePolicy WhenStale, ReportAttachment Attaches, int? ReadableDays)
{
    public bool Equals(ReportPattern? other) => other is not null && Sections.SequenceEqual(other.Sections) && Settings == other.Settings;

    public override int GetHashCode() => HashCode.Combine(Sections.Count, Settings);

    /// <summary>With its words of the agency marked, so that they are found again wherever somebody moves or rewrites them.</summary>
    public ReportPattern Marked() => this with { Sections = [.. Sections.Select(s => s.Kind == ReportSectionKind.Text && s.Key is null ? s with { Key = Guid.NewGuid().ToString("N")[..8] } : s)] };

    /// <summary>What somebody who knows this one finds otherwise in another.</summary>
    public IReadOnlyList<PatternDifference> Until(ReportPattern next)
    {
        var (was, will) = (Named(Sections), Named(next.Sections));
        var differences = new List<PatternDifference>();
        var resting = Resting([.. was.Keys.Where(will.ContainsKey)], [.. will.Keys.Where(was.ContainsKey)]);
        foreach (var (name, section) in will)
        {
            if (!was.TryGetValue(name, out var before))
            {
                differences.Add(new(PatternPart.SectionAdded, section));
                continue;
            }

            if (!resting.Contains(name))
                differences.Add(new(PatternPart.SectionMoved, section));
            if (before.Title != section.Title)
                differences.Add(new(PatternPart.SectionTitle, section, before.Title, section.Title));
            if (before.Text != section.Text)
                differences.Add(new(PatternPart.SectionText, section, before.Text, section.Text));
        }

        differences.AddRange(was.Where(s => !will.ContainsKey(s.Key)).Select(s => new PatternDifference(PatternPart.SectionRemoved, s.Value)));
        Add(PatternPart.ComparedWith, With.ToString(), next.With.ToString());
        Add(PatternPart.Release, NeedsRelease ? "true" : "false", next.NeedsRelease ? "true" : "false");
        Add(PatternPart.Stale, WhenStale.ToString(), next.WhenStale.ToString());
        Add(PatternPart.Attachment, Attaches.ToString(), next.Attaches.ToString());
        Add(PatternPart.Readable, ReadableDays?.ToString(CultureInfo.InvariantCulture), next.ReadableDays?.ToString(CultureInfo.InvariantCulture));
        return differences;

        void Add(PatternPart part, string? before, string? after)
        {
            if (before != after)
                differences.Add(new(part, null, before, after));
        }
    }

    /// <summary>This one with what became of the other since; what it has of its own stays.</summary>
    /// <param name="since">What both had in common.</param>
    public ReportPattern Following(ReportPattern since, ReportPattern next) => new(
        Follow(Named(Sections), Named(since.Sections), Named(next.Sections)),
        Pick(With, since.With, next.With),
        Pick(NeedsRelease, since.NeedsRelease, next.NeedsRelease),
        Pick(WhenStale, since.WhenStale, next.WhenStale),
        Pick(Attaches, since.Attaches, next.Attaches),
        Pick(ReadableDays, since.ReadableDays, next.ReadableDays));

    (Comparison, bool, StalePolicy, ReportAttachment, int?) Settings => (With, NeedsRelease, WhenStale, Attaches, ReadableDays);

    static IReadOnlyList<ReportSection> Follow(OrderedDictionary<string, ReportSection> own, OrderedDictionary<string, ReportSection> was, OrderedDictionary<string, ReportSection> will)
    {
        var merged = new Dictionary<string, ReportSection>(StringComparer.Ordinal);
        foreach (var (name, section) in own)
        {
            var (before, after) = (was.GetValueOrDefault(name), will.GetValueOrDefault(name));
            // Taken out of the template; it goes, unless somebody wrote something of their own into it.
            if (before is not null && after is null && before == section)
                continue;
            merged[name] = (before, after) switch
            {
                ({ }, { }) => section with { Title = Pick(section.Title, before.Title, after.Title), Text = Pick(section.Text, before.Text, after.Text) },
                (null, { }) => section with { Title = section.Title ?? after.Title, Text = section.Text ?? after.Text },
                _ => section,
            };
        }

        foreach (var (name, section) in will.Where(s => !was.ContainsKey(s.Key) && !own.ContainsKey(s.Key)))
            merged[name] = section;
        // Both may have taken out all the other still has.
        if (merged.Count == 0)
            return [.. own.Values];
        if (merged.Count > ReportSection.Most)
            throw new RuleBroken("SECTIONS_MANY", "A report has up to {0} sections.", ReportSection.Most);
        var isArranged = !own.Keys.Where(was.ContainsKey).SequenceEqual(was.Keys.Where(own.ContainsKey));
        var (first, then) = isArranged ? (own, will) : (will, own);
        List<string> order = [.. first.Keys.Where(merged.ContainsKey)];
        Weave(order, [.. then.Keys.Where(merged.ContainsKey)]);
        return order.ConvertAll(name => merged[name]);
    }

    /// <summary>Each of the others comes after the one it comes after there.</summary>
    static void Weave(List<string> order, IReadOnlyList<string> others)
    {
        for (var i = 0; i < others.Count; i++)
        {
            if (!order.Contains(others[i]))
                order.Insert(i == 0 ? 0 : order.IndexOf(others[i - 1]) + 1, others[i]);
        }
    }

    static T Pick<T>(T own, T was, T will) => EqualityComparer<T>.Default.Equals(own, was) ? will : own;

    /// <summary>A kind is there once; words of the agency have a mark, those a client alone has their place among such.</summary>
    static OrderedDictionary<string, ReportSection> Named(IReadOnlyList<ReportSection> sections)
    {
        var (named, own) = (new OrderedDictionary<string, ReportSection>(StringComparer.Ordinal), 0);
        foreach (var section in sections)
            named[section.Kind != ReportSectionKind.Text ? section.Kind.ToString() : section.Key ?? $"own-{own++}"] = section;
        return named;
    }

    /// <summary>As many as can stay where they are while the others move: the longest run of both in one order.</summary>
    static HashSet<string> Resting(List<string> was, List<string> will)
    {
        var runs = new List<List<string>>();
        foreach (var name in will)
        {
            var place = was.IndexOf(name);
            runs.Add([.. runs.Where(r => was.IndexOf(r[^1]) < place).OrderByDescending(r => r.Count).FirstOrDefault() ?? [], name]);
        }

        return runs.OrderByDescending(r => r.Count).FirstOrDefault()?.ToHashSet(StringComparer.Ordinal) ?? [];
    }
}

public enum PatternPart
{
    SectionAdded,
    SectionRemoved,
    SectionMoved,
    SectionTitle,
    SectionText,
    ComparedWith,
    Release,
    Stale,
    Attachment,
    Readable,
}

/// <summary>One thing that is otherwise.</summary>
/// <param name="Section">The one it is about, as it is afterwards.</param>
public sealed record PatternDifference(PatternPart Part, ReportSection? Section = null, string? Before = null, string? After = null);

/// <summary>What following its template would do to a report, and what it goes on having otherwise.</summary>
public sealed record TemplateUpdate(IReadOnlyList<PatternDifference> Changes, IReadOnlyList<PatternDifference> Kept)
{
    public bool IsOffered => Changes.Count > 0;
}
