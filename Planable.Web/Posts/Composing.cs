using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.BestTimes;
using Planable.Data.BrandRules;
using Planable.Data.Campaigns;
using Planable.Data.Channels;
using Planable.Data.Coauthors;
using Planable.Data.Kinds;
using Planable.Data.Links;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Jobs.Connectors;
using Planable.Jobs.Outbound;
using Planable.Web.BrandRules;
using Planable.Web.Http;
using Planable.Web.Labels;
using Planable.Web.Links;

namespace Planable.Web.Posts;

/// <summary>A form under work with everything it names looked up: the post, if it exists, the channels and the pictures.</summary>
public sealed class Composing(PlanableDb db, Current current, FreeSlots slots, LinkPreviews previews, NetworkQuestions questions, SharedDrafts drafts, TimeProvider clock)
{
    Campaign? campaign;
    bool looksAround = true;

    public ComposerForm Form { get; private set; } = new();

    public Post? Post { get; private set; }

    public IReadOnlyList<Channel> Channels { get; private set; } = [];

    public IReadOnlyList<LabelChoice> Labels { get; private set; } = [];

    public IReadOnlyList<CampaignChoice> Campaigns { get; private set; } = [];

    public IReadOnlyList<SetChoice> Sets { get; private set; } = [];

    /// <summary>Those of the team whose phone may publish a post.</summary>
    public IReadOnlyList<PhoneChoice> Phones { get; private set; } = [];

    public WhenReading When { get; private set; } = new();

    IReadOnlyList<Neighbour> Neighbours { get; set; } = [];

    IReadOnlyDictionary<Guid, MediaAsset> Assets { get; set; } = new Dictionary<Guid, MediaAsset>();

    /// <returns>False if the post is not there any more, or was never there and may not be made.</returns>
    public async Task Open(ComposerForm form, CancellationToken cancel)
    {
        Form = form;
        // Before the post, see SharedDrafts.
        var draft = form.Shared is null ? null : await drafts.Find(form.Id, cancel);
        Post = await Find(form.Id, cancel);
        Form.Kind = Post is null ? ContentKinds.Find(form.Kind)?.Key : Post.Kind;
        if (Form.Kind is not null)
            Form.Targets.Clear();
        if (draft is not null && draft.PostRevision == Post?.Revision)
            form.Share(draft.Texts, ComposerForm.Of(Post));
        else
            form.Shared = null;
        await LookUp(cancel);
    }

    /// <param name="looksAround">Whether it matters what else is planned about that time.</param>
    public async Task<bool> OpenSaved(Guid id, CancellationToken cancel, bool looksAround = true)
    {
        this.looksAround = looksAround;
        Post = await Find(id, cancel);
        if (Post is null)
            return false;
        Form = ComposerForm.Of(Post);
        await LookUp(cancel);
        return true;
    }

    public void Start(Guid id)
    {
        Post = Post.Draft(current.Member, current.Workspace, clock.GetUtcNow(), id, Form.Kind);
        db.Posts.Add(Post);
    }

