namespace Planable.Data.Analytics;

/// <summary>Days in a row, the first and the last included.</summary>
public readonly record struct DaySpan(DateOnly From, DateOnly To)
{
    public int Length => To.DayNumber - From.DayNumber + 1;

    public bool IsMonth => From.Day == 1 && To == From.AddMonths(1).AddDays(-1);

    public IEnumerable<DateOnly> Days
    {
        get
        {
            for (var day = From; day <= To; day = day.AddDays(1))
                yield return day;
        }
    }

    public bool Holds(DateOnly day) => day >= From && day <= To;

    public int IndexOf(DateOnly day) => day.DayNumber - From.DayNumber;

    /// <summary>As many days just before; of a whole month the whole month before.</summary>
    public DaySpan Before => IsMonth ? new(From.AddMonths(-1), From.AddDays(-1)) : new(From.AddDays(-Length), From.AddDays(-1));

    public DaySpan YearBefore => new(From.AddYears(-1), IsMonth ? From.AddYears(-1).AddMonths(1).AddDays(-1) : From.AddYears(-1).AddDays(Length - 1));
}
