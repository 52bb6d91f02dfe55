using System.Text.Json;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>What a client asked for, whatever way it came in.</summary>
public sealed record GraphQLRequest
{
    /// <summary>The text in UTF-8, where it was sent.</summary>
    public ReadOnlyMemory<byte>? Query { get; init; }

    /// <summary>The id of a stored operation.</summary>
    public string? DocumentId { get; init; }

    public string? OperationName { get; init; }

    /// <summary>An object, or nothing.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>The SHA-256 of an automatic persisted operation.</summary>
    public string? PersistedHash { get; init; }

    /// <summary>Whether the request may change nothing: it came by GET.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether the cost is to be told, or (only) judged.</summary>
    public CostReport Cost { get; init; }
}

public enum CostReport { None, Report, Validate }
