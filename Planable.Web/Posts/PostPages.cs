using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.BrandRules;
using Planable.Data.Conversations;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;
using Planable.Web.Approvals;
using Planable.Web.BrandRules;
using Planable.Web.Conversations;
using Planable.Web.Http;
using Planable.Web.Labels;
using Planable.Web.Links;
using Planable.Web.Risks;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Posts;

/// <summary>Reads the page of a post: a constant number of commands, whatever the post went through.</summary>
public sealed class PostPages(PlanableDb db, Current current, ConversationReader conversations, LinkPreviews previews, TimeWords times, IStringLocalizer<Words> words)
{
    const int EntriesShown = 500;

    /// <param name="channel">Whose preview is open; null opens the first.</param>
    /// <param name="from">First of two versions to compare.</param>
    /// <param name="opened">The version this reader decided about without knowing that there is a newer one.</param>
    public async Task<PostPage?> Read(Guid postId, string? tab = null, Guid? channel = null, int? from = null, int? to = null, int? opened = null, string? search = null, CancellationToken cancel = default)
    {
        var me = current.Member;
        var read = await db.Posts.AsNoTracking().AsSingleQuery().SeenBy(me).Where(p => p.Id == postId)
            .Select(p => new
            {
                Page = new PostPage(
                    p.Id, p.Text, p.Link, p.Audience, p.State, p.ScheduledAt, p.AuthorId, p.Author.Person.Name, p.CreatedAt, p.EditedAt, p.LatestVersion,
                    db.Notices.Any(n => n.PostId == p.Id && n.MemberId == me.Id && n.ReadAt == null), p.Recall, p.BrandOverride, p.Kind, p.Live)
                { FoundAt = p.FoundAt, FilesOutside = p.FilesOutside, Hidden = p.ChannelCount - p.Variants.Count },
                p.Options,
                Talk = db.FeedbackThreads.Where(t => t.PostId == p.Id && t.ResolvedAt == null && (!me.IsClient || t.Audience == Audience.Client) && t.Comments.Any(c => c.RemovedAt == null)).Count(),
                IsTalkedAbout = db.FeedbackThreads.Any(t => t.PostId == p.Id && t.Audience == Audience.Client && t.ResolvedAt == null && t.Comments.Any(c => c.RemovedAt == null)),
                Risks = p.Risks.OrderBy(r => r.Since).ThenBy(r => r.Id).Select(r => new RiskLine(r.Code, r.Words, r.Arguments, r.ChannelId, r.Since)).ToList(),
                p.Approval,
                p.ApprovalState,
                p.WaitingSince,
                p.ApprovalDueAt,
                p.FlowId,
                p.Budget,
                Latest = db.PostVersions.Where(v => v.PostId == p.Id && v.Number == p.LatestVersion).Select(v => new SeenVersion(v.Number, v.Hash, v.At)).FirstOrDefault(),
                Decisions = p.Decisions.OrderByDescending(d => d.At).Select(d => new { d.MemberId, Line = new DecisionLine(d.Name, d.Kind, d.Reason, d.Text, d.LevelName, d.VersionNumber, d.Hash, d.At, d.IsClient, d.Strength, d.Round, d.StandsInFor, d.Recording) }).ToList(),
                Source = p.IdeaId == null ? null : db.Ideas.Where(i => i.Id == p.IdeaId).Select(i => new PostSource(i.Id, i.Url, i.Captures.OrderBy(c => c.At).Select(c => c.Name).FirstOrDefault())).FirstOrDefault(),
                Campaign = p.Campaign == null ? null : new { p.Campaign.Id, p.Campaign.Name },
                Labels = p.Labels.Where(l => l.Label.RemovedAt == null).OrderBy(l => l.Label.Name).Select(l => new LabelChoice(l.Label.Id, l.Label.Name, l.Label.Colour, true)).ToList(),
            })
            // Two short lists in one command: they multiply to less than another command costs.
            .AsSingleQuery()
            .SingleOrDefaultAsync(cancel);
        if (read is null)
            return null;
        // A client's people do not see how the agency sorts its work.
        var page = me.IsClient ? read.Page : read.Page with { Labels = read.Labels, Campaign = read.Campaign is { } campaign ? (campaign.Id, campaign.Name) : null };

        var talks = tab == PostPage.ConversationTab || (tab is null && read.Talk > 0);
        var climbs = !me.IsClient && current.Workspace.Approvals.IsOn && (tab == PostPage.ApprovalTab || (tab is null && read.ApprovalState is ApprovalState.Waiting or ApprovalState.ChangesRequested or ApprovalState.Rejected or ApprovalState.Outdated));
        var compares = tab == PostPage.VersionsTab && to is not null;
        // Short lists in one command: they multiply to less than another command costs.
        var parts = await db.Posts.AsNoTracking().AsSingleQuery().Where(p => p.Id == postId)
            .Select(p => new
            {
                Channels = p.Variants.OrderBy(v => v.Channel.Name).ThenBy(v => v.Id).Select(v => new PostChannel(v.ChannelId, v.Channel.Network, v.Channel.Name, v.Channel.Handle, v.Channel.State, v.Text, v.Settings, v.Tags)).ToList(),
                Pictures = p.Media.OrderBy(m => m.Position).Select(m => new PostPicture(m.MediaId, m.Asset.FileName, m.Alt, m.Asset.Width, m.Asset.Height, m.Asset.Placeholder, m.Asset.ContentType, m.Edits, m.Asset.Pages, m.Asset.OriginId, m.Asset.Version)).ToList(),
                Threads = p.Threads.Where(t => compares && (!me.IsClient || t.Audience == Audience.Client) && t.Version < to && t.Comments.Any(c => c.RemovedAt == null)).OrderBy(t => t.StartedAt)
                    .Select(t => new StandingThread(t.Id, t.Audience, t.Anchor, t.ResolvedAt, t.Comments.Where(c => c.RemovedAt == null).OrderBy(c => c.At).Select(c => c.Text).First())).ToList(),
                Climbing = db.Members.Where(m => climbs && m.LeftAt == null).OrderBy(m => m.Id).Select(m => new ClimbingMember(m.Id, m.Person.Name, m.Person.Zone, m.Person.Quiet, m.Role, m.Granted, m.Revoked)).ToList(),
                Seen = db.PostViews.Where(v => !me.IsClient && v.PostId == p.Id).OrderByDescending(v => v.LastAt).Select(v => new SeenLine(v.MemberId, v.Name, v.Version, v.LastAt)).Take(50).ToList(),
                People = db.Members.Where(m => talks && m.LeftAt == null).OrderBy(m => m.Person.Name).Select(m => new TalkingMember(m.Id, m.Person.Name, m.Role)).ToList(),
            })
            .SingleAsync(cancel);
        var channels = parts.Channels;
        page = page with
        {
            Channels = channels,
            Source = me.IsClient ? null : read.Source,
            Options = read.Options,
            Shown = channels.Find(c => c.Id == channel) ?? channels.FirstOrDefault(),
            Pictures = parts.Pictures,
            Seen = parts.Seen,
            Deliveries = await db.Deliveries.AsNoTracking().Where(d => d.PostId == postId).ToViews(cancel),
            OpenThreads = read.Talk,
            Tab = tab is PostPage.ConversationTab or PostPage.ActivityTab or PostPage.DeliveriesTab or PostPage.ApprovalTab || (tab is PostPage.VersionsTab && me.Can(Permission.SeeInternal)) ? tab! : read.ApprovalState is ApprovalState.Waiting or ApprovalState.ChangesRequested or ApprovalState.Rejected or ApprovalState.Outdated ? PostPage.ApprovalTab : read.Talk > 0 ? PostPage.ConversationTab : PostPage.DeliveriesTab,
        };
        var locked = read.ApprovalState == ApprovalState.Approved && current.Workspace.Approvals is { IsRequired: true, Locks: true } && read.Approval is { Unlocked: null };
        page = page with
        {
            Panel = new ApprovalPanel(postId, current.Workspace.Approvals, read.ApprovalState, read.Approval, read.WaitingSince, read.ApprovalDueAt, read.FlowId, read.Budget, locked, page.State, page.ScheduledAt)
            {
                Reader = me,
                Latest = read.Latest,
                DecidedVersion = read.Decisions.Find(d => d.MemberId == me.Id)?.Line.Version,
                Decisions = [.. read.Decisions.Select(d => d.Line)],
                Coming = read is { ApprovalState: ApprovalState.Waiting, Approval: { } way } && climbs ? Coming(way, read.WaitingSince, page, parts.Climbing) : [],
                Names = parts.Climbing.ToDictionary(m => m.Id, m => m.Name),
                IsSilenceConsent = !read.IsTalkedAbout && Post.GoesOutSilently(current.Workspace.Approvals, current.Workspace.Approvals.Silence, page.State, read.ApprovalState, read.Approval, page.Audience, page.ScheduledAt, read.WaitingSince, read.Latest?.At),
            },
        };
        page = page with { Risks = me.IsClient || page.State != PostState.Scheduled || page.Kind is not null ? [] : read.Risks };
        if (!me.IsClient)
            page = page with { Deliveries = await WithPhones(page, cancel) };
        page = page with { Deliveries = [.. page.Deliveries.Select(d => Compared(d, page))] };
        page = page with { LinkShown = LinkOf(page), Brand = me.IsClient || page.IsFromOutside ? BrandChecksPart.None : BrandOf(page) };
        page = page with { Preview = page.Shown is { } shown ? CardOf(page, shown.Network, shown.Name, shown.Handle, shown.OwnText, shown.Settings, page.LinkShown, shown.Tags) : null };
        return page.Tab switch
        {
            PostPage.VersionsTab => await WithVersions(page, from, to, parts.Threads, cancel),
            PostPage.ConversationTab => await WithConversation(page, talks ? parts.People : null, search, cancel),
            PostPage.ActivityTab => await WithActivity(page, cancel),
            PostPage.ApprovalTab => await WithNews(page, opened, cancel),
            _ => await WithEvents(page, cancel),
        };
    }

