using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Logs;

/// <summary>What the address says about which entries are wanted.</summary>
/// <param name="Actor">A member's id, or "planable" for what happened by itself.</param>
/// <param name="Id">Entries about this one subject.</param>
public sealed record ActivityFilter(string? Actor, string? Subject, string? Verb, Guid? Id)
{
    public bool IsEmpty => Actor is null && Subject is null && Verb is null && Id is null;

    public string Query(long? before = null) => QueryString.Create(
        new (string Key, string? Value)[] { ("actor", Actor), ("subject", Subject), ("verb", Verb), ("id", Id?.ToString()), ("before", before?.ToString(System.Globalization.CultureInfo.InvariantCulture)) }
            .Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, p.Value))).ToString();
}

/// <param name="Posts">First words of the posts the entries speak of; a deleted post is missing.</param>
/// <param name="Older">Where the next page starts; null at the beginning of the log.</param>
public sealed record ActivityPage(
    ActivityFilter Filter, IReadOnlyList<LogEntry> Entries, IReadOnlyDictionary<Guid, string> Posts, IReadOnlyList<Member> Actors, long? Before, long? Older, long Last, bool IsChecked, string? Break);

[Route("w/{workspace}/activity")]
[Requires(Permission.SeeActivity)]
public class ActivityController(PlanableDb db, Current current) : Controller
{
    const int Size = 50;

    [HttpGet]
    public async Task<IActionResult> Index(ActivityFilter filter, long? before, CancellationToken cancel) => View(await Read(filter, before, cancel));

    /// <summary>Walks the whole chain; for those who answer for it.</summary>
    [HttpPost("check"), Requires(Permission.ManageWorkspace)]
    public async Task<IActionResult> Check(CancellationToken cancel)
    {
        var found = await db.FindBreak(cancel);
        return View("Index", await Read(new ActivityFilter(null, null, null, null), null, cancel) with { IsChecked = true, Break = found });
    }

    async Task<ActivityPage> Read(ActivityFilter filter, long? before, CancellationToken cancel)
    {
        var entries = await Wanted(filter).Where(e => before == null || e.Sequence < before).OrderByDescending(e => e.Sequence).Take(Size + 1).AsNoTracking().ToListAsync(cancel);
        var older = entries.Count > Size ? entries[Size - 1].Sequence : (long?)null;
        entries = [.. entries.Take(Size)];
        var postIds = entries.Where(e => e.Subject is "post" or "comment").Select(e => e.SubjectId).Distinct().ToList();
        var posts = await db.Posts.Where(p => postIds.Contains(p.Id)).Select(p => new { p.Id, Text = p.Text.Substring(0, 80) }).ToDictionaryAsync(p => p.Id, p => p.Text, cancel);
        var actors = await db.Members.AsNoTracking().Include(m => m.Person).OrderBy(m => m.Person.Name).ToListAsync(cancel);
        return new ActivityPage(filter, entries, posts, actors, before, older, current.Workspace.LastSequence, false, null);
    }

    IQueryable<LogEntry> Wanted(ActivityFilter filter)
    {
        var log = db.Log.VisibleTo(current.Member);
        if (filter.Actor == "planable")
            log = log.Where(e => e.ActorKind == ActorKind.Planable);
        else if (filter.Actor is not null)
            log = Guid.TryParse(filter.Actor, out var actor) ? log.Where(e => e.ActorId == actor) : log.Where(_ => false);
        if (filter.Subject is not null)
            log = log.Where(e => e.Subject == filter.Subject);
        if (filter.Verb is not null)
            log = log.Where(e => e.Verb == filter.Verb);
        return filter.Id is { } id ? log.Where(e => e.SubjectId == id) : log;
    }
}
