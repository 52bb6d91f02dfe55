using Microsoft.EntityFrameworkCore;
using Planable.Data.Companies;
using Planable.Data.Portals;

namespace Planable.Data.Databases;

/// <summary>Table of companies' own addresses.</summary>
static class PortalTables
{
    public static void Describe(ModelBuilder builder) => builder.Entity<PortalDomain>(domain =>
    {
        domain.Property(d => d.Host).HasMaxLength(PortalDomain.HostLength);
        domain.Property(d => d.Proof).HasMaxLength(64);
        domain.Property(d => d.FoundTarget).HasMaxLength(400);
        domain.Property(d => d.FoundProof).HasMaxLength(400);
        domain.Property(d => d.Trouble).HasMaxLength(400);
        domain.HasIndex(d => d.Host).IsUnique();
        domain.HasIndex(d => d.CompanyId);
        domain.HasOne<Company>().WithMany().HasForeignKey(d => d.CompanyId).OnDelete(DeleteBehavior.NoAction);
    });
}
