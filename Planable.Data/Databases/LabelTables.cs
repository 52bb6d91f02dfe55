using Microsoft.EntityFrameworkCore;
using Planable.Data.Campaigns;
using Planable.Data.Labels;
using Planable.Data.Sets;
using Planable.Data.Snippets;

namespace Planable.Data.Databases;

/// <summary>What posts are sorted and put together by.</summary>
static class LabelTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Label>(label =>
        {
            label.Property(l => l.Name).HasMaxLength(Label.NameLength);
            label.Property(l => l.Key).HasMaxLength(2 * Label.NameLength);
            label.HasIndex(l => new { l.WorkspaceId, l.Key }).IsUnique();
        });
        builder.Entity<Snippet>(snippet =>
        {
            snippet.Property(s => s.Name).HasMaxLength(Label.NameLength);
            snippet.Property(s => s.Key).HasMaxLength(32 + (2 * Label.NameLength));
            snippet.HasIndex(s => new { s.WorkspaceId, s.Key }).IsUnique();
        });
        builder.Entity<ChannelSet>(set =>
        {
            set.Property(s => s.Name).HasMaxLength(Label.NameLength);
            set.Property(s => s.Key).HasMaxLength(2 * Label.NameLength);
            set.Property(s => s.Channels).AsJson();
            set.HasIndex(s => new { s.WorkspaceId, s.Key }).IsUnique();
        });
        builder.Entity<PostLabel>(worn =>
        {
            worn.HasOne(l => l.Label).WithMany().HasForeignKey(l => l.LabelId).OnDelete(DeleteBehavior.Restrict);
            worn.HasIndex(l => new { l.PostId, l.LabelId }).IsUnique();
            worn.HasIndex(l => l.MergedFromId);
        });
        builder.Entity<Campaign>(campaign =>
        {
            campaign.Property(c => c.LinkRules).AsJson();
            campaign.Property(c => c.Name).HasMaxLength(Label.NameLength);
            campaign.Property(c => c.Key).HasMaxLength(2 * Label.NameLength);
            campaign.Property(c => c.Brief).HasMaxLength(Campaign.BriefLength);
            campaign.HasIndex(c => new { c.WorkspaceId, c.Key }).IsUnique();
        });
    }
}
