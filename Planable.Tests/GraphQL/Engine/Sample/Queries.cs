using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Errors;

namespace Planable.Tests.GraphQL.Engine.Sample;

[QueryType]
public static class Queries
{
    public static string Hello(string name = "world") => $"Hello {name}";

    public static async Task<string> GetSlowHelloAsync(CancellationToken cancel)
    {
        await Task.Delay(5, cancel);
        return "Hello at last";
    }

    public static async Task<string> Forever(CancellationToken cancel)
    {
        await Task.Delay(Timeout.Infinite, cancel);
        return "never";
    }

    [GraphQLDescription("All books, in pages.")]
    [UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static IQueryable<Book> GetBooks(Shelves shelves) => shelves.Books.AsQueryable();

    public static IReadOnlyList<Book> AllBooks(Shelves shelves) => shelves.Books;

    [ListSize(AssumedSize = 60)]
    public static IEnumerable<Author> Authors(Shelves shelves) => shelves.Authors;

    public static Book? BookById([ID<Book>] int id, Shelves shelves) => shelves.Books.Find(b => b.Id == id);

    public static Book? Find(FindBookInput by, Shelves shelves) => shelves.Books.Find(b => by.Id is { } id ? b.Id == id : b.Title == by.Title);

    public static IEnumerable<ISearchResult> Search(string text, Shelves shelves) =>
        shelves.Books.Where(b => b.Title.Contains(text, StringComparison.Ordinal)).Take(2).Cast<ISearchResult>().Concat(shelves.Authors.Where(a => a.Name.Contains(text, StringComparison.Ordinal)).Take(2));

    public static ITitled? Titled(Shelves shelves) => shelves.Books[0];

    public static string Echo(int? number, Optional<string?> text, Binding? binding, IReadOnlyList<IReadOnlyList<int?>>? matrix, Point? point, double? ratio, bool? flag, DateTimeOffset? at) =>
        string.Join(';', number, text.HasValue ? text.Value ?? "null" : "absent", binding, matrix is null ? "" : string.Join('|', matrix.Select(row => string.Join(',', row.Select(n => n?.ToString() ?? "null")))),
            point, ratio, flag, at?.ToString("O"));

    public static int WithDefault(int size = 42, string? word = "it's \"quoted\"") => size + word?.Length ?? 0;

    public static Account Account() => new();

    public static async Task<string> Tenant(Session session)
    {
        await session.Open();
        return session.Tenant ?? "nobody";
    }

    public static async Task<int> Counted(Session session) => (await session.Open()).Books.Count;

    public static string Fails() => throw new InvalidOperationException("The password is 1234.");

    public static string FailsKindly() => throw new GraphQLException(ErrorBuilder.New().SetMessage("Not today.").SetCode("NOT_TODAY").SetExtension("until", "tomorrow").Build());

    public static IEnumerable<Trouble> Troubles() => Enumerable.Range(0, 3).Select(i => new Trouble(i));

    public static Trouble Trouble() => new(1);

    public static string State([GlobalState] string? mood) => mood ?? "none";

    public static System.Text.Json.JsonElement Anything(System.Text.Json.JsonElement value) => value;
}

/// <summary>Nulls where none may be, in every way.</summary>
public sealed record Trouble(int Id)
{
    public string Sure => Id == 1 ? null! : "yes";

    public async Task<string> Later()
    {
        await Task.Yield();
        return Id == 1 ? null! : "later";
    }

    public Trouble? Inner => Id < 5 ? new(Id + 5) : null;
    public IReadOnlyList<string?> Gaps => ["a", null];
    public IReadOnlyList<string> NoGaps => Id == 1 ? ["a", null!] : ["a"];

    public async Task<Trouble> Deeper()
    {
        await Task.Yield();
        return this;
    }
}

[ObjectType<Book>]
public static class BookFields
{
    public static async Task<Author> GetAuthor([Parent] Book book, IAuthorByIdDataLoader authors, CancellationToken cancel) => (await authors.LoadAsync(book.AuthorId, cancel))!;

    public static async Task<string> GetAuthorName([Parent] Book book, IAuthorByIdDataLoader authors, INameByAuthorDataLoader names, CancellationToken cancel)
    {
        var author = await authors.LoadAsync(book.AuthorId, cancel);
        return (await names.LoadAsync(author!.Id, cancel))!;
    }

    [UsePaging]
    public static async Task<Connection<Review>> GetReviews([Parent] Book book, PagingArguments paging, IReviewsByBookDataLoader reviews, CancellationToken cancel) =>
        await reviews.With(paging).LoadAsync(book.Id, cancel).ToConnectionAsync();

    [NodeResolver]
    public static Book? Find(int id, Shelves shelves) => shelves.Books.Find(b => b.Id == id);
}

[ExtendObjectType(typeof(Author))]
public sealed class AuthorFields(Session session)
{
    [Cost(3)]
    public async Task<IEnumerable<Book>> Books([Parent] Author author)
    {
        var shelves = await session.Open();
        return shelves.Books.Where(b => b.AuthorId == author.Id);
    }

    [BindMember(nameof(Author.Name))]
    public string DisplayName([Parent] Author author) => $"{author.Name}!";
}

[ObjectType<Account>]
public static class AccountFields
{
    static void Configure(IObjectTypeDescriptor<Account> account)
    {
        account.BindFieldsExplicitly().Description("Somebody's account.");
        account.Field(a => a.Number).Name("no").ID();
        account.Field(a => a.Owner).Deprecated("Ask for `no`.");
    }
}

public interface IAuthorByIdDataLoader : IDataLoader<int, Author>;

public interface INameByAuthorDataLoader : IDataLoader<int, string>;

public interface IReviewsByBookDataLoader : IDataLoader<int, Page<Review>>;

public interface IBooksByAuthorDataLoader : IDataLoader<int, Book[]>;

public static class Loaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<int, Author>> GetAuthorByIdAsync(IReadOnlyList<int> ids, Session session, CancellationToken cancel)
    {
        var shelves = await session.Open();
        shelves.Count($"authors {ids.Count}");
        await Task.Delay(1, cancel);
        return shelves.Authors.Where(a => ids.Contains(a.Id)).ToDictionary(a => a.Id);
    }

    [DataLoader]
    public static async Task<IReadOnlyDictionary<int, string>> GetNameByAuthorAsync(IReadOnlyList<int> ids, Session session)
    {
        var shelves = await session.Open();
        shelves.Count($"names {ids.Count}");
        return shelves.Authors.Where(a => ids.Contains(a.Id)).ToDictionary(a => a.Id, a => a.Name);
    }

    [DataLoader]
    public static async Task<Dictionary<int, Page<Review>>> GetReviewsByBookAsync(IReadOnlyList<int> books, PagingArguments paging, Session session, CancellationToken cancel)
    {
        var shelves = await session.Open();
        shelves.Count($"reviews {books.Count}");
        return await books.SelectMany(b => Enumerable.Range(1, b % 5).Select(i => new Review(b * 100 + i, b, i, i == 2 ? null : $"Review {i}", shelves.Books[0].Added)))
            .AsQueryable().ToBatchPageAsync(r => r.BookId, paging, cancel);
    }

    [DataLoader]
    public static async Task<ILookup<int, Book>> GetBooksByAuthorAsync(IReadOnlyList<int> authors, Session session) =>
        (await session.Open()).Books.Where(b => authors.Contains(b.AuthorId)).ToLookup(b => b.AuthorId);
}
