using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Planable.Data.Channels;
using Planable.Data.Kinds;
using Planable.Data.Media;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Recurrences;
using Planable.Data.Times;

namespace Planable.Web.Posts;

/// <summary>What a person types in the composer. Every part can be told apart by its mark, so that two people's changes can be put together.</summary>
public sealed class ComposerForm
{
    public const string TextPart = "text";
    public const string LinkPart = "link";
    public const string PicturesPart = "pictures";
    public const string WhenPart = "when";
    public const string LabelsPart = "labels";
    public const string CampaignPart = "campaign";
    public const string HeadlinePart = "headline";
    public const string OptionsPart = "options";

    /// <summary>The words for one picture.</summary>
    const string AltPart = "alt-";

    /// <summary>The people on one picture: the key under which they lie among the options.</summary>
    static bool IsTagsPart(string part) => PeopleTags.IsKey(part);

    /// <summary>Behind the channel: the text it has of its own. Everything else about a channel is one part.</summary>
    const string OwnText = "-text";

    /// <summary>Given out with the empty form: sending it twice makes one post.</summary>
    public Guid Id { get; set; }

    public int Revision { get; set; }

    /// <summary>The texts are as everybody on the post has them: what is saved is the shared draft. Null where the live line is cut or there is no script.</summary>
    public int? Shared { get; set; }

    /// <summary>The marks of all parts as they were when this form was filled.</summary>
    public Dictionary<string, string?> Was { get; set; } = [];

    /// <summary>See <see cref="ContentKind"/>; null for a post that goes to channels.</summary>
    public string? Kind { get; set; }

    /// <summary>The title of content that has one.</summary>
    public string? Headline { get; set; }

    public string? Text { get; set; }

    public string? Link { get; set; }

    /// <summary>What is chosen for all channels; see <see cref="PostOptions"/>.</summary>
    public Dictionary<string, string?> Options { get; set; } = [];

    public Dictionary<Guid, Target> Targets { get; set; } = [];

    /// <summary>In order.</summary>
    public List<Guid> Pictures { get; set; } = [];

    public Dictionary<Guid, string?> Alt { get; set; } = [];

    /// <summary>The alternative texts as they were suggested. One that still says the same is marked; a person who keeps it takes the mark away.</summary>
    public Dictionary<Guid, string?> Suggested { get; set; } = [];

    public List<Guid> Labels { get; set; } = [];

    public Guid? Campaign { get; set; }

    /// <summary>A label to be made and put on the post, where no script makes it at once.</summary>
    [FromForm(Name = "Name")]
    public string? NewLabel { get; set; }

    /// <summary>A set to be made of the chosen channels.</summary>
    public string? SetName { get; set; }

    /// <summary>"fri 9"; comes before date and time.</summary>
    public string? When { get; set; }

    public DateOnly? Date { get; set; }

    public TimeOnly? Time { get; set; }

    /// <summary>Which of two, where the clocks go back.</summary>
    public bool? Second { get; set; }

    /// <summary>For a post that recurs: whether the others change too.</summary>
    public RecurrenceReach Reach { get; set; }

    /// <summary>Why the brand rules do not hold for this post.</summary>
    public string? BrandReason { get; set; }

    /// <summary>The button: "save", "schedule" ..., or a small change to the form such as "up:{picture}".</summary>
    public string? Do { get; set; }

    /// <summary>So many open comments they were told of, and what they wanted to do.</summary>
    public int? Despite { get; set; }

    public string? Asked { get; private set; }

    public void Asks(string what, int openComments) => (Asked, Despite) = (what, openComments);

    public List<IFormFile> Files { get; set; } = [];

    /// <summary>The post on one channel. Its text stays in the field while it follows the base, for those who want it back.</summary>
    public sealed class Target
    {
        public bool On { get; set; }

        public bool Own { get; set; }

        public string? Text { get; set; }

        public Dictionary<string, string?> Settings { get; set; } = [];
    }

    /// <summary>A picture as its tile shows it.</summary>
    public sealed record Picture(Guid Id, string FileName, int Width, int Height, string Alt, string? Placeholder, bool IsVideo = false, long? Milliseconds = null)
    {
        /// <summary>What is done to it where it is shown; null for nothing.</summary>
        public PictureEdit? Edit { get; init; }

