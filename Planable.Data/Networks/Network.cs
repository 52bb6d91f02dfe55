namespace Planable.Data.Networks;

/// <summary>Everything a social network allows and demands of a post, as written in its data file (README.md tells the fields).</summary>
/// <param name="Key">Lasting name in the database and in addresses, e.g. "mastodon" or "linkedin-page".</param>
/// <param name="Name">What people call it.</param>
/// <param name="Glyph">Name of its glyph in the icon sprite.</param>
/// <param name="Colour">Brand colour for previews, "#rrggbb".</param>
/// <param name="Mentions">How people are addressed in a text.</param>
/// <param name="CutAt">Characters a preview shows before "see more"; null if the network shows the whole text.</param>
/// <param name="Needs">What no post may lack: "text", "title", "media".</param>
/// <param name="Forbidden">Characters that may not stand in text or title, in one string; null if there are none.</param>
/// <param name="Limits">Numbers by name; see <see cref="LimitName"/>.</param>
/// <param name="Counting">How each field is counted against its limits; a field may have several rules.</param>
/// <param name="PostTypes">Every <see cref="PostType"/>, known to the network or not.</param>
/// <param name="Settings">What the person can choose for this network.</param>
/// <param name="CutLines">Lines a preview shows before "see more", where line breaks cut sooner than <paramref name="CutAt"/>; null if they do not.</param>
/// <param name="Crops">Shapes of pictures it shows well.</param>
/// <param name="Extras">What it takes along with a video; null takes nothing.</param>
/// <param name="Quotas">How many posts it takes within a stretch of time.</param>
/// <param name="Cost">What posting there costs the installation; null if nothing.</param>
/// <param name="Tagging">People can be tagged on its pictures; null if not.</param>
/// <param name="Repeats">Set if the network refuses a text that it took a while ago; null if it takes any text again.</param>
public sealed record Network(
    string Key,
    string Name,
    string Glyph,
    string Colour,
    MentionStyle Mentions,
    int? CutAt,
    IReadOnlyList<string> Needs,
    string? Forbidden,
    IReadOnlyDictionary<string, Limit> Limits,
    IReadOnlyList<CountingRule> Counting,
    MediaTypes Media,
    IReadOnlyDictionary<PostType, PostTypeRule> PostTypes,
    IReadOnlyList<Setting> Settings,
    int? CutLines = null,
    IReadOnlyList<CropPreset>? Crops = null,
    VideoExtras? Extras = null,
    RepeatRule? Repeats = null,
    TaggingRule? Tagging = null,
    IReadOnlyList<NetworkQuota>? Quotas = null,
    PostingCost? Cost = null)
{
    /// <summary>How many posts it takes; empty if nothing is known.</summary>
    public IReadOnlyList<NetworkQuota> Quotas { get; init; } = Quotas ?? [];

    /// <summary>The shapes of pictures it shows well.</summary>
    /// <param name="story">For stories, or for everything else.</param>
    public IEnumerable<CropPreset> CropsFor(bool story) => (Crops ?? []).Where(c => c.Story == story);

    /// <summary>The same network with the limits one server or account reports in place of the file's.</summary>
    /// <param name="reported">By name of the limit, e.g. "text"; empty leaves everything as it is.</param>
    public Network With(IReadOnlyDictionary<string, int> reported)
    {
        if (reported.Count == 0) return this;

        var limits = new Dictionary<string, Limit>(Limits, StringComparer.Ordinal);
        foreach (var (name, value) in reported)
            limits[name] = new Limit(value, "reported by the server", null);
        return this with { Limits = limits };
    }

    /// <summary>The limits that hold for posts of one type: the network's, where the type has none of its own.</summary>
    public IReadOnlyDictionary<string, long> LimitsFor(PostType type)
    {
        var values = Limits.ToDictionary(l => l.Key, l => l.Value.Value, StringComparer.Ordinal);
        foreach (var (name, limit) in PostTypes[type].Limits ?? Nothing)
            values[name] = limit.Value;
        return values;
    }

    /// <summary>An account can comment below its own posts: what counts a comment says so.</summary>
    public bool HasComments => Counting.Any(c => c.Of.Contains("firstComment"));

    /// <summary>Posts have a title beside their text.</summary>
    public bool HasTitle => Counting.Any(c => c.Of.Contains("title"));

    public bool Knows(PostType type) => PostTypes[type].WhyNot is null;

    private static readonly Dictionary<string, Limit> Nothing = [];
}

/// <summary>People can be tagged on pictures, each at a place.</summary>
/// <param name="Most">On one picture.</param>
public sealed record TaggingRule(int Most, string Source, DateOnly Checked);

/// <summary>The same text is not taken twice.</summary>
/// <param name="WhyNot">One sentence for people.</param>
public sealed record RepeatRule(string WhyNot, string Source, DateOnly Checked);

