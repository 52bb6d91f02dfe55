using Microsoft.EntityFrameworkCore;
using Planable.Data.Recurrences;

namespace Planable.Data.Databases;

/// <summary>Series of posts.</summary>
static class RecurrenceTables
{
    public static void Describe(ModelBuilder builder) =>
        builder.Entity<Recurrence>(recurrence =>
        {
            recurrence.Property(r => r.Rule).AsJson();
            recurrence.HasOne(r => r.MadeBy).WithMany().HasForeignKey(r => r.MadeById).OnDelete(DeleteBehavior.Restrict);
            recurrence.HasIndex(r => new { r.WorkspaceId, r.EndedAt });
        });
}