    /// <summary>Again after something in the form was changed.</summary>
    public async Task LookUp(CancellationToken cancel)
    {
        if (Channels.Count == 0)
            Channels = await db.Channels.OrderBy(c => c.Name).ThenBy(c => c.ConnectedAt).ToListAsync(cancel);
        if (Channels.Count > 0 && Labels.Count == 0 && Campaigns.Count == 0 && Sets.Count == 0)
            await OfferLabels(cancel);
        Form.Tidy(Channels);
        // Removed meanwhile, or never there.
        Form.Labels.RemoveAll(l => Labels.All(c => c.Id != l));
        if (Campaigns.All(c => c.Id != Form.Campaign))
            Form.Campaign = null;
        var missing = Form.Pictures.Where(p => !Assets.ContainsKey(p)).ToList();
        var found = Post?.Media.Select(m => m.Asset).DistinctBy(a => a.Id).ToDictionary(a => a.Id) ?? [];
        missing.RemoveAll(found.ContainsKey);
        foreach (var known in Assets)
            found.TryAdd(known.Key, known.Value);
        if (missing.Count > 0)
        {
            foreach (var asset in await db.Media.Where(a => missing.Contains(a.Id)).ToListAsync(cancel))
                found[asset.Id] = asset;
        }

        Assets = found;
        Form.Pictures.RemoveAll(p => !Assets.ContainsKey(p));
        When = WhenReading.Of(Form, current.Workspace.Zone, clock.GetUtcNow()).Outside(current.Workspace);
        if (campaign?.Id != Form.Campaign)
            campaign = Form.Campaign is not { } chosen ? null : Post?.Campaign is { } joined && joined.Id == chosen ? joined : await db.Campaigns.SingleOrDefaultAsync(c => c.Id == chosen, cancel);
        if (looksAround)
            Neighbours = await db.Neighbours(Form.Id, Edit().Targets.ToDictionary(t => t.Channel.Id, t => t.Text ?? Form.Text ?? ""), When.Time?.Instant, clock.GetUtcNow(), cancel);
    }

    /// <summary>Fills in the earliest of the chosen channels' next free slots.</summary>
    public async Task<IReadOnlyList<FreeSlot>> TakeFreeSlots(CancellationToken cancel)
    {
        var chosen = Channels.Where(c => Form.Targets.GetValueOrDefault(c.Id) is { On: true }).ToList();
        var found = await slots.Take(chosen, Form.Id, Form.Labels, current.Member, current.Workspace, cancel);
        if (found.MinBy(f => f.Time?.Instant ?? DateTimeOffset.MaxValue)?.Time is { } first)
        {
            (Form.When, Form.Date, Form.Time, Form.Second) = (null, DateOnly.FromDateTime(first.Local), TimeOnly.FromDateTime(first.Local), Data.Times.Zones.Read(first.Local, first.Zone) is Data.Times.LocalReading.Twice ? false : null);
            await LookUp(cancel);
        }

        return found;
    }

    /// <summary>Is this the turn of the queue that is kept for the post, on every channel it goes to? Then nobody chose the time for itself.</summary>
    public async Task<bool> HoldsTurn(Data.Times.PlannedTime time, CancellationToken cancel)
    {
        var channels = Form.Targets.Where(t => t.Value.On).Select(t => t.Key).ToList();
        var (now, turn) = (clock.GetUtcNow(), time.Instant);
        return channels.Count > 0 && await db.SlotHolds.CountAsync(h => h.PostId == Form.Id && h.Turn == turn && h.Until > now && channels.Contains(h.ChannelId), cancel) == channels.Count;
    }

    /// <summary>Asks the networks about @names of which nobody knows yet whether there is somebody behind them; a few at a time.</summary>
    public async Task LookUpMentions(CancellationToken cancel)
    {
        const int aFew = 5;
        var edit = Edit();
        foreach (var open in edit.Targets.SelectMany(t => VerdictsOn(t, edit)).Where(m => m.IsOpen).Take(aFew).ToList())
            await questions.People(open.Channel, open.Handle, cancel);
    }

    IReadOnlyList<MentionVerdict> VerdictsOn(PostEdit.Target target, PostEdit edit) =>
        Networks.Find(target.Channel.Network)?.With(target.Channel.Limits) is { } network
            ? MentionVerdict.Of(target.Channel, network, target.Text ?? edit.Text, target.Text is not null, target.Settings ?? new Dictionary<string, string>(), questions)
            : [];

