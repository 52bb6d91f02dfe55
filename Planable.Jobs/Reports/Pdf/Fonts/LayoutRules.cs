using System.Text;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>What GSUB and GPOS have in common: scripts, features and lookups, which glyphs a lookup does not see, and rules that look at neighbours.</summary>
internal abstract class LayoutRules
{
    readonly FontTable gdef;
    readonly Dictionary<(string Script, string Feature), int[]> lookups = [];

    protected LayoutRules(FontFile font, string table, int extension)
    {
        Table = font.Table(table);
        gdef = font.Table("GDEF");
        Extension = extension;
    }

    protected FontTable Table { get; }
    protected int Extension { get; }
    protected int ClassOf(int glyph) => gdef.Missing ? 0 : gdef.Pointed(4).Class(glyph);
    protected bool IsMark(int glyph) => ClassOf(glyph) == 3;

    /// <summary>The lookups of a feature, for a script or else for the default one.</summary>
    protected int[] Lookups(string script, string feature)
    {
        lock (lookups)
        {
            if (!lookups.TryGetValue((script, feature), out var found)) lookups[(script, feature)] = found = Find(script, feature);
            return found;
        }
    }

    protected FontTable Lookup(int index)
    {
        var list = Table.Pointed(8);
        return list.From(list.U16(2 + index * 2));
    }

    protected IEnumerable<(int Kind, FontTable Rule)> Rules(FontTable lookup)
    {
        for (var i = 0; i < lookup.U16(4); i++)
        {
            var rule = lookup.From(lookup.U16(6 + i * 2));
            if (lookup.U16(0) == Extension) yield return (rule.U16(2), rule.From((int)rule.U32(4)));
            else yield return (lookup.U16(0), rule);
        }
    }

    protected bool Ignored(FontTable lookup, int glyph)
    {
        var flag = lookup.U16(2);
        if ((flag & 0xFF1E) == 0) return false;
        var kind = ClassOf(glyph);
        if ((flag & 2) != 0 && kind == 1 || (flag & 4) != 0 && kind == 2 || (flag & 8) != 0 && kind == 3) return true;
        if (kind != 3) return false;
        if ((flag & 0x10) != 0) return MarkSet(lookup.U16(6 + lookup.U16(4) * 2)).Coverage(glyph) < 0;
        return flag >> 8 is var wanted and not 0 && gdef.Pointed(10).Class(glyph) != wanted;
    }

    protected int Next(FontTable lookup, List<Glyph> run, int at, int step = 1)
    {
        do at += step; while (at >= 0 && at < run.Count && Ignored(lookup, run[at].Id));
        return at >= 0 && at < run.Count ? at : -1;
    }

    /// <summary>Matches the glyphs after (or before, with step -1) a place; answers where each was found.</summary>
    protected int[]? Match(FontTable lookup, List<Glyph> run, int from, int count, Func<int, int, bool> fits, int step = 1)
    {
        var found = new int[count];
        for (var (i, at) = (0, from); i < count; found[i++] = at)
            if ((at = Next(lookup, run, at, step)) < 0 || !fits(i, run[at].Id)) return null;
        return found;
    }

    /// <summary>A rule with context fits here: answers its nested lookups and the places they count from.</summary>
    protected (int[] Places, FontTable Records, int Count)? Context(FontTable lookup, FontTable rule, List<Glyph> run, int at, bool chained) => rule.U16(0) switch
    {
        3 => chained ? ChainedCoverages(lookup, rule, run, at) : Coverages(lookup, rule, run, at),
        var format => Sets(lookup, rule, run, at, chained, byClass: format == 2),
    };

    (int[], FontTable, int)? Coverages(FontTable lookup, FontTable rule, List<Glyph> run, int at)
    {
        var count = rule.U16(2);
        if (rule.Pointed(6).Coverage(run[at].Id) < 0) return null;
        return Match(lookup, run, at, count - 1, (i, glyph) => rule.Pointed(8 + i * 2).Coverage(glyph) >= 0) is { } rest
            ? ([at, .. rest], rule.From(6 + count * 2), rule.U16(4))
            : null;
    }

