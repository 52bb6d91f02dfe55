using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Data.Tokens;
using Planable.Tests.Approvals;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.Members;

/// <summary>Wanda, who publishes here, sees one channel of two and changes what her post says there.</summary>
public class PartTests(TestApp app) : IClassFixture<TestApp>
{
    const string Secret = "Their secret words";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static readonly Lock Once = new();

    static Task<(Guid Seen, Guid Hidden)>? made;

    Task<(Guid Seen, Guid Hidden)> Channels()
    {
        lock (Once)
            return made ??= Make();
    }

    async Task<(Guid Seen, Guid Hidden)> Make()
    {
        var ids = await app.In("acme", async db =>
        {
            var (olga, now) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            var channels = new[] { "Mine Shots", "Closed Links" }.Select(n => Data.Channels.Channel.Connect(olga, "practice", new Data.Channels.RemoteAccount(n, n, n, null, null, new Dictionary<string, int>()), "", now)).ToList();
            db.Channels.AddRange(channels);
            (await TestApp.Member(db, "wanda")).ChangeRole(Role.Manager, olga, await db.Members.Include(m => m.Person).ToListAsync(Cancel), now);
            await db.SaveChangesAsync(Cancel);
            return (channels[0].Id, channels[1].Id);
        });
        await app.In("acme", async db =>
        {
            (await TestApp.Member(db, "wanda")).LimitTo([await db.Channels.SingleAsync(c => c.Id == ids.Item1, Cancel)], await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        return ids;
    }

    async Task<Guid> Write(bool scheduled = false)
    {
        var (seen, hidden) = await Channels();
        return await app.In("acme", async db =>
        {
            var (olga, now) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
            var post = Post.Draft(olga, workspace, now);
            db.Posts.Add(post);
            var channels = await db.Channels.ToDictionaryAsync(c => c.Id, Cancel);
            post.Edit(new PostEdit("Said to all.", null, [new PostEdit.Target(channels[seen], "The café pours it from eight.", null), new PostEdit.Target(channels[hidden], Secret, null)], []), olga, now);
            if (scheduled)
                post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(4), workspace.Zone), workspace.Zone, second: false), olga, now);
            else
                post.Cut(olga, now);
            await db.SaveChangesAsync(Cancel);
            return post.Id;
        });
    }

    Task<Post> Read(Guid id) => app.In("acme", db => db.Posts.AsNoTracking().Whole().SingleAsync(p => p.Id == id, Cancel));

