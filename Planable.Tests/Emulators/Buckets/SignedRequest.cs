using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Planable.Tests.Emulators.Buckets;

/// <summary>Checks Signature Version 4 as Amazon documents it for S3: headers only, the bytes by their own hash.</summary>
static class SignedRequest
{
    /// <returns>The code of the refusal, or null if the signature is right.</returns>
    public static string? WhyNot(HttpRequest request, byte[] body, string accessKey, string secretKey, string region)
    {
        var said = request.Headers.Authorization.ToString();
        if (!said.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
            return "AccessDenied";
        var parts = said["AWS4-HMAC-SHA256 ".Length..].Split(',', StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        if (parts["Credential"].Split('/') is not [var key, var day, var place, "s3", "aws4_request"] || key != accessKey)
            return "InvalidAccessKeyId";
        if (place != region)
            return "AuthorizationHeaderMalformed";
        var sum = request.Headers["x-amz-content-sha256"].ToString();
        if (sum != Convert.ToHexStringLower(SHA256.HashData(body)))
            return "XAmzContentSHA256Mismatch";
        var at = request.Headers["x-amz-date"].ToString();
        if (!at.StartsWith(day, StringComparison.Ordinal))
            return "SignatureDoesNotMatch";
        var names = parts["SignedHeaders"].Split(';');
        // What says which bytes are meant has to be signed.
        if (!names.Contains("host") || !names.Contains("x-amz-content-sha256") || !names.Contains("x-amz-date"))
            return "AccessDenied";
        return Sign(Canonical(request, names, sum), at, day, place, secretKey) == parts["Signature"] ? null : "SignatureDoesNotMatch";
    }

    public static string Sign(string canonical, string at, string day, string region, string secretKey)
    {
        var text = $"AWS4-HMAC-SHA256\n{at}\n{day}/{region}/s3/aws4_request\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var step in (string[])[day, region, "s3", "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    static string Canonical(HttpRequest request, string[] names, string sum)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var query = request.Query.SelectMany(q => q.Value, (q, value) => (Name: Uri.EscapeDataString(q.Key), Value: Uri.EscapeDataString(value ?? ""))).OrderBy(q => q.Name, StringComparer.Ordinal).Select(q => $"{q.Name}={q.Value}");
        var headers = names.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n}:{string.Join(',', request.Headers[n].Select(v => v!.Trim()))}\n"));
        return $"{request.Method}\n{target[0]}\n{string.Join('&', query)}\n{string.Concat(headers)}\n{string.Join(';', names)}\n{sum}";
    }
}
