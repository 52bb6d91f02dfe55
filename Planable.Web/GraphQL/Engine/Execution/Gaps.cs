namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>Where the written bytes are not yet the response: holes to fill from further on, and places a late null has emptied.</summary>
sealed class Gaps
{
    readonly List<Hole> holes = [];
    readonly List<Place> nulled = [];

    public bool Any => holes.Count > 0 || nulled.Count > 0;

    public void Add(Hole hole) => holes.Add(hole);

    /// <summary>Forgets the holes in bytes that were taken back.</summary>
    public void DropFrom(int start)
    {
        while (holes.Count > 0 && holes[^1].Position >= start)
        {
            holes[^1].IsDropped = true;
            holes.RemoveAt(holes.Count - 1);
        }
    }

    /// <summary>Empties the nearest place around that may be null.</summary>
    public void Nullify(Place place)
    {
        while (place.NonNull)
            place = place.Parent!;
        if (place.IsDead)
            return;
        place.Nulled = true;
        nulled.Add(place);
    }

    /// <summary>Copies the bytes in the order of the response.</summary>
    public void Assemble(JsonBuffer json, int start, int end, JsonBuffer target)
    {
        nulled.Sort((a, b) => a.Start.CompareTo(b.Start));
        Emit(json, start, end, target);
    }

    void Emit(JsonBuffer json, int start, int end, JsonBuffer target)
    {
        var hole = FirstHole(start);
        var gone = FirstNulled(start);
        var cursor = start;
        while (true)
        {
            var nextHole = hole < holes.Count && holes[hole].Position < end ? holes[hole].Position : int.MaxValue;
            var nextGone = gone < nulled.Count && nulled[gone].Start < end ? nulled[gone].Start : int.MaxValue;
            if (nextGone < nextHole)
            {
                target.Raw(json.Written[cursor..nextGone]);
                target.Null();
                cursor = nulled[gone].End;
                hole = FirstHole(cursor);
                gone = FirstNulled(cursor);
            }
            else if (nextHole < int.MaxValue)
            {
                target.Raw(json.Written[cursor..nextHole]);
                Emit(json, holes[hole].ContentStart, holes[hole].ContentEnd, target);
                cursor = nextHole;
                hole++;
            }
            else
            {
                target.Raw(json.Written[cursor..end]);
                return;
            }
        }
    }

    // Bytes are only ever added, so holes lie in the order they came.
    int FirstHole(int from) => First(holes.Count, i => holes[i].Position >= from);

    int FirstNulled(int from) => First(nulled.Count, i => nulled[i].Start >= from);

    static int First(int count, Func<int, bool> holds)
    {
        int low = 0, high = count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(middle))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
