namespace Planable.Web.Apps;

/// <summary>Who gives the tokens: this site, as apps know it.</summary>
public sealed class Issuer(IHttpContextAccessor accessor, IConfiguration configuration)
{
    public string Address => configuration["PublicUrl"] is { Length: > 0 } site ? site.TrimEnd('/') : accessor.HttpContext is { Request: var request } ? $"{request.Scheme}://{request.Host}" : "";
}
