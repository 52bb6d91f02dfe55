namespace Planable.Data.Push;

/// <summary>The key pair by which push services know this installation. Made once, by itself; without it no phone would take its notices any more.</summary>
public class PushKeys : Entity
{
    /// <summary>There is one row.</summary>
    public static readonly Guid Only = new("0198a000-0000-7000-8000-000000000001");

    PushKeys()
    {
    }

    /// <param name="privateKey">Locked by the vault.</param>
    public PushKeys(string publicKey, string privateKey, DateTimeOffset at)
    {
        Id = Only;
        PublicKey = publicKey;
        PrivateKey = privateKey;
        MadeAt = at;
    }

    /// <summary>As browsers take it: an uncompressed point, base64url.</summary>
    public string PublicKey { get; private set; } = "";

    public string PrivateKey { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }
}
