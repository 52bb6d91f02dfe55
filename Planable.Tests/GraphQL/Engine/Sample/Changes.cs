using System.Runtime.CompilerServices;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Subscriptions;

namespace Planable.Tests.GraphQL.Engine.Sample;

[MutationType]
public static class Mutations
{
    [Error<BookNotFoundException>, Error<BrokenRuleError>]
    public static async Task<Book> RenameBook([ID<Book>] int id, string title, Session session, ITopicEventSender sender, CancellationToken cancel)
    {
        var shelves = await session.Open();
        if (title.Length == 0)
            throw new RuleBrokenInTests("A book has a title.");
        if (title == "!")
            throw new AggregateException(new RuleBrokenInTests("One."), new BookNotFoundException(id));
        var book = shelves.Books.Find(b => b.Id == id) ?? throw new BookNotFoundException(id);
        book.Title = title;
        await sender.SendAsync("OnBookRenamed", book, cancel);
        await sender.SendAsync($"book:{id}", book, cancel);
        return book;
    }

    public static async Task<Book> AddBook(AddBookInput input, Session session)
    {
        var shelves = await session.Open();
        var book = new Book { Id = shelves.Books.Count + 1, Title = input.Title, AuthorId = input.AuthorId, Binding = input.Binding, Tags = input.Tags ?? [], Price = input.Price.HasValue ? input.Price.Value ?? -1 : 5 };
        shelves.Books.Add(book);
        return book;
    }

    public static async Task<int> Step(int number, Shelves shelves)
    {
        shelves.Count($"begin {number}");
        await Task.Delay(number == 1 ? 20 : 1);
        shelves.Count($"end {number}");
        return number;
    }

    [UseMutationConvention(Disable = true)]
    public static string Plain(string word) => word;
}

[SubscriptionType]
public static class Subscriptions
{
    [Subscribe]
    public static Book OnBookRenamed([EventMessage] Book book) => book;

    [Subscribe, Topic("book:{number}")]
    public static string OnTitle(int number, [EventMessage] Book book) => $"{number} {book.Title}";

    [Subscribe(With = nameof(CountTo))]
    public static int OnCount([EventMessage] int number) => number == 13 ? throw new InvalidOperationException() : number;

    public static async IAsyncEnumerable<int> CountTo(int from, int to, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (to < from)
            throw new ArgumentException("Backwards.");
        for (var i = from; i <= to; i++)
        {
            await Task.Yield();
            cancel.ThrowIfCancellationRequested();
            yield return i;
        }
    }

    [Subscribe(With = nameof(Refuse))]
    public static int OnRefused([EventMessage] int number) => number;

    static ValueTask<ISourceStream<int>> Refuse() => throw new Planable.Web.GraphQL.Engine.Errors.GraphQLException("You may not listen.");
}
