using System.Text.Json.Serialization;
using Planable.Data.Notices;
using Planable.Data.Times;

namespace Planable.Data.Approvals;

/// <summary>When those who have not decided are reminded, and when somebody else is told that they still have not.</summary>
/// <param name="Reminders">Hours after they were asked, the earliest first.</param>
/// <param name="EscalateHours">0: nobody else is told.</param>
/// <param name="EscalateTo">A member of the team; null is whoever manages the client.</param>
/// <param name="Rests">Not at night nor at weekends where they are, and weekends do not count. Whoever chose quiet times of their own has those.</param>
public sealed record ApprovalLadder(IReadOnlyList<int> Reminders, int EscalateHours, Guid? EscalateTo, bool Rests)
{
    public const int MostReminders = 6;

    public static ApprovalLadder None { get; } = new([], 0, null, true);

    static readonly QuietTimes Usual = new(new TimeOnly(20, 0), new TimeOnly(8, 0), [DayOfWeek.Sunday, DayOfWeek.Saturday]);

    [JsonIgnore]
    public bool IsEmpty => Reminders.Count == 0 && EscalateHours == 0;

    /// <summary>When so many hours are over for somebody, and they may be disturbed.</summary>
    public DateTimeOffset At(DateTimeOffset asked, int hours, QuietTimes? quiet, string zone)
    {
        var rest = quiet ?? (Rests ? Usual : QuietTimes.None);
        return rest.Open(Later(asked, TimeSpan.FromHours(hours), rest.DaysOff, zone), zone);
    }

    internal static ApprovalLadder Of(ApprovalLadder typed, string level)
    {
        var reminders = typed.Reminders.Where(h => h > 0).Distinct().Order().ToList();
        if (reminders.Count > MostReminders)
            throw new RuleBroken("LADDER_LONG", "Level {0} reminds people up to {1} times.", level, MostReminders);
        if (reminders.Exists(h => h > ApprovalLevel.MostHours) || typed.EscalateHours is < 0 or > ApprovalLevel.MostHours)
            throw new RuleBroken("LADDER_HOURS", "Level {0}: reminders and what follows come within {1} hours.", level, ApprovalLevel.MostHours);
        if (typed.EscalateHours > 0 && reminders.Count > 0 && typed.EscalateHours < reminders[^1])
            throw new RuleBroken("LADDER_ORDER", "Level {0}: somebody else is told after the last reminder, so after {1} hours or more.", level, reminders[^1]);
        return typed with { Reminders = reminders, EscalateTo = typed.EscalateHours > 0 ? typed.EscalateTo : null };
    }

    /// <summary>Days off do not count.</summary>
    static DateTimeOffset Later(DateTimeOffset asked, TimeSpan hours, IReadOnlyList<DayOfWeek> daysOff, string zone)
    {
        if (daysOff.Count == 0)
            return asked + hours;
        var (local, left) = (Zones.ToLocal(asked, zone), hours);
        while (true)
        {
            var rest = local.Date.AddDays(1) - local;
            if (daysOff.Contains(local.DayOfWeek))
            {
                local = local.Date.AddDays(1);
            }
            else if (left < rest)
            {
                return Zones.ToInstantLeniently(local + left, zone);
            }
            else
            {
                left -= rest;
                local = local.Date.AddDays(1);
            }
        }
    }
}
