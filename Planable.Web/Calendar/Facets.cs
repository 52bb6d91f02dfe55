using Planable.Data.Approvals;
using Planable.Data.BestTimes;
using Planable.Data.Calendar;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Targets;
using Planable.Web.Shared;

namespace Planable.Web.Calendar;

/// <param name="Phone">Who has it on the phone, to put it out by hand.</param>
/// <param name="Missed">Of what waits for approval and whose time is over.</param>
public sealed record CardFate(bool IsFromOutside, string? Phone, int OpenThreads = 0, PostApproval? Missed = null);

public sealed record FacetChannel(Guid Id, string Name, string Network, ChannelState State, List<Slot> Slots, OwnTimes? OwnTimes);

/// <summary>The workspace's channels, authors, labels and campaigns: names for cards, choices for filters. And the views this person may open.</summary>
public sealed class Facets(IReadOnlyList<FacetChannel> channels, IReadOnlyList<FilterAuthor> authors, IReadOnlyList<FilterLabel> labels, IReadOnlyList<FilterLabel> campaigns, IReadOnlyList<ViewLink> views)
{
    readonly Dictionary<Guid, FilterChannel> byId = channels.ToDictionary(c => c.Id, c => new FilterChannel(c.Id, c.Name, c.Network));

    public IReadOnlyList<ViewLink> Views => views;

    public IReadOnlyList<SlotChannel> SlotChannels => [.. channels.Where(c => c.State != ChannelState.Disconnected).Select(c => new SlotChannel(c.Id, c.Slots))];

    /// <summary>Names of the channels that are answered best at the local hour, and whether by their own posts.</summary>
    public IReadOnlyList<(string Channel, OwnTimes? Own)> BestAt(DateTime local, IReadOnlyList<Guid> among) =>
        [.. channels.Where(c => c.State != ChannelState.Disconnected && (among.Count == 0 || among.Contains(c.Id)) && new TimeAdvice(c.Network, c.OwnTimes).Holds(local)).Select(c => (c.Name, c.OwnTimes))];

    public bool IsOpen(Guid channel) => channels.Any(c => c.Id == channel && c.State != ChannelState.Disconnected);

    public string? Channel(Guid id) => byId.GetValueOrDefault(id)?.Name;

    public string? Label(Guid id) => labels.FirstOrDefault(l => l.Id == id)?.Name;

    public CalendarFilters With(CalendarQuery query, IReadOnlyDictionary<PostState, int> counts, int found) =>
        new(query, counts, found, [.. channels.Select(c => byId[c.Id])], authors) { Labels = labels, Campaigns = campaigns };

    public IReadOnlyList<FilterChannel> Named(IEnumerable<Guid> ids) => [.. ids.Where(byId.ContainsKey).Select(id => byId[id]).OrderBy(c => c.Name, StringComparer.CurrentCulture)];

    public CalendarCard Card(Member member, Guid id, Guid authorId, DateTime? local, PostState state, string text, IReadOnlyList<Guid> on, CardPicture? picture, string? kind, ApprovalState approval, bool atRisk, CardFate? fate = null)
    {
        var canEdit = member.Can(Permission.EditOthersPosts) || (member.Can(Permission.WritePosts) && authorId == member.Id);
        var canMove = canEdit && (state == PostState.Draft || (state == PostState.Scheduled && member.Can(Permission.SchedulePosts)));
        return new CalendarCard(id, local, state, OneLine(text), kind is null ? [.. Named(on).Select(c => c.Network).Distinct()] : [NetworkGlyphTagHelper.OfKind(kind)], picture, canMove) { Approval = approval, AtRisk = atRisk && state == PostState.Scheduled && !member.IsClient, IsFromOutside = fate?.IsFromOutside == true, Phone = member.IsClient ? null : fate?.Phone, OpenThreads = fate?.OpenThreads ?? 0, Missed = fate?.Missed, IsForClient = member.IsClient };
    }

    /// <summary>A database may cut a text in the middle of a character.</summary>
    static string OneLine(string text) =>
        string.Join(' ', (text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
