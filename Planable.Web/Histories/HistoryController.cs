using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Histories;
using Planable.Data.Members;
using Planable.Data.Practice;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Histories;

/// <summary>Having what was published past Planable brought in.</summary>
[Route("w/{workspace}/channels/{id:guid}/history"), Requires(Permission.SeeInternal)]
public class HistoryController(PlanableDb db, Current current, ConnectorShelf connectors, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    /// <summary>The page asks for this while they are being read.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel)
    {
        var found = await db.Channels.AsNoTracking().Where(c => c.Id == id).Select(c => new { c.Network, c.State, History = db.ChannelHistories.FirstOrDefault(h => h.ChannelId == id) }).SingleOrDefaultAsync(cancel);
        return found is null ? NotFound() : this.Fragment("_History", View(id, found.Network, found.State == ChannelState.Connected, found.History), otherwise: PathOf(id));
    }

    [HttpPost]
    public async Task<IActionResult> Create(Guid id, int days, CancellationToken cancel)
    {
        if (await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } channel)
            return NotFound();
        current.Member.Must(Permission.PublishPosts);
        if (connectors.For(channel.Network) is not IListPosts)
            throw new RuleBroken("NO_HISTORY", "This network does not show Planable what the account has published.");
        var history = await db.ChannelHistories.SingleOrDefaultAsync(h => h.ChannelId == id, cancel);
        if (history is null)
            db.ChannelHistories.Add(history = new ChannelHistory(channel));
        history.Ask(days, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.Fragment("_History", View(id, channel.Network, channel.IsUsable, history), otherwise: PathOf(id), words["The posts of {0} are being brought in.", channel.Name]);
    }

    /// <summary>The practice network has no app of its own: this stands for somebody who publishes there past Planable.</summary>
    [HttpPost("rehearsals")]
    public async Task<IActionResult> Rehearse(Guid id, string? text, CancellationToken cancel)
    {
        if (await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.Network == ChannelConnections.Practice, cancel) is not { } channel)
            return NotFound();
        current.Member.Must(Permission.PublishPosts);
        if (string.IsNullOrWhiteSpace(text) || text.Length > 5000)
            throw new RuleBroken("PRACTICE_TEXT", "Write what the practice account says, at most {0} characters.", 5000);
        db.PracticePosts.Add(new PracticePost(channel.RemoteId, Guid.NewGuid().ToString("N"), text.Trim(), null, [], clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(id), words["It stands on the practice network, past Planable. Bring the posts in to see it here."]);
    }

    HistoryView View(Guid id, string network, bool isUsable, ChannelHistory? history) => HistoryView.Of(id, network, connectors.For(network) is IListPosts, isUsable, history);

    string PathOf(Guid id) => $"{current.Root}/channels/{id}#history";
}
