using System.Text;

namespace Planable.Data.Networks;

/// <summary>X: Latin and its neighbours weigh 1, everything else and every emoji sequence 2, a link what "linkLength" says.</summary>
public sealed class XMeasure : TextMeasure
{
    public override bool NeedsLinkLength => true;

    public override int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits)
    {
        var composed = WellFormed(along + text).Normalize(NormalizationForm.FormC);
        var linkLength = (int)limits[LimitName.LinkLength];
        var weight = 0;
        var weighed = 0;
        foreach (var link in Links.In(composed, LinkStyle.X(rule.TopLevelDomains)))
        {
            weight += Weight(composed.AsSpan(weighed..link.Start)) + linkLength;
            weighed = link.End;
        }
        return weight + Weight(composed.AsSpan(weighed));
    }

    private static int Weight(ReadOnlySpan<char> text)
    {
        // Most stretches between two links: no emoji begins and nothing weighs more than one below U+00A9.
        if (!text.ContainsAnyExceptInRange('\0', '\u00A8')) return text.Length;

        var weight = 0;
        var weighed = 0;
        foreach (var emoji in Emoji.In(text))
        {
            weight += WeightOfCharacters(text[weighed..emoji.Index]) + 2;
            weighed = emoji.Index + emoji.Length;
        }
        return weight + WeightOfCharacters(text[weighed..]);
    }

    private static int WeightOfCharacters(ReadOnlySpan<char> text)
    {
        var weight = 0;
        foreach (var rune in text.EnumerateRunes())
            weight += rune.Value is <= 4351 or (>= 8192 and <= 8205) or (>= 8208 and <= 8223) or (>= 8242 and <= 8247) ? 1 : 2;
        return weight;
    }

    // Normalize throws on lone surrogates; encoding turns them into U+FFFD, as sending would.
    private static string WellFormed(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text)) : text;
}