    [Fact]
    public async Task She_changes_her_channels_words_in_the_editor_and_the_rest_is_read_only_with_the_reason()
    {
        var (seen, hidden) = await Channels();
        var id = await Write(scheduled: true);
        using var wanda = await app.As("wanda");
        var form = (await wanda.Page($"/w/acme/posts/{id}/part")).QuerySelector("#part")!;
        Assert.InRange((await app.Sql.During(() => wanda.Page($"/w/acme/posts/{id}/part"))).Count, 1, 8);
        Assert.DoesNotContain("secret", form.OuterHtml, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Closed", form.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("a channel you do not see", form.TextContent, StringComparison.Ordinal);
        Assert.Contains("Read only", form.TextContent, StringComparison.Ordinal);
        Assert.Equal("Said to all.", form.QuerySelector("[data-fixed=text]")!.TextContent);
        Assert.Empty(form.QuerySelectorAll("[name=Text], [name=Date], [name=Link]"));
        var was = form.QuerySelectorAll("input[name^='Was[']").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value"))).ToArray();
        Assert.Equal(2, was.Length);
        using (var saved = await wanda.Post($"/w/acme/posts/{id}/part", [.. was, ($"Targets[{seen}].Own", "true"), ($"Targets[{seen}].Text", "The bar pours it from eight."), ("Text", "Not hers"), ($"Targets[{hidden}].Own", "true"), ($"Targets[{hidden}].Text", "Not hers either")]))
            Assert.Equal($"/w/acme/posts/{id}", saved.Headers.Location!.OriginalString);
        var post = await Read(id);
        Assert.Equal(("Said to all.", "The bar pours it from eight.", Secret), (post.Text, post.Variants.Single(v => v.ChannelId == seen).Text, post.Variants.Single(v => v.ChannelId == hidden).Text));
        var version = post.Versions.Single(v => v.Number == post.LatestVersion);
        Assert.Equal(("Wanda Writer", post.Content().Hash()), (version.ByName, version.Hash));
        // What is planned goes out changed here and as it was there: of one version, or the publisher would hold it.
        Assert.All(post.Deliveries, d => Assert.Equal(version.Id, d.VersionId));
        Assert.Equal((PostState.Scheduled, 2), (post.State, post.Deliveries.Count));

        // Others changed it meanwhile: nothing is written over unseen.
        using (var late = await wanda.Post($"/w/acme/posts/{id}/part", [.. was, ($"Targets[{seen}].Own", "true"), ($"Targets[{seen}].Text", "The kiosk pours it.")]))
        {
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            var back = await Visitor.Shown(late);
            Assert.Equal("The kiosk pours it.", back.QuerySelector($"#text-{seen}")!.TextContent.Trim());
            Assert.Contains("The bar pours it from eight.", back.QuerySelector("#part")!.TextContent, StringComparison.Ordinal);
        }

        using var follows = await wanda.Post($"/w/acme/posts/{id}/part", [.. (await wanda.Page($"/w/acme/posts/{id}/part")).QuerySelectorAll("input[name^='Was[']").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value"))), ($"Targets[{seen}].Text", "")]);
        Assert.Equal(HttpStatusCode.Redirect, follows.StatusCode);
        Assert.True((await Read(id)).Variants.Single(v => v.ChannelId == seen).FollowsBase);
    }

    [Fact]
    public async Task Over_the_API_she_changes_her_part_and_nothing_else()
    {
        var (seen, hidden) = await Channels();
        var id = await Write();
        using var wanda = await app.Api("wanda", TokenScope.Write, TokenScope.Posts);
        const string part = "mutation ($id: ID!, $c: ID!, $t: String) { editPostPart(input: {id: $id, channels: [{channelId: $c, text: $t}]}) { post { text variants { text } } errors { ... on UserError { code } } } }";
        var post = (await wanda.Do(part, new { id = Id("Post", id), c = Id("Channel", seen), t = "The bar pours it." }))["post"]!;
        Assert.Contains("The bar pours it.", post.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", post.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("NOT_FOUND", await wanda.Refused(part, new { id = Id("Post", id), c = Id("Channel", hidden), t = "Mine now" }));
        Assert.Equal(Post.PartlyHidden, await wanda.Refused("mutation ($id: ID!) { editPost(input: {id: $id, text: \"All mine\"}) { errors { ... on UserError { code } } } }", new { id = Id("Post", id) }));
        var now = await Read(id);
        Assert.Equal(("Said to all.", Secret), (now.Text, now.Variants.Single(v => v.ChannelId == hidden).Text));
        Assert.Equal(2, now.Versions.Single(v => v.Number == now.LatestVersion).Content.Variants.Count);
    }

    [Fact]
    public async Task The_wall_lets_through_her_part_with_a_true_version_and_nothing_more()
    {
        var (seen, hidden) = await Channels();
        var id = await Write(scheduled: true);
        async Task Stopped(Func<PlanableDb, Post, Member, Task> act) => await app.In("acme", async db =>
        {
            var wanda = await TestApp.Member(db, "wanda");
            using var eyes = db.SeeAs(wanda);
            await act(db, (await db.FindForPart(id, wanda, Cancel))!, wanda);
            Assert.Equal(Post.PartlyHidden, (await Assert.ThrowsAsync<RuleBroken>(() => db.SaveChangesAsync(Cancel))).Code);
        });
        void Part(Post post, Member by) => post.EditPart([new PostEdit.Target(post.Variants.Single(v => v.ChannelId == seen).Channel, "Hers", null)], by, app.Clock.GetUtcNow());
        await Stopped((db, post, by) =>
        {
            Part(post, by);
            db.Entry(post.Variants.Single(v => v.ChannelId == hidden)).Property(v => v.Text).CurrentValue = "Hers too";
            return Task.CompletedTask;
        });
        await Stopped((db, post, by) =>
        {
            Part(post, by);
            db.Entry(post).Property(p => p.Text).CurrentValue = "And this";
            return Task.CompletedTask;
        });
        await Stopped((db, post, by) =>
        {
            Part(post, by);
            var version = db.ChangeTracker.Entries<PostVersion>().Single(e => e.State == EntityState.Added);
            version.Property(v => v.Json).CurrentValue = (post.Content() with { Text = "A version of lies" }).ToJson();
            return Task.CompletedTask;
        });
        await Stopped((db, post, by) =>
        {
            Part(post, by);
            db.Entry(post.Deliveries.Single(d => d.ChannelId == hidden)).Property(d => d.DueAt).CurrentValue = app.Clock.GetUtcNow();
            return Task.CompletedTask;
        });
        Assert.Equal("The café pours it from eight.", (await Read(id)).Variants.Single(v => v.ChannelId == seen).Text);
    }

    [Fact]
    public void A_change_that_takes_approvals_of_the_others_back_is_not_hers_and_one_that_takes_none_is()
    {
        foreach (var (reach, code) in new[] { (ResetReach.AllLevels, "APPROVED_FOR_ALL"), (ResetReach.Nothing, (string?)null) })
        {
            var house = new House(r => r with { Locks = false, Resets = r.Resets with { Channels = reach } }, House.Level("Team", House.Any(Role.Reviewer)));
            var (mine, other) = (A.Channel(), A.Channel());
            var post = Post.Draft(house.Wanda, house.Workspace, A.Monday);
            post.Edit(new PostEdit("To both.", null, [new PostEdit.Target(mine, null, null), new PostEdit.Target(other, null, null)], []), house.Wanda, A.Monday);
            post.RequestApproval(null, house.Wanda, house.Everyone, A.Monday);
            House.Approve(post, house.Ivo);
            house.Wanda.LimitTo([mine], house.Olga, A.Monday);
            void Edit() => post.EditPart([new PostEdit.Target(mine, "Hers", null)], house.Wanda, A.Monday);
            if (code is null)
            {
                Edit();
                Assert.Equal((ApprovalState.Approved, "Hers"), (post.ApprovalState, post.Variants.Single(v => v.ChannelId == mine.Id).Text));
            }
            else
            {
                Assert.Equal(code, Assert.Throws<RuleBroken>(Edit).Code);
                Assert.True(post.Variants.Single(v => v.ChannelId == mine.Id).FollowsBase);
            }

            Assert.Equal("NOT_TARGETED", Assert.Throws<RuleBroken>(() => post.EditPart([new PostEdit.Target(A.Channel(), "Nowhere", null)], house.Olga, A.Monday)).Code);
        }
    }

    [Fact]
    public async Task Other_words_for_a_channels_own_text_are_suggested_accepted_and_hidden_with_the_channel()
    {
        var (seen, hidden) = await Channels();
        var id = await Write();
        var path = $"/w/acme/posts/{id}/threads";
        using var pia = await app.As("pia");
        using var wanda = await app.As("wanda");
        (string, string?)[] Words(Guid channel, string origin, string suggested) => [("Text", ""), ("Audience", "Team"), ($"Own[{channel}].Origin", origin), ($"Own[{channel}].Suggested", suggested)];
        using (var theirs = await pia.Htmx(path, Words(hidden, Secret, "Their open words")))
            Assert.Equal(HttpStatusCode.OK, theirs.StatusCode);
        using (var mine = await pia.Htmx(path, Words(seen, "The café pours it from eight.", "The bar pours it from eight.")))
            Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
        using (var both = await pia.Htmx(path, [.. Words(seen, "The café pours it from eight.", "One"), .. Words(hidden, Secret, "Two").Skip(2)]))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, both.StatusCode);
        // A hidden channel is answered like one the post does not go to.
        using (var blind = await wanda.Htmx(path, Words(hidden, Secret, "Guessed")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, blind.StatusCode);

        var talk = (await wanda.Page($"/w/acme/posts/{id}?tab=conversation")).QuerySelector("#conversation")!;
        Assert.DoesNotContain("open words", talk.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(hidden.ToString(), talk.OuterHtml, StringComparison.Ordinal);
        var suggestion = talk.QuerySelector(".sug")!;
        Assert.Contains("Mine Shots", suggestion.TextContent, StringComparison.Ordinal);
        Assert.Equal(("café", "bar"), (suggestion.QuerySelector("del")!.TextContent, suggestion.QuerySelector("ins")!.TextContent));
        var threads = await app.In("acme", db => db.FeedbackThreads.AsNoTracking().Include(t => t.Comments).Where(t => t.PostId == id).ToListAsync(Cancel));
        var (open, closed) = (threads.Single(t => t.Anchor!.ChannelId == seen), threads.Single(t => t.Anchor!.ChannelId == hidden));
        using (var accepted = await wanda.Htmx($"{path}/{open.Id}/comments/{open.Comments[0].Id}/acceptance", ("seen", suggestion.QuerySelector("input[name=seen]")!.GetAttribute("value"))))
            Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        using (var unseen = await wanda.Htmx($"{path}/{closed.Id}/comments/{closed.Comments[0].Id}/acceptance", ("seen", Secret)))
            Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);
        var post = await Read(id);
        Assert.Equal(("Said to all.", "The bar pours it from eight.", Secret), (post.Text, post.Variants.Single(v => v.ChannelId == seen).Text, post.Variants.Single(v => v.ChannelId == hidden).Text));
        Assert.Equal(("Wanda Writer", "Pia Publisher"), (post.Versions.MaxBy(v => v.Number)!.ByName, post.Versions.MaxBy(v => v.Number)!.CreditedTo));
    }

    [Fact]
    public async Task Carl_who_only_looks_edits_no_part_and_Oscar_finds_none()
    {
        var id = await Write();
        using var carl = await app.As("carl");
        using (var forbidden = await carl.Post($"/w/acme/posts/{id}/part"))
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var oscar = await app.As("oscar");
        using var missing = await oscar.Post($"/w/acme/posts/{id}/part");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }
}
