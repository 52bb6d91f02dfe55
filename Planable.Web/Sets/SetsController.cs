using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Sets;
using Planable.Web.Http;

namespace Planable.Web.Sets;

[Route("w/{workspace}/settings/sets")]
public class SetsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Path => $"{current.Root}/settings/sets";

    [HttpGet, Requires(Permission.WritePosts)]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await Page(new SetForm(), cancel));

    [HttpPost]
    public async Task<IActionResult> Create(SetForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.WritePosts);
        var page = await Page(form, cancel);
        if (!ModelState.IsValid)
            return this.Invalid("_SetForm", page.Form, "Index", page);
        var set = new ChannelSet(current.Member, form.Name!, Chosen(form, page.Channels, []), clock.GetUtcNow());
        await MustBeFree(set, cancel);
        db.ChannelSets.Add(set);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved: {0}", set.Name]);
    }

    /// <summary>Channels that stay keep their settings.</summary>
    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, SetForm form, CancellationToken cancel)
    {
        if (await db.ChannelSets.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } set)
            return NotFound();
        current.Member.Must(Permission.EditOthersPosts);
        db.Entry(set).Property(s => s.Revision).OriginalValue = form.Revision;
        set.Edit(form.Name ?? "", Chosen(form, await Channels(cancel), set.Channels), current.Member, clock.GetUtcNow());
        await MustBeFree(set, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved: {0}", set.Name]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        if (await db.ChannelSets.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } set)
            return NotFound();
        set.Remove(current.Member, clock.GetUtcNow());
        db.ChannelSets.Remove(set);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Removed: {0}. Posts made with it stay as they are.", set.Name]);
    }

    static List<ChannelChoice> Chosen(SetForm form, IReadOnlyList<SetChannel> channels, IReadOnlyList<ChannelChoice> before) =>
    [
        .. channels.Where(c => form.Channels.Contains(c.Id)).Select(c => new ChannelChoice(c.Id, c.Name, before.FirstOrDefault(b => b.ChannelId == c.Id)?.Settings ?? new Dictionary<string, string>())),
    ];

    async Task MustBeFree(ChannelSet set, CancellationToken cancel)
    {
        if (await db.ChannelSets.AnyAsync(s => s.Id != set.Id && s.Key == set.Key, cancel))
            throw new RuleBroken("NAME_TAKEN", "There is one called \"{0}\" already.", set.Name);
    }

    Task<List<SetChannel>> Channels(CancellationToken cancel) =>
        db.Channels.AsNoTracking().Where(c => c.State != ChannelState.Disconnected).OrderBy(c => c.Name).Select(c => new SetChannel(c.Id, c.Name, c.Network)).ToListAsync(cancel);

    async Task<SetsPage> Page(SetForm form, CancellationToken cancel)
    {
        form.Offered = await Channels(cancel);
        return new SetsPage(await db.ChannelSets.AsNoTracking().OrderBy(s => s.Name).Select(s => new SetRow(s.Id, s.Name, s.Revision, s.Channels)).ToListAsync(cancel), form.Offered, form);
    }
}
