using System.Text;
using Planable.Data.Networks;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Reddit;

/// <summary>What communities ask of posts: read before sending, so that people hear it in words instead of a bare code.</summary>
public sealed class Communities(RedditApi api)
{
    /// <summary>The name as Reddit wants it, out of r/name, an address, or u/name for one's own profile.</summary>
    internal static string NameOf(OutgoingPost post)
    {
        var typed = post.Settings.GetValueOrDefault("subreddit", "").Trim().TrimEnd('/');
        if (typed.Length == 0)
            throw new ConnectorFailure(FailureClass.Permanent, "community-missing", "Reddit needs a community to post in.");
        return Bare(typed);
    }

    static string Bare(string typed)
    {
        var parts = typed.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isProfile = parts.Length > 1 && parts[^2] is "u" or "user";
        return (isProfile ? "u_" : "") + parts[^1];
    }

    /// <exception cref="ConnectorFailure">Permanent: the community would refuse the post, and why.</exception>
    internal async Task MustTake(OutgoingPost post, string community, string kind, CancellationToken cancel)
    {
        var about = (await api.Get(post.Account, $"r/{Uri.EscapeDataString(community)}/about?raw_json=1", cancel)).At("data");
        var wants = about.Text("submission_type");
        if (about.Text("display_name") is null)
            throw Refused("SUBREDDIT_NOEXIST", "This community does not exist. Check how it is written.");
        if (kind == "self" && wants == "link")
            throw Refused("NO_SELFS", "This community takes no text posts.");
        if (kind == "link" && wants == "self")
            throw Refused("NO_LINKS", "This community takes no links.");
        if ((kind == "image" && about.At("allow_images").ValueKind == System.Text.Json.JsonValueKind.False)
            || (kind == "gallery" && about.At("allow_galleries").ValueKind == System.Text.Json.JsonValueKind.False)
            || (kind == "video" && about.At("allow_videos").ValueKind == System.Text.Json.JsonValueKind.False))
            throw Refused("media-not-allowed", $"This community takes no posts of the kind {kind}.");

        var asked = await api.Get(post.Account, $"api/v1/{Uri.EscapeDataString(community)}/post_requirements?raw_json=1", cancel);
        if (asked.At("is_flair_required").ValueKind == System.Text.Json.JsonValueKind.True && string.IsNullOrEmpty(post.Settings.GetValueOrDefault("flair")))
            throw Refused("SUBMIT_VALIDATION_FLAIR_REQUIRED", "This community wants every post to have a flair. Choose one.");
        MustFit(post.Title ?? "", "title", asked.Number("title_text_min_length"), asked.Number("title_text_max_length"));
        if (kind == "self")
            MustFit(post.Text, "text", asked.Number("body_text_min_length"), asked.Number("body_text_max_length"));
        foreach (var banned in asked.At("title_blacklisted_strings").Items().Select(s => s.GetString()).OfType<string>())
        {
            if (post.Title?.Contains(banned, StringComparison.OrdinalIgnoreCase) == true)
                throw Refused("title-banned", $"This community takes no title with \"{banned}\".");
        }
    }

    internal async Task<IReadOnlyList<Choice>> Flairs(ChannelAccount account, string community, CancellationToken cancel) =>
        [.. (await api.Get(account, $"r/{Uri.EscapeDataString(Bare(community))}/api/link_flair_v2?raw_json=1", cancel)).Items()
            .Where(f => f.Text("id") is not null).Select(f => new Choice(f.Text("id")!, f.Text("text") is { Length: > 0 } words ? words : f.Text("id")!))];

    static void MustFit(string words, string field, long? least, long? most)
    {
        var length = words.EnumerateRunes().Count();
        if (length < least)
            throw Refused($"{field}-short", $"This community wants a {field} of at least {least} characters.");
        if (length > most)
            throw Refused($"{field}-long", $"This community takes a {field} of at most {most} characters.");
    }

    static ConnectorFailure Refused(string code, string words) => new(FailureClass.Permanent, code, words);
}