/// <summary>One number of a network.</summary>
/// <param name="Value">Characters, bytes, pixels, seconds or pieces, as its name says.</param>
/// <param name="Source">Where the number is from; says "not verified" where no document could be named.</param>
/// <param name="Checked">When someone last looked; null for what a server reports itself.</param>
public sealed record Limit(long Value, string Source, DateOnly? Checked);

/// <summary>How one field of a post is counted. The browser counts by the same object (wwwroot/js/counting.js).</summary>
/// <param name="Of">The fields: "text", "title", "firstComment", "alt", "pollOption", or the key of a setting.</param>
/// <param name="Measure">The name of a <see cref="TextMeasure"/>, e.g. "graphemes".</param>
/// <param name="Limit">The name of the limit it is held against.</param>
/// <param name="Along">Key of a setting whose words count along, e.g. a content warning.</param>
/// <param name="TopLevelDomains">Endings by which a name without http:// is taken for a link, apart from those of countries; separated by spaces.</param>
public sealed record CountingRule(IReadOnlyList<string> Of, string Measure, string Limit, string? Along = null, string? TopLevelDomains = null);

/// <summary>Which files a network takes, and which go together.</summary>
/// <param name="Images">Content types of pictures.</param>
/// <param name="Videos">Content types of videos.</param>
/// <param name="Documents">Content types of documents.</param>
/// <param name="Alone">Content types that bear no other file beside them, e.g. animated GIFs.</param>
/// <param name="Mixed">Pictures and videos may stand in one post.</param>
/// <param name="WithLink">A link card is shown beside media; otherwise media takes its place.</param>
public sealed record MediaTypes(
    IReadOnlyList<string> Images,
    IReadOnlyList<string> Videos,
    IReadOnlyList<string> Documents,
    IReadOnlyList<string> Alone,
    bool Mixed,
    bool WithLink);

/// <summary>A shape of pictures that a network shows well: width to height.</summary>
/// <param name="Story">For stories; otherwise for everything else.</param>
public sealed record CropPreset(string Name, int Across, int Down, string Source, DateOnly Checked, bool Story = false);

/// <summary>What a network takes along with a video.</summary>
/// <param name="Cover">A still of the person's choice.</param>
/// <param name="Subtitles">The kind of file in which it takes what is said: "vtt" or "srt"; null for none.</param>
public sealed record VideoExtras(bool Cover, string? Subtitles, string Source, DateOnly Checked);

/// <param name="WhyNot">One sentence for people why the network lacks this type; null if it has it.</param>
/// <param name="Limits">Limits of this type in place of the network's.</param>
public sealed record PostTypeRule(string? WhyNot = null, IReadOnlyDictionary<string, Limit>? Limits = null);

/// <summary>Something the person chooses for one network.</summary>
/// <param name="Key">Name under which the connector finds it.</param>
/// <param name="Name">What the form calls it.</param>
/// <param name="Default">What holds when nothing was chosen.</param>
/// <param name="Required">Must be chosen or filled in; only without a default.</param>
/// <param name="Choices">For <see cref="SettingKind.Choice"/>; empty when the account's own list has to be asked for (boards, channels).</param>
/// <param name="PostTypes">Only for these types; null for all.</param>
/// <param name="Help">One sentence below the field.</param>
/// <param name="After">Key of the setting its choices depend on: the sections of a board.</param>
/// <param name="Asked">The account knows which of the choices it has.</param>
public sealed record Setting(
    string Key,
    string Name,
    SettingKind Kind,
    string? Default = null,
    bool Required = false,
    IReadOnlyList<Choice>? Choices = null,
    IReadOnlyList<PostType>? PostTypes = null,
    string? Help = null,
    string? After = null,
    bool Asked = false)
{
    /// <summary>Its choices are the account's own, and have to be asked for.</summary>
    public bool IsAsked => Kind == SettingKind.Choice && (Asked || Choices is { Count: 0 });

    public bool IsFor(PostType type) => PostTypes is null || PostTypes.Contains(type);
}

public sealed record Choice(string Value, string Name);

public enum SettingKind
{
    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>Words.</summary>
    Text,

    /// <summary>"true" or "false".</summary>
    Flag,

    /// <summary>A BCP 47 tag, e.g. "de" or "pt-BR".</summary>
    Language,

    /// <summary>An absolute http or https address.</summary>
    Address,

    /// <summary>A day, 2026-11-21.</summary>
    Day,

    /// <summary>Names of accounts, up to three, with blanks or commas between.</summary>
    Names,

    /// <summary>A <see cref="PlaceValue"/>.</summary>
    Place,
}

public enum MentionStyle
{
    /// <summary>The network has no mentions in texts, or none that can be typed.</summary>
    None,

    /// <summary>@name</summary>
    Name,

    /// <summary>@name or @name@server.example</summary>
    NameAtServer,

    /// <summary>@name.server.example</summary>
    Domain,

    /// <summary>@name, once the person or page was chosen from the network's own: it wants their id.</summary>
    Chosen,
}
