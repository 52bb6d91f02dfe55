using Microsoft.EntityFrameworkCore;
using Planable.Data.Certificates;
using Planable.Data.People;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Tables of issued certificates and of what was handed out of them.</summary>
static class CertificateTables
{
    const int Sha256 = 64;

    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Certificate>(certificate =>
        {
            certificate.Ignore(c => c.Content);
            certificate.Property(c => c.Hash).HasMaxLength(Sha256);
            certificate.Property(c => c.ByName).HasMaxLength(Person.NameLength);
            certificate.HasOne<Post>().WithMany().HasForeignKey(c => c.PostId).OnDelete(DeleteBehavior.NoAction);
            certificate.HasIndex(c => c.Hash);
            certificate.HasIndex(c => new { c.PostId, c.At });
        });
        builder.Entity<CertificatePaper>(paper =>
        {
            paper.Property(p => p.Sha256).HasMaxLength(Sha256);
            paper.HasOne<Certificate>().WithMany().HasForeignKey(p => p.CertificateId).OnDelete(DeleteBehavior.NoAction);
            paper.HasIndex(p => p.Sha256);
        });
    }
}
