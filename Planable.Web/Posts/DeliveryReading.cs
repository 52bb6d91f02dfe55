using Microsoft.EntityFrameworkCore;
using Planable.Data.Publishing;

namespace Planable.Web.Posts;

static class DeliveryReading
{
    public static Task<List<DeliveryView>> ToViews(this IQueryable<Delivery> deliveries, CancellationToken cancel) =>
        deliveries.OrderBy(d => d.Channel.Name).ThenBy(d => d.Id)
            .Select(d => new DeliveryView(
                d.Id, d.PostId, d.ChannelId, d.Channel.Name, d.Channel.Network, d.Channel.State, d.State, d.DueAt, d.ActAt, d.PublishedAt, d.Permalink,
                d.HeldFor, d.FailureClass, d.FailureCode, d.FailureWords, d.Version.Number, d.PartsOut, d.PartCount)
            {
                RemovedAt = d.RemovedAt,
                RemovedBy = d.RemovedBy,
                HasRemoteId = d.RemoteId != null,
                Change = d.Changes.OrderByDescending(c => c.At).Select(c => new LiveChangeView(c.Id, c.Kind, c.State, c.Text, c.ByName, c.At, c.ActAt, c.FailureCode, c.FailureWords)).FirstOrDefault(),
                OlderJson = d.State == DeliveryState.Published && d.Version.Number < d.Post.LatestVersion ? d.Version.Json : null,
                Comments = d.Comments.OrderBy(c => c.Number).Select(c => new CommentView(c.Id, c.DeliveryId, c.Number, c.Text, c.State, c.ActAt, c.PublishedAt, c.Permalink, c.FailureClass, c.FailureCode, c.FailureWords)).ToList(),
            })
            .ToListAsync(cancel);
}
