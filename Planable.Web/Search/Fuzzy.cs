namespace Planable.Web.Search;

/// <summary>How well typed letters fit a name: its beginning, the beginning of a word, anywhere, or only in this order ("bt" finds Bolt).</summary>
static class Fuzzy
{
    /// <returns>0 if it does not fit; nothing typed fits everything.</returns>
    public static int Score(string typed, string name)
    {
        if (typed.Length == 0 || name.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase))
            return 4;
        if (name.Contains(' ' + typed, StringComparison.CurrentCultureIgnoreCase))
            return 3;
        if (name.Contains(typed, StringComparison.CurrentCultureIgnoreCase))
            return 2;
        var at = 0;
        foreach (var letter in name)
        {
            if (at < typed.Length && char.ToUpperInvariant(letter) == char.ToUpperInvariant(typed[at]))
                at++;
        }

        return at == typed.Length ? 1 : 0;
    }
}
