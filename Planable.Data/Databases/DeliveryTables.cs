using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.People;
using Planable.Data.Publishing;

namespace Planable.Data.Databases;

/// <summary>Posts on their way to the networks, and what became of them.</summary>
static class DeliveryTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Delivery>(delivery =>
        {
            delivery.Ignore(d => d.RemoteIds);
            delivery.Ignore(d => d.PhoneOf);
            delivery.Ignore(d => d.IsInHand);
            delivery.Property(d => d.HandedTo).HasMaxLength(Person.NameLength);
            delivery.HasIndex(d => d.HandedToId);
            delivery.Ignore(d => d.LiveText);
            delivery.Property(d => d.Prepared).AsJson();
            delivery.Property(d => d.PartsOut).AsJson();
            delivery.Property(d => d.RemoteId).HasMaxLength(400);
            delivery.Property(d => d.Permalink).HasMaxLength(1000);
            delivery.Property(d => d.FailureCode).HasMaxLength(120);
            delivery.Property(d => d.TraceParent).HasMaxLength(55);
            delivery.HasOne(d => d.Channel).WithMany().HasForeignKey(d => d.ChannelId).OnDelete(DeleteBehavior.Restrict);
            delivery.HasOne(d => d.Version).WithMany().HasForeignKey(d => d.VersionId).OnDelete(DeleteBehavior.Restrict);
            delivery.HasMany(d => d.Comments).WithOne(c => c.Delivery).HasForeignKey(c => c.DeliveryId);
            delivery.HasMany(d => d.Events).WithOne().HasForeignKey(e => e.DeliveryId);
            // A worker whose lease was taken over must not save: the row is somebody else's by then.
            delivery.Property(d => d.LeaseId).IsConcurrencyToken();
            delivery.HasIndex(d => new { d.ActAt, d.LeasedUntil });
            delivery.HasIndex(d => new { d.PostId, d.ChannelId }).IsUnique();
            delivery.HasIndex(d => new { d.WorkspaceId, d.State });
            delivery.HasIndex(d => new { d.ChannelId, d.DueAt });
            delivery.HasIndex(d => new { d.ChannelId, d.FiguresAt });
            delivery.HasIndex(d => d.LeaseId);
        });
        builder.Entity<CommentDelivery>(comment =>
        {
            comment.Property(c => c.Prepared).AsJson();
            comment.Property(c => c.RemoteId).HasMaxLength(400);
            comment.Property(c => c.Permalink).HasMaxLength(1000);
            comment.Property(c => c.FailureCode).HasMaxLength(120);
            comment.Property(c => c.LeaseId).IsConcurrencyToken();
            comment.HasIndex(c => new { c.DeliveryId, c.Number }).IsUnique();
            comment.HasIndex(c => new { c.ActAt, c.LeasedUntil });
            comment.HasIndex(c => c.PostId);
        });
        builder.Entity<DeliveryEvent>(happening =>
        {
            happening.Property(e => e.Kind).HasMaxLength(32);
            happening.Property(e => e.Code).HasMaxLength(120);
            happening.HasIndex(e => new { e.DeliveryId, e.At });
        });
    }
}
