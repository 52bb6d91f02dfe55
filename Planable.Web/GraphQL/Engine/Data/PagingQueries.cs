using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Planable.Web.GraphQL.Engine.Queries;

namespace Planable.Web.GraphQL.Engine.Data;

/// <summary>Pages of queries, by keyset.</summary>
public static class PagingQueries
{
    /// <summary>One page of an ordered query, with one command (and one more where the total is wanted).</summary>
    public static async ValueTask<Page<T>> ToPageAsync<T>(this IQueryable<T> source, PagingArguments paging, CancellationToken cancel = default)
    {
        var keyset = Keyset.Of(source.Expression, typeof(T));
        var cursors = new Cursors<T>(keyset);
        var backward = paging.IsBackward;
        var rest = source;
        foreach (var bound in Bounds(keyset, cursors, paging))
            rest = rest.Where((Expression<Func<T, bool>>)bound);
        var ordered = source.Provider.CreateQuery<T>(keyset.Order(rest.Expression, typeof(T), backward, typeof(Queryable)));
        var items = await ordered.Take(paging.Size + 1).ToItems(cancel);
        var total = paging.IncludeTotalCount ? await source.CountItems(cancel) : (int?)null;
        return Cut(items, paging, cursors, total);
    }

    /// <summary>The same page for many parents, with one command: how nested lists are paged.</summary>
    public static async Task<Dictionary<TKey, Page<T>>> ToBatchPageAsync<TKey, T>(
        this IQueryable<T> source, Expression<Func<T, TKey>> parent, PagingArguments paging, CancellationToken cancel = default) where TKey : notnull
    {
        var keyset = Keyset.Of(source.Expression, typeof(T));
        var cursors = new Cursors<T>(keyset);
        var group = Expression.Parameter(typeof(IGrouping<TKey, T>), "g");
        Expression items = group;
        foreach (var bound in Bounds(keyset, cursors, paging))
            items = Expression.Call(typeof(Enumerable), nameof(Enumerable.Where), [typeof(T)], items, bound);
        items = keyset.Order(items, typeof(T), paging.IsBackward, typeof(Enumerable));
        items = Expression.Call(typeof(Enumerable), nameof(Enumerable.Take), [typeof(T)], items, Expression.Constant(paging.Size + 1));
        items = Expression.Call(typeof(Enumerable), nameof(Enumerable.ToList), [typeof(T)], items);
        var row = Expression.Lambda<Func<IGrouping<TKey, T>, Batch<TKey, T>>>(Expression.MemberInit(
            Expression.New(typeof(Batch<TKey, T>)),
            Expression.Bind(typeof(Batch<TKey, T>).GetProperty(nameof(Batch<TKey, T>.Key))!, Expression.Property(group, "Key")),
            Expression.Bind(typeof(Batch<TKey, T>).GetProperty(nameof(Batch<TKey, T>.Items))!, items)), group);

        var unordered = source.Provider.CreateQuery<T>(Unordered(source.Expression));
        var batches = await unordered.GroupBy(parent).Select(row).ToItems(cancel);
        var totals = paging.IncludeTotalCount
            ? (await unordered.GroupBy(parent).Select(g => new Total<TKey> { Key = g.Key, Count = g.Count() }).ToItems(cancel)).ToDictionary(t => t.Key, t => t.Count)
            : [];
        return batches.ToDictionary(b => b.Key, b => Cut(b.Items, paging, cursors, paging.IncludeTotalCount ? totals.GetValueOrDefault(b.Key) : null));
    }

    /// <summary>A page of a list that lies in memory; its cursors are places in it.</summary>
    public static Page<T> ToPage<T>(this IReadOnlyList<T> list, PagingArguments paging)
    {
        var from = paging.After is { } after ? Places.Read(after) + 1 : 0;
        var to = paging.Before is { } before ? Math.Min(Places.Read(before), list.Count) : list.Count;
        from = Math.Min(from, to);
        var start = paging.IsBackward ? Math.Max(from, to - paging.Size) : from;
        var end = paging.IsBackward ? to : Math.Min(to, from + paging.Size);
        return new([.. list.Skip(start).Take(end - start)], end < list.Count, start > 0, (_, index) => Places.Write(start + index), list.Count);
    }

    internal static async Task<List<T>> ToItems<T>(this IQueryable<T> query, CancellationToken cancel)
    {
        if (query is not IAsyncEnumerable<T> rows)
            return [.. query];
        var items = new List<T>();
        await foreach (var row in rows.WithCancellation(cancel))
            items.Add(row);
        return items;
    }

    internal static async Task<int> CountItems<T>(this IQueryable<T> query, CancellationToken cancel)
    {
        var unordered = query.Provider.CreateQuery<T>(Unordered(query.Expression));
        return query.Provider is IAsyncQueryProvider ? await unordered.CountAsync(cancel) : unordered.Count();
    }

    static IEnumerable<LambdaExpression> Bounds<T>(Keyset keyset, Cursors<T> cursors, PagingArguments paging)
    {
        if (paging.After is { } after)
            yield return keyset.After(cursors.Read(after), typeof(T), backward: false);
        if (paging.Before is { } before)
            yield return keyset.After(cursors.Read(before), typeof(T), backward: true);
    }

    static Page<T> Cut<T>(List<T> items, PagingArguments paging, Cursors<T> cursors, int? total)
    {
        var more = items.Count > paging.Size;
        if (more)
            items.RemoveAt(items.Count - 1);
        if (paging.IsBackward)
            items.Reverse();
        return paging.IsBackward
            ? new(items, paging.Before is not null, more, cursors.Of, total)
            : new(items, more, paging.After is not null, cursors.Of, total);
    }

    // A count or a group wants no order, and SQL Server allows none there.
    static Expression Unordered(Expression query)
    {
        if (query is not MethodCallExpression { Method: { } method } call || method.DeclaringType != typeof(Queryable))
            return query;
        if (method.Name is "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending")
            return Unordered(call.Arguments[0]);
        return method.Name == "Where" ? call.Update(null, [Unordered(call.Arguments[0]), call.Arguments[1]]) : query;
    }

    sealed class Batch<TKey, T>
    {
        public TKey Key { get; set; } = default!;
        public List<T> Items { get; set; } = [];
    }

    sealed class Total<TKey>
    {
        public TKey Key { get; set; } = default!;
        public int Count { get; set; }
    }
}
