using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Jobs.Mail;
using Planable.Jobs.Media;

namespace Planable.Jobs.Notices;

/// <summary>A post as a mail shows it.</summary>
/// <param name="When">With its zone, and the reader's own before it where that is another.</param>
/// <param name="Picture">The whole address of a small picture; null if there is none.</param>
public sealed record MailedPost(Guid Id, string Text, string Channels, DateTimeOffset? At, string? When, string? Picture, string Alt);

/// <summary>Reads posts for mails: words, channels, time, and the first picture by an address that needs no sign-in.</summary>
public sealed class MailedPosts(PlanableDb db, Mailroom mailroom, MediaLinks links, Renditions renditions)
{
    static readonly TimeSpan PicturesLast = TimeSpan.FromDays(60);

    /// <summary>Light enough for a phone on the way.</summary>
    const long MostBytes = 150_000;

    public async Task<IReadOnlyDictionary<Guid, MailedPost>> Of(IReadOnlyCollection<Guid> postIds, Workspace workspace, string? readerZone, int pictures, CancellationToken cancel)
    {
        var posts = await db.Posts.AsNoTracking().Where(p => postIds.Contains(p.Id))
            .Select(p => new
            {
                p.Id,
                p.Text,
                p.ScheduledAt,
                Channels = p.Variants.OrderBy(v => v.Channel.Name).Select(v => v.Channel.Name).ToList(),
                First = p.Media.OrderBy(m => m.Position).Select(m => new { m.Asset, m.Alt }).FirstOrDefault(),
            })
            .AsSingleQuery().ToListAsync(cancel);
        var found = new Dictionary<Guid, MailedPost>();
        foreach (var post in posts.OrderBy(p => p.ScheduledAt ?? DateTimeOffset.MaxValue).ThenBy(p => p.Id))
        {
            var picture = found.Count < pictures && post.First is { } first ? await Picture(first.Asset, workspace.Id, cancel) : null;
            found[post.Id] = new MailedPost(
                post.Id, post.Text, string.Join(", ", post.Channels.Distinct()), post.ScheduledAt,
                post.ScheduledAt is { } at ? SaidTime.InFull(at, workspace.Zone, readerZone) : null, picture, post.First?.Alt ?? "");
        }

        return found;
    }

    async Task<string?> Picture(MediaAsset asset, Guid workspaceId, CancellationToken cancel)
    {
        if (asset.IsPicture && await Small(asset, cancel) is { } small)
            return mailroom.Link(links.For(workspaceId, asset.Id, small, PicturesLast));
        return asset.PosterSha256 is { } poster ? mailroom.Link(links.For(workspaceId, asset.Id, new MediaFile(poster, "image/jpeg", 0), PicturesLast))
            : asset.IsPicture ? mailroom.Link(links.For(workspaceId, asset.Id, PicturesLast))
            : null;
    }

    /// <summary>As a JPEG: not every mail reader shows newer kinds of pictures.</summary>
    async Task<MediaFile?> Small(MediaAsset asset, CancellationToken cancel)
    {
        try
        {
            return await renditions.Develop(asset, new PictureEdit(), "image/jpeg", MostBytes, cancel);
        }
        catch (Exception exception) when (exception is PictureUnreadable or IOException)
        {
            // It can be shown as it is; a mail is not held back for a picture.
            return null;
        }
    }
}
