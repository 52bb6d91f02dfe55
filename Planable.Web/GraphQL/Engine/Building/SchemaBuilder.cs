using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Builds a schema out of annotated C# types.</summary>
sealed class SchemaBuilder
{
    const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    readonly IReadOnlyCollection<Type> given;
    readonly TypeRegistry registry;
    readonly ObjectTypes objects;
    readonly RelayTypes relay;
    readonly MutationConventions mutations;
    readonly SubscriptionFields subscriptions;
    readonly Func<string, string?, string?>? words;

    SchemaBuilder(IReadOnlyCollection<Type> given, GraphQLOptions options, IServiceProviderIsService services, LoaderDefinitions loaders)
    {
        this.given = given;
        words = options.Words;
        var inputs = new InputTypes(() => registry!);
        var parameters = new ParameterBinder(inputs, services, loaders);
        var resolvers = new ResolverBuilder(parameters);
        var fields = new FieldBuilder(() => registry!, resolvers, new(() => registry!, options.Paging), new(() => registry!));
        relay = new(() => registry!, parameters, resolvers);
        var tellers = given.SelectMany(Told).ToLookup(t => t.About, t => t.Teller);
        objects = new(fields, relay, tellers);
        mutations = new(() => registry!, fields, resolvers, parameters, new(() => registry!, fields));
        subscriptions = new(fields, resolvers);
        registry = new() { FillObject = objects.Fill, FillInterface = objects.Fill, FillInput = inputs.Fill, Told = clr => tellers.Contains(clr) ? ObjectTypeDescription.Of(clr, tellers[clr]).GivenName : null };
    }

    /// <summary>The schema of the given types: roots, extensions, unions, interfaces and everything they lead to.</summary>
    public static Schema Build(IReadOnlyCollection<Type> types, GraphQLOptions options, IServiceProviderIsService services, LoaderDefinitions loaders) =>
        new SchemaBuilder(types, options, services, loaders).Build();

    Schema Build()
    {
        var query = Root("Query", typeof(QueryTypeAttribute), (type, holder) => objects.AddFrom(type, holder))
            ?? throw new InvalidOperationException("The schema has no [QueryType].");
        var mutation = Root("Mutation", typeof(MutationTypeAttribute), (type, holder) =>
        {
            foreach (var method in holder.GetMethods(Own).Where(m => ObjectTypes.IsField(m) || m.ReturnType == typeof(Task)))
                type.Add(mutations.Of(method, type));
        });
        var subscription = Root("Subscription", typeof(SubscriptionTypeAttribute), (type, holder) =>
        {
            foreach (var method in holder.GetMethods(Own).Where(m => m.IsDefined(typeof(SubscribeAttribute))))
                type.Add(subscriptions.Of(method, type));
        });

        foreach (var about in given.Where(IsObject).Concat(given.SelectMany(Told).Select(t => t.About).Where(t => !t.IsInterface)).Distinct())
            registry.Object(about);
        registry.Finish();
        Join();
        relay.AddFields(query);
        registry.Finish();
        Check();
        if (words is not null)
            Describe(words);
        return new(query, mutation, subscription, registry.All);
    }

    ObjectType? Root(string name, Type attribute, Action<ObjectType, Type> add)
    {
        var holders = given.Where(t => t.IsDefined(attribute)).OrderBy(t => t.FullName, StringComparer.Ordinal).ToList();
        if (holders.Count == 0)
            return null;
        var type = registry.Named(name, () => new ObjectType(name));
        foreach (var holder in holders)
            add(type, holder);
        return type;
    }

    // Interfaces and unions come together last, when all object types are known. Filling one may reach others.
    void Join()
    {
        foreach (var marker in given.Where(t => t.IsDefined(typeof(InterfaceTypeAttribute), false)))
            registry.OutputNamed(marker);
        registry.Finish();
        foreach (var type in registry.All.OfType<ObjectType>().Where(t => t.ClrType is not null).OrderBy(t => t.Name, StringComparer.Ordinal).ToList())
        {
            foreach (var contract in registry.All.OfType<InterfaceType>().Where(i => i.ClrType?.IsAssignableFrom(type.ClrType) == true && !type.Interfaces.Contains(i)))
                Implement(type, contract);
            foreach (var union in registry.All.OfType<UnionType>().Where(u => u.ClrType?.IsAssignableFrom(type.ClrType) == true && !u.Members.Contains(type)))
                union.Members.Add(type);
        }

        foreach (var contract in registry.All.OfType<InterfaceType>())
            contract.Interfaces.AddRange(registry.All.OfType<InterfaceType>().Where(i => i != contract && i.ClrType?.IsAssignableFrom(contract.ClrType) == true));
    }

    static void Implement(ObjectType type, InterfaceType contract)
    {
        type.Interfaces.Add(contract);
        foreach (var field in contract.Fields.Where(f => type.Find(f.Name) is null))
        {
            var copy = new Field(field.Name, field.Type) { Description = field.Description, Getter = field.Getter, Resolver = field.Resolver, Cost = field.Cost };
            copy.Arguments.AddRange(field.Arguments);
            type.Add(copy);
        }
    }

    void Describe(Func<string, string?, string?> words)
    {
        foreach (var type in registry.All)
        {
            type.Description ??= words(type.Name, null);
            foreach (var field in (type as FieldsType)?.Fields ?? [])
            {
                field.Description ??= words(type.Name, field.Name);
                foreach (var argument in field.Arguments)
                    argument.Description ??= words($"{type.Name}.{field.Name}", argument.Name);
            }

            foreach (var field in (type as InputObjectType)?.Fields ?? [])
                field.Description ??= words(type.Name, field.Name);
            foreach (var value in (type as EnumType)?.Members ?? [])
                value.Description ??= words(type.Name, value.Name);
        }
    }

    void Check()
    {
        foreach (var type in registry.All)
        {
            if (!IsName(type.Name))
                throw new InvalidOperationException($"{type.Name} is no GraphQL name.");
            if (type is FieldsType { Fields.Count: 0 } or InputObjectType { Fields.Count: 0 } or UnionType { Members.Count: 0 })
                throw new InvalidOperationException($"{type.Name} has no fields or members.");
            foreach (var field in (type as FieldsType)?.Fields ?? [])
            {
                if (!IsName(field.Name) || field.Arguments.DistinctBy(a => a.Name).Count() != field.Arguments.Count)
                    throw new InvalidOperationException($"{type.Name}.{field.Name}: the name, or that of an argument, cannot be.");
                if (field.Arguments.Find(a => a.IsRequired && a.DeprecationReason is not null) is { } required)
                    throw new InvalidOperationException($"{type.Name}.{field.Name}({required.Name}:) is required and cannot be deprecated.");
            }
        }
    }

    static bool IsName(string name) =>
        name.Length > 0 && !name.StartsWith("__", StringComparison.Ordinal) && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    static bool IsObject(Type type) => type.IsDefined(typeof(ObjectTypeAttribute), false) && !type.IsAbstract;

    static IEnumerable<(Type About, Type Teller)> Told(Type type)
    {
        foreach (var attribute in type.GetCustomAttributes(false))
        {
            if (attribute is ExtendObjectTypeAttribute extend)
                yield return (extend.Type, type);
            else if (attribute.GetType() is { IsGenericType: true } generic && (generic.GetGenericTypeDefinition() == typeof(ObjectTypeAttribute<>) || generic.GetGenericTypeDefinition() == typeof(ExtendObjectTypeAttribute<>)))
                yield return (generic.GetGenericArguments()[0], type);
        }
    }
}