        /// <summary>Pages, instead of a picture.</summary>
        public bool IsDocument { get; init; }

        /// <summary>Of a document; null where nobody could look into it.</summary>
        public int? Pages { get; init; }

        /// <summary>The moment of a video that is its cover, in milliseconds.</summary>
        public int? Moment { get; init; }

        /// <summary>Can it be cut here?</summary>
        public bool CanBeEdited { get; init; }

        /// <summary>As one network shows it, in the size it then has.</summary>
        public Picture As(MediaEdits? edits, string network, PostType? format)
        {
            if (IsDocument)
                return this;
            if (IsVideo)
                return this with { Moment = edits?.Video?.CoverAt };
            if (edits?.For(network, format) is not { ChangesPixels: true } edit)
                return this;
            var (width, height) = edit.Size(Width, Height);
            return this with { Edit = edit, Width = width, Height = height };
        }

        /// <summary>The alternative text was suggested and nobody has kept or changed it yet.</summary>
        public bool IsSuggested { get; init; }

        public bool IsFromFile { get; init; }

        /// <summary>Who is tagged on it, as it is written: one person a line.</summary>
        public string People { get; init; } = "";

        /// <summary>Here the person has to write before the post can go on.</summary>
        public bool HasFocus { get; init; }

        public static Picture Of(MediaAsset asset, string alt = "", bool isSuggested = false) =>
            new(asset.Id, asset.FileName, asset.Width, asset.Height, alt, asset.Placeholder, asset.IsVideo, asset.Milliseconds) { IsDocument = asset.IsDocument, Pages = asset.Pages, CanBeEdited = asset.IsVideo || Planable.Web.Media.PictureEditorPage.Takes(asset), IsSuggested = isSuggested, IsFromFile = isSuggested && alt == asset.OwnDescription };

        public static Picture Of(MediaAsset asset, AltSuggestion? suggestion) => suggestion is { Text: var text } && asset.Alt.Length == 0 ? Of(asset, text, isSuggested: true) : Of(asset, asset.Alt);
    }

    public bool IsSuggested(Guid picture) => Suggested.GetValueOrDefault(picture) is { } suggested && Clean(suggested).Trim() is { Length: > 0 } said && said == Clean(Alt.GetValueOrDefault(picture)).Trim();

    public bool IsEmpty => Clean(Text).Length == 0 && string.IsNullOrWhiteSpace(Headline) && string.IsNullOrWhiteSpace(Link) && Pictures.Count == 0 && !Targets.Values.Any(t => t is { On: true, Own: true } && Clean(t.Text).Length > 0);

    public static ComposerForm Of(Post post)
    {
        var form = new ComposerForm
        {
            Id = post.Id,
            Revision = post.Revision,
            Text = post.Text,
            Link = post.Link,
            Options = post.Options.ToDictionary(o => o.Key, o => (string?)o.Value, StringComparer.Ordinal),
            Pictures = [.. post.MediaInOrder.Select(m => m.MediaId)],
            Alt = post.Media.ToDictionary(m => m.MediaId, m => (string?)m.Alt),
            Suggested = post.Media.Where(m => m.AltIsSuggested).ToDictionary(m => m.MediaId, m => (string?)m.Alt),
            Labels = [.. post.Labels.Select(l => l.LabelId)],
            Campaign = post.Campaign?.Id,
            Targets = post.Variants.ToDictionary(v => v.ChannelId, v => new Target
            {
                On = true,
                Own = !v.FollowsBase,
                Text = v.Text ?? v.FormerText,
                Settings = v.Settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal),
            }),
        };
        if (post.IsUniversal)
        {
            form.Kind = post.Kind;
            (form.Headline, form.Text) = TitledText.Split(post.Text);
        }

        if (post is { PlannedLocal: { } local, Zone: { } zone })
        {
            form.Date = DateOnly.FromDateTime(local);
            form.Time = TimeOnly.FromDateTime(local);
            form.Second = Zones.Read(local, zone) is LocalReading.Twice ? post.PlannedIsSecond : null;
        }

