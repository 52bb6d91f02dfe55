using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Recurrences;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Recurrences;

/// <summary>A recurrence's rule as a sentence, with everything that somebody might have understood differently.</summary>
public sealed class RuleWords(IStringLocalizer<Words> words, TimeWords times)
{
    public string Say(RecurrenceRule rule)
    {
        var names = CultureInfo.CurrentCulture.DateTimeFormat;
        var days = string.Join(", ", rule.Days.OrderBy(d => ((int)d + 6) % 7).Select(names.GetDayName));
        string when = rule.Pace switch
        {
            RecurrencePace.Daily => rule.Every == 1 ? words["Every day"] : words["Every {0} days", rule.Every],
            RecurrencePace.Weekly => rule.Every == 1 ? words["Every week on {0}", days] : words["Every {0} weeks on {1}", rule.Every, days],
            _ => rule.Every == 1 ? words["Every month on day {0}", rule.MonthDay] : words["Every {0} months on day {1}", rule.Every, rule.MonthDay],
        };
        if (rule.NeedsLastDay)
            when = words["{0}, in shorter months on the last day", when];
        when = words["{0}, at {1} {2}", when, rule.Time.ToString("HH:mm", CultureInfo.InvariantCulture), times.City];
        return rule.Last is { } last ? words["{0}, until {1}", when, last.ToString("d MMM yyyy", CultureInfo.CurrentCulture)] : when;
    }
}
