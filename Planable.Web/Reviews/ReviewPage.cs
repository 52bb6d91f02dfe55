using Planable.Data.Approvals;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Web.Links;
using Planable.Web.Posts;

namespace Planable.Web.Reviews;

/// <summary>How a post stands for whoever came by the link.</summary>
public enum ReviewStanding
{
    /// <summary>Nobody is asked about it here.</summary>
    Shown,

    /// <summary>The team looks first.</summary>
    WithTeam,
    Waiting,
    Approved,
    ChangesRequested,
    Rejected,
    Published,
}

/// <summary>A post in the list of a link.</summary>
/// <param name="Text">As one of the channels the link shows has it.</param>
public sealed record ReviewItem(Guid Id, string Text, DateTimeOffset? ScheduledAt, ReviewStanding Standing, IReadOnlyList<string> Networks, Guid? Picture, bool IsChanged)
{
    public string Title => PostPage.TitleOf(Text);

    public ReviewDecision? Decision { get; init; }

    public string Mark => Standing switch
    {
        ReviewStanding.Approved => "approved",
        ReviewStanding.ChangesRequested => "held",
        ReviewStanding.Rejected => "failed",
        ReviewStanding.Published => "published",
        ReviewStanding.Waiting => "waiting",
        _ => "draft",
    };
}

/// <summary>What was last decided about a post for the client.</summary>
public sealed record ReviewDecision(DecisionKind Kind, ChangeReason? Reason, string? Text, string Name, int Version, DateTimeOffset At, Recording? Recording = null);

/// <summary>What everybody who opens a link is shown around the post.</summary>
public sealed record ReviewFrame(ReviewDoor Door, IReadOnlyList<ReviewItem> Items)
{
    public string Path => Door.Path;

    public ReviewLink Link => Door.Link;

    public int Left => Items.Count(i => i.Standing == ReviewStanding.Waiting);

    /// <summary>All they were asked about is answered.</summary>
    public bool IsDone => Left == 0 && Items.Any(i => i.Decision is not null);
}

/// <summary>One post before the eyes of whoever came by a link.</summary>
public sealed record ReviewPage(ReviewFrame Frame, ReviewItem Item, IReadOnlyList<ReviewCard> Cards)
{
    public int Number => Frame.Items.Select(i => i.Id).ToList().IndexOf(Item.Id) + 1;

    public int Version { get; init; }

    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>What a decision about it names; null where none is asked.</summary>
    public ReviewTurn? Turn { get; init; }

    public bool HasNewer { get; init; }

    public string? Kind { get; init; }

    public Kinds.Document? Document { get; init; }

    /// <summary>What is new since this browser looked last.</summary>
    public IReadOnlyList<(string Label, IReadOnlyList<TextDiff.Piece> Pieces)> News { get; init; } = [];

    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Who else has said something for the client.</summary>
    public IReadOnlyList<ReviewDecision> Others { get; init; } = [];

    public IReadOnlyList<Guid> Videos { get; init; } = [];

    /// <summary>A decision that came back, with what was typed.</summary>
    public (string Words, ReviewForm Form)? Back { get; init; }

    /// <summary>What is said with the client; none where parts of the post are not shown.</summary>
    public IReadOnlyList<TalkThread> Talk { get; init; } = [];

    public bool Talks { get; init; }

    /// <summary>What can be put in other words here.</summary>
    public IReadOnlyList<TalkText> Texts { get; init; } = [];

    /// <summary>A comment that was not taken, with why.</summary>
    public (string Words, TalkForm Form)? Unsaid { get; init; }

    public Guid? Next => Frame.Items.SkipWhile(i => i.Id != Item.Id).Skip(1).Concat(Frame.Items.TakeWhile(i => i.Id != Item.Id)).FirstOrDefault(i => i.Standing == ReviewStanding.Waiting)?.Id;

    public ReviewItem? Before => Number > 1 ? Frame.Items[Number - 2] : null;

    public ReviewItem? After => Number < Frame.Items.Count ? Frame.Items[Number] : null;
}

/// <param name="Text">What all channels say that say nothing of their own; null if none does.</param>
/// <param name="Own">By channel.</param>
public sealed record ReviewTurn(Guid Level, string Hash, IdentityStrength Wanted, bool IsKnown, string? Text, IReadOnlyList<(Guid ChannelId, string Name, string Text)> Own);

public sealed record ReviewCard(PreviewCard Card, string Channel);

/// <summary>A decision by link, and who gives it as far as the page had to ask.</summary>
public sealed class ReviewForm
{
    public Guid Level { get; set; }

    [System.ComponentModel.DataAnnotations.StringLength(64)]
    public string Hash { get; set; } = "";

    public int Version { get; set; }

    /// <summary>Made when the button was shown: sent twice, it counts once.</summary>
    public Guid? Key { get; set; }

    /// <summary>approve, changes, or suggest: approve with other words.</summary>
    public string Do { get; set; } = "";

    public ChangeReason? Reason { get; set; }

    [System.ComponentModel.DataAnnotations.StringLength(ApprovalDecision.TextLength)]
    public string? Text { get; set; }

    public string? Words { get; set; }

    public Dictionary<Guid, string> Own { get; set; } = [];

    public string? Name { get; set; }

    public string? Address { get; set; }

    public string? Code { get; set; }

    public void DecideAbout(Post post, Decider by, DateTimeOffset at)
    {
        switch (Do)
        {
            case "approve":
                post.Approve(Level, Hash, Text, by, at);
                break;
            case "changes":
                post.RequestChanges(Level, Hash, Reason, Text, by, at);
                break;
            case "suggest":
                post.ApproveWithChange(Level, Hash, new SuggestedWords(Words, Own), null, by, at);
                break;
            default:
                throw new Data.RuleBroken("DECISION_UNKNOWN", "Choose whether you approve it.");
        }
    }

    /// <summary>To carry it through the question who they are.</summary>
    public IEnumerable<(string Name, string? Value)> Fields() =>
        [
            (nameof(Level), Level.ToString()), (nameof(Hash), Hash), (nameof(Version), Version.ToString(System.Globalization.CultureInfo.InvariantCulture)), (nameof(Key), Key?.ToString()), (nameof(Do), Do),
            (nameof(Reason), Reason?.ToString()), (nameof(Text), Text), (nameof(Words), Words), .. Own.Select(o => ($"Own[{o.Key}]", (string?)o.Value)),
        ];
}

/// <summary>The question who somebody is, before what they pressed is done.</summary>
/// <param name="Sent">Where a code is on its way to; null if none is.</param>
public sealed record WhoPage(ReviewFrame Frame, Guid PostId, ReviewForm Form, IdentityStrength Wanted, string? Sent, string? Trouble);

/// <param name="State">Null for an address that never was.</param>
public sealed record ClosedPage(ReviewDoor? Door, string? Trouble = null, bool IsOnItsWay = false);

public sealed record PasswordPage(ReviewDoor Door, string Next, string? Trouble);
