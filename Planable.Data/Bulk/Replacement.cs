using Planable.Data.Posts;

namespace Planable.Data.Bulk;

/// <summary>Words replaced in what a post says: its text, and its texts for single channels.</summary>
public static class Replacement
{
    /// <returns>Null if nothing in it is replaced.</returns>
    public static PostEdit? In(Post post, BulkValues values)
    {
        var edit = new PostEdit(
            Of(post.Text, values),
            post.Link,
            [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, v.Text is null ? null : Of(v.Text, values), v.Settings))],
            [.. post.MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits))])
        { Kind = post.Kind };
        return edit.Text == post.Text && post.Variants.All(v => edit.Targets.Single(t => t.Channel.Id == v.ChannelId).Text == v.Text) ? null : edit;
    }

    public static string Of(string text, BulkValues values) =>
        text.Replace(values.Find, values.With, values.MatchCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
}
