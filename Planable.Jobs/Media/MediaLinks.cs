using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Planable.Data.Media;

namespace Planable.Jobs.Media;

/// <summary>Addresses of files for those who cannot sign in: mail readers, and networks that fetch what they publish. Each runs out.</summary>
public sealed class MediaLinks(IDataProtectionProvider protection, IConfiguration configuration)
{
    readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Planable.MediaLinks").ToTimeLimitedDataProtector();

    /// <summary>A path on this site, to the file as it is published.</summary>
    public string For(Guid workspaceId, Guid mediaId, TimeSpan lifetime) => $"/m/{protector.Protect($"{workspaceId:N}{mediaId:N}", lifetime)}";

    /// <summary>A path on this site, to one rendition of a file.</summary>
    public string For(Guid workspaceId, Guid mediaId, MediaFile file, TimeSpan lifetime) => $"/m/{protector.Protect($"{workspaceId:N}{mediaId:N}{file.Sha256}{file.ContentType}", lifetime)}";

    /// <summary>The whole address of one rendition of a file.</summary>
    /// <returns>Null while the setting `PublicUrl` does not tell where this installation is found from outside.</returns>
    public Uri? Outside(Guid workspaceId, Guid mediaId, MediaFile file, TimeSpan lifetime) => configuration["PublicUrl"] is { Length: > 0 } site
        ? new Uri(new Uri(site), For(workspaceId, mediaId, file, lifetime))
        : null;

    /// <returns>Null if the address was made up, changed or has run out.</returns>
    public NamedMedia? Read(string token)
    {
        try
        {
            var named = protector.Unprotect(token);
            var (workspace, media) = (Guid.ParseExact(named[..32], "N"), Guid.ParseExact(named[32..64], "N"));
            return new NamedMedia(workspace, media, named.Length > 128 ? new MediaFile(named[64..128], named[128..], 0) : null);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <param name="File">One rendition; null for the file as it is published.</param>
public sealed record NamedMedia(Guid WorkspaceId, Guid MediaId, MediaFile? File);
