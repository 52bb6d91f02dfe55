using Microsoft.EntityFrameworkCore;
using Planable.Data.Brands;
using Planable.Data.Companies;
using Planable.Data.Workspaces;

namespace Planable.Data.Databases;

/// <summary>Tables of how companies and their clients look.</summary>
static class BrandTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<BrandSheet>(sheet =>
        {
            sheet.Property(s => s.Name).HasMaxLength(BrandSheet.NameLength);
            sheet.Property(s => s.Accent).HasMaxLength(7);
            sheet.Property(s => s.Font).HasMaxLength(32);
            sheet.Property(s => s.Names).AsJson();
            sheet.HasIndex(s => s.CompanyId);
            sheet.HasIndex(s => s.WorkspaceId);
            sheet.HasOne<Company>().WithMany().HasForeignKey(s => s.CompanyId).OnDelete(DeleteBehavior.NoAction);
            sheet.HasOne<Workspace>().WithMany().HasForeignKey(s => s.WorkspaceId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<BrandPicture>(picture =>
        {
            picture.Property(p => p.ContentType).HasMaxLength(32);
            picture.HasIndex(p => p.CompanyId);
            picture.HasOne<Company>().WithMany().HasForeignKey(p => p.CompanyId).OnDelete(DeleteBehavior.NoAction);
        });
    }
}
