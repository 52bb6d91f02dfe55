using Microsoft.Extensions.Configuration;

namespace Planable.Jobs.Media.Buckets;

/// <summary>The settings `Storage:S3:*`: where an S3-compatible bucket is and who asks. No record: one would print its secret.</summary>
public sealed class BucketSettings
{
    const string Section = "Storage:S3";

    BucketSettings(IConfiguration said)
    {
        Bucket = said["Bucket"] ?? "";
        Endpoint = said["Endpoint"] is { Length: > 0 } endpoint ? endpoint : null;
        Region = said["Region"] is { Length: > 0 } region ? region : Endpoint is null ? "" : "us-east-1";
        AccessKey = said["AccessKey"] ?? "";
        SecretKey = said["SecretKey"] ?? "";
        // Amazon knows buckets by host name only, most others by path without further set-up.
        PathStyle = said.GetValue("PathStyle", Endpoint is not null);
        Prefix = said["Prefix"]?.Trim('/') is { Length: > 0 } prefix ? prefix + "/" : "";
    }

    public string Bucket { get; }

    /// <summary>Null for Amazon's own, by the region.</summary>
    public string? Endpoint { get; }

    public string Region { get; }

    public string AccessKey { get; }

    public string SecretKey { get; }

    /// <summary>The bucket is the first part of the path, not of the host name.</summary>
    public bool PathStyle { get; }

    /// <summary>What keys begin with; ends with a slash if there is one.</summary>
    public string Prefix { get; }

    /// <returns>Null if nothing of it is set: media lie in the folder.</returns>
    /// <exception cref="InvalidOperationException">Some of it is set, and not so that it can be used.</exception>
    public static BucketSettings? In(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (!section.GetChildren().Any(c => c.Value is { Length: > 0 }))
            return null;
        if (section["PathStyle"] is { Length: > 0 } style && !bool.TryParse(style, out _))
            throw new InvalidOperationException($"{Section}:PathStyle is true or false.");
        var settings = new BucketSettings(section);
        var wrong = settings.Wrong().ToList();
        return wrong.Count == 0 ? settings : throw new InvalidOperationException($"Media are to lie in a bucket, but {string.Join("; ", wrong)}.");
    }

    public override string ToString() => $"{Endpoint ?? Region}/{Bucket}/{Prefix}";

    IEnumerable<string> Wrong()
    {
        if (Bucket.Length == 0)
            yield return $"{Section}:Bucket is not set";
        else if (Bucket.Length is < 3 or > 63 || !Bucket.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-') || !char.IsAsciiLetterOrDigit(Bucket[0]) || !char.IsAsciiLetterOrDigit(Bucket[^1]))
            yield return $"{Section}:Bucket is no name of a bucket: 3 to 63 small letters, digits, dots and hyphens";
        if (Endpoint is null && Region.Length == 0)
            yield return $"neither {Section}:Endpoint nor {Section}:Region is set";
        if (Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/" && uri.Query.Length == 0 && uri.UserInfo.Length == 0))
            yield return $"{Section}:Endpoint is no origin such as https://s3.example.com, without a path";
        if (AccessKey.Length == 0)
            yield return $"{Section}:AccessKey is not set";
        if (SecretKey.Length == 0)
            yield return $"{Section}:SecretKey is not set";
    }
}
