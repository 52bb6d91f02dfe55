using Microsoft.EntityFrameworkCore;
using Planable.Data.Campaigns;
using Planable.Data.Channels;
using Planable.Data.People;
using Planable.Data.Posts;
using Planable.Data.Recurrences;

namespace Planable.Data.Databases;

/// <summary>What is planned: posts, their variants, files and versions.</summary>
static class PostTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Post>(post =>
        {
            post.Ignore(p => p.MediaInOrder);
            post.Property(p => p.Recall).AsJson();
            post.Property(p => p.BrandOverride).AsJson();
            post.Property(p => p.Kind).HasMaxLength(32);
            post.Property(p => p.Live).AsJson();
            post.Ignore(p => p.IsUniversal);
            post.Property(p => p.Options).AsJson();
            post.Property(p => p.Link).HasMaxLength(2000);
            post.Property(p => p.Zone).HasMaxLength(64);
            post.HasOne(p => p.Author).WithMany().HasForeignKey(p => p.AuthorId).OnDelete(DeleteBehavior.Restrict);
            post.HasMany(p => p.Variants).WithOne().HasForeignKey(v => v.PostId);
            post.HasMany(p => p.Media).WithOne().HasForeignKey(m => m.PostId);
            post.HasMany(p => p.Versions).WithOne().HasForeignKey(v => v.PostId);
            post.HasMany(p => p.Labels).WithOne().HasForeignKey(l => l.PostId);
            post.HasOne(p => p.Campaign).WithMany().HasForeignKey(p => p.CampaignId).OnDelete(DeleteBehavior.Restrict);
            post.HasIndex(p => p.MergedCampaignId);
            post.HasMany(p => p.Deliveries).WithOne(d => d.Post).HasForeignKey(d => d.PostId);
            post.HasOne<Recurrence>().WithMany().HasForeignKey(p => p.RecurrenceId).OnDelete(DeleteBehavior.Restrict);
            // However many nodes make a series' posts, each of its days is made once.
            post.HasIndex(p => new { p.RecurrenceId, p.OccurrenceDay }).IsUnique();
            post.HasIndex(p => new { p.WorkspaceId, p.ScheduledAt });
            post.HasIndex(p => new { p.WorkspaceId, p.State, p.ScheduledAt });
            post.HasIndex(p => new { p.WorkspaceId, p.AuthorId, p.State });
            post.HasIndex(p => new { p.WorkspaceId, p.EditedAt });
        });
        builder.Entity<Variant>(variant =>
        {
            variant.Property(v => v.Settings).AsJson();
            variant.Property(v => v.Tags).AsJson();
            variant.Property(v => v.TextKey).HasMaxLength(TextKeys.Length);
            variant.HasIndex(v => new { v.ChannelId, v.TextKey });
            variant.HasOne(v => v.Channel).WithMany().HasForeignKey(v => v.ChannelId).OnDelete(DeleteBehavior.Restrict);
            variant.HasIndex(v => new { v.PostId, v.ChannelId }).IsUnique();
        });
        builder.Entity<PostMedia>(media =>
        {
            media.ToTable("PostMedia");
            media.Property(m => m.Alt).HasMaxLength(PostMedia.AltLength);
            media.Property(m => m.Edits).AsJson();
            media.HasOne(m => m.Asset).WithMany().HasForeignKey(m => m.MediaId).OnDelete(DeleteBehavior.Restrict);
            media.HasIndex(m => new { m.PostId, m.Position });
        });
        builder.Entity<PostVersion>(version =>
        {
            version.Property(v => v.Hash).HasMaxLength(Tables.Sha256);
            version.Property(v => v.ByName).HasMaxLength(Person.NameLength);
            version.Ignore(v => v.Content);
            version.Ignore(v => v.IsGenuine);
            version.HasIndex(v => new { v.PostId, v.Number }).IsUnique();
        });
    }
}
