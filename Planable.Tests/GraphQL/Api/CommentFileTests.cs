using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Tests.Approvals;
using Planable.Tests.Reviews;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

/// <summary>Files that programs send with comments, a client's too.</summary>
public class CommentFileTests(TestApp app) : IClassFixture<TestApp>
{
    const string Start = "mutation ($name: String!, $n: Long!) { startCommentUpload(input: {fileName: $name, bytes: $n}) { fileUpload { id url } errors { ... on UserError { code message } } } }";
    const string Say = "mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id files { fileName bytes contentType width url } thread { id audience } } errors { ... on UserError { code field } } } }";
    const string Answer = "mutation ($thread: ID!, $ids: [ID!]) { reply(input: {threadId: $thread, text: \"And this\", uploadIds: $ids}) { comment { files { fileName } } errors { ... on UserError { code } } } }";

    static readonly byte[] Dot = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clients_program_sends_files_with_what_it_says_and_whoever_reads_the_comment_has_them()
    {
        await app.RequireApproval();
        var post = Id("Post", await app.ForClient("Which cup?"));
        using var clara = await app.Api("clara", TokenScope.Comments);
        using var wanda = await app.Api("wanda", TokenScope.Comments);
        var picture = await Sent(clara, "cup.png", Dot);
        var said = (await clara.Do(Say, new { input = new { postId = post, text = "This one", uploadIds = new[] { picture } } }))["comment"]!;
        var file = said["files"]!.AsArray().Single()!;
        Assert.Equal(("cup.png", "image/png", Dot.Length, 1, "CLIENT"), ((string)file["fileName"]!, (string)file["contentType"]!, (int)file["bytes"]!, (int)file["width"]!, (string)said["thread"]!["audience"]!));
        var second = await Sent(clara, "list.txt", "two cups"u8.ToArray());
        Assert.Equal("list.txt", (string?)(await clara.Do(Answer, new { thread = (string)said["thread"]!["id"]!, ids = new[] { second } }))["comment"]!["files"]![0]!["fileName"]);
        Assert.Equal(0, await app.In("acme", db => db.Uploads.CountAsync(u => u.FileName == "cup.png" || u.FileName == "list.txt", Cancel)));
        // Into no library, and a second time into no comment.
        Assert.False(await app.In("acme", db => db.Media.AnyAsync(m => m.FileName == "cup.png", Cancel)));
        Assert.Equal("NOT_FOUND", await clara.Refused(Say, new { input = new { postId = post, text = "Again", uploadIds = new[] { picture } } }));

        const string read = "query ($id: ID!) { node(id: $id) { ... on Comment { files { url } } } }";
        var url = (string)(await wanda.Ask(read, new { id = (string)said["id"]! }))["node"]!["files"]![0]!["url"]!;
        Assert.Equal((HttpStatusCode.OK, Dot.Length), await Fetched(url));
        Assert.Equal(HttpStatusCode.NotFound, (await Fetched("/comment-files/nothing")).Status);
        await clara.Do("mutation ($id: ID!) { removeComment(input: {id: $id}) { comment { id } errors { __typename } } }", new { id = (string)said["id"]! });
        Assert.Equal(HttpStatusCode.NotFound, (await Fetched(url)).Status);
        Assert.Empty((await wanda.Ask(read, new { id = (string)said["id"]! }))["node"]!["files"]!.AsArray());
    }

