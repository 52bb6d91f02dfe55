using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Jobs.Connectors;
using Planable.Web.Http;

namespace Planable.Web.Posts;

/// <summary>A setting whose choices only the account knows, with those choices. The composer asks for it once the field is seen: no page waits for a network.</summary>
[Route("w/{workspace}/channels/{channelId:guid}/choices/{setting}"), Requires(Permission.WritePosts)]
public class SettingChoicesController(PlanableDb db, NetworkQuestions questions) : Controller
{
    /// <param name="targets">As the form has them, for lists that depend on another setting.</param>
    [HttpGet]
    public async Task<IActionResult> Index(Guid channelId, string setting, [FromQuery] Dictionary<Guid, ComposerForm.Target>? targets, bool afresh, CancellationToken cancel)
    {
        var channel = await db.Channels.SingleOrDefaultAsync(c => c.Id == channelId, cancel);
        if (channel is null || Networks.Find(channel.Network)?.With(channel.Limits) is not { } network || network.Settings.FirstOrDefault(s => s.Key == setting) is not { } asked || !questions.CanList(channel, asked))
            return NotFound();
        var chosen = (targets?.GetValueOrDefault(channelId)?.Settings ?? []).ToDictionary(s => s.Key, s => s.Value?.Trim() ?? "", StringComparer.Ordinal);
        var field = SettingField.Of(channel, network, asked, chosen, [], questions);
        return PartialView("~/Posts/_Setting.cshtml", field.Awaits is null ? field with { Answer = await questions.Choices(channel, asked, chosen, afresh, cancel) } : field);
    }
}
