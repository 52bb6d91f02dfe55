using Microsoft.EntityFrameworkCore;
using Planable.Data.Languages;
using Planable.Data.People;
using Planable.Data.Reviews;

namespace Planable.Data.Databases;

/// <summary>Tables of review links.</summary>
static class ReviewTables
{
    const int Sha256 = 64;

    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<ReviewLink>(link =>
        {
            link.Property(l => l.Name).HasMaxLength(ReviewLink.NameLength);
            link.Property(l => l.TokenHash).HasMaxLength(Sha256);
            link.Property(l => l.Person).HasMaxLength(ReviewLink.PersonLength);
            link.Property(l => l.Address).HasMaxLength(ReviewLink.AddressLength);
            link.Property(l => l.PasswordHash).HasMaxLength(100);
            link.Property(l => l.Language).HasMaxLength(Spoken.CodeLength);
            link.Property(l => l.MadeBy).HasMaxLength(Person.NameLength);
            link.Property(l => l.Scope).AsJson();
            link.Property(l => l.Frozen).AsJson();
            link.Ignore(l => l.IsPersonal);
            link.Ignore(l => l.IsFrozen);
            link.HasIndex(l => l.TokenHash).IsUnique();
            link.HasIndex(l => new { l.WorkspaceId, l.MadeAt });
        });
        builder.Entity<ReviewVisit>(visit =>
        {
            visit.Property(v => v.SecretHash).HasMaxLength(Sha256);
            visit.Property(v => v.Device).HasMaxLength(ReviewVisit.DeviceLength);
            visit.Property(v => v.Name).HasMaxLength(ReviewLink.PersonLength);
            visit.Property(v => v.Address).HasMaxLength(ReviewLink.AddressLength);
            visit.Property(v => v.CodeAddress).HasMaxLength(ReviewLink.AddressLength);
            visit.Property(v => v.CodeHash).HasMaxLength(Sha256);
            visit.Property(v => v.PasswordHash).HasMaxLength(100);
            visit.Property(v => v.Seen).AsJson();
            visit.Property(v => v.CodeTries).IsConcurrencyToken();
            visit.HasOne<ReviewLink>().WithMany().HasForeignKey(v => v.LinkId).OnDelete(DeleteBehavior.Cascade);
            visit.HasIndex(v => new { v.LinkId, v.LastAt });
        });
    }
}
