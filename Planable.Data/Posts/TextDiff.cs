using System.Globalization;

namespace Planable.Data.Posts;

public enum DiffKind
{
    Same,
    Removed,
    Added,
}

/// <summary>What became of a text, word by word: Myers' shortest edit script between the parts both do not share.</summary>
public static class TextDiff
{
    /// <summary>Edits after which two texts are called different rather than compared further: the work grows with its square.</summary>
    const int MostEdits = 400;

    public sealed record Piece(DiffKind Kind, string Text);

    public static IReadOnlyList<Piece> Between(string before, string after)
    {
        if (before == after)
            return before.Length == 0 ? [] : [new Piece(DiffKind.Same, before)];
        return Compare(Words(before), Words(after)) ?? Compare(Lines(before), Lines(after)) ?? Join([(DiffKind.Removed, before), (DiffKind.Added, after)]);
    }

    static List<Piece>? Compare(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var start = 0;
        while (start < a.Count && start < b.Count && a[start] == b[start])
            start++;
        var end = 0;
        while (end < a.Count - start && end < b.Count - start && a[a.Count - 1 - end] == b[b.Count - 1 - end])
            end++;

        var middle = Script([.. a.Take(a.Count - end).Skip(start)], [.. b.Take(b.Count - end).Skip(start)]);
        return middle is null
            ? null
            : Join([.. a.Take(start).Select(w => (DiffKind.Same, w)), .. middle, .. a.Skip(a.Count - end).Select(w => (DiffKind.Same, w))]);
    }

    /// <returns>Null when it takes more than <see cref="MostEdits"/>.</returns>
    static List<(DiffKind Kind, string Text)>? Script(string[] a, string[] b)
    {
        var most = Math.Min(MostEdits, a.Length + b.Length);
        var reach = new int[(2 * most) + 3];
        var middle = most + 1;
        var trail = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            trail.Add(reach[(middle - edits - 1)..(middle + edits + 2)]);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var down = diagonal == -edits || (diagonal != edits && reach[middle + diagonal - 1] < reach[middle + diagonal + 1]);
                var x = down ? reach[middle + diagonal + 1] : reach[middle + diagonal - 1] + 1;
                var y = x - diagonal;
                while (x < a.Length && y < b.Length && a[x] == b[y])
                    (x, y) = (x + 1, y + 1);
                reach[middle + diagonal] = x;
                if (x >= a.Length && y >= b.Length)
                    return WalkBack(a, b, trail);
            }
        }

        return null;
    }

    static List<(DiffKind Kind, string Text)> WalkBack(string[] a, string[] b, List<int[]> trail)
    {
        var script = new List<(DiffKind, string)>();
        var (x, y) = (a.Length, b.Length);
        for (var edits = trail.Count - 1; edits >= 0; edits--)
        {
            // Kept from diagonal -edits-1 on.
            var reach = trail[edits];
            var diagonal = x - y;
            var at = diagonal + edits + 1;
            var down = diagonal == -edits || (diagonal != edits && reach[at - 1] < reach[at + 1]);
            var from = edits == 0 ? 0 : down ? reach[at + 1] : reach[at - 1];
            var fromY = edits == 0 ? 0 : from - (down ? diagonal + 1 : diagonal - 1);
            while (x > from && y > fromY && (edits == 0 || x > from + (down ? 0 : 1) || y > fromY + (down ? 1 : 0)))
            {
                (x, y) = (x - 1, y - 1);
                script.Add((DiffKind.Same, a[x]));
            }

            if (edits == 0)
                break;
            script.Add(down ? (DiffKind.Added, b[fromY]) : (DiffKind.Removed, a[from]));
            (x, y) = (from, fromY);
        }

        script.Reverse();
        return script;
    }

    /// <summary>Neighbours of a kind become one piece, and what was removed stands before what came in its place.</summary>
    static List<Piece> Join(IEnumerable<(DiffKind Kind, string Text)> script)
    {
        var pieces = new List<Piece>();
        var (removed, added, same) = (new System.Text.StringBuilder(), new System.Text.StringBuilder(), new System.Text.StringBuilder());
        foreach (var (kind, text) in script)
        {
            if (kind == DiffKind.Same)
            {
                Flush(removed, DiffKind.Removed);
                Flush(added, DiffKind.Added);
                same.Append(text);
                continue;
            }

            Flush(same, DiffKind.Same);
            (kind == DiffKind.Removed ? removed : added).Append(text);
        }

        Flush(removed, DiffKind.Removed);
        Flush(added, DiffKind.Added);
        Flush(same, DiffKind.Same);
        return pieces;

        void Flush(System.Text.StringBuilder part, DiffKind kind)
        {
            if (part.Length == 0)
                return;
            pieces.Add(new Piece(kind, part.ToString()));
            part.Clear();
        }
    }

    /// <summary>Runs of letters and digits, runs of space, and every other character (as people see it) by itself.</summary>
    static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = 0;
        while (start < text.Length)
        {
            var kind = Kind(text[start]);
            var end = start + (kind == 0 ? StringInfo.GetNextTextElementLength(text, start) : 1);
            while (kind != 0 && end < text.Length && Kind(text[end]) == kind)
                end++;
            words.Add(text[start..end]);
            start = end;
        }

        return words;

        static int Kind(char c) => char.IsLetterOrDigit(c) ? 1 : char.IsWhiteSpace(c) ? 2 : 0;
    }

    static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var found and >= 0 ? found + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
