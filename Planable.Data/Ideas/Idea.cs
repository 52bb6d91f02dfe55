using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Ideas;

public enum IdeaState
{
    Open,

    /// <summary>At least one post was made of it.</summary>
    Used,
    Dismissed,
}

/// <summary>Something that may become a post: words, a page found somewhere, files. Whoever sends the same page again adds to it.</summary>
public class Idea : Recorded, IBelongToWorkspace, IRevised
{
    public const int TextLength = 20_000;

    readonly List<IdeaCapture> captures = [];
    readonly List<IdeaFile> files = [];
    readonly List<IdeaLabel> labels = [];

    Idea()
    {
    }

    Idea(IdeaThought thought, IdeaSender from, DateTimeOffset at)
    {
        Text = Clean(thought.Text);
        Url = thought.Url;
        UrlKey = thought.UrlKey;
        CapturedAt = at;
        captures.Add(new IdeaCapture(Id, Text, from, at));
        Attach(thought.Files);
        TouchedAt = at;
    }

    public Guid WorkspaceId { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>The page it comes from.</summary>
    public string? Url { get; private set; }

    /// <summary>See <see cref="IdeaAddress.KeyOf"/>: one idea for each page.</summary>
    public string? UrlKey { get; private set; }

    public IdeaState State { get; private set; }

    public DateTimeOffset CapturedAt { get; private set; }

    /// <summary>When somebody last added to it.</summary>
    public DateTimeOffset TouchedAt { get; private set; }

    public int Revision { get; private set; }

    /// <summary>Who brought it, each time.</summary>
    public IReadOnlyList<IdeaCapture> Captures => captures;

    public IReadOnlyList<IdeaFile> Files => files;

    public IReadOnlyList<IdeaLabel> Labels => labels;

    protected override string Subject => "idea";

    public static Idea Capture(IdeaThought thought, IdeaSender from, DateTimeOffset at)
    {
        from.Must();
        if (thought.IsEmpty)
            throw new RuleBroken("IDEA_EMPTY", "Write a few words, or add a link or a file.");
        if (thought.Text.Length > TextLength)
            throw new RuleBroken("IDEA_LONG", "An idea has up to {0} characters. Put the rest into a post.", TextLength);
        var idea = new Idea(thought, from, at);
        idea.Record(from.Actor, "captured", at, ("way", from.Way.ToString()), ("url", idea.Url), ("text", idea.Title));
        return idea;
    }

    /// <summary>The same page, or the same mail, came again: words and files are added, and who brought them.</summary>
    public void CaptureAgain(IdeaThought thought, IdeaSender from, DateTimeOffset at)
    {
        from.Must();
        if (from.MessageKey is not null && captures.Exists(c => c.MessageKey == from.MessageKey))
            return;
        var text = Clean(thought.Text);
        captures.Add(new IdeaCapture(Id, text, from, at));
        if (text.Length > 0 && !Text.Contains(text, StringComparison.OrdinalIgnoreCase) && Text.Length + text.Length + 2 <= TextLength)
            Text = Text.Length == 0 ? text : $"{Text}\n\n{text}";
        Attach(thought.Files);
        TouchedAt = at;
        if (State == IdeaState.Dismissed)
            State = IdeaState.Open;
        Record(from.Actor, "captured-again", at, ("way", from.Way.ToString()), ("url", Url));
    }

    public void Edit(string text, string? url, IReadOnlyCollection<Guid> keptFiles, IReadOnlyList<MediaAsset> added, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        if (text.Length > TextLength)
            throw new RuleBroken("IDEA_LONG", "An idea has up to {0} characters. Put the rest into a post.", TextLength);
        Text = Clean(text);
        Url = url;
        UrlKey = url is null ? null : IdeaAddress.KeyOf(url);
        files.RemoveAll(f => !keptFiles.Contains(f.MediaId));
        Attach(added);
        if (Text.Length == 0 && Url is null && files.Count == 0)
            throw new RuleBroken("IDEA_EMPTY", "Write a few words, or add a link or a file.");
        TouchedAt = at;
        Record(by, "edited", at, ("text", Title));
    }

    public void Relabel(IReadOnlyCollection<Label> wanted, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        var had = labels.Select(l => l.LabelId).Order().ToList();
        labels.RemoveAll(l => wanted.All(w => w.Id != l.LabelId));
        labels.AddRange(wanted.Where(w => !labels.Exists(l => l.LabelId == w.Id)).Select(w => new IdeaLabel(Id, w)));
        if (!had.SequenceEqual(labels.Select(l => l.LabelId).Order()))
            Record(by, "labelled", at, ("text", Title));
    }

    /// <summary>A draft with its words, files and labels. The page it came from becomes the post's link.</summary>
    public Post BecomePost(Workspace workspace, Member by, DateTimeOffset at)
    {
        var post = Post.FromIdea(this, workspace, by, at);
        State = IdeaState.Used;
        Record(by, "became-post", at, ("post", post.Id.ToString()), ("text", Title));
        return post;
    }

    public void Dismiss(Member by, DateTimeOffset at)
    {
        MustEdit(by);
        if (State != IdeaState.Open)
            return;
        State = IdeaState.Dismissed;
        Record(by, "dismissed", at, ("text", Title));
    }

    public void Reopen(Member by, DateTimeOffset at)
    {
        MustEdit(by);
        if (State != IdeaState.Dismissed)
            return;
        State = IdeaState.Open;
        Record(by, "reopened", at, ("text", Title));
    }

    public string Title => TitleOf(Text, Url);

    public static string TitleOf(string text, string? url)
    {
        var line = text.Split('\n')[0].Trim();
        if (line.Length == 0)
            return url ?? "";
        return line.Length <= 80 ? line : $"{line[..(char.IsHighSurrogate(line[78]) ? 78 : 79)].TrimEnd()}…";
    }

    /// <summary>Ideas belong to the team, not to who had them.</summary>
    static void MustEdit(Member by) => by.Must(Permission.WritePosts);

    void Attach(IEnumerable<MediaAsset> added)
    {
        foreach (var asset in added.Where(a => !files.Exists(f => f.MediaId == a.Id)).ToList())
            files.Add(new IdeaFile(Id, asset, files.Count == 0 ? 0 : files.Max(f => f.Position) + 1));
    }

    static string Clean(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\0", "", StringComparison.Ordinal).Trim();
}

/// <summary>What somebody had in mind.</summary>
/// <param name="Url">As <see cref="IdeaAddress.Read"/> gives it.</param>
public sealed record IdeaThought(string Text, string? Url, IReadOnlyList<MediaAsset> Files)
{
    public string? UrlKey => Url is null ? null : IdeaAddress.KeyOf(Url);

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Url is null && Files.Count == 0;
}

public enum IdeaWay
{
    Form,
    Share,
    Mail,
}

/// <summary>Who brought it and how. Without a member it came from outside.</summary>
/// <param name="Address">Of an outsider's mail.</param>
/// <param name="MessageKey">Of a mail: the same one may be delivered twice.</param>
/// <param name="LeftOut">Files that were not taken, with why.</param>
public sealed record IdeaSender(IdeaWay Way, Member? Member, string Name, string? Address = null, string? MessageKey = null, string? LeftOut = null)
{
    public static IdeaSender Of(Member member, IdeaWay way) => new(way, member, member.Person.Name);

    public Actor Actor => Member is null ? new Actor(ActorKind.Link, null, Name) : Member;

    internal void Must() => Member?.Must(Permission.SeeInternal);
}

/// <summary>One time somebody brought it.</summary>
public class IdeaCapture : Entity, IBelongToWorkspace
{
    IdeaCapture()
    {
    }

    internal IdeaCapture(Guid ideaId, string text, IdeaSender from, DateTimeOffset at)
    {
        IdeaId = ideaId;
        Text = text;
        Way = from.Way;
        MemberId = from.Member?.Id;
        Name = from.Name;
        Address = from.Address;
        MessageKey = from.MessageKey;
        LeftOut = from.LeftOut;
        At = at;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid IdeaId { get; private set; }

    public string Text { get; private set; } = "";

    public IdeaWay Way { get; private set; }

    /// <summary>Null for somebody from outside.</summary>
    public Guid? MemberId { get; private set; }

    public string Name { get; private set; } = "";

    public string? Address { get; private set; }

    public string? MessageKey { get; private set; }

    public string? LeftOut { get; private set; }

    public DateTimeOffset At { get; private set; }
}

public class IdeaFile : Entity, IBelongToWorkspace
{
    IdeaFile()
    {
    }

    internal IdeaFile(Guid ideaId, MediaAsset asset, int position)
    {
        IdeaId = ideaId;
        MediaId = asset.Id;
        Asset = asset;
        Position = position;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid IdeaId { get; private set; }

    public Guid MediaId { get; private set; }

    public MediaAsset Asset { get; private set; } = null!;

    public int Position { get; private set; }
}

public class IdeaLabel : Entity, IBelongToWorkspace
{
    IdeaLabel()
    {
    }

    internal IdeaLabel(Guid ideaId, Label label)
    {
        IdeaId = ideaId;
        LabelId = label.Id;
        Label = label;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid IdeaId { get; private set; }

    public Guid LabelId { get; private set; }

    public Label Label { get; private set; } = null!;
}
