using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Channels;
using Planable.Data.Languages;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Portals;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Languages;

/// <summary>Who reads a page or a mail reads it in their language: chosen for the client, chosen for themselves, or the client's.</summary>
public sealed class ReadersLanguageTests(PortalApp app) : IClassFixture<PortalApp>, IAsyncLifetime
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Clara belongs to Zeta, of the same agency, and to a client of another one as well.</summary>
    public async ValueTask InitializeAsync()
    {
        await OpenZeta();
        foreach (var workspace in (string[])["zeta", "elsewhere"])
            await Join(workspace);
        await Set("acme", "en-GB");
        await app.In("acme", db => db.Users.ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, (string?)null), Cancel));
        foreach (var workspace in (string[])["acme", "zeta", "elsewhere"])
            await app.In(workspace, db => db.Members.ExecuteUpdateAsync(m => m.SetProperty(x => x.Language, (string?)null), Cancel));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A client of Northlight's where Clara alone approves.</summary>
    async Task OpenZeta()
    {
        if (await app.In("acme", db => db.Workspaces.AnyAsync(w => w.Slug == "zeta", Cancel)))
            return;
        using (var olga = await app.As("olga"))
            (await olga.Post("/clients", ("Name", "Zeta"), ("Zone", "Europe/Berlin"), ("Colour", "3"))).Dispose();
        await app.In("zeta", async db =>
        {
            var (olga, now) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            db.Channels.Add(Channel.Connect(olga, "practice", new RemoteAccount("zeta", "Zeta Bakery", "zeta", null, null, new Dictionary<string, int>()), "", now));
            var flow = new ApprovalFlow(Guid.NewGuid(), "Client", [House.Level("Client", House.Any(Role.ClientApprover))]);
            var zeta = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
            zeta.SettleApprovals(new ApprovalRules { IsOn = true, IsRequired = true, Flows = [flow], DefaultFlowId = flow.Id }, olga, now);
            await db.SaveChangesAsync(Cancel);
        });
    }

    Task AskAtZeta(string text) => app.In("zeta", async db =>
    {
        var (olga, now) = (await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
        var zeta = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
        var post = Post.Draft(olga, zeta, now);
        db.Posts.Add(post);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.SingleAsync(Cancel), null, null)], []), olga, now);
        post.Plan(PlannedTime.Read(Zones.ToLocal(now.AddDays(3), zeta.Zone), zeta.Zone, second: false), olga, now);
        post.RequestApproval(null, olga, await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(Cancel), now);
        await db.SaveChangesAsync(Cancel);
    });

    async Task WriteNotices(TimeSpan later)
    {
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(later);
        await app.Run<WriteNoticesJob>();
    }

    Task Join(string workspace) => app.In(workspace, async db =>
    {
        if (await db.Members.AnyAsync(m => m.Person.Name.StartsWith("Clara"), Cancel))
            return;
        var here = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
        var by = await db.Members.Include(m => m.Person).FirstAsync(m => m.Role == Role.Owner, Cancel);
        var (invitation, _) = Invitation.Send(by, "clara@acme.example", Role.ClientApprover, 1, TimeSpan.FromDays(7), app.Clock.GetUtcNow());
        db.Invitations.Add(invitation);
        db.Members.Add(invitation.Accept(here, await db.Users.SingleAsync(p => p.Email == "clara@acme.example", Cancel), null, app.Clock.GetUtcNow()));
        await db.SaveChangesAsync(Cancel);
    });

    Task Set(string workspace, string locale) => app.In(workspace, db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).ExecuteUpdateAsync(w => w.SetProperty(x => x.Locale, locale), Cancel));

    static async Task Choose(Visitor visitor, string client, string language)
    {
        using var saved = await visitor.Post($"/account/notifications/{client}/language", ("Language", language));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    [Fact]
    public async Task A_client_reads_each_brand_of_an_agency_in_its_own_language_and_sees_nothing_of_another_agency()
    {
        await app.Open("clients.northlight.example", "acme");
        using var clara = await app.At("clients.northlight.example", "clara");
        await Choose(clara, "acme", "de");
        await Choose(clara, "zeta", "en");

        var acme = await clara.Page("/w/acme/home");
        Assert.Equal(("de-DE", "Guten"), (acme.DocumentElement.GetAttribute("lang"), acme.QuerySelector("h1")!.TextContent.Trim().Split(' ')[0]));
        var zeta = await clara.Page("/w/zeta/home");
        Assert.Equal(("en-GB", "Good"), (zeta.DocumentElement.GetAttribute("lang"), zeta.QuerySelector("h1")!.TextContent.Trim().Split(' ')[0]));

        // The switcher holds the agency's two, and no page knows of the third.
        Assert.Equal(["/w/acme/home", "/w/zeta/home"], acme.QuerySelectorAll(".clients a.cl").Select(a => a.GetAttribute("href")));
        foreach (var path in (string[])["/", "/approvals", "/notices", "/account/notifications", "/search?q=else", "/w/acme/home", "/w/zeta/calendar"])
        {
            using var answer = await clara.Get(path);
            Assert.DoesNotContain("Elsewhere", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        using (var hidden = await clara.Get("/w/elsewhere/home"))
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using (var hidden = await clara.Post("/account/notifications/elsewhere/language", ("Language", "de")))
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task Each_brand_writes_to_a_client_in_its_own_language_by_its_own_rules_and_another_agency_is_in_none_of_the_mails()
    {
        await app.Open("mails.northlight.example", "acme");
        await app.RequireApproval();
        using (var clara = await app.As("clara"))
        {
            await Choose(clara, "acme", "de");
            await Choose(clara, "zeta", "pt");
            await Choose(clara, "elsewhere", "ar");
        }

        await Hear(NoticeChannels.App);
        await WriteNotices(TimeSpan.FromHours(2));
        var since = app.Clock.GetUtcNow();
        await AskAtZeta("Not by mail.");
        await app.ForClient("Acme by mail.");
        await WriteNotices(TimeSpan.FromMinutes(2));
        Assert.Equal(["Acme: Ein Beitrag wartet auf Ihre Freigabe"], (await Mails()).ConvertAll(m => m.MailSubject));
        Assert.Equal(1, await app.In("zeta", db => db.Notices.CountAsync(n => n.At >= since && n.Kind == "post.approval-asked" && db.Members.Any(m => m.Id == n.MemberId && m.Person.Email == "clara@acme.example"), Cancel)));

        await Hear(NoticeChannels.App | NoticeChannels.Mail);
        await AskAtZeta("Zeta by mail.");
        await WriteNotices(TimeSpan.FromMinutes(2));
        var mails = await Mails();
        Assert.Equal(2, mails.Count);
        var (acme, zeta) = (mails[0], mails[1]);
        Assert.StartsWith("Zeta: ", zeta.MailSubject, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"de-DE\"", acme.Html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"pt-", zeta.Html, StringComparison.Ordinal);
        foreach (var (mail, own, other) in (((OutgoingMail, string, string)[])[(acme, "Acme", "Zeta"), (zeta, "Zeta", "Elsewhere")]))
        {
            var said = $"{mail.FromName}\n{mail.MailSubject}\n{mail.Html}\n{mail.Text}";
            Assert.Equal("Northlight", mail.FromName);
            Assert.Contains(own, said, StringComparison.Ordinal);
            Assert.DoesNotContain(other, said, StringComparison.Ordinal);
            Assert.DoesNotContain("Elsewhere", said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(PortalApp.Ours, said, StringComparison.Ordinal);
        }

        Task Hear(NoticeChannels channels) => app.In("zeta", async db =>
        {
            (await TestApp.Member(db, "clara")).Choose(NoticeEvent.ApprovalAsked, channels);
            await db.SaveChangesAsync(Cancel);
        });

        Task<List<OutgoingMail>> Mails() => app.In("acme", db => db.Mails.AsNoTracking().Where(m => m.CreatedAt >= since && m.To == "clara@acme.example" && m.Key.StartsWith("notice:")).OrderBy(m => m.CreatedAt).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Mails_are_in_the_language_of_each_reader_and_the_team_stays_English()
    {
        await app.RequireApproval();
        using (var clara = await app.As("clara"))
            await Choose(clara, "acme", "de");
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Run<WriteNoticesJob>();
        var since = app.Clock.GetUtcNow();
        await app.Write("For two readers.", 3, true);
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<WriteNoticesJob>();
        await app.ForClient("For one of them.");
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<WriteNoticesJob>();
        var mails = await app.In("acme", db => db.Mails.AsNoTracking().Where(m => m.CreatedAt >= since && m.Key.StartsWith("notice:")).OrderBy(m => m.CreatedAt).ToListAsync(Cancel));
        var ivo = mails.First(m => m.To == "ivo@northlight.example");
        Assert.Equal("Acme: a post waits for your approval", ivo.MailSubject);
        var hers = mails.First(m => m.To == "clara@acme.example");
        Assert.Equal("Acme: Ein Beitrag wartet auf Ihre Freigabe", hers.MailSubject);
        Assert.Contains("<html lang=\"de-DE\"", hers.Html, StringComparison.Ordinal);
        Assert.Contains("Ihre Freigabe wird erbeten: Client.", hers.Text, StringComparison.Ordinal);
        Assert.Contains("Your approval is asked for: Team.", ivo.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_chose_nothing_reads_as_the_client_writes_and_their_own_choice_comes_before_that()
    {
        await Set("acme", "pt-BR");
        using var clara = await app.As("clara");
        using var wanda = await app.As("wanda");
        Assert.Equal("pt-BR", (await clara.Page("/w/acme/home")).DocumentElement.GetAttribute("lang"));
        Assert.Equal("en", (await wanda.Page("/w/acme/calendar")).DocumentElement.GetAttribute("lang"));

        using (var saved = await clara.Post("/account", ("Name", "Clara Client"), ("Theme", "System"), ("Shortcuts", "true"), ("Language", "ar")))
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var page = await clara.Page("/w/acme/home");
        Assert.Equal(("ar", "rtl"), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.Equal("rtl", (await clara.Page("/account")).DocumentElement.GetAttribute("dir"));
        using var refused = await clara.Post("/account", ("Name", "Clara Client"), ("Theme", "System"), ("Language", "xx"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotNull((await Visitor.Shown(refused)).QuerySelector("#Language-error"));
    }

    [Fact]
    public async Task A_guest_reads_as_the_link_says_then_as_the_client_writes_then_as_their_browser_asks()
    {
        await app.RequireApproval();
        var id = (await app.ForClient("For a guest", days: 20)).ToString();
        var (link, linkId) = await app.Share("Languages", ("Posts", id));
        var (arabic, _) = await app.Share("In Arabic", ("Posts", id), ("Language", "ar"));
        using var gus = await app.As(null);
        gus.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr, pt-BR;q=0.8, en;q=0.5");
        Assert.Equal("en-GB", await Language(link));
        await Set("acme", "de-AT");
        Assert.Equal("de-AT", await Language(link));
        await Set("acme", "fr-FR");
        Assert.Equal("pt-PT", await Language(link));
        Assert.StartsWith("Aprovar", (await gus.Page(link)).QuerySelector("button[value=approve]")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("ar", await Language(arabic));
        Assert.Equal("rtl", (await gus.Page(arabic)).DocumentElement.GetAttribute("dir"));
        Assert.Equal("pt-PT", (await gus.Page("/sign-in")).DocumentElement.GetAttribute("lang"));

        async Task<string?> Language(string path) => (await gus.Page(path)).DocumentElement.GetAttribute("lang");
        Assert.NotEqual(Guid.Empty, linkId);
    }

    [Fact]
    public async Task A_link_goes_out_by_mail_in_its_language()
    {
        await app.RequireApproval();
        var (_, id) = await app.Share("By mail", ("People", "Gus <gus@client.example>"), ("Language", "de"), ("Posts", (await app.ForClient("Mail in German", days: 21)).ToString()));
        var mail = await app.In("acme", db => db.Mails.AsNoTracking().SingleAsync(m => m.Key == $"review-link:{id:N}", Cancel));
        Assert.Equal("Ein Beitrag für Acme wartet auf Ihre Antwort", mail.MailSubject);
        Assert.Contains("Guten Tag Gus,", mail.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("de-AT", "de"), InlineData("PT-br", "pt"), InlineData("fr-FR", null), InlineData("", null), InlineData(null, null), InlineData("deutsch", null)]
    public void A_tag_belongs_to_one_of_the_languages_or_to_none(string? tag, string? language) => Assert.Equal(language, Spoken.Of(tag));

    [Fact]
    public void A_language_without_texts_cannot_be_chosen()
    {
        var member = A.Member(Role.ClientApprover);
        Assert.Equal("LANGUAGE_UNKNOWN", Assert.Throws<RuleBroken>(() => member.Speak("fr")).Code);
        member.Speak("de");
        Assert.Equal("de-DE", Speech.To(member, member.Workspace).Words.Name);
        member.Speak("");
        Assert.Equal("en-GB", Speech.To(member, member.Workspace).Words.Name);
    }

    [Fact]
    public async Task Who_is_not_signed_in_chooses_nothing_and_Oscar_finds_no_client_of_others()
    {
        using var nobody = await app.As(null);
        using var oscar = await app.As("oscar");
        using var refused = await nobody.Post("/account/notifications/acme/language", ("Language", "de"));
        Assert.StartsWith("/sign-in", refused.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        using var missing = await oscar.Post("/account/notifications/acme/language", ("Language", "de"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }
}
