using Planable.Data.Channels;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>One piece of content, on its way to one or more channels.</summary>
public partial class Post : Recorded, IBelongToWorkspace, IRevised
{
    public const int TextLength = 100_000;

    readonly List<Variant> variants = [];
    readonly List<PostMedia> media = [];
    readonly List<PostVersion> versions = [];

    Post()
    {
    }

    /// <param name="id">Made when the empty form was shown, so that sending the form twice makes one post.</param>
    /// <param name="kind">See <see cref="Kinds.ContentKind"/>; null for a post that goes to channels.</param>
    public static Post Draft(Member by, Workspace workspace, DateTimeOffset at, Guid? id = null, string? kind = null)
    {
        by.Must(Permission.WritePosts);
        if (kind is not null && Kinds.ContentKinds.Find(kind) is null)
            throw new RuleBroken("KIND_UNKNOWN", "There is no content of the kind \"{0}\".", kind);
        var post = new Post { Kind = kind, Id = id ?? Guid.CreateVersion7(at), AuthorId = by.Id, Audience = workspace.DefaultAudience, CreatedAt = at, EditedAt = at, EditedById = by.Id };
        if (kind is null)
            post.Record(by, "drafted", at);
        else
            post.Record(by, "drafted", at, ("kind", kind));
        return post;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid AuthorId { get; private set; }

    public Member Author { get; private set; } = null!;

    public string Text { get; private set; } = "";

    /// <summary>Address for the link card; null takes the first one in the text.</summary>
    public string? Link { get; private set; }

    /// <summary>What is chosen for all channels; see <see cref="PostOptions"/>.</summary>
    public Dictionary<string, string> Options { get; private set; } = [];

    public Audience Audience { get; private set; }

    public PostState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset EditedAt { get; private set; }

    public Guid EditedById { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public int LatestVersion { get; private set; }

    public int Revision { get; private set; }

    public IReadOnlyList<Variant> Variants => variants;

    public IReadOnlyList<PostMedia> Media => media;

    public IReadOnlyList<PostVersion> Versions => versions;

    public IEnumerable<PostMedia> MediaInOrder => media.OrderBy(m => m.Position);

    protected override string Subject => "post";

    /// <summary>May this member change this post? Writers change their own.</summary>
    public bool CanBeEditedBy(Member by) => by.Can(Permission.EditOthersPosts) || (by.Can(Permission.WritePosts) && AuthorId == by.Id);

    /// <summary>May this member give it another time, or take its time away? What is scheduled belongs to those who schedule.</summary>
    public bool CanBeMovedBy(Member by) => CanBeEditedBy(by) && (State == PostState.Draft || by.Can(Permission.SchedulePosts));

    public bool IsEditable => State is not (PostState.Publishing or PostState.Published or PostState.Unknown);

    /// <summary>The text a channel gets.</summary>
    public string TextFor(Variant variant) => variant.Text ?? Text;

    /// <summary>Takes over what a person made of the post. Says which parts changed; nothing changed, nothing recorded.</summary>
    public IReadOnlyList<string> Edit(PostEdit edit, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        MustBeWithoutChannels(edit);
        if (IsLocked(by.Workspace) && PartsChangedBy(edit).Count == 0)
            return [];
        MustBeUnlocked(by.Workspace);
        if (edit.Text.Length > TextLength)
            throw new RuleBroken("TEXT_ENORMOUS", "This text has {0} characters. No network takes more than {1}; shorten it before saving.", edit.Text.Length, TextLength);

        var before = Content();
        var suggested = media.Select(m => (m.MediaId, m.AltIsSuggested)).ToList();
        Text = edit.Text;
        Link = edit.Link;
        if (edit.Options is not null)
            Options = PostOptions.Kept(edit.Options);
        Retarget(edit.Targets);
        Repicture(edit.Pictures);
        Convert(at);
        IReadOnlyList<string> changed = before.PartsChangedIn(Content());
        // Keeping a suggestion changes nothing that is published, and yet it is a person's word.
        if (changed.Count == 0 && !suggested.SequenceEqual(media.Select(m => (m.MediaId, m.AltIsSuggested))))
            changed = ["media"];
        if (changed.Count > 0)
            Edited(by, at, string.Join(", ", changed));
        return changed;
    }

    /// <summary>Takes the latest version of a file in place of an older one. A planned post goes out with it at its time, unless it could not go out like that.</summary>
    /// <param name="keepTags">The people tagged on the older version are on the new one too, at the same places.</param>
    public void Renew(Media.MediaAsset latest, Member by, DateTimeOffset at, bool keepTags = true)
    {
        MustEdit(by);
        var options = media.Where(m => m.Asset.StackId == latest.StackId && m.MediaId != latest.Id).Aggregate(new Dictionary<string, string>(Options, StringComparer.Ordinal), (all, old) =>
            keepTags ? PeopleTags.Moved(all, old.MediaId, latest.Id) : new(all.Where(o => o.Key != PeopleTags.Key(old.MediaId)), StringComparer.Ordinal));
        var edit = new PostEdit(
            Text,
            Link,
            [.. variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))],
            [.. MediaInOrder.Select(m => m.Asset.StackId == latest.StackId ? new PostEdit.Picture(latest, m.Alt, m.AltIsSuggested, m.Edits?.For(m.Asset, latest) ?? Planable.Data.Media.MediaEdits.None) : new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits)).DistinctBy(p => p.Asset.Id)])
        { Options = options };
        if (State != PostState.Draft && PostProblems.Of(edit, PlannedLocal).FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]);
        Cut(by, at);
        Edit(edit, by, at);
        Cut(by, at);
    }

    /// <summary>Changes how a file of it is cut, or what else is done to it here.</summary>
    public void EditMedia(Guid mediaId, Media.MediaEdits edits, Member by, DateTimeOffset at)
    {
        var picture = media.Find(m => m.MediaId == mediaId) ?? throw new RuleBroken("NOT_ATTACHED", "This post does not have that file any more.");
        var edit = new PostEdit(
            Text,
            Link,
            [.. variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))],
            [.. MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m == picture ? edits : m.Edits))])
        { Options = Options };
        if (State != PostState.Draft && PostProblems.Of(edit, PlannedLocal).FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]);
        Edit(edit, by, at);
    }

    public void FollowBase(Guid channelId, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        MustBeUnlocked(by.Workspace);
        var variant = variants.Find(v => v.ChannelId == channelId) ?? throw new RuleBroken("NOT_TARGETED", "This post does not go to that channel.");
        if (variant.FollowsBase)
            return;
        variant.FollowBase();
        Edited(by, at, "channels");
    }

    public void LeaveBase(Guid channelId, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        MustBeUnlocked(by.Workspace);
        var variant = variants.Find(v => v.ChannelId == channelId) ?? throw new RuleBroken("NOT_TARGETED", "This post does not go to that channel.");
        if (variant.FormerText is null)
            return;
        variant.LeaveBase();
        Edited(by, at, "channels");
    }

    /// <summary>Keeps the content as it is now as a version. The same content as the latest version stays that version.</summary>
    public PostVersion Cut(Member by, DateTimeOffset at)
    {
        // What is planned, or looked at by those who decide, keeps its links until somebody changes it.
        if (State == PostState.Draft && ApprovalState is not (Approvals.ApprovalState.Waiting or Approvals.ApprovalState.Approved))
            TagLinks(by, variants);
        return Snap(by, at);
    }

    /// <summary>The content to the letter, as a version.</summary>
    PostVersion Snap(Member by, DateTimeOffset at)
    {
        var content = Content();
        var hash = content.Hash();
        if (versions.Find(v => v.Number == LatestVersion) is { } latest && latest.Hash == hash)
            return latest;
        var version = new PostVersion(Id, ++LatestVersion, content, by, at);
        versions.Add(version);
        Record(by, "versioned", at, ("version", Digits(LatestVersion)), ("hash", hash));
        return version;
    }

    /// <summary>Makes an earlier version the content again, as a new version.</summary>
    public PostVersion Restore(PostVersion version, IReadOnlyCollection<Channel> channels, IReadOnlyCollection<Media.MediaAsset> assets, Member by, DateTimeOffset at)
    {
        Edit(EditOf(version.Content, channels, assets, this), by, at);
        var restored = Cut(by, at);
        Record(by, "restored", at, ("from", Digits(version.Number)), ("version", Digits(restored.Number)));
        return restored;
    }

    /// <summary>A draft with the same content, without a date.</summary>
    public Post Duplicate(Workspace workspace, Member by, DateTimeOffset at)
    {
        MustBeOurs();
        MustBeSeenWhole(by);
        var copy = Draft(by, workspace, at, kind: Kind);
        copy.Audience = Audience;
        copy.Edit(
            new PostEdit(
                Text,
                Link,
                [.. variants.Where(v => v.Channel.State != ChannelState.Disconnected).Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))],
                [.. MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits ?? Planable.Data.Media.MediaEdits.None))])
            { Options = Options },
            by,
            at);
        copy.Relabel([.. labels.Select(l => l.Label)], by, at);
        copy.Join(Campaign, by, at);
        return copy;
    }

    /// <summary>The other channels get posts of their own.</summary>
    public void KeepOnly(Channel channel, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        MustBeUnlocked(by.Workspace);
        Retarget([.. variants.Where(v => v.ChannelId == channel.Id).Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))]);
        Edited(by, at, "channels");
    }

    public void Delete(Member by, DateTimeOffset at)
    {
        if (!(AuthorId == by.Id && by.Can(Permission.WritePosts)))
            by.Must(Permission.DeletePosts);
        MustBeSeenWhole(by);
        if (State is PostState.Publishing || IsUnderWay)
            throw new RuleBroken("POST_PUBLISHING", "This post is being published right now.");
        if (DeletedAt is not null)
            return;
        if (IsEditable)
            MustBeUnlocked(by.Workspace);
        if (State == PostState.Scheduled)
        {
            deliveries.Clear();
            State = PostState.Draft;
        }

        DeletedAt = at;
        Record(by, "deleted", at, Audience);
    }

    public void Undelete(Member by, DateTimeOffset at)
    {
        if (!(AuthorId == by.Id && by.Can(Permission.WritePosts)))
            by.Must(Permission.DeletePosts);
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Record(by, "undeleted", at, Audience);
    }

    public void HandTo(Member heir, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageMembers);
        AuthorId = heir.Id;
        Author = heir;
        Record(by, "handed-over", at, ("to", heir.Person.Name));
    }

    /// <summary>What would be published now.</summary>
    public PostContent Content() =>
        new(
            Text,
            Link,
            [.. MediaInOrder.Select(m => new ContentMedia(m.MediaId, m.Asset.Sha256, m.Alt, m.Edits))],
            [.. variants.OrderBy(v => v.ChannelId).Select(v => new ContentVariant(v.ChannelId, v.Text, new SortedDictionary<string, string>(v.Settings, StringComparer.Ordinal)) { Tags = v.Tags })])
        { Options = Options.Count == 0 ? null : new SortedDictionary<string, string>(Options, StringComparer.Ordinal) };

    void Retarget(IReadOnlyList<PostEdit.Target> targets)
    {
        foreach (var gone in variants.Where(v => targets.All(t => t.Channel.Id != v.ChannelId)).ToArray())
        {
            if (deliveries.Exists(d => d.ChannelId == gone.ChannelId && d.State != DeliveryState.Waiting))
                throw new RuleBroken("ALREADY_ATTEMPTED", "{0} was attempted already and stays part of this post.", gone.Channel.Name);
            variants.Remove(gone);
            deliveries.RemoveAll(d => d.ChannelId == gone.ChannelId);
        }

        foreach (var target in targets)
        {
            var variant = variants.Find(v => v.ChannelId == target.Channel.Id);
            if (variant is null)
                variants.Add(variant = new Variant(Id, target.Channel));
            variant.Write(target.Text, target.Settings);
        }

        ChannelCount = variants.Count;
    }

    void Repicture(IReadOnlyList<PostEdit.Picture> pictures)
    {
        media.RemoveAll(m => pictures.All(p => p.Asset.Id != m.MediaId));
        for (var position = 0; position < pictures.Count; position++)
        {
            var (asset, alt, isSuggested, edits) = pictures[position];
            if (media.Find(m => m.MediaId == asset.Id) is not { } placed)
            {
                media.Add(new PostMedia(Id, asset, position, alt, isSuggested, edits ?? asset.Edits));
                continue;
            }

            placed.Place(position, alt, isSuggested);
            if (edits is not null)
                placed.Edit(edits);
        }
    }

    /// <summary>Videos begin to be made into what the channels' networks need as soon as it is known where they go.</summary>
    void Convert(DateTimeOffset at)
    {
        foreach (var placed in media.Where(m => m.Asset.IsVideo))
        {
            foreach (var channel in variants.Select(v => v.Channel))
            {
                if (Networks.Networks.Find(channel.Network) is { } network)
                    placed.Asset.ConvertFor(network.With(channel.Limits), at, placed.Edits?.Video);
            }
        }
    }

    void Edited(Member by, DateTimeOffset at, string fields) => Edited(by, at, fields, variants);

    /// <param name="changed">Those whose words or links may be others now.</param>
    void Edited(Member by, DateTimeOffset at, string fields, IReadOnlyList<Variant> changed)
    {
        EditedAt = at;
        EditedById = by.Id;
        IsApartFromSeries = RecurrenceId is not null;
        TagLinks(by, changed);
        foreach (var variant in changed)
            variant.Mark(TextFor(variant));
        Record(by, "edited", at, ("fields", fields));
        Reconsider();
        ResetFor(fields, by, at);
        if (State == PostState.Draft)
            return;
        if (PlannedLocal is { } planned)
            MustBeLicensed(planned);
        MustKeepBrandRules(by.Workspace);
        MustBeDescribed(by.Workspace);
        PutDeliveriesOn(Cut(by, at), at);
    }

    /// <summary>By the rules of this moment. A campaign that was removed or not loaded cannot be asked: then the links stay as they are.</summary>
    void TagLinks(Member by, IReadOnlyList<Variant> changed)
    {
        if (CampaignId is not null && Campaign is null)
            return;
        foreach (var variant in changed)
            variant.Tag(LinkRules.On(by.Workspace, Campaign, variant.Channel, Id));
    }

    void MustEdit(Member by)
    {
        if (!CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not change this post.");
        MustBeSeenWhole(by);
        MustBeChangeable(by);
    }

    void MustBeChangeable(Member by)
    {
        if (!IsEditable || IsUnderWay)
        {
            throw State == PostState.Publishing || IsUnderWay
                ? new RuleBroken("POST_PUBLISHING", "This post is being published right now.")
                : new RuleBroken("POST_PUBLISHED", "This post is out already and cannot be changed here.");
        }

        if (deliveries.Exists(d => d.HasBegun))
            throw new RuleBroken("THREAD_BEGUN", "Parts of this thread are out already: the rest goes out as it was written. Retry it, or let the thread end where it stopped.");

        // A planned post that is changed by somebody who may not schedule would slip past the one who scheduled it.
        if (State == PostState.Scheduled)
            by.Must(Permission.SchedulePosts);
    }

    static string Digits(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
