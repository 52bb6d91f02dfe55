using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Pinterest;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

/// <summary>Settings whose choices only the account knows.</summary>
public class SettingChoicesTests(AskingApp app) : IClassFixture<AskingApp>, IAsyncLifetime
{
    const string Posts = "/w/acme/posts";

    Guid pinterest;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app.Pinterest.Faults.Clear();
        var before = await app.In("acme", db => db.Channels.Where(c => c.Network == "pinterest").ToListAsync());
        if (before.Count == 0)
            await app.ConnectPinterest();
        pinterest = await app.In("acme", db => db.Channels.Where(c => c.Network == "pinterest").Select(c => c.Id).SingleAsync());
        // What was remembered is old, and a network that rested has rested.
        app.Clock.Advance(TimeSpan.FromHours(2));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_field_asks_the_account_once_it_is_seen_and_remembers_what_it_said()
    {
        using var wanda = await app.As("wanda");
        var before = (await wanda.Page($"{Posts}/new")).QuerySelector($"#set-{pinterest}-board-field")!;
        Assert.Equal(("intersect once", Path("board")), (before.GetAttribute("hx-trigger"), before.GetAttribute("hx-get")));
        Assert.Equal(["Choose"], Names(before));

        Assert.Equal(["Choose", "Autumn", "Kitchens", "Somebody else's"], Names(await Asked(wanda, "board")));
        // The page shows it at once from now on, and asks no more.
        app.Pinterest.Faults.Arrange(Call.Read, Fault.ErrorBefore, times: 10);
        var after = (await wanda.Page($"{Posts}/new")).QuerySelector($"#set-{pinterest}-board-field")!;
        Assert.Equal(4, Names(after).Count);
        Assert.Null(after.GetAttribute("hx-get"));
        Assert.Equal(4, Names(await Asked(wanda, "board")).Count);
    }

    [Fact]
    public async Task What_changed_at_the_network_is_seen_after_asking_again()
    {
        using var wanda = await app.As("wanda");
        await Asked(wanda, "board");
        var added = new EmulatedBoard("1999", "Only just made");
        app.Pinterest.Boards.Add(added);
        try
        {
            Assert.DoesNotContain("Only just made", Names(await Asked(wanda, "board")));
            var again = await Asked(wanda, "board", "afresh=true");
            Assert.Contains("Only just made", Names(again));
            Assert.Equal($"{Path("board")}?afresh=true", again.QuerySelector("button")!.GetAttribute("hx-get"));
        }
        finally
        {
            app.Pinterest.Boards.Remove(added);
        }
    }

    [Fact]
    public async Task A_list_that_depends_on_another_choice_waits_for_it()
    {
        using var wanda = await app.As("wanda");
        var none = await Asked(wanda, "section");
        Assert.Equal(("None", "First: Board"), (string.Join(", ", Names(none)), Said(none)));
        Assert.Equal($"change from:#set-{pinterest}-board", none.GetAttribute("hx-trigger"));

        var soups = await Asked(wanda, "section", $"Targets[{pinterest}].Settings[board]=1001");
        Assert.Equal(("None, Soups, Cakes", ""), (string.Join(", ", Names(soups)), Said(soups)));
        var bare = await Asked(wanda, "section", $"Targets[{pinterest}].Settings[board]=1002");
        Assert.Equal(("None", "Acme at pinterest has nothing to choose from here."), (string.Join(", ", Names(bare)), Said(bare)));
    }

    [Fact]
    public async Task What_is_chosen_stays_visible_whatever_the_network_says()
    {
        using var wanda = await app.As("wanda");
        var gone = await Asked(wanda, "board", $"Targets[{pinterest}].Settings[board]=1234");
        Assert.Equal(("1234", "1234 (not offered any more)"), Chosen(gone));
        var there = await Asked(wanda, "board", $"Targets[{pinterest}].Settings[board]=1002");
        Assert.Equal(("1002", "Kitchens"), Chosen(there));

        app.Clock.Advance(TimeSpan.FromHours(2));
        app.Pinterest.Faults.Arrange(Call.Read, Fault.ErrorBefore);
        var unasked = await Asked(wanda, "board", $"Targets[{pinterest}].Settings[board]=1234");
        Assert.StartsWith("Could not be asked: ", Said(unasked), StringComparison.Ordinal);
        Assert.Equal("1234", Chosen(unasked).Value);
    }

    [Fact]
    public async Task A_network_in_trouble_is_left_alone_for_a_while_unless_a_person_asks_again()
    {
        using var wanda = await app.As("wanda");
        app.Pinterest.Faults.Arrange(Call.Read, Fault.ErrorBefore);
        Assert.StartsWith("Could not be asked: ", Said(await Asked(wanda, "board")), StringComparison.Ordinal);
        // It would answer now, but nobody asks.
        Assert.StartsWith("Could not be asked: ", Said(await Asked(wanda, "board")), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(46));
        Assert.Equal("", Said(await Asked(wanda, "board")));

        app.Clock.Advance(TimeSpan.FromHours(2));
        app.Pinterest.Faults.Arrange(Call.Read, Fault.ErrorBefore);
        await Asked(wanda, "board");
        Assert.Equal("", Said(await Asked(wanda, "board", "afresh=true")));
    }

    [Fact]
    public async Task Many_questions_in_a_minute_are_too_many()
    {
        using var wanda = await app.As("wanda");
        // The clock runs on, and minutes are counted by it.
        app.Clock.Advance(TimeSpan.FromSeconds(60 - app.Clock.GetUtcNow().Second));
        for (var i = 0; i < 30; i++)
            Assert.Equal("", Said(await Asked(wanda, "board", "afresh=true")));
        var refused = await Asked(wanda, "board", "afresh=true");
        Assert.Equal("Could not be asked: This account was asked very often just now. Wait a minute.", Said(refused));
        Assert.Equal(4, Names(refused).Count);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("", Said(await Asked(wanda, "board", "afresh=true")));
    }

