using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Tokens;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

/// <summary>What the pages do noun by noun, done by a program, read back, and seen by the page's own rules.</summary>
public class NounTests(TestApp app) : IClassFixture<TestApp>
{
    const string Errors = "errors { ... on UserError { code field message } }";

    [Fact]
    public async Task People_are_invited_given_roles_and_channels_and_leave_their_posts_to_an_heir()
    {
        using var adam = await app.Api("adam", TokenScope.Members);
        var sent = (await adam.Do($"mutation {{ invite(input: {{email: \"gus@acme.example\", role: CLIENT_APPROVER, days: 5}}) {{ sentInvitation {{ url invitation {{ id email role expiresAt }} }} {Errors} }} }}"))["sentInvitation"]!;
        using (var anybody = app.CreateClient())
        using (var page = await anybody.GetAsync(new Uri((string)sent["url"]!).PathAndQuery, TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var invitation = (string)sent["invitation"]!["id"]!;
        Assert.Contains(invitation, (await adam.Ask("{ invitations(first: 50) { nodes { id } } }")).ToJsonString(), StringComparison.Ordinal);
        Assert.True(await app.In("acme", db => db.Log.AnyAsync(e => e.Verb == "invitation.sent" && e.Via == Data.Logs.Via.Api)));
        Assert.Equal("MEMBER_ALREADY", await adam.Refused($"mutation {{ invite(input: {{email: \"wanda@northlight.example\", role: WRITER}}) {{ {Errors} }} }}"));
        Assert.Equal("INPUT_WRONG", await adam.Refused($"mutation {{ invite(input: {{role: WRITER, days: 400}}) {{ {Errors} }} }}"));
        Assert.NotEqual((string)sent["url"]!, (string)(await adam.Do($"mutation ($id: ID!) {{ resendInvitation(input: {{id: $id}}) {{ sentInvitation {{ url }} {Errors} }} }}", new { id = invitation }))["sentInvitation"]!["url"]!);
        Assert.NotNull((await adam.Do($"mutation ($id: ID!) {{ revokeInvitation(input: {{id: $id}}) {{ invitation {{ revokedAt }} {Errors} }} }}", new { id = invitation }))["invitation"]!["revokedAt"]);

        var (wanda, pia, channel) = await app.In("acme", async db => (Id("Member", (await TestApp.Member(db, "wanda")).Id), Id("Member", (await TestApp.Member(db, "pia")).Id), Id("Channel", (await db.Channels.FirstAsync(c => c.Network == "practice")).Id)));
        Assert.Equal("REVIEWER", (string?)(await adam.Do($"mutation ($id: ID!) {{ changeRole(input: {{id: $id, role: REVIEWER}}) {{ member {{ role }} {Errors} }} }}", new { id = wanda }))["member"]!["role"]);
        await adam.Do($"mutation ($id: ID!) {{ changeRole(input: {{id: $id, role: WRITER}}) {{ member {{ role }} {Errors} }} }}", new { id = wanda });
        var limited = (await adam.Do($"mutation ($id: ID!, $c: [ID!]) {{ limitMember(input: {{id: $id, channelIds: $c}}) {{ member {{ onlyChannels {{ id }} }} {Errors} }} }}", new { id = wanda, c = new[] { channel } }))["member"]!;
        Assert.Equal(channel, (string?)limited["onlyChannels"]![0]!["id"]);
        await adam.Do($"mutation ($id: ID!) {{ limitMember(input: {{id: $id}}) {{ member {{ id }} {Errors} }} }}", new { id = wanda });
        await app.In("acme", async db =>
        {
            var author = await TestApp.Member(db, "wanda");
            db.Posts.Add(Post.Draft(author, author.Workspace, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        const string remove = "mutation ($id: ID!, $heir: ID) { removeMember(input: {id: $id, heirId: $heir}) { member { leftAt } errors { ... on UserError { code field message } } } }";
        Assert.Equal("HEIR_MISSING", await adam.Refused(remove, new { id = wanda }));
        Assert.NotNull((await adam.Do(remove, new { id = wanda, heir = pia }))["member"]!["leftAt"]);
        await app.In("acme", db => db.Members.Where(m => m.Person.Name.StartsWith("Wanda")).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeftAt, (DateTimeOffset?)null)));
    }

    [Fact]
    public async Task What_holds_for_the_workspace_is_settled_and_read_back()
    {
        using var olga = await app.Api("olga", TokenScope.Settings);
        var revision = (int)(await olga.Ask("{ workspace { revision } }"))["workspace"]!["revision"]!;
        Assert.Equal((3, "de-DE"), await Read($"mutation ($r: Int) {{ editWorkspace(input: {{revision: $r, colour: 3, locale: \"de-DE\"}}) {{ workspace {{ colour locale }} {Errors} }} }}", w => ((int)w["colour"]!, (string)w["locale"]!), new { r = revision }));
        Assert.Equal("CONFLICT", await olga.Refused($"mutation ($r: Int) {{ editWorkspace(input: {{revision: $r, colour: 4}}) {{ {Errors} }} }}", new { r = revision }));
        Assert.Equal("LOCALE_UNKNOWN", await olga.Refused($"mutation {{ editWorkspace(input: {{locale: \"tlh\"}}) {{ {Errors} }} }}"));
        await olga.Do($"mutation {{ editWorkspace(input: {{locale: \"en-GB\"}}) {{ workspace {{ id }} {Errors} }} }}");
        Assert.Equal("Crisis", await Read($"mutation {{ pauseWorkspace(input: {{reason: \"Crisis\"}}) {{ workspace {{ pause {{ why }} }} {Errors} }} }}", w => (string)w["pause"]!["why"]!));
        Assert.Null(await Read($"mutation {{ resumeWorkspace {{ workspace {{ pause {{ why }} }} {Errors} }} }}", w => w["pause"]));
        var blackout = await Read($"mutation {{ addBlackout(input: {{first: \"2028-12-24\", last: \"2028-12-26\", reason: \"Christmas\"}}) {{ workspace {{ blackouts {{ id reason }} }} {Errors} }} }}", w => (string)w["blackouts"]!.AsArray().Single(b => (string)b!["reason"]! == "Christmas")!["id"]!);
        Assert.Equal("ENDS_BEFORE_START", await olga.Refused($"mutation {{ addBlackout(input: {{first: \"2028-12-24\", last: \"2028-12-20\", reason: \"x\"}}) {{ {Errors} }} }}"));
        Assert.DoesNotContain("Christmas", await Read($"mutation ($id: ID!) {{ removeBlackout(input: {{id: $id}}) {{ workspace {{ blackouts {{ reason }} }} {Errors} }} }}", w => w.ToJsonString(), new { id = blackout }), StringComparison.Ordinal);
        var rule = await Read($"mutation {{ addBrandRule(input: {{kind: WORDS, rule: {{name: \"No cheap\", words: [\"cheap\"], blocks: true}}}}) {{ workspace {{ brandRules {{ id name }} }} {Errors} }} }}", w => (string)w["brandRules"]!.AsArray().Single(r => (string)r!["name"]! == "No cheap")!["id"]!);
        using var wanda = await app.Api("wanda");
        Assert.Contains("cheap", (await wanda.Ask("{ workspace { textFindings(text: \"So cheap!\") { rule words blocks } } }")).ToJsonString(), StringComparison.Ordinal);
        await olga.Do($"mutation ($id: ID!) {{ editBrandRule(input: {{id: $id, rule: {{blocks: false}}}}) {{ workspace {{ id }} {Errors} }} }}", new { id = rule });
        Assert.False((bool)(await wanda.Ask("{ workspace { textFindings(text: \"So cheap!\") { rule blocks } } }"))["workspace"]!["textFindings"]!.AsArray().Single(f => (string)f!["rule"]! == "No cheap")!["blocks"]!);
        await olga.Do($"mutation ($id: ID!) {{ removeBrandRule(input: {{id: $id}}) {{ workspace {{ id }} {Errors} }} }}", new { id = rule });
        var flow = await Read($"mutation {{ addApprovalFlow(input: {{name: \"Two eyes\", levels: [{{name: \"Team\", groups: [{{rule: ANY, roles: [REVIEWER]}}], dueHours: 24}}]}}) {{ workspace {{ approvalRules {{ flows {{ id name levels {{ name dueHours groups {{ roles }} }} }} }} }} {Errors} }} }}", w => w["approvalRules"]!["flows"]!.AsArray().Single(f => (string)f!["name"]! == "Two eyes")!);
        Assert.Equal(("Team", 24), ((string)flow["levels"]![0]!["name"]!, (int)flow["levels"]![0]!["dueHours"]!));
        Assert.Equal("LEVEL_EMPTY", await olga.Refused($"mutation {{ addApprovalFlow(input: {{name: \"Nobody\", levels: [{{name: \"Team\", groups: []}}]}}) {{ {Errors} }} }}"));
        await olga.Do($"mutation ($id: ID!) {{ removeApprovalFlow(input: {{id: $id}}) {{ workspace {{ id }} {Errors} }} }}", new { id = (string)flow["id"]! });
        Assert.Null((await olga.Ask("{ workspace { logBreak } }"))["workspace"]!["logBreak"]);
        Assert.Equal("NOT_ALLOWED", (string?)(await wanda.Answer("{ workspace { logBreak } }"))["errors"]![0]!["extensions"]!["code"]);

        async Task<T> Read<T>(string mutation, Func<JsonNode, T> what, object? variables = null) => what((await olga.Do(mutation, variables))["workspace"]!);
    }

    [Fact]
    public async Task Notes_ideas_snippets_sets_and_views_come_and_go()
    {
        using var pia = await app.Api("pia", TokenScope.Posts);
        var note = (string)(await pia.Do($"mutation {{ addNote(input: {{text: \"Harvest\", first: \"2028-09-01\", last: \"2028-09-05\"}}) {{ calendarNote {{ id last }} {Errors} }} }}"))["calendarNote"]!["id"]!;
        Assert.Equal("In autumn", (string?)(await pia.Do($"mutation ($id: ID!) {{ editNote(input: {{id: $id, text: \"In autumn\"}}) {{ calendarNote {{ text first }} {Errors} }} }}", new { id = note }))["calendarNote"]!["text"]);
        Assert.Single((await pia.Ask("{ notes(from: \"2028-09-02\", to: \"2028-09-02\") { nodes { id } } }"))["notes"]!["nodes"]!.AsArray());
        using var clara = await app.Api("clara");
        Assert.Empty((await clara.Ask("{ notes(from: \"2028-09-02\", to: \"2028-09-02\") { nodes { id } } }"))["notes"]!["nodes"]!.AsArray());
        await pia.Do($"mutation ($id: ID!) {{ deleteNote(input: {{id: $id}}) {{ calendarNote {{ id }} {Errors} }} }}", new { id = note });
        await pia.Do($"mutation ($id: ID!) {{ restoreNote(input: {{id: $id}}) {{ calendarNote {{ id }} {Errors} }} }}", new { id = note });
        Assert.Equal("In autumn", (string?)(await pia.Do($"mutation ($id: ID!) {{ makePostOfNote(input: {{id: $id}}) {{ post {{ text schedule {{ date }} }} {Errors} }} }}", new { id = note }))["post"]!["text"]);

        var idea = (string)(await pia.Do($"mutation {{ captureIdea(input: {{text: \"A cup that floats\", url: \"https://acme.example/cup\"}}) {{ idea {{ id state }} {Errors} }} }}"))["idea"]!["id"]!;
        Assert.Equal(idea, (string?)(await pia.Do($"mutation {{ captureIdea(input: {{text: \"Again\", url: \"https://acme.example/cup\"}}) {{ idea {{ id }} {Errors} }} }}"))["idea"]!["id"]);
        Assert.Equal("ADDRESS_WRONG", await pia.Refused($"mutation {{ captureIdea(input: {{text: \"x\", url: \"no address\"}}) {{ {Errors} }} }}"));
        Assert.Equal("DISMISSED", (string?)(await pia.Do($"mutation ($id: ID!) {{ dismissIdea(input: {{id: $id}}) {{ idea {{ state }} {Errors} }} }}", new { id = idea }))["idea"]!["state"]);
        await pia.Do($"mutation ($id: ID!) {{ reopenIdea(input: {{id: $id}}) {{ idea {{ state }} {Errors} }} }}", new { id = idea });
        Assert.Equal("DRAFT", (string?)(await pia.Do($"mutation ($id: ID!) {{ makePostOfIdea(input: {{id: $id}}) {{ post {{ state }} {Errors} }} }}", new { id = idea }))["post"]!["state"]);

        var snippet = (string)(await pia.Do($"mutation {{ createSnippet(input: {{kind: HASHTAGS, name: \"Beans\", text: \"#beans\"}}) {{ snippet {{ id }} {Errors} }} }}"))["snippet"]!["id"]!;
        Assert.Equal("NAME_TAKEN", await pia.Refused($"mutation {{ createSnippet(input: {{kind: HASHTAGS, name: \"beans\", text: \"#b\"}}) {{ {Errors} }} }}"));
        await pia.Do($"mutation ($id: ID!) {{ editSnippet(input: {{id: $id, text: \"#coffee\"}}) {{ snippet {{ text }} {Errors} }} }}", new { id = snippet });
        await pia.Do($"mutation ($id: ID!) {{ removeSnippet(input: {{id: $id}}) {{ snippet {{ id }} {Errors} }} }}", new { id = snippet });
        var channel = await app.In("acme", async db => Id("Channel", (await db.Channels.FirstAsync(c => c.Network == "practice")).Id));
        var set = (await pia.Do($"mutation ($c: [ID!]!) {{ createSet(input: {{name: \"Everywhere\", channelIds: $c}}) {{ channelSet {{ id channels {{ id }} }} {Errors} }} }}", new { c = new[] { channel } }))["channelSet"]!;
        Assert.Equal(channel, (string?)set["channels"]![0]!["id"]);
        await pia.Do($"mutation ($id: ID!) {{ removeSet(input: {{id: $id}}) {{ channelSet {{ id }} {Errors} }} }}", new { id = (string)set["id"]! });
        var view = (string)(await pia.Do($"mutation {{ saveView(input: {{name: \"My week\", address: \"/w/acme/calendar?view=week\"}}) {{ savedView {{ id address }} {Errors} }} }}"))["savedView"]!["id"]!;
        await pia.Do($"mutation ($id: ID!) {{ openWithView(input: {{id: $id}}) {{ savedView {{ id }} {Errors} }} }}", new { id = view });
        Assert.Equal(1, await app.In("acme", db => db.DefaultViews.CountAsync(d => d.ViewId == Raw(view))));
        await pia.Do($"mutation ($id: ID!) {{ removeView(input: {{id: $id}}) {{ savedView {{ id }} {Errors} }} }}", new { id = view });
    }

    [Fact]
    public async Task Posts_recur_and_what_failed_or_is_held_is_settled()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        var samples = await Samples.Make(app);
        var (post, delivery) = (Id("Post", Guid.Parse(samples["posts"])), Id("Delivery", Guid.Parse(samples["deliveries"])));
        var series = (await pia.Do($"mutation ($id: ID!) {{ repeatPost(input: {{id: $id, recurrence: {{pace: WEEKLY, asDrafts: true}}}}) {{ post {{ recurrence {{ pace every days asDrafts }} }} {Errors} }} }}", new { id = post }))["post"]!["recurrence"]!;
        Assert.Equal(("WEEKLY", 1), ((string)series["pace"]!, (int)series["every"]!));
        Assert.Equal("RECURS_ALREADY", await pia.Refused($"mutation ($id: ID!) {{ repeatPost(input: {{id: $id, recurrence: {{pace: DAILY}}}}) {{ {Errors} }} }}", new { id = post }));
        await pia.Do($"mutation ($id: ID!) {{ endRecurrence(input: {{id: $id, deleteLater: true}}) {{ post {{ recurrence {{ endedAt }} }} {Errors} }} }}", new { id = post });
        await app.In("acme", async db =>
        {
            var held = await db.Deliveries.Include(d => d.Channel).Include(d => d.Post).SingleAsync(d => d.Id == Raw(delivery));
            held.Fail(new Failure(FailureClass.Permanent, "NO", "It was refused."), app.Clock.GetUtcNow());
            await db.SaveAndSum(held.PostId, default);
        });
        Assert.Equal("WAITING", (string?)(await pia.Do($"mutation ($id: ID!) {{ retryDelivery(input: {{id: $id}}) {{ delivery {{ state }} {Errors} }} }}", new { id = delivery }))["delivery"]!["state"]);
        await app.In("acme", async db =>
        {
            var lost = await db.Deliveries.Include(d => d.Channel).Include(d => d.Post).SingleAsync(d => d.Id == Raw(delivery));
            lost.Hold(HoldReason.Late, "Too late.", app.Clock.GetUtcNow());
            await db.SaveAndSum(lost.PostId, default);
        });
        Assert.Equal("SCOPE_MISSING", await (await app.Api("pia", TokenScope.Posts)).Refused($"mutation ($id: ID!) {{ dropDelivery(input: {{id: $id}}) {{ {Errors} }} }}", new { id = delivery }));
        await pia.Do($"mutation ($id: ID!) {{ dropDelivery(input: {{id: $id}}) {{ post {{ deliveries {{ id }} }} {Errors} }} }}", new { id = delivery });
        Assert.Equal("ADDRESS_INVALID", await pia.Refused($"mutation ($id: ID!) {{ settleDelivery(input: {{id: $id, isOut: true, permalink: \"javascript:alert(1)\"}}) {{ {Errors} }} }}", new { id = delivery }));
    }

    [Fact]
    public async Task Links_folders_imports_goals_and_tasks_do_what_their_pages_do()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        var samples = await Samples.Make(app);
        var post = Id("Post", Guid.Parse(samples["posts"]));
        var made = (await pia.Do($"mutation ($p: [ID!]) {{ makeReviewLinks(input: {{share: LIVE, terms: {{name: \"For Gus\", postIds: $p, reach: COMMENT, password: \"open sesame\"}}}}) {{ links {{ url link {{ id name hasPassword reach postIds }} }} {Errors} }} }}", new { p = new[] { post } }))["links"]!.AsArray().Single()!;
        Assert.Equal((true, "COMMENT", post), ((bool)made["link"]!["hasPassword"]!, (string)made["link"]!["reach"]!, (string)made["link"]!["postIds"]![0]!));
        using (var gus = app.CreateClient())
        using (var door = await gus.GetAsync(new Uri((string)made["url"]!).PathAndQuery, TestContext.Current.CancellationToken))
            Assert.True((int)door.StatusCode is 200 or 401, $"{door.StatusCode}");
        var link = (string)made["link"]!["id"]!;
        Assert.False((bool)(await pia.Do($"mutation ($id: ID!) {{ editReviewLink(input: {{id: $id, terms: {{password: null, watermark: true}}}}) {{ reviewLink {{ hasPassword watermark name }} {Errors} }} }}", new { id = link }))["reviewLink"]!["hasPassword"]!);
        Assert.NotNull((await pia.Do($"mutation ($id: ID!) {{ revokeReviewLink(input: {{id: $id}}) {{ reviewLink {{ revokedAt }} {Errors} }} }}", new { id = link }))["reviewLink"]!["revokedAt"]);

        var folder = (string)(await pia.Do($"mutation {{ createFolder(input: {{name: \"Autumn\"}}) {{ folder {{ id }} {Errors} }} }}"))["folder"]!["id"]!;
        var media = Id("Media", Guid.Parse(samples["media"]));
        await pia.Do($"mutation ($m: ID!, $f: ID) {{ moveMedia(input: {{id: $m, folderId: $f}}) {{ media {{ id }} {Errors} }} }}", new { m = media, f = folder });
        Assert.NotNull(await pia.Refused($"mutation ($f: ID!) {{ deleteFolder(input: {{id: $f}}) {{ {Errors} }} }}", new { f = folder }));
        Assert.Equal("2029-01-01", (string?)(await pia.Do($"mutation ($m: ID!) {{ licenseMedia(input: {{id: $m, until: \"2029-01-01\", note: \"CC\"}}) {{ media {{ licensedUntil }} {Errors} }} }}", new { m = media }))["media"]!["licensedUntil"]);
        await pia.Do($"mutation ($m: ID!, $p: ID!) {{ editPostPicture(input: {{postId: $p, mediaId: $m, edit: {{turn: 90}}}}) {{ post {{ id }} {Errors} }} }}", new { m = media, p = post });

        var import = (await pia.Do($"mutation {{ uploadImport(input: {{fileName: \"posts.csv\", text: \"Text,Date\\nFrom a table,2028-02-01\\n\"}}) {{ import {{ id headings rows {{ nodes {{ number cells }} }} }} {Errors} }} }}"))["import"]!;
        Assert.Equal("From a table", (string?)import["rows"]!["nodes"]![0]!["cells"]![0]);
        var id = (string)import["id"]!;
        await pia.Do($"mutation ($id: ID!) {{ mapImport(input: {{id: $id, columns: [\"text\", \"date\"]}}) {{ import {{ columns }} {Errors} }} }}", new { id });
        Assert.Equal("RUNNING", (string?)(await pia.Do($"mutation ($id: ID!) {{ startImport(input: {{id: $id}}) {{ import {{ state }} {Errors} }} }}", new { id }))["import"]!["state"]);

        var goal = (string)(await pia.Do($"mutation {{ setGoal(input: {{metric: \"followers\", target: 9000, ends: \"2028-01-01\"}}) {{ goal {{ id target }} {Errors} }} }}"))["goal"]!["id"]!;
        Assert.Equal("GOAL_TARGET", await pia.Refused($"mutation ($id: ID!) {{ changeGoal(input: {{id: $id, target: 0}}) {{ {Errors} }} }}", new { id = goal }));
        await pia.Do($"mutation ($id: ID!) {{ dropGoal(input: {{id: $id}}) {{ goal {{ droppedAt }} {Errors} }} }}", new { id = goal });

        var (thread, comment) = (Id("Thread", Guid.Parse(samples["threads"])), Id("Comment", Guid.Parse(samples["comments/{commentId}"])));
        var tasks = (await pia.Do($"mutation ($t: ID!, $m: ID!) {{ giveTask(input: {{threadId: $t, text: \"Ask\", ownerId: $m}}) {{ thread {{ tasks {{ id text doneAt }} }} {Errors} }} }}", new { t = thread, m = Id("Member", Guid.Parse(samples["members"])) }))["thread"]!["tasks"]!.AsArray();
        var task = (string)tasks.Single(t => (string)t!["text"]! == "Ask")!["id"]!;
        Assert.Contains("\"doneAt\":\"", (await pia.Do($"mutation ($id: ID!) {{ finishTask(input: {{id: $id}}) {{ thread {{ tasks {{ doneAt }} }} {Errors} }} }}", new { id = task })).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("heart", (string?)(await pia.Do($"mutation ($id: ID!) {{ reactToComment(input: {{id: $id, kind: \"heart\"}}) {{ comment {{ reactions {{ kind by }} }} {Errors} }} }}", new { id = comment }))["comment"]!["reactions"]![0]!["kind"]);
    }

    [Fact]
    public async Task Notifications_are_the_members_own()
    {
        var notice = Id("Notification", Guid.Parse((await Samples.Make(app))["notices"]));
        using var olga = await app.Api("olga", TokenScope.Members);
        using var pia = await app.Api("pia", TokenScope.Members);
        const string read = "mutation ($ids: [ID!]) { markNotificationsRead(input: {ids: $ids}) { changedNotifications { count unread } errors { __typename } } }";
        Assert.Contains(notice, (await olga.Ask("{ notifications(first: 100, unread: true) { nodes { id words kind post { title } } } }")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, (int)(await pia.Do(read, new { ids = new[] { notice } }))["changedNotifications"]!["count"]!);
        Assert.Equal(1, (int)(await olga.Do(read, new { ids = new[] { notice } }))["changedNotifications"]!["count"]!);
        Assert.Equal(1, (int)(await olga.Do("mutation ($ids: [ID!]!) { markNotificationsUnread(input: {ids: $ids}) { changedNotifications { count } errors { __typename } } }", new { ids = new[] { notice } }))["changedNotifications"]!["count"]!);
        Assert.NotNull(await olga.Refused("mutation { chooseNotifications(input: {about: FAILURE, app: false, mail: false, push: false}) { errors { ... on UserError { code } } } }"));
        await olga.Do("mutation { chooseNotifications(input: {about: COMMENT, app: true, mail: false, push: false}) { member { id } errors { __typename } } }");
        using var clara = await app.Api("clara", TokenScope.Members);
        Assert.Equal("NOT_FOUND", await clara.Refused("mutation { chooseNotifications(input: {about: FAILURE, app: true, mail: false, push: false}) { errors { ... on UserError { code } } } }"));
        const string language = "mutation ($language: String) { chooseLanguage(input: {language: $language}) { member { language } errors { __typename } } }";
        Assert.Equal("de", (string?)(await clara.Do(language, new { language = "de" }))["member"]!["language"]);
        Assert.Null((string?)(await clara.Do(language, new { language = (string?)null }))["member"]!["language"]);
        Assert.Equal("LANGUAGE_UNKNOWN", await clara.Refused("mutation { chooseLanguage(input: {language: \"fr\"}) { errors { ... on UserError { code } } } }"));
    }
}
