using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Push;
using Planable.Jobs.Push;
using Planable.Tests.Handovers;
using Planable.Tests.Support;

namespace Planable.Tests.Push;

public class PushControllerTests(HandoversApp app) : IClassFixture<HandoversApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_is_on_the_list_once_and_taken_off_it()
    {
        await using var browser = await PushService.Start();
        using var wanda = await app.As("wanda");
        for (var i = 0; i < 2; i++)
            Assert.Equal("/account/push", (await Subscribe(wanda, browser)).Headers.Location!.OriginalString);
        var page = await wanda.Page("/account/push");
        var remove = Assert.Single(page.QuerySelectorAll("form[action$='/removal']")).GetAttribute("action")!;
        // The permission is asked for at the press of a button, in a form that only a script shows.
        Assert.True(page.QuerySelector("form[data-push]")!.HasAttribute("hidden"));

        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post(remove)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await wanda.Post(remove)).StatusCode);
        Assert.Empty((await wanda.Page("/account/push")).QuerySelectorAll("form[action$='/removal']"));
        using var nobody = await app.As(null);
        Assert.Contains("/sign-in", (await nobody.Get("/account/push")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_installation_makes_its_key_once_and_keeps_it_encrypted()
    {
        using var wanda = await app.As("wanda");
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await (await wanda.Get("/account/push/key")).Content.ReadAsStringAsync(Cancel)));
        Assert.Single(keys.Distinct());
        Assert.Equal(65, PushCipher.Bytes(keys[0]).Length);
        var kept = await app.In("acme", db => db.PushKeys.AsNoTracking().SingleAsync(Cancel));
        Assert.True(kept.PrivateKey.Length > 100);
    }

    [Theory]
    [InlineData("http://push.example/p/1", true, true)]
    [InlineData("ftp://push.example/p/1", true, true)]
    [InlineData("not an address", true, true)]
    [InlineData("https://push.example/p/1", false, true)]
    [InlineData("https://push.example/p/1", true, false)]
    public async Task What_is_no_subscription_is_refused(string endpoint, bool hasKey, bool hasSecret)
    {
        await using var browser = await PushService.Start();
        using var wanda = await app.As("wanda");
        using var refused = await wanda.Htmx("/account/push", ("endpoint", endpoint), ("key", hasKey ? browser.Key : "AAAA"), ("secret", hasSecret ? browser.Secret : "%%%"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task A_service_that_is_away_is_tried_again_and_a_browser_that_is_gone_is_forgotten()
    {
        await using var browser = await PushService.Start();
        using var adam = await app.As("adam");
        using (await Subscribe(adam, browser)) { }
        browser.Status = StatusCodes.Status503ServiceUnavailable;
        await Tell("adam", "first");
        await app.Run<SendPushJob>();
        Assert.Equal(1, browser.Calls);
        browser.Status = StatusCodes.Status201Created;
        await app.Run<SendPushJob>();
        Assert.Equal(1, browser.Calls);
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        await app.Run<SendPushJob>();
        await app.Run<SendPushJob>();
        Assert.Equal((2, 1), (browser.Calls, browser.Messages.Count));

        browser.Status = StatusCodes.Status410Gone;
        await Tell("adam", "second");
        await app.Run<SendPushJob>();
        var hash = PushSubscription.Hash(browser.Endpoint);
        Assert.False(await app.In("acme", db => db.PushSubscriptions.AnyAsync(s => s.EndpointHash == hash, Cancel)));
    }

    [Fact]
    public async Task Another_implementation_reads_what_is_sent_and_sees_who_sent_it()
    {
        await using var browser = await PushService.Start();
        using var ivo = await app.As("ivo");
        using (await Subscribe(ivo, browser)) { }
        await Tell("ivo", "elsewhere");
        await app.Run<SendPushJob>();

        var (_, authorization, _) = Assert.Single(browser.Messages);
        var told = await NodeScript.Run(Root.File("Planable.Tests", "Push", "Node", "read.mjs"), browser.PrivateKey, browser.Secret, Base64Url.EncodeToString(Assert.Single(browser.Bodies)), authorization);
        using var read = JsonDocument.Parse(told);
        using var note = JsonDocument.Parse(read.RootElement.GetProperty("text").GetString()!);
        Assert.Equal(("Title", "Text", "/"), (note.RootElement.GetProperty("title").GetString(), note.RootElement.GetProperty("text").GetString(), note.RootElement.GetProperty("path").GetString()));
        Assert.True(read.RootElement.GetProperty("isSigned").GetBoolean());
        Assert.Equal(("ES256", "JWT"), (read.RootElement.GetProperty("head").GetProperty("alg").GetString(), read.RootElement.GetProperty("head").GetProperty("typ").GetString()));
        Assert.Equal(new Uri(browser.Endpoint).GetLeftPart(UriPartial.Authority), read.RootElement.GetProperty("claims").GetProperty("aud").GetString());
        Assert.Equal(await (await ivo.Get("/account/push/key")).Content.ReadAsStringAsync(Cancel), read.RootElement.GetProperty("sender").GetString());
    }

    Task Tell(string name, string key) => app.In("acme", async db =>
    {
        var (person, now) = ((await TestApp.Member(db, name)).PersonId, app.Clock.GetUtcNow());
        db.PushMessages.Add(new PushMessage(person, $"{key}-{Guid.NewGuid():N}", "Title", "Text", "/", now, now.AddHours(1)));
        await db.SaveChangesAsync(Cancel);
    });

    static Task<HttpResponseMessage> Subscribe(Visitor visitor, PushService browser) =>
        visitor.Post("/account/push", ("endpoint", browser.Endpoint), ("key", browser.Key), ("secret", browser.Secret));
}

/// <summary>A browser's address is a stranger's address.</summary>
public class PushGuardTests(GuardedApp app) : IClassFixture<GuardedApp>
{
    [Fact]
    public async Task Nothing_inside_the_house_is_called()
    {
        await using var inside = await PushService.Start();
        using var wanda = await app.As("wanda");
        using (await wanda.Post("/account/push", ("endpoint", inside.Endpoint), ("key", inside.Key), ("secret", inside.Secret))) { }
        await app.In("acme", async db =>
        {
            var (person, now) = ((await TestApp.Member(db, "wanda")).PersonId, app.Clock.GetUtcNow());
            db.PushMessages.Add(new PushMessage(person, "guarded", "Title", "Text", "/", now, now.AddHours(1)));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        await app.Run<SendPushJob>();
        Assert.Equal(0, inside.Calls);
        Assert.False(await app.In("acme", db => db.PushSubscriptions.AnyAsync(TestContext.Current.CancellationToken)));
    }
}

/// <summary>As an installation is that was told nothing.</summary>
public sealed class GuardedApp : TestApp
{
    public override void Settle(IWebHostBuilder web) => web.UseSetting("Outbound:AllowPrivateNetworks", "false");
}
