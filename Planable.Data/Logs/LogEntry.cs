using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Planable.Data.Workspaces;

namespace Planable.Data.Logs;

/// <summary>One line of a workspace's log: numbered without gaps in commit order, each holding the hash of the one before.</summary>
public class LogEntry : IBelongToWorkspace
{
    LogEntry()
    {
    }

    internal LogEntry(Guid workspaceId, long sequence, Deed deed, Via via, string previousHash)
    {
        WorkspaceId = workspaceId;
        Sequence = sequence;
        // Databases keep microseconds; the hash must survive the round trip.
        At = new DateTimeOffset(deed.At.UtcTicks / 10 * 10, TimeSpan.Zero);
        ActorKind = deed.By.Kind;
        ActorId = deed.By.Id;
        ActorName = deed.By.Name;
        Via = via;
        Verb = deed.Verb;
        Subject = deed.Subject;
        SubjectId = deed.SubjectId;
        Audience = deed.Audience;
        Data = JsonSerializer.Serialize(deed.Data);
        PreviousHash = previousHash;
        Hash = ComputeHash();
    }

    public Guid WorkspaceId { get; private set; }

    public long Sequence { get; private set; }

    public DateTimeOffset At { get; private set; }

    public ActorKind ActorKind { get; private set; }

    public Guid? ActorId { get; private set; }

    public string ActorName { get; private set; } = "";

    public Via Via { get; private set; }

    /// <summary>Noun and verb, e.g. "post.scheduled".</summary>
    public string Verb { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public Guid SubjectId { get; private set; }

    public Audience Audience { get; private set; }

    /// <summary>Facts of the act, a flat JSON object.</summary>
    public string Data { get; private set; } = "{}";

    public string PreviousHash { get; private set; } = "";

    public string Hash { get; private set; } = "";

    public IReadOnlyDictionary<string, string?> Facts => JsonSerializer.Deserialize<Dictionary<string, string?>>(Data)!;

    /// <summary>SHA-256 over every column, each with its length before it, so that no two different entries read the same.</summary>
    internal string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in (string[])
        [
            PreviousHash, WorkspaceId.ToString("N"), Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
            At.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture), ActorKind.ToString(), ActorId?.ToString("N") ?? "", ActorName,
            Via.ToString(), Verb, Subject, SubjectId.ToString("N"), Audience.ToString(), Data,
        ])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
