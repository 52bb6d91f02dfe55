using System.Text;

namespace Planable.Data.Networks;

/// <summary>Bytes in UTF-8; a lone surrogate becomes U+FFFD when sent, so it is 3.</summary>
public sealed class Utf8Measure : TextMeasure
{
    public override bool InBytes => true;

    public override int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits) =>
        Encoding.UTF8.GetByteCount(along) + Encoding.UTF8.GetByteCount(text);
}
