using System.Globalization;
using Planable.Data;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Web.Posts;

/// <summary>What the typed date and time come to in the workspace's zone.</summary>
/// <param name="Local">As typed; null if there is none yet.</param>
/// <param name="Time">Null if there is none, or if it cannot be used.</param>
/// <param name="Trouble">Why it cannot.</param>
/// <param name="Instead">What a person may have meant, where the clocks skip what was typed.</param>
/// <param name="Asks">It comes twice: first or second?</param>
public sealed record WhenReading(DateTime? Local = null, PlannedTime? Time = null, RuleBroken? Trouble = null, DateTime? Instead = null, bool Asks = false)
{
    public bool IsPast => Trouble?.Code == "TIME_PAST";

    /// <summary>A time in a blackout cannot be used.</summary>
    public WhenReading Outside(Workspace workspace)
    {
        try
        {
            if (Time is { } time)
                workspace.MustBeOpen(time.Instant);
            return this;
        }
        catch (RuleBroken blackout)
        {
            return this with { Time = null, Trouble = blackout, Asks = false };
        }
    }

    public static WhenReading Of(ComposerForm form, string zone, DateTimeOffset now)
    {
        DateTime? local = form is { Date: { } date, Time: { } time } ? date.ToDateTime(time) : null;
        if (!string.IsNullOrWhiteSpace(form.When))
        {
            local = PlannedTimeText.Read(form.When, Zones.ToLocal(now, zone));
            if (local is null)
                return new WhenReading(Trouble: new RuleBroken("TIME_UNREADABLE", "\"{0}\" is not a date and time. Write it like \"fri 9\", \"tomorrow 14:30\" or \"2026-11-22 09:00\".", form.When.Trim()));
        }

        if (local is not { } wanted)
            return form.Date is not null || form.Time is not null ? new WhenReading(Trouble: new RuleBroken("TIME_INCOMPLETE", "Give both a date and a time.")) : new WhenReading();
        var reading = Zones.Read(wanted, zone);
        try
        {
            var planned = PlannedTime.Read(wanted, zone, form.Second);
            return planned.Instant > now
                ? new WhenReading(wanted, planned, Asks: reading is LocalReading.Twice)
                : new WhenReading(wanted, null, new RuleBroken("TIME_PAST", "{0} in {1} has passed. Choose a later time, or publish now.", wanted.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture), Zones.City(zone)));
        }
        catch (RuleBroken trouble)
        {
            return new WhenReading(wanted, null, trouble, (reading as LocalReading.Never)?.Instead, reading is LocalReading.Twice);
        }
    }
}
