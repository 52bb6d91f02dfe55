using Microsoft.EntityFrameworkCore;
using Planable.Data.Bulk;
using Planable.Data.Imports;

namespace Planable.Data.Databases;

/// <summary>Tables of imports and of acts on many posts.</summary>
static class BulkTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Import>(import =>
        {
            import.Property(i => i.FileName).HasMaxLength(255);
            import.Property(i => i.Sha256).HasMaxLength(64);
            import.Property(i => i.Headings).AsJson();
            import.Property(i => i.Mapping).AsJson();
            import.HasOne(i => i.By).WithMany().HasForeignKey(i => i.ById).OnDelete(DeleteBehavior.Restrict);
            import.HasMany(i => i.Rows).WithOne().HasForeignKey(r => r.ImportId);
            import.HasIndex(i => new { i.WorkspaceId, i.UploadedAt });
            import.HasIndex(i => i.State);
        });
        builder.Entity<ImportRow>(row =>
        {
            row.Property(r => r.Cells).AsJson();
            row.HasIndex(r => new { r.ImportId, r.Number }).IsUnique();
        });
        builder.Entity<BulkRun>(run =>
        {
            run.Property(r => r.Values).AsJson();
            run.HasOne(r => r.By).WithMany().HasForeignKey(r => r.ById).OnDelete(DeleteBehavior.Restrict);
            run.HasMany(r => r.Items).WithOne().HasForeignKey(i => i.RunId);
            run.HasIndex(r => new { r.WorkspaceId, r.At });
            run.HasIndex(r => r.State);
        });
        builder.Entity<BulkItem>(item =>
        {
            // Two workers on one run: the second to save does not do it again.
            item.Property(i => i.Outcome).IsConcurrencyToken();
            item.Property(i => i.WhyArguments).AsJson();
            item.Property(i => i.Before).AsJson();
            item.Property(i => i.After).AsJson();
            item.Ignore(i => i.Arguments);
            item.Ignore(i => i.Touched);
            item.HasIndex(i => new { i.RunId, i.Position }).IsUnique();
        });
    }
}
