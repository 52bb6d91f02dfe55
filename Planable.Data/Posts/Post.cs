using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>One piece of content, on its way to one or more channels.</summary>
public class Post : Recorded, IBelongToWorkspace, IRevised
{
    public const int TextLength = 100_000;

    readonly List<Variant> variants = [];
    readonly List<PostMedia> media = [];
    readonly List<PostVersion> versions = [];
    readonly List<Delivery> deliveries = [];

    Post()
    {
    }

    /// <param name="id">Made when the empty form was shown, so that sending the form twice makes one post.</param>
    public static Post Draft(Member by, Workspace workspace, DateTimeOffset at, Guid? id = null)
    {
        by.Must(Permission.WritePosts);
        var post = new Post { Id = id ?? Guid.CreateVersion7(at), AuthorId = by.Id, Audience = workspace.DefaultAudience, CreatedAt = at, EditedAt = at, EditedById = by.Id };
        post.Record(by, "drafted", at);
        return post;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid AuthorId { get; private set; }

    public Member Author { get; private set; } = null!;

    public string Text { get; private set; } = "";

    /// <summary>Address for the link card; null takes the first one in the text.</summary>
    public string? Link { get; private set; }

    public Audience Audience { get; private set; }

    public PostState State { get; private set; }

    /// <summary>Wall-clock date and time as planned, without a zone of its own: see <see cref="Zone"/>.</summary>
    public DateTime? PlannedLocal { get; private set; }

    public string? Zone { get; private set; }

    public bool PlannedIsSecond { get; private set; }

    /// <summary>The instant of the plan, for the calendar and the dispatcher.</summary>
    public DateTimeOffset? ScheduledAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset EditedAt { get; private set; }

    public Guid EditedById { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public int LatestVersion { get; private set; }

    public int Revision { get; private set; }

    public IReadOnlyList<Variant> Variants => variants;

    public IReadOnlyList<PostMedia> Media => media;

    public IReadOnlyList<PostVersion> Versions => versions;

    public IReadOnlyList<Delivery> Deliveries => deliveries;

    public IEnumerable<PostMedia> MediaInOrder => media.OrderBy(m => m.Position);

    protected override string Subject => "post";

    /// <summary>May this member change this post? Writers change their own.</summary>
    public bool CanBeEditedBy(Member by) => by.Can(Permission.EditOthersPosts) || (by.Can(Permission.WritePosts) && AuthorId == by.Id);

    public bool IsEditable => State is not (PostState.Publishing or PostState.Published or PostState.Unknown);

    /// <summary>Is a channel being sent to? <see cref="State"/> is summed up only when an outcome is known.</summary>
    bool IsUnderWay => deliveries.Exists(d => d.IsUnderWay);

    public bool IsMovable => State is PostState.Draft or PostState.Scheduled;

    /// <summary>The text a channel gets.</summary>
    public string TextFor(Variant variant) => variant.Text ?? Text;

    /// <summary>Takes over what a person made of the post. Says which parts changed; nothing changed, nothing recorded.</summary>
    public IReadOnlyList<string> Edit(PostEdit edit, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        if (edit.Text.Length > TextLength)
            throw new RuleBroken("TEXT_ENORMOUS", "This text has {0} characters. No network takes more than {1}; shorten it before saving.", edit.Text.Length, TextLength);

        var before = Content();
        Text = edit.Text;
        Link = edit.Link;
        Retarget(edit.Targets);
        Repicture(edit.Pictures);
        var after = Content();

        var changed = new List<string>();
        if (before.Text != after.Text)
            changed.Add("text");
        if (before.Link != after.Link)
            changed.Add("link");
        if (!before.Media.SequenceEqual(after.Media))
            changed.Add("media");
        if (System.Text.Json.JsonSerializer.Serialize(before.Variants) != System.Text.Json.JsonSerializer.Serialize(after.Variants))
            changed.Add("channels");
        if (changed.Count == 0)
            return changed;

        EditedAt = at;
        EditedById = by.Id;
        Record(by, "edited", at, ("fields", string.Join(", ", changed)));
        if (State != PostState.Draft)
            PutDeliveriesOn(Cut(by, at), at);
        return changed;
    }

    public void FollowBase(Guid channelId, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        var variant = variants.Find(v => v.ChannelId == channelId) ?? throw new RuleBroken("NOT_TARGETED", "This post does not go to that channel.");
        if (variant.FollowsBase)
            return;
        variant.FollowBase();
        Edited(by, at, "channels");
    }

    public void LeaveBase(Guid channelId, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        var variant = variants.Find(v => v.ChannelId == channelId) ?? throw new RuleBroken("NOT_TARGETED", "This post does not go to that channel.");
        if (variant.FormerText is null)
            return;
        variant.LeaveBase();
        Edited(by, at, "channels");
    }

    /// <summary>Keeps the content as it is now as a version. The same content as the latest version stays that version.</summary>
    public PostVersion Cut(Member by, DateTimeOffset at)
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
        var content = version.Content;
        Edit(
            new PostEdit(
                content.Text,
                content.Link,
                [.. content.Variants.Join(channels, v => v.ChannelId, c => c.Id, (v, c) => new PostEdit.Target(c, v.Text, v.Settings))],
                [.. content.Media.Join(assets, m => m.Id, a => a.Id, (m, a) => new PostEdit.Picture(a, m.Alt))]),
            by,
            at);
        var restored = Cut(by, at);
        Record(by, "restored", at, ("from", Digits(version.Number)), ("version", Digits(restored.Number)));
        return restored;
    }

    /// <summary>Gives a draft a date without handing it to the publisher.</summary>
    public void Plan(PlannedTime time, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        if (State == PostState.Scheduled)
        {
            Schedule(time, by, at);
            return;
        }

        MustBeMovable();
        Take(time);
        Record(by, "planned", at, ("time", Say(time)));
    }

    /// <summary>Hands the post to the publisher for a time. The caller has checked the networks' rules; see <see cref="PostProblems"/>.</summary>
    public void Schedule(PlannedTime time, Member by, DateTimeOffset at)
    {
        MustSchedule(by);
        MustBeMovable();
        MustLieAhead(time, at);

        var moved = State == PostState.Scheduled;
        Take(time);
        Send(by, time.Instant, at);
        Record(by, moved ? "moved" : "scheduled", at, Audience, ("time", Say(time)));
    }

    public void PublishNow(Member by, string zone, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        MustBeMovable();
        var local = Zones.ToLocal(at, zone);
        Take(new PlannedTime(local, zone, Zones.Read(local, zone) is LocalReading.Twice twice && at >= twice.Second, at));
        Send(by, at, at);
        Record(by, "published-now", at, Audience);
    }

    /// <summary>Back to a draft, keeping its date or not. What was sent already stays sent.</summary>
    public void Unschedule(bool keepDate, Member by, DateTimeOffset at)
    {
        if (State == PostState.Scheduled)
            MustSchedule(by);
        else
            MustEdit(by);
        MustBeMovable();
        deliveries.Clear();
        State = PostState.Draft;
        if (!keepDate)
            ForgetTime();

        Record(by, "unscheduled", at);
    }

    /// <summary>A draft with the same content, without a date.</summary>
    public Post Duplicate(Workspace workspace, Member by, DateTimeOffset at)
    {
        var copy = Draft(by, workspace, at);
        copy.Audience = Audience;
        copy.Edit(
            new PostEdit(
                Text,
                Link,
                [.. variants.Where(v => v.Channel.State != ChannelState.Disconnected).Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))],
                [.. MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt))]),
            by,
            at);
        return copy;
    }

    /// <summary>What failed or was held gets another time. The post's own plan follows unless it is out somewhere.</summary>
    public void Postpone(IReadOnlyCollection<Delivery> which, PlannedTime time, Member by, DateTimeOffset at)
    {
        by.Must(Permission.SchedulePosts);
        MustLieAhead(time, at);
        foreach (var delivery in which)
        {
            if (delivery.State is not (DeliveryState.Failed or DeliveryState.Held))
                throw new RuleBroken("NOTHING_TO_MOVE", "This is not waiting for a new time any more.");
            delivery.Postpone(time.Instant, by, at);
        }

        if (deliveries.TrueForAll(d => d.State == DeliveryState.Waiting))
            Take(time);
        Record(by, "moved", at, Audience, ("time", Say(time)));
    }

    /// <summary>The post does not go to this channel after all. With its last channel it becomes a draft without a date.</summary>
    public void Drop(Delivery delivery, Member by, DateTimeOffset at)
    {
        by.Must(Permission.SchedulePosts);
        if (!deliveries.Contains(delivery))
            return;
        if (delivery.State is not (DeliveryState.Failed or DeliveryState.Held))
            throw new RuleBroken("NOTHING_TO_DROP", "Only what failed or is held can be dropped.");

        deliveries.Remove(delivery);
        Record(by, "delivery-dropped", at, ("delivery", delivery.Id.ToString()), ("channel", delivery.Channel.Name));
        if (deliveries.Count == 0)
        {
            State = PostState.Draft;
            ForgetTime();
            return;
        }

        // Otherwise the next edit would bring the channel back.
        variants.RemoveAll(v => v.ChannelId == delivery.ChannelId);
        PutDeliveriesOn(Cut(by, at), at);
        State = Sum([.. deliveries.Select(d => d.State)]);
    }

    public void Delete(Member by, DateTimeOffset at)
    {
        if (!(AuthorId == by.Id && by.Can(Permission.WritePosts)))
            by.Must(Permission.DeletePosts);
        if (State is PostState.Publishing || IsUnderWay)
            throw new RuleBroken("POST_PUBLISHING", "This post is being published right now.");
        if (DeletedAt is not null)
            return;
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

    /// <summary>The workspace moved to another zone: keep the wall clock, or keep the instant.</summary>
    public void ChangeZone(string zone, bool keepLocal, Member by, DateTimeOffset at)
    {
        if (PlannedLocal is not { } local || ScheduledAt is not { } instant)
            return;
        var kept = keepLocal ? local : Zones.ToLocal(instant, zone);
        Take(new PlannedTime(kept, zone, false, keepLocal ? Zones.ToInstantLeniently(local, zone) : instant));
        foreach (var delivery in deliveries)
            delivery.MoveTo(ScheduledAt!.Value);
        Record(by, "zone-changed", at, ("zone", zone));
    }

    /// <summary>What would be published now.</summary>
    public PostContent Content() =>
        new(
            Text,
            Link,
            [.. MediaInOrder.Select(m => new ContentMedia(m.MediaId, m.Asset.Sha256, m.Alt))],
            [.. variants.OrderBy(v => v.ChannelId).Select(v => new ContentVariant(v.ChannelId, v.Text, new SortedDictionary<string, string>(v.Settings, StringComparer.Ordinal)))]);

    /// <summary>Sums the deliveries up; one that needs a person outweighs one that is on its way.</summary>
    public static PostState Sum(IReadOnlyCollection<DeliveryState> states)
    {
        if (states.Count == 0)
            return PostState.Draft;
        if (states.All(s => s == DeliveryState.Waiting))
            return PostState.Scheduled;
        if (states.Any(s => s is DeliveryState.Waiting or DeliveryState.Preparing or DeliveryState.Armed or DeliveryState.Confirming))
            return PostState.Publishing;
        if (states.Contains(DeliveryState.Unknown))
            return PostState.Unknown;
        if (states.Contains(DeliveryState.Held))
            return PostState.Held;
        if (states.Contains(DeliveryState.Failed))
            return states.Contains(DeliveryState.Published) ? PostState.PartlyPublished : PostState.Failed;
        return PostState.Published;
    }

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
    }

    void Repicture(IReadOnlyList<PostEdit.Picture> pictures)
    {
        media.RemoveAll(m => pictures.All(p => p.Asset.Id != m.MediaId));
        for (var position = 0; position < pictures.Count; position++)
        {
            var (asset, alt) = pictures[position];
            if (media.Find(m => m.MediaId == asset.Id) is { } placed)
                placed.Place(position, alt);
            else
                media.Add(new PostMedia(Id, asset, position, alt));
        }
    }

    void Edited(Member by, DateTimeOffset at, string field)
    {
        EditedAt = at;
        EditedById = by.Id;
        Record(by, "edited", at, ("fields", field));
        if (State != PostState.Draft)
            PutDeliveriesOn(Cut(by, at), at);
    }

    void Send(Member by, DateTimeOffset due, DateTimeOffset at)
    {
        if (variants.Count == 0)
            throw new RuleBroken("NO_CHANNEL", "Choose at least one channel first.");
        var version = Cut(by, at);
        foreach (var delivery in deliveries)
            delivery.MoveTo(due);
        PutDeliveriesOn(version, at);
        foreach (var variant in variants.Where(v => !deliveries.Exists(d => d.ChannelId == v.ChannelId)))
            deliveries.Add(new Delivery(this, variant, version, due, at));
        State = PostState.Scheduled;
    }

    /// <summary>What waits goes out with the new version; what is out or on its way keeps the one it was sent with.</summary>
    void PutDeliveriesOn(PostVersion version, DateTimeOffset at)
    {
        foreach (var delivery in deliveries)
            delivery.Carry(version);
        if (State == PostState.Draft)
            return;
        foreach (var variant in variants.Where(v => !deliveries.Exists(d => d.ChannelId == v.ChannelId)))
        {
            var added = new Delivery(this, variant, version, ScheduledAt!.Value, at);
            if (State != PostState.Scheduled)
                added.AskFirst(at);
            deliveries.Add(added);
        }
    }

    void MustEdit(Member by)
    {
        if (!CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not change this post.");
        if (!IsEditable || IsUnderWay)
        {
            throw State == PostState.Publishing || IsUnderWay
                ? new RuleBroken("POST_PUBLISHING", "This post is being published right now.")
                : new RuleBroken("POST_PUBLISHED", "This post is out already and cannot be changed here.");
        }

        // A planned post that is changed by somebody who may not schedule would slip past the one who scheduled it.
        if (State == PostState.Scheduled)
            by.Must(Permission.SchedulePosts);
    }

    /// <summary>Writers schedule what they wrote themselves, as long as no approval stands before it; other people's posts are for those who may change them.</summary>
    void MustSchedule(Member by)
    {
        by.Must(Permission.SchedulePosts);
        if (AuthorId != by.Id)
            by.Must(Permission.EditOthersPosts);
    }

    void MustBeMovable()
    {
        if (!IsMovable || IsUnderWay)
            throw new RuleBroken("POST_NOT_MOVABLE", "This post has been handed to its channels and keeps its time.");
    }

    static void MustLieAhead(PlannedTime time, DateTimeOffset at)
    {
        if (time.Instant <= at)
            throw new RuleBroken("TIME_PAST", "{0} in {1} has passed. Choose a later time, or publish now.", time.Local.ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture), Zones.City(time.Zone));
    }

    void ForgetTime()
    {
        PlannedLocal = null;
        ScheduledAt = null;
        Zone = null;
        PlannedIsSecond = false;
    }

    void Take(PlannedTime time)
    {
        PlannedLocal = time.Local;
        Zone = time.Zone;
        PlannedIsSecond = time.IsSecond;
        ScheduledAt = time.Instant;
    }

    static string Say(PlannedTime time) => $"{time.Local:yyyy-MM-dd HH:mm} {time.Zone}";

    static string Digits(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
