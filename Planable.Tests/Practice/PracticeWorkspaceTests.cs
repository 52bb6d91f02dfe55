using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Tests.People;
using Planable.Tests.Support;

namespace Planable.Tests.Practice;

public class PracticeWorkspaceTests(TestApp app) : IClassFixture<TestApp>
{
    static Task<HttpResponseMessage> Open(Visitor visitor, string name, params (string, string?)[] more) =>
        visitor.Post("/clients", [("Name", name), ("Zone", "Europe/Berlin"), ("Colour", "3"), .. more]);

    [Fact]
    public async Task It_is_chosen_when_a_client_is_opened_and_marked_wherever_it_is_shown()
    {
        using var olga = await app.As("olga");
        var form = await olga.Page("/clients/new");
        Assert.Contains("No real page can ever be connected", form.QuerySelector("#Practice")!.Closest(".field")!.TextContent, StringComparison.Ordinal);

        Assert.Equal("/w/training/channels", (await Open(olga, "Training", ("Practice", "true"), ("Practice", "false"))).Headers.Location!.ToString());
        Assert.Equal("/w/serious/channels", (await Open(olga, "Serious", ("Practice", "false"))).Headers.Location!.ToString());
        Assert.True(await app.Ask(db => db.Workspaces.Where(w => w.Slug == "training").Select(w => w.IsPractice).SingleAsync()));

        foreach (var path in (string[])["calendar", "channels", "members", "settings", "posts/new", "activity"])
        {
            Assert.Single((await olga.Page($"/w/training/{path}")).QuerySelectorAll(".top .badge.dashed"));
            Assert.Empty((await olga.Page($"/w/serious/{path}")).QuerySelectorAll(".top .badge.dashed"));
        }

        var overview = await olga.Page("/");
        Assert.NotNull(overview.QuerySelector("tr[data-client=training] .badge.dashed"));
        Assert.Null(overview.QuerySelector("tr[data-client=serious] .badge.dashed"));
    }

    [Fact]
    public async Task No_way_leads_to_a_real_page()
    {
        using var olga = await app.As("olga");
        await Open(olga, "Rehearsal", ("Practice", "true"));
        Assert.Equal(["/w/rehearsal/channels/new/practice"], (await olga.Page("/w/rehearsal/channels/new")).QuerySelectorAll(".nt").Select(a => a.GetAttribute("href")));
        foreach (var network in (string[])["mastodon", "bluesky"])
        {
            using var form = await olga.Get($"/w/rehearsal/channels/new/{network}");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, form.StatusCode);
            using var sent = await olga.Htmx($"/w/rehearsal/channels/new/{network}", ("Server", "mastodon.example"), ("Identifier", "x.example"), ("Password", "x"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.StatusCode);
        }

        // Whatever way a form may find in future, all of them end here.
        await app.In("rehearsal", async db =>
        {
            var connections = new ChannelConnections(db, null!, app.Clock);
            var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "rehearsal");
            var account = new ConnectedAccount("1", "Real", "real", null, null, new ChannelSecrets(new Dictionary<string, string>()), new Dictionary<string, int>());
            var refusal = await Assert.ThrowsAsync<RuleBroken>(async () => await connections.Take(await TestApp.Member(db, "olga"), workspace, "mastodon", account, null, TestContext.Current.CancellationToken));
            Assert.Equal("PRACTICE_ONLY", refusal.Code);
        });

        // Not afterwards either: the settings know no such switch.
        await olga.Post("/w/rehearsal/settings", ("Name", "Rehearsal"), ("Locale", "en-GB"), ("WeekStart", "Monday"), ("Colour", "1"), ("DefaultAudience", "Client"), ("LateMinutes", "30"), ("Revision", "0"), ("IsPractice", "false"));
        Assert.True(await app.Ask(db => db.Workspaces.Where(w => w.Slug == "rehearsal").Select(w => w.IsPractice).SingleAsync()));

        using var practice = await olga.Post("/w/rehearsal/channels/new/practice", ("Name", "Stage"));
        var channel = practice.Headers.Location!.ToString();
        Assert.NotEmpty((await olga.Page(channel)).QuerySelectorAll("#script"));
        Assert.Equal(1, await app.In("rehearsal", db => db.Channels.CountAsync(c => c.State == ChannelState.Connected)));
    }
}
