using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Readings;

/// <summary>What a channel's network tells in figures, and having it read again.</summary>
[Route("w/{workspace}/channels/{id:guid}/figures"), Requires(Permission.SeeInternal)]
public class FiguresController(PlanableDb db, Current current, ConnectorShelf connectors, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    /// <summary>The page asks for this while they are being read.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) => await Read(id, cancel) is { } sync ? this.Fragment("_Figures", sync, otherwise: PathOf(id)) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Refresh(Guid id, CancellationToken cancel)
    {
        if (await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } channel)
            return NotFound();
        if (connectors.For(channel.Network) is not IReadMetrics)
            throw new RuleBroken("NO_FIGURES", "This network tells Planable no figures.");
        var sync = await db.ChannelSyncs.SingleOrDefaultAsync(s => s.ChannelId == id, cancel);
        if (sync is null)
            db.ChannelSyncs.Add(sync = new ChannelSync(channel));
        sync.Ask(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.Fragment("_Figures", SyncView.Of(id, true, sync), otherwise: PathOf(id), words["The figures of {0} are read.", channel.Name]);
    }

    async Task<SyncView?> Read(Guid id, CancellationToken cancel)
    {
        var found = await db.Channels.AsNoTracking().Where(c => c.Id == id).Select(c => new { c.Network, Sync = db.ChannelSyncs.FirstOrDefault(s => s.ChannelId == id) }).SingleOrDefaultAsync(cancel);
        return found is null ? null : SyncView.Of(id, connectors.For(found.Network) is IReadMetrics, found.Sync);
    }

    string PathOf(Guid id) => $"{current.Root}/channels/{id}#figures";
}
