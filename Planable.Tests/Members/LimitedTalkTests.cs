using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Media;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.Members;

/// <summary>Wanda sees one channel of two; somebody talks about the own words of the other.</summary>
public class LimitedTalkTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_about_words_of_a_hidden_channel_is_not_there_for_her_by_any_way()
    {
        var (post, hidden, shown) = await Talk();
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        string Files(FeedbackThread thread) => $"/w/acme/posts/{post}/threads/{thread.Id}/comments/{thread.Comments[0].Id}/files/{thread.Comments[0].Files[0].Id}";
        Assert.Contains("Their secret", (await pia.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector("#threads")!.TextContent, StringComparison.Ordinal);
        var talk = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector("#threads")!.TextContent;
        Assert.Contains("Seen words", talk, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", talk, StringComparison.OrdinalIgnoreCase);
        foreach (var path in (string[])[$"threads/{hidden.Id}/resolution", $"threads/{hidden.Id}/comments", $"threads/{hidden.Id}/tasks", $"threads/{hidden.Id}/tasks/{hidden.Tasks[0].Id}/completion", $"threads/{hidden.Id}/comments/{hidden.Comments[0].Id}/reactions"])
        {
            using var answer = await wanda.Htmx($"/w/acme/posts/{post}/{path}", ("Text", "Me too"), ("kind", "heart"), ("Owner", (await app.In("acme", db => TestApp.Member(db, "wanda"))).Id.ToString()));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, path);
        }

        using (var file = await wanda.Get(Files(hidden)))
            Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
        using (var file = await pia.Get(Files(hidden)))
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        using (var file = await wanda.Get(Files(shown)))
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        using (var done = await wanda.Htmx($"/w/acme/posts/{post}/threads/{shown.Id}/resolution"))
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.DoesNotContain("Ask about the secret", (await wanda.Page("/")).DocumentElement.TextContent, StringComparison.Ordinal);

        var (reader, entries) = await app.In("acme", async db => (await TestApp.Member(db, "wanda"), await db.Log.Where(e => e.SubjectId == post && e.Subject == FeedbackThread.LogSubject).ToListAsync(Cancel)));
        var seen = await app.In("acme", db => db.SeenOf(entries, reader, Cancel));
        Assert.NotEmpty(seen);
        Assert.DoesNotContain(seen, e => e.Facts.GetValueOrDefault("thread") == hidden.Id.ToString());
        Assert.Contains(entries, e => e.Facts.GetValueOrDefault("thread") == hidden.Id.ToString());
    }

    [Fact]
    public async Task A_program_with_her_token_reads_and_answers_as_little_as_she_does()
    {
        var (post, hidden, shown) = await Talk();
        using var wanda = await app.Api("wanda", TokenScope.Write, TokenScope.Comments);
        var threads = (await wanda.Ask("query ($id: ID!) { post(id: $id) { threads { nodes { comments { nodes { text } } } } } }", new { id = Id("Post", post) }))["post"]!["threads"]!.ToJsonString();
        Assert.Contains("Seen words", threads, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", threads, StringComparison.OrdinalIgnoreCase);
        const string node = "query ($id: ID!) { node(id: $id) { id } }";
        Assert.Null((await wanda.Ask(node, new { id = Id("Thread", hidden.Id) }))["node"]);
        Assert.Null((await wanda.Ask(node, new { id = Id("Comment", hidden.Comments[0].Id) }))["node"]);
        Assert.NotNull((await wanda.Ask(node, new { id = Id("Thread", shown.Id) }))["node"]);
        const string resolve = "mutation ($id: ID!) { resolveThread(input: {id: $id}) { thread { id } errors { ... on UserError { code } } } }";
        Assert.Equal("NOT_FOUND", await wanda.Refused(resolve, new { id = Id("Thread", hidden.Id) }));
    }

    async Task<(Guid Post, FeedbackThread Hidden, FeedbackThread Shown)> Talk()
    {
        var (seenId, ids) = await app.In("acme", async db =>
        {
            var (olga, now) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            var names = (string[])[$"Seen {Guid.NewGuid():N}", $"Closed {Guid.NewGuid():N}"];
            var made = names.Select(n => Data.Channels.Channel.Connect(olga, "practice", new Data.Channels.RemoteAccount(n, n, n, null, null, new Dictionary<string, int>()), "", now)).ToList();
            db.Channels.AddRange(made);
            await db.SaveChangesAsync(Cancel);
            return (made[0].Id, made.ConvertAll(c => c.Id));
        });
        using (var adam = await app.As("adam"))
        {
            var wanda = await app.In("acme", async db => (await TestApp.Member(db, "wanda")).Id);
            using var limited = await adam.Post($"/w/acme/members/{wanda}/channels", ("limited", "true"), ("channels", seenId.ToString()));
            Assert.Equal(HttpStatusCode.Redirect, limited.StatusCode);
        }

        var id = await app.In("acme", async db =>
        {
            var (pia, wanda, now) = (await TestApp.Member(db, "pia"), await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
            var post = Post.Draft(pia, workspace, now);
            db.Posts.Add(post);
            var channels = await db.Channels.Where(c => ids.Contains(c.Id)).ToListAsync(Cancel);
            post.Edit(new PostEdit("Seen words", null, [.. channels.Select(c => new PostEdit.Target(c, c.Id == seenId ? null : "Their secret words", null))], []), pia, now);
            // Hers, so that its tasks concern her.
            db.Entry(post).Property(p => p.AuthorId).CurrentValue = wanda.Id;
            await db.SaveChangesAsync(Cancel);
            Assert.True(wanda.IsLimited);
            return post.Id;
        });
        using var talker = await app.As("pia");
        foreach (var (text, quote) in new[] { ("Their secret is out", "Their secret words"), ("Seen words are fine", "Seen words") })
        {
            using var body = new MultipartFormDataContent { { new StringContent(text), "Text" }, { new StringContent("Team"), "Audience" }, { new StringContent(quote), "Quote" }, { new ByteArrayContent(Pixels.Png(20, 20)), "Files", "brief.png" } };
            using var said = await talker.Send(HttpMethod.Post, $"/w/acme/posts/{id}/threads", body, htmx: true);
            Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        }

        return await app.In("acme", async db =>
        {
            var (pia, now) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            var threads = await db.FeedbackThreads.Where(t => t.PostId == id).Whole().OrderBy(t => t.StartedAt).ToListAsync(Cancel);
            var (hidden, shown) = (threads.Single(t => t.Anchor!.ChannelId is not null), threads.Single(t => t.Anchor!.ChannelId is null));
            hidden.Give(Guid.CreateVersion7(), "Ask about the secret", pia, DateOnly.FromDateTime(now.UtcDateTime), pia, now);
            await db.SaveChangesAsync(Cancel);
            return (id, hidden, shown);
        });
    }
}
