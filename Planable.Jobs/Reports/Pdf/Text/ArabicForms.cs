using System.Globalization;
using System.Text;

namespace Planable.Jobs.Reports.Pdf.Text;

/// <summary>Which place an Arabic letter takes in its word, by the joining of its neighbours (Unicode chapter 9.2).</summary>
internal static class ArabicForms
{
    // Letters that join only the one before them.
    const string Right = "\u0622\u0623\u0624\u0625\u0627\u0629\u062F\u0630\u0631\u0632\u0648\u0671\u0672\u0673\u0675\u0676\u0677\u0688\u0689\u068A\u068B\u068C\u068D\u068E\u068F\u0690\u0691\u0692\u0693\u0694\u0695\u0696\u0697\u0698\u0699\u06C0\u06C3\u06C4\u06C5\u06C6\u06C7\u06C8\u06C9\u06CA\u06CB\u06CD\u06CF\u06D2\u06D3\u06D5\u06EE\u06EF";
    const string None = "\u0621\u0674\u06D6\u06DD\u200C";

    public static string[] Of(IReadOnlyList<Rune> letters)
    {
        var forms = new string[letters.Count];
        for (var i = 0; i < forms.Length; i++)
        {
            if (!Letter(letters[i])) forms[i] = "";
            else
            {
                var before = Neighbour(letters, i, -1) is { } b && JoinsNext(b);
                var after = JoinsNext(letters[i]) && Neighbour(letters, i, 1) is { } a && JoinsBefore(a);
                forms[i] = (before && JoinsBefore(letters[i]), after) switch { (true, true) => "medi", (true, false) => "fina", (false, true) => "init", _ => "isol" };
            }
        }
        return forms;
    }

    static Rune? Neighbour(IReadOnlyList<Rune> letters, int at, int step)
    {
        for (at += step; at >= 0 && at < letters.Count; at += step)
            if (!Transparent(letters[at])) return letters[at];
        return null;
    }

    static bool JoinsBefore(Rune letter) => letter.Value is 0x0640 or 0x200D || Letter(letter) && !In(None, letter);

    static bool JoinsNext(Rune letter) => letter.Value is 0x0640 or 0x200D || Letter(letter) && !In(None, letter) && !In(Right, letter);

    static bool Letter(Rune letter) =>
        letter.Value is >= 0x0620 and <= 0x06FF or >= 0x0750 and <= 0x077F or >= 0x08A0 and <= 0x08C9 && Rune.GetUnicodeCategory(letter) is UnicodeCategory.OtherLetter;

    static bool Transparent(Rune letter) => Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    static bool In(string letters, Rune letter) => letter.IsBmp && letters.Contains((char)letter.Value, StringComparison.Ordinal);
}
