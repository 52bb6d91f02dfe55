using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Publishing;

/// <summary>One variant on its way to one channel, published at most once. See README.md in this folder.</summary>
public partial class Delivery : Recorded, ILeased
{
    /// <summary>Tries after which a passing fault is a failure.</summary>
    public const int MaxTries = 4;

    /// <summary>Looks after which the network cannot tell.</summary>
    public const int MaxLooks = 5;

    /// <summary>Waits for its network, which fails for everybody.</summary>
    public const string LineCut = "network-away";

    /// <summary>Waits for its turn at a network that asked for fewer posts at a time.</summary>
    public const string LineSlow = "network-busy";

    /// <summary>Waits for room at an account that takes no more for now.</summary>
    public const string QuotaFull = "quota-full";

    const string MediaPending = "media-pending";

    readonly List<DeliveryEvent> events = [];
    readonly List<CommentDelivery> comments = [];

    Delivery()
    {
    }

    internal Delivery(Post post, Variant variant, PostVersion version, DateTimeOffset due, DateTimeOffset at)
    {
        Post = post;
        PostId = post.Id;
        VariantId = variant.Id;
        ChannelId = variant.ChannelId;
        Channel = variant.Channel;
        Version = version;
        VersionId = version.Id;
        DueAt = due;
        ActAt = due;
        CreatedAt = at;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public Post Post { get; private set; } = null!;

    public Guid VariantId { get; private set; }

    public Guid ChannelId { get; private set; }

    public Channels.Channel Channel { get; private set; } = null!;

    public Guid VersionId { get; private set; }

    public PostVersion Version { get; private set; } = null!;

    public DeliveryState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it should be out.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When a worker should next do something; null when only a person can.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    /// <summary>Also the turn: every claim, act and release changes it, so whoever saves over something newer loses.</summary>
    public Guid? LeaseId { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    /// <summary>Read-backs since it was armed.</summary>
    public int Looks { get; private set; }

    public DateTimeOffset? ArmedAt { get; private set; }

    public Dictionary<string, string> Prepared { get; private set; } = [];

    /// <summary>The parts of a thread that are out, in order; null if none is, or if it is no thread.</summary>
    public List<ThreadPart>? PartsOut { get; private set; }

    /// <summary>How many parts the thread has; 0 until the first is out.</summary>
    public int PartCount { get; private set; }

    public string? RemoteId { get; private set; }

    public string? Permalink { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public HoldReason? HeldFor { get; private set; }

    public FailureClass? FailureClass { get; private set; }

    public string? FailureCode { get; private set; }

    public string? FailureWords { get; private set; }

    /// <summary>W3C trace context of the act that gave it its time; see <see cref="TraceParents"/>.</summary>
    public string? TraceParent { get; private set; }

    public IReadOnlyList<DeliveryEvent> Events => events;

    /// <summary>What the post is called at the network: one id, or one for each part of a thread; none if that is not known.</summary>
    public IReadOnlyList<string> RemoteIds => PartsOut is { Count: > 0 } parts ? [.. parts.Select(p => p.RemoteId)] : RemoteId is { } id ? [id] : [];

    /// <summary>What follows below the post; there from the moment the post is out.</summary>
    public IReadOnlyList<CommentDelivery> Comments => comments;

    protected override string Subject => "post";

    protected override Guid SubjectId => PostId;

    public bool NeedsPerson => State is DeliveryState.Failed or DeliveryState.Held or DeliveryState.Unknown;

    /// <summary>A worker may be sending it right now, or the network is still working on it.</summary>
    public bool IsUnderWay => State is DeliveryState.Preparing or DeliveryState.Armed or DeliveryState.Confirming or DeliveryState.HandedOver || (State == DeliveryState.Waiting && HasBegun);

    /// <summary>Parts of a thread are out: the rest goes out as it was written, or not at all.</summary>
    public bool HasBegun => PartsOut is { Count: > 0 };

    /// <summary>Found so late after the time to act that a person should decide. A wait the network asked for is not lateness.</summary>
    public bool IsLate(TimeSpan limit, DateTimeOffset at) => ActAt is { } act && at - act > limit;

    internal void MoveTo(DateTimeOffset due)
    {
        if (State != DeliveryState.Waiting)
            return;
        DueAt = due;
        ActAt = due;
        Tries = 0;
        ForgetFailure();
        Release();
    }

    /// <summary>Added to a post whose time has come already: nothing goes out by the way of an edit.</summary>
    internal void AskFirst(DateTimeOffset at)
    {
        State = DeliveryState.Held;
        HeldFor = HoldReason.Late;
        ActAt = null;
        FailureWords = "Added after the post's time. Publish it now, give it a new time, or drop it.";
        Note(at, "held", FailureWords, HeldFor.ToString());
    }

    internal void Carry(PostVersion version)
    {
        if (State is not (DeliveryState.Waiting or DeliveryState.Failed or DeliveryState.Held))
            return;
        Version = version;
        VersionId = version.Id;
        // A worker that prepares the version before must not arm it.
        Release();
    }

    /// <summary>A failed or held delivery gets another time.</summary>
    internal void Postpone(DateTimeOffset due, Member by, DateTimeOffset at)
    {
        State = DeliveryState.Waiting;
        HeldFor = null;
        MoveTo(due);
        Note(at, "postponed", by.Person.Name);
    }

    /// <summary>The marker that must be committed before the mutating call.</summary>
    public void Arm(IReadOnlyDictionary<string, string> prepared, DateTimeOffset at, TimeSpan lease)
    {
        Prepared = new Dictionary<string, string>(prepared, StringComparer.Ordinal);
        State = DeliveryState.Armed;
        ArmedAt ??= at;
        // While armed it is looked at only after this lease: the call may still be under way.
        ActAt = at;
        LeaseId = Guid.NewGuid();
        LeasedUntil = at + lease;
        Tries++;
        Looks = 0;
        Note(at, "armed");
    }

    public void Accept(string remoteId, DateTimeOffset at, TimeSpan again)
    {
        RemoteId = remoteId;
        State = DeliveryState.Confirming;
        ActAt = at + again;
        Note(at, "accepted", remoteId);
        Release();
    }

    /// <summary>One part of a thread is out and the next is to be sent. Every part is armed, sent and looked for by itself.</summary>
    public void PublishPart(string remoteId, string? permalink, int count, DateTimeOffset at)
    {
        PartsOut = [.. PartsOut ?? [], new ThreadPart(remoteId, permalink)];
        PartCount = count;
        State = DeliveryState.Preparing;
        ArmedAt = null;
        ActAt = at;
        Tries = 0;
        Looks = 0;
        ForgetFailure();
        Note(at, "part", $"{PartsOut.Count} / {count}");
        Release();
    }

    /// <summary>A person lets a thread end where it stopped.</summary>
    internal void EndHere(Member by, DateTimeOffset at)
    {
        State = DeliveryState.Published;
        (RemoteId, Permalink) = (PartsOut![0].RemoteId, PartsOut[0].Permalink);
        PublishedAt = at;
        ActAt = null;
        HeldFor = null;
        ForgetFailure();
        Note(at, "ended", by.Person.Name);
        Release();
        FollowUp(at);
        Record(by, "thread-ended", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("parts", PartsOut.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public void Publish(string remoteId, string? permalink, DateTimeOffset at, bool found = false)
    {
        // A thread is known by its first part.
        if (HasBegun)
        {
            PartsOut = [.. PartsOut!, new ThreadPart(remoteId, permalink)];
            (remoteId, permalink) = (PartsOut[0].RemoteId, PartsOut[0].Permalink);
        }

        RemoteId = remoteId;
        Permalink = permalink;
        PublishedAt = at;
        State = DeliveryState.Published;
        ActAt = null;
        HeldFor = null;
        ForgetFailure();
        Note(at, found ? "found" : "published", permalink);
        Release();
        FollowUp(at);
        Record(Actor.Planable, "delivered", at, Post.Audience, ("delivery", Id.ToString()), ("channel", Channel.Name), ("permalink", permalink));
    }

    /// <summary>Refused before it was armed: that is a try too, or a network that refuses uploads would be asked for ever.</summary>
    public void CountTry()
    {
        if (State is DeliveryState.Waiting or DeliveryState.Preparing)
            Tries++;
    }

    /// <summary>Nothing was sent; a worker tries again at the time.</summary>
    public void TryAgain(Failure failure, DateTimeOffset next, DateTimeOffset at, bool counts)
    {
        Remember(failure);
        State = HasBegun ? DeliveryState.Preparing : DeliveryState.Waiting;
        ArmedAt = null;
        ActAt = next;
        if (!counts && Tries > 0)
            Tries--;
        Note(at, "retry", failure.Words, failure.Code);
        Release();
    }

    /// <summary>Nothing stands in its way but time: it waits without having been tried, and has not failed.</summary>
    public bool IsPatient => State is DeliveryState.Waiting or DeliveryState.Preparing && IsPatience(FailureCode);

    public static bool IsPatience(string? code) => code is LineCut or LineSlow or QuotaFull or MediaPending;

    /// <summary>A video is still being made into what the network takes.</summary>
    public void AwaitMedia(string words, DateTimeOffset next, DateTimeOffset at) => Await(MediaPending, "converting", words, next, at);

    /// <summary>Its account takes no more for now.</summary>
    public void AwaitRoom(string words, DateTimeOffset next, DateTimeOffset at) => Await(QuotaFull, "waiting", words, next, at);

    /// <summary>Its network is away for everybody, or takes fewer at a time.</summary>
    public void AwaitLine(string code, string words, DateTimeOffset next, DateTimeOffset at)
    {
        if (State is DeliveryState.Waiting or DeliveryState.Preparing)
        {
            Await(code, "waiting", words, next, at);
            return;
        }

        // It may be out: what is known of that stays, only the next look is put off.
        ActAt = next;
        Release();
    }

    /// <summary>Nothing was tried, and waiting for it is not being late.</summary>
    void Await(string code, string kind, string words, DateTimeOffset next, DateTimeOffset at)
    {
        if (FailureCode != code)
            Note(at, kind, words, code);
        Remember(new Failure(Publishing.FailureClass.Transient, code, words));
        State = HasBegun ? DeliveryState.Preparing : DeliveryState.Waiting;
        ActAt = next;
        Release();
    }

    /// <summary>The answer was lost: look before anything else.</summary>
    public void Look(Failure failure, DateTimeOffset next, DateTimeOffset at)
    {
        Remember(failure);
        Looks++;
        ActAt = next;
        Note(at, "lost", failure.Words, failure.Code);
        Release();
    }

    /// <summary>Surely not out: sending again is safe.</summary>
    public void Disarm(DateTimeOffset next, DateTimeOffset at)
    {
        // ArmedAt stays: should the next call be lost too, the look begins at the first.
        State = HasBegun ? DeliveryState.Preparing : DeliveryState.Waiting;
        ActAt = next;
        Note(at, "absent");
        Release();
    }

    public void Fail(Failure failure, DateTimeOffset at)
    {
        Remember(failure);
        State = DeliveryState.Failed;
        ArmedAt = null;
        ActAt = null;
        Note(at, "failed", failure.Words, failure.Code);
        Release();
        Record(Actor.Planable, "delivery-failed", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("class", failure.Class.ToString()), ("code", failure.Code), ("why", failure.Words));
    }

    public void Hold(HoldReason reason, string words, DateTimeOffset at)
    {
        HeldFor = reason;
        State = DeliveryState.Held;
        ActAt = null;
        FailureWords = words;
        Note(at, "held", words, reason.ToString());
        Release();
        Record(Actor.Planable, "delivery-held", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("reason", reason.ToString()), ("why", words));
    }

    public void GiveUpLooking(string why, DateTimeOffset at)
    {
        FailureClass = Publishing.FailureClass.UnknownOutcome;
        FailureWords = why;
        State = DeliveryState.Unknown;
        ActAt = null;
        Note(at, "unknown", why);
        Release();
        Record(Actor.Planable, "delivery-unknown", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("why", why));
    }

    /// <summary>A person has the failed or held delivery sent. Pressed twice, it is sent once.</summary>
    public void Retry(Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (State is DeliveryState.Waiting or DeliveryState.Preparing or DeliveryState.Armed or DeliveryState.Confirming or DeliveryState.HandedOver)
            return;
        if (State is not (DeliveryState.Failed or DeliveryState.Held))
            throw new RuleBroken("NOTHING_TO_RETRY", "This is not waiting for a retry any more.");

        State = HasBegun ? DeliveryState.Preparing : DeliveryState.Waiting;
        HeldFor = null;
        ForgetFailure();
        DueAt = at;
        ActAt = at;
        Tries = 0;
        Note(at, "asked", by.Person.Name);
        Release();
        Record(by, "delivery-retried", at, ("delivery", Id.ToString()), ("channel", Channel.Name));
    }

    /// <summary>A person looked at the network and says it is out.</summary>
    public void ConfirmOut(string? permalink, Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (State == DeliveryState.Published)
            return;
        if (State != DeliveryState.Unknown)
            throw new RuleBroken("NOT_UNKNOWN", "This delivery is not waiting for a confirmation.");
        State = DeliveryState.Published;
        Permalink = permalink;
        PublishedAt = ArmedAt ?? at;
        ForgetFailure();
        Note(at, "confirmed", by.Person.Name);
        Release();
        FollowUp(at);
        Record(by, "delivery-confirmed", at, ("delivery", Id.ToString()), ("channel", Channel.Name), ("permalink", permalink));
    }

    /// <summary>A person looked at the network and says it is not out: it may be sent again.</summary>
    public void ConfirmAbsent(Member by, DateTimeOffset at)
    {
        by.Must(Permission.PublishPosts);
        if (State == DeliveryState.Failed)
            return;
        if (State != DeliveryState.Unknown)
            throw new RuleBroken("NOT_UNKNOWN", "This delivery is not waiting for a confirmation.");
        State = DeliveryState.Failed;
        ArmedAt = null;
        FailureWords = "Not published, as checked by a person.";
        Note(at, "denied", by.Person.Name);
        Release();
        Record(by, "delivery-denied", at, ("delivery", Id.ToString()), ("channel", Channel.Name));
    }

    /// <summary>The comment is not written after all.</summary>
    public void DropComment(CommentDelivery comment, Member by, DateTimeOffset at)
    {
        comment.Drop(by, at);
        comments.Remove(comment);
    }

    /// <summary>From now on the comments are on their way, one after the other.</summary>
    void FollowUp(DateTimeOffset at)
    {
        Check ??= new LiveCheck(this, at);
        if (Networks.Networks.Find(Channel.Network) is not { HasComments: true })
            return;
        var due = at;
        foreach (var comment in PostComments.In(Version.Content.SettingsFor(ChannelId)))
            comments.Add(new CommentDelivery(this, comments.Count + 1, comment, due = due.AddMinutes(comment.Minutes), at));
    }

    void Remember(Failure failure)
    {
        FailureClass = failure.Class;
        FailureCode = failure.Code;
        FailureWords = failure.Words;
    }

    void ForgetFailure()
    {
        FailureClass = null;
        FailureCode = null;
        FailureWords = null;
    }

    void Release()
    {
        // Never back to a value it had: a page read before would otherwise save over all that happened since.
        LeaseId = Guid.NewGuid();
        LeasedUntil = null;
    }

    void Note(DateTimeOffset at, string kind, string? words = null, string? code = null) => events.Add(new DeliveryEvent(Id, at, kind, words, code));
}
