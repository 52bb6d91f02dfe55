using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Reports;
using Planable.Data.Tokens;
using Planable.Jobs.Links;
using Planable.Jobs.Reports;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Publishing;
using Planable.Tests.Reports;
using Planable.Tests.Support;

namespace Planable.Tests.Links;

public class ShortLinksControllerTests(TestApp app) : IClassFixture<TestApp>
{
    const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
    const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

    [Fact]
    public async Task What_goes_out_is_the_short_link_that_was_seen_and_approved_and_each_channel_has_its_own()
    {
        using var olga = await app.As("olga");
        using var pia = await app.As("pia");
        await Turn(olga, on: true);
        var (first, second) = (await Practice(), await Practice());
        var id = Guid.CreateVersion7();
        (string, string?)[] form = [("Id", id.ToString()), ("Text", "Taste it: https://acme.example/roast now"), ($"Targets[{first}].On", "true"), ($"Targets[{second}].On", "true"), ("When", "2030-03-01 09:00")];
        using var preview = await pia.Htmx($"/w/acme/posts/{id}/preview", form);
        var seen = (await Visitor.Shown(preview)).QuerySelectorAll(".pv .txt").Select(t => Regex.Match(t.TextContent, "/l/([0-9a-z]{10})").Groups[1].Value).Where(c => c.Length > 0).Distinct().ToList();
        Assert.NotEmpty(seen);
        using (var scheduled = await pia.Post("/w/acme/posts", [.. form, ("Do", "schedule")]))
            Assert.Equal(HttpStatusCode.Redirect, scheduled.StatusCode);

        var links = await app.In("acme", db => db.ShortLinks.AsNoTracking().Where(l => l.PostId == id).ToListAsync());
        Assert.Equal(2, links.Select(l => l.Code).Distinct().Count());
        Assert.Equal(new HashSet<Guid> { first, second }, links.Select(l => l.ChannelId).ToHashSet());
        Assert.All(links, l => Assert.Equal("https://acme.example/roast", l.Target));
        Assert.Subset(links.Select(l => l.Code).ToHashSet(), seen.ToHashSet());
        // It is part of the version and its hash; turning it off changes nothing about what was approved.
        var version = await app.In("acme", db => db.PostVersions.AsNoTracking().Where(v => v.PostId == id).OrderByDescending(v => v.Number).FirstAsync());
        Assert.True(version.IsGenuine);
        Assert.All(version.Content.Variants, v => Assert.NotNull(v.Tags!.Short));
        await Turn(olga, on: false);

        app.Clock.Set(new DateTimeOffset(2030, 3, 1, 8, 0, 30, TimeSpan.Zero));
        await app.DeliverDue();
        foreach (var link in links)
        {
            var handle = await app.In("acme", db => db.Channels.Where(c => c.Id == link.ChannelId).Select(c => c.RemoteId).SingleAsync());
            var sent = await app.In("acme", db => db.PracticePosts.SingleAsync(p => p.Account == handle));
            Assert.Matches($"^Taste it: https?://[^ ]+/l/{link.Code} now$", sent.Text);
        }

        Assert.Equal(version.Hash, await app.In("acme", db => db.Deliveries.Where(d => d.PostId == id).Select(d => d.Version.Hash).Distinct().SingleAsync()));
        // Other words where it is out: what they lead to is known before they are sent.
        var delivery = await app.In("acme", db => db.Deliveries.Where(d => d.PostId == id).Select(d => d.Id).FirstAsync());
        // Years have passed, and with them her session.
        using var then = await app.As("pia");
        using (var changed = await then.Post($"/w/acme/deliveries/{delivery}/live", ("Text", "Now here: https://acme.example/other")))
            Assert.Equal($"/w/acme/posts/{id}", changed.Headers.Location?.ToString());
        Assert.Contains("https://acme.example/other", await app.In("acme", db => db.ShortLinks.Where(l => l.PostId == id).Select(l => l.Target).ToListAsync()));

        // What is written from now on is written out.
        var later = Guid.CreateVersion7();
        (await then.Post("/w/acme/posts", ("Id", later.ToString()), ("Text", "https://acme.example/roast"), ($"Targets[{first}].On", "true"), ("When", "2030-04-01 09:00"), ("Do", "schedule"))).Dispose();
        Assert.Equal((1, 0), (await app.In("acme", db => db.PostVersions.CountAsync(v => v.PostId == later)), await app.In("acme", db => db.ShortLinks.CountAsync(l => l.PostId == later))));
    }

