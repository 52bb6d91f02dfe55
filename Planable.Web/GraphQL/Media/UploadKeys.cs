using Microsoft.AspNetCore.DataProtection;
using Planable.Data.Media;

namespace Planable.Web.GraphQL.Media;

/// <summary>Addresses to which one file can be sent for a while, by whoever has them.</summary>
public sealed class UploadKeys(IDataProtectionProvider protection)
{
    public static readonly TimeSpan Good = TimeSpan.FromHours(1);

    readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Planable.Uploads").ToTimeLimitedDataProtector();

    public string For(Upload upload) => protector.Protect($"{upload.WorkspaceId:N}{upload.Id:N}", Good);

    /// <returns>Null if it was made up, changed or has run out.</returns>
    public (Guid WorkspaceId, Guid UploadId)? Read(string key)
    {
        try
        {
            return protector.Unprotect(key) is { Length: 64 } ids ? (Guid.ParseExact(ids[..32], "N"), Guid.ParseExact(ids[32..], "N")) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
