using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Planable.Data.Media;

namespace Planable.Data.Posts;

/// <summary>Everything publishable about a post. Two equal contents have one hash, whatever the order things were done in.</summary>
public sealed record PostContent(string Text, string? Link, IReadOnlyList<ContentMedia> Media, IReadOnlyList<ContentVariant> Variants)
{
    /// <summary>Null if there are none: a version from before there were options keeps its hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, string>? Options { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static PostContent Parse(string json) => JsonSerializer.Deserialize<PostContent>(json)!;

    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)));

    public ContentVariant For(Guid channelId) => Variants.Single(v => v.ChannelId == channelId);

    public string TextFor(Guid channelId) => For(channelId).Text ?? Text;

    /// <summary>What was chosen for one channel, in common or for itself.</summary>
    public IReadOnlyDictionary<string, string> SettingsFor(Guid channelId) => PostOptions.For(Options, For(channelId).Settings);

    /// <summary>The same, with other words on one channel.</summary>
    public PostContent Saying(Guid channelId, string text, string? title)
    {
        ContentVariant Said(ContentVariant variant) => variant with
        {
            Text = text,
            Settings = title is null ? variant.Settings : new SortedDictionary<string, string>(variant.Settings, StringComparer.Ordinal) { [PostOptions.TitleKey] = title },
        };
        return this with { Variants = [.. Variants.Select(v => v.ChannelId == channelId ? Said(v) : v)] };
    }

    /// <summary>What differs in another content, as the log names it.</summary>
    public IReadOnlyList<string> PartsChangedIn(PostContent other)
    {
        var parts = new List<string>();
        if (Text != other.Text)
            parts.Add("text");
        if (Link != other.Link)
            parts.Add("link");
        if (!Media.SequenceEqual(other.Media))
            parts.Add("media");
        if (JsonSerializer.Serialize(Variants) != JsonSerializer.Serialize(other.Variants))
            parts.Add("channels");
        if (JsonSerializer.Serialize(Options) != JsonSerializer.Serialize(other.Options))
            parts.Add("options");
        return parts;
    }
}

/// <param name="Sha256">Of the bytes: another file under the same id would be another content.</param>
/// <param name="Edits">How it is cut and what else is done to it; null for nothing, so that what was written before there were edits keeps its hash.</param>
public sealed record ContentMedia(Guid Id, string Sha256, string Alt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MediaEdits? Edits = null);

/// <param name="Text">Null follows the base.</param>
public sealed record ContentVariant(Guid ChannelId, string? Text, SortedDictionary<string, string> Settings)
{
    /// <summary>What its links get. Not written where there is nothing, so that versions made before keep their hash.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public Links.LinkTags? Tags { get; init; }
}
