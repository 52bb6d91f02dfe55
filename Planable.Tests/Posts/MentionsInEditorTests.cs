using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Emulators;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

/// <summary>@names from the editor to the network.</summary>
public class MentionsInEditorTests(AskingApp app) : IClassFixture<AskingApp>, IAsyncLifetime
{
    const string Posts = "/w/acme/posts";

    Guid slack;
    Guid mastodon;

    public async ValueTask InitializeAsync()
    {
        app.Mastodon.Faults.Clear();
        app.Slack.Faults.Clear();
        // What was remembered is old, and networks that rested have rested.
        app.Clock.Advance(TimeSpan.FromHours(2));
        (slack, mastodon) = await app.ConnectSlackAndMastodon();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task People_are_offered_while_typing_and_searched_within_what_the_network_gave()
    {
        using var wanda = await app.As("wanda");
        Assert.Equal(["ann.lee U1"], await Found(wanda, slack, "an"));
        // One answer holds all of Slack's: it is not asked for the next letters.
        app.Slack.Faults.Arrange(Call.Read, Fault.ErrorBefore, times: 5);
        Assert.Equal(["bob U2"], await Found(wanda, slack, "fiel"));
        Assert.Equal(["bob 11", "bobby@far.example 12"], await Found(wanda, mastodon, "bob"));
        Assert.Empty(await Found(wanda, mastodon, "b"));
    }

    [Fact]
    public async Task A_network_in_trouble_says_so_once_and_rests_quietly()
    {
        using var wanda = await app.As("wanda");
        app.Mastodon.Faults.Arrange(Call.Read, Fault.ErrorBefore);
        using (var away = await wanda.Get($"/w/acme/channels/{mastodon}/people?words=bob", htmx: true))
            Assert.StartsWith("Could not be asked: ", (await Visitor.Shown(away)).QuerySelector("[data-trouble]")!.TextContent, StringComparison.Ordinal);
        // Nothing can be said against a name then, and nobody is asked again.
        var page = await Previewed(wanda, "preview", "Hello @nobody", mastodon);
        Assert.Null(page.QuerySelector("[data-code=MENTION_PLAIN]"));
        Assert.Null(page.QuerySelector("#mention-marks")!.GetAttribute("hx-post"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["bob 11", "bobby@far.example 12"], await Found(wanda, mastodon, "bob"));
    }

    [Fact]
    public async Task A_name_nobody_has_is_asked_about_once_and_then_marked_and_said_to_stay_plain()
    {
        using var wanda = await app.As("wanda");
        var before = await Previewed(wanda, "preview", "Hello @nobody and @bob", mastodon);
        Assert.Null(before.QuerySelector("[data-code=MENTION_PLAIN]"));
        Assert.EndsWith("/mentions", before.QuerySelector("#mention-marks")!.GetAttribute("hx-post"), StringComparison.Ordinal);

        var asked = await Previewed(wanda, "mentions", "Hello @nobody and @bob", mastodon);
        Assert.Null(asked.QuerySelector("#mention-marks")!.GetAttribute("hx-post"));
        Assert.Equal(["nobody"], Plain(asked, "base"));
        var said = Assert.Single(asked.QuerySelectorAll("[data-code=MENTION_PLAIN]"));
        Assert.Contains("@nobody will be plain text: nobody of that name is known on Mastodon.", said.TextContent, StringComparison.Ordinal);

        // What was asked is remembered.
        app.Mastodon.Faults.Arrange(Call.Read, Fault.ErrorBefore, times: 5);
        Assert.Equal(["nobody"], Plain(await Previewed(wanda, "preview", "Hello @nobody and @bob", mastodon), "base"));
    }

    [Fact]
    public async Task A_name_that_was_not_chosen_is_marked_where_the_network_wants_an_id()
    {
        using var wanda = await app.As("wanda");
        var typed = await Previewed(wanda, "preview", "Thanks @ann.lee", slack);
        Assert.Equal(["ann.lee"], Plain(typed, "base"));
        Assert.Contains("@ann.lee will be plain text: type @ and choose a person or page of Slack from the list.", typed.QuerySelector("[data-code=MENTION_PLAIN]")!.TextContent, StringComparison.Ordinal);

        var chosen = await Previewed(wanda, "preview", "Thanks @ann.lee", slack, ($"Targets[{slack}].Settings[mentions]", "ann.lee U1 Ann"));
        Assert.Empty(Plain(chosen, "base"));
        Assert.Null(chosen.QuerySelector("[data-code=MENTION_PLAIN]"));

        var own = await Previewed(wanda, "preview", "Nothing here", slack, ($"Targets[{slack}].Own", "true"), ($"Targets[{slack}].Text", "Thanks @bob"));
        Assert.Equal(["bob"], Plain(own, slack.ToString()));
    }

    [Fact]
    public async Task A_webhook_that_looks_nobody_up_says_so_and_that_a_bot_would()
    {
        using var wanda = await app.As("wanda");
        var hook = await app.Connect("discord", $"hook-{Guid.NewGuid():N}", "hooked", null, ("webhook", "webhooks/1/token"), ("guild", "2"), ("kind", "0"));
        var bot = await app.Connect("discord", $"bot-{Guid.NewGuid():N}", "with-a-bot", null, ("token", "token"), ("guild", "2"), ("kind", "0"));
        const string noWay = "@bob will be plain text: a webhook looks nobody up. Connect this channel of Discord with a bot to mention people.";
        Assert.Contains(noWay, (await Previewed(wanda, "preview", "Thanks @bob", hook)).QuerySelector("[data-code=MENTION_PLAIN]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("choose a person or page of Discord from the list", (await Previewed(wanda, "preview", "Thanks @bob", bot)).QuerySelector("[data-code=MENTION_PLAIN]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_chosen_is_kept_with_the_post_and_arrives()
    {
        using var wanda = await app.As("wanda");
        var id = Guid.NewGuid();
        using (await wanda.Post(Posts, ("Id", id.ToString()), ("Text", "Thanks @ann.lee and @bob"), ($"Targets[{slack}].On", "true"), ($"Targets[{slack}].Settings[mentions]", "ann.lee U1 Ann"), ("Do", "save"))) { }
        var edit = await wanda.Page($"{Posts}/{id}/edit");
        Assert.Equal("ann.lee U1 Ann", edit.QuerySelector<IHtmlInputElement>($"[data-mentions='{slack}']")!.Value);
        Assert.Equal($"/w/acme/channels/{slack}/people", edit.QuerySelector($"[data-mentions='{slack}']")!.GetAttribute("data-people"));

        await app.In("acme", async db =>
        {
            var (pia, now) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            (await db.Posts.Whole().SingleAsync(p => p.Id == id)).Schedule(PlannedTime.Read(Zones.ToLocal(now.AddMinutes(1), workspace.Zone), workspace.Zone, second: false), pia, now);
            await db.SaveChangesAsync();
        });
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, await app.In("acme", db => db.Deliveries.Where(d => d.PostId == id).Select(d => d.State).SingleAsync()));
        Assert.Equal("Thanks <@U1> and @bob", app.Slack.Posts[^1].Text);
    }

    [Fact]
    public async Task Only_who_writes_here_may_look_for_people()
    {
        var path = $"/w/acme/channels/{slack}/people?words=ann";
        using (var carl = await app.As("carl"))
            Assert.Equal(HttpStatusCode.Forbidden, (await carl.Get(path)).StatusCode);
        using (var oscar = await app.As("oscar"))
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(path)).StatusCode);
        using var wanda = await app.As("wanda");
        var coffee = await app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"/w/acme/channels/{coffee}/people?words=ann")).StatusCode);
    }

    static async Task<IEnumerable<string>> Found(Visitor visitor, Guid channel, string words)
    {
        using var answer = await visitor.Get($"/w/acme/channels/{channel}/people?words={words}", htmx: true);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await Visitor.Shown(answer)).QuerySelectorAll("[data-value]").Select(p => p.GetAttribute("data-value")!);
    }

    static async Task<IHtmlDocument> Previewed(Visitor visitor, string what, string text, Guid channel, params (string Name, string? Value)[] more)
    {
        using var answer = await visitor.Htmx($"{Posts}/{Guid.NewGuid()}/{what}", [("Text", text), ($"Targets[{channel}].On", "true"), .. more]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Visitor.Shown(answer);
    }

    static IReadOnlyList<string> Plain(IHtmlDocument page, string field) =>
        JsonSerializer.Deserialize<Dictionary<string, string[]>>(page.QuerySelector("#mention-marks")!.GetAttribute("data-plain")!)!.GetValueOrDefault(field) ?? [];
}
