using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Jobs.Channels;
using Planable.Jobs.Notices;
using Planable.Tests.Emulators.Bluesky;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

/// <summary>Clara connects an account with a link, without an account here.</summary>
public class ConnectLinkTests(ConnectingApp app) : IClassFixture<ConnectingApp>
{
    const string Path = "/w/acme/channels/links";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_account_that_was_asked_for_is_a_channel_at_once_and_the_link_is_dead_after_it()
    {
        await Forget();
        var link = await Ask("mastodon", app.Mastodon.DisplayName.ToUpperInvariant());
        using var clara = await app.As(null);
        using var arrived = await Return(clara, await Go(clara, link));
        Assert.Equal(link, arrived.Headers.Location!.OriginalString);

        var shown = await clara.Page(link);
        Assert.Equal("Connected", shown.QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Contains($"{app.Mastodon.DisplayName} is connected", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(shown.QuerySelector("form"));
        await app.In("acme", async db =>
        {
            var kept = await Stored(db, link);
            var channel = await db.Channels.SingleAsync(c => c.Id == kept.ChannelId, Cancel);
            Assert.Equal((ChannelState.Connected, "mastodon", null), (channel.State, channel.Network, kept.Kept));
            var entry = await db.Log.Where(e => e.Subject == "channel" && e.SubjectId == channel.Id).OrderByDescending(e => e.Sequence).FirstAsync(Cancel);
            Assert.Equal((ActorKind.Link, "Clara", Audience.Team, Via.Link), (entry.ActorKind, entry.ActorName, entry.Audience, entry.Via));
        });

        using var again = await clara.Post(link, ("values[server]", app.Mastodon.Address.AbsoluteUri));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Equal("Connected", (await Visitor.Shown(again)).QuerySelector("main")!.GetAttribute("data-state"));
    }

    [Fact]
    public async Task Another_account_waits_for_the_agency_which_uses_it()
    {
        await Forget();
        var link = await Ask("mastodon", "Acme Coffee");
        using var clara = await app.As(null);
        using (await Return(clara, await Go(clara, link))) { }
        Assert.Equal("Waiting", (await clara.Page(link)).QuerySelector("main")!.GetAttribute("data-state"));
        Assert.False(await app.In("acme", db => db.Channels.AnyAsync(c => c.Network == "mastodon" && c.State == ChannelState.Connected, Cancel)));
        var kept = await app.In("acme", db => Stored(db, link));
        var secret = Vault().Open<Jobs.Connectors.ConnectedAccount>(kept.Kept!).Secrets["access_token"];
        Assert.DoesNotContain(secret, kept.Kept!, StringComparison.Ordinal);

        await app.Run<WriteNoticesJob>();
        var told = await app.In("acme", db => db.Notices.Where(n => n.Kind == "connect-link.offered").OrderByDescending(n => n.At).Select(n => new { n.Words, By = db.Members.Where(m => m.Id == n.MemberId).Select(m => m.Person.Name).First() }).FirstAsync(Cancel));
        Assert.StartsWith("Adam", told.By, StringComparison.Ordinal);
        Assert.Equal($"Clara connected “{app.Mastodon.DisplayName}” instead of “Acme Coffee”. Say whether it is used.", told.Words);

        using var adam = await app.As("adam");
        var notice = (await adam.Page("/w/acme/channels")).QuerySelector($"#offered-{kept.Id}")!;
        Assert.Contains($"Clara connected “{app.Mastodon.DisplayName}” instead of “Acme Coffee”.", notice.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, notice.QuerySelectorAll("button").Length);
        using var used = await adam.Post($"{Path}/{kept.Id}/acceptance");
        var channel = await app.ChannelAt(used.Headers.Location!.OriginalString);
        Assert.Equal((ChannelState.Connected, app.Mastodon.DisplayName), (channel.State, channel.Name));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await adam.Htmx($"{Path}/{kept.Id}/acceptance")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await adam.Htmx($"{Path}/{kept.Id}/rejection")).StatusCode);
    }

