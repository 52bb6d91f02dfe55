using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Web.Publishing;

/// <summary>What each network lets an app do about posts that are out.</summary>
public sealed class LiveAbilities(ConnectorShelf connectors)
{
    public bool CanEdit(string network) => connectors.For(network) is IEditPosts;

    public bool CanDelete(string network) => connectors.For(network).CanDelete;

    public bool ChangesTitle(string network) => connectors.For(network) is IEditPosts { ChangesTitle: true } && Networks.Of(network).HasTitle;

    /// <summary>Why a post of this shape keeps its words although the network changes others; null if it does not.</summary>
    public string? WhyFixed(string network, PostType? format, int files) => connectors.For(network) is IEditPosts editor ? editor.WhyFixed(format, files) : null;

    /// <summary>Why the words of a post that is out cannot be changed there; null if they can.</summary>
    public string? WhyNot(Delivery delivery)
    {
        var content = delivery.Version.Content;
        return delivery switch
        {
            { IsLive: false } => "This post is not live there.",
            { RemoteIds.Count: 0 } => "Planable does not know the post's id at the network. Open it there.",
            { Channel.State: not ChannelState.Connected } => "The channel has to be reconnected before anything can be changed there.",
            _ when !CanEdit(delivery.Channel.Network) => "{0} lets no app change a post that is out.",
            _ => WhyFixed(delivery.Channel.Network, PostFormats.Of(content.SettingsFor(delivery.ChannelId)), content.Media.Count),
        };
    }
}
