using Planable.Data;
using Planable.Data.BestTimes;
using Planable.Data.Channels;
using Planable.Data.Kinds;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Web.BrandRules;
using Planable.Web.Labels;
using Planable.Web.Links;

namespace Planable.Web.Posts;

/// <summary>What the composer shows.</summary>
/// <param name="State">Null before the post exists.</param>
public sealed record ComposerPage(
    ComposerForm Form,
    PostState? State,
    bool IsOwn,
    WhenReading When,
    IReadOnlyList<ComposerPage.ChannelPart> Channels,
    IReadOnlyList<ComposerForm.Picture> Pictures,
    IReadOnlyList<Problem> Problems)
{
    public IReadOnlyList<SetChoice> Sets { get; init; } = [];

    /// <summary>What becomes of every @name on every channel.</summary>
    public IReadOnlyList<MentionVerdict> Mentions { get; init; } = [];

    /// <summary>The names that stay plain text, by the field in which they stand, as the marks behind the text want them.</summary>
    public string PlainMentions => System.Text.Json.JsonSerializer.Serialize(Mentions.Where(m => m.Why is not null).GroupBy(m => m.IsOwnText ? m.Channel.Id.ToString() : "base").ToDictionary(g => g.Key, g => g.Select(m => m.Handle.ToLowerInvariant()).Distinct()));

    /// <summary>People who were on pictures that are gone.</summary>
    public IReadOnlyList<KeptTags> KeptTags { get; init; } = [];

    /// <summary>Channels whose networks show people on pictures.</summary>
    public string TaggingChannels => string.Join(' ', Channels.Where(c => c.Network.Tagging is not null).Select(c => c.Channel.Id));

    /// <summary>What was done besides, and what could not be.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Parts that somebody else changed too.</summary>
    public IReadOnlyList<Conflict> Conflicts { get; init; } = [];

    /// <summary>Why what was asked was not done, and what was.</summary>
    public RuleBroken? Refusal { get; init; }

    /// <summary>One of a series: saving asks how far it reaches.</summary>
    public bool IsRecurring { get; init; }

    public IReadOnlyList<RuleBroken> RefusedFiles { get; init; } = [];

    public IReadOnlyList<LabelChoice> Labels { get; init; } = [];

    public IReadOnlyList<CampaignChoice> Campaigns { get; init; } = [];

    /// <summary>Other posts that say the same there, or go out at nearly the same time.</summary>
    public IReadOnlyList<Neighbour> Neighbours { get; init; } = [];

    /// <summary>Times at which its channels are answered best.</summary>
    public IReadOnlyList<TimeSuggestion> Suggestions { get; init; } = [];

    /// <summary>Null for a post that goes to channels.</summary>
    public ContentKind? Kind => ContentKinds.Find(Form.Kind);

    public BrandChecksPart Brand { get; init; } = BrandChecksPart.None;

    public bool AsksToPublish { get; init; }

    /// <summary>With the cursor where the first alternative text is missing that the client requires.</summary>
    public ComposerPage AskingForAlt() =>
        Problems.FirstOrDefault(p => p.Code == AltTexts.Required) is { } missing
            ? this with { Pictures = [.. Pictures.Select((p, i) => p with { HasFocus = missing.Target == $"alt:{i + 1}" })] }
            : this;

    /// <summary>How far approvals have a say in what can be done here.</summary>
    public ComposerApproval Approval { get; init; } = ComposerApproval.None;

    public bool IsScheduled => State == PostState.Scheduled;

    public IEnumerable<ChannelPart> Targeted => Channels.Where(c => c.Target.On);

    public string ChannelName(Guid id) => Channels.FirstOrDefault(c => c.Channel.Id == id)?.Channel.Name ?? "";

    /// <summary>The id of the field a problem is about.</summary>
    public string FieldOf(Problem problem)
    {
        var parts = problem.Target.Split(':', 2);
        var own = problem.ChannelId is { } channel && Channels.Any(c => c.Channel.Id == channel && c.Target.Own);
        return parts[0] switch
        {
            "alt" or "media" when parts.Length > 1 && int.TryParse(parts[1], out var number) && number <= Pictures.Count && !Pictures[number - 1].IsDocument => $"alt-{Pictures[number - 1].Id}",
            "tags" when int.TryParse(parts[1], out var tagged) && tagged <= Pictures.Count => $"tags-{Pictures[tagged - 1].Id}",
            "kept-tags" => "kept-tags",
            "media" => "pictures",
            "setting" => $"set-{problem.ChannelId}-{parts[1]}",
            "link" => "link",
            "type" => $"set-{problem.ChannelId}-{PostFormats.Key}",
            "title" when problem.ChannelId is { } titled => Channels.FirstOrDefault(c => c.Channel.Id == titled)?.Target.Settings.ContainsKey(PostOptions.TitleKey) == true ? $"set-{titled}-title" : "title",
            "poll" => parts.Length > 1 ? $"poll-{parts[1]}" : "poll-1",
            "comment" => Channels.FirstOrDefault(c => c.Channel.Id == problem.ChannelId)?.Target.Settings.GetValueOrDefault(PostComments.OwnKey) == "true" ? $"{problem.ChannelId}-comment-{parts[1]}" : $"comment-{parts[1]}",
            "channels" => "channels",
            "title" => "headline",
            "schedule" => "when",
            _ => own ? $"text-{problem.ChannelId}" : "text",
        };
    }

    public sealed record ChannelPart(Channel Channel, Network Network, ComposerForm.Target Target, string Text, TextCount? Count, bool HasBlocking, PreviewCard Preview)
    {
        /// <summary>What its links get.</summary>
        public Planable.Data.Links.LinkTags? Tags { get; init; }

        /// <summary>Those that go out with more than is written.</summary>
        public IReadOnlyList<LinkBecomes> Links { get; init; } = [];

        public IReadOnlyList<PhoneChoice> Phones { get; init; } = [];

        /// <summary>People of its network can be looked up while typing.</summary>
        public bool FindsPeople { get; init; }

        /// <summary>What can be chosen for its network.</summary>
        public IReadOnlyList<SettingField> Settings { get; init; } = [];
    }

    public sealed record Conflict(string Part, string Title, string Mine, string Theirs, string TheirMark);
}

