using System.Text;

namespace Planable.Data.Networks;

/// <summary>Threads: characters, but emoji by their bytes in UTF-8.</summary>
public sealed class EmojiAsBytesMeasure : TextMeasure
{
    public override int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits) => Count(along) + Count(text);

    private static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var counted = 0;
        foreach (var emoji in Emoji.In(text))
        {
            count += CodePointMeasure.Count(text[counted..emoji.Index]) + Encoding.UTF8.GetByteCount(text.Slice(emoji.Index, emoji.Length));
            counted = emoji.Index + emoji.Length;
        }
        return count + CodePointMeasure.Count(text[counted..]);
    }
}
