using Planable.Data.Calendar;
using Planable.Data.Logs;

namespace Planable.Web.Calendar;

public sealed record ShownNote(Guid Id, string Text, Audience Audience, DateOnly First, DateOnly Last);

/// <summary>The part of a note that lies in one week.</summary>
/// <param name="From">Day of the week, counted from the first that is shown.</param>
/// <param name="IsAgain">It began in an earlier week and was read out there.</param>
public sealed record NotePiece(ShownNote Note, int From, int Days, int Lane, bool IsAgain);

/// <summary>The notes of one week, side by side where they do not meet and below each other where they do.</summary>
/// <param name="More">Days, counted from the first, on which notes found no lane, and how many.</param>
public sealed record NoteWeek(DateOnly First, DateOnly Last, IReadOnlyList<NotePiece> Pieces, IReadOnlyDictionary<int, int> More)
{
    const int MostLanes = 3;

    public int Lanes => More.Count > 0 ? MostLanes : Pieces.Count == 0 ? 0 : Pieces.Max(p => p.Lane) + 1;

    public static IReadOnlyList<NoteWeek> Of(IReadOnlyList<ShownNote> notes, MonthDays days) =>
        [.. days.All.Chunk(7).Select((week, at) => Of(notes.Where(n => n.First <= week[^1] && n.Last >= week[0]), week[0], week[^1], isFirst: at == 0))];

    static NoteWeek Of(IEnumerable<ShownNote> notes, DateOnly first, DateOnly last, bool isFirst)
    {
        var pieces = new List<NotePiece>();
        var more = new Dictionary<int, int>();
        // Free up to and excluding this day.
        var lanes = new int[MostLanes];
        foreach (var note in notes.OrderBy(n => n.First).ThenByDescending(n => n.Last).ThenBy(n => n.Id))
        {
            var from = Math.Max(0, note.First.DayNumber - first.DayNumber);
            var to = Math.Min(last.DayNumber, note.Last.DayNumber) - first.DayNumber;
            var lane = Array.FindIndex(lanes, free => free <= from);
            // The last lane is for the count of what does not fit, so it is taken only by what fills it alone.
            if (lane < 0 || (lane == MostLanes - 1 && more.ContainsKey(from)))
            {
                more[from] = more.GetValueOrDefault(from) + 1;
                continue;
            }

            lanes[lane] = to + 1;
            pieces.Add(new NotePiece(note, from, to - from + 1, lane, note.First < first && !isFirst));
        }

        // What stands where a count has to stand is counted with it.
        foreach (var day in more.Keys.ToList())
        {
            foreach (var hidden in pieces.Where(p => p.Lane == MostLanes - 1 && p.From <= day && day < p.From + p.Days).ToList())
            {
                pieces.Remove(hidden);
                more[day]++;
            }
        }

        return new NoteWeek(first, last, pieces, more);
    }
}
