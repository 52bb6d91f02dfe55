using System.Text;

namespace Planable.Data.Networks;

/// <summary>Mastodon: graphemes of warning and text together, a link as long as "linkLength" says, of a remote mention only the local part.</summary>
public sealed class MastodonMeasure : TextMeasure
{
    public override bool NeedsLinkLength => true;

    public override int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits)
    {
        var counted = new StringBuilder(along, along.Length + text.Length);
        var seen = 0;
        foreach (var span in TextSpans.In(text, LinkStyle.Web, MentionStyle.NameAtServer))
        {
            if (span.Kind == TextSpanKind.Hashtag) continue;
            counted.Append(text, seen, span.Start - seen);
            if (span.Kind == TextSpanKind.Link) counted.Append('x', (int)limits[LimitName.LinkLength]);
            else counted.Append('@').Append(span.Value.Split('@')[0]);
            seen = span.End;
        }
        return Graphemes.Count(counted.Append(text, seen, text.Length - seen).ToString());
    }
}
