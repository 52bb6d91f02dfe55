using Planable.Web.GraphQL.Engine.Annotations;

namespace Planable.Tests.GraphQL.Engine.Sample;

// A small library, with every feature of the engine once.

[GraphQLDescription("How a book is bound.")]
public enum Binding
{
    HardCover,
    Paperback,

    [GraphQLDeprecated("Nobody binds so any more.")]
    Scroll,
}

[UnionType]
public interface ISearchResult;

[InterfaceType]
public interface ITitled
{
    string Title { get; }
}

[Node]
[ObjectType]
public sealed class Author : ISearchResult
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public DateOnly? Born { get; set; }

    [GraphQLIgnore]
    public string Secret => "never told";

    public static Author? Get(int id, Shelves shelves) => shelves.Authors.Find(a => a.Id == id);
}

[ObjectType]
public sealed class Book : ISearchResult, ITitled
{
    public int Id { get; set; }
    public required string Title { get; set; }
    public Binding Binding { get; set; }
    public int Pages { get; set; }
    public decimal Price { get; set; }
    public bool InPrint { get; set; } = true;
    public DateTimeOffset Added { get; set; }
    public Guid Key { get; set; }
    public Uri? Cover { get; set; }
    public long Copies { get; set; }
    public double? Rating { get; set; }
    public IReadOnlyList<string> Tags { get; set; } = [];

    [GraphQLIgnore]
    public int AuthorId { get; set; }

    [Obsolete("Use `title`.")]
    public string Name => Title;

    public string Greeting([DefaultValue("Hello")] string salutation, int times = 1) => string.Concat(Enumerable.Repeat($"{salutation} {Title}. ", times)).Trim();
}

public sealed record Review(int Id, int BookId, int Stars, string? Text, DateTimeOffset At);

/// <summary>An entity with a verb, shown only as far as its type says.</summary>
public sealed class Account
{
    public int Number { get; init; } = 7;
    public string Password { get; } = "hidden";
    public string Owner { get; init; } = "Olga";

    public bool Close() => true;
}

public sealed class BookNotFoundException(int id) : Exception($"There is no book {id}.")
{
    public int BookId { get; } = id;
}

/// <summary>An exception of the application that knows nothing of GraphQL.</summary>
public sealed class RuleBrokenInTests(string message) : Exception(message);

public sealed class BrokenRuleError(RuleBrokenInTests broken)
{
    public string Message => broken.Message;
    public string Code => "RULE";
}

public sealed record AddBookInput(
    string Title, [property: ID<Author>] int AuthorId, Binding Binding = Binding.Paperback, IReadOnlyList<string>? Tags = null, Optional<decimal?> Price = default);

[OneOf]
public sealed record FindBookInput(string? Title, [property: ID<Book>] int? Id);

public sealed record Point([property: DefaultValue(1)] int X, int? Y)
{
    public IReadOnlyList<Point>? Near { get; init; }
}

/// <summary>Counts what a request costs the shelves.</summary>
public sealed class Shelves
{
    int scopes;

    public List<Author> Authors { get; } = [.. Enumerable.Range(1, 9).Select(i => new Author { Id = i, Name = $"Author {i}", Born = new(1900 + i, 1, i) })];

    public List<Book> Books { get; } =
    [
        .. Enumerable.Range(1, 60).Select(i => new Book
        {
            Id = i, Title = $"Book {i:00}", AuthorId = i % 9 + 1, Binding = (Binding)(i % 3), Pages = i * 10, Price = i * 1.5m, Copies = 10_000_000_000 + i,
            Added = new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero).AddHours(i), Key = new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]), Rating = i % 4 == 0 ? null : i / 10.0,
            Tags = i % 2 == 0 ? ["even"] : [], Cover = i == 1 ? new Uri("https://covers.example/1.png") : null,
        }),
    ];

    public List<string> Fetches { get; } = [];
    public int Scopes => scopes;

    public void Count(string fetch)
    {
        lock (Fetches)
            Fetches.Add(fetch);
    }

    public void CountScope() => Interlocked.Increment(ref scopes);
}

/// <summary>Stands for a database context: one per scope, never used by two at once.</summary>
public sealed class Session : IDisposable
{
    readonly Shelves shelves;
    int busy;

    public Session(Shelves shelves)
    {
        this.shelves = shelves;
        shelves.CountScope();
    }

    public string? Tenant { get; set; }
    public bool IsDisposed { get; private set; }

    public async Task<Shelves> Open()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (Interlocked.Exchange(ref busy, 1) == 1)
            throw new InvalidOperationException("A second operation was started on this context.");
        await Task.Yield();
        Volatile.Write(ref busy, 0);
        return shelves;
    }

    public void Dispose() => IsDisposed = true;
}
