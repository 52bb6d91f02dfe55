using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.People;

public class SignUpTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task From_sign_up_to_the_first_published_post()
    {
        const string email = "nora@new-agency.example";
        const string text = "Our very first post.";
        var page = await Open();
        var signUp = new SignUpPage(page);
        await signUp.Open();
        await signUp.SignUp("Nora New", "New Agency", email, "a long pass phrase");
        await signUp.Confirm(await Mail.LinkTo(email, "/verify"));
        await new SignInPage(page).SignIn(email, "a long pass phrase");

        var client = new NewClientPage(page);
        await client.Open();
        await Seen.Accessible(page);
        await client.Create("Harbour Café", "Europe/Berlin");
        await new ChannelsPage(page).ConnectPractice("Harbour Café");

        var calendar = new CalendarPage(await page.Context.NewPageAsync());
        await calendar.Open("harbour-cafe");
        await calendar.Browser.EvaluateAsync("window.stillTheSame = true");

        var composer = new ComposerPage(page);
        await composer.Open("harbour-cafe");
        await composer.Write(text, "Harbour Café");
        await composer.When.FillAsync("in 1 minute");
        await Expect(composer.Schedule).ToContainTextAsync("Berlin");
        var post = await composer.PressSchedule();
        await Expect(calendar.Card(text)).ToHaveAttributeAsync("data-state", "scheduled");

        await Expect(calendar.Card(text)).ToHaveAttributeAsync("data-state", "published", new() { Timeout = 90_000 });
        await post.UntilPublished("Harbour Café");
        Assert.True(await calendar.Browser.EvaluateAsync<bool>("window.stillTheSame === true"), "The calendar was loaded again.");

        await page.GotoAsync((await post.Permalink("Harbour Café").GetAttributeAsync("href"))!);
        await Expect(page.GetByRole(AriaRole.Article).Filter(new() { HasText = text })).ToBeVisibleAsync();
    }
}
