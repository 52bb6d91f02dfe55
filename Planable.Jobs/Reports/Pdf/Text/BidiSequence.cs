using System.Text;

namespace Planable.Jobs.Reports.Pdf.Text;

/// <summary>Rules W1 to W7, N0 to N2 and I1, I2 of UAX #9 over one isolating run sequence.</summary>
internal sealed class BidiSequence(List<int> places, Rune[] text, BidiClass[] original, BidiClass[] classes, byte[] levels, byte start, byte end)
{
    readonly BidiClass[] kinds = [.. places.Select(p => classes[p])];
    readonly BidiClass own = Direction(levels[places[0]]);
    readonly BidiClass before = Direction(start);
    readonly BidiClass after = Direction(end);

    public void Resolve()
    {
        Weak();
        Brackets();
        Neutrals();
        for (var i = 0; i < kinds.Length; i++)
        {
            var level = levels[places[i]];
            if (level % 2 == 0) levels[places[i]] += kinds[i] is BidiClass.R ? (byte)1 : kinds[i] is BidiClass.AN or BidiClass.EN ? (byte)2 : (byte)0;
            else if (kinds[i] is BidiClass.L or BidiClass.EN or BidiClass.AN) levels[places[i]]++;
        }
    }

    void Weak()
    {
        var (previous, strong) = (before, before);
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is BidiClass.NSM) kinds[i] = previous is BidiClass.LRI or BidiClass.RLI or BidiClass.FSI or BidiClass.PDI ? BidiClass.ON : previous;
            previous = kinds[i];
            if (kinds[i] is BidiClass.L or BidiClass.R or BidiClass.AL) strong = kinds[i];
            else if (kinds[i] is BidiClass.EN && strong is BidiClass.AL) kinds[i] = BidiClass.AN;
        }
        for (var i = 0; i < kinds.Length; i++) if (kinds[i] is BidiClass.AL) kinds[i] = BidiClass.R;
        for (var i = 1; i < kinds.Length - 1; i++)
            if (kinds[i - 1] == kinds[i + 1] && (kinds[i] is BidiClass.ES or BidiClass.CS && kinds[i - 1] is BidiClass.EN || kinds[i] is BidiClass.CS && kinds[i - 1] is BidiClass.AN))
                kinds[i] = kinds[i - 1];
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is not BidiClass.ET) continue;
            var to = i;
            while (to < kinds.Length && kinds[to] is BidiClass.ET) to++;
            var number = i > 0 && kinds[i - 1] is BidiClass.EN || to < kinds.Length && kinds[to] is BidiClass.EN;
            Array.Fill(kinds, number ? BidiClass.EN : BidiClass.ON, i, to - i);
            i = to - 1;
        }
        strong = before;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is BidiClass.ES or BidiClass.ET or BidiClass.CS) kinds[i] = BidiClass.ON;
            if (kinds[i] is BidiClass.L or BidiClass.R) strong = kinds[i];
            else if (kinds[i] is BidiClass.EN && strong is BidiClass.L) kinds[i] = BidiClass.L;
        }
    }

    // Rule N0: both halves of a pair of brackets take one direction.
    void Brackets()
    {
        var open = new List<(int Place, int Close)>();
        var found = new List<(int Open, int Close)>();
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is not BidiClass.ON) continue;
            var character = text[places[i]].Value;
            if (Mirrors.Closing(character) is { } closing) open.Add((i, closing));
            else if (open.FindLastIndex(o => o.Close == character) is >= 0 and var match)
            {
                found.Add((open[match].Place, i));
                open.RemoveRange(match, open.Count - match);
            }
        }
        foreach (var (first, last) in found.OrderBy(p => p.Open))
        {
            var inside = kinds.Skip(first + 1).Take(last - first - 1).Select(Strong).Where(k => k is not null).ToList();
            if (inside.Count == 0) continue;
            var direction = inside.Contains(own) ? own : Enumerable.Range(0, first).Reverse().Select(i => Strong(kinds[i])).FirstOrDefault(k => k is not null) is { } context
                ? context != own ? context : own
                : before != own ? before : own;
            (kinds[first], kinds[last]) = (direction, direction);
            foreach (var place in (int[])[first, last])
                for (var i = place + 1; i < kinds.Length && original[places[i]] is BidiClass.NSM; i++) kinds[i] = direction;
        }
    }

    void Neutrals()
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            if (Strong(kinds[i]) is not null) continue;
            var to = i;
            while (to < kinds.Length && Strong(kinds[to]) is null) to++;
            var left = i == 0 ? before : Strong(kinds[i - 1]);
            var right = to == kinds.Length ? after : Strong(kinds[to]);
            Array.Fill(kinds, left == right ? left!.Value : own, i, to - i);
            i = to;
        }
    }

    // Numbers count as right to left among neutrals.
    static BidiClass? Strong(BidiClass kind) => kind switch
    {
        BidiClass.L => BidiClass.L,
        BidiClass.R or BidiClass.EN or BidiClass.AN => BidiClass.R,
        _ => null,
    };

    static BidiClass Direction(int level) => level % 2 == 1 ? BidiClass.R : BidiClass.L;
}
