using System.Security.Cryptography;
using Planable.Data.Secrets;
using Planable.Data.Senders;

namespace Planable.Jobs.Senders;

/// <summary>Cuts pairs of keys. 2048 bits are what receivers ask for (RFC 8301); the selector is random, so that no two agencies or rotations meet under one name.</summary>
public sealed class SenderKeys(Vault vault)
{
    const int Bits = 2048;

    public SenderKey Cut()
    {
        using var rsa = RSA.Create(Bits);
        return new SenderKey("s" + RandomNumberGenerator.GetHexString(10, lowercase: true), vault.Lock(rsa.ExportRSAPrivateKeyPem()), Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));
    }

    /// <exception cref="CryptographicException">The key ring that locked it is gone.</exception>
    public string Open(SenderKey key) => vault.Open<string>(key.Locked);
}