    [Fact]
    public async Task A_click_counts_once_per_person_and_day_and_programs_do_not_count()
    {
        var link = await Link("https://acme.example/beans?utm_source=practice");
        using (var first = await Click(link, Firefox))
        {
            Assert.Equal((HttpStatusCode.Redirect, "https://acme.example/beans?utm_source=practice"), (first.StatusCode, first.Headers.Location!.ToString()));
            Assert.True(first.Headers.CacheControl!.NoStore);
        }

        (await Click(link, Firefox)).Dispose();
        Assert.Equal(1, await People(link));
        (await Click(link, Phone)).Dispose();
        Assert.Equal(2, await People(link));
        // Typed from paper, and from an app or a make of phone whose name sounds like a program.
        link = await Link("https://acme.example/paper");
        (await Click(link, "Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", code: link.Code.ToUpperInvariant())).Dispose();
        (await Click(link, "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 Telegram-Android/12.1")).Dispose();
        Assert.Equal(2, await People(link));

        foreach (var agent in (string[])["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "facebookexternalhit/1.1", "WhatsApp/2.23", "http.rb/5.1 (Mastodon/4.5.0; +https://mastodon.example/)", "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1)", "curl/8.5", "Slackbot-LinkExpanding 1.0", "TelegramBot (like TwitterBot)", "python-requests/2.31", ""])
        {
            using var answer = await Click(link, agent);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        using (var head = await Click(link, "Mozilla/5.0 (Macintosh) Safari/605", HttpMethod.Head))
            Assert.Equal(HttpStatusCode.Redirect, head.StatusCode);
        (await Click(link, "Mozilla/5.0 (Windows) Edge/140", header: ("Sec-Purpose", "prefetch;prerender"))).Dispose();
        (await Click(link, "Mozilla/5.0 (Windows) Edge/141", header: ("Purpose", "prefetch"))).Dispose();
        Assert.Equal(2, await People(link));

        // The next day it is another click; of yesterday nothing is left but the number.
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var salt = await app.In("acme", db => db.DaySalts.AsNoTracking().SingleAsync(s => s.Day == today));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Run<CloseLinkDaysJob>();
        Assert.Equal((0, false), (await app.In("acme", db => db.LinkVisits.CountAsync(v => v.LinkId == link.Id)), await app.In("acme", db => db.DaySalts.AnyAsync(s => s.Id == salt.Id))));
        (await Click(link, Firefox)).Dispose();
        Assert.Equal(3, await People(link));
        Assert.Equal(2, await app.In("acme", db => db.LinkDays.Where(d => d.LinkId == link.Id).SumAsync(d => d.People)));
        await app.Run<CloseLinkDaysJob>();
        Assert.Equal(3, await People(link));
    }

    [Fact]
    public async Task Many_clicks_at_once_are_one_person()
    {
        var link = await Link("https://acme.example/crowd");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Click(link, Firefox)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a.StatusCode));
        Assert.Equal(1, await People(link));
    }

    [Fact]
    public async Task Page_file_and_API_say_how_many_followed_it_on_each_channel()
    {
        var (first, second) = (await Link("https://acme.example/both", Audience.Client), await Link("https://acme.example/both", Audience.Team));
        (await Click(first, Firefox)).Dispose();
        (await Click(first, Phone)).Dispose();
        (await Click(second, Phone)).Dispose();
        var channels = $"{first.ChannelId},{second.ChannelId}";
        using var clara = await app.As("clara");
        using var pia = await app.As("pia");
        var rows = (await pia.Page($"/w/acme/analytics/links?channel={channels}")).QuerySelectorAll("#an-links-table tbody tr");
        Assert.Equal(["2", "1"], new[] { first, second }.Select(l => rows.Single(r => r.TextContent.Contains(l.Code, StringComparison.Ordinal)).QuerySelector("b.num")!.TextContent));
        using var file = await pia.Get($"/w/acme/analytics/links/exports/json?channel={channels}");
        Assert.Equal(3, JsonNode.Parse(await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsArray().Sum(r => (int)r!["People"]!));
        using var api = await app.Api("pia", TokenScope.Read);
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var told = (await api.Ask($"{{ linkResults(from: \"{today.AddDays(-1):yyyy-MM-dd}\", to: \"{today:yyyy-MM-dd}\") {{ code target people channelId postId }} }}"))["linkResults"]!.AsArray();
        Assert.Equal(2, (int)told.Single(l => (string)l!["code"]! == first.Code)!["people"]!);
        // A client learns of links in posts that are shared with it, and of no others; so does a report, on paper and online.
        var shown = (await clara.Page($"/w/acme/analytics/links?channel={channels}")).QuerySelectorAll("#an-links-table tbody tr");
        Assert.Equal((first.Code, "2"), (Regex.Match(Assert.Single(shown).TextContent, "/l/([0-9a-z]+)").Groups[1].Value, shown[0].QuerySelector("b.num")!.TextContent));
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<PlanableDb>().Enter(first.WorkspaceId, Via.Job);
        var workspace = await scope.ServiceProvider.GetRequiredService<PlanableDb>().Workspaces.SingleAsync(w => w.Id == first.WorkspaceId, TestContext.Current.CancellationToken);
        var query = AnalyticsQuery.Read(_ => null).Between(new DaySpan(today.AddDays(-1), today)).Of([first.ChannelId, second.ChannelId]);
        var data = await scope.ServiceProvider.GetRequiredService<ReportReader>().Read(workspace, query, today, reader: null, TestContext.Current.CancellationToken);
        Assert.Equal(new ReportLink("https://acme.example/both", "With a link", "Linked", 2), Assert.Single(data.Links));
        var paper = await scope.ServiceProvider.GetRequiredService<ReportPress>().Compose(data, "Links", [new ReportSection(ReportSectionKind.Links)], ReportWords.In("en-GB"), null, null, TestContext.Current.CancellationToken);
        List<string> lines = [.. new PdfReader(paper.Generate().Pdf).Structure().Select(e => e.Text)];
        Assert.Equal(["Linked", "2"], lines.Skip(lines.IndexOf("https://acme.example/both") + 1).Where(t => t.Length > 0 && t != "With a link").Take(2));
    }

    [Fact]
    public async Task Nothing_but_pages_is_led_to_and_what_is_unknown_is_not_found()
    {
        var script = await Link("javascript:alert(1)");
        using var refused = await Click(script, Firefox);
        using var nobody = await app.As(null);
        using var unknown = await nobody.Get("/l/zzzzzzzzzz");
        using var odd = await nobody.Get("/l/x");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (refused.StatusCode, unknown.StatusCode, odd.StatusCode));
        Assert.Throws<Data.RuleBroken>(() => A.Member(Data.Members.Role.Owner) is var olga ? Shorten(olga) : null);
        static object? Shorten(Data.Members.Member olga)
        {
            olga.Workspace.ShortenLinks("ftp://planable.example", olga, A.Monday);
            return null;
        }
    }

    [Fact]
    public async Task Who_does_not_manage_turns_nothing_on_programs_do_it_by_the_same_rule_and_Oscar_finds_nothing()
    {
        using var pia = await app.As("pia");
        using var oscar = await app.As("oscar");
        using var refused = await pia.Post("/w/acme/settings/links/short", ("on", "true"));
        using var strange = await oscar.Get("/w/acme/analytics/links");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.StatusCode, strange.StatusCode));
        const string shorten = "mutation ($on: Boolean!) { shortenLinks(input: {on: $on}) { workspace { slug } errors { ... on UserError { code } } } }";
        using var publisher = await app.Api("pia", TokenScope.Write);
        using var owner = await app.Api("olga", TokenScope.Write);
        Assert.Equal("NOT_ALLOWED", await publisher.Refused(shorten, new { on = true }));
        await owner.Do(shorten, new { on = true });
        await owner.Do(shorten, new { on = false });
        Assert.Null(await app.In("acme", db => db.Workspaces.Where(w => w.Slug == "acme").Select(w => w.ShortLinksAt).SingleAsync()));
    }