    [Fact]
    public async Task What_the_team_says_to_itself_is_neither_read_nor_answered_with_files_by_a_clients_program()
    {
        await app.RequireApproval();
        var post = Id("Post", await app.ForClient("Between us"));
        using var clara = await app.Api("clara", TokenScope.Write);
        using var wanda = await app.Api("wanda", TokenScope.Comments);
        var said = (await wanda.Do(Say, new { input = new { postId = post, text = "Too dear?", audience = "TEAM", uploadIds = new[] { await Sent(wanda, "prices.txt", "9.99"u8.ToArray()) } } }))["comment"]!;
        Assert.Null((await clara.Ask("query ($id: ID!) { node(id: $id) { ... on Comment { files { url } } } }", new { id = (string)said["id"]! }))["node"]);
        Assert.Equal("NOT_FOUND", await clara.Refused(Answer, new { thread = (string)said["thread"]!["id"]!, ids = new[] { await Sent(clara, "mine.txt", "x"u8.ToArray()) } }));
        Assert.Equal("NOT_ALLOWED", await clara.Refused(Say, new { input = new { postId = post, text = "Hidden", audience = "TEAM", uploadIds = new[] { await Sent(clara, "hers.txt", "x"u8.ToArray()) } } }));
        // Her file is hers: nobody else's comment takes it, and it becomes no file of the library.
        var hers = await Sent(clara, "hers.png", Dot);
        Assert.Equal("NOT_FOUND", await wanda.Refused(Say, new { input = new { postId = post, text = "Taken", uploadIds = new[] { hers } } }));
        Assert.Equal("NOT_ALLOWED", await clara.Refused("mutation ($id: ID!) { finishUpload(input: {id: $id}) { errors { ... on UserError { code } } } }", new { id = hers }));
        // What was refused is still there for a comment that is not.
        Assert.Equal("hers.png", (string?)(await clara.Do(Say, new { input = new { postId = post, text = "Mine", uploadIds = new[] { hers } } }))["comment"]!["files"]![0]!["fileName"]);
        // An address that Wanda was given ends when the thread is not hers to read any more: with her membership.
        var url = (string)said["files"]![0]!["url"]!;
        Assert.Equal(HttpStatusCode.OK, (await Fetched(url)).Status);
        await app.In("acme", async db =>
        {
            (await TestApp.Member(db, "wanda")).Leave(await TestApp.Member(db, "olga"), await db.Members.ToListAsync(Cancel), null, app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        Assert.Equal(HttpStatusCode.NotFound, (await Fetched(url)).Status);
        await app.In("acme", db => db.Members.Where(m => m.Person.Name.StartsWith("Wanda")).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeftAt, (DateTimeOffset?)null), Cancel));
    }

    [Fact]
    public async Task Size_kind_and_number_are_those_of_the_pages()
    {
        await app.RequireApproval();
        var post = Id("Post", await app.ForClient("Limits"));
        using var clara = await app.Api("clara", TokenScope.Comments);
        Assert.Equal("FILE_TOO_LARGE", await clara.Refused(Start, new { name = "film.bin", n = (100L * 1024 * 1024) + 1 }));
        Assert.Null(await clara.Refused(Start, new { name = "film.bin", n = 100L * 1024 * 1024 }));
        var program = await Sent(clara, "holiday.png", [0x4d, 0x5a, .. new byte[200]]);
        Assert.Equal("FILE_TYPE_REFUSED", await clara.Refused(Say, new { input = new { postId = post, text = "Look", uploadIds = new[] { program } } }));
        var half = (string)(await clara.Do(Start, new { name = "half.txt", n = 10 }))["fileUpload"]!["id"]!;
        Assert.Equal("FILE_INCOMPLETE", await clara.Refused(Say, new { input = new { postId = post, text = "Half", uploadIds = new[] { half } } }));
        var many = new List<string>();
        for (var i = 0; i < 11; i++)
            many.Add(await Sent(clara, $"{i}.txt", "x"u8.ToArray()));
        Assert.Equal("FILES_MANY", await clara.Refused(Say, new { input = new { postId = post, text = "Many", uploadIds = many } }));
        Assert.Equal(10, (await clara.Do(Say, new { input = new { postId = post, text = "Ten", uploadIds = many.Take(10) } }))["comment"]!["files"]!.AsArray().Count);
    }

    [Fact]
    public async Task Whoever_has_no_words_has_no_files_a_token_needs_its_scope_and_strangers_find_nothing()
    {
        await app.RequireApproval();
        var post = Id("Post", await app.ForClient("Nobody's"));
        using var carl = await app.Api("carl", TokenScope.Write);
        Assert.Equal("NOT_ALLOWED", await carl.Refused(Start, new { name = "a.txt", n = 1 }));
        using var reading = await app.Api("clara", TokenScope.Media);
        Assert.Equal("SCOPE_MISSING", await reading.Refused(Start, new { name = "a.txt", n = 1 }));
        using var clara = await app.Api("clara", TokenScope.Comments);
        using var oscar = await app.Api("oscar", TokenScope.Write);
        var hers = await Sent(clara, "a.txt", "x"u8.ToArray());
        Assert.Equal("NOT_FOUND", await oscar.Refused(Say, new { input = new { postId = post, text = "Mine", uploadIds = new[] { hers } } }));
    }

    async Task<string> Sent(Integrator who, string name, byte[] bytes)
    {
        var upload = (await who.Do(Start, new { name, n = bytes.Length }))["fileUpload"]!;
        using var anybody = app.CreateClient();
        using var sent = await anybody.PutAsync(new Uri((string)upload["url"]!).PathAndQuery, new ByteArrayContent(bytes), Cancel);
        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        return (string)upload["id"]!;
    }

    async Task<(HttpStatusCode Status, int Length)> Fetched(string url)
    {
        using var anybody = app.CreateClient();
        using var got = await anybody.GetAsync(url.StartsWith('/') ? url : new Uri(url).PathAndQuery, Cancel);
        return (got.StatusCode, (await got.Content.ReadAsByteArrayAsync(Cancel)).Length);
    }
}