    /// <summary>What the form would make of the post.</summary>
    public PostEdit Edit() =>
        new(
            Form.Kind is null ? Form.Text ?? "" : TitledText.Join(Form.Headline, Form.Text),
            Form.Link,
            [
                .. Channels.Where(c => Form.Targets.GetValueOrDefault(c.Id) is { On: true }).Select(c => (Channel: c, Target: Form.Targets[c.Id])).Select(t => new PostEdit.Target(
                    t.Channel, t.Target.Own ? t.Target.Text ?? "" : null, t.Target.Settings.ToDictionary(s => s.Key, s => s.Value ?? "", StringComparer.Ordinal))
                { Tags = TagsOn(t.Channel) }),
            ],
            [.. Form.Pictures.Select(p => new PostEdit.Picture(Assets[p], AltOf(p), Form.IsSuggested(p), EditsOf(p)))])
        { Options = Form.Options.ToDictionary(o => o.Key, o => o.Value ?? "", StringComparer.Ordinal), Kind = Form.Kind };

    /// <summary>Those the post has for it, or those the file starts with.</summary>
    MediaEdits EditsOf(Guid picture) => (Post?.Media.FirstOrDefault(m => m.MediaId == picture) is { } placed ? placed.Edits : Assets[picture].Edits) ?? MediaEdits.None;

    public ComposerPage Page()
    {
        var edit = Edit();
        var checks = BrandChecks();
        var mentions = Form.Kind is null ? edit.Targets.SelectMany(t => VerdictsOn(t, edit)).ToList() : [];
        IReadOnlyList<Problem> problems = [.. PostProblems.Of(edit, When.Local, checks, current.Workspace.AltPolicy), .. mentions.Where(m => m.Why is not null).Select(m => m.AsProblem(Networks.Of(m.Channel.Network)))];
        var pictures = edit.Pictures.Select(p => ComposerForm.Picture.Of(p.Asset, p.Alt, p.IsSuggested) with { People = PeopleTags.Write(PeopleTags.In(edit.Options, p.Asset.Id)) }).ToList();
        var channels = Channels
            .Where(c => c.State != ChannelState.Disconnected || Form.Targets.GetValueOrDefault(c.Id) is { On: true })
            .Where(c => Networks.Find(c.Network) is not null && Form.Kind is null)
            .Select(c => Part(c, edit, problems, pictures))
            .ToList();
        return new ComposerPage(Form, Post is null || db.Entry(Post).State == EntityState.Added ? null : Post.State, Post is null || Post.AuthorId == current.Member.Id, When, channels, pictures, problems)
        {
            Labels = [.. Labels.Select(l => l with { IsChosen = Form.Labels.Contains(l.Id) })],
            Campaigns = Campaigns,
            Sets = Sets,
            Mentions = mentions,
            KeptTags = [.. PeopleTags.Left(edit.Options, Form.Pictures).Select(id => new KeptTags(id, PeopleTags.In(edit.Options, id)))],
            Neighbours = Neighbours,
            Approval = ApprovalOf(edit),
            IsRecurring = Post?.RecurrenceId is not null,
            Suggestions = TimeSuggestion.For([.. edit.Targets.Select(t => t.Channel)], current.Workspace, clock.GetUtcNow()),
            Brand = new BrandChecksPart(null, checks, Post?.BrandOverride, current.Can(Permission.OverrideBrandRules)) { IsBesideProblems = true },
        };
    }

    ComposerApproval ApprovalOf(PostEdit edit)
    {
        var rules = current.Workspace.Approvals;
        if (Post is not { Approval: { Standing.Count: > 0 } } post || db.Entry(post).State == EntityState.Modified)
            return new ComposerApproval(rules.IsOn, rules.IsRequired, Post?.ApprovalState is ApprovalState.Waiting or ApprovalState.Approved, [], []);
        var parts = post.PartsChangedBy(edit);
        var moved = When switch
        {
            { Time: { } time } => post.FallingWith(time.Instant, current.Workspace),
            { Local: null, Trouble: null } when post is { State: PostState.Draft, PlannedLocal: not null } => post.FallingUndated(current.Workspace),
            _ => [],
        };
        return new ComposerApproval(
            rules.IsOn, rules.IsRequired, post.ApprovalState is ApprovalState.Waiting or ApprovalState.Approved,
            [.. post.FallingWith(parts, current.Workspace).Concat(moved).Select(f => f.Name).Distinct()],
            [.. parts.Where(p => post.FallingWith([p], current.Workspace).Count > 0).Concat(moved.Count > 0 ? ["time"] : [])]);
    }

