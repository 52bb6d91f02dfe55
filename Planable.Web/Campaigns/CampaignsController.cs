using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Campaigns;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Http;
using Planable.Web.Labels;

namespace Planable.Web.Campaigns;

[Route("w/{workspace}/campaigns")]
public class CampaignsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    public const int PostsShown = 100;

    string Path => $"{current.Root}/campaigns";

    [HttpGet, Requires(Permission.SeeInternal)]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await List(new CampaignForm(), cancel));

    [HttpGet("{id:guid}"), Requires(Permission.SeeInternal)]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) => await Read(id, cancel) is { } page ? View(page) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Create(CampaignForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.WritePosts);
        if (!ModelState.IsValid)
            return this.Invalid("_NewCampaign", form, "Index", Request.IsHtmx() ? null : await List(form, cancel));
        await db.MustBeFree(db.Campaigns.Select(c => c.Key), form.Name, cancel);
        var campaign = new Campaign(current.Member, form.Name, form.Colour, clock.GetUtcNow());
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{campaign.Id}", words["Campaign created: {0}", campaign.Name]);
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, CampaignForm form, CancellationToken cancel)
    {
        if (await db.Campaigns.SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } campaign)
            return NotFound();
        current.Member.Must(Permission.EditOthersPosts);
        if (!ModelState.IsValid)
            return this.Invalid("_CampaignForm", form, "Edit");
        await db.MustBeFree(db.Campaigns.Where(c => c.Id != id).Select(c => c.Key), form.Name, cancel);
        db.Entry(campaign).Property(c => c.Revision).OriginalValue = form.Revision;
        campaign.Edit(form.Name, form.Colour, form.Starts, form.Ends, form.Brief, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", words["Saved."]);
    }

    [HttpGet("{id:guid}/edit"), Requires(Permission.EditOthersPosts)]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) => await Read(id, cancel) is { } page ? View(CampaignForm.Of(page)) : NotFound();

    [HttpPost("{id:guid}/links")]
    public async Task<IActionResult> TagLinks(Guid id, Links.LinkRulesForm form, CancellationToken cancel)
    {
        if (await db.Campaigns.SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } campaign)
            return NotFound();
        db.Entry(campaign).Property(c => c.Revision).OriginalValue = form.Revision;
        campaign.TagLinks(form.Read(), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}/edit", words["Saved. Posts planned before keep their links until they are changed."]);
    }

    [HttpGet("{id:guid}/removal"), Requires(Permission.EditOthersPosts)]
    public async Task<IActionResult> Removal(Guid id, CancellationToken cancel)
    {
        var campaigns = await db.Campaigns.AsNoTracking().OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).ToListAsync(cancel);
        if (campaigns.Find(c => c.Id == id) is not { } campaign)
            return NotFound();
        var posts = await db.Posts.CountAsync(p => p.CampaignId == id, cancel);
        return View("~/Labels/Removal.cshtml", new RemovalPage(
            words["Remove the campaign \"{0}\"?", campaign.Name], posts, $"{Path}/{id}/removal", $"{Path}/{id}", words["Merge into another campaign"], [.. campaigns.Where(c => c.Id != id).Select(c => (c.Id, c.Name))]));
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, Guid? into, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleOrDefaultAsync(c => c.Id == id, cancel);
        var other = into is null ? null : await db.Campaigns.SingleOrDefaultAsync(c => c.Id == into, cancel);
        if (campaign is null || (into is not null && other is null))
            return NotFound();
        await db.Remove(campaign, other, current.Member, clock.GetUtcNow(), cancel);
        TempData["Undo"] = $"{Path}/{id}/removal/undo";
        return this.GoTo(Path, other is null ? words["Removed: {0}", campaign.Name] : words["{0} is merged into {1}", campaign.Name, other.Name]);
    }

    [HttpPost("{id:guid}/removal/undo")]
    public async Task<IActionResult> Restore(Guid id, CancellationToken cancel)
    {
        if (await db.Campaigns.IncludingRemoved().SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } campaign)
            return NotFound();
        await db.Restore(campaign, current.Member, clock.GetUtcNow(), cancel);
        return this.GoTo($"{Path}/{id}", words["{0} is back, with its posts as before.", campaign.Name]);
    }

    async Task<CampaignsPage> List(CampaignForm form, CancellationToken cancel) =>
        new(await db.Campaigns.AsNoTracking().OrderBy(c => c.Name)
            .Select(c => new CampaignRow(
                c.Id, c.Name, c.Colour, c.Starts, c.Ends,
                db.Posts.Count(p => p.CampaignId == c.Id), db.Posts.Count(p => p.CampaignId == c.Id && p.State == PostState.Published),
                db.Posts.Where(p => p.CampaignId == c.Id).Min(p => p.ScheduledAt), db.Posts.Where(p => p.CampaignId == c.Id).Max(p => p.ScheduledAt)))
            .ToListAsync(cancel), form);

    async Task<CampaignPage?> Read(Guid id, CancellationToken cancel)
    {
        var page = await db.Campaigns.AsNoTracking().Where(c => c.Id == id).Select(c => new CampaignPage(c.Id, c.Name, c.Colour, c.Starts, c.Ends, c.Brief, c.Revision, c.LinkRules)).SingleOrDefaultAsync(cancel);
        if (page is null)
            return null;
        var posts = db.Posts.AsNoTracking().Where(p => p.CampaignId == id);
        return page with
        {
            States = await posts.GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel),
            Channels = await db.Channels.AsNoTracking().Where(c => db.Variants.Any(v => v.ChannelId == c.Id && db.Posts.Any(p => p.Id == v.PostId && p.CampaignId == id))).OrderBy(c => c.Name)
                .Select(c => new CampaignChannel(
                    c.Id, c.Name, c.Network,
                    db.Variants.Count(v => v.ChannelId == c.Id && db.Posts.Any(p => p.Id == v.PostId && p.CampaignId == id)),
                    db.Deliveries.Count(d => d.ChannelId == c.Id && d.State == DeliveryState.Published && db.Posts.Any(p => p.Id == d.PostId && p.CampaignId == id))))
                .ToListAsync(cancel),
            Posts = await posts.OrderBy(p => p.ScheduledAt == null).ThenBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(PostsShown)
                .Select(p => new CampaignPost(p.Id, p.Text.Substring(0, 100), p.State, p.ScheduledAt, p.Author.Person.Name)).ToListAsync(cancel),
        };
    }
}
