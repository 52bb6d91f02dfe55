using System.Security.Cryptography;
using System.Text;

namespace Planable.Jobs.Mail;

/// <summary>
/// Addresses to which one person answers one conversation: reply+thread-signature@domain. Small letters and digits only, since mail servers change the rest, and nothing is kept:
/// the signature says for whom it was made, and dies with `Inbound:Secret`.
/// </summary>
public sealed class ReplyAddresses(InboundSettings settings)
{
    const string Start = "reply+";
    const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    const int ThreadLetters = 26;
    const int SignatureLetters = 16;

    /// <summary>Null where no mail comes in.</summary>
    public string? For(Guid thread, Guid member) => settings.IsOn ? $"{Start}{Letters(thread.ToByteArray(bigEndian: true))}-{Signature(thread, member)}@{settings.Domain}" : null;

    /// <summary>Null if it is no such address.</summary>
    public (Guid Thread, string Signature)? Read(string local)
    {
        var lower = local.ToLowerInvariant();
        return settings.IsOn && lower.Length == Start.Length + ThreadLetters + 1 + SignatureLetters && lower.StartsWith(Start, StringComparison.Ordinal) && lower[Start.Length + ThreadLetters] == '-'
            && Bytes(lower.Substring(Start.Length, ThreadLetters)) is { } id
            ? (new Guid(id, bigEndian: true), lower[^SignatureLetters..])
            : null;
    }

    public bool IsFor(string signature, Guid thread, Guid member) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Signature(thread, member)));

    string Signature(Guid thread, Guid member) =>
        Letters(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Secret!), Encoding.ASCII.GetBytes($"reply:{thread:N}:{member:N}")))[..SignatureLetters];

    static string Letters(byte[] bytes)
    {
        var text = new StringBuilder();
        var (held, bits) = (0, 0);
        foreach (var one in bytes)
        {
            (held, bits) = (((held << 8) | one) & 0xFFFF, bits + 8);
            for (; bits >= 5; bits -= 5)
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
        }

        if (bits > 0)
            text.Append(Alphabet[(held << (5 - bits)) & 31]);
        return text.ToString();
    }

    static byte[]? Bytes(string letters)
    {
        var bytes = new List<byte>();
        var (held, bits) = (0, 0);
        foreach (var letter in letters)
        {
            var value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
                return null;
            (held, bits) = (((held << 5) | value) & 0xFFFF, bits + 5);
            if (bits < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
        }

        return [.. bytes];
    }
}
