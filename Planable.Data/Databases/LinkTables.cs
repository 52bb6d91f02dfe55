using Microsoft.EntityFrameworkCore;
using Planable.Data.Links;

namespace Planable.Data.Databases;

/// <summary>Short links and who followed them.</summary>
static class LinkTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<ShortLink>(link =>
        {
            link.Property(l => l.Code).HasMaxLength(20);
            link.Property(l => l.Target).HasMaxLength(ShortLink.TargetLength);
            link.Ignore(l => l.Page);
            link.HasOne(l => l.Post).WithMany().HasForeignKey(l => l.PostId).OnDelete(DeleteBehavior.NoAction);
            link.HasOne(l => l.Channel).WithMany().HasForeignKey(l => l.ChannelId).OnDelete(DeleteBehavior.NoAction);
            link.HasIndex(l => l.Code).IsUnique();
            link.HasIndex(l => new { l.WorkspaceId, l.MadeAt });
        });
        builder.Entity<LinkVisit>(visit =>
        {
            visit.Property(v => v.Mark).HasMaxLength(40);
            visit.HasIndex(v => new { v.LinkId, v.Day, v.Mark }).IsUnique();
            visit.HasIndex(v => v.Day);
        });
        builder.Entity<LinkDay>(day =>
        {
            day.HasIndex(d => new { d.LinkId, d.Day }).IsUnique();
            day.HasIndex(d => new { d.WorkspaceId, d.Day });
        });
        builder.Entity<DaySalt>(salt =>
        {
            salt.Property(s => s.Salt).HasMaxLength(32);
            salt.HasIndex(s => s.Day).IsUnique();
        });
    }
}
