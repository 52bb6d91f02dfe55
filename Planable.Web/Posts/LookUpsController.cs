using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Jobs.Connectors;
using Planable.Web.Http;

namespace Planable.Web.Posts;

/// <summary>What a network finds while somebody types: places and people by their names.</summary>
[Route("w/{workspace}/channels/{channelId:guid}"), Requires(Permission.WritePosts)]
public class LookUpsController(PlanableDb db, NetworkQuestions questions) : Controller
{
    /// <summary>Shorter words find everything and nothing.</summary>
    const int FewestLetters = 2;

    const int MostLetters = 100;

    [HttpGet("places")]
    public async Task<IActionResult> Places(Guid channelId, string? words, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel || !questions.CanFindPlaces(channel))
            return NotFound();
        if (Asked(words) is not { } asked)
            return PartialView("_Found", LookUp.Nothing);
        var answer = await questions.Places(channel, asked, cancel);
        return PartialView("_Found", new LookUp([.. answer.Items.Select(p => new FoundLine(PlaceValue.Of(p.Id, p.Name), p.Name, p.Where))], answer.Trouble));
    }

    [HttpGet("people")]
    public async Task<IActionResult> People(Guid channelId, string? words, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel || !questions.CanFindPeople(channel))
            return NotFound();
        if (Asked(words) is not { } asked)
            return PartialView("_Found", LookUp.Nothing);
        var answer = await questions.People(channel, asked, cancel);
        return PartialView("_Found", new LookUp([.. answer.Items.Where(p => Mentions.Handles($"@{p.Handle}") is [var whole] && whole == p.Handle).Select(p => new FoundLine($"{p.Handle} {p.Id}", p.Name, null))], answer.Trouble));
    }

    static string? Asked(string? words) => words?.Trim() is { Length: >= FewestLetters and <= MostLetters } asked ? asked : null;

    Task<Channel?> Find(Guid id, CancellationToken cancel) => db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel);
}

/// <param name="Trouble">Why nothing could be found.</param>
public sealed record LookUp(IReadOnlyList<FoundLine> Lines, string? Trouble)
{
    public static LookUp Nothing { get; } = new([], null);
}

/// <param name="Value">What is kept of it.</param>
public sealed record FoundLine(string Value, string Name, string? Detail);
