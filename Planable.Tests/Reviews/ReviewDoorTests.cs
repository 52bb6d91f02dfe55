using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Reviews;

/// <summary>Who gets in, until when, and how surely they are known.</summary>
public class ReviewDoorTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_personal_link_asks_each_new_browser_once_for_a_code_that_goes_to_its_own_address_only()
    {
        await app.RequireApproval();
        var (one, two, three) = (await app.ForClient("First of hers", 4), await app.ForClient("Second of hers", 5), await app.ForClient("Third of hers", 6));
        var (path, linkId) = await app.Share("For Clara", ("Posts", $"{one},{two},{three}"), ("People", "Clara, clara@acme.example"));
        using var clara = await app.Gus();
        for (var visits = 0; visits < 5; visits++)
            Assert.Equal("1 of 3", (await clara.Page(path)).QuerySelector("h1")!.TextContent);

        var press = await app.Fields(one, "approve");
        using (var asked = await clara.Post($"{path}/posts/{one}/decisions", press))
        {
            var page = await Visitor.Shown(asked);
            Assert.Contains("c•••@acme.example", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("clara@acme.example", page.Body!.InnerHtml, StringComparison.Ordinal);
        }

        Assert.Single((await app.Read(one)).Decisions);
        var code = await app.Code("clara@acme.example");
        using (var wrong = await clara.Post($"{path}/posts/{one}/decisions", press.And(("Code", code == "111111" ? "222222" : "111111"))))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using (var right = await clara.Post($"{path}/posts/{one}/decisions", press.And(("Code", code))))
            Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        using (var known = await clara.Post($"{path}/posts/{two}/decisions", await app.Fields(two, "approve")))
            Assert.Equal(HttpStatusCode.Redirect, known.StatusCode);

        // Her mailbox answered, and it is a member's: the decision is hers.
        var decision = (await app.Read(two)).Decisions.Single(d => d.IsClient);
        Assert.Equal(("Clara Client", IdentityStrength.MailCode, Via.Link, linkId, "clara@acme.example"), (decision.Name, decision.Strength, decision.Via, decision.LinkId!.Value, decision.Address));

        // Forwarded to Carl: he looks, and his decision asks for a code he does not get, whatever address he offers.
        using var carl = await app.Gus();
        Assert.Equal("3 of 3", (await carl.Page(path)).QuerySelector("h1")!.TextContent);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using (await carl.Post($"{path}/posts/{three}/decisions", (await app.Fields(three, "approve", "Clara")).And(("Address", "carl@acme.example")))) { }
        Assert.False(await app.In("acme", db => db.Mails.AnyAsync(m => m.To == "carl@acme.example", Cancel)));
        using (await carl.Post($"{path}/posts/{three}/decisions", (await app.Fields(three, "approve", "Clara")).And(("Code", code)))) { }
        Assert.Equal(ApprovalState.Waiting, (await app.Read(three)).ApprovalState);
        using var stillHers = await clara.Post($"{path}/posts/{three}/decisions", await app.Fields(three, "approve"));
        Assert.Equal(ApprovalState.Approved, (await app.Read(three)).ApprovalState);
    }

    [Fact]
    public async Task An_expired_one_sends_a_new_one_to_the_original_address_and_shows_nothing()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Behind an old link", days: 40);
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var (path, linkId) = await app.Share("Old one", ("Posts", id.ToString()), ("People", "Gus, gus@acme.example"), ("Ends", today.AddDays(7).ToString("yyyy-MM-dd")));
        var (open, _) = await app.Share("Old and open", ("Posts", id.ToString()), ("Ends", today.AddDays(7).ToString("yyyy-MM-dd")));
        app.Clock.Advance(TimeSpan.FromDays(9));
        using var gus = await app.Gus();
        foreach (var address in (string[])["", "/done", "/decisions", $"/posts/{id}"])
        {
            using var gone = await gus.Get(path + address);
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
            Assert.DoesNotContain("Behind an old link", await gone.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Gone, (await gus.Post($"{path}/posts/{id}/decisions", await app.Fields(id, "approve", "Gus"))).StatusCode);
        var before = await app.In("acme", db => db.Mails.CountAsync(m => m.To == "gus@acme.example", Cancel));
        foreach (var _ in (int[])[1, 2, 3])
        {
            using var asked = await gus.Post($"{path}/renewal");
            Assert.Contains("g•••@acme.example", (await Visitor.Shown(asked)).Body!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(before + 1, await app.In("acme", db => db.Mails.CountAsync(m => m.To == "gus@acme.example", Cancel)));
        var renewed = await app.In("acme", db => db.ReviewLinks.Where(l => l.Id == linkId).Select(l => l.RenewedById!.Value).SingleAsync(Cancel));
        Assert.Equal("1 of 1", (await gus.Page(await app.MailedPath(renewed))).QuerySelector("h1")!.TextContent);
        Assert.Equal(HttpStatusCode.Gone, (await gus.Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await gus.Post($"{open}/renewal")).StatusCode);
    }

    [Fact]
    public async Task Fifty_fetches_of_every_address_in_the_mail_change_nothing()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Mailed and scanned");
        var (_, linkId) = await app.Share("Scanned", ("Posts", id.ToString()), ("People", "Gus, gus.scan@acme.example"));
        var html = await app.In("acme", async db => (await db.Mails.SingleAsync(m => m.Key == $"review-link:{linkId:N}", Cancel)).Html);
        Assert.Contains("Mailed and scanned", html, StringComparison.Ordinal);
        var addresses = Regex.Matches(html, "(?:href|src)=\"([^\"]+)\"").Select(m => new Uri(m.Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal)).PathAndQuery).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(addresses);
        using var scanner = await app.Gus();
        // What the page behind it links to as well: scanners follow links.
        var page = await scanner.Page(addresses[0]);
        addresses.AddRange(page.QuerySelectorAll("a[href^='/'], img[src^='/']").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).Distinct(StringComparer.Ordinal));
        var before = await Everything();
        foreach (var address in addresses)
        {
            for (var times = 0; times < 50; times++)
            {
                using var answer = await scanner.Send(times % 2 == 0 ? HttpMethod.Get : HttpMethod.Head, address, null, htmx: false);
                Assert.True((int)answer.StatusCode < 500, address);
            }
        }

        Assert.Equal(before, await Everything());

        async Task<string> Everything() => await app.In("acme", async db =>
            $"{await db.Log.CountAsync(Cancel)} {await db.ReviewVisits.CountAsync(Cancel)} {await db.Mails.CountAsync(Cancel)} {await db.Notices.CountAsync(Cancel)} {await db.ApprovalDecisions.CountAsync(Cancel)} {await db.ReviewLinks.SumAsync(l => l.Revision, Cancel)} {await db.Posts.SumAsync(p => p.Revision, Cancel)}");
    }

    [Fact]
    public async Task Behind_a_password_nothing_is_shown_and_five_wrong_ones_close_it_for_a_while()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Behind a password");
        var (path, linkId) = await app.Share("Locked", ("Posts", id.ToString()), ("Password", "blue kiln"));
        using var gus = await app.Gus();
        foreach (var address in (string[])["", "/done", "/decisions", $"/posts/{id}"])
        {
            using var locked = await gus.Get(path + address);
            var words = await locked.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("This link has a password", words, StringComparison.Ordinal);
            Assert.DoesNotContain("Behind a password", words, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await gus.Post($"{path}/posts/{id}/decisions", await app.Fields(id, "approve", "Gus"))).StatusCode);
        for (var tries = 0; tries < ReviewLink.MostTries; tries++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await gus.Post($"{path}/password", ("password", "red kiln"))).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await gus.Post($"{path}/password", ("password", "blue kiln"))).StatusCode);
        app.Clock.Advance(ReviewLink.Pause);
        using (var opened = await gus.Post($"{path}/password", ("password", "blue kiln"), ("next", "https://elsewhere.example/")))
            Assert.Equal(path, opened.Headers.Location!.OriginalString);
        Assert.Equal("1 of 1", (await gus.Page(path)).QuerySelector("h1")!.TextContent);

        // Another password since has to be typed by those who knew the old one.
        using var pia = await app.As("pia");
        using (await pia.Post($"/w/acme/reviews/{linkId}", ("Name", "Locked"), ("Posts", id.ToString()), ("Password", "green kiln"))) { }
        Assert.Contains("This link has a password", (await gus.Page(path)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_it_cuts_an_open_page_at_its_next_request()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Soon gone");
        var (path, linkId) = await app.Share("Revoked", ("Posts", id.ToString()));
        using var gus = await app.Gus();
        var fields = await app.Fields(id, "approve", "Gus");
        Assert.Equal("1 of 1", (await gus.Page(path)).QuerySelector("h1")!.TextContent);
        using var pia = await app.As("pia");
        using (await pia.Post($"/w/acme/reviews/{linkId}/revocation")) { }
        foreach (var address in (string[])["", "/done", "/decisions", $"/posts/{id}"])
            Assert.Equal(HttpStatusCode.Gone, (await gus.Get(path + address)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await gus.Post($"{path}/posts/{id}/decisions", fields)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await gus.Post($"{path}/renewal")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await gus.Get($"{path}/live")).StatusCode);
        Assert.Equal(ApprovalState.Waiting, (await app.Read(id)).ApprovalState);
    }

    [Fact]
    public async Task A_flow_that_needs_a_code_is_not_passed_by_a_name_whatever_the_form_says()
    {
        await app.RequireApproval(r => r with { Flows = [r.Flows[0] with { Identity = IdentityStrength.MailCode }] });
        var id = await app.ForClient("Needs a code");
        var (path, _) = await app.Share("By name", ("Posts", id.ToString()), ("Identity", "Name"));
        using var gus = await app.Gus();
        var press = await app.Fields(id, "approve", "Gus");
        using (var asked = await gus.Post($"{path}/posts/{id}/decisions", press))
            Assert.Contains("Your e-mail address", (await Visitor.Shown(asked)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(ApprovalState.Waiting, (await app.Read(id)).ApprovalState);
        using (await gus.Post($"{path}/posts/{id}/decisions", press.And(("Address", "gus@known.example")))) { }
        Assert.Equal(ApprovalState.Waiting, (await app.Read(id)).ApprovalState);
        using (var done = await gus.Post($"{path}/posts/{id}/decisions", press.And(("Code", await app.Code("gus@known.example")), ("Name", null), ("Address", "gus@known.example"))))
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var decision = (await app.Read(id)).Decisions.Single(d => d.IsClient);
        Assert.Equal((IdentityStrength.MailCode, "gus@known.example", "Gus (link ‘By name’)"), (decision.Strength, decision.Address, decision.Name));
        using var ivo = await app.As("ivo");
        Assert.Contains("by a code sent by mail", (await ivo.Page($"/w/acme/posts/{id}?tab=approval")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_that_needs_an_account_sends_to_the_sign_in_and_takes_the_member_who_is()
    {
        await app.RequireApproval(r => r with { Flows = [r.Flows[0] with { Identity = IdentityStrength.Account }] });
        var id = await app.ForClient("Needs an account");
        var (path, _) = await app.Share("Account", ("Posts", id.ToString()));
        using var gus = await app.Gus();
        using (var asked = await gus.Post($"{path}/posts/{id}/decisions", await app.Fields(id, "approve", "Gus")))
            Assert.NotNull((await Visitor.Shown(asked)).QuerySelector($"a[href^='/sign-in?returnUrl=']"));
        Assert.Equal(ApprovalState.Waiting, (await app.Read(id)).ApprovalState);
        using var clara = await app.As("clara");
        using (var done = await clara.Post($"{path}/posts/{id}/decisions", await app.Fields(id, "approve")))
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(("Clara Client", IdentityStrength.Account), ((await app.Read(id)).Decisions.Single(d => d.IsClient).Name, (await app.Read(id)).Decisions.Single(d => d.IsClient).Strength));
    }

    [Fact]
    public async Task Frozen_it_shows_the_text_of_that_day_and_says_that_there_is_a_newer_one()
    {
        await app.RequireApproval();
        var id = await app.ForClient("The text of that day");
        var (frozen, _) = await app.Share("Frozen", ("Posts", id.ToString()), ("Share", "Frozen"));
        var (live, _) = await app.Share("Live", ("Posts", id.ToString()));
        using var gus = await app.Gus();
        Assert.DoesNotContain("A newer version exists", (await gus.Page(frozen)).Body!.TextContent, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await Rewrite(id, "The text of the next day");
        var page = await gus.Page($"{frozen}/posts/{id}");
        Assert.Contains("The text of that day", page.QuerySelector(".rv-cards")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("A newer version exists", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#decide form"));
        Assert.Contains("The text of the next day", (await gus.Page($"{live}/posts/{id}")).QuerySelector(".rv-cards")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_of_a_live_link_is_told_of_its_own_posts_within_five_seconds_and_of_nothing_else()
    {
        await app.RequireApproval();
        var (shown, other) = (await app.ForClient("Shown live"), await app.ForClient("Not in this link"));
        var (path, linkId) = await app.Share("Streamed", ("Posts", shown.ToString()));
        using var gus = await app.Gus();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/live");
        using var answer = await gus.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("retry: 1000", await lines.ReadLineAsync(Cancel));
        await Rewrite(other, "Changed out of sight");
        await Rewrite(shown, "Changed in sight");
        var told = await Until("data: ");
        Assert.Contains(shown.ToString(), told, StringComparison.Ordinal);
        using var pia = await app.As("pia");
        using (await pia.Post($"/w/acme/reviews/{linkId}/revocation")) { }
        await Until("event: over");

        async Task<string> Until(string start)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            while (await lines.ReadLineAsync(patience.Token) is { } line)
            {
                Assert.DoesNotContain(other.ToString(), line, StringComparison.Ordinal);
                if (line.StartsWith(start, StringComparison.Ordinal))
                    return line;
            }

            throw new Xunit.Sdk.XunitException($"The stream ended without '{start}'.");
        }
    }

    [Fact]
    public async Task The_team_sees_who_has_looked_and_programs_do_not_count()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Seen by people");
        var (path, linkId) = await app.Share("Seen", ("Posts", id.ToString()));
        using var scanner = await app.As(null);
        scanner.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 HeadlessChrome/141.0 Proofpoint-scan");
        using (await scanner.Get(path)) { }
        using (await scanner.Post($"{path}/posts/{id}/seen", ("version", "1"))) { }
        using var pia = await app.As("pia");
        using (await pia.Post($"{path}/posts/{id}/seen", ("version", "1"))) { }
        Assert.Contains("Nobody has looked at it yet", (await pia.Page("/w/acme/reviews")).QuerySelector($"#review-{linkId}")!.TextContent, StringComparison.Ordinal);
        using var gus = await app.Gus();
        using (await gus.Get(path)) { }
        Assert.Contains("Nobody has looked at it yet", (await pia.Page("/w/acme/reviews")).QuerySelector($"#review-{linkId}")!.TextContent, StringComparison.Ordinal);
        using (await gus.Post($"{path}/posts/{id}/seen", ("version", "1"))) { }
        Assert.Contains("One browser, one post seen", (await pia.Page("/w/acme/reviews")).QuerySelector($"#review-{linkId}")!.TextContent, StringComparison.Ordinal);
        using (await gus.Post($"{path}/posts/{id}/decisions", await app.Fields(id, "approve", "Gus"))) { }
        var facts = (await pia.Page($"/w/acme/reviews/{linkId}")).Body!.TextContent;
        Assert.Contains("Gus", facts, StringComparison.Ordinal);
        Assert.Contains("opened 1 of 1 posts, last ", facts, StringComparison.Ordinal);
        Assert.Contains("Safari on iPhone", facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_made_of_what_the_calendar_shows_or_of_what_is_selected()
    {
        await app.RequireApproval();
        var id = await app.ForClient("Selected one");
        using var pia = await app.As("pia");
        var channel = await app.In("acme", db => db.Channels.Select(c => c.Id).FirstAsync(Cancel));
        var look = await pia.Page($"/w/acme/reviews/new?view=month&date=2027-06-15&channel={channel}");
        Assert.Equal(("2027-06-01", "2027-06-30", "June"), (look.QuerySelector("#from")!.GetAttribute("value"), look.QuerySelector("#to")!.GetAttribute("value"), look.QuerySelector("#name")!.GetAttribute("value")));
        Assert.True(look.QuerySelector($"input[name=Channels][value='{channel}']")!.HasAttribute("checked"));
        using var picked = await pia.Post("/w/acme/reviews/preview", ("Posts", id.ToString()));
        Assert.Contains("Selected one", (await pia.Page(picked.Headers.Location!.OriginalString)).QuerySelector(".rv-picked")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await pia.Page($"/w/acme/posts/{id}")).QuerySelector($"a[href='/w/acme/reviews/new?post={id}']"));
        using var wrong = await pia.Post("/w/acme/reviews", ("Name", ""), ("Reach", "Decide"), ("People", "nobody"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("nobody", (await Visitor.Shown(wrong)).QuerySelector("#people")!.TextContent.Trim());
    }

    [Fact]
    public async Task Writers_and_clients_make_none_and_Oscar_finds_nothing()
    {
        foreach (var name in (string[])["wanda", "ivo", "clara", "carl"])
        {
            using var visitor = await app.As(name);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get("/w/acme/reviews")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Post("/w/acme/reviews", ("Name", "Mine"))).StatusCode);
        }

        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/reviews")).StatusCode);
    }

    Task Rewrite(Guid id, string text) => app.In("acme", async db =>
    {
        House.Write(await db.Posts.Whole().SingleAsync(p => p.Id == id), await TestApp.Member(db, "wanda"), text);
        await db.SaveChangesAsync();
    });
}
