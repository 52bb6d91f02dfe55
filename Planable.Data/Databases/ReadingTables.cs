using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Demographics;
using Planable.Data.People;
using Planable.Data.Publishing;
using Planable.Data.Readings;

namespace Planable.Data.Databases;

/// <summary>Tables of what networks tell in figures.</summary>
static class ReadingTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Delivery>(delivery => delivery.Property(d => d.Figures).AsJson());
        builder.Entity<MetricReading>(reading =>
        {
            reading.Property(r => r.RemotePostId).HasMaxLength(400);
            reading.Property(r => r.Metric).HasMaxLength(60);
            reading.HasOne<Channel>().WithMany().HasForeignKey(r => r.ChannelId).OnDelete(DeleteBehavior.NoAction);
            reading.HasIndex(r => new { r.ChannelId, r.ReadAt });
            // Within what SQL Server takes as a key.
            reading.HasIndex(r => new { r.RemotePostId, r.Metric });
        });
        builder.Entity<ChannelFigure>(figure =>
        {
            figure.Property(f => f.Metric).HasMaxLength(60);
            figure.HasOne(f => f.Channel).WithMany().HasForeignKey(f => f.ChannelId).OnDelete(DeleteBehavior.NoAction);
            figure.HasIndex(f => new { f.ChannelId, f.Day, f.Metric, f.Source }).IsUnique();
            figure.HasIndex(f => new { f.WorkspaceId, f.Day });
            figure.HasIndex(f => new { f.ChannelId, f.ReadAt });
        });
        builder.Entity<PostFigure>(figure =>
        {
            figure.Property(f => f.Metric).HasMaxLength(60);
            figure.HasOne(f => f.Delivery).WithMany().HasForeignKey(f => f.DeliveryId).OnDelete(DeleteBehavior.Cascade);
            figure.HasIndex(f => new { f.DeliveryId, f.Day, f.Metric }).IsUnique();
            figure.HasIndex(f => new { f.ChannelId, f.Day });
        });
        builder.Entity<ChannelAudience>(audience =>
        {
            audience.Property(a => a.LeaseId).IsConcurrencyToken();
            audience.HasOne(a => a.Channel).WithMany().HasForeignKey(a => a.ChannelId).OnDelete(DeleteBehavior.NoAction);
            audience.HasIndex(a => a.ChannelId).IsUnique();
            audience.HasIndex(a => new { a.ActAt, a.LeasedUntil });
        });
        builder.Entity<Demographic>(demographic =>
        {
            demographic.Property(d => d.Field).HasMaxLength(100);
            demographic.Property(d => d.Groups).AsJson();
            demographic.HasIndex(d => new { d.ChannelId, d.ReadAt });
        });
        builder.Entity<ChannelSync>(sync =>
        {
            sync.Property(s => s.AskedBy).HasMaxLength(Person.NameLength);
            sync.Property(s => s.Figures).AsJson();
            sync.Property(s => s.LeaseId).IsConcurrencyToken();
            sync.HasOne(s => s.Channel).WithMany().HasForeignKey(s => s.ChannelId).OnDelete(DeleteBehavior.NoAction);
            sync.HasIndex(s => s.ChannelId).IsUnique();
            sync.HasIndex(s => new { s.ActAt, s.LeasedUntil });
        });
    }
}
