using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

public class MutationTests(TestApp app) : IClassFixture<TestApp>
{
    const string Create = "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id text state revision variants { channel { name } } } errors { ... on UserError { code field message requestId channelId } } } }";

    string Errors => "errors { ... on UserError { code field message requestId } }";

    [Fact]
    public async Task A_post_is_written_changed_planned_scheduled_taken_back_and_deleted_by_the_verbs_of_the_pages()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        var channel = await Channel();
        var post = (await pia.Do(Create, new { input = new { text = "By a program", channels = new[] { new { channelId = channel } }, time = new { date = Day(3), time = "10:30:00" } } }))["post"]!;
        var id = (string)post["id"]!;
        Assert.Equal("DRAFT", (string?)post["state"]);

        var edited = (await pia.Do($"mutation ($id: ID!) {{ editPost(input: {{id: $id, text: \"In other words\"}}) {{ post {{ text variants {{ text }} }} {Errors} }} }}", new { id }))["post"]!;
        Assert.Equal("In other words", (string?)edited["variants"]![0]!["text"]);

        Assert.Equal("SCHEDULED", await State("schedulePost"));
        Assert.Equal("DRAFT", await State("unschedulePost"));
        var moved = (await pia.Do($"mutation ($id: ID!, $d: LocalDate!) {{ movePost(input: {{id: $id, time: {{date: $d, time: \"09:00:00\"}}}}) {{ post {{ schedule {{ date time zone }} }} {Errors} }} }}", new { id, d = Day(5) }))["post"]!["schedule"]!;
        Assert.Equal((Day(5), "09:00:00", "Europe/Berlin"), ((string)moved["date"]!, (string)moved["time"]!, (string)moved["zone"]!));
        Assert.Equal("SCHEDULED", await State("publishPost"));
        Assert.Equal("DRAFT", await State("callBackPost"));
        var copy = (await pia.Do($"mutation ($id: ID!) {{ duplicatePost(input: {{id: $id}}) {{ post {{ id }} {Errors} }} }}", new { id }))["post"]!;
        Assert.NotEqual(id, (string)copy["id"]!);
        await State("deletePost");
        Assert.Null((await pia.Ask("query ($id: ID!) { post(id: $id) { id } }", new { id }))["post"]);
        await State("restorePost");
        Assert.NotNull((await pia.Ask("query ($id: ID!) { post(id: $id) { id } }", new { id }))["post"]);

        var log = await app.In("acme", db => db.Log.Where(e => e.SubjectId == Raw(id)).OrderBy(e => e.Sequence).Select(e => new { e.Verb, e.Via, e.ActorName }).ToListAsync());
        Assert.All(log, e => Assert.Equal((Via.Api, true), (e.Via, e.ActorName.StartsWith("Pia", StringComparison.Ordinal))));
        Assert.Superset(new HashSet<string> { "post.drafted", "post.edited", "post.scheduled", "post.unscheduled", "post.planned", "post.published-now", "post.called-back", "post.deleted", "post.undeleted" }, log.Select(e => e.Verb).ToHashSet());