/// <param name="MediaId">The picture that is gone.</param>
public sealed record KeptTags(Guid MediaId, IReadOnlyList<PersonTag> People)
{
    public string Names => string.Join(", ", People.Select(p => $"@{p.Handle}"));
}

/// <param name="Falling">Whose approvals saving would take back, and by which changes.</param>
/// <param name="IsLookedAt">It waits for approval, or has it.</param>
public sealed record ComposerApproval(bool IsOn, bool IsRequired, bool IsLookedAt, IReadOnlyList<string> Falling, IReadOnlyList<string> By)
{
    public static readonly ComposerApproval None = new(false, false, false, [], []);
}

public sealed record SetChoice(Guid Id, string Name);

public sealed record CampaignChoice(Guid Id, string Name);

/// <summary>A member of the team whose phone may publish a post.</summary>
public sealed record PhoneChoice(Guid Id, string Name);

/// <summary>A post as one network would show it, ready to be shown as text: nothing in it is markup.</summary>
/// <param name="Name">Of the account.</param>
public sealed record PreviewCard(
    Network Network,
    string Name,
    string Handle,
    PostType Type,
    IReadOnlyList<TextRun> Shown,
    IReadOnlyList<TextRun> Behind,
    IReadOnlyList<ComposerForm.Picture> Pictures,
    LinkShown? Link,
    DateTime? At,
    IReadOnlyDictionary<string, string> Settings)
{
    static readonly Dictionary<string, string> Drawings = new(StringComparer.Ordinal)
    {
        ["bluesky"] = "_Bluesky",
        ["discord"] = "_Discord",
        ["dribbble"] = "_Dribbble",
        ["facebook"] = "_Facebook",
        ["google-business"] = "_GoogleBusiness",
        ["instagram"] = "_Instagram",
        ["instagram-standalone"] = "_Instagram",
        ["linkedin"] = "_LinkedIn",
        ["linkedin-page"] = "_LinkedIn",
        ["mastodon"] = "_Mastodon",
        ["pinterest"] = "_Pinterest",
        ["practice"] = "_Practice",
        ["reddit"] = "_Reddit",
        ["slack"] = "_Slack",
        ["telegram"] = "_Telegram",
        ["threads"] = "_Threads",
        ["tiktok"] = "_TikTok",
        ["x"] = "_X",
        ["youtube"] = "_YouTube",
    };

    /// <summary>The view that draws this network.</summary>
    public string View => $"~/Posts/Previews/{Drawings[Network.Key]}.cshtml";

    /// <summary>A story or a reel fills a phone.</summary>
    public bool IsTall => Type is PostType.Story or PostType.Reel;

    /// <summary>One sentence why the network does not take this shape of post; null if it does.</summary>
    public string? WhyNot => Network.PostTypes[Type].WhyNot;

    public string? Title { get; init; }

    public PollContent? Poll { get; init; }

    /// <summary>What the network says where it cuts.</summary>
    public string MoreWords => Network.Key switch
    {
        "facebook" => "… See more",
        "linkedin" or "linkedin-page" => "…more",
        "x" => "Show more",
        "youtube" => "...more",
        _ => "… more",
    };

    /// <summary>What people page through, where the post goes out as that.</summary>
    public ComposerForm.Picture? Document => Type == PostType.Document ? Pictures.FirstOrDefault(p => p.IsDocument) : null;

    /// <summary>The shape of the first picture, as far as feeds keep it.</summary>
    public string Shape => Pictures is [{ Width: > 0, Height: > 0 } first, ..]
        ? ((double)first.Width / first.Height) switch { < 0.7 => "tall", < 0.9 => "portrait", <= 1.15 => "square", <= 1.6 => "landscape", _ => "wide" }
        : "square";

    public static PreviewCard Of(
        Network network, string name, string handle, VariantContent content, LinkShown? link, IReadOnlyList<ComposerForm.Picture> pictures, DateTime? at)
    {
        var parts = content.Type == PostType.Thread && network.Knows(PostType.Thread) ? ThreadParts.Of(content.Text, network, content.Settings) : [content.Text];
        var (shown, behind) = TextRun.Cut(TextRun.Of(parts[0], network), network.CutAt, network.CutLines);
        return new PreviewCard(network, name, handle, content.EffectiveType, shown, behind, [.. pictures.Take(content.Media.Count)], link, at, content.Settings) { Title = network.HasTitle && content.Title is { Length: > 0 } title ? title : null, Poll = network.Knows(PostType.Poll) ? content.Poll : null, Parts = [.. parts.Skip(1).Select(p => TextRun.Of(p, network))] };
    }

    public IReadOnlyList<PostComment> Comments { get; init; } = [];

    /// <summary>A saved post on one channel.</summary>
    /// <param name="text">As the channel gets it.</param>
    public static PreviewCard Saved(
        Network network, string name, string handle, string text, string? link, IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, string> settings, IReadOnlyList<PostPicture> pictures, LinkShown? shown, DateTime? at)
    {
        var chosen = PostOptions.For(options, settings);
        var format = PostFormats.Of(chosen);
        var content = new VariantContent(
            text, [.. pictures.Take(PostFormats.Files(format)).Select(p => new AttachedMedia(p.ContentType, 0, p.Width, p.Height, p.Alt))], PostOptions.OfNetwork(chosen), format, Link: link,
            Title: chosen.GetValueOrDefault(PostOptions.TitleKey), Poll: format == PostType.Poll ? Polls.In(chosen) : null);
        return Of(network, name, handle, content, shown, [.. pictures.Select(p => p.AsTile().As(p.Edits, network.Key, format))], at)
            with
        { Comments = network.HasComments ? PostComments.In(chosen) : [] };
    }

    /// <summary>The parts behind the first, of a thread.</summary>
    public IReadOnlyList<IReadOnlyList<TextRun>> Parts { get; init; } = [];

    public string? Setting(string key) => Settings.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    /// <param name="now">What stands there without a date.</param>
    public string When(string now) => At?.ToString("d MMM", System.Globalization.CultureInfo.CurrentCulture) ?? now;
}

