using System.Text.Json.Serialization;
using Planable.Data.Approvals;
using Planable.Data.Members;

namespace Planable.Data.Absences;

/// <summary>Somebody is away, and somebody else decides in their place. What waits for them while they are away waits for the stand-in; afterwards it is theirs again, by itself.</summary>
/// <param name="First">The days as they were said; <paramref name="From"/> and <paramref name="Until"/> are those days by the clock where the person is.</param>
public sealed record Absence(Guid Id, Guid MemberId, string Name, Guid StandInId, string StandIn, DateOnly First, DateOnly Last, DateTimeOffset From, DateTimeOffset Until, string SetBy, DateTimeOffset At)
{
    public const int MostDays = 366;

    /// <summary>Absences of a client that are kept; the oldest go first.</summary>
    public const int Most = 200;

    public bool Covers(DateTimeOffset at) => at >= From && at < Until;

    public bool IsOver(DateTimeOffset at) => Until <= at;

    [JsonIgnore]
    public (DateTimeOffset From, DateTimeOffset Until) Span => (From, Until);
}

/// <summary>Who decides in whose place, and when.</summary>
public static class StandIns
{
    /// <summary>The times in which somebody's decisions are another's: who stands in may be away too, and has a stand-in then.</summary>
    /// <param name="able">Those who can decide at all. One that nobody able stands in for goes on deciding: nothing waits for nobody.</param>
    public static IReadOnlyList<Seat> SeatsOf(Member member, IReadOnlyCollection<Member> able, IReadOnlyCollection<Absence> absences)
    {
        if (!absences.Any(a => a.MemberId == member.Id))
            return [];
        var turns = absences.SelectMany(a => new[] { a.From, a.Until }).Distinct().Order().ToList();
        var seats = new List<Seat>();
        foreach (var (from, until) in turns.Zip(turns.Skip(1)))
        {
            if (InPlaceOf(member, able, absences, from) is { } standIn)
                seats.Add(new Seat(from, until, Approver.Of(standIn) with { ForId = member.Id, For = member.Person.Name }));
        }

        return seats;
    }

    /// <summary>Would somebody stand in, by way of others, for themselves?</summary>
    public static bool MakeLoop(Absence added, IReadOnlyCollection<Absence> absences) => Reaches(added.StandInId, added.MemberId, added.Span, absences, []);

    static bool Reaches(Guid from, Guid to, (DateTimeOffset From, DateTimeOffset Until) span, IReadOnlyCollection<Absence> absences, HashSet<Guid> seen) =>
        from == to || (seen.Add(from) && absences.Any(a => a.MemberId == from && a.From < span.Until && a.Until > span.From
            && Reaches(a.StandInId, to, (a.From > span.From ? a.From : span.From, a.Until < span.Until ? a.Until : span.Until), absences, [.. seen])));

    static Member? InPlaceOf(Member member, IReadOnlyCollection<Member> able, IReadOnlyCollection<Absence> absences, DateTimeOffset at)
    {
        Member? standIn = null;
        var next = member.Id;
        for (var steps = 0; steps <= absences.Count && absences.FirstOrDefault(a => a.MemberId == next && a.Covers(at)) is { } absence; steps++)
        {
            next = absence.StandInId;
            // Passed on by somebody who could not decide themselves, it still reaches whoever can.
            standIn = able.FirstOrDefault(m => m.Id == next) ?? standIn;
        }

        return standIn?.Id == member.Id ? null : standIn;
    }
}

/// <summary>From when to when somebody decides in another's place.</summary>
public sealed record Seat(DateTimeOffset From, DateTimeOffset Until, Approver By);
