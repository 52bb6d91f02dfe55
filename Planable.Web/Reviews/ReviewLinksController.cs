using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Web.Http;
using Planable.Web.Labels;
using Planable.Web.Portals;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Reviews;

/// <summary>Links for people without an account: made, changed, taken back, and who opened them.</summary>
[Route("w/{workspace}/reviews"), Requires(Permission.ShareForReview)]
public class ReviewLinksController(PlanableDb db, Current current, ReviewMails mails, ClientAddresses addresses, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int MostShown = 200;
    const int MostPeople = 50;

    string Path => $"{current.Root}/reviews";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var links = await db.ReviewLinks.AsNoTracking().OrderByDescending(l => l.MadeAt).ThenBy(l => l.Id).Take(MostShown).ToListAsync(cancel);
        var ids = links.ConvertAll(l => l.Id);
        var visits = (await db.ReviewVisits.AsNoTracking().Where(v => ids.Contains(v.LinkId)).Select(v => new { v.LinkId, v.Seen, v.LastAt }).ToListAsync(cancel)).ToLookup(v => v.LinkId);
        var decisions = await db.ApprovalDecisions.Where(d => d.LinkId != null && ids.Contains(d.LinkId.Value)).GroupBy(d => d.LinkId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var now = clock.GetUtcNow();
        return View(new ReviewLinksPage(
            [
                .. links.Select(l => new ReviewLinkRow(
                    l.Id, l.Name, l.Person, l.Address, l.Share, l.Reach, l.PasswordHash is not null, l.StateAt(now), l.ExpiresAt, l.MadeBy, l.MadeAt,
                    visits[l.Id].Count(), visits[l.Id].Select(v => v.Seen.Count).DefaultIfEmpty().Max(), visits[l.Id].Select(v => (DateTimeOffset?)v.LastAt).Max(), decisions.GetValueOrDefault(l.Id), l.PausedUntil > now)),
            ],
            (TempData["ReviewLinks"] as string)?.Split('\n') ?? [],
            (TempData["ReviewMails"] as string)?.Split('\n') ?? []));
    }

    [HttpGet("new")]
    public async Task<IActionResult> New(Guid? post, string? posts, CancellationToken cancel)
    {
        var picked = post?.ToString() ?? posts;
        var form = picked is not null ? new ReviewLinkForm { Posts = picked } : ReviewLinkForm.Of(CalendarQuery.Read(key => Request.Query[key].FirstOrDefault()), DateOnly.FromDateTime(times.LocalNow));
        form.Ends = DateOnly.FromDateTime(times.LocalNow.AddDays(30));
        return View("Edit", await PageOf(null, form, cancel));
    }

    /// <summary>Posts selected in the calendar.</summary>
    [HttpPost("preview")]
    public IActionResult Pick(string? posts) => this.GoTo($"{Path}/new?posts={Uri.EscapeDataString(posts ?? "").Replace("-", "", StringComparison.Ordinal)}");

    [HttpPost]
    public async Task<IActionResult> Create(ReviewLinkForm form, CancellationToken cancel)
    {
        try
        {
            if (!ModelState.IsValid)
                throw Unreadable();
            var people = await People(form, cancel);
            var (now, terms, company) = (clock.GetUtcNow(), form.Terms(current.Workspace), await db.Companies.Where(c => c.Id == current.Workspace.CompanyId).Select(c => c.Name).SingleAsync(cancel));
            var posts = form.Share == ReviewShare.Frozen ? await db.Posts.Within(terms.Scope, current.Workspace.Zone).Whole().Take(ReviewScope.MostPosts + 1).ToListAsync(cancel) : [];
            if (people.Count == 0)
            {
                var (link, token) = ReviewLink.Make(terms, null, form.Share, posts, current.Member, now);
                db.ReviewLinks.Add(link);
                await db.SaveChangesAsync(cancel);
                TempData["ReviewLinks"] = await addresses.Of($"/r/{token}", Request, cancel);
                return this.GoTo(Path, words["The link {0} is made. It is shown this once.", link.Name]);
            }

            foreach (var person in people)
            {
                var (link, token) = ReviewLink.Make(terms, person, form.Share, posts, current.Member, now);
                db.ReviewLinks.Add(link);
                await mails.Send(link, token, company, cancel);
            }

            await db.SaveChangesAsync(cancel);
            TempData["ReviewMails"] = string.Join('\n', people.Select(p => p.Address));
            return this.GoTo(Path, people.Count == 1 ? words["The link goes to {0}.", people[0].Address] : words["{0} people get a link of their own.", people.Count]);
        }
        catch (RuleBroken rule)
        {
            return await Refused(null, form, rule, cancel);
        }
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) =>
        await Find(id, cancel) is { } link ? View("Edit", await PageOf(link, ReviewLinkForm.Of(link, current.Workspace.Zone), cancel)) : NotFound();

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, ReviewLinkForm form, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } link)
            return NotFound();
        try
        {
            if (!ModelState.IsValid)
                throw Unreadable();
            link.Settle(form.Terms(current.Workspace), current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return this.GoTo(Path, words["Saved: {0}", link.Name]);
        }
        catch (RuleBroken rule)
        {
            db.ChangeTracker.Clear();
            return await Refused(await Find(id, cancel), form, rule, cancel);
        }
    }

    [HttpPost("{id:guid}/revocation")]
    public async Task<IActionResult> Revoke(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } link)
            return NotFound();
        link.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["{0} is revoked. It shows nothing any more.", link.Name]);
    }

    static RuleBroken Unreadable() => new("FORM_UNREADABLE", "A date or a number on this page cannot be read.");

    Task<ReviewLink?> Find(Guid id, CancellationToken cancel) => db.ReviewLinks.SingleOrDefaultAsync(l => l.Id == id, cancel);

    async Task<IActionResult> Refused(ReviewLink? link, ReviewLinkForm form, RuleBroken rule, CancellationToken cancel)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Edit", await PageOf(link, form, cancel) with { Problem = words[rule.Words, rule.Arguments] });
    }

    /// <summary>Everybody who gets a link of their own, once each.</summary>
    async Task<List<(string Name, string Address)>> People(ReviewLinkForm form, CancellationToken cancel)
    {
        var known = await db.Members.Where(m => m.LeftAt == null && form.Members.Contains(m.Id)).Select(m => new { m.Person.Name, m.Person.Email }).ToListAsync(cancel);
        var people = known.Select(m => (Name: Short(m.Name), Address: m.Email!)).Concat(form.Others()).DistinctBy(p => p.Address.ToUpperInvariant()).ToList();
        return people.Count <= MostPeople ? people : throw new RuleBroken("PEOPLE_MANY", "Up to {0} people get a link at a time.", MostPeople);
    }

    static string Short(string name) => name.Length <= ReviewLink.PersonLength ? name : name[..ReviewLink.PersonLength].TrimEnd();

    async Task<ReviewLinkPage> PageOf(ReviewLink? link, ReviewLinkForm form, CancellationToken cancel)
    {
        var channels = await db.Channels.AsNoTracking().OrderBy(c => c.Name).Select(c => new ChannelOption(c.Id, c.Name, c.Network)).ToListAsync(cancel);
        var labels = await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new LabelChoice(l.Id, l.Name, l.Colour, form.Labels.Contains(l.Id))).ToListAsync(cancel);
        var people = link is not null ? [] : await db.Members.AsNoTracking().Where(m => m.LeftAt == null && (m.Role == Role.ClientApprover || m.Role == Role.ClientViewer)).OrderBy(m => m.Person.Name).Select(m => new PersonOption(m.Id, m.Person.Name, m.Person.Email!)).ToListAsync(cancel);
        var ids = form.Picked.Take(ReviewScope.MostPosts).ToList();
        var picked = ids.Count == 0 ? [] : await db.Posts.AsNoTracking().Where(p => ids.Contains(p.Id)).InReviewOrder().Select(p => new { p.Text, p.Audience }).ToListAsync(cancel);
        var visits = new List<VisitLine>();
        if (link is not null)
        {
            var read = await db.ReviewVisits.AsNoTracking().Where(v => v.LinkId == link.Id).OrderByDescending(v => v.LastAt).Take(MostShown).ToListAsync(cancel);
            var decided = await db.ApprovalDecisions.Where(d => d.LinkId == link.Id).Select(d => new { d.Name, d.Address }).ToListAsync(cancel);
            var shown = (await db.Posts.ShownBy(link, current.Workspace.Zone).Select(p => p.Id).ToListAsync(cancel)).ToHashSet();
            visits = [.. read.Select(v => new VisitLine(
                v.Name ?? link.Person, v.Address, v.Device, v.Seen.Count(s => shown.Contains(s.PostId)), shown.Count,
                decided.Count(d => v.Address is not null ? d.Address == v.Address : v.Name is not null && d.Name == link.Called(v.Name)), v.FirstAt, v.LastAt))];
        }

        if (string.IsNullOrEmpty(form.Name) && link is null)
            form.Name = ids.Count == 1 && picked.Count == 1 ? Short(Posts.PostPage.TitleOf(picked[0].Text)) : times.LocalNow.ToString("d MMMM", System.Globalization.CultureInfo.CurrentCulture);
        return new ReviewLinkPage(link, form, new ReviewChoices(channels, labels, people, [.. picked.Where(p => p.Audience == Audience.Client).Select(p => Posts.PostPage.TitleOf(p.Text))], picked.Count(p => p.Audience == Audience.Team)), visits);
    }
}
