namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>The section "Connectors:Bluesky" of the configuration.</summary>
public sealed class BlueskySettings
{
    /// <summary>The server people are on who name none.</summary>
    public Uri BaseUrl { get; set; } = new("https://bsky.social");

    /// <summary>The site that shows posts to readers, for every account; null: bsky.app for servers of the public network, else the server itself.</summary>
    public Uri? PublicUrl { get; set; }
}