/// <summary>A stretch of text that a network shows in one way.</summary>
/// <param name="Kind">Null for plain words.</param>
public sealed record TextRun(TextSpanKind? Kind, string Text)
{
    public static IReadOnlyList<TextRun> Of(string text, Network network)
    {
        var (runs, seen) = (new List<TextRun>(), 0);
        foreach (var span in TextSpans.In(text, network))
        {
            if (span.Start > seen)
                runs.Add(new TextRun(null, text[seen..span.Start]));
            runs.Add(new TextRun(span.Kind, text[span.Start..span.End]));
            seen = span.End;
        }

        if (seen < text.Length)
            runs.Add(new TextRun(null, text[seen..]));
        return runs;
    }

    /// <summary>Where the network says "see more". A link is not cut in two.</summary>
    public static (IReadOnlyList<TextRun> Shown, IReadOnlyList<TextRun> Behind) Cut(IReadOnlyList<TextRun> runs, int? characters, int? lines = null)
    {
        var at = Math.Min(characters ?? int.MaxValue, EndOfLine(runs, lines));
        if (runs.Sum(r => r.Text.Length) <= at)
            return (runs, []);
        var (shown, behind) = (new List<TextRun>(), new List<TextRun>());
        foreach (var run in runs)
        {
            if (run.Text.Length <= at && behind.Count == 0)
            {
                shown.Add(run);
                at -= run.Text.Length;
            }
            else if (behind.Count == 0 && run.Kind is null && at > 0)
            {
                var end = char.IsHighSurrogate(run.Text[at - 1]) ? at - 1 : at;
                shown.Add(run with { Text = run.Text[..end] });
                behind.Add(run with { Text = run.Text[end..] });
            }
            else
            {
                behind.Add(run);
            }
        }

        return (shown, behind);
    }

    /// <summary>How many characters stand before the break that ends the last line shown.</summary>
    static int EndOfLine(IReadOnlyList<TextRun> runs, int? lines)
    {
        if (lines is not { } left)
            return int.MaxValue;
        var seen = 0;
        foreach (var letter in runs.SelectMany(r => r.Text))
        {
            if (letter == '\n' && --left == 0)
                return seen;
            seen++;
        }

        return int.MaxValue;
    }
}
