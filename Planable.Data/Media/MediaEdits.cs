using System.Text.Json;
using System.Text.Json.Serialization;
using Planable.Data.Networks;

namespace Planable.Data.Media;

/// <summary>
/// What a file becomes on its way out, as data beside the original. A picture can be cut for everything, and otherwise for one network's feed or its stories.
/// An asset has what new posts start from; a post has its own.
/// </summary>
public sealed record MediaEdits
{
    /// <summary>The purpose of the edit that holds where there is none for the network.</summary>
    public const string Everywhere = "all";

    public static MediaEdits None { get; } = new();

    /// <summary>By purpose; see <see cref="Purpose"/>.</summary>
    public SortedDictionary<string, PictureEdit> Pictures
    {
        get;
        // Read from JSON it would be sorted as people sort, and say the same thing in another order.
        init => field = new SortedDictionary<string, PictureEdit>(value, StringComparer.Ordinal);
    } = new(StringComparer.Ordinal);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VideoEdit? Video { get; init; }

    [JsonIgnore]
    public bool IsNothing => Pictures.Count == 0 && Video is null;

    /// <summary>"instagram" for the feed, "instagram:story" for stories.</summary>
    public static string Purpose(string network, PostType? type) => type == PostType.Story ? $"{network}:story" : network;

    public PictureEdit? For(string network, PostType? type) => Pictures.GetValueOrDefault(Purpose(network, type)) ?? Pictures.GetValueOrDefault(Everywhere);

    /// <param name="edit">Null follows what holds for everything again.</param>
    public MediaEdits With(string purpose, PictureEdit? edit)
    {
        var pictures = new SortedDictionary<string, PictureEdit>(Pictures, StringComparer.Ordinal);
        pictures.Remove(purpose);
        // For one network "nothing" says something: that what holds for everything does not hold there.
        if (edit is not null && (!edit.IsNothing || (purpose != Everywhere && pictures.ContainsKey(Everywhere))))
            pictures[purpose] = edit;
        return this with { Pictures = pictures };
    }

    /// <summary>For another version of the file.</summary>
    public MediaEdits For(MediaAsset before, MediaAsset now) => new()
    {
        Pictures = new SortedDictionary<string, PictureEdit>(Pictures.ToDictionary(p => p.Key, p => p.Value.For(before.Width, before.Height, now.Width, now.Height)), StringComparer.Ordinal),
    };

    public bool Equals(MediaEdits? other) => other is not null && Same(this, other);

    public override int GetHashCode() => HashCode.Combine(Pictures.Count, Video is null);

    /// <summary>Lists compare by reference otherwise.</summary>
    internal static bool Same<T>(T one, T other) => ReferenceEquals(one, other) || JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);
}
