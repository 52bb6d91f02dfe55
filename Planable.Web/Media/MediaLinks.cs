using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Planable.Web.Media;

/// <summary>Addresses under which a picture can be fetched without signing in, for a while: networks and the practice page use them.</summary>
public sealed class MediaLinks(IDataProtectionProvider protection)
{
    readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Planable.MediaLinks").ToTimeLimitedDataProtector();

    /// <summary>A path on this site.</summary>
    public string For(Guid workspaceId, Guid mediaId, TimeSpan lifetime) => $"/m/{protector.Protect($"{workspaceId:N}{mediaId:N}", lifetime)}";

    /// <returns>Null if the address was made up, changed or has run out.</returns>
    public (Guid WorkspaceId, Guid MediaId)? Read(string token)
    {
        try
        {
            var ids = protector.Unprotect(token);
            return (Guid.ParseExact(ids[..32], "N"), Guid.ParseExact(ids[32..], "N"));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
