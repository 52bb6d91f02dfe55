using System.Linq.Expressions;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Queries;

/// <summary>The two ways of an order, as the schema names them.</summary>
enum SortDirection
{
    Asc,
    Desc,
}

/// <summary>Applies an <c>order</c> argument.</summary>
static class Sorting
{
    public static Expression Order(Expression source, Type item, List<object?> order)
    {
        var keys = new List<OrderKey>();
        var parameter = Expression.Parameter(item, "x");
        foreach (var entry in order.OfType<InputObject>())
            Keys(entry, parameter, parameter, keys);
        for (var i = 0; i < keys.Count; i++)
        {
            var name = (i == 0 ? "OrderBy" : "ThenBy") + (keys[i].Descending ? "Descending" : "");
            source = Expression.Call(typeof(Queryable), name, [item, keys[i].Type], source, Expression.Quote(keys[i].Selector));
        }

        return source;
    }

    static void Keys(InputObject entry, Expression target, ParameterExpression parameter, List<OrderKey> keys)
    {
        foreach (var (name, value) in entry)
        {
            var access = Expression.Property(target, entry.Type.Members![name].Property);
            if (value is InputObject inner)
                Keys(inner, access, parameter, keys);
            else if (value is SortDirection direction)
                keys.Add(new(Expression.Lambda(access, parameter), direction == SortDirection.Desc));
        }
    }
}
