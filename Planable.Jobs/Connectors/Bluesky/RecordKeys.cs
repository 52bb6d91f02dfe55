using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>
/// The record key of a delivery: a TID (53 bits of microseconds, 10 bits of clock id, in the network's sortable base 32). It follows from the delivery
/// alone, so that however often a delivery is sent there is one record.
/// </summary>
public static class RecordKeys
{
    private const string Digits = "234567abcdefghijklmnopqrstuvwxyz";
    private const int Length = 13;

    // Deliveries of one batch are made in the same instant, and ten bits of clock id are too few to tell them apart:
    // only the second is taken from the clock, the microseconds come from the delivery's id like the clock id does.
    public static string For(Guid delivery, DateTimeOffset createdAt)
    {
        Span<byte> id = stackalloc byte[16];
        delivery.TryWriteBytes(id, bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);

        var microseconds = (ulong)createdAt.ToUnixTimeSeconds() * 1_000_000 + BinaryPrimitives.ReadUInt64BigEndian(hash) % 1_000_000;
        var clock = (ulong)BinaryPrimitives.ReadUInt16BigEndian(hash[8..]) & 0x3FF;
        return Encode((microseconds & ((1UL << 53) - 1)) << 10 | clock);
    }

    /// <returns>The last part of at://did/collection/key.</returns>
    public static string In(string address) => address[(address.LastIndexOf('/') + 1)..];

    private static string Encode(ulong value) => string.Create(Length, value, static (text, rest) =>
    {
        for (var at = text.Length - 1; at >= 0; at--, rest >>= 5) text[at] = Digits[(int)(rest & 31)];
    });
}
