namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>GSUB: other glyphs for letters in their place, ligatures, and sequences that make one emoji.</summary>
internal sealed class GlyphSubstitution(FontFile font) : LayoutRules(font, "GSUB", extension: 7)
{
    static readonly string[] Forms = ["isol", "fina", "medi", "init"];

    /// <summary>Applies the features one after the other, each lookup over the whole run, in the order the letters were written.</summary>
    public void Apply(List<Glyph> run, string script, IEnumerable<string> features)
    {
        foreach (var feature in features)
        {
            var form = Forms.Contains(feature) ? feature : null;
            foreach (var index in Lookups(script, feature))
            {
                var lookup = Lookup(index);
                for (var at = 0; at < run.Count;)
                    at = form is not null && run[at].Form != form || Ignored(lookup, run[at].Id) ? at + 1 : Apply(lookup, run, at, depth: 0);
            }
        }
    }

    // Answers where to go on: behind what was replaced, or one glyph further.
    int Apply(FontTable lookup, List<Glyph> run, int at, int depth)
    {
        foreach (var (kind, rule) in Rules(lookup))
        {
            var next = kind switch
            {
                1 => Single(rule, run, at),
                2 => Multiple(rule, run, at),
                3 => Alternate(rule, run, at),
                4 => Ligature(lookup, rule, run, at),
                5 or 6 => Nested(lookup, rule, run, at, kind == 6, depth),
                _ => -1,
            };
            if (next >= 0) return next;
        }
        return at + 1;
    }

    static int Single(FontTable rule, List<Glyph> run, int at)
    {
        var index = rule.Pointed(2).Coverage(run[at].Id);
        if (index < 0) return -1;
        run[at] = run[at] with { Id = rule.U16(0) == 1 ? (ushort)(run[at].Id + rule.I16(4)) : rule.U16(6 + index * 2) };
        return at + 1;
    }

    static int Multiple(FontTable rule, List<Glyph> run, int at)
    {
        var index = rule.Pointed(2).Coverage(run[at].Id);
        if (index < 0) return -1;
        var sequence = rule.Pointed(6 + index * 2);
        var replaced = run[at];
        run.RemoveAt(at);
        for (var i = 0; i < sequence.U16(0); i++) run.Insert(at + i, replaced with { Id = sequence.U16(2 + i * 2) });
        return at + sequence.U16(0);
    }

    static int Alternate(FontTable rule, List<Glyph> run, int at)
    {
        var index = rule.Pointed(2).Coverage(run[at].Id);
        if (index < 0 || rule.Pointed(6 + index * 2) is not { Missing: false } set || set.U16(0) == 0) return -1;
        run[at] = run[at] with { Id = set.U16(2) };
        return at + 1;
    }

    int Ligature(FontTable lookup, FontTable rule, List<Glyph> run, int at)
    {
        var index = rule.Pointed(2).Coverage(run[at].Id);
        if (index < 0) return -1;
        var set = rule.Pointed(6 + index * 2);
        for (var i = 0; i < set.U16(0); i++)
        {
            var ligature = set.From(set.U16(2 + i * 2));
            var rest = Match(lookup, run, at, ligature.U16(2) - 1, (n, glyph) => glyph == ligature.U16(4 + n * 2));
            if (rest is null) continue;
            Join(run, at, rest, ligature.U16(0));
            return at + 1;
        }
        return -1;
    }

    // Marks that stood between the joined letters stay behind the ligature and remember which of its parts they sit on.
    void Join(List<Glyph> run, int at, int[] rest, int ligature)
    {
        var places = (int[])[at, .. rest];
        for (var part = 0; part < places.Length; part++)
            for (var i = places[part] + 1; i < run.Count && (part + 1 < places.Length ? i < places[part + 1] : IsMark(run[i].Id)); i++)
                run[i] = run[i] with { Part = part + 1 };
        run[at] = run[at] with { Id = ligature, Cluster = places.Min(p => run[p].Cluster) };
        foreach (var place in rest.Reverse()) run.RemoveAt(place);
    }

    int Nested(FontTable lookup, FontTable rule, List<Glyph> run, int at, bool chained, int depth)
    {
        if (depth > 8 || Context(lookup, rule, run, at, chained) is not { } context) return -1;
        var places = context.Places;
        for (var i = 0; i < context.Count; i++)
        {
            var (sequence, index) = (context.Records.U16(i * 4), context.Records.U16(i * 4 + 2));
            if (sequence >= places.Length || places[sequence] >= run.Count) continue;
            var before = run.Count;
            Apply(Lookup(index), run, places[sequence], depth + 1);
            for (var later = sequence + 1; later < places.Length; later++) places[later] += run.Count - before;
        }
        return Math.Max(at + 1, places[^1] + 1);
    }
}
