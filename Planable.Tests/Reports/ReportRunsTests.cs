using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Readings;
using Planable.Data.Reports;
using Planable.Data.Times;
using Planable.Jobs.Notices;
using Planable.Jobs.Reports;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

/// <summary>Reports that go out by themselves, as the clock goes on.</summary>
public class ReportRunsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Lisbon = "Europe/Lisbon";

    static readonly ReportSchedule onThe31st = new(ReportPace.Monthly, 31, new TimeOnly(8, 0), Lisbon, new DateOnly(2026, 1, 1));

    [Fact]
    public async Task Monthly_on_the_31st_at_eight_in_Lisbon_goes_out_at_eight_all_year_and_pauses_and_skips_hold()
    {
        app.Clock.Set(new DateTimeOffset(2027, 1, 5, 12, 0, 0, TimeSpan.Zero));
        await Fresh();
        var id = await Make("All year", onThe31st);
        var sent = new List<DateTime>();
        while (sent.Count < 12)
        {
            var report = await Report(id);
            if (report.NextDay is { Month: 6 })
            {
                await Do(id, (r, olga) => r.Skip(r.NextDay!.Value, olga, app.Clock.GetUtcNow()));
                continue;
            }

            await At(report.NextAt!.Value.AddMinutes(-5));
            Assert.Equal(sent.Count, await app.In("acme", db => db.ReportRuns.CountAsync(r => r.ReportId == id)));
            await At(report.NextAt!.Value);
            await At(report.NextAt!.Value);
            var run = (await Runs(id)).Single(r => r.Day == report.NextDay);
            Assert.Equal(ReportRunState.Sent, run.State);
            sent.Add(Zones.ToLocal(run.SendAt, Lisbon));
        }

        Assert.Equal([31, 28, 31, 30, 31, 31, 31, 30, 31, 30, 31, 31], sent.Select(s => s.Day));
        Assert.All(sent, s => Assert.Equal(new TimeSpan(8, 0, 0), s.TimeOfDay));

        // What falls into a pause is not made up for.
        await Do(id, (r, olga) => r.Pause(olga, app.Clock.GetUtcNow()));
        await At(app.Clock.GetUtcNow().AddDays(70));
        await Do(id, (r, olga) => r.Resume(olga, app.Clock.GetUtcNow()));
        await At(app.Clock.GetUtcNow().AddMinutes(1));
        Assert.Equal(12, (await Runs(id)).Count);
    }

    [Theory, InlineData(StalePolicy.Hold), InlineData(StalePolicy.SendWithNote)]
    public async Task It_waits_six_hours_for_figures_then_does_as_it_was_told_and_the_team_hears_which_channel_blocks(StalePolicy policy)
    {
        app.Clock.Set(new DateTimeOffset(policy == StalePolicy.Hold ? 2029 : 2030, 1, 10, 12, 0, 0, TimeSpan.Zero));
        var id = await Make($"Fresh {policy}", onThe31st with { Day = 1 }, whenStale: policy);
        var channel = await Stale(app.Clock.GetUtcNow());
        var due = (await Report(id)).NextAt!.Value;
        await At(due);
        Assert.Equal((ReportRunState.Waiting, channel), await State(id));
        await At(due.AddHours(5.9));
        Assert.Equal((ReportRunState.Waiting, channel), await State(id));
        await At(due.AddHours(6).AddMinutes(2));
        var run = (await Runs(id)).Single();
        Assert.Equal(policy == StalePolicy.Hold ? ReportRunState.Held : ReportRunState.Sent, run.State);
        Assert.Equal(policy == StalePolicy.Hold ? 0 : 1, await app.In("acme", db => db.ReportDeliveries.CountAsync(d => d.RunId == run.Id)));
        if (policy == StalePolicy.SendWithNote)
            Assert.Equal([channel], run.Data!.Stale);
        await app.Run<WriteNoticesJob>();
        Assert.True(await app.In("acme", db => db.Notices.AnyAsync(n => n.Words.Contains($"Fresh {policy}") && n.Words.Contains(channel) && db.Members.Any(m => m.Id == n.MemberId && m.Person.Name.StartsWith("Adam")))));
        if (policy == StalePolicy.Hold)
        {
            // Somebody lets it go as it is: once, and it says what is missing.
            await app.In("acme", async db =>
            {
                (await db.ReportRuns.SingleAsync(r => r.Id == run.Id)).Release("Instagram follows.", await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
                await db.SaveChangesAsync();
            });
            await At(due.AddHours(7));
            await At(due.AddHours(8));
            run = (await Runs(id)).Single();
            Assert.Equal((ReportRunState.Sent, "Instagram follows.", 1), (run.State, run.Comment, await app.In("acme", db => db.ReportDeliveries.CountAsync(d => d.RunId == run.Id))));
            Assert.Contains($"Not complete: the figures of {channel}", string.Join('\n', new PdfReader(await File(run)).Structure().Select(e => e.Text)), StringComparison.Ordinal);
        }

        await Fresh();
    }

    [Fact]
    public async Task Figures_that_come_in_time_are_waited_for_and_are_in_it()
    {
        app.Clock.Set(new DateTimeOffset(2031, 1, 10, 12, 0, 0, TimeSpan.Zero));
        var id = await Make("In time", onThe31st with { Day = 1 });
        await Stale(app.Clock.GetUtcNow());
        var due = (await Report(id)).NextAt!.Value;
        await At(due.AddHours(1));
        Assert.Equal(ReportRunState.Waiting, (await State(id)).State);
        await Fresh();
        await At(due.AddHours(2));
        var run = (await Runs(id)).Single();
        Assert.Equal((ReportRunState.Sent, null), (run.State, run.Stale));
    }

    [Fact]
    public async Task A_draft_is_there_the_day_before_and_goes_out_at_its_time_with_the_comment_of_who_released_it()
    {
        app.Clock.Set(new DateTimeOffset(2032, 1, 10, 12, 0, 0, TimeSpan.Zero));
        await Fresh();
        var id = await Make("Adam checks", onThe31st with { Day = 15 }, needsRelease: true);
        var due = (await Report(id)).NextAt!.Value;
        await At(due.AddDays(-1));
        Assert.Equal(ReportRunState.Draft, (await State(id)).State);
        await app.In("acme", async db =>
        {
            var run = await db.ReportRuns.SingleAsync(r => r.ReportId == id);
            run.Release("Look at page four.", await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        await At(due.AddMinutes(-1));
        Assert.Equal(ReportRunState.Released, (await State(id)).State);
        await At(due);
        var sent = (await Runs(id)).Single();
        Assert.Equal((ReportRunState.Sent, "Look at page four."), (sent.State, sent.Comment));
        var told = string.Join('\n', new PdfReader(await File(sent)).Structure().Select(e => e.Text));
        Assert.Contains("Look at page four.", told, StringComparison.Ordinal);
        Assert.Contains("Adam", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_released_in_time_is_not_sent_and_the_team_is_told_once()
    {
        app.Clock.Set(new DateTimeOffset(2033, 1, 10, 12, 0, 0, TimeSpan.Zero));
        await Fresh();
        var id = await Make("Adam forgets", onThe31st with { Day = 15 }, needsRelease: true);
        var due = (await Report(id)).NextAt!.Value;
        foreach (var time in (TimeSpan[])[TimeSpan.FromDays(-1), TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(2)])
            await At(due + time);
        var run = (await Runs(id)).Single();
        Assert.Equal(ReportRunState.Draft, run.State);
        Assert.False(await app.In("acme", db => db.ReportDeliveries.AnyAsync(d => d.RunId == run.Id)));
        await app.Run<WriteNoticesJob>();
        Assert.Equal(1, await app.In("acme", db => db.Notices.CountAsync(n => n.Words.Contains("Adam forgets") && db.Members.Any(m => m.Id == n.MemberId && m.Person.Name.StartsWith("Adam")))));

        // Released late, it goes out at once.
        await app.In("acme", async db =>
        {
            (await db.ReportRuns.SingleAsync(r => r.Id == run.Id)).Release(null, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        await At(due.AddHours(3));
        Assert.Equal(ReportRunState.Sent, (await State(id)).State);
    }

    async Task<Guid> Make(string name, ReportSchedule schedule, StalePolicy whenStale = StalePolicy.Hold, bool needsRelease = false) => await app.In("acme", async db =>
    {
        var olga = await TestApp.Member(db, "olga");
        var report = Data.Reports.Report.Make(
            new ReportTerms(name, "en-GB", Comparison.Before, needsRelease, whenStale, ReportAttachment.None, null, null, [new("Clara", "clara@acme.example")], schedule with { First = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime) }), olga, app.Clock.GetUtcNow());
        db.Reports.Add(report);
        await db.SaveChangesAsync();
        return report.Id;
    });

    async Task Do(Guid id, Action<Report, Data.Members.Member> verb) => await app.In("acme", async db =>
    {
        verb(await db.Reports.SingleAsync(r => r.Id == id), await TestApp.Member(db, "olga"));
        await db.SaveChangesAsync();
    });

    async Task At(DateTimeOffset time)
    {
        app.Clock.Set(time);
        await app.Run<MakeReportsJob>();
    }

    Task<Report> Report(Guid id) => app.In("acme", db => db.Reports.AsNoTracking().SingleAsync(r => r.Id == id));

    Task<List<ReportRun>> Runs(Guid id) => app.In("acme", db => db.ReportRuns.AsNoTracking().Where(r => r.ReportId == id).ToListAsync());

    async Task<(ReportRunState State, string? Stale)> State(Guid id) => (await Runs(id)).Select(r => (r.State, r.Stale)).Single();

    Task<byte[]> File(ReportRun run) => app.In("acme", async _ =>
    {
        await using var file = await ((Jobs.Media.IMediaStore)app.Services.GetService(typeof(Jobs.Media.IMediaStore))!).Open(run.Files.First(f => f.ContentType == ReportFile.PdfType).Sha256, TestContext.Current.CancellationToken);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    });

    /// <summary>One channel was read the last time at this instant, and all others far in the future.</summary>
    /// <returns>Its name.</returns>
    async Task<string> Stale(DateTimeOffset readAt)
    {
        await Fresh();
        return await app.In("acme", async db =>
        {
            var channel = await db.Channels.OrderBy(c => c.Name).FirstAsync(c => c.State == ChannelState.Connected);
            await db.ChannelSyncs.Where(s => s.ChannelId == channel.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.DoneAt, readAt));
            return channel.Name;
        });
    }

    Task Fresh() => app.In("acme", async db =>
    {
        foreach (var channel in await db.Channels.Where(c => !db.ChannelSyncs.Any(s => s.ChannelId == c.Id)).ToListAsync())
            db.ChannelSyncs.Add(new ChannelSync(channel));
        await db.SaveChangesAsync();
        var later = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await db.ChannelSyncs.ExecuteUpdateAsync(s => s.SetProperty(x => x.DoneAt, later).SetProperty(x => x.State, SyncState.Done));
    });
}
