using Microsoft.EntityFrameworkCore;
using Planable.Data.Feeds;
using Planable.Data.People;

namespace Planable.Data.Databases;

/// <summary>Calendars of others, and ours for others.</summary>
static class FeedTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Overlay>(overlay =>
        {
            overlay.Property(o => o.Name).HasMaxLength(Overlay.NameLength);
            overlay.Property(o => o.Address).HasMaxLength(Overlay.AddressLength);
            overlay.Property(o => o.AddedBy).HasMaxLength(Person.NameLength);
            overlay.Property(o => o.Trouble).HasMaxLength(300);
            overlay.HasIndex(o => new { o.WorkspaceId, o.ReadNextAt });
        });
        builder.Entity<OverlayEvent>(entry =>
        {
            entry.Property(e => e.Title).HasMaxLength(200);
            entry.HasOne(e => e.Overlay).WithMany().HasForeignKey(e => e.OverlayId).OnDelete(DeleteBehavior.Cascade);
            entry.HasIndex(e => new { e.WorkspaceId, e.First });
        });
        builder.Entity<CalendarFeed>(feed =>
        {
            feed.Property(f => f.Name).HasMaxLength(CalendarFeed.NameLength);
            feed.Property(f => f.TokenHash).HasMaxLength(Tables.Sha256);
            feed.Property(f => f.OpenedBy).HasMaxLength(Person.NameLength);
            feed.HasIndex(f => f.TokenHash).IsUnique();
            feed.HasIndex(f => f.WorkspaceId);
        });
    }
}
