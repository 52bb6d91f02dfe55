using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;

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

    /// <summary>Waits for its network to give turns: they are given for the next moments only, since more may go by then.</summary>
    public const string LineLater = "network-queue";

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
