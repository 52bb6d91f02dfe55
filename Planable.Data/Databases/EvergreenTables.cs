using Microsoft.EntityFrameworkCore;
using Planable.Data.Evergreens;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Tables of the evergreen library.</summary>
static class EvergreenTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Evergreen>(evergreen =>
        {
            evergreen.Property(e => e.Rule).AsJson();
            evergreen.Property(e => e.Skipped).AsJson();
            evergreen.Property(e => e.StoppedFor).AsJson();
            evergreen.Ignore(e => e.NotBefore);
            evergreen.HasOne(e => e.MadeBy).WithMany().HasForeignKey(e => e.MadeById).OnDelete(DeleteBehavior.Restrict);
            evergreen.HasIndex(e => new { e.WorkspaceId, e.StoppedAt });
            // A post stands in the library once, also when two people put it there at the same moment.
            evergreen.HasIndex(e => e.PostId).IsUnique();
        });
        builder.Entity<Post>(post => post.HasOne<Evergreen>().WithMany().HasForeignKey(p => p.EvergreenId).OnDelete(DeleteBehavior.Restrict));
    }
}
