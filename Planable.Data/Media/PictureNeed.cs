using Planable.Data.Networks;

namespace Planable.Data.Media;

/// <summary>What a network needs in place of a picture as it was uploaded: a type it takes, and within its limit. It is made when the post goes out.</summary>
/// <param name="MostBytes">Null where the network has no limit.</param>
public sealed record PictureNeed(string ContentType, long? MostBytes)
{
    /// <returns>Null if it goes out as it is, or nothing can be made of it: what moves would stand still, and where no picture can be worked on none was looked into.</returns>
    public static PictureNeed? Of(MediaAsset picture, Network network, PostType? format)
    {
        if (!picture.IsPicture || picture.Width == 0 || picture.Placeholder is null || picture.ContentType == "image/gif" || !network.Media.Images.Contains("image/jpeg"))
            return null;
        var most = Most(network, format);
        var isTaken = network.Media.Images.Contains(picture.Published.ContentType);
        // A PNG over the limit is a photograph: smaller as JPEG, not in fewer pixels.
        return isTaken && !(picture.Published.Bytes > most) ? null : new PictureNeed("image/jpeg", most);
    }

    /// <summary>Of a picture that is edited: as it was, where it can be written like that and the network takes it.</summary>
    public static PictureNeed OfEdited(MediaAsset picture, Network network, PostType? format) =>
        new(picture.Published.ContentType is "image/png" or "image/webp" && network.Media.Images.Contains(picture.Published.ContentType) ? picture.Published.ContentType : "image/jpeg", Most(network, format));

    static long? Most(Network network, PostType? format) => network.LimitsFor(format ?? PostType.Image).TryGetValue(LimitName.ImageBytes, out var limit) ? limit : null;
}
