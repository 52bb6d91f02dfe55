using System.Globalization;
using System.Text;

namespace Planable.Jobs.Reports.Pdf.Text;

/// <summary>Where a line may end: the part of UAX #14 that reports meet. Words longer than a line are the caller's to cut.</summary>
internal static class LineBreaks
{
    /// <summary>For each character whether a line may begin with it.</summary>
    public static bool[] Before(string text)
    {
        var may = new bool[text.Length];
        for (var i = 1; i < text.Length; i++) may[i] = Between(text, i);
        return may;
    }

    static bool Between(string text, int i)
    {
        var (before, after) = (text[i - 1], text[i]);
        if (char.IsLowSurrogate(after) || before is '\n') return before is '\n';
        if (before is '\u200B') return true;
        if (after is ' ' or '\n' or '\t') return false;
        if (before is ' ' or '\t') return true;
        if (before is '-' or '\u2010' or '\u2014' or '/' && i > 1) return char.IsLetter(after) && i > 1 && char.IsLetter(text[i - 2]);
        if (Hangs(after) || before is '(' or '\u300C' or '\u300E' or '\u3010') return false;
        return Ideographic(before) || Ideographic(after);
    }

    static bool Hangs(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.ClosePunctuation or UnicodeCategory.OtherPunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.NonSpacingMark
        || character is '\u3005' or '\u30FC' or '\u00A0' or '\u202F' or '\u2060';

    static bool Ideographic(char character) => character is >= '\u2E80' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7A3' or >= '\uF900' and <= '\uFAFF';
}
