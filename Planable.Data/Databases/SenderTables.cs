using Microsoft.EntityFrameworkCore;
using Planable.Data.Companies;
using Planable.Data.Portals;
using Planable.Data.Senders;

namespace Planable.Data.Databases;

/// <summary>Table of the addresses from which companies' mails come.</summary>
static class SenderTables
{
    public static void Describe(ModelBuilder builder) => builder.Entity<SenderDomain>(sender =>
    {
        sender.Property(s => s.LocalPart).HasMaxLength(SenderDomain.LocalPartLength);
        sender.Property(s => s.Domain).HasMaxLength(PortalDomain.HostLength);
        sender.Property(s => s.RetiredSelector).HasMaxLength(63);
        sender.Property(s => s.Keys).AsJson();
        sender.Property(s => s.Findings).AsJson();
        sender.HasIndex(s => s.CompanyId).IsUnique();
        sender.HasOne<Company>().WithMany().HasForeignKey(s => s.CompanyId).OnDelete(DeleteBehavior.NoAction);
    });
}
