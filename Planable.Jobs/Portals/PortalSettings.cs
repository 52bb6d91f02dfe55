using Microsoft.Extensions.Configuration;

namespace Planable.Jobs.Portals;

/// <summary>`Portal:Target` is the name to which agencies point theirs; without, the host of `PublicUrl`. `Portal:Https=false` is for installations that answer under plain HTTP.</summary>
public sealed class PortalSettings(IConfiguration configuration)
{
    public Uri PublicUrl => new(configuration["PublicUrl"] ?? "http://127.0.0.1:5080");

    public string Target => (configuration["Portal:Target"] is { Length: > 0 } target ? target : PublicUrl.Host).TrimEnd('.').ToLowerInvariant();

    public bool IsHttps => configuration.GetValue("Portal:Https", true);

    /// <summary>Root of a company's own address.</summary>
    public string Root(string host) => IsHttps ? $"https://{host}" : PublicUrl.IsDefaultPort ? $"http://{host}" : $"http://{host}:{PublicUrl.Port}";
}
