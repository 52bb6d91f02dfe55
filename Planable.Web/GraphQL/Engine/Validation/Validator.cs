using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Validation;

/// <summary>How much work an operation may ask for before it is refused unread.</summary>
public sealed class ValidationLimits
{
    public int MaxErrors { get; set; } = 50;

    /// <summary>Fields within fields, introspection apart.</summary>
    public int MaxDepth { get; set; } = 20;

    public int MaxAliases { get; set; } = 200;

    /// <summary>Steps the rule about merging fields may take; honest documents need a few hundred.</summary>
    public int MergeBudget { get; set; } = 100_000;

    public bool AllowIntrospection { get; set; } = true;

    internal ValidationLimits With(bool introspection) =>
        introspection == AllowIntrospection ? this : new() { MaxErrors = MaxErrors, MaxDepth = MaxDepth, MaxAliases = MaxAliases, MergeBudget = MergeBudget, AllowIntrospection = introspection };
}

/// <summary>Chapter 5 of the specification: every rule, once over the document, with bounded work.</summary>
public static class Validator
{
    /// <summary>What is wrong with the document; nothing when it may be executed.</summary>
    public static IReadOnlyList<IError> Validate(Schema schema, Document document, ValidationLimits? limits = null)
    {
        var findings = new Findings(document, limits ?? new());
        try
        {
            var definitions = new DefinitionRules(schema, document, findings);
            definitions.Check();
            var uses = new VariableUses();
            new SelectionRules(schema, document, findings, uses).Check();
            new VariableRules(schema, document, findings, uses, definitions).Check();
            if (!definitions.HasCycles)
            {
                new OperationLimits(document, findings, limits ?? new()).Check();
                // Overlaps are judged on a document whose parts are known to be sound, or one mistake would be told many times.
                if (findings.Errors.Count == 0)
                    new OverlappingFields(schema, document, findings, (limits ?? new()).MergeBudget).Check();
            }
        }
        catch (Findings.Enough)
        {
            // The limit is reached; what was found is answer enough.
        }

        return findings.Errors;
    }
}

/// <summary>Collects what the rules find.</summary>
sealed class Findings(Document document, ValidationLimits limits)
{
    readonly List<IError> errors = [];

    public IReadOnlyList<IError> Errors => errors;

    public void Add(string message, params ReadOnlySpan<Node> nodes) => Add(message, ErrorCodes.Validation, nodes);

    public void Add(string message, string code, params ReadOnlySpan<Node> nodes)
    {
        var error = ErrorBuilder.New().SetMessage(message).SetCode(code);
        foreach (var node in nodes)
            error.AddLocation(document.LocationOf(node));
        errors.Add(error.Build());
        if (errors.Count >= limits.MaxErrors)
            throw new Enough();
    }

    /// <summary>Tells each name that comes a second time.</summary>
    public void Unique<T>(IEnumerable<T> nodes, Func<T, string?> name, Func<string, string> message) where T : Node
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (name(node) is { } n && !seen.Add(n))
                Add(message(n), node);
        }
    }

    public sealed class Enough : Exception;
}
