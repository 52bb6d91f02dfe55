using System.Linq.Expressions;
using System.Reflection;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Queries;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>What happens to a list between the resolver and the response: filter, order, page, read. One set of steps per item type.</summary>
abstract class ListSteps
{
    public static ListSteps Of(Type item) => (ListSteps)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(item))!;

    public abstract object? Filter(object? list, InputObject? where);

    public abstract object? Sort(object? list, List<object?>? order);

    public abstract ValueTask<object?> Page(object? list, PagingArguments paging, CancellationToken cancel);

    public abstract ValueTask<object?> Read(object? list, CancellationToken cancel);

    sealed class Typed<T> : ListSteps
    {
        public override object? Filter(object? list, InputObject? where) =>
            list is IEnumerable<T> items && where is not null ? items.AsQueryable().Where((Expression<Func<T, bool>>)Filters.Lambda(where, typeof(T))) : list;

        public override object? Sort(object? list, List<object?>? order)
        {
            if (list is not IEnumerable<T> items || order is not { Count: > 0 })
                return list;
            var query = items.AsQueryable();
            return query.Provider.CreateQuery<T>(Sorting.Order(query.Expression, typeof(T), order));
        }

        public override async ValueTask<object?> Page(object? list, PagingArguments paging, CancellationToken cancel) => list switch
        {
            null or IConnection => list,
            Page<T> page => page.ToConnection(),
            // A list in memory has an order already: its own.
            IQueryable<T> query when query is not EnumerableQuery<T> => (await query.ToPageAsync(paging, cancel)).ToConnection(),
            IAsyncEnumerable<T> stream => (await stream.ToListAsync(cancel)).ToPage(paging).ToConnection(),
            IEnumerable<T> items => (items as IReadOnlyList<T> ?? [.. items]).ToPage(paging).ToConnection(),
            _ => throw new InvalidOperationException($"{list.GetType()} cannot be paged."),
        };

        public override async ValueTask<object?> Read(object? list, CancellationToken cancel) => list switch
        {
            IQueryable<T> query => await query.ToItems(cancel),
            IAsyncEnumerable<T> stream => await stream.ToListAsync(cancel),
            _ => list,
        };
    }
}

/// <summary>The connection a paged field gives, and the page a client asks it for.</summary>
static class PagingField
{
    public static PagingArguments ArgumentsOf(ResolverContext context)
    {
        var rules = context.Selection.Field.Paging ?? throw new InvalidOperationException("PagingArguments belong to a field with [UsePaging].");
        var paging = new PagingArguments(
            context.ArgumentValue<int?>("first"), context.ArgumentValue<string?>("after"), context.ArgumentValue<int?>("last"), context.ArgumentValue<string?>("before"),
            rules.IncludeTotalCount && context.IsSelected("totalCount"));
        foreach (var size in new[] { paging.First, paging.Last })
        {
            if (size > rules.MaxPageSize)
                throw Refused($"A page holds at most {rules.MaxPageSize} items.", ErrorCodes.PageTooLarge);
            if (size < 0)
                throw Refused("A page cannot hold fewer than no items.", ErrorCodes.PageTooSmall);
        }

        if (paging is not { First: null, Last: null })
            return paging;
        return rules.RequireBoundaries
            ? throw Refused("Say how many with `first` or `last`.", ErrorCodes.PageBoundaryMissing)
            : paging with { First = rules.DefaultPageSize };
    }

    static Errors.GraphQLException Refused(string message, string code) => new(Errors.ErrorBuilder.New().SetMessage(message).SetCode(code).Build());
}
