using System.ComponentModel.DataAnnotations;
using Planable.Data.Recurrences;

namespace Planable.Web.Recurrences;

public sealed class RecurrenceForm
{
    public RecurrencePace Pace { get; set; } = RecurrencePace.Weekly;

    public int Every { get; set; } = 1;

    public List<DayOfWeek> Days { get; set; } = [];

    public int? MonthDay { get; set; }

    [Display(Name = "Last day")]
    public DateOnly? Last { get; set; }

    public bool AsDrafts { get; set; }

    /// <summary>One approval stands for all that say the same.</summary>
    public bool Inherits { get; set; }

    /// <summary>What was left out follows the first post.</summary>
    public RecurrenceRule Rule(DateTime first) =>
        new(
            Pace,
            Every,
            Days.Count > 0 ? [.. Days.Distinct()] : [first.DayOfWeek],
            MonthDay ?? first.Day,
            TimeOnly.FromDateTime(first),
            DateOnly.FromDateTime(first),
            Last);
}
