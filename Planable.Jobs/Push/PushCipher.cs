using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Planable.Jobs.Push;

/// <summary>
/// Encrypts a message for one browser, so that the push service between carries it without reading it: RFC 8291 over the content encoding aes128gcm of RFC 8188.
/// One record; push services take no more than four kilobytes.
/// </summary>
public static class PushCipher
{
    public const int MostBytes = 3993;

    const int RecordSize = 4096;

    /// <param name="key">The browser's public key: an uncompressed point of P-256.</param>
    /// <param name="secret">What the browser shares with its subscribers.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> message, byte[] key, byte[] secret)
    {
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(message, key, secret, ours, RandomNumberGenerator.GetBytes(16));
    }

    internal static byte[] Encrypt(ReadOnlySpan<byte> message, byte[] key, byte[] secret, ECDiffieHellman ours, byte[] salt)
    {
        if (message.Length > MostBytes)
            throw new ArgumentException($"A message has at most {MostBytes} bytes.", nameof(message));
        using var theirs = ECDiffieHellman.Create(Parameters(key));
        var point = Point(ours.PublicKey.ExportParameters());
        var shared = HKDF.DeriveKey(HashAlgorithmName.SHA256, ours.DeriveRawSecretAgreement(theirs.PublicKey), 32, secret, [.. "WebPush: info\0"u8, .. key, .. point]);
        var contentKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 12, salt, [.. "Content-Encoding: nonce\0"u8]);

        // The last record ends with the octet 2.
        byte[] padded = [.. message, 2];
        var header = 16 + 4 + 1 + point.Length;
        var body = new byte[header + padded.Length + 16];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(16), RecordSize);
        body[20] = (byte)point.Length;
        point.CopyTo(body, 21);
        using var cipher = new AesGcm(contentKey, 16);
        cipher.Encrypt(nonce, padded, body.AsSpan(header, padded.Length), body.AsSpan(header + padded.Length));
        return body;
    }

    /// <summary>An uncompressed point: 4, x, y.</summary>
    internal static byte[] Point(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];

    internal static ECParameters Parameters(byte[] point, byte[]? privateKey = null) =>
        new() { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..65] }, D = privateKey };

    internal static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text.TrimEnd('='));
}
