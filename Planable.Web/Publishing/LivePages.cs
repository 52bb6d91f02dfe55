using System.ComponentModel.DataAnnotations;
using Planable.Data.Posts;

namespace Planable.Web.Publishing;

public sealed class LiveEditForm
{
    [StringLength(Post.TextLength)]
    public string? Text { get; set; }

    [StringLength(500)]
    public string? PostTitle { get; set; }
}

/// <summary>The form for other words where a post is out.</summary>
/// <param name="Live">As it is live now.</param>
/// <param name="HasTitle">The network changes titles too.</param>
/// <param name="WhyNot">Why the words cannot be changed; null if they can.</param>
/// <param name="Parts">How many posts of a thread they are; 1 for what is no thread.</param>
public sealed record LiveEditPage(
    Guid PostId, Guid DeliveryId, string Network, string NetworkName, string Channel, string? Permalink, int Version, string Live, string Text, string? PostTitle, bool HasTitle, string? WhyNot, int Parts, string? Trouble = null);

/// <summary>What is asked before a post is taken off a network.</summary>
public sealed record LiveRemovalPage(Guid PostId, Guid DeliveryId, string Network, string NetworkName, string Channel, string Text, string? Permalink, DateTimeOffset? PublishedAt, bool CanDelete, bool HasRemoteId, int Parts, int Comments);
