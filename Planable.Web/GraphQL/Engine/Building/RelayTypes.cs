using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Object types that can be found again by their global id, and the two query fields that find them.</summary>
sealed class RelayTypes(Func<TypeRegistry> registry, ParameterBinder parameters, ResolverBuilder resolvers)
{
    const int MaxNodes = 50;
    const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public void Consider(ObjectType type, Type clr, IEnumerable<Type> tellers)
    {
        var attribute = clr.GetCustomAttribute<NodeAttribute>() ?? tellers.Select(t => t.GetCustomAttribute<NodeAttribute>()).FirstOrDefault(a => a is not null);
        var homes = (attribute?.NodeResolverType is { } home ? [home] : tellers.Append(clr)).ToList();
        var method = homes.SelectMany(t => t.GetMethods(Any)).FirstOrDefault(m => m.IsDefined(typeof(NodeResolverAttribute)) || (attribute?.NodeResolver is { } named && m.Name == named));
        if (attribute is not null)
            method ??= clr.GetMethods(Any).FirstOrDefault(m => m.IsStatic && (m.Name is "Get" or "GetAsync" || m.Name == $"Get{clr.Name}" || m.Name == $"Get{clr.Name}Async"));
        if (method is null)
        {
            if (attribute is not null)
                throw new InvalidOperationException($"[Node] {clr.Name} has no method that finds one.");
            return;
        }

        type.Node = Lookup(method);
        var property = attribute?.IdField ?? "Id";
        if (clr.GetProperty(property) is { } id)
        {
            var get = Invocations.Getter(id);
            type.Add(new("id", new NonNullType(registry().Named("ID", () => Scalars.Id))) { Getter = FieldBuilder.WithIds(get, type.Name), Description = Naming.Description(id) });
        }

        type.Interfaces.Add(Interface());
    }

    /// <summary>Adds <c>node</c> and <c>nodes</c> where any type can be found.</summary>
    public void AddFields(ObjectType query)
    {
        if (!registry().All.OfType<ObjectType>().Any(t => t.Node is not null))
            return;
        var id = new NonNullType(registry().Named("ID", () => Scalars.Id));
        var one = new Field("node", Interface()) { Description = "Fetches an object given its ID.", Resolver = context => Find(context, context.ArgumentValue<string>("id")), Cost = 10 };
        one.Arguments.Add(new("id", id) { Description = "ID of the object." });
        query.Add(one);

        var many = new Field("nodes", new NonNullType(new ListType(Interface()))) { Description = "Lookup nodes by a list of IDs.", Resolver = FindAll, Cost = 10, ListSize = new(MaxNodes, [], [], false) };
        many.Arguments.Add(new("ids", new NonNullType(new ListType(id))) { Description = "The list of node IDs." });
        query.Add(many);
    }

    static ValueTask<object?> Find(ResolverContext context, string id) =>
        GlobalIds.TryRead(id) is { } parts && context.Schema.Find(parts.TypeName) is ObjectType { Node: { } find }
            ? find(context, parts.RawId)
            : throw new GraphQLException(ErrorBuilder.New().SetMessage("This is no id.").SetCode(ErrorCodes.InvalidId).Build());

    static async ValueTask<object?> FindAll(ResolverContext context)
    {
        var ids = context.ArgumentValue<List<object?>>("ids");
        if (ids.Count > MaxNodes)
            throw new GraphQLException(ErrorBuilder.New().SetMessage($"At most {MaxNodes} nodes can be fetched at once.").SetCode(ErrorCodes.TooManyNodes).Build());
        // All are asked for before any is waited for, so that loaders gather them.
        return await Task.WhenAll(ids.Select(id => Find(context, (string)id!).AsTask()));
    }

    NodeLookup Lookup(MethodInfo method)
    {
        var found = new ParameterBinder.Found();
        var idTaken = false;
        var bindings = method.GetParameters().Select(p =>
        {
            if (idTaken || !parameters.IsArgument(p))
                return parameters.Bind(p, found);
            idTaken = true;
            return context => GlobalIds.Raw((string)context.LocalState["rawId"]!, p.ParameterType);
        }).ToArray();
        var call = resolvers.Of(method, onParent: false, bindings, found);
        var resolve = call.NeedsScope ? ResolverBuilder.InScope(call.Resolve) : call.Resolve;
        return (context, rawId) => resolve(context.Fork("rawId", rawId));
    }

    InterfaceType Interface() => registry().Named("Node", () =>
    {
        var node = new InterfaceType("Node") { Description = "The node interface is implemented by entities that have a global unique identifier." };
        node.Add(new("id", new NonNullType(registry().Named("ID", () => Scalars.Id))));
        return node;
    });
}