    public IReadOnlyList<BrandCheck> BrandChecks() => Data.BrandRules.BrandChecks.Of(current.Workspace.BrandRules, Edit(), Form.Labels, Post?.BrandOverride);

    /// <summary>A label that was made just now.</summary>
    public void Offer(LabelChoice label) => Labels = [.. Labels.Append(label).OrderBy(l => l.Name, StringComparer.CurrentCulture)];

    /// <summary>A set that was saved just now.</summary>
    public void Offer(SetChoice set)
    {
        if (Sets.All(s => s.Id != set.Id))
            Sets = [.. Sets.Append(set).OrderBy(s => s.Name, StringComparer.CurrentCulture)];
    }

    /// <summary>The page with what somebody else saved meanwhile beside one's own.</summary>
    public ComposerPage InConflict(IReadOnlyList<string> parts)
    {
        var theirs = ComposerForm.Of(Post!);
        return Page() with { Conflicts = [.. parts.Select(p => Conflict(p, theirs))] };
    }

    ComposerPage.Conflict Conflict(string part, ComposerForm theirs)
    {
        var id = ComposerForm.ChannelOf(part);
        var title = part switch
        {
            ComposerForm.TextPart => "The text",
            ComposerForm.HeadlinePart => "The title",
            ComposerForm.LinkPart => "The link",
            ComposerForm.PicturesPart => "The pictures",
            ComposerForm.WhenPart => "Date and time",
            ComposerForm.LabelsPart => "The labels",
            ComposerForm.CampaignPart => "The campaign",
            ComposerForm.OptionsPart => "Title, poll and comments",
            _ when PeopleTags.IsKey(part) => "The people on a picture",
            _ when ComposerForm.PictureOf(part) is not null => "What the picture shows, in words",
            _ => Channels.FirstOrDefault(c => c.Id == id)?.Name ?? "A channel",
        };
        return new ComposerPage.Conflict(part, title, Readable(Form, part, id), Readable(theirs, part, id), theirs.Mark(part));
    }

    ComposerPage.ChannelPart Part(Channel channel, PostEdit edit, IReadOnlyList<Problem> problems, IReadOnlyList<ComposerForm.Picture> pictures)
    {
        var network = Networks.Of(channel.Network).With(channel.Limits);
        var target = Form.Targets.GetValueOrDefault(channel.Id) ?? new ComposerForm.Target();
        var text = target.Own ? target.Text ?? "" : edit.Text;
        var settings = target.Settings.ToDictionary(s => s.Key, s => s.Value ?? "", StringComparer.Ordinal);
        var tags = TagsOn(channel);
        var content = PostProblems.ContentFor(new PostEdit.Target(channel, text, settings) { Tags = tags }, edit);
        return new ComposerPage.ChannelPart(
            channel,
            network,
            target,
            text,
            content.Type == PostType.Thread ? null : TextCount.Tightest(TextCount.Of(content.Text, "text", network, content.EffectiveType, settings)),
            target.On && problems.Any(p => p.Blocks && p.ChannelId == channel.Id),
            PreviewCard.Of(
                network, channel.Name, channel.Handle, content, LinkShown.Of(text, edit.Link, network, pictures.Count > 0, previews),
                [.. pictures.Select((p, i) => p.As(edit.Pictures[i].Edits, network.Key, content.Type))], When.Local) with
            { Comments = network.HasComments ? PostComments.In(PostOptions.For(edit.Options, settings)) : [] })
        { Links = LinkBecomes.Of(text, edit.Link, network, tags), Tags = tags, Settings = SettingField.Of(channel, network, settings, target.On ? problems : [], questions), FindsPeople = questions.CanFindPeople(channel), Phones = Phones };
    }

