using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Jobs.Mail;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Notices;

public class ChoicesTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    Task<NoticeChannels> Chosen(string slug, string name, NoticeEvent named) => app.In(slug, async db => (await TestApp.Member(db, name)).NoticeChoices.For(named));

    static (string Name, string? Value)[] On(params IEnumerable<string> on) => [.. on.Select(o => ("On", (string?)o))];

    static IEnumerable<string> Usual(params NoticeEvent[] without) =>
        NoticeEvents.All.Where(r => !without.Contains(r.Event)).SelectMany(r => new[] { NoticeChannels.App, NoticeChannels.Mail, NoticeChannels.Push }.Where(w => r.Usual.HasFlag(w)).Select(w => $"{r.Event}:{w}"));

    [Fact]
    public async Task What_is_turned_off_for_one_client_stays_on_for_another()
    {
        using var pia = await app.As("pia");
        var page = await pia.Page("/account/notifications?client=acme");
        Assert.NotNull(page.QuerySelector("input[value='Decision:Mail'][checked]"));
        using var saved = await pia.Post("/account/notifications/acme", On([.. Usual(NoticeEvent.Decision), "Decision:App"]));
        Assert.Equal("/account/notifications?client=acme", saved.Headers.Location!.ToString());
        Assert.Equal((NoticeChannels.App, NoticeChannels.App | NoticeChannels.Mail), (await Chosen("acme", "pia", NoticeEvent.Decision), await Chosen("bolt", "pia", NoticeEvent.Decision)));
        Assert.Null((await pia.Page("/account/notifications?client=acme")).QuerySelector("input[value='Decision:Mail'][checked]"));
        Assert.NotNull((await pia.Page("/account/notifications?client=bolt")).QuerySelector("input[value='Decision:Mail'][checked]"));

        await pia.Post("/account/notifications/acme", [.. On([.. Usual(NoticeEvent.Arrival), "Arrival:Push"]), ("Everywhere", "true")]);
        Assert.Equal((NoticeChannels.Push, NoticeChannels.Push), (await Chosen("acme", "pia", NoticeEvent.Arrival), await Chosen("bolt", "pia", NoticeEvent.Arrival)));
        var commands = await app.Sql.During(() => pia.Page("/account/notifications"));
        Assert.True(commands.Count <= 8, $"{commands.Count}\n{string.Join('\n', commands)}");
    }

    [Fact]
    public async Task A_failure_cannot_be_off_in_all_ways()
    {
        using var adam = await app.As("adam");
        using var refused = await adam.Post("/account/notifications/acme", On(Usual(NoticeEvent.Failure)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("has to reach you in one way", (await Visitor.Shown(refused)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(NoticeChannels.App | NoticeChannels.Mail, await Chosen("acme", "adam", NoticeEvent.Failure));
        var member = A.Member(Role.Admin);
        Assert.All(NoticeEvents.All.Where(r => r.IsEssential), r => Assert.Equal("NOTICE_ESSENTIAL", Assert.Throws<RuleBroken>(() => member.Choose(r.Event, NoticeChannels.None)).Code));
    }

    [Fact]
    public async Task Each_way_is_by_itself_and_off_in_all_is_no_notice()
    {
        await app.RequireApproval();
        await app.In("acme", async db =>
        {
            (await TestApp.Member(db, "ivo")).Choose(NoticeEvent.ApprovalAsked, NoticeChannels.Mail);
            (await TestApp.Member(db, "clara")).Choose(NoticeEvent.ApprovalAsked, NoticeChannels.None);
            await db.SaveChangesAsync(Cancel);
        });
        var id = await app.Write("Only by mail.", 3, true, "ivo");
        await app.Run<WriteNoticesJob>();
        using (var ivo = await app.As("ivo"))
            Assert.DoesNotContain("Only by mail.", (await ivo.Page("/notices")).Body!.TextContent, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<WriteNoticesJob>();
        await app.In("acme", async db =>
        {
            var members = await db.Members.Where(m => db.Notices.Any(n => n.PostId == id && n.Kind == "post.approval-asked" && n.MemberId == m.Id)).Select(m => m.Role).ToListAsync(Cancel);
            Assert.Equal([Role.Reviewer], members);
            Assert.Contains(await db.Mails.Where(m => m.To == "ivo@northlight.example").ToListAsync(Cancel), m => m.Text.Contains("Only by mail.", StringComparison.Ordinal));
            (await TestApp.Member(db, "clara")).Choose(NoticeEvent.ApprovalAsked, NoticeChannels.App | NoticeChannels.Mail);
            (await TestApp.Member(db, "ivo")).Choose(NoticeEvent.ApprovalAsked, NoticeChannels.App | NoticeChannels.Mail);
            await db.SaveChangesAsync(Cancel);
        });
    }

    [Fact]
    public async Task A_mail_can_be_stopped_without_signing_in_for_its_event_and_client_only()
    {
        await app.RequireApproval();
        await app.Write("Stop these.");
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<WriteNoticesJob>();
        await app.Run<SendMailJob>();
        var file = Directory.EnumerateFiles(app.MailFolder, "*.eml").Select(File.ReadAllText).Last(m => m.Contains("To: ivo@", StringComparison.Ordinal) && m.Contains("List-Unsubscribe:", StringComparison.Ordinal));
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", file, StringComparison.Ordinal);
        var header = System.Text.RegularExpressions.Regex.Match(file, @"List-Unsubscribe:\s*<([^>]+)>").Groups[1].Value;
        var path = new Uri(System.Text.RegularExpressions.Regex.Replace(header, @"\s", "")).AbsolutePath;

        using var nobody = await app.As(null);
        Assert.Contains("Your approval is asked for", (await nobody.Page(path)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(NoticeChannels.App | NoticeChannels.Mail, await Chosen("acme", "ivo", NoticeEvent.ApprovalAsked));
        // As a mail provider sends it: no cookie, no token.
        using var plain = app.CreateClient();
        using var pressed = await plain.PostAsync(path, new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]), Cancel);
        Assert.Equal(HttpStatusCode.OK, pressed.StatusCode);
        Assert.Equal((NoticeChannels.App, NoticeChannels.App | NoticeChannels.Mail), (await Chosen("acme", "ivo", NoticeEvent.ApprovalAsked), await Chosen("acme", "ivo", NoticeEvent.Decision)));
        using var again = await plain.PostAsync(path, new FormUrlEncodedContent([KeyValuePair.Create("again", "true")]), Cancel);
        Assert.Equal(NoticeChannels.App | NoticeChannels.Mail, await Chosen("acme", "ivo", NoticeEvent.ApprovalAsked));
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get("/unsubscribe/made-up")).StatusCode);
    }

    [Fact]
    public async Task Quiet_hours_are_kept_as_typed_and_a_week_without_a_day_is_refused()
    {
        using var clara = await app.As("clara");
        await clara.Post("/account/notifications/quiet", ("HasHours", "true"), ("From", "19:30"), ("To", "07:15"), ("DaysOff", "Saturday"), ("DaysOff", "Sunday"), ("Zone", "Europe/Lisbon"), ("Pace", "Daily"));
        await app.In("acme", async db =>
        {
            var person = (await TestApp.Member(db, "clara")).Person;
            Assert.Equal((new TimeOnly(19, 30), new TimeOnly(7, 15), "Europe/Lisbon", MailPace.Daily), (person.Quiet!.From, person.Quiet.To, person.Zone, person.MailPace));
            Assert.Equal([DayOfWeek.Sunday, DayOfWeek.Saturday], person.Quiet.DaysOff);
        });
        using var refused = await clara.Post("/account/notifications/quiet", [.. Enum.GetNames<DayOfWeek>().Select(d => ("DaysOff", (string?)d)), ("Pace", "Soon")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("at least one day", (await Visitor.Shown(refused)).Body!.TextContent, StringComparison.Ordinal);
        // A client is not asked about the team's own.
        Assert.Null((await clara.Page("/account/notifications")).QuerySelector("input[value='Failure:Mail']"));
    }

    [Fact]
    public async Task Nobody_chooses_for_clients_of_others()
    {
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/account/notifications?client=acme")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/account/notifications/acme", ("On", "Failure:App"))).StatusCode);
        using var nobody = await app.As(null);
        Assert.Contains("/sign-in", (await nobody.Get("/account/notifications")).Headers.Location!.ToString(), StringComparison.Ordinal);
    }
}
