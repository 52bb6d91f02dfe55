using System.Text.RegularExpressions;

namespace Planable.Jobs.Mail;

/// <summary>What somebody wrote, without what their mail program put below it: the mail they answer, its heading, their phone's greeting.</summary>
public static partial class ReplyText
{
    /// <summary>Stands in our mails above everything else, in every language: what comes after it is ours.</summary>
    public const string Mark = "##-";

    public static string Of(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Contains(Mark, StringComparison.Ordinal) || Divider().IsMatch(lines[i]) || Phone().IsMatch(lines[i]) || IsHeading(lines, i))
            {
                lines.RemoveRange(i, lines.Count - i);
                break;
            }

            if (Attribution(lines, i) is not { } length)
                continue;
            // Some answer below what they quote: then only the line that names its writer goes.
            var isAbove = lines.Take(i).All(string.IsNullOrWhiteSpace) && !lines.Skip(i + length).Any(l => l.Contains(Mark, StringComparison.Ordinal)) && lines.Skip(i + length).Any(l => !string.IsNullOrWhiteSpace(l));
            lines.RemoveRange(i, isAbove ? length : lines.Count - i);
            if (!isAbove)
                break;
            i--;
        }

        return ManyBreaks().Replace(string.Join('\n', lines.Select(l => l.TrimEnd())), "\n\n").Trim();
    }

    /// <summary>"On Monday Clara wrote:", on up to three lines; how many.</summary>
    static int? Attribution(List<string> lines, int at)
    {
        if (!AttributionStart().IsMatch(lines[at]))
            return null;
        for (var length = 1; length <= 3 && at + length <= lines.Count; length++)
        {
            if (AttributionWhole().IsMatch(string.Join(' ', lines.Skip(at).Take(length).Select(l => l.Trim()))))
                return length;
        }

        return null;
    }

    /// <summary>"From: ... Sent: ...", as Outlook begins what it quotes.</summary>
    static bool IsHeading(List<string> lines, int at) => HeadingFrom().IsMatch(lines[at]) && lines.Skip(at + 1).Take(3).Any(l => HeadingRest().IsMatch(l));

    [GeneratedRegex(@"^\s*(-{2,}\s*(Original Message|Urspr\u00FCngliche Nachricht|Message d'origine|Message original|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Mensagem original|Forwarded message)\b.*|_{10,})\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Divider();

    [GeneratedRegex(@"^\s*(Sent from my |Sent from Outlook|Sent from Yahoo|Get Outlook for |Von meinem .{2,40} gesendet|Gesendet von |Gesendet mit |Envoy\u00E9 de mon |Enviado desde mi |Inviato da |Verstuurd vanaf |Skickat fr\u00E5n )", RegexOptions.IgnoreCase)]
    private static partial Regex Phone();

    [GeneratedRegex(@"^\s*(On|Am|Le|El|Il|Op|Den|Em|W dniu|Dnia)\s\S")]
    private static partial Regex AttributionStart();

    [GeneratedRegex(@"^(On|Am|Le|El|Il|Op|Den|Em|W dniu|Dnia)\s.{3,300}?\b(wrote|schrieb|a \u00E9crit|escribi\u00F3|ha scritto|schreef|skrev|napisa\u0142a?|escreveu)\b.{0,120}:$")]
    private static partial Regex AttributionWhole();

    [GeneratedRegex(@"^\s*\*?(From|Von|De|Da|Van|Fr\u00E5n|Fra|Od)\s?:\*?\s*\S", RegexOptions.IgnoreCase)]
    private static partial Regex HeadingFrom();

    [GeneratedRegex(@"^\s*\*?(Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoy\u00E9|\u00C0|Objet|Enviado|Para|Asunto|Inviato|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till)\s?:", RegexOptions.IgnoreCase)]
    private static partial Regex HeadingRest();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyBreaks();
}
