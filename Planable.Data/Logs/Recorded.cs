using System.ComponentModel.DataAnnotations.Schema;

namespace Planable.Data.Logs;

/// <summary>An entity whose verbs are written to the log, in the transaction that saves their effect.</summary>
public abstract class Recorded : Entity
{
    readonly List<Deed> deeds = [];

    /// <summary>The noun under which the log knows it: "post", "channel" ...</summary>
    [NotMapped]
    protected abstract string Subject { get; }

    /// <summary>A child logs under its parent: a delivery under its post.</summary>
    [NotMapped]
    protected virtual Guid SubjectId => Id;

    internal IReadOnlyList<Deed> TakeDeeds()
    {
        var taken = deeds.ToArray();
        deeds.Clear();
        return taken;
    }

    internal bool HasDeeds => deeds.Count > 0;

    protected void Record(Actor by, string verb, DateTimeOffset at, params ReadOnlySpan<(string Name, string? Value)> data) =>
        Record(by, verb, at, Audience.Team, data);

    protected void Record(Actor by, string verb, DateTimeOffset at, Audience audience, params ReadOnlySpan<(string Name, string? Value)> data)
    {
        var facts = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in data)
            facts[name] = value;
        deeds.Add(new Deed(by, $"{Subject}.{verb}", Subject, SubjectId, audience, at, facts));
    }
}