    [Fact]
    public async Task Without_a_script_the_button_fills_the_list_and_keeps_what_was_typed()
    {
        using var wanda = await app.As("wanda");
        using var opened = await wanda.Post(Posts, ("Id", Guid.NewGuid().ToString()), ("Text", "Typed with care."), ($"Targets[{pinterest}].On", "true"), ("Do", $"ask:{pinterest}:board"));
        var page = await Visitor.Shown(opened);
        Assert.Equal(["Choose", "Autumn", "Kitchens", "Somebody else's"], Names(page.QuerySelector($"#set-{pinterest}-board-field")!));
        Assert.Equal("Typed with care.", ((IHtmlTextAreaElement)page.QuerySelector("#text")!).Value);
    }

    [Fact]
    public async Task A_required_choice_that_is_missing_is_said_beside_its_field_while_typing_and_when_sent()
    {
        using var wanda = await app.As("wanda");
        var (id, reddit) = (Guid.NewGuid(), await app.Connect("reddit", "t2_acme", "acme", null));
        (string, string?)[] form = [("Id", id.ToString()), ("Text", "A door"), ("Options[title]", "Door"), ($"Targets[{reddit}].On", "true"), ("Date", "2030-03-01"), ("Time", "09:00")];
        using var refused = await wanda.Post(Posts, [.. form, ("Do", "schedule")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        var input = page.QuerySelector($"#set-{reddit}-subreddit")!;
        Assert.Equal("Reddit needs a choice for Community.", page.GetElementById($"{input.Id}-trouble")!.TextContent);
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains($"{input.Id}-trouble", input.GetAttribute("aria-describedby")!.Split(' '));

        using var typed = await wanda.Htmx($"{Posts}/{id}/preview", [.. form, ($"Targets[{reddit}].Settings[subreddit]", "doors")]);
        var trouble = (await Visitor.Shown(typed)).GetElementById($"{input.Id}-trouble")!;
        Assert.Equal(("", "true"), (trouble.TextContent, trouble.GetAttribute("hx-swap-oob")));
        await app.In("acme", db => db.Channels.Where(c => c.Id == reddit).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, ChannelState.Disconnected)));
    }

    [Fact]
    public async Task What_was_chosen_is_kept_with_the_post()
    {
        using var wanda = await app.As("wanda");
        var id = Guid.NewGuid();
        using var saved = await wanda.Post(Posts, ("Id", id.ToString()), ("Text", "A door"), ($"Targets[{pinterest}].On", "true"), ($"Targets[{pinterest}].Settings[board]", "1002"), ("Do", "save"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("1002", (await app.In("acme", db => db.Posts.Include(p => p.Variants).SingleAsync(p => p.Id == id))).Variants.Single().Settings["board"]);
    }

    [Fact]
    public async Task Every_setting_of_every_network_has_a_label_and_what_is_said_about_it_beside_it()
    {
        using var wanda = await app.As("wanda");
        foreach (var network in Data.Networks.Networks.All.Where(n => n.Key != "practice" && n.Settings.Count > 0))
        {
            var id = network.Key == "pinterest" ? pinterest : await app.Connect(network.Key, $"all-{network.Key}", "acme", "https://server.example");
            var page = await wanda.Page($"{Posts}/new?channel={id}");
            foreach (var setting in network.Settings)
            {
                var input = page.QuerySelector($"#set-{id}-{setting.Key}");
                Assert.True(input is not null, $"{network.Key} {setting.Key} has no field.");
                var label = page.QuerySelector($"label[for='{input.Id}']") ?? input.Closest("label");
                Assert.Contains(setting.Name, label?.TextContent ?? "", StringComparison.Ordinal);
                foreach (var described in input.GetAttribute("aria-describedby")!.Split(' '))
                    Assert.NotNull(page.GetElementById(described));
                if (setting.Help is not null)
                    Assert.Equal(setting.Help, page.GetElementById($"{input.Id}-help")!.TextContent);
            }

            if (network.Key != "pinterest")
                await app.In("acme", db => db.Channels.Where(c => c.Id == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, ChannelState.Disconnected)));
        }
    }

    [Fact]
    public async Task Who_may_not_write_gets_nothing()
    {
        using (var ivo = await app.As("carl"))
            Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Get(Path("board"))).StatusCode);
        using (var oscar = await app.As("oscar"))
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Path("board"))).StatusCode);
        using var wanda = await app.As("wanda");
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get(Path("nonsense"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await wanda.Get($"/w/bolt/channels/{pinterest}/choices/board")).StatusCode);
    }

    string Path(string setting) => $"/w/acme/channels/{pinterest}/choices/{setting}";

    async Task<IElement> Asked(Visitor visitor, string setting, string query = "")
    {
        using var answer = await visitor.Get($"{Path(setting)}?{query}", htmx: true);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await Visitor.Shown(answer)).QuerySelector($"#set-{pinterest}-{setting}-field")!;
    }

    static IReadOnlyList<string> Names(IElement field) => [.. field.QuerySelectorAll("option").Select(o => o.TextContent)];

    static (string Value, string Name) Chosen(IElement field) => field.QuerySelector<IHtmlOptionElement>("option[selected]") is { } chosen ? (chosen.Value, chosen.TextContent) : ("", "");

    static string Said(IElement field) => field.QuerySelector("[role=status]")!.TextContent.Trim();
}
