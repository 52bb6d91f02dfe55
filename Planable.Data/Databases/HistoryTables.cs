using Microsoft.EntityFrameworkCore;
using Planable.Data.Histories;
using Planable.Data.People;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Tables of what was published past Planable.</summary>
static class HistoryTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Post>(post => post.Ignore(p => p.IsFromOutside));
        builder.Entity<ChannelHistory>(history =>
        {
            history.Property(h => h.AskedBy).HasMaxLength(Person.NameLength);
            history.Property(h => h.Cursor).HasMaxLength(2000);
            history.Property(h => h.LeaseId).IsConcurrencyToken();
            history.HasOne(h => h.Channel).WithMany().HasForeignKey(h => h.ChannelId).OnDelete(DeleteBehavior.NoAction);
            history.HasIndex(h => h.ChannelId).IsUnique();
            history.HasIndex(h => new { h.ActAt, h.LeasedUntil });
        });
    }
}
