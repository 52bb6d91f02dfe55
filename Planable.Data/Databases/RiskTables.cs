using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Risks;

namespace Planable.Data.Databases;

/// <summary>What keeps planned posts from going out.</summary>
static class RiskTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Risk>(risk =>
        {
            risk.Property(r => r.Code).HasMaxLength(Risk.CodeLength);
            risk.Property(r => r.Arguments).AsJson();
            risk.HasOne<Channel>().WithMany().HasForeignKey(r => r.ChannelId).OnDelete(DeleteBehavior.NoAction);
            risk.HasIndex(r => new { r.PostId, r.Code });
            risk.HasIndex(r => new { r.WorkspaceId, r.CheckedAt });
        });
        builder.Entity<Post>(post =>
        {
            post.HasMany(p => p.Risks).WithOne().HasForeignKey(r => r.PostId).OnDelete(DeleteBehavior.Cascade);
            post.HasIndex(p => new { p.State, p.Preflown, p.ScheduledAt });
        });
    }
}
