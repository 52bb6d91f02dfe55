using Planable.Data.Approvals;
using Planable.Data.Members;

namespace Planable.Data.Workspaces;

/// <summary>Whether this client's silence counts as consent.</summary>
public partial class Workspace
{
    /// <summary>From now on, for what waits already too. The note says where it is agreed, and stands on every certificate.</summary>
    public void CountSilence(int hours, string? note, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var silence = Agreement(hours, note, by, at);
        if (Approvals.Silence is { } now && now.Hours == silence.Hours && now.Note == silence.Note)
            return;
        Approvals = Approvals with { Silence = silence };
        Record(by, "silence-counted", at, ("hours", hours.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("note", silence.Note));
    }

    /// <summary>As it would be kept; refuses what could not.</summary>
    public static SilentConsent Agreement(int hours, string? note, Member by, DateTimeOffset at)
    {
        if (hours is < SilentConsent.LeastHours or > ApprovalLevel.MostHours)
            throw new RuleBroken("SILENCE_HOURS", "Give the client {0} to {1} hours to answer.", SilentConsent.LeastHours, ApprovalLevel.MostHours);
        if (string.IsNullOrWhiteSpace(note))
            throw new RuleBroken("SILENCE_NOTE", "Write down where the client agreed to it, so that it can be found years later.");
        note = note.Trim();
        return new SilentConsent(hours, note[..Math.Min(note.Length, SilentConsent.NoteLength)], by.Person.Name, at);
    }

    public void IgnoreSilence(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (Approvals.Silence is null)
            return;
        Approvals = Approvals with { Silence = null };
        Record(by, "silence-ignored", at);
    }
}
