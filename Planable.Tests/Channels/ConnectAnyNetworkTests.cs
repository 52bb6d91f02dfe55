using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Jobs.Channels;
using Planable.Tests.Emulators;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

/// <summary>Networks that are reached through an app of the installation.</summary>
public class ConnectAnyNetworkTests(NetworksApp app) : IClassFixture<NetworksApp>
{
    const string New = "/w/acme/channels/new";
    const string Page = New + "/linkedin-page";
    const string App = "/installation/apps/linkedin";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_app_the_page_says_who_sets_it_up_and_offers_no_way_there()
    {
        using var olga = await app.As("olga");
        using (await olga.Post($"{App}/removal")) { }

        var page = await olga.Page(Page);
        Assert.Contains("This installation has no app at LinkedIn", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"a[href='{App}']"));
        Assert.Null(page.QuerySelector("#main form button.primary"));
        using var tried = await olga.Post(Page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tried.StatusCode);
        Assert.Contains("app-missing", await tried.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // Who may connect channels but does not run the installation is told who does.
        using var adam = await app.As("adam");
        Assert.Null((await adam.Page(Page)).QuerySelector($"a[href='{App}']"));
    }

    [Fact]
    public async Task An_app_is_saved_encrypted_and_its_secret_is_never_shown_again()
    {
        using var olga = await app.As("olga");
        using var empty = await olga.Post(App, ("ClientId", " "), ("ClientSecret", "s"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);

        await SetUp(olga);
        await app.In("acme", async db => Assert.DoesNotContain(OAuthDesk.ClientSecret, (await db.NetworkApps.SingleAsync(a => a.Key == "linkedin")).ClientSecret, StringComparison.Ordinal));
        var shown = await olga.Page(App);
        Assert.Equal(OAuthDesk.ClientId, shown.QuerySelector("#ClientId")!.GetAttribute("value"));
        Assert.DoesNotContain(OAuthDesk.ClientSecret, shown.DocumentElement.OuterHtml, StringComparison.Ordinal);
        // An empty secret keeps the one that is there.
        using (await olga.Post(App, ("ClientId", OAuthDesk.ClientId), ("ClientSecret", ""))) { }
        Assert.NotNull(await Go(olga));

        foreach (var name in (string?[])["adam", "clara", "oscar"])
        {
            using var other = await app.As(name);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get("/installation/apps")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get(App)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Post(App, ("ClientId", "stolen"), ("ClientSecret", "stolen"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Post($"{App}/removal")).StatusCode);
        }
    }

    [Fact]
    public async Task Several_accounts_are_chosen_from_and_only_the_chosen_ones_become_channels()
    {
        using var olga = await app.As("olga");
        await SetUp(olga);
        var choices = await Arrive(olga);
        var page = await olga.Page(choices);
        var offered = page.QuerySelectorAll("input[name=pick]").Select(i => i.GetAttribute("value")!).ToList();
        Assert.Equal(2, offered.Count);

        using var none = await olga.Post(choices);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        Assert.Contains("Choose at least one account.", (await Visitor.Shown(none)).QuerySelector("#choice-problem")!.TextContent, StringComparison.Ordinal);

        using var adam = await app.As("adam");
        Assert.Equal(HttpStatusCode.NotFound, (await adam.Get(choices)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await adam.Post(choices, ("pick", offered[0]))).StatusCode);

        using (var elsewhere = await app.As("olga"))
            Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(choices.Replace("acme", "bolt", StringComparison.Ordinal))).StatusCode);
        using var chosen = await olga.Post(choices, ("pick", offered[0]), ("pick", "99999"));
        Assert.Equal("/w/acme/channels", chosen.Headers.Location?.ToString());
        var channel = await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Network == "linkedin-page" && c.RemoteId == offered[0]));
        Assert.Equal((ChannelState.Connected, true), (channel.State, channel.RenewAt > app.Clock.GetUtcNow()));
        Assert.DoesNotContain("access_token", channel.Secrets, StringComparison.Ordinal);
        // A choice is made once.
        Assert.Equal(HttpStatusCode.NotFound, (await olga.Get(choices)).StatusCode);

        // Reconnecting means that one page, however many come.
        using var back = await Back(olga, $"{Page}", ("channel", channel.Id.ToString()));
        Assert.Equal($"/w/acme/channels/{channel.Id}", back.Headers.Location!.ToString());
    }

    [Fact]
    public async Task What_is_past_half_of_its_life_is_renewed_before_it_expires()
    {
        using var olga = await app.As("olga");
        await SetUp(olga);
        var choices = await Arrive(olga);
        var offered = (await olga.Page(choices)).QuerySelectorAll("input[name=pick]").Select(i => i.GetAttribute("value")!).Last();
        using (await olga.Post(choices, ("pick", offered))) { }
        var before = await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Network == "linkedin-page" && c.RemoteId == offered));

        app.Clock.Advance(before.RenewAt!.Value - app.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        var renewals = app.LinkedIn.Desk.Renewals;
        await app.Run<CheckChannelsJob>();

        Assert.True(app.LinkedIn.Desk.Renewals > renewals);
        var after = await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == before.Id));
        Assert.NotEqual(before.Secrets, after.Secrets);
        Assert.True(after.RenewAt > before.RenewAt);
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var wanda = await app.As("wanda");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post(Page)).StatusCode);
        using var olga = await app.As("olga");
        Assert.Equal(HttpStatusCode.NotFound, (await olga.Get($"{New}/no-such-network")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await olga.Post($"{New}/no-such-network")).StatusCode);
    }

    static async Task SetUp(Visitor olga)
    {
        using var saved = await olga.Post(App, ("ClientId", OAuthDesk.ClientId), ("ClientSecret", OAuthDesk.ClientSecret));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    /// <returns>Where the page sends the browser.</returns>
    static async Task<Uri> Go(Visitor visitor, string path = Page, params (string Name, string? Value)[] fields)
    {
        using var leaving = await visitor.Post(path, fields);
        return new Uri((await Visitor.Shown(leaving)).QuerySelector("#main a.btn.primary")!.GetAttribute("href")!);
    }

    static async Task<HttpResponseMessage> Back(Visitor visitor, string path = Page, params (string Name, string? Value)[] fields) =>
        await ConnectingApp.ComeBack(visitor, await ConnectingApp.Decide(await Go(visitor, path, fields)));

    /// <returns>The address of the choice.</returns>
    static async Task<string> Arrive(Visitor visitor)
    {
        using var back = await Back(visitor);
        var choices = back.Headers.Location!.ToString();
        Assert.StartsWith("/w/acme/channels/choices/", choices, StringComparison.Ordinal);
        return choices;
    }
}
