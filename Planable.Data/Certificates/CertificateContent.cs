using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Planable.Data.Approvals;
using Planable.Data.Logs;

namespace Planable.Data.Certificates;

/// <summary>
/// What a certificate says: every version of a post with its hash, who decided about which, how they were known, and where it went out. Times are in UTC. One content has one JSON
/// and so one hash, whoever writes it out again.
/// </summary>
public sealed record CertificateContent(string Format, Guid Post, string Client, DateTimeOffset IssuedAt, string IssuedBy, IReadOnlyList<CertifiedVersion> Versions, IReadOnlyList<CertifiedDecision> Decisions, IReadOnlyList<CertifiedDelivery> Deliveries)
{
    public const string CurrentFormat = "approval-certificate/1";

    /// <summary>What it was called before; those that were issued then go on being confirmed.</summary>
    const string FirstFormat = "planable-approval-certificate/1";

    // People read it too: letters stay letters. And what says more than a certificate does, or says it twice, is none.
    static readonly JsonSerializerOptions Written = new()
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>The version that is approved now, as far as one is: the newest that somebody approved and nobody wanted otherwise.</summary>
    [JsonIgnore]
    public int? Approved => Decisions.GroupBy(d => d.Version).Where(v => v.All(d => d.Kind is DecisionKind.Approved or DecisionKind.SilentConsent)).Select(v => (int?)v.Key).Max();

    public string ToJson() => JsonSerializer.Serialize(this, Written);

    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json)));

    /// <returns>Null if this is no certificate.</returns>
    public static CertificateContent? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CertificateContent>(json, Written) is { Format: CurrentFormat or FirstFormat, Versions: not null, Decisions: not null, Deliveries: not null } content ? content : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="IsGenuine">Its content still had the hash it was kept under when the certificate was issued.</param>
public sealed record CertifiedVersion(int Number, string Hash, DateTimeOffset At, string By, bool IsGenuine, string Text, string? Link, IReadOnlyList<CertifiedVariant> Channels, IReadOnlyList<CertifiedFile> Files);

/// <param name="Text">What this channel gets, whether its own or that of all.</param>
public sealed record CertifiedVariant(string Channel, string Network, string Text);

/// <param name="Sha256">Of the file's bytes.</param>
public sealed record CertifiedFile(Guid Id, string Name, string Sha256, string Alt);

/// <param name="Hash">Of the content that was decided about.</param>
/// <param name="Identified">How it was known who decides.</param>
public sealed record CertifiedDecision(int Version, string Hash, DecisionKind Kind, ChangeReason? Reason, string? Text, string Level, int Round, string By, bool IsClient, IdentityStrength Identified, string? Address, Via Via, DateTimeOffset At)
{
    /// <summary>Whose place they took. Not written where it was their own, so that certificates from before read as they were issued.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? For { get; init; }

    /// <summary>Who wrote it down, where they said it elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Recording? Recording { get; init; }
}

public sealed record CertifiedDelivery(string Channel, string Network, int Version, DateTimeOffset? PublishedAt, string? Permalink);
