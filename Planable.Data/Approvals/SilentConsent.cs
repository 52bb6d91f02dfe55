namespace Planable.Data.Approvals;

/// <summary>The client agreed, by contract, that a post goes out at its time if nobody of theirs says anything until then. Off unless somebody turned it on and wrote down what was agreed.</summary>
/// <param name="Hours">So long at least they have to have had the version in front of them.</param>
/// <param name="Note">Where it is agreed: "Contract of 3 March, section 4".</param>
public sealed record SilentConsent(int Hours, string Note, string By, DateTimeOffset At)
{
    public const int NoteLength = 500;
    public const int LeastHours = 1;

    /// <summary>Counts for a post that was put in front of the client at that time.</summary>
    public bool Covers(DateTimeOffset shown, DateTimeOffset slot) => shown.AddHours(Hours) <= slot;
}
