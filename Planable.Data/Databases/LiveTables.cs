using Microsoft.EntityFrameworkCore;
using Planable.Data.People;
using Planable.Data.Publishing;

namespace Planable.Data.Databases;

/// <summary>Tables of what happens to posts after they are out.</summary>
static class LiveTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Delivery>(delivery =>
        {
            delivery.Property(d => d.RemovedBy).HasMaxLength(Person.NameLength);
            delivery.HasMany(d => d.Changes).WithOne(c => c.Delivery).HasForeignKey(c => c.DeliveryId);
        });
        builder.Entity<LiveChange>(change =>
        {
            change.Property(c => c.ByName).HasMaxLength(Person.NameLength);
            change.Property(c => c.PostTitle).HasMaxLength(500);
            change.Property(c => c.FailureCode).HasMaxLength(120);
            change.Property(c => c.LeaseId).IsConcurrencyToken();
            change.HasIndex(c => new { c.ActAt, c.LeasedUntil });
            change.HasIndex(c => c.PostId);
        });
    }
}