    /// <summary>What the clock still does; what is told about its planned time to all of them is said once.</summary>
    IReadOnlyList<LadderStep> Coming(PostApproval way, DateTimeOffset? since, PostPage page, IReadOnlyList<ClimbingMember> members)
    {
        var people = new LadderPeople(members.ToDictionary(m => m.Id, m => new LadderPerson(m.Id, m.Name, m.Zone, m.Quiet)), [.. members.Where(m => m.Manages).Select(m => m.Id)], current.Workspace.Zone) { Team = [.. members.Where(m => !m.Role.IsClient()).Select(m => m.Id)] };
        return
        [
            .. LadderSteps.Of(way, since ?? times.Now, page.State == PostState.Draft ? page.ScheduledAt : null, people).Open(way).Where(s => s.At > times.Now)
                .GroupBy(s => (s.Act, Hours: s.Act == LadderAct.Reminder ? 0 : s.Hours, s.At)).Select(g => g.First() with { Name = string.Join(", ", g.Select(s => s.Name).Distinct(StringComparer.Ordinal)) }).OrderBy(s => s.At),
        ];
    }

    /// <summary>Those that go to somebody's phone name the person; most posts have none, and nobody is asked.</summary>
    async Task<IReadOnlyList<DeliveryView>> WithPhones(PostPage page, CancellationToken cancel)
    {
        var phones = page.Channels.Select(c => (c.Id, Phone: ByPhone.MemberOf(c.Settings))).Where(c => c.Phone is not null).ToDictionary(c => c.Id, c => c.Phone!.Value);
        if (phones.Count == 0 || !page.Deliveries.Any(d => d.State == DeliveryState.Waiting))
            return page.Deliveries;
        var ids = phones.Values.Distinct().ToList();
        var names = await db.Members.AsNoTracking().Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.Person.Name }).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        return [.. page.Deliveries.Select(d => phones.TryGetValue(d.ChannelId, out var phone) ? d with { PhoneName = names.GetValueOrDefault(phone) } : d)];
    }

    DeliveryView Compared(DeliveryView delivery, PostPage page)
    {
        delivery = delivery with { MayChange = page.CanBeChangedLiveBy(current.Member), IsOfSeenPost = page.Hidden == 0 };
        if (delivery.OlderJson is not { } json || page.Channels.FirstOrDefault(c => c.Id == delivery.ChannelId) is not { } channel)
            return delivery;
        var live = PostContent.Parse(json).TextFor(delivery.ChannelId);
        return live == (channel.OwnText ?? page.Text) ? delivery : delivery with { OtherLiveText = live };
    }

    BrandChecksPart BrandOf(PostPage page) =>
        new(
            page.Id,
            BrandChecks.Of(
                current.Workspace.BrandRules,
                page.Text,
                page.Link,
                [.. page.Channels.Select(c => (c.Id, c.Network, c.OwnText, PostOptions.For(page.Options, c.Settings)))],
                [.. page.Pictures.Select(p => p.Alt)],
                [.. page.Labels.Select(l => l.Id)],
                page.BrandOverride),
            page.BrandOverride,
            current.Can(Permission.OverrideBrandRules) && page.State == PostState.Draft);

    PreviewCard CardOf(PostPage page, string key, string name, string handle, string? ownText, IReadOnlyDictionary<string, string> settings, LinkShown? link, LinkTags? tags) =>
        PreviewCard.Saved(Networks.Of(key), name, handle, LinkTags.In(ownText ?? page.Text, Networks.Of(key), tags), page.Link, page.Options, settings, page.Pictures, link, page.ScheduledAt is { } at ? times.Local(at) : null);

    public async Task<IReadOnlyList<(Neighbour Post, string Channels)>?> Neighbours(Guid postId, DateTimeOffset now, CancellationToken cancel)
    {
        var post = await db.Posts.AsNoTracking().SeenBy(current.Member).Where(p => p.Id == postId)
            .Select(p => new { p.Text, p.ScheduledAt, Variants = p.Variants.Select(v => new { v.ChannelId, v.Channel.Name, v.Text }).ToList() }).SingleOrDefaultAsync(cancel);
        if (post is null)
            return null;
        if (current.Member.IsClient)
            return [];
        var names = post.Variants.ToDictionary(v => v.ChannelId, v => v.Name);
        var found = await db.Neighbours(postId, post.Variants.ToDictionary(v => v.ChannelId, v => v.Text ?? post.Text), post.ScheduledAt, now, cancel);
        return [.. found.GroupBy(n => (n.PostId, n.IsSame)).Select(g => (g.First(), string.Join(", ", g.Select(n => names[n.ChannelId]).Distinct())))];
    }

    /// <summary>The post as every network would show it, those without a channel too.</summary>
    public async Task<PostPreviewsPage?> Previews(Guid postId, CancellationToken cancel)
    {
        if (await Read(postId, PostPage.ActivityTab, cancel: cancel) is not { } page)
            return null;
        var cards = Networks.All.OrderBy(n => n.Name, StringComparer.CurrentCulture).Select(network =>
        {
            var channel = page.Channels.FirstOrDefault(c => c.Network == network.Key);
            var text = channel?.OwnText ?? page.Text;
            var link = LinkShown.Of(text, page.Link, network, page.Pictures.Count > 0, previews);
            return CardOf(page, network.Key, channel?.Name ?? current.Workspace.Name, channel?.Handle ?? current.Workspace.Slug, channel?.OwnText, channel?.Settings ?? [], link, channel?.Tags);
        });
        return new PostPreviewsPage(postId, page.Title, [.. cards]);
    }

    LinkShown? LinkOf(PostPage page) =>
        page.Shown is { } shown && Networks.Find(shown.Network) is { } network ? LinkShown.Of(shown.OwnText ?? page.Text, page.Link, network, page.Pictures.Count > 0, previews) : null;

    async Task<PostPage> WithEvents(PostPage page, CancellationToken cancel)
    {
        if (page.Deliveries.Count == 0 || current.Member.IsClient)
            return page;
        var ids = page.Deliveries.Select(d => d.Id).ToList();
        var events = await db.DeliveryEvents.AsNoTracking().Where(e => ids.Contains(e.DeliveryId)).OrderBy(e => e.At).ThenBy(e => e.Id).Take(1000).ToListAsync(cancel);
        var of = events.ToLookup(e => e.DeliveryId);
        return page with { Deliveries = [.. page.Deliveries.Select(d => d with { Events = [.. of[d.Id]] })] };
    }

    async Task<PostPage> WithConversation(PostPage page, IReadOnlyList<TalkingMember>? people, string? search, CancellationToken cancel)
    {
        var post = new TalkedPost(
            page.Id, page.Text, page.Audience, page.LatestVersion, page.PartCanBeEditedBy(current.Member),
            [.. page.Pictures.Select((p, i) => new TalkedFile(p.MediaId, p.OriginId ?? p.MediaId, i + 1, p.FileName, p.Alt, p.Width, p.Height, p.Placeholder, p.ContentType.StartsWith("video/", StringComparison.Ordinal), p.Version))],
            [.. page.Channels.Where(c => c.OwnText is not null).Select(c => new ChannelText(c.Id, c.Name, c.OwnText!))])
        { IsShared = page.Hidden > 0 };
        return page with { Conversation = await conversations.Read(post, current.Member, $"{current.Root}/posts/{page.Id}/threads", $"{current.Root}/media", search, people, cancel) };
    }

    /// <summary>The list, and the two to compare with it: one command, so the texts are read for two versions only, or for all where restoring one may take approvals back.</summary>
    async Task<PostPage> WithVersions(PostPage page, int? from, int? to, IReadOnlyList<StandingThread> threads, CancellationToken cancel)
    {
        var standing = page.Panel is { Approval.Standing.Count: > 0, State: ApprovalState.Waiting or ApprovalState.Approved } panel ? panel.Approval : null;
        var needsAll = standing is not null;
        var read = await db.PostVersions.AsNoTracking().Where(v => v.PostId == page.Id).OrderByDescending(v => v.Number)
            .Select(v => new { v.Number, v.ByName, v.At, v.CreditedTo, Json = needsAll || v.Number == from || v.Number == to ? v.Json : null }).ToListAsync(cancel);
        var newest = needsAll && read.Count > 0 ? PostContent.Parse(read[0].Json!) : null;
        page = page with
        {
            Versions = [.. read.Select(v => new VersionLine(v.Number, v.ByName, v.At, v.CreditedTo, newest is null ? [] : [.. standing!.Falling(current.Workspace.Approvals.Resets.For(newest.PartsChangedIn(PostContent.Parse(v.Json!)))).Select(f => f.Name).Distinct()]))],
        };
        return read.Where(v => v.Number == from || v.Number == to).ToList() is [var newer, var older]
            ? page with { Comparison = Compare(page, (older.Number, PostContent.Parse(older.Json!)), (newer.Number, PostContent.Parse(newer.Json!)), threads) }
            : page;
    }

    /// <summary>What is new for whoever decides: since the version they opened, or since the one they decided about.</summary>
    async Task<PostPage> WithNews(PostPage page, int? opened, CancellationToken cancel) =>
        (opened ?? (page.Panel!.IsMyTurn ? page.Panel.DecidedVersion : null)) is { } seen && seen < page.LatestVersion ? (await WithVersions(page, seen, page.LatestVersion, [], cancel)) with { Versions = [] } : page;

    async Task<PostPage> WithActivity(PostPage page, CancellationToken cancel)
    {
        var entries = await db.Log.AsNoTracking().OfPost(page.Id).VisibleTo(current.Member).OrderByDescending(e => e.Sequence).Take(EntriesShown + 1).ToListAsync(cancel);
        var shown = await db.SeenOf(entries.Take(EntriesShown).ToList(), current.Member, cancel);
        if (current.Member.IsClient && shown.Exists(e => e.Subject == FeedbackThread.LogSubject))
        {
            // What was the client's when it was said may be the team's by now.
            var theirs = await db.FeedbackThreads.Where(t => t.PostId == page.Id).ForClient().Select(t => t.Id).ToListAsync(cancel);
            shown.RemoveAll(e => e.Subject == FeedbackThread.LogSubject && !theirs.Exists(t => t.ToString() == e.Facts.GetValueOrDefault("thread")));
        }

        return page with { Activity = Dated(shown), HasEarlierActivity = entries.Count > EntriesShown };
    }

    /// <summary>Each with the version of its time, which the entry that kept it tells.</summary>
    static List<HistoryLine> Dated(IReadOnlyList<LogEntry> newestFirst)
    {
        var lines = new List<HistoryLine>();
        static int? Kept(LogEntry entry) => entry.Verb == "post.versioned" && int.TryParse(entry.Facts.GetValueOrDefault("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var version = newestFirst.Reverse().Select(Kept).FirstOrDefault(v => v is not null) - 1 ?? 0;
        foreach (var entry in newestFirst.Reverse())
        {
            version = Kept(entry) ?? version;
            lines.Add(new HistoryLine(entry, version));
        }

        lines.Reverse();
        return lines;
    }

    VersionComparison Compare(PostPage page, (int Number, PostContent Content) older, (int Number, PostContent Content) newer, IReadOnlyList<StandingThread> threads)
    {
        var (before, after) = (older.Content, newer.Content);
        var parts = new List<VersionComparison.Part>();
        if (before.Text != after.Text)
            parts.Add(new(words["Text"], TextDiff.Between(before.Text, after.Text)));
        if (before.Link != after.Link)
            parts.Add(new(words["Link"], TextDiff.Between(before.Link ?? "", after.Link ?? "")));
        if (Say(before.Options) is var wereOptions && Say(after.Options) is var areOptions && wereOptions != areOptions)
            parts.Add(new(words["Options for all channels"], TextDiff.Between(wereOptions, areOptions)));
        foreach (var channelId in before.Variants.Concat(after.Variants).Select(v => v.ChannelId).Distinct().Where(current.Member.Sees))
        {
            var (was, now) = (before.Variants.FirstOrDefault(v => v.ChannelId == channelId), after.Variants.FirstOrDefault(v => v.ChannelId == channelId));
            var name = page.Channels.FirstOrDefault(c => c.Id == channelId)?.Name ?? words["A channel that is no longer part of the post"];
            if (was is null || now is null)
                parts.Add(new(name, [now is null ? new(DiffKind.Removed, words["Removed from the post"]) : new(DiffKind.Added, words["Added to the post"])]));
            else if (was.Text != now.Text)
                parts.Add(new(words["Text for {0}", name], TextDiff.Between(was.Text ?? before.Text, now.Text ?? after.Text)));
            else if (!was.Settings.SequenceEqual(now.Settings))
                parts.Add(new(words["Options for {0}", name], TextDiff.Between(Say(was.Settings), Say(now.Settings))));
        }

        var (wereTagged, areTagged) = (People(before), People(after));
        if (wereTagged != areTagged)
            parts.Add(new(words["People on pictures"], TextDiff.Between(wereTagged, areTagged)));
        if (!before.Media.SequenceEqual(after.Media))
            parts.Add(new(words["Pictures"], [new(DiffKind.Removed, Say(before.Media)), new(DiffKind.Added, " " + Say(after.Media))]));
        return new VersionComparison(older.Number, newer.Number, parts)
        {
            Feedback = [.. threads.Where(t => t.Anchor?.ChannelId is not { } on || current.Member.Sees(on)).Select(t => new AnsweredThread(t.Id, t.Audience, PostPage.TitleOf(t.Words), t.ResolvedAt is not null || t.Anchor?.IsGoneBetween(before, after) == true))],
        };
    }

    /// <summary>One picture a line.</summary>
    static string People(PostContent content) => string.Join('\n', content.Media.Select((m, i) => (Number: i + 1, People: PeopleTags.In(content.Options, m.Id))).Where(m => m.People.Count > 0)
        .Select(m => $"{m.Number}: {string.Join(", ", m.People.Select(p => string.Create(CultureInfo.InvariantCulture, $"@{p.Handle} ({p.Across} % {p.Down} %)")))}"));

    static string Say(SortedDictionary<string, string>? settings) => string.Join(", ", (settings ?? []).Where(s => !PeopleTags.IsKey(s.Key)).Select(s => s.Key == Mentions.Key ? $"{s.Key}: {string.Join(" ", Mentions.In(new Dictionary<string, string> { [s.Key] = s.Value }).Select(m => $"@{m.Handle} ({m.Name})"))}" : $"{s.Key}: {s.Value}"));

    string Say(IReadOnlyList<ContentMedia> pictures) =>
        pictures.Count == 0 ? words["none"] : string.Join(" · ", pictures.Select((m, i) => m.Alt.Length > 0 ? $"{i + 1} {m.Alt}" : words["{0} without description", i + 1].Value));
}

/// <summary>As much of a member as the ladder of an approval needs.</summary>
public sealed record ClimbingMember(Guid Id, string Name, string? Zone, QuietTimes? Quiet, Role Role, List<Permission> Granted, List<Permission> Revoked)
{
    public bool Manages => !Revoked.Contains(Permission.ManageWorkspace) && (Role.Allows(Permission.ManageWorkspace) || Granted.Contains(Permission.ManageWorkspace));
}

/// <summary>As much of a thread as a comparison of versions needs.</summary>
public sealed record StandingThread(Guid Id, Audience Audience, FeedbackAnchor? Anchor, DateTimeOffset? ResolvedAt, string Words);
