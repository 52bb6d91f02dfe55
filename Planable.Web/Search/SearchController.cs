using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Ideas;
using Planable.Data.Kinds;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Search;

public sealed record SearchPage(string Query, string From, IReadOnlyList<SearchGroup> Groups);

public sealed record SearchGroup(string Title, IReadOnlyList<SearchHit> Hits);

/// <param name="Colour">Of the client it leads to; null shows the icon.</param>
/// <param name="Beside">Said at the end of the line.</param>
public sealed record SearchHit(string Text, string Href, string Icon, int? Colour = null, string? Beside = null);

/// <summary>The palette's answers: clients in the view that is open, pages, posts, things to do. Only what the person may open.</summary>
[Authorize]
[Route("search")]
public class SearchController(PlanableDb db, IStringLocalizer<Words> words) : Controller
{
    const int Most = 8;

    [HttpGet]
    public async Task<IActionResult> Index(string? q, string? from, CancellationToken cancel)
    {
        var query = (q ?? "").Trim();
        query = query[..Math.Min(query.Length, 100)];
        var path = Requests.LocalPath(from);
        var personId = User.PersonId()!.Value;
        var mine = await db.Members.Everywhere().AsNoTracking().Include(m => m.Person).Where(m => m.PersonId == personId && m.LeftAt == null)
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new Place(m, w.Id, w.Slug, w.Name, w.Colour))
            .ToListAsync(cancel);
        db.SeeOnly(ChannelLimits.Of(mine.Select(p => (p.Id, p.Member.OnlyChannels))));
        var owns = await db.Companies.AnyAsync(c => c.Owners.Any(o => o.PersonId == personId), cancel);
        var here = mine.Find(p => p.Slug == SameView.SlugOf(path));
        var groups = new List<SearchGroup>
        {
            new(words["Clients"], [.. Clients(mine, query, path)]),
            new(words["Pages"], [.. Pages(mine, here).Where(h => Fuzzy.Score(query, h.Text) > 0).Take(Most)]),
            new(words["Posts"], query.Length < 2 ? [] : await Posts(mine, query, cancel)),
            new(words["Ideas"], query.Length < 2 ? [] : await Ideas(mine, query, cancel)),
            new(words["Actions"], [.. Actions(mine, here, owns).Where(h => Fuzzy.Score(query, h.Text) > 0).Take(Most)]),
        };
        return this.PageOr("_Found", new SearchPage(query, path, [.. groups.Where(g => g.Hits.Count > 0)]));
    }

    static IEnumerable<SearchHit> Clients(IEnumerable<Place> mine, string query, string path) =>
        mine.Select(p => (Place: p, Score: Fuzzy.Score(query, p.Name)))
            .Where(x => x.Score > 0)
            .OrderByDescending(x => x.Score).ThenBy(x => x.Place.Name, StringComparer.CurrentCulture)
            .Take(Most)
            .Select(x => new SearchHit(x.Place.Name, SameView.In(x.Place.Slug, path), "building-2", x.Place.Colour));

    IEnumerable<SearchHit> Pages(IEnumerable<Place> mine, Place? here)
    {
        yield return new SearchHit(words["Overview"], "/", "layout-dashboard");
        yield return new SearchHit(words["Notifications"], "/notices", "bell");
        yield return new SearchHit(words["Account"], "/account", "user");
        foreach (var place in here is null ? mine : [here])
        {
            var root = $"/w/{place.Slug}";
            yield return Page(place, words["Calendar"], $"{root}/calendar", "calendar-days");
            yield return Page(place, words["Posts"], $"{root}/calendar?view=list&dates=all", "layout-list");
            yield return Page(place, words["Channels"], $"{root}/channels", "plug");
            if (place.Member.Can(Permission.SeeInternal))
                yield return Page(place, words["Ideas"], $"{root}/ideas", "lightbulb");
            if (place.Member.Can(Permission.SeeInternal))
                yield return Page(place, words["Members"], $"{root}/members", "users");
            if (place.Member.Can(Permission.SeeActivity))
                yield return Page(place, words["Activity"], $"{root}/activity", "history");
            if (place.Member.Can(Permission.ManageWorkspace) || place.Member.Can(Permission.PausePublishing))
                yield return Page(place, words["Settings"], $"{root}/settings", "settings-2");
        }
    }

    IEnumerable<SearchHit> Actions(IEnumerable<Place> mine, Place? here, bool owns)
    {
        foreach (var place in here is null ? mine : [here])
        {
            var root = $"/w/{place.Slug}";
            if (place.Member.Can(Permission.WritePosts))
                yield return Page(place, words["New post for {0}", place.Name], $"{root}/posts/new", "plus");
            if (place.Member.Can(Permission.WritePosts))
            {
                foreach (var kind in ContentKinds.All)
                    yield return Page(place, words["New {0} for {1}", words[kind.Name].Value.ToLower(CultureInfo.CurrentCulture), place.Name], $"{root}/posts/new?kind={kind.Key}", kind.Glyph);
            }

            if (place.Member.Can(Permission.SeeInternal))
                yield return Page(place, words["New idea for {0}", place.Name], $"{root}/ideas/new", "lightbulb");
            if (place.Member.Can(Permission.InviteTeam) || place.Member.Can(Permission.InviteClients))
                yield return Page(place, words["Invite to {0}", place.Name], $"{root}/invitations/new", "user-plus");
            if (place.Member.Can(Permission.PausePublishing))
                yield return Page(place, words["Pause {0}", place.Name], $"{root}/pause", "pause");
        }

        if (owns)
            yield return new SearchHit(words["New client"], "/clients/new", "building-2");
    }

    async Task<IReadOnlyList<SearchHit>> Posts(IReadOnlyList<Place> mine, string query, CancellationToken cancel)
    {
        var team = mine.Where(p => !p.Member.IsClient).Select(p => p.Id).ToList();
        var client = mine.Where(p => p.Member.IsClient).Select(p => p.Id).ToList();
        var lowered = query.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Translated to LOWER: culture and comparison are the database's.
        var found = await db.Posts.Everywhere()
            .Where(p => p.DeletedAt == null && (team.Contains(p.WorkspaceId) || (client.Contains(p.WorkspaceId) && p.Audience == Audience.Client)) && p.Text.ToLower().Contains(lowered))
            .OrderByDescending(p => p.EditedAt).Take(Most)
            .Select(p => new { p.Id, p.WorkspaceId, Text = p.Text.Substring(0, 120) })
            .ToListAsync(cancel);
#pragma warning restore CA1304, CA1311, CA1862
        return [.. found.Select(p => (Post: p, Place: mine.First(m => m.Id == p.WorkspaceId))).Select(x => new SearchHit(x.Post.Text, $"/w/{x.Place.Slug}/posts/{x.Post.Id}", "file-text", null, x.Place.Name))];
    }

    /// <summary>The team's; clients see none.</summary>
    async Task<IReadOnlyList<SearchHit>> Ideas(IReadOnlyList<Place> mine, string query, CancellationToken cancel)
    {
        var team = mine.Where(p => p.Member.Can(Permission.SeeInternal)).Select(p => p.Id).ToList();
        var lowered = query.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Translated to LOWER: culture and comparison are the database's.
        var found = await db.Ideas.Everywhere()
            .Where(i => team.Contains(i.WorkspaceId) && i.State != IdeaState.Dismissed && (i.Text.ToLower().Contains(lowered) || (i.Url != null && i.Url.ToLower().Contains(lowered))))
            .OrderByDescending(i => i.TouchedAt).Take(Most)
            .Select(i => new { i.Id, i.WorkspaceId, Text = i.Text.Substring(0, 120), i.Url })
            .ToListAsync(cancel);
#pragma warning restore CA1304, CA1311, CA1862
        return [.. found.Select(i => (Idea: i, Place: mine.First(m => m.Id == i.WorkspaceId))).Select(x => new SearchHit(Idea.TitleOf(x.Idea.Text, x.Idea.Url), $"/w/{x.Place.Slug}/ideas/{x.Idea.Id}", "lightbulb", null, x.Place.Name))];
    }

    static SearchHit Page(Place place, string text, string href, string icon) => new(text, href, icon, Beside: place.Name);

    sealed record Place(Member Member, Guid Id, string Slug, string Name, int Colour);
}
