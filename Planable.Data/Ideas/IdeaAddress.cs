using System.Security.Cryptography;
using System.Text;

namespace Planable.Data.Ideas;

/// <summary>When two addresses lead to the same page: with or without www, a slash at the end, marks that say where a reader came from, the part of the page.</summary>
public static class IdeaAddress
{
    public const int Length = 2000;

    static readonly HashSet<string> Traces = new(StringComparer.OrdinalIgnoreCase) { "fbclid", "gclid", "dclid", "msclkid", "twclid", "ttclid", "igsh", "igshid", "mc_cid", "mc_eid", "yclid", "_hsenc", "_hsmi", "ref_src", "wt_mc" };

    /// <returns>Null for what is no address of a page.</returns>
    public static string? Read(string? typed)
    {
        typed = typed?.Trim();
        if (string.IsNullOrEmpty(typed) || typed.Length > Length)
            return null;
        if (!typed.Contains("://", StringComparison.Ordinal))
            typed = "https://" + typed;
        return typed.Length <= Length && Uri.TryCreate(typed, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http") && address.Host.Contains('.', StringComparison.Ordinal) ? typed : null;
    }

    /// <summary>The same for addresses of the same page.</summary>
    public static string KeyOf(string address)
    {
        var uri = new Uri(address);
        var host = uri.IdnHost.ToLowerInvariant();
        if (host.StartsWith("www.", StringComparison.Ordinal))
            host = host[4..];
        var query = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => p.Split('=')[0] is var name && !Traces.Contains(name) && !name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase))
            .Select(Uri.UnescapeDataString).Order(StringComparer.Ordinal);
        var page = $"{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}{Uri.UnescapeDataString(uri.AbsolutePath).TrimEnd('/')}?{string.Join('&', query)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(page)));
    }
}