    (int[], FontTable, int)? ChainedCoverages(FontTable lookup, FontTable rule, List<Glyph> run, int at)
    {
        var before = rule.U16(2);
        var input = 4 + before * 2;
        var count = rule.U16(input);
        if (rule.Pointed(input + 2).Coverage(run[at].Id) < 0) return null;
        var ahead = input + 2 + count * 2;
        if (Match(lookup, run, at, count - 1, (i, glyph) => rule.Pointed(input + 4 + i * 2).Coverage(glyph) >= 0) is not { } rest) return null;
        if (Match(lookup, run, at, before, (i, glyph) => rule.Pointed(4 + i * 2).Coverage(glyph) >= 0, -1) is null) return null;
        if (Match(lookup, run, rest.Length > 0 ? rest[^1] : at, rule.U16(ahead), (i, glyph) => rule.Pointed(ahead + 2 + i * 2).Coverage(glyph) >= 0) is null) return null;
        var records = ahead + 2 + rule.U16(ahead) * 2;
        return ([at, .. rest], rule.From(records + 2), rule.U16(records));
    }

    (int[], FontTable, int)? Sets(FontTable lookup, FontTable rule, List<Glyph> run, int at, bool chained, bool byClass)
    {
        var index = rule.Pointed(2).Coverage(run[at].Id);
        if (index < 0) return null;
        var (before, input, ahead) = !byClass ? default : chained ? (rule.Pointed(4), rule.Pointed(6), rule.Pointed(8)) : (default, rule.Pointed(4), default);
        var sets = !byClass ? 4 : chained ? 10 : 6;
        var set = byClass ? input.Class(run[at].Id) : index;
        if (set >= rule.U16(sets) || rule.Pointed(sets + 2 + set * 2) is not { Missing: false } rules) return null;
        bool Same(FontTable classes, int glyph, int wanted) => (byClass ? classes.Class(glyph) : glyph) == wanted;
        for (var r = 0; r < rules.U16(0); r++)
        {
            var one = rules.From(rules.U16(2 + r * 2));
            var here = chained ? 2 + one.U16(0) * 2 : 0;
            var count = one.U16(here);
            var after = chained ? here + 2 + (count - 1) * 2 : 0;
            var first = chained ? here + 2 : 4;
            if (Match(lookup, run, at, count - 1, (i, glyph) => Same(input, glyph, one.U16(first + i * 2))) is not { } rest) continue;
            if (chained && Match(lookup, run, at, one.U16(0), (i, glyph) => Same(before, glyph, one.U16(2 + i * 2)), -1) is null) continue;
            if (chained && Match(lookup, run, rest.Length > 0 ? rest[^1] : at, one.U16(after), (i, glyph) => Same(ahead, glyph, one.U16(after + 2 + i * 2))) is null) continue;
            return chained
                ? ([at, .. rest], one.From(after + 4 + one.U16(after) * 2), one.U16(after + 2 + one.U16(after) * 2))
                : ([at, .. rest], one.From(4 + (count - 1) * 2), one.U16(2));
        }
        return null;
    }

    FontTable MarkSet(int index)
    {
        var sets = gdef.Pointed(12);
        return sets.From((int)sets.U32(4 + index * 4));
    }

    int[] Find(string script, string feature)
    {
        if (Table.Missing) return [];
        var scripts = Table.Pointed(4);
        var system = Script(scripts, script) ?? Script(scripts, "DFLT") ?? Script(scripts, "latn");
        if (system is not { } language) return [];
        var features = Table.Pointed(6);
        var found = new SortedSet<int>();
        for (var i = 0; i < language.U16(4); i++)
        {
            var record = 2 + language.U16(6 + i * 2) * 6;
            if (Tag(features, record) != feature) continue;
            var entry = features.Pointed(record + 4);
            for (var l = 0; l < entry.U16(2); l++) found.Add(entry.U16(4 + l * 2));
        }
        return [.. found];
    }

    static FontTable? Script(FontTable scripts, string tag)
    {
        for (var i = 0; i < scripts.U16(0); i++)
            if (Tag(scripts, 2 + i * 6) == tag && scripts.Pointed(6 + i * 6) is var script && script.Pointed(0) is { Missing: false } system) return system;
        return null;
    }

    static string Tag(FontTable table, int at) => Encoding.Latin1.GetString(table.Data, table.Start + at, 4);
}