        form.Was = form.Marks();
        return form;
    }

    /// <summary>Line breaks, blanks and choices that change nothing in one form only, so that marks compare.</summary>
    public void Tidy(IReadOnlyCollection<Channel> channels)
    {
        Text = Clean(Text);
        Headline = Kind is null ? null : Clean(Headline).Replace('\n', ' ').Trim();
        if (Kind is not null)
            Text = Text.Trim('\n');
        Link = string.IsNullOrWhiteSpace(Link) ? null : Link.Trim();
        Pictures = [.. Pictures.Distinct()];
        Labels = [.. Labels.Distinct().Order()];
        Options = Filled(Options).Select(o => PeopleTags.IsKey(o.Key) ? new(o.Key, PeopleTags.Write(PeopleTags.Read(o.Value))) : o).Where(o => o.Value!.Length > 0).ToDictionary(StringComparer.Ordinal);
        foreach (var (id, target) in Targets)
        {
            target.Text = Clean(target.Text);
            var settings = channels.FirstOrDefault(c => c.Id == id) is { } channel ? Networks.Find(channel.Network)?.Settings : null;
            target.Settings = Filled(target.Settings).Where(s => settings?.FirstOrDefault(k => k.Key == s.Key)?.Default != s.Value).ToDictionary(StringComparer.Ordinal);
        }
    }

    static IEnumerable<KeyValuePair<string, string?>> Filled(Dictionary<string, string?> values) =>
        values.Where(v => !string.IsNullOrWhiteSpace(v.Value)).Select(v => new KeyValuePair<string, string?>(v.Key, Clean(v.Value).Trim()));

    public Dictionary<string, string?> Marks() => Parts().ToDictionary(p => p, p => (string?)Mark(p), StringComparer.Ordinal);

    public string Mark(string part) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Say(part))))[..16];

    /// <summary>Takes over what others changed and this person did not.</summary>
    /// <param name="theirs">What is saved now.</param>
    /// <returns>The parts both changed, and those taken over.</returns>
    public (IReadOnlyList<string> Conflicts, IReadOnlyList<string> Taken) Merge(ComposerForm theirs)
    {
        var (conflicts, taken) = (new List<string>(), new List<string>());
        foreach (var part in Parts().Union(theirs.Parts()).ToList())
        {
            var was = Was.GetValueOrDefault(part) ?? new ComposerForm().Mark(part);
            var (mine, other) = (Mark(part), theirs.Mark(part));
            if (other == was || other == mine)
                continue;
            if (mine == was)
            {
                Take(part, theirs);
                taken.Add(part);
            }
            else
            {
                conflicts.Add(part);
            }
        }

        return (conflicts, taken);
    }

    public void Take(string part, ComposerForm from)
    {
        switch (part)
        {
            case TextPart:
                Text = from.Text;
                break;
            case HeadlinePart:
                Headline = from.Headline;
                break;
            case LinkPart:
                Link = from.Link;
                break;
            case PicturesPart:
                Pictures = [.. from.Pictures];
                Alt = from.Alt.Where(a => !Alt.ContainsKey(a.Key)).Concat(Alt).ToDictionary();
                Suggested = from.Suggested.Where(s => !Suggested.ContainsKey(s.Key)).Concat(Suggested).ToDictionary();
                break;
            case LabelsPart:
                Labels = [.. from.Labels];
                break;
            case CampaignPart:
                Campaign = from.Campaign;
                break;
            case OptionsPart:
                Options = from.Options.Where(o => !IsTagsPart(o.Key)).Concat(Options.Where(o => IsTagsPart(o.Key))).ToDictionary(StringComparer.Ordinal);
                break;
            case var _ when IsTagsPart(part):
                Options[part] = from.Options.GetValueOrDefault(part);
                break;
            case WhenPart:
                (When, Date, Time, Second) = (from.When, from.Date, from.Time, from.Second);
                break;
            default:
                if (PictureOf(part) is { } picture)
                    (Alt[picture], Suggested[picture]) = (from.Alt.GetValueOrDefault(picture), from.Suggested.GetValueOrDefault(picture));
                else if (ChannelOf(part) is { } channel)
                    TakeTarget(channel, from.Targets.GetValueOrDefault(channel) ?? new Target(), part.EndsWith(OwnText, StringComparison.Ordinal));
                break;
        }
    }

    /// <summary>The channel a part is about.</summary>
    public static Guid? ChannelOf(string part) => Guid.TryParse(part.EndsWith(OwnText, StringComparison.Ordinal) ? part[..^OwnText.Length] : part, out var id) ? id : null;

    public static bool IsOwnText(string part) => part.EndsWith(OwnText, StringComparison.Ordinal) && ChannelOf(part) is not null;

    /// <summary>The picture whose words a part is.</summary>
    public static Guid? PictureOf(string part) => part.StartsWith(AltPart, StringComparison.Ordinal) && Guid.TryParse(part.AsSpan(AltPart.Length), out var id) ? id : null;

    /// <summary>The texts as they are typed by all who have the post open. What was saved before them is no change of anybody's.</summary>
    public void Share(IReadOnlyDictionary<string, string> texts, ComposerForm saved)
    {
        foreach (var (field, text) in texts)
        {
            if (Guid.TryParse(field, out var channel) && Targets.TryGetValue(channel, out var target))
                target.Text = text;
            else if (field == Data.Coauthors.PostTexts.Base)
                Text = text;
        }

        foreach (var part in Parts().Union(saved.Parts()).Where(p => p == TextPart || IsOwnText(p)).ToList())
            Was[part] = saved.Mark(part);
    }

    /// <summary>What a part says, for marks and for showing two sides.</summary>
    public string Say(string part) => part switch
    {
        TextPart => Clean(Text),
        HeadlinePart => Headline ?? "",
        LinkPart => Link ?? "",
        PicturesPart => string.Join('\n', Pictures.Select(p => p.ToString("N"))),
        LabelsPart => string.Join('\n', Labels.Order()),
        CampaignPart => Campaign?.ToString() ?? "",
        OptionsPart => Say(Options.Where(o => !IsTagsPart(o.Key))),
        _ when IsTagsPart(part) => Options.GetValueOrDefault(part) ?? "",
        WhenPart => string.IsNullOrWhiteSpace(When) ? string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd} {Time:HH:mm} {Second}").Trim() : When,
        _ when PictureOf(part) is { } picture => Clean(Alt.GetValueOrDefault(picture)) + (IsSuggested(picture) ? " (?)" : ""),
        _ when ChannelOf(part) is { } id => IsOwnText(part) ? SayOwnText(Targets.GetValueOrDefault(id)) : SayTarget(Targets.GetValueOrDefault(id)),
        _ => "",
    };

    /// <summary>A textarea sends CR LF.</summary>
    public static string Clean(string? text) => (text ?? "").Replace("\r\n", "\n").Replace('\r', '\n').Replace("\0", "");

    static string SayTarget(Target? target)
    {
        if (target is not { On: true })
            return "off";
        return (target.Own ? "own" : "base") + "\n" + Say(target.Settings);
    }

    static string SayOwnText(Target? target) => target is { On: true, Own: true } ? Clean(target.Text) : "";

    static string Say(IEnumerable<KeyValuePair<string, string?>> values) => string.Join('\n', values.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"));

    void TakeTarget(Guid channel, Target from, bool ownText)
    {
        var target = Targets.GetValueOrDefault(channel) ?? (Targets[channel] = new Target());
        if (ownText)
            target.Text = from.Text;
        else
            Targets[channel] = new Target { On = from.On, Own = from.Own, Text = target.Text ?? from.Text, Settings = from.Settings };
    }

    IEnumerable<string> Parts() =>
        new[] { TextPart, HeadlinePart, LinkPart, PicturesPart, WhenPart, LabelsPart, CampaignPart, OptionsPart }
            .Concat(Targets.Keys.Order().SelectMany(k => new[] { k.ToString(), $"{k}{OwnText}" }))
            .Concat(Pictures.Order().Select(p => $"{AltPart}{p}"))
            .Concat(Pictures.Select(PeopleTags.Key).Union(Options.Keys.Where(IsTagsPart)).Order(StringComparer.Ordinal));
}
