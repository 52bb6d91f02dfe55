using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Web.Feeds;
using Planable.Web.Http;

namespace Planable.Web.Calendar;

/// <param name="Overlays">What other people's calendars say about each day.</param>
public sealed record Around(IReadOnlyList<ShownNote> Notes, ILookup<DateOnly, DayOverlay> Overlays);

/// <summary>Reads what stands around the posts, whichever view shows them: what can be filtered by, the saved views, notes and other people's calendars.</summary>
public sealed class CalendarFrames(PlanableDb db, Current current)
{
    const int NotesShown = 100;
    const int ViewsShown = 50;
    const int OverlaysShown = 400;

    enum Kind
    {
        Author = 1,
        Label,
        Campaign,
        View,
    }

    /// <summary>In two commands: each more would be one more for every page of the calendar.</summary>
    public async Task<Facets> ReadFacets(CancellationToken cancel)
    {
        var (me, isAdministrator) = (current.Member, current.Can(Permission.ManageWorkspace));
        var channels = await db.Channels.AsNoTracking().OrderBy(c => c.Name).ThenBy(c => c.Id).Select(c => new FacetChannel(c.Id, c.Name, c.Network, c.State, c.Slots, c.OwnTimes)).ToListAsync(cancel);
        // Columns of different lengths only go below each other if they are made alike. Two constants that are the same would become one column, hence the dash;
        // and an id that is a constant would be taken for text, hence the workspace's.
        var named = db.Members.AsNoTracking().Where(m => m.Role != Role.ClientApprover && m.Role != Role.ClientViewer)
            .Select(m => new { Kind = (int)Kind.Author, m.Id, Name = Convert.ToString(m.Person.Name), Number = 0, Address = "", OwnerId = m.WorkspaceId, Owner = "–", IsDefault = false });
        // A client's people do not see how the agency sorts its work.
        if (!me.IsClient)
        {
            named = named
                .Concat(db.Labels.AsNoTracking().Select(l => new { Kind = (int)Kind.Label, l.Id, Name = Convert.ToString(l.Name), Number = l.Colour, Address = "", OwnerId = l.WorkspaceId, Owner = "–", IsDefault = false }))
                .Concat(db.Campaigns.AsNoTracking().Select(c => new { Kind = (int)Kind.Campaign, c.Id, Name = Convert.ToString(c.Name), Number = c.Colour, Address = "", OwnerId = c.WorkspaceId, Owner = "–", IsDefault = false }));
        }

        var found = await named
            .Concat(db.Views.AsNoTracking().OpenTo(me).OrderBy(v => v.Name).ThenBy(v => v.Id).Take(ViewsShown).Select(v => new
            {
                Kind = (int)Kind.View,
                v.Id,
                Name = Convert.ToString(v.Name),
                Number = v.Audience == Audience.Client ? 1 : 0,
                Address = Convert.ToString(v.Address),
                v.OwnerId,
                Owner = Convert.ToString(v.Owner.Person.Name),
                IsDefault = db.DefaultViews.Any(d => d.MemberId == me.Id && d.ViewId == v.Id),
            }))
            .OrderBy(n => n.Name).ThenBy(n => n.Id)
            .ToListAsync(cancel);
        var kinds = found.ToLookup(n => (Kind)n.Kind);
        return new Facets(
            channels,
            [.. kinds[Kind.Author].Select(a => new FilterAuthor(a.Id, a.Name))],
            [.. kinds[Kind.Label].Select(l => new FilterLabel(l.Id, l.Name, l.Number))],
            [.. kinds[Kind.Campaign].Select(c => new FilterLabel(c.Id, c.Name, c.Number))],
            [
                .. kinds[Kind.View].OrderByDescending(v => v.IsDefault)
                    .Select(v => new ViewLink(v.Id, v.Name, v.Number == 1 ? Audience.Client : Audience.Team, Saved(v.Id, v.Address), v.Owner, v.OwnerId == me.Id || isAdministrator, v.IsDefault)),
            ]);
    }

    /// <summary>Notes and other people's calendars, in one command.</summary>
    public async Task<Around> ReadAround(MonthDays days, CancellationToken cancel)
    {
        var (me, isClient, first, last) = (current.Member, current.Member.IsClient, days.First, days.Last);
        // A note has no time; nothing at all would be taken for text there.
        var around = db.Notes.AsNoTracking().On(first, last, me).OrderBy(n => n.First).ThenBy(n => n.Id).Take(NotesShown)
            .Select(n => new { IsNote = true, n.Id, Text = Convert.ToString(n.Text), IsPublic = n.Audience == Audience.Client, n.First, n.Last, Time = (TimeOnly?)TimeOnly.MinValue, Calendar = "" });
        if (current.Workspace.HasOverlays)
        {
            around = around.Concat(db.OverlayEvents.AsNoTracking().Where(e => e.First <= last && e.Last >= first && (!isClient || e.Overlay.Audience == Audience.Client))
                .OrderBy(e => e.First).ThenBy(e => e.Title).Take(OverlaysShown)
                .Select(e => new { IsNote = false, e.Id, Text = Convert.ToString(e.Title), IsPublic = true, e.First, e.Last, e.Time, Calendar = Convert.ToString(e.Overlay.Name) }));
        }

        var found = await around.ToListAsync(cancel);
        return new Around(
            [.. found.Where(f => f.IsNote).OrderBy(n => n.First).ThenBy(n => n.Id).Select(n => new ShownNote(n.Id, n.Text, n.IsPublic ? Audience.Client : Audience.Team, n.First, n.Last))],
            DayOverlay.OnDays(found.Where(f => !f.IsNote).OrderBy(e => e.First).ThenBy(e => e.Time).ThenBy(e => e.Text, StringComparer.CurrentCulture).Select(e => (e.First, e.Last, new DayOverlay(e.Text, e.Time, e.Calendar))), first, last));
    }

    public CalendarQuery Saved(Guid id, string address)
    {
        var values = QueryHelpers.ParseQuery(address[address.IndexOf('?', StringComparison.Ordinal)..]);
        var query = CalendarQuery.Read(name => values.TryGetValue(name, out var value) ? value[0] : null).StartedFrom(id);
        return current.Member.IsClient ? query.ForClient() : query;
    }
}
