using Planable.Data;

namespace Planable.Web.Absences;

/// <summary>What was wrong with an absence, and the id of the control it is about.</summary>
public sealed record AbsenceProblem(string Words, string At)
{
    public static AbsenceProblem Of(RuleBroken rule, string words, string standIn, string away) => new(words, rule.Code switch
    {
        "ABSENCE_DAYS" or "ABSENCE_TWICE" => "first",
        "ABSENCE_LONG" or "ABSENCE_PAST" or "DAYS_REVERSED" => "last",
        "ABSENCE_POINTLESS" => away,
        _ => standIn,
    });
}

/// <summary>The first and the last day of a form.</summary>
public sealed record AbsenceDays(DateOnly? First, DateOnly? Last, AbsenceProblem? Problem);
