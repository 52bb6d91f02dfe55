using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>The named types of the schema being built, each made once; their fields follow later, so that types may refer to each other.</summary>
sealed class TypeRegistry
{
    readonly Dictionary<Type, NamedType> outputs = [];
    readonly Dictionary<Type, InputObjectType> inputs = [];
    readonly Dictionary<string, NamedType> byName = new(StringComparer.Ordinal);
    readonly Queue<Action> unfinished = new();

    /// <summary>Fills an object type, once it is reached.</summary>
    public required Action<ObjectType, Type> FillObject { get; init; }

    public required Action<InterfaceType, Type> FillInterface { get; init; }

    public required Action<InputObjectType, Type> FillInput { get; init; }

    /// <summary>The name that a class telling about a type gave it.</summary>
    public Func<Type, string?> Told { get; init; } = _ => null;

    public IReadOnlyCollection<NamedType> All => byName.Values;

    public NamedType? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Adds a type that stands for no C# type, or gives the one of that name.</summary>
    public T Named<T>(string name, Func<T> create, Action<T>? fill = null) where T : NamedType
    {
        if (byName.TryGetValue(name, out var known))
            return known as T ?? throw new InvalidOperationException($"Two types are called {name}.");
        var type = create();
        byName[name] = type;
        if (fill is not null)
            unfinished.Enqueue(() => fill(type));
        return type;
    }

    public void Finish()
    {
        while (unfinished.TryDequeue(out var fill))
            fill();
    }

    public GraphType Output(ClrShape shape)
    {
        shape = shape.Unwrapped;
        GraphType type = shape.Item is { } item && Scalars.Of(shape.Type) is null ? new ListType(Output(item)) : OutputNamed(shape.Type);
        return shape.Nullable ? type : new NonNullType(type);
    }

    public GraphType Input(ClrShape shape)
    {
        shape = shape.Unwrapped;
        GraphType type = shape.Item is { } item && Scalars.Of(shape.Type) is null ? new ListType(Input(item)) : InputNamed(shape.Type);
        return shape.Nullable ? type : new NonNullType(type);
    }

    /// <summary>The same wrapping with another type inside: how ids keep their lists.</summary>
    public static GraphType WithNamed(GraphType type, NamedType named) => type switch
    {
        NonNullType n => new NonNullType(WithNamed(n.Inner, named)),
        ListType list => new ListType(WithNamed(list.Item, named)),
        _ => named,
    };

    public NamedType OutputNamed(Type clr) => Leaf(clr) ?? Composite(clr);

    public ObjectType Object(Type clr) => (ObjectType)Composite(clr);

    NamedType Composite(Type clr)
    {
        if (outputs.TryGetValue(clr, out var known))
            return known;
        var name = Told(clr) ?? Naming.Type(clr);
        if (clr.IsDefined(typeof(UnionTypeAttribute), false))
            return outputs[clr] = Add(new UnionType(name) { ClrType = clr, Description = Naming.Description(clr) });
        if (clr.IsInterface || clr.IsDefined(typeof(InterfaceTypeAttribute), false))
        {
            var contract = new InterfaceType(name) { ClrType = clr, Description = Naming.Description(clr) };
            outputs[clr] = Add(contract);
            unfinished.Enqueue(() => FillInterface(contract, clr));
            return contract;
        }

        if (clr == typeof(object) || clr.IsPrimitive || clr.Namespace == "System")
            throw new InvalidOperationException($"{clr} has no GraphQL type.");
        var type = new ObjectType(name) { ClrType = clr, Description = Naming.Description(clr) };
        outputs[clr] = Add(type);
        unfinished.Enqueue(() => FillObject(type, clr));
        return type;
    }

    NamedType InputNamed(Type clr)
    {
        if (Leaf(clr) is { } leaf)
            return leaf;
        if (inputs.TryGetValue(clr, out var known))
            return known;
        if (clr.IsInterface || clr.IsPrimitive)
            throw new InvalidOperationException($"{clr} is no input type.");
        var type = new InputObjectType(Naming.Input(clr)) { ClrType = clr, Description = Naming.Description(clr), IsOneOf = clr.IsDefined(typeof(OneOfAttribute), false) };
        inputs[clr] = (InputObjectType)Add(type);
        unfinished.Enqueue(() => FillInput(type, clr));
        return type;
    }

    NamedType? Leaf(Type clr)
    {
        if (Scalars.Of(clr) is { } scalar)
            return Named(scalar.Name, () => scalar);
        if (!clr.IsEnum)
            return null;
        return outputs.TryGetValue(clr, out var known) ? known : outputs[clr] = Add(Enum(clr));
    }

    static EnumType Enum(Type clr)
    {
        var members = clr.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => !Naming.Ignored(f)).Select(f =>
            new EnumMember(Naming.Given(f) ?? Naming.EnumValue(f.Name), f.GetValue(null)!) { Description = Naming.Description(f), DeprecationReason = Naming.Deprecation(f) });
        return new(Naming.Type(clr), [.. members]) { ClrType = clr, Description = Naming.Description(clr) };
    }

    NamedType Add(NamedType type) =>
        byName.TryAdd(type.Name, type) ? type : throw new InvalidOperationException($"Two types are called {type.Name}: {byName[type.Name].ClrType} and {type.ClrType}.");
}
