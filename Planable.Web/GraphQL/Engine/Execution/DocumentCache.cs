using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>A document that was read and judged, with the plans made from it.</summary>
public sealed class PreparedDocument(Document? document, IReadOnlyList<IError> errors)
{
    // A client chooses the values of @skip and @include; more plans than this are not worth their room.
    const int MaxPlans = 32;

    readonly ConcurrentDictionary<string, OperationPlan> plans = new(StringComparer.Ordinal);

    public Document? Document { get; } = document;
    public IReadOnlyList<IError> Errors { get; } = errors;
    public IReadOnlyList<string> Conditions { get; } = document is null || errors.Count > 0 ? [] : Planner.ConditionVariables(document);

    public OperationPlan Plan(string key, Func<OperationPlan> make)
    {
        if (plans.TryGetValue(key, out var plan))
            return plan;
        plan = make();
        if (plans.Count < MaxPlans)
            plans.TryAdd(key, plan);
        return plan;
    }
}

/// <summary>Documents by their text. Two generations: when the young one is full, the old is forgotten, and what is asked for again returns.</summary>
public sealed class DocumentCache(int capacity)
{
    readonly Lock gate = new();
    ConcurrentDictionary<byte[], PreparedDocument> young = new(Bytes.Equality);
    ConcurrentDictionary<byte[], PreparedDocument> old = new(Bytes.Equality);

    public PreparedDocument? Find(ReadOnlySpan<byte> text)
    {
        if (young.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var found))
            return found;
        if (!old.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out found))
            return null;
        Add(text.ToArray(), found);
        return found;
    }

    public void Add(byte[] text, PreparedDocument document)
    {
        lock (gate)
        {
            if (young.Count >= capacity / 2)
            {
                old = young;
                young = new(Bytes.Equality);
            }

            young[text] = document;
        }
    }

    sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Bytes Equality = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        // Seeded per process, so nobody can prepare texts that collide.
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
