using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Queries;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Makes the inputs of <c>where</c> and <c>order</c>, shaped and named as HotChocolate's.</summary>
sealed class FilterTypes(Func<TypeRegistry> registry)
{
    static readonly string[] Comparable = ["eq", "neq", "in", "nin", "gt", "ngt", "gte", "ngte", "lt", "nlt", "lte", "nlte"];
    static readonly string[] Equatable = ["eq", "neq", "in", "nin"];

    public InputObjectType Filter(Type item) => Scalars.Of(item) is not null || item.IsEnum ? Operations(new(item, false, []), null) : registry().Named($"{Naming.Type(item)}FilterInput", () => New($"{Naming.Type(item)}FilterInput"), type =>
    {
        type.Members = new(StringComparer.Ordinal);
        Combine(type);
        foreach (var property in Members(item))
        {
            var shape = ClrShape.Of(property);
            var id = property.GetCustomAttribute<IDAttribute>();
            var operations = Operations(shape, id);
            Add(type, property, operations, id is null ? null : id.TypeName ?? Naming.Type(id.Type ?? item));
        }
    });

    public InputObjectType Sort(Type item) => registry().Named($"{Naming.Type(item)}SortInput", () => New($"{Naming.Type(item)}SortInput"), type =>
    {
        type.Members = new(StringComparer.Ordinal);
        foreach (var property in Members(item))
        {
            var shape = ClrShape.Of(property).Unwrapped;
            if (Scalars.Of(shape.Type) is not null || shape.Type.IsEnum)
                Add(type, property, Directions(), null);
            else if (shape.Item is null)
                Add(type, property, Sort(shape.Type), null);
        }
    });

    EnumType Directions() => registry().Named("SortEnumType", () => new EnumType("SortEnumType", [new("ASC", SortDirection.Asc), new("DESC", SortDirection.Desc)]));

    InputObjectType Operations(ClrShape shape, IDAttribute? id)
    {
        var wasNullable = shape.Unwrapped.Nullable;
        shape = shape.Unwrapped;
        if (id is not null)
            return Operations("IdOperationFilterInput", Leaf(Scalars.Id), Equatable);
        if (shape.Type.IsEnum)
        {
            var leaf = (EnumType)registry().OutputNamed(shape.Type);
            return Operations($"{(wasNullable ? "NullableOf" : "")}{leaf.Name}OperationFilterInput", leaf, Equatable, itemsNonNull: !wasNullable);
        }

        if (Scalars.Of(shape.Type) is { } scalar)
        {
            Leaf(scalar);
            return scalar == Scalars.String ? Text() : scalar == Scalars.Boolean ? Operations("BooleanOperationFilterInput", scalar, ["eq", "neq"])
                : Operations($"{(scalar == Scalars.Uuid ? "Uuid" : scalar.Name)}OperationFilterInput", scalar, Comparable);
        }

        return shape.Item is { } item ? Lists(item) : Filter(shape.Type);
    }

    InputObjectType Operations(string name, NamedType leaf, string[] operations, bool itemsNonNull = false) => registry().Named(name, () =>
    {
        var type = New(name);
        foreach (var operation in operations)
            type.Add(new(operation, operation is "in" or "nin" ? new ListType(itemsNonNull ? new NonNullType(leaf) : leaf) : leaf));
        return type;
    });

    InputObjectType Text() => registry().Named("StringOperationFilterInput", () =>
    {
        var type = New("StringOperationFilterInput");
        Combine(type);
        foreach (var operation in new[] { "eq", "neq", "contains", "ncontains", "in", "nin", "startsWith", "nstartsWith", "endsWith", "nendsWith" })
            type.Add(new(operation, operation is "in" or "nin" ? new ListType(Leaf(Scalars.String)) : Leaf(Scalars.String)));
        return type;
    });

    InputObjectType Lists(ClrShape item)
    {
        var inner = Operations(item, null);
        var name = inner.Members is not null || Scalars.Of(item.Unwrapped.Type) is null && !item.Unwrapped.Type.IsEnum ? $"ListFilterInputTypeOf{inner.Name}" : $"List{inner.Name}";
        return registry().Named(name, () =>
        {
            var type = New(name);
            foreach (var operation in new[] { "all", "none", "some" })
                type.Add(new(operation, inner));
            type.Add(new("any", Leaf(Scalars.Boolean)));
            return type;
        });
    }

    static void Combine(InputObjectType type)
    {
        type.Add(new("and", new ListType(new NonNullType(type))));
        type.Add(new("or", new ListType(new NonNullType(type))));
    }

    static void Add(InputObjectType type, PropertyInfo property, NamedType of, string? idOf)
    {
        var name = Naming.Field(property);
        type.Add(new(name, of) { Description = Naming.Description(property) });
        type.Members![name] = new(property, idOf);
    }

    static IEnumerable<PropertyInfo> Members(Type item) =>
        item.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && !Naming.Ignored(p) && p.Name != "EqualityContract" && p.PropertyType != typeof(byte[]));

    ScalarType Leaf(ScalarType scalar) => registry().Named(scalar.Name, () => scalar);

    static InputObjectType New(string name) => new(name);
}