    [Fact]
    public async Task Thrown_away_its_token_is_revoked_at_the_network_and_gone_here()
    {
        await Forget();
        var link = await Ask("mastodon", "Acme Coffee");
        using var clara = await app.As(null);
        using (await Return(clara, await Go(clara, link))) { }
        var (kept, revoked) = (await app.In("acme", db => Stored(db, link)), app.Mastodon.Revocations);
        using var adam = await app.As("adam");
        using (var thrown = await adam.Post($"{Path}/{kept.Id}/rejection"))
            Assert.Equal(HttpStatusCode.Redirect, thrown.StatusCode);
        Assert.Equal(revoked + 1, app.Mastodon.Revocations);
        await app.In("acme", async db =>
        {
            var after = await Stored(db, link);
            Assert.Equal((ConnectLinkState.ThrownAway, null, null), (after.StateAt(app.Clock.GetUtcNow()), after.Kept, after.ChannelId));
            Assert.False(await db.Channels.AnyAsync(c => c.Network == "mastodon" && c.State == ChannelState.Connected, Cancel));
        });
        Assert.Equal("ThrownAway", (await clara.Page(link)).QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clara.Post(link, ("values[server]", app.Mastodon.Address.AbsoluteUri))).StatusCode);
    }

    [Fact]
    public async Task Nobody_decides_for_a_month_and_its_sign_in_is_gone_here_and_there_and_the_asker_is_told()
    {
        await Forget();
        var link = await Ask("mastodon", "Acme Coffee");
        using var clara = await app.As(null);
        using (await Return(clara, await Go(clara, link))) { }
        app.Clock.Advance(ConnectLink.Patience - TimeSpan.FromHours(1));
        await app.Run<ForgetArrivedAccountsJob>();
        Assert.Equal(ConnectLinkState.Waiting, (await app.In("acme", db => Stored(db, link))).StateAt(app.Clock.GetUtcNow()));
        var revoked = app.Mastodon.Revocations;
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Run<ForgetArrivedAccountsJob>();
        await app.Run<ForgetArrivedAccountsJob>();
        var gone = await app.In("acme", db => Stored(db, link));
        Assert.Equal((ConnectLinkState.ThrownAway, null, revoked + 1), (gone.StateAt(app.Clock.GetUtcNow()), gone.Kept, app.Mastodon.Revocations));
        await app.Run<WriteNoticesJob>();
        var told = await app.In("acme", db => db.Notices.Where(n => n.Kind == "connect-link.forgotten").Select(n => new { n.Words, By = db.Members.Where(m => m.Id == n.MemberId).Select(m => m.Person.Name).First() }).SingleAsync(Cancel));
        Assert.StartsWith("Adam", told.By, StringComparison.Ordinal);
        Assert.Contains("Its sign-in was deleted", told.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_seven_days_it_is_dead_and_says_so()
    {
        var link = await Ask("bluesky", "Acme");
        using var clara = await app.As(null);
        app.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        Assert.Equal("Open", (await clara.Page(link)).QuerySelector("main")!.GetAttribute("data-state"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var page = await clara.Page(link);
        Assert.Equal("Expired", page.QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Contains("Ask Northlight for a new one", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clara.Post(link, Bluesky())).StatusCode);
        Assert.False((await app.In("acme", db => Stored(db, link))).ChannelId.HasValue);
    }

    [Fact]
    public async Task Taken_back_or_without_the_one_who_asked_it_connects_nothing()
    {
        var link = await Ask("bluesky", "Acme");
        var id = (await app.In("acme", db => Stored(db, link))).Id;
        using var olga = await app.As("olga");
        Assert.Equal(HttpStatusCode.Redirect, (await olga.Post($"{Path}/{id}/revocation")).StatusCode);
        using var clara = await app.As(null);
        Assert.Equal("Revoked", (await clara.Page(link)).QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clara.Post(link, Bluesky())).StatusCode);

        var orphan = await Ask("bluesky", "Acme");
        await SwitchAdam(on: false);
        Assert.Equal("Revoked", (await clara.Page(orphan)).QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clara.Post(orphan, Bluesky())).StatusCode);
        await SwitchAdam(on: true);
    }

    [Fact]
    public async Task Denied_at_the_network_it_stays_open_and_a_sign_in_is_worth_nothing_without_the_link_or_twice()
    {
        await Forget();
        var link = await Ask("mastodon", app.Mastodon.DisplayName);
        using var clara = await app.As(null);
        using (var denied = await Return(clara, await Go(clara, link), "deny"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, denied.StatusCode);
            Assert.Contains("did not allow it", await denied.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        var there = await Go(clara, link);
        var back = await ConnectingApp.Decide(there);
        using var thief = await app.As(null);
        using (var stolen = await thief.Get(back.PathAndQuery))
            Assert.Equal(HttpStatusCode.NotFound, (await thief.Get(stolen.Headers.Location!.OriginalString)).StatusCode);
        // Somebody who is signed in here gets no further with it either.
        using var adam = await app.As("adam");
        using (var stolen = await adam.Get(back.PathAndQuery))
            Assert.Equal(HttpStatusCode.NotFound, (await adam.Get(stolen.Headers.Location!.OriginalString)).StatusCode);

        using (var arrived = await Come(clara, back))
            Assert.Equal(HttpStatusCode.Redirect, arrived.StatusCode);
        using var twice = await clara.Get("/connect/return" + back.Query);
        Assert.Equal("Connected", (await Visitor.Shown(twice)).QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Equal(1, await app.In("acme", db => db.Channels.CountAsync(c => c.Network == "mastodon" && c.State == ChannelState.Connected, Cancel)));
    }

    [Fact]
    public async Task A_sign_in_that_took_longer_than_a_quarter_of_an_hour_is_begun_again()
    {
        var link = await Ask("mastodon", app.Mastodon.DisplayName);
        using var clara = await app.As(null);
        var back = await ConnectingApp.Decide(await Go(clara, link));
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        using var late = await Come(clara, back);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        var page = await Visitor.Shown(late);
        Assert.Equal("Open", page.QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Contains("Begin once more", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_nothing_else_of_the_workspace_and_is_kept_from_search_engines_and_networks()
    {
        var link = await Ask("bluesky", "Acme");
        using var clara = await app.As(null);
        using var response = await clara.Get(link);
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("noindex", response.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var html = await response.Content.ReadAsStringAsync(Cancel);
        foreach (var hidden in await app.In("acme", async db => (string[])[.. await db.Channels.Where(c => c.Name != "Acme").Select(c => c.Handle).Take(10).ToListAsync(Cancel), "/w/acme", "wanda", "Pia"]))
            Assert.DoesNotContain(hidden, html, StringComparison.OrdinalIgnoreCase);
        foreach (var path in (string[])["/w/acme/channels", "/w/acme/channels/links"])
            Assert.Contains("/sign-in", (await clara.Get(path)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await clara.Get("/connect/0123456789abcdef")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clara.Get("/connect/return?state=x&code=y")).StatusCode);
        Assert.DoesNotContain(link.Split('/')[^1], (await app.In("acme", db => Stored(db, link))).TokenHash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_into_it_is_kept_except_secrets_and_a_refusal_stands_at_its_field()
    {
        var link = await Ask("bluesky", "nobody");
        using var clara = await app.As(null);
        using var empty = await clara.Post(link);
        Assert.Equal(2, (await Visitor.Shown(empty)).QuerySelectorAll(".error").Length);
        using var wrong = await clara.Post(link, [.. Bluesky().Where(f => f.Name != "values[password]"), ("values[password]", "wrong-wrong-wrong")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var page = await Visitor.Shown(wrong);
        Assert.NotEmpty(page.QuerySelector("#e-password")!.TextContent);
        Assert.Equal(BlueskyEmulator.Handle, page.QuerySelector("#f-identifier")!.GetAttribute("value"));
        Assert.DoesNotContain("wrong-wrong-wrong", page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        // The handle counts as the name too.
        await app.In("acme", db => db.Channels.Where(c => c.Network == "bluesky").ExecuteDeleteAsync(Cancel));
        var other = await Ask("bluesky", "@" + BlueskyEmulator.Handle);
        using (await clara.Post(other, Bluesky())) { }
        Assert.Equal("Connected", (await clara.Page(other)).QuerySelector("main")!.GetAttribute("data-state"));
    }

    [Fact]
    public async Task A_channel_that_was_signed_out_takes_only_its_own_account()
    {
        await Forget();
        var channel = await app.ConnectMastodon();
        await app.In("acme", async db =>
        {
            (await db.Channels.SingleAsync(c => c.Id == channel.Id, Cancel)).Break("No longer accepted.", app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        var link = await Ask("mastodon", channel.Name, channel.Id);
        await using var elsewhere = await MastodonEmulator.Start(username: "other", displayName: channel.Name);
        using var clara = await app.As(null);
        using (var other = await Return(clara, await Go(clara, link, elsewhere)))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
            Assert.Contains("You signed in as other@", await other.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        using (await Return(clara, await Go(clara, link))) { }
        var after = await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == channel.Id, Cancel));
        Assert.Equal(ChannelState.Connected, after.State);
        Assert.NotEqual(channel.Secrets, after.Secrets);
    }

    [Fact]
    public async Task The_link_is_mailed_copied_and_listed_with_its_state()
    {
        using var adam = await app.As("adam");
        using var made = await adam.Post(Path, ("Network", "bluesky"), ("AccountName", "Acme Roasters"), ("Person", "Clara"), ("Email", "clara@acme.example"));
        Assert.Equal(Path, made.Headers.Location!.OriginalString);
        var page = await adam.Page(Path);
        var link = new Uri(page.QuerySelector("#connect-address")!.TextContent).AbsolutePath;
        Assert.NotNull(page.QuerySelector("[data-copy=connect-address]"));
        Assert.Null((await adam.Page(Path)).QuerySelector("#connect-address"));
        var mail = await app.In("acme", db => db.Mails.Where(m => m.To == "clara@acme.example").OrderByDescending(m => m.CreatedAt).FirstAsync(Cancel));
        Assert.Contains(link, mail.Text, StringComparison.Ordinal);
        Assert.Contains("Acme Roasters", mail.MailSubject, StringComparison.Ordinal);

        var id = (await app.In("acme", db => Stored(db, link))).Id;
        foreach (var list in (string[])[Path, "/w/acme/channels"])
            Assert.Contains("Not used yet, open until", (await adam.Page(list)).QuerySelector($"#link-{id}")!.TextContent, StringComparison.Ordinal);
        using (await adam.Post($"{Path}/{id}/revocation")) { }
        Assert.Contains("Taken back", (await adam.Page("/w/acme/channels")).QuerySelector($"#link-{id}")!.TextContent, StringComparison.Ordinal);

        foreach (var wrong in (string[][])[["nowhere", "Acme", "Clara", ""], ["bluesky", "", "Clara", ""], ["bluesky", "Acme", " ", ""], ["bluesky", "Acme", "Clara", "no address"]])
        {
            using var refused = await adam.Post(Path, ("Network", wrong[0]), ("AccountName", wrong[1]), ("Person", wrong[2]), ("Email", wrong[3]));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Single((await Visitor.Shown(refused)).QuerySelectorAll("#link-form .error"));
        }
    }

    [Fact]
    public async Task Pages_take_a_constant_number_of_commands()
    {
        var link = await Ask("mastodon", "Acme");
        using var adam = await app.As("adam");
        using var clara = await app.As(null);
        foreach (var (visitor, path) in ((Visitor, string)[])[(adam, Path), (adam, "/w/acme/channels"), (clara, link)])
        {
            await visitor.Page(path);
            var commands = await app.Sql.During(() => visitor.Page(path));
            Assert.True(commands.Count <= 8, $"{path}: {commands.Count}\n{string.Join('\n', commands)}");
        }
    }

    [Theory, InlineData("wanda"), InlineData("pia"), InlineData("clara")]
    public async Task Who_may_not_connect_gets_403(string name)
    {
        var id = (await app.In("acme", async db => await Stored(db, await Ask("bluesky", "Acme")))).Id;
        using var visitor = await app.As(name);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get(Path)).StatusCode);
        foreach (var path in (string[])[Path, $"{Path}/{id}/revocation", $"{Path}/{id}/acceptance", $"{Path}/{id}/rejection"])
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Post(path, ("Network", "bluesky"), ("AccountName", "x"), ("Person", "x"))).StatusCode);
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        var id = (await app.In("acme", async db => await Stored(db, await Ask("bluesky", "Acme")))).Id;
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(Path)).StatusCode);
        foreach (var verb in (string[])["revocation", "acceptance", "rejection"])
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/elsewhere/channels/links/{id}/{verb}")).StatusCode);
    }

    async Task<string> Ask(string network, string account, Guid? channel = null)
    {
        using var adam = await app.As("adam");
        using var made = await adam.Post(Path, ("Network", network), ("AccountName", account), ("Person", "Clara"), ("Channel", channel?.ToString()));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return new Uri((await adam.Page(Path)).QuerySelector("#connect-address")!.TextContent).AbsolutePath;
    }

    async Task<Uri> Go(Visitor visitor, string link, MastodonEmulator? server = null)
    {
        using var leaving = await visitor.Post(link, ("values[server]", (server ?? app.Mastodon).Address.AbsoluteUri));
        Assert.Equal(HttpStatusCode.OK, leaving.StatusCode);
        return new Uri((await Visitor.Shown(leaving)).QuerySelector("main a.btn.primary")!.GetAttribute("href")!);
    }

    static async Task<HttpResponseMessage> Return(Visitor visitor, Uri there, string decision = "allow") => await Come(visitor, await ConnectingApp.Decide(there, decision));

    static async Task<HttpResponseMessage> Come(Visitor visitor, Uri back)
    {
        using var arrived = await visitor.Get(back.PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, arrived.StatusCode);
        return await visitor.Get(arrived.Headers.Location!.OriginalString);
    }

    static Task<ConnectLink> Stored(PlanableDb db, string link)
    {
        var hash = ConnectLink.Hash(link.Split('/')[^1]);
        return db.ConnectLinks.AsNoTracking().SingleAsync(l => l.TokenHash == hash, Cancel);
    }

    (string Name, string? Value)[] Bluesky() =>
        [("values[identifier]", BlueskyEmulator.Handle), ("values[password]", BlueskyEmulator.AppPassword), ("values[server]", app.Bluesky.Address.AbsoluteUri)];

    Data.Secrets.Vault Vault() => app.Services.GetRequiredService<Data.Secrets.Vault>();

    /// <summary>Mastodon's one account is connected by several tests.</summary>
    Task Forget() => app.In("acme", db => db.Channels.Where(c => c.Network == "mastodon").ExecuteDeleteAsync(Cancel));

    Task SwitchAdam(bool on) => app.In("acme", async db =>
    {
        var (adam, olga) = (await TestApp.Member(db, "adam"), await TestApp.Member(db, "olga"));
        adam.Switch(Data.Members.Permission.ConnectChannels, on, olga, app.Clock.GetUtcNow());
        await db.SaveChangesAsync(Cancel);
    });
}

/// <summary>However often somebody tries.</summary>
public class ConnectLinkLimitTests(HurriedApp app) : IClassFixture<HurriedApp>
{
    [Fact]
    public async Task Tries_are_limited()
    {
        using var anybody = await app.As(null);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
            answers.Add((await anybody.Post($"/connect/{i}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }
}

public sealed class HurriedApp : TestApp
{
    public override void Settle(IWebHostBuilder web) => web.UseSetting("Limits:connect-link", "3");
}
