using Planable.Data.Workspaces;

namespace Planable.Data.Analytics;

/// <summary>What was said about a difference on the day it was noted. It is kept: whoever reads it later sees whether the numbers would still say so.</summary>
public class ChangeNote : Entity, IBelongToWorkspace
{
    ChangeNote()
    {
    }

    public ChangeNote(DaySpan days, DaySpan before, string metric, IReadOnlyList<Clause> clauses, DateTimeOffset at) =>
        (From, To, BeforeFrom, BeforeTo, Metric, Clauses, MadeAt) = (days.From, days.To, before.From, before.To, metric, [.. clauses], at);

    public Guid WorkspaceId { get; private set; }

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    public DateOnly BeforeFrom { get; private set; }

    public DateOnly BeforeTo { get; private set; }

    public string Metric { get; private set; } = "";

    public List<Clause> Clauses { get; private set; } = [];

    public DateTimeOffset MadeAt { get; private set; }
}
