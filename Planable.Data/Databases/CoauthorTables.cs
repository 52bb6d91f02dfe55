using Microsoft.EntityFrameworkCore;
using Planable.Data.Coauthors;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Tables of those who write one post at the same time.</summary>
static class CoauthorTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<SharedDraft>(draft =>
        {
            draft.Property(d => d.Texts).AsJson();
            draft.Property(d => d.Saved).AsJson();
            draft.Property(d => d.Taken).AsJson();
            draft.HasOne<Post>().WithMany().HasForeignKey(d => d.PostId).OnDelete(DeleteBehavior.Cascade);
            draft.HasIndex(d => d.PostId).IsUnique();
            draft.HasIndex(d => d.TouchedAt);
        });
        builder.Entity<Coauthor>(coauthor =>
        {
            coauthor.Property(c => c.Page).HasMaxLength(Coauthor.PageLength);
            coauthor.Property(c => c.Place).HasMaxLength(Coauthor.PlaceLength);
            coauthor.HasOne<Post>().WithMany().HasForeignKey(c => c.PostId).OnDelete(DeleteBehavior.Cascade);
            coauthor.HasOne(c => c.Member).WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
            coauthor.HasIndex(c => new { c.PostId, c.Page }).IsUnique();
            coauthor.HasIndex(c => c.SeenAt);
        });
    }
}
