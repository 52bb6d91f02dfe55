using Planable.Web.GraphQL.Engine.Queries;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

public enum TypeKind { Scalar, Object, Interface, Union, Enum, InputObject, List, NonNull }

/// <summary>A type as a field or argument has it: named, or wrapped in lists and non-null.</summary>
public abstract class GraphType
{
    public abstract TypeKind Kind { get; }

    /// <summary>The type with every wrapper taken off.</summary>
    public abstract NamedType Named { get; }

    public bool IsNonNull => Kind == TypeKind.NonNull;
    public GraphType Nullable => this is NonNullType type ? type.Inner : this;
    public bool IsInput => Named.Kind is TypeKind.Scalar or TypeKind.Enum or TypeKind.InputObject;
    public bool IsLeaf => Named.Kind is TypeKind.Scalar or TypeKind.Enum;
    public bool IsList => Nullable is ListType;

    /// <summary>Two types are the same when they print the same: names are unique in a schema.</summary>
    public bool Same(GraphType other) => (this, other) switch
    {
        (NonNullType a, NonNullType b) => a.Inner.Same(b.Inner),
        (ListType a, ListType b) => a.Item.Same(b.Item),
        _ => ReferenceEquals(this, other),
    };
}

public sealed class ListType(GraphType item) : GraphType
{
    public GraphType Item { get; } = item;
    public override TypeKind Kind => TypeKind.List;
    public override NamedType Named => Item.Named;
    public override string ToString() => $"[{Item}]";
}

public sealed class NonNullType(GraphType inner) : GraphType
{
    public GraphType Inner { get; } = inner;
    public override TypeKind Kind => TypeKind.NonNull;
    public override NamedType Named => Inner.Named;
    public override string ToString() => $"{Inner}!";
}

public abstract class NamedType(string name) : GraphType
{
    public string Name { get; } = name;
    public string? Description { get; set; }

    /// <summary>The C# type it came from, where there is one.</summary>
    public Type? ClrType { get; init; }

    public override NamedType Named => this;
    public override string ToString() => Name;
}

/// <summary>A type with fields: object or interface.</summary>
public abstract class FieldsType(string name) : NamedType(name)
{
    readonly Dictionary<string, Field> byName = new(StringComparer.Ordinal);
    readonly List<Field> fields = [];

    public IReadOnlyList<Field> Fields => fields;
    public List<InterfaceType> Interfaces { get; } = [];

    public Field? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Adds a field, or takes the place of the one with the same name.</summary>
    public void Add(Field field)
    {
        if (byName.TryGetValue(field.Name, out var old))
            fields[fields.IndexOf(old)] = field;
        else
            fields.Add(field);
        byName[field.Name] = field;
        field.Owner = this;
    }

    public void Remove(string name)
    {
        if (byName.Remove(name, out var field))
            fields.Remove(field);
    }
}

public sealed class ObjectType(string name) : FieldsType(name)
{
    public override TypeKind Kind => TypeKind.Object;

    /// <summary>Finds one by the raw id inside its global id: the type is a <c>Node</c> then.</summary>
    public NodeLookup? Node { get; set; }
}

public sealed class InterfaceType(string name) : FieldsType(name)
{
    public override TypeKind Kind => TypeKind.Interface;
}

public sealed class UnionType(string name) : NamedType(name)
{
    public override TypeKind Kind => TypeKind.Union;
    public List<ObjectType> Members { get; } = [];
}

public sealed class EnumType(string name, IReadOnlyList<EnumMember> members) : NamedType(name)
{
    readonly Dictionary<string, EnumMember> byName = members.ToDictionary(m => m.Name, StringComparer.Ordinal);
    readonly Dictionary<object, EnumMember> byValue = members.ToDictionary(m => m.Value);

    public override TypeKind Kind => TypeKind.Enum;
    public IReadOnlyList<EnumMember> Members { get; } = members;
    public EnumMember? Find(string name) => byName.GetValueOrDefault(name);
    public EnumMember? FindValue(object value) => byValue.GetValueOrDefault(value);
}

public sealed class EnumMember(string name, object value)
{
    public string Name { get; } = name;
    public object Value { get; } = value;
    public string? Description { get; set; }
    public string? DeprecationReason { get; init; }
}

public sealed class InputObjectType(string name) : NamedType(name)
{
    readonly Dictionary<string, InputField> byName = new(StringComparer.Ordinal);
    readonly List<InputField> fields = [];

    public override TypeKind Kind => TypeKind.InputObject;
    public bool IsOneOf { get; set; }
    public IReadOnlyList<InputField> Fields => fields;

    /// <summary>Makes the C# object out of what a client sent; null keeps the <see cref="InputObject"/>.</summary>
    public Func<InputObject, object>? Create { get; set; }

    /// <summary>For inputs of filters and orders: the member each field stands for.</summary>
    public Dictionary<string, FilterMember>? Members { get; set; }

    public InputField? Find(string name) => byName.GetValueOrDefault(name);

    public void Add(InputField field)
    {
        byName.Add(field.Name, field);
        fields.Add(field);
    }
}
