using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Data.Slots;

namespace Planable.Data.Databases;

/// <summary>The accounts that are published to, and the apps through which they are reached.</summary>
static class ChannelTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<NetworkApp>(app =>
        {
            app.HasKey(a => a.Key);
            app.Property(a => a.Key).HasMaxLength(50);
            app.Property(a => a.ClientId).HasMaxLength(NetworkApp.ClientIdLength);
            app.Property(a => a.SavedBy).HasMaxLength(200);
        });
        builder.Entity<Channel>(channel =>
        {
            channel.Property(c => c.Network).HasMaxLength(32);
            channel.Property(c => c.RemoteId).HasMaxLength(256);
            channel.Property(c => c.Name).HasMaxLength(200);
            channel.Property(c => c.Handle).HasMaxLength(256);
            channel.Property(c => c.AvatarUrl).HasMaxLength(1000);
            channel.Property(c => c.Server).HasMaxLength(400);
            channel.Property(c => c.Limits).AsJson();
            channel.Property(c => c.Pause).AsJson();
            channel.Property(c => c.Slots).AsJson();
            channel.Property(c => c.OwnTimes).AsJson();
            channel.HasIndex(c => new { c.WorkspaceId, c.Network, c.RemoteId }).IsUnique();
            channel.HasIndex(c => c.CheckedAt);
            channel.Property(c => c.QuotaReadings).AsJson();
            channel.HasIndex(c => c.RenewAt);
        });
        builder.Entity<SlotHold>(hold =>
        {
            hold.HasOne<Channel>().WithMany().HasForeignKey(h => h.ChannelId).OnDelete(DeleteBehavior.Cascade);
            hold.HasIndex(h => new { h.ChannelId, h.Turn }).IsUnique();
            hold.HasIndex(h => h.PostId);
        });
    }
}
