using Planable.Data.Networks;
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
}
