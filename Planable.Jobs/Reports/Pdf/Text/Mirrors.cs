namespace Planable.Jobs.Reports.Pdf.Text;

/// <summary>Characters that turn round in right-to-left text (rule L4), and which of them are pairs of brackets.</summary>
internal static class Mirrors
{
    const string Brackets = "()[]{}⁅⁆⁽⁾₍₎〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⦃⦄⦅⦆「」『』【】〔〕";
    const string Others = "<>«»‹›≤≥≪≫≺≻⊂⊃⊆⊇";

    public static int? Closing(int character) => Brackets.IndexOf((char)character, StringComparison.Ordinal) is >= 0 and var at && character < 0xFFFF && at % 2 == 0 ? Brackets[at + 1] : null;

    public static int Of(int character)
    {
        if (character > 0xFFFF) return character;
        return Partner(Brackets, character) ?? Partner(Others, character) ?? character;
    }

    static int? Partner(string pairs, int character) => pairs.IndexOf((char)character, StringComparison.Ordinal) is >= 0 and var at ? pairs[at ^ 1] : null;
}
