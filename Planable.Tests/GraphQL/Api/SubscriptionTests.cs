using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Events;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

public class SubscriptionTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_decision_is_told_with_what_was_decided()
    {
        await app.In("acme", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            olga.Workspace.SettleApprovals(olga.Workspace.Approvals.As(ApprovalMode.Optional), olga, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var pia = await app.Api("pia", TokenScope.Write);
        using var ivo = await app.Api("ivo", TokenScope.Approvals);
        await using var listener = await Listener.Open(pia, "subscription { decisionMade { number line { verb by } decision { kind text by } post { id approvalState } } }");
        var channel = await app.In("acme", async db => Id("Channel", (await db.Channels.FirstAsync(c => c.Network == "practice")).Id));
        var id = (string)(await pia.Do("mutation ($c: ID!) { createPost(input: {text: \"Yes?\", channels: [{channelId: $c}]}) { post { id } errors { __typename } } }", new { c = channel }))["post"]!["id"]!;
        await pia.Do("mutation ($id: ID!) { requestApproval(input: {id: $id}) { post { id } errors { __typename } } }", new { id });
        await ivo.Do("mutation ($id: ID!) { decide(input: {id: $id, version: 1, decision: APPROVED, text: \"Go\"}) { post { id } errors { __typename } } }", new { id });

        var told = await listener.Next();
        Assert.Equal(("post.level-approved", "APPROVED", "Go"), ((string)told["line"]!["verb"]!, (string)told["decision"]!["kind"]!, (string)told["decision"]!["text"]!));
        Assert.Equal((id, "APPROVED"), ((string)told["post"]!["id"]!, (string)told["post"]!["approvalState"]!));
    }

    [Fact]
    public async Task Whoever_comes_back_gets_what_they_missed_once()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        var id = await Write(pia);
        long last;
        await using (var first = await Listener.Open(pia, $"subscription {{ postChanged(postId: \"{id}\") {{ number line {{ verb }} post {{ text }} }} }}"))
        {
            await Edit(pia, id, "One");
            var told = await first.Next();
            Assert.Equal(("post.edited", "One"), ((string)told["line"]!["verb"]!, (string)told["post"]!["text"]!));
            last = (long)told["number"]!;
        }

        foreach (var text in (string[])["Two", "Three", "Four"])
            await Edit(pia, id, text);
        var missed = await app.In("acme", db => db.Log.Where(e => e.Subject == "post" && e.SubjectId == Raw(id) && e.Sequence > last).OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync());
        await using var second = await Listener.Open(pia, $"subscription {{ postChanged(postId: \"{id}\", after: {last}) {{ number }} }}");
        foreach (var number in missed)
            Assert.Equal(number, (long)(await second.Next())["number"]!);
        await Edit(pia, id, "Five");
        Assert.True((long)(await second.Next())["number"]! > missed[^1]);
    }

    [Fact]
    public async Task A_clients_program_hears_nothing_of_the_teams()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        using var clara = await app.Api("clara");
        var id = await Write(pia);
        await using var listener = await Listener.Open(clara, "subscription { commentAdded { comment { text } line { facts { key } } } }");
        await Say("Between us", Audience.Team);
        await Say("For you", Audience.Client);
        var told = await listener.Next();
        Assert.Equal("For you", (string?)told["comment"]!["text"]);
        Assert.Empty(told["line"]!["facts"]!.AsArray());

        Task Say(string text, Audience audience) => pia.Do("mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { __typename } } }", new { input = new { postId = id, text, audience = audience.ToString().ToUpperInvariant() } });
    }

    [Fact]
    public async Task Posts_of_the_team_are_none_of_a_clients_programs_business()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        using var clara = await app.Api("clara");
        await using var theirs = await Listener.Open(clara, "subscription { postChanged { postId post { text } line { facts { key } } } }");
        await using var talk = await Listener.Open(clara, "subscription { commentAdded { comment { text } } }");
        var (secret, shown) = (await Write(pia), await Write(pia));
        await app.In("acme", async db =>
        {
            foreach (var post in await db.Posts.Where(p => p.Id == Raw(secret) || p.Id == Raw(shown)).ToListAsync())
                db.Entry(post).Property(p => p.Audience).CurrentValue = post.Id == Raw(secret) ? Audience.Team : Audience.Client;
            await db.SaveChangesAsync();
        });
        await using var ours = await Listener.Open(pia, $"subscription {{ postChanged(postId: \"{secret}\") {{ post {{ text }} }} }}");
        await Edit(pia, secret, "Between us");
        Assert.Equal("Between us", (string?)(await ours.Next())["post"]!["text"]);
        await pia.Do("mutation ($id: ID!) { addComment(input: {postId: $id, text: \"For you\", audience: CLIENT}) { comment { id } errors { __typename } } }", new { id = shown });
        Assert.Equal("For you", (string?)(await talk.Next())["comment"]!["text"]);
        foreach (var told in theirs.Unread().Select(e => e["data"]!["postChanged"]!))
        {
            Assert.NotEqual("Between us", (string?)told["post"]?["text"]);
            Assert.Empty(told["line"]!["facts"]!.AsArray());
        }
    }

    [Theory, InlineData("revoked"), InlineData("left"), InlineData("demoted")]
    public async Task A_stream_ends_within_seconds_of_what_let_it_in(string why)
    {
        using var wanda = await app.Api("wanda");
        await using var listener = await Listener.Open(wanda, "subscription { postChanged { number } }");
        await app.In("acme", async db =>
        {
            var (olga, member, now) = (await TestApp.Member(db, "olga"), await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            if (why == "revoked")
                (await db.AccessTokens.SingleAsync(t => t.Id == wanda.TokenId)).Revoke(olga, now);
            else if (why == "left")
                member.Leave(olga, await db.Members.ToListAsync(), null, now);
            else
                member.ChangeRole(Data.Members.Role.Reviewer, olga, await db.Members.ToListAsync(), now);
            await db.SaveChangesAsync();
        });
        // Five seconds are two looks and some. How long a look takes is this machine's business, so a clock that looks in the same way stands beside it.
        Assert.InRange(EventFeed.LooksEvery, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        for (var looks = 0; !listener.Ended.IsCompleted; looks++)
        {
            Assert.True(looks < 2, "The stream is open after two looks.");
            await Task.WhenAny(listener.Ended, Look());
        }

        async Task Look()
        {
            await Task.Delay(EventFeed.LooksEvery, TestContext.Current.CancellationToken);
            await app.In("acme", db => db.AccessTokens.CountAsync(TestContext.Current.CancellationToken));
        }

        if (why == "revoked")
            return;
        // The others of this class know her as she was.
        await app.In("acme", async db =>
        {
            await db.Members.Where(m => m.Person.Name.StartsWith("Wanda")).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeftAt, (DateTimeOffset?)null).SetProperty(x => x.Role, Data.Members.Role.Writer));
        });
    }

    static async Task<string> Write(Integrator who) => (string)(await who.Do("mutation { createPost(input: {text: \"Zero\"}) { post { id } errors { __typename } } }"))["post"]!["id"]!;

    static Task Edit(Integrator who, string id, string text) => who.Do("mutation ($id: ID!, $t: String!) { editPost(input: {id: $id, text: $t}) { post { id } errors { __typename } } }", new { id, t = text });
}
