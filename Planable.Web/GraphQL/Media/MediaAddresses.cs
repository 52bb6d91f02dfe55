using Planable.Data.Media;
using Planable.Jobs.Media;

namespace Planable.Web.GraphQL.Media;

/// <summary>Addresses of files for those who have no browser session: whole, and good for a while.</summary>
public sealed class MediaAddresses(MediaLinks links, IHttpContextAccessor accessor, IConfiguration configuration)
{
    static readonly TimeSpan Good = TimeSpan.FromHours(1);

    public string Site => configuration["PublicUrl"] is { Length: > 0 } site ? site.TrimEnd('/') : accessor.HttpContext is { Request: var request } ? $"{request.Scheme}://{request.Host}" : "";

    public string Of(MediaAsset asset) => Site + links.For(asset.WorkspaceId, asset.Id, Good);
}
