using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Planable.Jobs.Push;

namespace Planable.Tests.Push;

/// <summary>Against the examples that stand in the standards themselves.</summary>
public class PushCipherTests
{
    // RFC 8291, section 5 and appendix A.
    const string Receiver = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const string Secret = "BTBZMqHH6r4Tts7J_aSIgg";
    const string Sender = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    const string SenderPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    const string Salt = "DGv6ra1nlYgDCS1FRnbzlw";
    const string Encrypted = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    // RFC 8292, section 2.4.
    const string Vapid = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA";
    const string VapidKey = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";

    [Fact]
    public void A_message_is_encrypted_as_RFC_8291_shows()
    {
        using var ours = ECDiffieHellman.Create(PushCipher.Parameters(PushCipher.Bytes(Sender), PushCipher.Bytes(SenderPrivate)));
        var body = PushCipher.Encrypt("When I grow up, I want to be a watermelon"u8, PushCipher.Bytes(Receiver), PushCipher.Bytes(Secret), ours, PushCipher.Bytes(Salt));
        Assert.Equal(Encrypted, Base64Url.EncodeToString(body));
    }

    [Fact]
    public void Whoever_sends_shows_it_in_the_form_of_RFC_8292()
    {
        Assert.True(Verifies(Vapid, VapidKey), "The example of the standard itself.");

        var (publicKey, privateKey) = PushIdentity.Make();
        var now = new DateTimeOffset(2016, 1, 22, 16, 36, 8, TimeSpan.Zero);
        var said = new PushIdentity(publicKey, privateKey).For(new Uri("https://push.example.net/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"), "mailto:push@example.com", now);
        Assert.EndsWith($", k={publicKey}", said, StringComparison.Ordinal);
        var token = said["t=".Length..said.IndexOf(',', StringComparison.Ordinal)];
        Assert.True(Verifies(token, publicKey));
        Assert.False(Verifies(token, VapidKey));
        Assert.Equal(Part(Vapid, 0), Part(token, 0));
        using var claims = JsonDocument.Parse(Part(token, 1));
        Assert.Equal("https://push.example.net", claims.RootElement.GetProperty("aud").GetString());
        Assert.Equal("mailto:push@example.com", claims.RootElement.GetProperty("sub").GetString());
        // No more than a day ahead.
        Assert.InRange(claims.RootElement.GetProperty("exp").GetInt64(), now.ToUnixTimeSeconds() + 1, now.AddHours(24).ToUnixTimeSeconds());
    }

    [Fact]
    public void No_two_messages_are_encrypted_alike_and_none_is_larger_than_push_services_take()
    {
        var (key, secret) = (PushCipher.Bytes(Receiver), PushCipher.Bytes(Secret));
        Assert.NotEqual(PushCipher.Encrypt("again"u8, key, secret), PushCipher.Encrypt("again"u8, key, secret));
        Assert.True(PushCipher.Encrypt(new byte[PushCipher.MostBytes], key, secret).Length <= 4096);
        Assert.Throws<ArgumentException>(() => PushCipher.Encrypt(new byte[PushCipher.MostBytes + 1], key, secret));
    }

    /// <summary>What a browser does with a message.</summary>
    internal static string Decrypt(byte[] body, ECDiffieHellman browser, byte[] secret)
    {
        var point = PushCipher.Point(browser.PublicKey.ExportParameters());
        var sender = body[21..86];
        using var theirs = ECDiffieHellman.Create(PushCipher.Parameters(sender));
        var shared = HKDF.DeriveKey(HashAlgorithmName.SHA256, browser.DeriveRawSecretAgreement(theirs.PublicKey), 32, secret, [.. "WebPush: info\0"u8, .. point, .. sender]);
        var (key, nonce) = (HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 16, body[..16], [.. "Content-Encoding: aes128gcm\0"u8]), HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 12, body[..16], [.. "Content-Encoding: nonce\0"u8]));
        var text = new byte[body.Length - 86 - 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Decrypt(nonce, body.AsSpan(86, text.Length), body.AsSpan(body.Length - 16), text);
        Assert.Equal(2, text[^1]);
        return Encoding.UTF8.GetString(text, 0, text.Length - 1);
    }

    internal static bool Verifies(string token, string publicKey)
    {
        var end = token.LastIndexOf('.');
        using var verifier = ECDsa.Create(PushCipher.Parameters(PushCipher.Bytes(publicKey)));
        return verifier.VerifyData(Encoding.ASCII.GetBytes(token[..end]), PushCipher.Bytes(token[(end + 1)..]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    static string Part(string token, int number) => Encoding.UTF8.GetString(PushCipher.Bytes(token.Split('.')[number]));
}
