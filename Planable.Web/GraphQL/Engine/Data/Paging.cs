namespace Planable.Web.GraphQL.Engine.Data;

/// <summary>Which page a client wants. A resolver that pages by itself takes it as a parameter.</summary>
public sealed record PagingArguments(int? First = null, string? After = null, int? Last = null, string? Before = null, bool IncludeTotalCount = false)
{
    public int Size => First ?? Last ?? 0;

    /// <summary>Whether the page is counted from the end.</summary>
    public bool IsBackward => First is null && Last is not null;
}

/// <summary>A page of a list, with what its cursors are made from.</summary>
public sealed class Page<T>(IReadOnlyList<T> items, bool hasNextPage, bool hasPreviousPage, Func<T, int, string> cursor, int? totalCount = null)
{
    public static Page<T> Empty { get; } = new([], false, false, (_, _) => "", 0);

    public IReadOnlyList<T> Items { get; } = items;
    public bool HasNextPage { get; } = hasNextPage;
    public bool HasPreviousPage { get; } = hasPreviousPage;
    public int? TotalCount { get; } = totalCount;

    /// <summary>The cursor of the item at that place of the page.</summary>
    public string CursorOf(int index) => cursor(Items[index], index);

    /// <summary>The same page of something else.</summary>
    public Page<TOther> Select<TOther>(Func<T, TOther> map) =>
        new([.. Items.Select(map)], HasNextPage, HasPreviousPage, (_, index) => CursorOf(index), TotalCount);
}

/// <summary>A page as the schema shows it.</summary>
public interface IConnection
{
    IReadOnlyList<IEdge> Edges { get; }
    PageInfo PageInfo { get; }
    System.Collections.IEnumerable Nodes { get; }
    int? TotalCount { get; }
}

public interface IEdge
{
    string Cursor { get; }
    object? Node { get; }
}

public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

/// <inheritdoc cref="IConnection"/>
public sealed class Connection<T>(Page<T> page) : IConnection
{
    public IReadOnlyList<IEdge> Edges => [.. page.Items.Select((item, index) => (IEdge)new Edge(item, page.CursorOf(index)))];

    public PageInfo PageInfo => page.Items.Count == 0
        ? new(page.HasNextPage, page.HasPreviousPage, null, null)
        : new(page.HasNextPage, page.HasPreviousPage, page.CursorOf(0), page.CursorOf(page.Items.Count - 1));

    public System.Collections.IEnumerable Nodes => page.Items;
    public int? TotalCount => page.TotalCount;

    sealed record Edge(object? Node, string Cursor) : IEdge;
}

/// <summary>How connections behave unless a field says otherwise.</summary>
public sealed class PagingOptions
{
    public int DefaultPageSize { get; set; } = 10;
    public int MaxPageSize { get; set; } = 50;
    public bool IncludeTotalCount { get; set; }
    public bool RequirePagingBoundaries { get; set; }
}

public static class Connections
{
    public static Connection<T> ToConnection<T>(this Page<T> page) => new(page);

    public static async Task<Connection<T>> ToConnectionAsync<T>(this ValueTask<Page<T>> page) => new(await page);

    /// <summary>A loader's page as a connection; nothing found is an empty one.</summary>
    public static async Task<Connection<T>> ToConnectionAsync<T>(this Task<Page<T>?> page) => new(await page ?? Page<T>.Empty);
}
