using Planable.Data.BrandRules;
using Planable.Data.Channels;
using Planable.Data.Kinds;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Approvals;
using Planable.Web.BrandRules;
using Planable.Web.Conversations;
using Planable.Web.Labels;
using Planable.Web.Links;
using Planable.Web.Risks;

namespace Planable.Web.Posts;

/// <summary>One post with what became of it.</summary>
public sealed record PostPage(
    Guid Id,
    string Text,
    string? Link,
    Audience Audience,
    PostState StoredState,
    DateTimeOffset? ScheduledAt,
    Guid AuthorId,
    string Author,
    DateTimeOffset CreatedAt,
    DateTimeOffset EditedAt,
    int LatestVersion,
    bool HasNews,
    Recall? Recall = null,
    BrandOverride? BrandOverride = null,
    string? KindKey = null,
    LiveMark? Live = null)
{
    public const string ConversationTab = "conversation";
    public const string DeliveriesTab = "deliveries";
    public const string VersionsTab = "versions";
    public const string ActivityTab = "activity";
    public const string ApprovalTab = "approval";

    public IReadOnlyList<PostChannel> Channels { get; init; } = [];

    public IReadOnlyList<PostPicture> Pictures { get; init; } = [];

    public IReadOnlyList<DeliveryView> Deliveries { get; init; } = [];

    public IReadOnlyList<LabelChoice> Labels { get; init; } = [];

    public (Guid Id, string Name)? Campaign { get; init; }

    /// <summary>Null for a post that goes to channels.</summary>
    public ContentKind? Kind => ContentKinds.Find(KindKey);

    public bool CanBeMarkedLiveBy(Member by) => Kind is not null && by.Can(Permission.SchedulePosts) && (AuthorId == by.Id || by.Can(Permission.EditOthersPosts));

    /// <summary>What the client's brand rules say; none for its own people.</summary>
    public BrandChecksPart Brand { get; init; } = BrandChecksPart.None;

    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The idea it was made of; only for the team.</summary>
    public PostSource? Source { get; init; }

    /// <summary>Why it will not go out as planned; none for the client's people.</summary>
    public IReadOnlyList<RiskLine> Risks { get; init; } = [];

    public string Tab { get; init; } = DeliveriesTab;

    /// <summary>The link below the text of the open preview.</summary>
    public LinkShown? LinkShown { get; init; }

    /// <summary>The open preview; null if the post goes nowhere yet.</summary>
    public PreviewCard? Preview { get; init; }

    /// <summary>The channel whose preview is open; null if the post goes nowhere yet.</summary>
    public PostChannel? Shown { get; init; }

    /// <summary>Where it stands with those who decide about it.</summary>
    public ApprovalPanel? Panel { get; init; }

    /// <summary>What is said about it; read only where it is shown.</summary>
    public Conversation? Conversation { get; init; }

    /// <summary>Threads the reader sees that are not resolved.</summary>
    public int OpenThreads { get; init; }

    /// <summary>Who of the client has looked, the last first; for the team.</summary>
    public IReadOnlyList<SeenLine> Seen { get; init; } = [];

    /// <summary>Those of the client whose turn it is and who have not looked at it.</summary>
    public IReadOnlyList<string> Unseen => Panel?.Approval is { } approval && Panel.State == Planable.Data.Approvals.ApprovalState.Waiting && !Panel.Reader.IsClient
        ? [.. approval.Waiting.Where(a => a.IsClient && Seen.All(s => s.MemberId != a.MemberId)).Select(a => a.Name)] : [];

    public IReadOnlyList<VersionLine> Versions { get; init; } = [];

    public VersionComparison? Comparison { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<HistoryLine> Activity { get; init; } = [];

    public bool HasEarlierActivity { get; init; }

    /// <summary>As the deliveries stand; the stored sum follows with the first outcome.</summary>
    public PostState State => Deliveries.Count == 0 ? StoredState : Post.Sum([.. Deliveries.Select(d => d.State)]);

    public TimeSpan? LeftToRecall(DateTimeOffset now) => State == PostState.Scheduled && Recall is { } recall && recall.Until > now ? recall.Until - now : null;

    public string Title => TitleOf(Text);

    /// <summary>The thread that stopped in the middle, if one did.</summary>
    public DeliveryView? HalfOut => Deliveries.Count == 1 && Deliveries[0].IsHalfOut ? Deliveries[0] : null;

    /// <summary>The latest time that was past before it could go out; null where nothing is held for that.</summary>
    public DateTimeOffset? HeldLateFrom => Deliveries.Where(d => d is { State: DeliveryState.Held, HeldFor: HoldReason.Late }).Select(d => (DateTimeOffset?)d.DueAt).Max();

    public int PublishedCount => Deliveries.Count(d => d.State == DeliveryState.Published);

    public bool IsEditable => State is not (PostState.Publishing or PostState.Published or PostState.Unknown);

    public bool IsMovable => State is PostState.Draft or PostState.Scheduled;

    /// <summary>Channels it goes to that the reader does not see. What changes all of the post is not theirs then.</summary>
    public int Hidden { get; init; }

    public bool CanBeEditedBy(Member by) => Hidden == 0 && PartCanBeEditedBy(by);

    /// <summary>May they change what it says on the channels they see?</summary>
    public bool PartCanBeEditedBy(Member by) => IsEditable && (by.Can(Permission.EditOthersPosts) || (by.Can(Permission.WritePosts) && AuthorId == by.Id));

    public bool CanBeDeletedBy(Member by) => Hidden == 0 && State != PostState.Publishing && (by.Can(Permission.DeletePosts) || (by.Can(Permission.WritePosts) && AuthorId == by.Id));

    /// <summary>When it was found on its network, where somebody had put it out; null for a post that was written here.</summary>
    public DateTimeOffset? FoundAt { get; init; }

    /// <summary>How many pictures and videos it has there.</summary>
    public int? FilesOutside { get; init; }

    public bool IsFromOutside => FoundAt is not null;

    public bool CanBeChangedLiveBy(Member by) => Hidden == 0 && !IsFromOutside && by.Can(Permission.SchedulePosts) && (AuthorId == by.Id || by.Can(Permission.EditOthersPosts));

    /// <summary>The channels on which a version is live.</summary>
    public IReadOnlyList<string> LiveOn(int version) => [.. Deliveries.Where(d => d.IsLive && d.Version == version).Select(d => d.Channel)];

    /// <summary>Something is about to happen that no log entry tells: the page asks again by itself for a while.</summary>
    public bool IsLively(DateTimeOffset now) => Deliveries.SelectMany(d => d.Comments.Select(c => c.ActAt).Append(d.ActAt).Append(d.Change?.ActAt)).Any(act => act is { } when && when - now < TimeSpan.FromSeconds(90));

    /// <summary>The address of this view with one thing about it changed.</summary>
    public string Query(string? tab = null, Guid? channel = null)
    {
        var open = channel ?? (Shown is not null && Shown.Id != Channels[0].Id ? Shown.Id : null);
        var compared = tab is null && Comparison is { } c ? $"&from={c.From}&to={c.To}" : "";
        return $"?tab={tab ?? Tab}{(open is { } id ? $"&channel={id}" : "")}{compared}";
    }

    public static string TitleOf(string text) => PostTitle.Of(text);
}

/// <param name="OwnText">Null follows the base.</param>
public sealed record PostChannel(Guid Id, string Network, string Name, string Handle, ChannelState State, string? OwnText, Dictionary<string, string> Settings, Planable.Data.Links.LinkTags? Tags);

/// <param name="Pages">Of a document; null where nobody could look into it.</param>
public sealed record PostPicture(Guid MediaId, string FileName, string Alt, int Width, int Height, string? Placeholder, string ContentType, Planable.Data.Media.MediaEdits? Edits = null, int? Pages = null, Guid? OriginId = null, int Version = 1)
{
    public bool IsDocument => Planable.Data.Media.MediaKinds.Of(ContentType) == Planable.Data.Media.MediaKind.Document;

    public ComposerForm.Picture AsTile() =>
        new(MediaId, FileName, Width, Height, Alt, Placeholder, ContentType.StartsWith("video/", StringComparison.Ordinal)) { IsDocument = IsDocument, Pages = Pages };
}

/// <param name="Name">Who had the idea.</param>
public sealed record PostSource(Guid IdeaId, string? Url, string? Name);

/// <summary>One post as every network would show it.</summary>
public sealed record PostPreviewsPage(Guid Id, string Title, IReadOnlyList<PreviewCard> Cards);

public sealed record DeliveryView(
    Guid Id,
    Guid PostId,
    Guid ChannelId,
    string Channel,
    string Network,
    ChannelState ChannelState,
    DeliveryState State,
    DateTimeOffset DueAt,
    DateTimeOffset? ActAt,
    DateTimeOffset? PublishedAt,
    string? Permalink,
    HoldReason? HeldFor,
    FailureClass? FailureClass,
    string? FailureCode,
    string? FailureWords,
    int Version,
    IReadOnlyList<ThreadPart>? PartsOut,
    int PartCount)
{
    /// <summary>Whose phone it is on, or was to be; null if Planable publishes it.</summary>
    public string? HandedTo { get; init; }

    /// <summary>Whose phone it will go to, as it is planned.</summary>
    public string? PhoneName { get; init; }

    public bool IsInHand => HandedTo is not null && (State == DeliveryState.HandedOver || (State == DeliveryState.Held && HeldFor == HoldReason.Phone));

    /// <summary>A thread of which some parts are out and others are not.</summary>
    public bool IsHalfOut => PartsOut is { Count: > 0 } && PartsOut.Count < PartCount;

    public IReadOnlyList<DeliveryEvent> Events { get; init; } = [];

    public IReadOnlyList<CommentView> Comments { get; init; } = [];

    public DateTimeOffset? RemovedAt { get; init; }

    public string? RemovedBy { get; init; }

    public bool IsLive => State == DeliveryState.Published && RemovedAt is null;

    public bool HasRemoteId { get; init; }

    /// <summary>What was last wanted changed about it since it is out.</summary>
    public LiveChangeView? Change { get; init; }

    public LiveCheckView? Check { get; init; }

    /// <summary>As the network last told them; null before they were read.</summary>
    public IReadOnlyDictionary<string, long>? Figures { get; init; }

    public DateTimeOffset? FiguresAt { get; init; }

    /// <summary>The reader sees all channels of its post.</summary>
    public bool IsOfSeenPost { get; init; } = true;

    /// <summary>The reader may change it where it is out.</summary>
    public bool MayChange { get; init; }

    /// <summary>The version that is live, where a newer one is here.</summary>
    public string? OlderJson { get; init; }

    /// <summary>The words that are live, where those of the post are other ones by now; null where they are the same.</summary>
    public string? OtherLiveText { get; init; }
}

public sealed record LiveCheckView(LiveState State, DateTimeOffset? CheckedAt, DateTimeOffset? ActAt, string? Why, IReadOnlyList<string> Differences, LiveSide? Sent, LiveSide? Seen, bool IsAlarming, string? AcceptedBy, DateTimeOffset? AcceptedAt);

public sealed record LiveChangeView(Guid Id, LiveChangeKind Kind, LiveChangeState State, string Text, string By, DateTimeOffset At, DateTimeOffset? ActAt, string? FailureCode, string? FailureWords);


/// <summary>A comment below a post that is out, or on its way there.</summary>
public sealed record CommentView(
    Guid Id,
    Guid DeliveryId,
    int Number,
    string Text,
    DeliveryState State,
    DateTimeOffset? ActAt,
    DateTimeOffset? PublishedAt,
    string? Permalink,
    FailureClass? FailureClass,
    string? FailureCode,
    string? FailureWords)
{
    public bool CanBeRetried => State is DeliveryState.Failed or DeliveryState.Held && FailureCode != CommentDelivery.NoParent;
}

/// <param name="Version">The latest they had before their eyes.</param>
public sealed record SeenLine(Guid? MemberId, string Name, int Version, DateTimeOffset At);

/// <param name="CreditedTo">Whose words it took over.</param>
/// <param name="Falling">Whose approvals restoring it takes back.</param>
public sealed record VersionLine(int Number, string By, DateTimeOffset At, string? CreditedTo, IReadOnlyList<string> Falling);

/// <summary>Two versions side by side.</summary>
public sealed record VersionComparison(int From, int To, IReadOnlyList<VersionComparison.Part> Parts)
{
    /// <summary>What had been said by the older of the two, and whether the newer answers it.</summary>
    public IReadOnlyList<AnsweredThread> Feedback { get; init; } = [];

    public sealed record Part(string Label, IReadOnlyList<TextDiff.Piece> Pieces);
}

/// <summary>A thread from before a version, and what became of what it was about.</summary>
public sealed record AnsweredThread(Guid Id, Audience Audience, string Words, bool IsAddressed);

/// <param name="Version">The version that was the latest when it happened; 0 before the first.</param>
public sealed record HistoryLine(LogEntry Entry, int Version);
