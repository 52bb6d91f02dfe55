using System.Collections.Concurrent;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>All types, ready to validate and execute against. Never changes.</summary>
public sealed class Schema
{
    readonly Dictionary<string, NamedType> types;
    readonly Dictionary<Type, ObjectType> byClrType;
    readonly ConcurrentDictionary<Type, ObjectType?> resolved = new();
    readonly Dictionary<NamedType, HashSet<ObjectType>> possible = [];

    public Schema(ObjectType query, ObjectType? mutation, ObjectType? subscription, IEnumerable<NamedType> types)
    {
        Query = query;
        Mutation = mutation;
        Subscription = subscription;
        Introspection = new(this);
        this.types = types.Concat(Introspection.Types).DistinctBy(t => t.Name).OrderBy(t => t.Name, StringComparer.Ordinal).ToDictionary(t => t.Name, StringComparer.Ordinal);
        byClrType = this.types.Values.OfType<ObjectType>().Where(t => t.ClrType is not null).ToDictionary(t => t.ClrType!);
        foreach (var type in this.types.Values)
        {
            if (type is ObjectType o)
                o.Interfaces.ForEach(i => (possible.TryGetValue(i, out var set) ? set : possible[i] = []).Add(o));
            else if (type is UnionType union)
                possible[union] = [.. union.Members];
        }
    }

    public ObjectType Query { get; }
    public ObjectType? Mutation { get; }
    public ObjectType? Subscription { get; }
    public IntrospectionTypes Introspection { get; }
    public IEnumerable<NamedType> Types => types.Values;
    public IReadOnlyList<DirectiveDefinition> Directives { get; } = TypeSystem.Directives.All;

    public NamedType? Find(string name) => types.GetValueOrDefault(name);

    public DirectiveDefinition? FindDirective(string name) => Directives.FirstOrDefault(d => d.Name == name);

    /// <summary>A field of a type, the meta fields included.</summary>
    public Field? FindField(NamedType type, string name) => name switch
    {
        "__typename" => type is FieldsType or UnionType ? Introspection.TypeName : null,
        "__schema" => type == Query ? Introspection.SchemaField : null,
        "__type" => type == Query ? Introspection.TypeField : null,
        _ => (type as FieldsType)?.Find(name),
    };

    public IReadOnlySet<ObjectType> PossibleTypes(NamedType type) =>
        type is ObjectType o ? new HashSet<ObjectType> { o } : possible.GetValueOrDefault(type) ?? [];

    public bool IsPossible(NamedType type, ObjectType candidate) => type == candidate || (possible.TryGetValue(type, out var set) && set.Contains(candidate));

    /// <summary>Whether an object could be of both types.</summary>
    public bool Overlap(NamedType a, NamedType b) =>
        a == b || (a is ObjectType oa ? IsPossible(b, oa) : b is ObjectType ob ? IsPossible(a, ob) : PossibleTypes(a).Overlaps(PossibleTypes(b)));

    /// <summary>The object type of a C# object: of its class, or of the nearest one it derives from.</summary>
    public ObjectType? TypeOf(Type clrType) => resolved.GetOrAdd(clrType, static (type, known) =>
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (known.TryGetValue(t, out var found))
                return found;
        }

        return null;
    }, byClrType);
}
