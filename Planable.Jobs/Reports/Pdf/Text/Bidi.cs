using System.Text;

namespace Planable.Jobs.Reports.Pdf.Text;

/// <summary>The Unicode Bidirectional Algorithm (UAX #9): an embedding level for each character of a paragraph; odd ones run right to left.</summary>
internal sealed class Bidi
{
    const int DeepestLevel = 125;
    readonly Rune[] text;
    readonly BidiClass[] original;
    readonly BidiClass[] classes;
    readonly byte[] levels;
    readonly int[] pairs;

    Bidi(Rune[] text, byte? baseLevel)
    {
        this.text = text;
        original = Array.ConvertAll(text, BidiClasses.Of);
        classes = [.. original];
        levels = new byte[text.Length];
        pairs = MatchingIsolates();
        Base = baseLevel ?? FirstStrong(0, text.Length);
    }

    byte Base { get; }

    /// <summary>The levels of a paragraph. Without a base level the first strong character decides (rules P2 and P3).</summary>
    public static (byte[] Levels, byte Base) Resolve(Rune[] text, byte? baseLevel)
    {
        var bidi = new Bidi(text, baseLevel);
        bidi.Embed();
        foreach (var sequence in bidi.Sequences().ToList()) new BidiSequence(sequence.Places, bidi.text, bidi.original, bidi.classes, bidi.levels, sequence.Start, sequence.End).Resolve();
        bidi.SpaceOut();
        return (bidi.levels, bidi.Base);
    }

    /// <summary>Rule L2: the order in which pieces with these levels stand from left to right.</summary>
    public static int[] VisualOrder(IReadOnlyList<byte> levels)
    {
        var order = Enumerable.Range(0, levels.Count).ToArray();
        var lowestOdd = levels.Where(l => l % 2 == 1).DefaultIfEmpty((byte)255).Min();
        for (int level = levels.DefaultIfEmpty((byte)0).Max(); level >= lowestOdd; level--)
            for (var i = 0; i < order.Length; i++)
            {
                var end = i;
                while (end < order.Length && levels[order[end]] >= level) end++;
                if (end > i) Array.Reverse(order, i, end - i);
                i = end;
            }
        return order;
    }

    byte FirstStrong(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (original[i] is BidiClass.L) return 0;
            if (original[i] is BidiClass.R or BidiClass.AL) return 1;
            if (Isolates(original[i])) i = pairs[i] < 0 ? to : pairs[i];
        }
        return 0;
    }

    int[] MatchingIsolates()
    {
        var found = new int[text.Length];
        Array.Fill(found, -1);
        var open = new Stack<int>();
        for (var i = 0; i < text.Length; i++)
            if (Isolates(original[i])) open.Push(i);
            else if (original[i] is BidiClass.PDI && open.TryPop(out var start)) (found[start], found[i]) = (i, start);
        return found;
    }

    // Rules X1 to X8.
    void Embed()
    {
        var stack = new Stack<(byte Level, BidiClass? Override, bool Isolate)>([(Base, null, false)]);
        var (lostIsolates, lostEmbeddings, isolates) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var kind = original[i];
            levels[i] = stack.Peek().Level;
            if (kind is BidiClass.RLE or BidiClass.LRE or BidiClass.RLO or BidiClass.LRO)
            {
                var level = Deeper(stack.Peek().Level, kind is BidiClass.RLE or BidiClass.RLO);
                if (level <= DeepestLevel && lostIsolates == 0 && lostEmbeddings == 0)
                    stack.Push(((byte)level, kind is BidiClass.RLO ? BidiClass.R : kind is BidiClass.LRO ? BidiClass.L : null, false));
                else if (lostIsolates == 0) lostEmbeddings++;
                classes[i] = BidiClass.BN;
            }
            else if (Isolates(kind))
            {
                classes[i] = stack.Peek().Override ?? kind;
                var right = kind is BidiClass.RLI || kind is BidiClass.FSI && FirstStrong(i + 1, pairs[i] < 0 ? text.Length : pairs[i]) == 1;
                var level = Deeper(stack.Peek().Level, right);
                if (level <= DeepestLevel && lostIsolates == 0 && lostEmbeddings == 0) (isolates, _) = (isolates + 1, Pushed(stack, level));
                else lostIsolates++;
            }
            else if (kind is BidiClass.PDI)
            {
                if (lostIsolates > 0) lostIsolates--;
                else if (isolates > 0)
                {
                    lostEmbeddings = 0;
                    while (!stack.Pop().Isolate) { }
                    isolates--;
                }
                levels[i] = stack.Peek().Level;
                classes[i] = stack.Peek().Override ?? kind;
            }
            else if (kind is BidiClass.PDF)
            {
                if (lostIsolates == 0 && lostEmbeddings > 0) lostEmbeddings--;
                else if (lostIsolates == 0 && !stack.Peek().Isolate && stack.Count > 1) stack.Pop();
                classes[i] = BidiClass.BN;
            }
            else if (kind is BidiClass.B) levels[i] = Base;
            else if (kind is not BidiClass.BN) classes[i] = stack.Peek().Override ?? kind;
        }
    }

    static bool Pushed(Stack<(byte, BidiClass?, bool)> stack, int level)
    {
        stack.Push(((byte)level, null, true));
        return true;
    }

    // Rules X9 and X10: runs of one level, joined over the isolates between them; what X9 removes is left out.
    IEnumerable<(List<int> Places, byte Start, byte End)> Sequences()
    {
        var runs = new List<List<int>>();
        for (var i = 0; i < text.Length; i++)
        {
            if (Removed(i)) continue;
            if (runs.Count == 0 || levels[runs[^1][^1]] != levels[i]) runs.Add([]);
            runs[^1].Add(i);
        }
        var starting = runs.ToDictionary(r => r[0]);
        foreach (var run in runs)
        {
            if (original[run[0]] is BidiClass.PDI && pairs[run[0]] >= 0) continue;
            var places = new List<int>(run);
            while (Isolates(original[places[^1]]) && pairs[places[^1]] is >= 0 and var end && starting.TryGetValue(end, out var rest)) places.AddRange(rest);
            var level = levels[places[0]];
            var before = Neighbour(places[0], -1);
            var after = Isolates(original[places[^1]]) ? Base : Neighbour(places[^1], 1);
            yield return (places, Math.Max(level, before), Math.Max(level, after));
        }
    }

    byte Neighbour(int at, int step)
    {
        for (at += step; at >= 0 && at < text.Length; at += step)
            if (!Removed(at)) return levels[at];
        return Base;
    }

    // Rule L1 for the whole paragraph (lines repeat it at their end), and what X9 removed takes the level before it.
    void SpaceOut()
    {
        for (var i = 0; i < text.Length; i++)
            if (Removed(i)) levels[i] = i == 0 ? Base : levels[i - 1];
        var trailing = true;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var separates = original[i] is BidiClass.S or BidiClass.B;
            var blank = original[i] is BidiClass.WS or BidiClass.PDI || Isolates(original[i]) || Removed(i);
            if (separates || trailing && blank) levels[i] = Base;
            trailing = separates || trailing && blank;
        }
    }

    bool Removed(int i) => original[i] is BidiClass.BN or BidiClass.RLE or BidiClass.LRE or BidiClass.RLO or BidiClass.LRO or BidiClass.PDF;

    static bool Isolates(BidiClass kind) => kind is BidiClass.LRI or BidiClass.RLI or BidiClass.FSI;

    static int Deeper(int level, bool right) => right ? level + 1 | 1 : level + 2 & ~1;
}