    LinkTags? TagsOn(Channel channel) => LinkRules.On(current.Workspace, campaign, channel, Form.Id);

    string Readable(ComposerForm form, string part, Guid? channel) => part switch
    {
        ComposerForm.LabelsPart => string.Join(", ", Labels.Where(l => form.Labels.Contains(l.Id)).Select(l => l.Name)),
        ComposerForm.CampaignPart => Campaigns.FirstOrDefault(c => c.Id == form.Campaign)?.Name ?? "",
        ComposerForm.PicturesPart => string.Join('\n', form.Pictures.Select((p, i) => $"{i + 1}. {Assets.GetValueOrDefault(p)?.FileName} {form.Alt.GetValueOrDefault(p)}")),
        ComposerForm.OptionsPart => string.Join('\n', Enumerable.Range(1, PostComments.Most).Select(PostComments.Key).Concat(Enumerable.Range(1, Polls.MostOptions).Select(Polls.Key)).Prepend(PostOptions.TitleKey).Select(k => form.Options.GetValueOrDefault(k)).OfType<string>()),
        _ when ComposerForm.IsOwnText(part) => form.Say(part),
        _ when channel is { } id => form.Targets.GetValueOrDefault(id) is { On: true } target ? (target.Own ? target.Text ?? "" : form.Text ?? "") : "—",
        _ => form.Say(part),
    };

    string AltOf(Guid picture)
    {
        var alt = ComposerForm.Clean(Form.Alt.GetValueOrDefault(picture)).Trim();
        return alt.Length <= PostMedia.AltLength ? alt : alt[..PostMedia.AltLength];
    }

    async Task OfferLabels(CancellationToken cancel)
    {
        // All in one command.
        const int aLabel = 0, aCampaign = 1, aSet = 2, aPhone = 3;
        var found = await db.Labels.AsNoTracking().Select(l => new { Kind = aLabel, l.Id, l.Name, l.Colour })
            .Concat(db.Campaigns.AsNoTracking().Select(c => new { Kind = aCampaign, c.Id, c.Name, c.Colour }))
            .Concat(db.ChannelSets.AsNoTracking().Select(s => new { Kind = aSet, s.Id, s.Name, Colour = 0 }))
            .Concat(db.Members.AsNoTracking().Where(m => m.LeftAt == null && m.Role != Role.ClientApprover && m.Role != Role.ClientViewer).Select(m => new { Kind = aPhone, m.Id, m.Person.Name, Colour = 0 }))
            .OrderBy(c => c.Name).ThenBy(c => c.Id).ToListAsync(cancel);
        Phones = [.. found.Where(f => f.Kind == aPhone).Select(f => new PhoneChoice(f.Id, f.Name))];
        Labels = [.. found.Where(f => f.Kind == aLabel).Select(f => new LabelChoice(f.Id, f.Name, f.Colour, IsChosen: false))];
        Campaigns = [.. found.Where(f => f.Kind == aCampaign).Select(f => new CampaignChoice(f.Id, f.Name))];
        Sets = [.. found.Where(f => f.Kind == aSet).Select(f => new SetChoice(f.Id, f.Name))];
    }

    async Task<Post?> Find(Guid id, CancellationToken cancel)
    {
        var post = await db.Posts.Include(p => p.Variants).Include(p => p.Media).ThenInclude(m => m.Asset).Include(p => p.Campaign).SingleOrDefaultAsync(p => p.Id == id, cancel);
        if (post is not null && !post.CanBeEditedBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not change this post.");
        if (post is not null)
            await db.PostLabels.Include(l => l.Label).Where(l => l.PostId == id).LoadAsync(cancel);
        return post;
    }
}
