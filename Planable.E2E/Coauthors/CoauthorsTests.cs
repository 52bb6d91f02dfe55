using System.Text.RegularExpressions;
using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Coauthors;

/// <summary>Wanda and Pia in one post at the same time.</summary>
public class CoauthorsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Two_people_type_in_one_text_and_both_texts_survive_and_each_sees_the_other()
    {
        var (wanda, pia) = await Both("Autumn roast.\n\nWe open at nine.");
        await Expect(wanda.Here("Pia Publisher")).ToBeVisibleAsync(new() { Timeout = 3000 });
        await Expect(pia.Here("Wanda Writer")).ToBeVisibleAsync(new() { Timeout = 3000 });

        await wanda.CaretBehind("Autumn roast.");
        await pia.CaretBehind("We open at nine.");
        await Expect(wanda.Flag("#text", "Pia Publisher")).ToBeVisibleAsync(new() { Timeout = 3000 });
        await Task.WhenAll(wanda.Type(" It smells of plums and of rain on warm stones."), pia.Type(" Bring a cup and stay for a while."));
        const string both = "Autumn roast. It smells of plums and of rain on warm stones.\n\nWe open at nine. Bring a cup and stay for a while.";
        await Expect(wanda.Text).ToHaveValueAsync(both);
        await Expect(pia.Text).ToHaveValueAsync(both);
        await Expect(wanda.Offers).ToHaveCountAsync(0);
        await Expect(pia.Offers).ToHaveCountAsync(0);

        // Undo takes back one's own words, and only those.
        await wanda.Browser.Keyboard.PressAsync("Control+z");
        await Expect(pia.Text).Not.ToHaveValueAsync(new Regex("stones"));
        await Expect(wanda.Text).ToHaveValueAsync(new Regex("stay for a while"));
        await wanda.Browser.Keyboard.PressAsync("Control+Shift+z");
        await Expect(pia.Text).ToHaveValueAsync(both);

        // Another field is put together without a word.
        await pia.SetLink("https://acme.example/autumn");
        await Expect(wanda.Browser.GetByLabel("Address for the link card")).ToHaveValueAsync("https://acme.example/autumn");
        await wanda.Choose("Acme Coffee");
        await Expect(pia.Channel("Acme Coffee").GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        await Expect(wanda.Sides).ToHaveCountAsync(0);
        await Expect(pia.Sides).ToHaveCountAsync(0);
        await Seen.Accessible(wanda.Browser);

        await wanda.Browser.ReloadAsync();
        await Expect(wanda.Text).ToHaveValueAsync(both);
        await pia.Browser.CloseAsync();
        await Expect(wanda.Here("Pia Publisher")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_channels_own_text_is_typed_by_two()
    {
        var (wanda, pia) = await Both("For everybody.");
        await wanda.Choose("Acme Coffee");
        await Expect(pia.Channel("Acme Coffee").GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        foreach (var composer in (ComposerPage[])[wanda, pia])
            await composer.Browser.GetByRole(AriaRole.Tab, new() { NameRegex = new("Acme Coffee") }).ClickAsync();
        await wanda.Browser.GetByRole(AriaRole.Button, new() { Name = "Customise" }).ClickAsync();
        var (hers, his) = (wanda.Browser.GetByLabel("Text for Acme Coffee", new() { Exact = true }), pia.Browser.GetByLabel("Text for Acme Coffee", new() { Exact = true }));
        await Expect(his).ToHaveValueAsync("For everybody.");
        await Expect(his).ToBeVisibleAsync();
        await his.FocusAsync();
        await pia.Browser.Keyboard.PressAsync("Control+End");
        await pia.Browser.Keyboard.TypeAsync(" And for coffee people.");
        await Expect(hers).ToHaveValueAsync("For everybody. And for coffee people.");
        await Expect(wanda.Text).ToHaveValueAsync("For everybody.");
    }

    [Fact]
    public async Task Who_was_cut_off_comes_back_with_both_texts_and_for_one_sentence_with_both_versions()
    {
        Complaints.Expect("ERR_INTERNET_DISCONNECTED");
        var (wanda, pia) = await Both("Autumn roast is here.\n\nWe open at nine.");
        await Expect(wanda.Here("Pia Publisher")).ToBeVisibleAsync();
        await wanda.Browser.Context.SetOfflineAsync(true);

        await wanda.CaretBehind("Autumn roast is here.");
        await wanda.Type(" Typed in a tunnel.");
        await wanda.Replace("nine", "ten");
        await pia.Replace("nine", "eight");
        await pia.CaretBehind("Autumn roast");
        await pia.Type(" from the hills");
        await Expect(pia.SaveState).ToContainTextAsync("Saved");
        await wanda.Browser.Context.SetOfflineAsync(false);

        await Expect(wanda.Offers).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Expect(wanda.Offers).ToContainTextAsync("We open at ten.");
        await Expect(wanda.Offers).ToContainTextAsync("We open at eight.");
        await Expect(pia.Text).ToHaveValueAsync(new Regex("Typed in a tunnel"));
        await Expect(wanda.Text).ToHaveValueAsync(new Regex("Autumn roast from the hills is here. Typed in a tunnel."));
        await Seen.Accessible(wanda.Browser);

        await wanda.Browser.GetByRole(AriaRole.Button, new() { Name = "Only mine" }).ClickAsync();
        const string chosen = "Autumn roast from the hills is here. Typed in a tunnel.\n\nWe open at ten.";
        await Expect(wanda.Text).ToHaveValueAsync(chosen);
        await Expect(pia.Text).ToHaveValueAsync(chosen);
        await Expect(wanda.Offers).ToHaveCountAsync(0);
        await Expect(wanda.SaveState).ToContainTextAsync("Saved");
        await wanda.Browser.ReloadAsync();
        await Expect(wanda.Text).ToHaveValueAsync(chosen);
    }

    [Fact]
    public async Task Texts_put_together_at_random_lose_nothing()
    {
        var page = await OpenAs("wanda");
        await page.GotoAsync("/w/acme/posts/new");
        var wrong = await page.EvaluateAsync<string>(
            """
            async () => {
              const { apply, changes, merge } = await import("/js/merging.js");
              const pieces = ["a", "b", " ", ". ", "\n", "Hello", "👩‍👩‍👧", "é", "!"];
              const any = (most) => Array.from({ length: Math.random() * most }, () => pieces[Math.floor(Math.random() * pieces.length)]).join("");
              for (let run = 0; run < 20000; run++) {
                const [origin, mine, theirs] = [any(20), any(20), any(20)];
                const told = JSON.stringify([origin, mine, theirs]);
                if (apply(origin, changes(origin, mine)) !== mine) return `changes ${told}`;
                if (apply(origin, merge(origin, origin, theirs).edits) !== theirs) return `theirs ${told}`;
                if (merge(origin, mine, origin).edits.length > 0 || merge(origin, mine, mine).edits.length > 0) return `mine ${told}`;
                const ends = merge(origin, `mine ${origin}`, `${origin} theirs`);
                if (apply(`mine ${origin}`, ends.edits) !== `mine ${origin} theirs`) return `ends ${told}`;
              }
              return "";
            }
            """);
        Assert.Equal("", wrong);
    }

    /// <summary>A draft of Wanda's that both have open.</summary>
    async Task<(ComposerPage Wanda, ComposerPage Pia)> Both(string text)
    {
        var (wanda, pia) = (new ComposerPage(await OpenAs("wanda")), new ComposerPage(await OpenAs("pia")));
        await wanda.Open("acme");
        await wanda.Text.FillAsync(text);
        await wanda.SaveDraft();
        await pia.Browser.GotoAsync(wanda.Browser.Url);
        await Expect(pia.Text).ToHaveValueAsync(text);
        await Expect(pia.Here("Wanda Writer")).ToBeVisibleAsync();
        return (wanda, pia);
    }
}
