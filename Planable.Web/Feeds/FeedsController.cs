using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Feeds;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Portals;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Feeds;

[Route("w/{workspace}/settings/feeds"), Requires(Permission.ManageWorkspace)]
public class FeedsController(PlanableDb db, Current current, ClientAddresses addresses, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(string? name, Audience audience, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > CalendarFeed.NameLength)
            throw new RuleBroken("NAME_MISSING", "Say for whom the address is, so that the right one can be revoked later.");
        var (feed, token) = CalendarFeed.Open(name, audience, current.Member, clock.GetUtcNow());
        db.CalendarFeeds.Add(feed);
        await db.SaveChangesAsync(cancel);
        var path = $"/feeds/{token}.ics";
        TempData["Feed"] = audience == Audience.Client ? await addresses.Of(path, Request, cancel) : $"{Request.Scheme}://{Request.Host}{path}";
        return this.GoTo($"{current.Root}/settings/calendars", words["The address is made. It is shown this once."]);
    }

    [HttpPost("{id:guid}/revocation")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await db.CalendarFeeds.SingleOrDefaultAsync(f => f.Id == id, cancel) is not { } feed)
            return NotFound();
        feed.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings/calendars", words["The address of {0} gives nothing any more.", feed.Name]);
    }
}

/// <summary>What calendar programs read. Nobody signs in here: the address is the key.</summary>
[Route("feeds")]
public class FeedController(PlanableDb db, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int MostPosts = 2000;

    static readonly TimeSpan Back = TimeSpan.FromDays(31);
    static readonly TimeSpan Ahead = TimeSpan.FromDays(184);

    [HttpGet("{token}.ics")]
    public async Task<IActionResult> Show(string token, CancellationToken cancel)
    {
        var hash = CalendarFeed.Hash(token);
        var feed = await db.CalendarFeeds.Everywhere().Where(f => f.TokenHash == hash && f.RevokedAt == null)
            .Join(db.Workspaces, f => f.WorkspaceId, w => w.Id, (f, w) => new { f.WorkspaceId, f.Audience, w.Name, w.Slug, Company = db.Companies.Where(c => c.Id == w.CompanyId).Select(c => c.Name).First() })
            .SingleOrDefaultAsync(cancel);
        if (feed is null)
            return NotFound();

        db.Enter(feed.WorkspaceId, Via.Link);
        var now = clock.GetUtcNow();
        var (from, to) = (now - Back, now + Ahead);
        var posts = await db.Posts.AsNoTracking().Where(p => p.ScheduledAt >= from && p.ScheduledAt < to && (feed.Audience == Audience.Team || p.Audience == Audience.Client))
            .OrderBy(p => p.ScheduledAt).Take(MostPosts)
            .Select(p => new { p.Id, p.ScheduledAt, p.State, p.EditedAt, Text = p.Text.Substring(0, 500), Channels = p.Variants.Select(v => v.Channel.Name).ToList() })
            .ToListAsync(cancel);

        var calendar = new IcalText(feed.Company, $"{feed.Name} – {feed.Company}");
        foreach (var post in posts)
        {
            var title = PostPage.TitleOf(post.Text);
            calendar.Add(
                $"{post.Id}@{Request.Host.Host}",
                post.ScheduledAt!.Value,
                TimeSpan.FromMinutes(15),
                $"{words[StateMarkTagHelper.Look(post.State.ToString()).Word]}: {(title.Length > 0 ? title : words["No text yet"])}",
                $"{string.Join(", ", post.Channels.Order(StringComparer.CurrentCulture))}\n\n{post.Text}",
                new Uri($"{Request.Scheme}://{Request.Host}/w/{feed.Slug}/posts/{post.Id}"),
                post.EditedAt,
                isCertain: post.State != PostState.Draft);
        }

        Response.Headers.CacheControl = "private, max-age=300";
        return Content(calendar.End(), "text/calendar", Encoding.UTF8);
    }
}
