using Microsoft.EntityFrameworkCore;
using Planable.Data.People;
using Planable.Data.Push;

namespace Planable.Data.Databases;

/// <summary>Tables of notices to phones and browsers.</summary>
static class PushTables
{
    const int Sha256 = 64;

    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<PushKeys>(keys =>
        {
            keys.ToTable("PushKeys");
            keys.Property(k => k.PublicKey).HasMaxLength(100);
        });
        builder.Entity<PushSubscription>(subscription =>
        {
            subscription.ToTable("PushSubscriptions");
            subscription.Property(s => s.Endpoint).HasMaxLength(PushSubscription.EndpointLength);
            subscription.Property(s => s.EndpointHash).HasMaxLength(Sha256);
            subscription.Property(s => s.Key).HasMaxLength(200);
            subscription.Property(s => s.Secret).HasMaxLength(200);
            subscription.Property(s => s.Device).HasMaxLength(PushSubscription.DeviceLength);
            subscription.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
            subscription.HasIndex(s => s.EndpointHash).IsUnique();
            subscription.HasIndex(s => s.PersonId);
        });
        builder.Entity<PushMessage>(message =>
        {
            message.ToTable("PushMessages");
            message.Property(m => m.Key).HasMaxLength(200);
            message.Property(m => m.Title).HasMaxLength(200);
            message.Property(m => m.Text).HasMaxLength(1000);
            message.Property(m => m.Path).HasMaxLength(400);
            message.Property(m => m.Arrived).AsJson();
            message.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Cascade);
            message.HasIndex(m => m.Key).IsUnique();
            message.HasIndex(m => m.ActAt);
        });
    }
}