        async Task<string?> State(string mutation) => (string?)(await pia.Do($"mutation ($id: ID!) {{ {mutation}(input: {{id: $id}}) {{ post {{ state }} {Errors} }} }}", new { id }))["post"]!["state"];
    }

    [Fact]
    public async Task What_channels_would_refuse_is_told_at_once_with_code_field_and_request_id()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        var id = (string)(await pia.Do(Create, new { input = new { text = "No channel at all" } }))["post"]!["id"]!;
        using var response = await pia.Send($"mutation ($id: ID!, $d: LocalDate!) {{ schedulePost(input: {{id: $id, time: {{date: $d, time: \"10:00:00\"}}}}) {{ post {{ id }} {Errors} }} }}", new { id, d = Day(2) });
        var payload = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["data"]!["schedulePost"]!;
        Assert.Null(payload["post"]);
        var error = payload["errors"]![0]!;
        Assert.Equal(("NO_CHANNEL", "channels"), ((string)error["code"]!, (string)error["field"]!));
        Assert.Equal(response.Headers.GetValues("X-Request-Id").Single(), (string?)error["requestId"]);
        Assert.Equal(PostState.Draft, await app.In("acme", db => db.Posts.Where(p => p.Id == Raw(id)).Select(p => p.State).SingleAsync()));
    }

    [Fact]
    public async Task Whoever_read_an_older_post_overwrites_nothing_and_a_failed_mutation_leaves_the_next_one_alone()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        var post = (await pia.Do(Create, new { input = new { text = "First" } }))["post"]!;
        var (id, revision) = ((string)post["id"]!, (int)post["revision"]!);
        await pia.Do($"mutation ($id: ID!) {{ editPost(input: {{id: $id, text: \"Second\"}}) {{ post {{ id }} {Errors} }} }}", new { id });
        var answer = await pia.Ask(
            $"mutation ($id: ID!, $r: Int!) {{ a: editPost(input: {{id: $id, revision: $r, text: \"Third\"}}) {{ {Errors} }} b: createLabel(input: {{name: \"After\"}}) {{ label {{ id }} {Errors} }} c: createLabel(input: {{name: \"after\"}}) {{ {Errors} }} d: createLabel(input: {{name: \"Later\"}}) {{ label {{ id }} {Errors} }} }}", new { id, r = revision });
        Assert.Equal(["CONFLICT", null, "NAME_TAKEN", null], answer.AsObject().Select(m => (string?)m.Value!["errors"]?[0]?["code"]));
        Assert.Equal("Second", await app.In("acme", db => db.Posts.Where(p => p.Id == Raw(id)).Select(p => p.Text).SingleAsync()));
        Assert.Equal(2, await app.In("acme", db => db.Labels.CountAsync(l => l.Name == "After" || l.Name == "Later")));
    }

    [Fact]
    public async Task Approvals_are_asked_for_and_given_about_the_version_that_was_read()
    {
        await app.In("acme", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            olga.Workspace.SettleApprovals(olga.Workspace.Approvals.As(ApprovalMode.Optional), olga, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var pia = await app.Api("pia", TokenScope.Write);
        using var clara = await app.Api("clara", TokenScope.Approvals);
        var id = (string)(await pia.Do(Create, new { input = new { text = "Please look", channels = new[] { new { channelId = await Channel() } } } }))["post"]!["id"]!;
        await pia.Do($"mutation ($id: ID!) {{ requestApproval(input: {{id: $id}}) {{ post {{ id }} {Errors} }} }}", new { id });
        Assert.True((bool)(await clara.Ask("query ($id: ID!) { post(id: $id) { approval { isMyTurn } } posts(filter: {awaitingMe: true}) { totalCount } }", new { id }))["post"]!["approval"]!["isMyTurn"]!);
        const string decide = "mutation ($input: DecideInput!) { decide(input: $input) { post { approvalState approval { decisions { kind by text } wanted { text } } } errors { ... on UserError { code field } } } }";
        Assert.Equal("CHANGES_MISSING", await clara.Refused(decide, new { input = new { id, version = 1, decision = "CHANGES_REQUESTED", reason = "WORDING" } }));
        var sent = (await clara.Do(decide, new { input = new { id, version = 1, decision = "CHANGES_REQUESTED", reason = "WORDING", text = "Shorter" } }))["post"]!;
        Assert.Equal(("CHANGES_REQUESTED", "Shorter"), ((string)sent["approvalState"]!, (string)sent["approval"]!["wanted"]!["text"]!));
        await pia.Do($"mutation ($id: ID!) {{ editPost(input: {{id: $id, text: \"Look\"}}) {{ post {{ id }} {Errors} }} }}", new { id });
        await pia.Do($"mutation ($id: ID!) {{ requestApproval(input: {{id: $id}}) {{ post {{ id }} {Errors} }} }}", new { id });
        Assert.Equal("CHANGED_SINCE_OPENED", await clara.Refused(decide, new { input = new { id, version = 1, decision = "APPROVED" } }));
        Assert.Equal("APPROVED", (string?)(await clara.Do(decide, new { input = new { id, version = 2, decision = "APPROVED" } }))["post"]!["approvalState"]);
        Assert.Equal("SCOPE_MISSING", await clara.Refused("mutation ($id: ID!) { deletePost(input: {id: $id}) { post { id } } }", new { id }));
    }

    [Fact]
    public async Task People_talk_resolve_and_take_words_back()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        using var clara = await app.Api("clara", TokenScope.Comments);
        var id = (string)(await pia.Do(Create, new { input = new { text = "What do you think?" } }))["post"]!["id"]!;
        var said = (await clara.Do($"mutation ($id: ID!) {{ addComment(input: {{postId: $id, text: \"Nice\", anchor: {{quote: \"think\"}}}}) {{ comment {{ id thread {{ id audience anchor {{ quote }} }} }} {Errors} }} }}", new { id }))["comment"]!;
        var thread = (string)said["thread"]!["id"]!;
        Assert.Equal(("CLIENT", "think"), ((string)said["thread"]!["audience"]!, (string)said["thread"]!["anchor"]!["quote"]!));
        var answer = (await pia.Do($"mutation ($t: ID!) {{ reply(input: {{threadId: $t, text: \"Thank you\"}}) {{ comment {{ id text }} {Errors} }} }}", new { t = thread }))["comment"]!;
        Assert.Equal("NOT_ALLOWED", await clara.Refused($"mutation ($c: ID!) {{ removeComment(input: {{id: $c}}) {{ {Errors} }} }}", new { c = (string)answer["id"]! }));
        Assert.NotNull((await pia.Do($"mutation ($t: ID!) {{ resolveThread(input: {{id: $t}}) {{ thread {{ resolvedAt }} {Errors} }} }}", new { t = thread }))["thread"]!["resolvedAt"]);
        await pia.Do($"mutation ($c: ID!) {{ removeComment(input: {{id: $c}}) {{ comment {{ removedAt }} {Errors} }} }}", new { c = (string)answer["id"]! });
        var all = (await clara.Ask("query ($id: ID!) { post(id: $id) { threads { nodes { comments { nodes { text } } } } } }", new { id })).ToJsonString();
        Assert.Contains("\"text\":\"Nice\"},{\"text\":\"\"}", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_campaigns_slots_and_pauses_obey_the_rules_of_the_pages()
    {
        using var olga = await app.Api("olga", TokenScope.Write);
        using var wanda = await app.Api("wanda", TokenScope.Write);
        var label = (string)(await olga.Do($"mutation {{ createLabel(input: {{name: \"Seasonal\", colour: 3}}) {{ label {{ id }} {Errors} }} }}"))["label"]!["id"]!;
        Assert.Equal("NOT_ALLOWED", await wanda.Refused($"mutation ($id: ID!) {{ removeLabel(input: {{id: $id}}) {{ {Errors} }} }}", new { id = label }));
        await olga.Do($"mutation ($id: ID!) {{ removeLabel(input: {{id: $id}}) {{ label {{ id }} {Errors} }} }}", new { id = label });
        await olga.Do($"mutation ($id: ID!) {{ restoreLabel(input: {{id: $id}}) {{ label {{ id }} {Errors} }} }}", new { id = label });
        var campaign = (string)(await olga.Do($"mutation {{ createCampaign(input: {{name: \"Winter\"}}) {{ campaign {{ id }} {Errors} }} }}"))["campaign"]!["id"]!;
        Assert.Equal("ENDS_BEFORE_START", await olga.Refused($"mutation ($id: ID!) {{ editCampaign(input: {{id: $id, starts: \"2027-02-01\", ends: \"2027-01-01\"}}) {{ {Errors} }} }}", new { id = campaign }));
        var channel = await Channel();
        var slots = (await olga.Do($"mutation ($c: ID!) {{ addSlots(input: {{channelId: $c, days: [SUNDAY], time: \"07:45:00\"}}) {{ channel {{ slots {{ id day time }} }} {Errors} }} }}", new { c = channel }))["channel"]!["slots"]!.AsArray();
        var slot = slots.Single(s => (string)s!["time"]! == "07:45:00")!;
        Assert.DoesNotContain("07:45", (await olga.Do($"mutation ($s: ID!) {{ removeSlot(input: {{id: $s, posts: KEEP}}) {{ channel {{ slots {{ time }} }} {Errors} }} }}", new { s = (string)slot["id"]! })).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("REASON_MISSING", await olga.Refused($"mutation ($c: ID!) {{ pauseChannel(input: {{id: $c, reason: \" \"}}) {{ {Errors} }} }}", new { c = channel }));
        Assert.Equal("Crisis", (string?)(await olga.Do($"mutation ($c: ID!) {{ pauseChannel(input: {{id: $c, reason: \"Crisis\"}}) {{ channel {{ pausedFor }} {Errors} }} }}", new { c = channel }))["channel"]!["pausedFor"]);
        Assert.Null((await olga.Do($"mutation ($c: ID!) {{ resumeChannel(input: {{id: $c}}) {{ channel {{ pausedFor }} {Errors} }} }}", new { c = channel }))["channel"]!["pausedFor"]);
        Assert.Equal("NOT_ALLOWED", await wanda.Refused($"mutation ($c: ID!) {{ pauseChannel(input: {{id: $c, reason: \"x\"}}) {{ {Errors} }} }}", new { c = channel }));
    }

    [Fact]
    public async Task A_file_comes_in_by_a_signed_address()
    {
        using var pia = await app.Api("pia", TokenScope.Media);
        var bytes = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        var upload = (await pia.Do($"mutation ($n: Long!) {{ startUpload(input: {{fileName: \"dot.png\", bytes: $n}}) {{ fileUpload {{ id url }} {Errors} }} }}", new { n = bytes.Length }))["fileUpload"]!;
        Assert.Equal("FILE_INCOMPLETE", await pia.Refused(Finish, new { id = (string)upload["id"]! }));
        using var anybody = app.CreateClient();
        using (var cut = await anybody.PutAsync(new Uri((string)upload["url"]!).PathAndQuery, new ByteArrayContent(bytes[..10]), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.Conflict, cut.StatusCode);
        using (var sent = await anybody.PutAsync(new Uri((string)upload["url"]!).PathAndQuery, new ByteArrayContent(bytes), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        using (var madeUp = await anybody.PutAsync("/uploads/nothing", new ByteArrayContent(bytes), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.NotFound, madeUp.StatusCode);
        var media = (await pia.Do(Finish, new { id = (string)upload["id"]! }))["media"]!;
        Assert.Equal(("dot.png", "image/png", 1), ((string)media["fileName"]!, (string)media["contentType"]!, (int)media["width"]!));
        using var fetched = await anybody.GetAsync(new Uri((string)media["url"]!).PathAndQuery, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, await fetched.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    const string Finish = "mutation ($id: ID!) { finishUpload(input: {id: $id, alt: \"A dot\"}) { media { fileName contentType width url alt } errors { ... on UserError { code } } } }";

    [Fact]
    public async Task Two_hundred_posts_are_changed_at_once_each_with_what_it_came_to()
    {
        var ids = await app.In("acme", async db =>
        {
            var (pia, wanda) = (await TestApp.Member(db, "pia"), await TestApp.Member(db, "wanda"));
            var posts = Enumerable.Range(0, 200).Select(i => Post.Draft(i % 10 == 0 ? pia : wanda, pia.Workspace, app.Clock.GetUtcNow())).ToList();
            db.AddRange(posts);
            await db.SaveChangesAsync();
            return posts.Select(p => p.Id).ToList();
        });
        using var wanda = await app.Api("wanda", TokenScope.Posts);
        const string change = "mutation ($ids: [ID!]!) { changePosts(input: {ids: $ids, act: DELETE}) { bulkChange { id state total results { postId outcome message } } errors { ... on UserError { code } } } }";
        var done = (await wanda.Do(change, new { ids = ids.Select(i => Id("Post", i)) }))["bulkChange"]!;
        var results = done["results"]!.AsArray();
        Assert.Equal(ids, results.Select(r => Raw(r!["postId"])));
        Assert.Equal(180, results.Count(r => (string)r!["outcome"]! == "DONE"));
        Assert.All(results.Where(r => (string)r!["outcome"]! != "DONE"), r => Assert.Equal("They are somebody else's.", (string?)r!["message"]));
        var undone = (await wanda.Do("mutation ($id: ID!) { undoChange(input: {id: $id}) { bulkChange { results { outcome } } errors { ... on UserError { code } } } }", new { id = (string)done["id"]! }))["bulkChange"]!["results"]!.AsArray();
        Assert.Equal(180, undone.Count(r => (string)r!["outcome"]! == "DONE"));
        Assert.Equal("SCOPE_MISSING", await wanda.Refused("mutation ($ids: [ID!]!) { changePosts(input: {ids: $ids, act: SCHEDULE}) { errors { ... on UserError { code } } } }", new { ids = new[] { Id("Post", ids[0]) } }));
    }

    [Fact]
    public async Task The_same_request_under_a_key_is_done_once_and_another_one_is_refused()
    {
        using var pia = await app.Api("pia", TokenScope.Posts);
        var body = new { query = Create, variables = new { input = new { text = "Once and only once" } } };
        string first;
        using (var made = await pia.Send(body, "order-1"))
            first = await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using (var again = await pia.Send(body, "order-1"))
        {
            Assert.Equal(first, await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        }

        Assert.Equal(1, await Written());
        using (var other = await pia.Send(new { query = Create, variables = new { input = new { text = "Something else" } } }, "order-1"))
        {
            Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
            Assert.Contains("IDEMPOTENCY_KEY_REUSED", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using var stranger = await app.Api("pia", TokenScope.Posts);
        using (await stranger.Send(body, "order-1")) { }
        Assert.Equal(2, await Written());
        var many = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => pia.Send(body, "order-2")));
        Assert.Equal(3, await Written());
        Assert.All(many, m => Assert.True(m.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict));
        app.Clock.Advance(TimeSpan.FromHours(25));
        using (await pia.Send(body, "order-1")) { }
        Assert.Equal(4, await Written());

        Task<int> Written() => app.In("acme", db => db.Posts.CountAsync(p => p.Text == "Once and only once"));
    }

    [Fact]
    public async Task Every_mutation_is_closed_to_tokens_without_its_scope()
    {
        var schema = app.Services.GetRequiredService<RequestExecutor>().Schema;
        var mutations = schema.Find("Mutation") is ObjectType type ? type.Fields.Select(f => f.Name).ToList() : [];
        Assert.True(mutations.Count > 35, string.Join(", ", mutations));
        var tokens = new Dictionary<TokenScope, Integrator>();
        foreach (var scope in TokenScopes.All)
            tokens[scope] = await app.Api("olga", scope);
        foreach (var mutation in mutations)
        {
            var (needs, field) = (MutationScopes.Of(mutation), ((ObjectType)schema.Find("Mutation")!).Find(mutation)!);
            Assert.NotEqual(TokenScope.Read, needs);
            foreach (var (scope, token) in tokens)
            {
                // The least that is a sound request; what it names is not there.
                var input = field.Arguments.Count == 0 ? "" : "(input: " + Least(field.Arguments[0].Type) + ")";
                var answer = await token.Answer($"mutation {{ {mutation}{input} {{ __typename }} }}");
                var code = (string?)answer["errors"]?[0]?["extensions"]?["code"];
                if (scope == TokenScope.Write || scope == needs)
                    Assert.NotEqual("SCOPE_MISSING", code);
                else
                    Assert.True(code == "SCOPE_MISSING", $"{mutation} with {scope}: {answer.ToJsonString()}");
            }
        }
    }

    static string Least(GraphType type) => type switch
    {
        NonNullType some => Least(some.Inner),
        ListType list => $"[{Least(list.Item)}]",
        InputObjectType input => $"{{{string.Join(", ", input.Fields.Where(f => f.IsRequired).Select(f => $"{f.Name}: {Least(f.Type)}"))}}}",
        EnumType values => values.Members[0].Name,
        { Named.Name: "Int" or "Long" } => "1",
        { Named.Name: "Float" or "Decimal" } => "1.5",
        { Named.Name: "Boolean" } => "false",
        { Named.Name: "LocalDate" } => "\"2027-03-03\"",
        { Named.Name: "LocalTime" } => "\"10:00:00\"",
        { Named.Name: "DateTime" } => "\"2027-03-03T10:00:00Z\"",
        _ => "\"x\"",
    };

    Task<string> Channel() => app.In("acme", async db => Id("Channel", (await db.Channels.OrderBy(c => c.Name).FirstAsync(c => c.Network == "practice")).Id));

    string Day(int ahead) => app.Clock.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
