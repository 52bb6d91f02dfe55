using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Publishing;

namespace Planable.Data.Certificates;

/// <summary>Puts together what a certificate of a post says now.</summary>
public sealed class CertificateWriter(PlanableDb db)
{
    public async Task<CertificateContent> Write(Guid postId, string client, Member by, DateTimeOffset at, CancellationToken cancel)
    {
        var versions = await db.PostVersions.AsNoTracking().Where(v => v.PostId == postId).OrderBy(v => v.Number).ToListAsync(cancel);
        var decisions = await db.ApprovalDecisions.AsNoTracking().Where(d => d.PostId == postId).OrderBy(d => d.At).ThenBy(d => d.Id).ToListAsync(cancel);
        var deliveries = await db.Deliveries.AsNoTracking().Where(d => d.PostId == postId && d.State == DeliveryState.Published).OrderBy(d => d.PublishedAt).ThenBy(d => d.Id)
            .Select(d => new CertifiedDelivery(d.Channel.Name, d.Channel.Network, d.Version.Number, d.PublishedAt, d.Permalink)).ToListAsync(cancel);
        var contents = versions.ConvertAll(v => (Version: v, v.Content));
        var (channelIds, fileIds) = (contents.SelectMany(c => c.Content.Variants).Select(v => v.ChannelId).Distinct().ToList(), contents.SelectMany(c => c.Content.Media).Select(m => m.Id).Distinct().ToList());
        var channels = await db.Channels.AsNoTracking().Where(c => channelIds.Contains(c.Id)).Select(c => new { c.Id, c.Name, c.Network }).ToDictionaryAsync(c => c.Id, cancel);
        var files = await db.Media.AsNoTracking().Where(m => fileIds.Contains(m.Id)).Select(m => new { m.Id, m.FileName }).ToDictionaryAsync(m => m.Id, m => m.FileName, cancel);
        return new CertificateContent(
            CertificateContent.CurrentFormat,
            postId,
            client,
            at.ToUniversalTime(),
            by.Person.Name,
            [.. contents.Select(c => new CertifiedVersion(
                c.Version.Number, c.Version.Hash, c.Version.At.ToUniversalTime(), c.Version.ByName, c.Version.IsGenuine, c.Content.Text, c.Content.Link,
                [.. c.Content.Variants.Select(v => new CertifiedVariant(channels.GetValueOrDefault(v.ChannelId)?.Name ?? "–", channels.GetValueOrDefault(v.ChannelId)?.Network ?? "", v.Text ?? c.Content.Text))],
                [.. c.Content.Media.Select(m => new CertifiedFile(m.Id, files.GetValueOrDefault(m.Id) ?? "–", m.Sha256, m.Alt))]))],
            [.. decisions.Select(d => new CertifiedDecision(d.VersionNumber, d.Hash, d.Kind, d.Reason, d.Text, d.LevelName, d.Round, d.Name, d.IsClient, d.Strength, d.Address, d.Via, d.At.ToUniversalTime()) { For = d.StandsInFor, Recording = d.Recording })],
            [.. deliveries.Select(d => d with { PublishedAt = d.PublishedAt?.ToUniversalTime() })]);
    }
}