    static async Task Turn(Visitor olga, bool on)
    {
        using var answer = await olga.Post("/w/acme/settings/links/short", ("on", on ? "true" : "false"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    async Task<HttpResponseMessage> Click(ShortLink link, string agent, HttpMethod? method = null, (string Name, string Value)? header = null, string? code = null)
    {
        var client = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"/l/{code ?? link.Code}");
        if (agent.Length > 0)
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (header is { } more)
            request.Headers.TryAddWithoutValidation(more.Name, more.Value);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    Task<int> People(ShortLink link) => app.In("acme", async db => await db.LinkVisits.CountAsync(v => v.LinkId == link.Id) + await db.LinkDays.Where(d => d.LinkId == link.Id).SumAsync(d => d.People));

    /// <summary>A link of a post of the team on a channel of its own.</summary>
    Task<ShortLink> Link(string target, Audience? audience = null) => app.In("acme", async db =>
    {
        var (pia, workspace) = (await TestApp.Member(db, "pia"), await db.Workspaces.SingleAsync(w => w.Slug == "acme"));
        var own = Channel.Connect(await TestApp.Member(db, "olga"), "practice", new RemoteAccount($"l{Guid.NewGuid():N}"[..12], "Linked", "linked", null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow());
        db.Channels.Add(own);
        var post = Post.Draft(pia, workspace, app.Clock.GetUtcNow());
        post.Edit(new PostEdit("With a link", null, [new PostEdit.Target(own, null, null)], []), pia, app.Clock.GetUtcNow());
        db.Posts.Add(post);
        var link = new ShortLink(new ShortAddress("https://x", post.Id, own.Id).CodeOf(target), target, post.Id, own.Id, app.Clock.GetUtcNow());
        db.ShortLinks.Add(link);
        await db.SaveChangesAsync();
        if (audience is { } seen)
            await db.Posts.Where(p => p.Id == post.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Audience, seen));
        return link;
    });

    Task<Guid> Practice() => app.In("acme", async db =>
    {
        var handle = $"s{Guid.NewGuid():N}"[..12];
        await using var scope = app.Services.CreateAsyncScope();
        var vault = scope.ServiceProvider.GetRequiredService<Data.Secrets.Vault>();
        db.PracticeAccounts.Add(new PracticeAccount(handle, handle));
        var channel = Channel.Connect(await TestApp.Member(db, "olga"), "practice", new RemoteAccount(handle, handle, handle, null, null, new Dictionary<string, int>()), vault.Lock(new Jobs.Connectors.ChannelSecrets(new Dictionary<string, string>())), app.Clock.GetUtcNow());
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });
}
