using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Makes connection and edge types, and the arguments of paged fields.</summary>
sealed class ConnectionTypes(Func<TypeRegistry> registry, PagingOptions options)
{
    public void Page(Field field, ClrShape item, UsePagingAttribute attribute, bool nullable)
    {
        var rules = new PagingRules(
            attribute.OwnDefaultPageSize ?? options.DefaultPageSize, attribute.OwnMaxPageSize ?? options.MaxPageSize,
            attribute.OwnIncludeTotalCount ?? options.IncludeTotalCount, options.RequirePagingBoundaries);
        var node = registry().Output(item);
        var name = attribute.ConnectionName ?? Naming.Pascal(field.Name);
        var connection = registry().Named($"{name}Connection", () => Connection(name, node, rules.IncludeTotalCount));
        if (!connection.Find("nodes")!.Type.Same(new ListType(node)) && connection.Find("nodes")!.Type.ToString() != $"[{node}]")
            throw new InvalidOperationException($"{connection.Name} pages {connection.Find("nodes")!.Type} and [{node}]: give one of them a ConnectionName.");

        field.Type = nullable ? connection : new NonNullType(connection);
        field.Paging = rules;
        field.ListSize ??= new(rules.MaxPageSize, ["first", "last"], ["edges", "nodes"], RequireOneSlicingArgument: false, rules.DefaultPageSize);
        var number = Leaf(Scalars.Int);
        var text = Leaf(Scalars.String);
        field.Arguments.Add(new("first", number) { Description = "Returns the first _n_ elements from the list." });
        field.Arguments.Add(new("after", text) { Description = "Returns the elements in the list that come after the specified cursor." });
        field.Arguments.Add(new("last", number) { Description = "Returns the last _n_ elements from the list." });
        field.Arguments.Add(new("before", text) { Description = "Returns the elements in the list that come before the specified cursor." });
    }

    ObjectType Connection(string name, GraphType node, bool withTotal)
    {
        var edge = registry().Named($"{name}Edge", () => new ObjectType($"{name}Edge") { Description = "An edge in a connection." });
        edge.Add(Read<IEdge>("cursor", new NonNullType(Leaf(Scalars.String)), e => e.Cursor, "A cursor for use in pagination."));
        edge.Add(Read<IEdge>("node", node, e => e.Node, "The item at the end of the edge."));

        var connection = new ObjectType($"{name}Connection") { Description = "A connection to a list of items." };
        connection.Add(Read<IConnection>("pageInfo", new NonNullType(registry().Named("PageInfo", Info)), c => c.PageInfo, "Information to aid in pagination."));
        connection.Add(Read<IConnection>("edges", new ListType(new NonNullType(edge)), c => c.Edges, "A list of edges."));
        connection.Add(Read<IConnection>("nodes", new ListType(node), c => c.Nodes, "A flattened list of the nodes."));
        if (withTotal)
            connection.Add(Read<IConnection>("totalCount", new NonNullType(Leaf(Scalars.Int)), c => c.TotalCount, "Identifies the total count of items in the connection."));
        return connection;
    }

    ObjectType Info()
    {
        var info = new ObjectType("PageInfo") { Description = "Information about pagination in a connection." };
        info.Add(Read<PageInfo>("hasNextPage", new NonNullType(Leaf(Scalars.Boolean)), p => p.HasNextPage, "Indicates whether more edges exist following the set defined by the clients arguments."));
        info.Add(Read<PageInfo>("hasPreviousPage", new NonNullType(Leaf(Scalars.Boolean)), p => p.HasPreviousPage, "Indicates whether more edges exist prior the set defined by the clients arguments."));
        info.Add(Read<PageInfo>("startCursor", Leaf(Scalars.String), p => p.StartCursor, "When paginating backwards, the cursor to continue."));
        info.Add(Read<PageInfo>("endCursor", Leaf(Scalars.String), p => p.EndCursor, "When paginating forwards, the cursor to continue."));
        return info;
    }

    ScalarType Leaf(ScalarType scalar) => registry().Named(scalar.Name, () => scalar);

    static Field Read<T>(string name, GraphType type, Func<T, object?> get, string description) => new(name, type) { Getter = parent => get((T)parent), Description = description };
}
