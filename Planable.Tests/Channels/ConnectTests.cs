using System.Net;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators.Bluesky;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

public class ConnectTests(ConnectingApp app) : IClassFixture<ConnectingApp>
{
    const string Denied = "did not allow it";
    const string NotKnown = "not under way any more";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Mastodon_account_is_connected_by_going_there_and_coming_back()
    {
        var channel = await app.ConnectMastodon();

        Assert.Equal(("mastodon", app.Mastodon.DisplayName, ChannelState.Connected), (channel.Network, channel.Name, channel.State));
        Assert.Equal($"{MastodonEmulator.AccountId}@{app.Mastodon.Address.Authority}", channel.RemoteId);
        Assert.Equal(app.Mastodon.MaxCharacters, channel.Limits["text"]);

        var text = $"Published through the whole way {Guid.NewGuid():N}";
        var postId = await Planned.On(app, channel.Id, TimeSpan.FromMinutes(2), text);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, postId)).State);
        Assert.Contains(app.Mastodon.Posts, p => p.Text == text);
    }

    [Fact]
    public async Task Connecting_the_same_account_again_keeps_the_channel()
    {
        var first = await app.ConnectMastodon();
        var second = await app.ConnectMastodon("olga");
        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.Secrets, second.Secrets);
    }

    [Fact]
    public async Task Denied_at_the_network_nothing_is_connected_and_the_page_says_so()
    {
        var before = await Count();
        using var adam = await app.As("adam");
        var response = await ConnectingApp.ComeBack(adam, await ConnectingApp.Decide(await app.GoToMastodon(adam), "deny"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(Denied, await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(before, await Count());
    }

    [Fact]
    public async Task A_state_works_once()
    {
        using var adam = await app.As("adam");
        var back = await ConnectingApp.Decide(await app.GoToMastodon(adam));
        var arrived = await adam.Get(back.PathAndQuery);
        var inside = arrived.Headers.Location!.OriginalString;
        Assert.StartsWith("/w/acme/channels/return?", inside);
        Assert.Equal(HttpStatusCode.Redirect, (await adam.Get(inside)).StatusCode);
        foreach (var again in (string[])[back.PathAndQuery, inside])
            await MustNotBeKnown(await adam.Get(again));
    }

    [Fact]
    public async Task The_state_of_another_member_is_worth_nothing_and_stays_theirs()
    {
        using var adam = await app.As("adam");
        using var olga = await app.As("olga");
        var back = await ConnectingApp.Decide(await app.GoToMastodon(adam));
        await MustNotBeKnown(await olga.Get(back.PathAndQuery));
        await MustNotBeKnown(await olga.Get("/w/acme" + back.PathAndQuery));
        Assert.Equal(HttpStatusCode.Redirect, (await ConnectingApp.ComeBack(adam, back)).StatusCode);
    }

    [Fact]
    public async Task A_state_is_bound_to_its_workspace()
    {
        using var adam = await app.As("adam");
        var back = await ConnectingApp.Decide(await app.GoToMastodon(adam));
        await MustNotBeKnown(await adam.Get("/w/bolt" + back.PathAndQuery));
        Assert.False(await app.In("bolt", db => db.Channels.AnyAsync(c => c.Network == "mastodon")));
    }

    [Fact]
    public async Task An_old_or_invented_state_is_refused()
    {
        using var adam = await app.As("adam");
        await MustNotBeKnown(await adam.Get("/channels/return?code=x&state=invented"));
        await MustNotBeKnown(await adam.Get("/channels/return"));
        var back = await ConnectingApp.Decide(await app.GoToMastodon(adam));
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        await MustNotBeKnown(await adam.Get(back.PathAndQuery));
    }

    [Fact]
    public async Task A_code_the_network_does_not_know_connects_nothing()
    {
        var before = await Count();
        using var adam = await app.As("adam");
        var there = await app.GoToMastodon(adam);
        var state = System.Web.HttpUtility.ParseQueryString(there.Query)["state"];
        var response = await ConnectingApp.ComeBack(adam, new Uri($"http://localhost/channels/return?code=wrong&state={state}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("code-refused", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(before, await Count());
    }

    [Fact]
    public async Task Nobody_signed_in_is_asked_to_sign_in_when_they_come_back()
    {
        using var nobody = await app.As(null);
        var response = await nobody.Get("/channels/return?code=x&state=y");
        Assert.Contains("/sign-in", response.Headers.Location!.OriginalString);
    }

    [Theory, InlineData(""), InlineData("not a server"), InlineData("http://127.0.0.1:1/")]
    public async Task A_server_that_cannot_be_used_is_an_error_at_its_field(string server)
    {
        using var adam = await app.As("adam");
        var response = await adam.Post("/w/acme/channels/new/mastodon", ("Server", server));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.NotEmpty((await Visitor.Shown(response)).QuerySelector("#Server-error")!.TextContent);
    }

    [Fact]
    public async Task Reconnecting_with_another_account_is_refused()
    {
        var channel = await app.ConnectMastodon();
        await using var elsewhere = await MastodonEmulator.Start(username: "other", displayName: "Other");
        using var adam = await app.As("adam");
        var response = await ConnectingApp.ComeBack(adam, await ConnectingApp.Decide(await app.GoToMastodon(adam, channel.Id, elsewhere)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("You signed in as other@", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(channel.Secrets, (await app.In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == channel.Id))).Secrets);
    }

    [Fact]
    public async Task Accounts_with_the_same_number_at_two_servers_are_two_channels()
    {
        var first = await app.ConnectMastodon();
        await using var elsewhere = await MastodonEmulator.Start(username: "twin", displayName: "Twin");
        using var adam = await app.As("adam");
        var response = await ConnectingApp.ComeBack(adam, await ConnectingApp.Decide(await app.GoToMastodon(adam, server: elsewhere)));
        var second = await app.ChannelAt(response.Headers.Location!.OriginalString);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal("Twin", second.Name);
    }

    [Fact]
    public async Task A_Bluesky_account_is_connected_with_an_app_password_that_nobody_sees_again()
    {
        using var adam = await app.As("adam");
        var wrong = await adam.Post("/w/acme/channels/new/bluesky", ("Identifier", BlueskyEmulator.Handle), ("Password", "wrong-wrong-wrong"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var page = await wrong.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("does not know this name", page);
        Assert.Contains(BlueskyEmulator.Handle, page);
        Assert.DoesNotContain("wrong-wrong-wrong", page);

        var response = await adam.Post("/w/acme/channels/new/bluesky", ("Identifier", "@" + BlueskyEmulator.Handle), ("Password", BlueskyEmulator.AppPassword), ("Server", app.Bluesky.Address.Authority is var a ? $"http://{a}" : ""));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var channel = await app.ChannelAt(response.Headers.Location!.OriginalString);
        Assert.Equal(("bluesky", BlueskyEmulator.Did, BlueskyEmulator.Handle), (channel.Network, channel.RemoteId, channel.Handle));
    }

    [Fact]
    public async Task The_same_account_connected_many_times_at_once_is_one_channel()
    {
        await app.In("bolt", db => db.Channels.Where(c => c.Network == "bluesky").ExecuteDeleteAsync(Cancel));
        using var adam = await app.As("adam");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => adam.Htmx(
            "/w/bolt/channels/new/bluesky", ("Identifier", BlueskyEmulator.Handle), ("Password", BlueskyEmulator.AppPassword), ("Server", app.Bluesky.Address.AbsoluteUri))));
        Assert.All(answers, a => Assert.Contains(a.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity]));
        Assert.Contains(answers, a => a.Headers.Contains("HX-Redirect"));
        Assert.Equal(1, await app.In("bolt", db => db.Channels.CountAsync(c => c.Network == "bluesky" && c.RemoteId == BlueskyEmulator.Did, Cancel)));
    }

    [Fact]
    public async Task A_practice_account_is_opened_and_connected_at_once()
    {
        using var adam = await app.As("adam");
        var first = await app.ChannelAt((await adam.Post("/w/acme/channels/new/practice", ("Name", "Rehearsal stage"))).Headers.Location!.OriginalString);
        var second = await app.ChannelAt((await adam.Post("/w/acme/channels/new/practice", ("Name", "Rehearsal stage"))).Headers.Location!.OriginalString);
        Assert.Equal(("rehearsal-stage", "rehearsal-stage-2"), (first.Handle, second.Handle));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await adam.Post("/w/acme/channels/new/practice", ("Name", " "))).StatusCode);
    }

    [Fact]
    public async Task A_practice_workspace_refuses_real_networks_and_does_not_offer_them()
    {
        await app.In("elsewhere", async db =>
        {
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            db.Entry(workspace).Property(w => w.IsPractice).CurrentValue = true;
            await db.SaveChangesAsync();
        });
        using var oscar = await app.As("oscar");
        Assert.Single((await oscar.Page("/w/elsewhere/channels/new")).QuerySelectorAll(".nt"));
        foreach (var (network, field) in ((string, string)[])[("mastodon", "Server"), ("bluesky", "Identifier")])
        {
            var response = await oscar.Htmx($"/w/elsewhere/channels/new/{network}", (field, "mastodon.example"), ("Password", "x"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            Assert.Contains("is a practice workspace", await response.Content.ReadAsStringAsync(Cancel));
        }

        Assert.Equal(HttpStatusCode.Redirect, (await oscar.Post("/w/elsewhere/channels/new/practice", ("Name", "Fine here"))).StatusCode);
    }

    [Fact]
    public async Task Tokens_are_encrypted_in_the_database_and_never_in_logs_or_pages()
    {
        Assert.SkipWhen(TestServer.IsSqlServer, "Looks through PostgreSQL's own list of tables.");
        var channel = await app.ConnectMastodon();
        var postId = await Planned.On(app, channel.Id, TimeSpan.FromMinutes(2), "No secret in here.");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Published, (await Planned.DeliveryOf(app, postId)).State);

        using var adam = await app.As("adam");
        await adam.Post("/w/acme/channels/new/bluesky", ("Identifier", BlueskyEmulator.Handle), ("Password", BlueskyEmulator.AppPassword), ("Server", app.Bluesky.Address.AbsoluteUri));
        using var scope = app.Services.CreateScope();
        var vault = scope.ServiceProvider.GetRequiredService<Data.Secrets.Vault>();
        var rows = await app.In("acme", db => db.Channels.AsNoTracking().Where(c => c.Network != "practice").Select(c => new { c.Id, c.Secrets }).ToListAsync());
        var secrets = rows.SelectMany(r => vault.Open<ChannelSecrets>(r.Secrets).Values.Values).Append(BlueskyEmulator.AppPassword).ToList();
        Assert.True(secrets.Count > 4);
        var shown = await (await adam.Get($"/w/acme/channels/{channel.Id}")).Content.ReadAsStringAsync(Cancel) + await (await adam.Get("/w/acme/channels")).Content.ReadAsStringAsync(Cancel);
        var logged = string.Join('\n', app.Logged);
        Assert.NotEmpty(logged);
        foreach (var secret in secrets)
        {
            Assert.All(rows, r => Assert.DoesNotContain(secret, r.Secrets));
            Assert.DoesNotContain(secret, shown);
            Assert.DoesNotContain(secret, logged);
            Assert.Empty(await Everywhere(secret));
        }
    }

    [Fact]
    public async Task Channels_stay_readable_when_the_key_is_rotated()
    {
        var channel = await app.ConnectMastodon();
        var ring = app.Services.GetRequiredService<IKeyManager>();
        ring.CreateNewKey(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(90));
        using var scope = app.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        Assert.True(await db.ProtectionKeys.CountAsync(Cancel) >= 2);

        // Another node, started after the rotation.
        await using var next = new NextNode(app);
        var vault = next.Services.GetRequiredService<Data.Secrets.Vault>();
        Assert.NotEmpty(vault.Open<ChannelSecrets>(channel.Secrets)["access_token"]);
        Assert.NotEqual(Head(channel.Secrets), Head(vault.Lock("new")));

        static string Head(string locked) => locked[..22];
    }

    [Theory, InlineData("wanda"), InlineData("pia"), InlineData("clara"), InlineData("carl")]
    public async Task Who_may_not_connect_gets_403(string name)
    {
        using var visitor = await app.As(name);
        foreach (var path in (string[])["/w/acme/channels/new", "/w/acme/channels/new/mastodon", "/w/acme/channels/new/bluesky", "/w/acme/channels/new/practice"])
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get(path)).StatusCode);
        foreach (var network in (string[])["mastodon", "bluesky", "practice"])
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Post($"/w/acme/channels/new/{network}", ("Name", "x"), ("Server", "mastodon.example"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get("/w/acme/channels/return?state=x&code=y")).StatusCode);
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        using var oscar = await app.As("oscar");
        foreach (var path in (string[])["/w/acme/channels/new", "/w/acme/channels/new/mastodon", "/w/acme/channels/return?state=x&code=y"])
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/w/acme/channels/new/practice", ("Name", "x"))).StatusCode);
    }

    static async Task MustNotBeKnown(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(NotKnown, await response.Content.ReadAsStringAsync(Cancel));
    }

    Task<int> Count() => app.In("acme", db => db.Channels.CountAsync());

    /// <summary>Tables with a row in which the secret stands in the clear.</summary>
    async Task<IReadOnlyList<string>> Everywhere(string secret)
    {
        await using var connection = new Npgsql.NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync(Cancel);
        var tables = new List<string>();
        await using (var list = new Npgsql.NpgsqlCommand("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'", connection))
        await using (var reader = await list.ExecuteReaderAsync(Cancel))
        {
            while (await reader.ReadAsync(Cancel))
                tables.Add(reader.GetString(0));
        }

        var holding = new List<string>();
        foreach (var table in tables)
        {
            await using var look = new Npgsql.NpgsqlCommand($"SELECT count(*) FROM {table} t WHERE strpos(t::text, $1) > 0", connection) { Parameters = { new() { Value = secret } } };
            if ((long)(await look.ExecuteScalarAsync(Cancel))! > 0)
                holding.Add(table);
        }

        return holding;
    }
}
