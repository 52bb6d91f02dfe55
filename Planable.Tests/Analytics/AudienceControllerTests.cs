using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Channels;
using Planable.Data.Demographics;
using Planable.Data.Practice;
using Planable.Data.Readings;
using Planable.Data.Tokens;
using Planable.Jobs.Demographics;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Analytics;

public class AudienceControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Age_country_and_language_are_read_and_page_file_and_API_agree_and_what_a_network_does_not_tell_is_said()
    {
        var followed = await NewChannel("practice", audience: 1000);
        var silent = await NewChannel("telegram");
        var alone = await NewChannel("practice");
        var unread = await NewChannel("youtube");
        await app.In("acme", db => db.Channels.Where(c => c.Id == unread).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, ChannelState.NeedsReconnect)));
        await app.Run<ReadDemographicsJob>();
        using var clara = await app.As("clara");
        var page = await clara.Page($"/w/acme/analytics/audience?channel={followed},{silent},{alone},{unread}");

        // Added up by hand.
        var told = await app.In("acme", db => db.Demographics.AsNoTracking().Where(d => d.ChannelId == followed).ToListAsync());
        Assert.Equal(3, told.Count);
        var countries = told.Single(d => d.By == Dimension.Country);
        var germany = 100 * countries.Groups.Single(g => g.Key == "DE").Value / countries.Groups.Sum(g => g.Value);
        var row = page.QuerySelectorAll("#an-country-table tbody tr").Single(r => r.QuerySelector("th")!.TextContent == "Germany");
        Assert.Equal(germany.ToString("F1", System.Globalization.CultureInfo.InvariantCulture) + "%", row.QuerySelector("td")!.TextContent);
        Assert.Single(page.QuerySelectorAll("#an-country-table thead th[data-num]"));
        Assert.Equal(["13–17", "18–24", "25–34", "35–44", "45–54", "55–64", "65+"], page.QuerySelectorAll("#an-age-table tbody th").Select(t => t.TextContent));
        var section = page.QuerySelector("#an-language")!.Closest("section")!;
        Assert.NotNull(section.QuerySelector(".plot.wide svg"));
        Assert.Contains("followers.language", section.QuerySelector(".prov")!.TextContent, StringComparison.Ordinal);
        var notes = section.QuerySelectorAll(".fn").Select(f => f.TextContent).ToList();
        Assert.Equal(3, notes.Count(n => n.Contains("not provided by the network", StringComparison.Ordinal)));
        Assert.Contains(page.QuerySelector("#an-age")!.Closest("section")!.QuerySelectorAll(".fn"), n => n.TextContent.Contains("not read yet", StringComparison.Ordinal));

        using var file = await clara.Get($"/w/acme/analytics/audience/exports/json?channel={followed},{silent}");
        var rows = JsonNode.Parse(await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(germany, (double)rows.Single(r => (string?)r!["Group"] == "Germany")!["Share in percent"]!, 6);
        Assert.Equal(3, rows.Count(r => (string?)r!["Note"] == "Not provided by the network"));

        using var pia = await app.Api("pia", TokenScope.Read);
        var answer = (await pia.Ask("query ($id: ID!) { node(id: $id) { ... on Channel { demographics { by of field readAt groups { key share } } } } }", new { id = Integrators.Id("Channel", followed) }))["node"]!["demographics"]!.AsArray();
        Assert.Equal(germany, (double)answer.Single(d => (string)d!["by"]! == "COUNTRY")!["groups"]!.AsArray().Single(g => (string)g!["key"]! == "DE")!["share"]!, 6);
    }

    [Fact]
    public async Task It_is_read_once_a_week_and_a_network_that_refuses_keeps_what_was_told_and_breaks_nothing()
    {
        var channel = await NewChannel("practice", audience: 500);
        await app.Run<ReadDemographicsJob>();
        await app.Run<ReadDemographicsJob>();
        Assert.Equal(3, await Told(channel));
        app.Clock.Advance(ChannelAudience.Every - TimeSpan.FromHours(1));
        await app.Run<ReadDemographicsJob>();
        Assert.Equal(3, await Told(channel));

        await Answers(channel, PracticeAnswer.RateLimited);
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Run<ReadDemographicsJob>();
        Assert.Equal(SyncState.Waiting, (await Audience(channel)).State);
        await Answers(channel, PracticeAnswer.Unauthorized);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Run<ReadDemographicsJob>();
        Assert.Equal((SyncState.Failed, 0), ((await Audience(channel)).State, await app.Logged(channel, "channel.broken")));
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics/audience?channel={channel}");
        Assert.NotNull(page.QuerySelector("#an-age-table"));
        Assert.Contains("no longer accepts the sign-in. These numbers are as of", page.QuerySelector("#an-age")!.Closest("section")!.TextContent, StringComparison.Ordinal);

        await Answers(channel, PracticeAnswer.Ok);
        app.Clock.Advance(ChannelAudience.AfterFailure + TimeSpan.FromMinutes(1));
        await app.Run<ReadDemographicsJob>();
        Assert.Equal((SyncState.Done, 6), ((await Audience(channel)).State, await Told(channel)));
    }

    [Fact]
    public async Task Who_may_not_see_figures_gets_403_and_Oscar_404()
    {
        await app.In("acme", async db =>
        {
            var (olga, carl) = (await TestApp.Member(db, "olga"), await TestApp.Member(db, "carl"));
            carl.Switch(Data.Members.Permission.SeeAnalytics, false, olga, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var carl = await app.As("carl");
        using var oscar = await app.As("oscar");
        using var refused = await carl.Get("/w/acme/analytics/audience");
        using var strange = await oscar.Get("/w/acme/analytics/audience");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.StatusCode, strange.StatusCode));
    }

    Task<int> Told(Guid channel) => app.In("acme", db => db.Demographics.CountAsync(d => d.ChannelId == channel));

    Task<ChannelAudience> Audience(Guid channel) => app.In("acme", db => db.ChannelAudiences.AsNoTracking().SingleAsync(a => a.ChannelId == channel));

    Task Answers(Guid channel, PracticeAnswer answer) => app.In("acme", async db =>
    {
        var account = await db.Channels.Where(c => c.Id == channel).Join(db.PracticeAccounts, c => c.RemoteId, a => a.Account, (_, a) => a).SingleAsync();
        account.Script([], answer);
        await db.SaveChangesAsync();
    });

    Task<Guid> NewChannel(string network, int audience = 0) => app.In("acme", async db =>
    {
        var handle = $"a{Guid.NewGuid():N}"[..12];
        await using var scope = app.Services.CreateAsyncScope();
        var secrets = scope.ServiceProvider.GetRequiredService<Data.Secrets.Vault>().Lock(new Jobs.Connectors.ChannelSecrets(new Dictionary<string, string>()));
        var channel = Channel.Connect(await TestApp.Member(db, "olga"), network, new RemoteAccount(handle, handle, handle, null, null, new Dictionary<string, int>()), secrets, app.Clock.GetUtcNow());
        db.Channels.Add(channel);
        if (network == "practice")
            db.PracticeAccounts.Add(new PracticeAccount(handle, handle).FollowedBy(audience));
        await db.SaveChangesAsync();
        return channel.Id;
    });
}
