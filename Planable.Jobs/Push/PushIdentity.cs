using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Planable.Jobs.Push;

/// <summary>Shows a push service who sends, by the key the browser subscribed with: RFC 8292.</summary>
public sealed class PushIdentity(string publicKey, byte[] privateKey)
{
    static readonly TimeSpan Life = TimeSpan.FromHours(12);

    public string PublicKey => publicKey;

    /// <returns>A new pair: the public key as browsers take it, and the private one.</returns>
    public static (string PublicKey, byte[] PrivateKey) Make()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = pair.ExportParameters(includePrivateParameters: true);
        return (Base64Url.EncodeToString(PushCipher.Point(key)), key.D!);
    }

    /// <summary>The value of the Authorization header behind "vapid ".</summary>
    /// <param name="contact">Where the push service reaches whoever runs this installation: an address with https: or mailto:.</param>
    public string For(Uri endpoint, string contact, DateTimeOffset now)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["aud"] = endpoint.GetLeftPart(UriPartial.Authority),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
            ["sub"] = contact,
        };
        var signed = $"{Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        using var signer = ECDsa.Create(PushCipher.Parameters(PushCipher.Bytes(publicKey), privateKey));
        var signature = signer.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"t={signed}.{Base64Url.EncodeToString(signature)}, k={publicKey}";
    }
}
