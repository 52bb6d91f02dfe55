using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Conversations;

public class ConversationTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Two_talk_at_once_a_pin_is_placed_by_keys_and_unsent_words_survive()
    {
        var wanda = await OpenAs("wanda");
        var composer = new ComposerPage(wanda);
        await composer.Open("acme");
        await composer.Write($"Talked about {Guid.NewGuid():N}", "Acme Coffee");
        await composer.AddPicture("cup.png", await wanda.ScreenshotAsync(new() { Clip = new() { Width = 400, Height = 300 } }), "A cup");
        await composer.SaveDraft();
        await wanda.GotoAsync(wanda.Url.Replace("/edit", "?tab=conversation", StringComparison.Ordinal));
        await wanda.Locator("#to-client").CheckAsync();
        await wanda.Locator("#say-text").FillAsync("Have a look, @Clara.");
        await wanda.Keyboard.PressAsync("Control+Enter");
        await Expect(wanda.Locator(".thread.client")).ToHaveCountAsync(1);
        var clara = await OpenAs("clara");
        await clara.GotoAsync(wanda.Url);
        await Expect(clara.Locator(".thread.team")).ToHaveCountAsync(0);
        await Seen.Accessible(wanda);

        var reply = wanda.Locator(".conv > .thread.client .reply textarea").First;
        await reply.FillAsync("Half a thought");
        var words = $"From the tram {Guid.NewGuid():N}";
        await clara.Locator("#say-text").FillAsync(words);
        await clara.Keyboard.PressAsync("Control+Enter");
        await Expect(wanda.GetByText(words)).ToBeVisibleAsync();
        await Expect(reply).ToHaveValueAsync("Half a thought");
        await Expect(clara.Locator("#say-text")).ToHaveValueAsync("");
        await wanda.ReloadAsync();
        await Expect(reply).ToHaveValueAsync("Half a thought");

        await wanda.Locator(".pin-f summary").ClickAsync();
        await Expect(wanda.Locator(".pin-new")).ToBeFocusedAsync();
        await wanda.Keyboard.PressAsync("ArrowRight");
        await wanda.Keyboard.PressAsync("Shift+ArrowDown");
        await Expect(wanda.GetByLabel("% across", new() { Exact = true })).ToHaveValueAsync("51");
        await Expect(wanda.GetByLabel("% down", new() { Exact = true })).ToHaveValueAsync("60");

        // Somebody else's words take neither the pin nor the hand off it.
        var meanwhile = $"Meanwhile {Guid.NewGuid():N}";
        await clara.Locator("#say-text").FillAsync(meanwhile);
        await clara.Keyboard.PressAsync("Control+Enter");
        await Expect(wanda.GetByText(meanwhile)).ToBeVisibleAsync();
        await Expect(wanda.GetByLabel("% across", new() { Exact = true })).ToHaveValueAsync("51");
        await Expect(wanda.Locator(".pin-new")).ToBeFocusedAsync();
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
