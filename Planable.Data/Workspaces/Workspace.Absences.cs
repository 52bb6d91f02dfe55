using Planable.Data.Absences;
using Planable.Data.Members;
using Planable.Data.Times;

namespace Planable.Data.Workspaces;

/// <summary>Who is away, and who decides in their place.</summary>
public partial class Workspace
{
    public List<Absence> Absences { get; private set; } = [];

    /// <summary>People say so themselves, or somebody who manages the members does. The caller finds anew who decides.</summary>
    public Absence Excuse(Member away, DateOnly first, DateOnly last, Member standIn, Member by, DateTimeOffset at)
    {
        if (by.Id != away.Id)
            by.Must(Permission.ManageMembers);
        if (last < first)
            throw new RuleBroken("DAYS_REVERSED", "The last day lies before the first.");
        if (last.DayNumber - first.DayNumber >= Absence.MostDays)
            throw new RuleBroken("ABSENCE_LONG", "An absence lasts a year at most.");
        if (!away.Can(Permission.ApprovePosts))
            throw new RuleBroken("ABSENCE_POINTLESS", "{0} does not decide about posts here, so nobody has to stand in.", away.Person.Name);
        if (standIn.Id == away.Id)
            throw new RuleBroken("STAND_IN_SELF", "Choose somebody else to stand in.");
        if (!standIn.Can(Permission.ApprovePosts) || standIn.IsClient != away.IsClient)
            throw new RuleBroken("STAND_IN_UNFIT", "{0} cannot decide in the place of {1}. Choose somebody of the same side who may approve.", standIn.Person.Name, away.Person.Name);

        var zone = away.Person.Zone ?? Zone;
        var absence = new Absence(
            Guid.CreateVersion7(at), away.Id, away.Person.Name, standIn.Id, standIn.Person.Name, first, last,
            Zones.ToInstantLeniently(first.ToDateTime(TimeOnly.MinValue), zone), Zones.ToInstantLeniently(last.AddDays(1).ToDateTime(TimeOnly.MinValue), zone), by.Person.Name, at);
        if (absence.IsOver(at))
            throw new RuleBroken("ABSENCE_PAST", "These days have passed.");
        var open = Absences.FindAll(a => !a.IsOver(at));
        if (open.Exists(a => a.MemberId == away.Id && a.From < absence.Until && a.Until > absence.From))
            throw new RuleBroken("ABSENCE_TWICE", "{0} is away on some of these days already. End that absence first.", away.Person.Name);
        if (StandIns.MakeLoop(absence, open))
            throw new RuleBroken("ABSENCE_LOOP", "{0} is away on some of these days too, and what comes to {0} would come back to {1}. Choose somebody else.", standIn.Person.Name, away.Person.Name);

        Absences = [.. Absences.Append(absence).OrderByDescending(a => a.From).Take(Absence.Most)];
        Record(by, "absence-set", at, ("name", absence.Name), ("standIn", absence.StandIn), ("from", Say(first)), ("to", Say(last)));
        return absence;
    }

    /// <summary>Back before the last day, or not going at all.</summary>
    public void Welcome(Guid absenceId, Member by, DateTimeOffset at)
    {
        if (Absences.Find(a => a.Id == absenceId) is not { } absence)
            return;
        if (by.Id != absence.MemberId)
            by.Must(Permission.ManageMembers);
        if (absence.IsOver(at))
            return;
        // One that began stays in the list with the time it really took.
        Absences = absence.From >= at ? [.. Absences.Where(a => a.Id != absenceId)] : [.. Absences.Select(a => a.Id == absenceId ? a with { Until = at } : a)];
        Record(by, "absence-ended", at, ("name", absence.Name), ("standIn", absence.StandIn), ("from", Say(absence.First)), ("to", Say(absence.Last)));
    }
}
