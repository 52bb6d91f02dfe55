using System.Globalization;
using System.Text;

namespace Planable.Jobs.Reports.Pdf.Text;

/// <summary>The Bidi_Class values of UAX #9.</summary>
internal enum BidiClass { L, R, AL, EN, ES, ET, AN, CS, NSM, BN, B, S, WS, ON, LRE, RLE, LRO, RLO, PDF, LRI, RLI, FSI, PDI }

/// <summary>
/// The class of a character. .NET has no table of them, so they come from the general category and the blocks of the
/// right-to-left scripts, which is how the Unicode data assigns them (DerivedBidiClass.txt).
/// </summary>
internal static class BidiClasses
{
    public static BidiClass Of(Rune character) => character.Value switch
    {
        '\n' or '\r' or 0x85 or 0x2029 or >= 0x1C and <= 0x1E => BidiClass.B,
        '\t' or 0x0B or 0x1F => BidiClass.S,
        0x0C or 0x2028 => BidiClass.WS,
        0x200E => BidiClass.L,
        0x200F => BidiClass.R,
        0x061C => BidiClass.AL,
        0x202A => BidiClass.LRE,
        0x202B => BidiClass.RLE,
        0x202C => BidiClass.PDF,
        0x202D => BidiClass.LRO,
        0x202E => BidiClass.RLO,
        0x2066 => BidiClass.LRI,
        0x2067 => BidiClass.RLI,
        0x2068 => BidiClass.FSI,
        0x2069 => BidiClass.PDI,
        >= '0' and <= '9' or 0xB2 or 0xB3 or 0xB9 or >= 0x06F0 and <= 0x06F9 or 0x2070 or >= 0x2074 and <= 0x2079 or >= 0x2080 and <= 0x2089 => BidiClass.EN,
        >= 0x0660 and <= 0x0669 or 0x066B or 0x066C or >= 0x0600 and <= 0x0605 or 0x06DD => BidiClass.AN,
        '+' or '-' or 0x207A or 0x207B or 0x208A or 0x208B or 0x2212 => BidiClass.ES,
        '#' or '%' or 0xB0 or 0xB1 or 0x066A or >= 0x2030 and <= 0x2034 or 0x2213 or 0x0609 or 0x060A => BidiClass.ET,
        ',' or '.' or '/' or ':' or 0xA0 or 0x060C or 0x202F or 0x2044 => BidiClass.CS,
        _ => ByCategory(character),
    };

    static BidiClass ByCategory(Rune character) => Rune.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => BidiClass.NSM,
        UnicodeCategory.Control or UnicodeCategory.Format => BidiClass.BN,
        UnicodeCategory.SpaceSeparator => BidiClass.WS,
        UnicodeCategory.CurrencySymbol => BidiClass.ET,
        var category when ByBlock(character.Value) is { } strong => category is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol ? BidiClass.ON : strong,
        UnicodeCategory.OtherLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.PrivateUse => BidiClass.L,
        _ => BidiClass.ON,
    };

    static BidiClass? ByBlock(int character) => character switch
    {
        >= 0x0590 and <= 0x05FF or >= 0x07C0 and <= 0x085F or >= 0xFB1D and <= 0xFB4F or >= 0x10800 and <= 0x10CFF or >= 0x10D40 and <= 0x10EBF or >= 0x1E800 and <= 0x1EC6F => BidiClass.R,
        >= 0x0600 and <= 0x07BF or >= 0x0860 and <= 0x08FF or >= 0xFB50 and <= 0xFDCF or >= 0xFDF0 and <= 0xFDFF or >= 0xFE70 and <= 0xFEFF
            or >= 0x10D00 and <= 0x10D3F or >= 0x1EC70 and <= 0x1EEFF => BidiClass.AL,
        _ => null,
    };
}
