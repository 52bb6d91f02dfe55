using Planable.E2E.Support;

namespace Planable.E2E.Conversations;

public class ConversationTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Two_talk_at_once_a_pin_is_placed_by_keys_and_unsent_words_survive()
    {
        var wanda = await OpenAs("wanda");
        await wanda.GotoAsync("/w/acme/calendar?view=list&dates=all&q=autumn+roast+is+here");
        await wanda.GotoAsync($"{await wanda.Locator("td.what a").First.GetAttributeAsync("href")}?tab=conversation");
        var clara = await OpenAs("clara");
        await clara.GotoAsync(wanda.Url);
        await Expect(clara.Locator(".thread.team")).ToHaveCountAsync(0);
        await Seen.Accessible(wanda);

        var reply = wanda.Locator(".conv > .thread.client .reply textarea").First;
        await reply.FillAsync("Half a thought");
        var words = $"From the tram {Guid.NewGuid():N}";
        await clara.GetByLabel("Comment", new() { Exact = true }).FillAsync(words);
        await clara.Keyboard.PressAsync("Control+Enter");
        await Expect(wanda.GetByText(words)).ToBeVisibleAsync();
        await Expect(reply).ToHaveValueAsync("Half a thought");
        await Expect(clara.GetByLabel("Comment", new() { Exact = true })).ToHaveValueAsync("");
        await wanda.ReloadAsync();
        await Expect(reply).ToHaveValueAsync("Half a thought");

        await wanda.GetByText("Pin a note").ClickAsync();
        await Expect(wanda.Locator(".pin-new")).ToBeFocusedAsync();
        await wanda.Keyboard.PressAsync("ArrowRight");
        await wanda.Keyboard.PressAsync("Shift+ArrowDown");
        await Expect(wanda.GetByLabel("% across")).ToHaveValueAsync("51");
        await Expect(wanda.GetByLabel("% down")).ToHaveValueAsync("60");
        await wanda.Keyboard.PressAsync("Enter");
        var note = $"@Clara the shadow {Guid.NewGuid():N}";
        await wanda.Keyboard.TypeAsync(note);
        await Expect(wanda.Locator("#say [data-unseen]")).ToContainTextAsync("Clara cannot see this");
        await wanda.Keyboard.PressAsync("Control+Enter");
        await Expect(wanda.Locator(".thread.team").Filter(new() { HasText = note })).ToBeVisibleAsync();
        await Expect(wanda.Locator("#pinboard .pin-l").GetByText(note[..20])).ToBeVisibleAsync();
        await Expect(clara.GetByText(note)).ToHaveCountAsync(0);
        await Seen.Accessible(wanda);
    }
}
