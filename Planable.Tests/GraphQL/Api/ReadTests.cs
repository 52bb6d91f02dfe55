using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

public class ReadTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>Everything that can be read about posts, two levels deep.</summary>
    internal const string Deep = """
        query ($n: Int!) { posts(first: $n, order: CREATED_FIRST) { totalCount pageInfo { hasNextPage endCursor } nodes {
          id title text link state audience approvalState kind createdAt editedAt isQueued latestVersion revision url schedule { date time zone at }
          author { id name role email } variants { followsBase text channel { id name network handle state } settings { key value } }
          media { position alt media { id fileName url } } labels { id name } campaign { id name } options { key value }
          approval { state requestedAt dueAt isMyTurn wanted { text } stages { name state approvedBy waitingFor } decisions { kind by text version } }
          deliveries { id state dueAt publishedAt permalink tries heldFor failure { code words } channel { name } timeline { at kind words } }
          versions(first: 2) { nodes { number hash byName at text } } threads(first: 2) { nodes { id audience comments(first: 2) { nodes { text by } } } }
        } } }
        """;

    /// <summary>Every list, filtered and in every order.</summary>
    internal const string Wide = """
        query ($channel: ID!, $label: ID!, $campaign: ID!, $member: ID!) {
          a: posts(filter: {states: [DRAFT], approvalStates: [NONE], channelIds: [$channel], labelIds: [$label], campaignId: $campaign, authorId: $member, from: "2026-01-01", to: "2027-01-01", unscheduled: false, search: "roast", editedSince: "2026-01-01T00:00:00Z", awaitingMe: true, atRisk: true}, order: SCHEDULED_FIRST) { totalCount nodes { id } }
          b: posts(order: SCHEDULED_LAST, last: 2) { nodes { id } } c: posts(order: EDITED_LAST) { nodes { id } }
          calendar(from: "2026-11-01", to: "2026-11-30") { date posts { id } notes { text } }
          members { nodes { name } } labels { nodes { name } } campaigns { nodes { name } } media(search: "cup") { nodes { fileName } }
          channels(filter: {states: [CONNECTED], networks: ["practice"]}) { nodes { name slots { day label { name } } } }
          deliveries(filter: {states: [WAITING], dueFrom: "2026-01-01T00:00:00Z", dueBefore: "2027-01-01T00:00:00Z"}) { nodes { post { title } timeline { kind } } }
          log(since: 1, verbs: ["post.drafted"]) { nodes { verb post { title } } } bulkChange(id: "QnVsa0NoYW5nZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE=") { id }
        }
        """;

    internal static object Ids => new { channel = Id("Channel", Guid.Empty), label = Id("Label", Guid.Empty), campaign = Id("Campaign", Guid.Empty), member = Id("Member", Guid.Empty) };

    [Fact]
    public async Task Every_list_is_answered_to_the_team_and_to_a_client()
    {
        foreach (var name in (string[])["pia", "clara"])
        {
            using var program = await app.Api(name);
            await program.Ask(Wide, Ids);
        }
    }

    [Fact]
    public async Task Everything_about_posts_is_read_with_a_constant_number_of_commands()
    {
        await Posts(6);
        using var pia = await app.Api("pia");
        await pia.Ask(Deep, new { n = 1 });
        var few = await app.Sql.During(() => pia.Ask(Deep, new { n = 1 }));
        var many = await app.Sql.During(() => pia.Ask(Deep, new { n = 6 }));
        Assert.True(many.Count <= few.Count + 2 && many.Count <= 20, $"{few.Count} and {many.Count}\n\n{string.Join("\n\n", many)}");
        var more = await app.Sql.During(() => pia.Ask(Deep, new { n = 5 }));
        Assert.Equal(many.Count, more.Count);
    }

    [Fact]
    public async Task A_clients_token_sees_nothing_of_the_teams()
    {
        var (shown, hidden) = (await Posts(1, Audience.Client), await Posts(1, Audience.Team));
        var (post, secret) = (shown.Single(), hidden.Single());
        await app.In("acme", async db =>
        {
            var wanda = await TestApp.Member(db, "wanda");
            var whole = await db.Posts.Whole().SingleAsync(p => p.Id == post);
            db.FeedbackThreads.Add(whole.Comment(new FeedbackDraft(Guid.CreateVersion7(), "Between us: too expensive.", []), Audience.Team, null, wanda, app.Clock.GetUtcNow()));
            db.FeedbackThreads.Add(whole.Comment(new FeedbackDraft(Guid.CreateVersion7(), "How do you like it?", []), Audience.Client, null, wanda, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        using var clara = await app.Api("clara");

        var all = (await clara.Ask("{ posts(first: 30, order: EDITED_LAST) { nodes { id author { name } labels { name } campaign { name } versions(first: 1) { nodes { text } } deliveries { tries timeline { kind } failure { code } } threads(first: 3) { nodes { audience comments(first: 3) { nodes { text } } } } } } members { nodes { name } } labels { nodes { name } } campaigns { nodes { name } } media { nodes { fileName } } log(first: 100) { nodes { verb facts { key } post { id } } } channels { nodes { trouble pausedFor slots { id } } } }")).ToJsonString();
        Assert.Contains(Id("Post", post), all, StringComparison.Ordinal);
        Assert.DoesNotContain(Id("Post", secret), all, StringComparison.Ordinal);
        Assert.Contains("How do you like it?", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Between us", all, StringComparison.Ordinal);
        var read = JsonNode.Parse(all)!;
        Assert.Equal(["Clara"], read["members"]!["nodes"]!.AsArray().Select(m => ((string)m!["name"]!).Split(' ')[0]));
        foreach (var list in (string[])["labels", "campaigns", "media"])
            Assert.Empty(read[list]!["nodes"]!.AsArray());
        Assert.All(read["posts"]!["nodes"]!.AsArray(), p => Assert.Empty(p!["versions"]!["nodes"]!.AsArray()));
        Assert.All(read["log"]!["nodes"]!.AsArray(), e => Assert.Empty(e!["facts"]!.AsArray()));

        var ids = await app.In("acme", async db => new[]
        {
            Id("Post", secret), Id("Label", (await db.Labels.FirstAsync()).Id), Id("Campaign", (await db.Campaigns.FirstAsync()).Id), Id("Member", (await TestApp.Member(db, "wanda")).Id),
            Id("Delivery", (await db.Deliveries.FirstAsync(d => d.PostId == secret)).Id), Id("Thread", (await db.FeedbackThreads.FirstAsync(t => t.Audience == Audience.Team)).Id),
            Id("Comment", (await db.FeedbackComments.FirstAsync(c => c.Audience == Audience.Team)).Id),
        });
        var nodes = await clara.Ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids });
        Assert.All(nodes["nodes"]!.AsArray(), Assert.Null);
    }

    [Fact]
    public async Task Ids_of_another_client_are_nothing_here()
    {
        var ids = await app.In("bolt", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            var post = Post.Draft(olga, olga.Workspace, app.Clock.GetUtcNow());
            var label = new Data.Labels.Label(olga, "Theirs", 0, app.Clock.GetUtcNow());
            db.AddRange(post, label);
            await db.SaveChangesAsync();
            return new[] { Id("Post", post.Id), Id("Label", label.Id), Id("Channel", (await db.Channels.FirstAsync()).Id), Id("Member", olga.Id), Id("Workspace", olga.WorkspaceId) };
        });
        using var olga = await app.Api("olga");
        var answer = await olga.Ask("query ($ids: [ID!]!, $post: ID!) { nodes(ids: $ids) { id } post(id: $post) { id } }", new { ids, post = ids[0] });
        Assert.All(answer["nodes"]!.AsArray(), Assert.Null);
        Assert.Null(answer["post"]);
    }

    [Fact]
    public async Task Posts_are_filtered_and_the_calendar_tells_their_days()
    {
        var id = (await Posts(1, Audience.Client, "Only this one is about chicory.")).Single();
        using var pia = await app.Api("pia");
        var found = await pia.Ask("""{ posts(filter: {search: "CHICORY", states: [SCHEDULED], unscheduled: false}) { totalCount nodes { id schedule { date } } } none: posts(filter: {search: "chicory", states: [DRAFT]}) { totalCount } }""");
        Assert.Equal(1, (int)found["posts"]!["totalCount"]!);
        Assert.Equal(0, (int)found["none"]!["totalCount"]!);
        var day = (string)found["posts"]!["nodes"]![0]!["schedule"]!["date"]!;
        var calendar = await pia.Ask("""query ($d: LocalDate!) { calendar(from: $d, to: $d, filter: {search: "chicory"}) { date posts { id } } }""", new { d = day });
        Assert.Equal(id, Raw(calendar["calendar"]![0]!["posts"]![0]!["id"]));
        Assert.Equal("DAYS_WRONG", (string?)(await pia.Answer("""{ calendar(from: "2026-01-01", to: "2026-12-31") { date } }"""))["errors"]![0]!["extensions"]!["code"]);
    }

    [Theory, InlineData("SCHEDULED_FIRST"), InlineData("SCHEDULED_LAST"), InlineData("EDITED_LAST"), InlineData("CREATED_FIRST")]
    public async Task Walking_all_pages_meets_each_post_once_while_others_are_written(string order)
    {
        var before = (await Posts(7)).ToHashSet();
        using var pia = await app.Api("pia");
        foreach (var backward in (bool[])[false, true])
        {
            var met = new List<Guid>();
            for (string? cursor = null; ;)
            {
                var page = (await pia.Ask(
                    backward
                        ? $"query ($c: String) {{ posts(last: 3, before: $c, order: {order}) {{ nodes {{ id }} pageInfo {{ hasPreviousPage startCursor }} }} }}"
                        : $"query ($c: String) {{ posts(first: 3, after: $c, order: {order}) {{ nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}", new { c = cursor }))["posts"]!;
                met.AddRange(page["nodes"]!.AsArray().Select(n => Raw(n!["id"])));
                await Posts(1);
                if (!(bool)page["pageInfo"]![backward ? "hasPreviousPage" : "hasNextPage"]!)
                    break;
                cursor = (string)page["pageInfo"]![backward ? "startCursor" : "endCursor"]!;
                Assert.True(met.Count < 500);
            }

            Assert.Equal(met.Count, met.Distinct().Count());
            Assert.Superset(before, met.ToHashSet());
        }
    }

    /// <summary>Scheduled by Pia, on a channel, with labels of different dates; the second of every two without a date.</summary>
    Task<List<Guid>> Posts(int count, Audience audience = Audience.Client, string text = "The autumn roast is here.") => app.In("acme", async db =>
    {
        var pia = await TestApp.Member(db, "pia");
        var channel = await db.Channels.FirstAsync(c => c.Network == "practice");
        var (label, campaign) = (await db.Labels.FirstAsync(), await db.Campaigns.FirstAsync());
        var posts = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            var now = app.Clock.GetUtcNow();
            var post = Post.Draft(pia, pia.Workspace, now);
            db.Posts.Add(post);
            post.Edit(new PostEdit(text, null, [new PostEdit.Target(channel, null, null)], []), pia, now);
            post.Relabel([label], pia, now);
            post.Join(campaign, pia, now);
            db.Entry(post).Property(p => p.Audience).CurrentValue = audience;
            if (i % 2 == 0)
                post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(3 + i), pia.Workspace.Zone), pia.Workspace.Zone, second: false), pia, now);
            posts.Add(post.Id);
        }

        await db.SaveChangesAsync();
        return posts;
    });
}
