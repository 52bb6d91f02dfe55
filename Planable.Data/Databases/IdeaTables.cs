using Microsoft.EntityFrameworkCore;
using Planable.Data.Ideas;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Tables of the ideas inbox.</summary>
static class IdeaTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Idea>(idea =>
        {
            idea.Property(i => i.Url).HasMaxLength(IdeaAddress.Length);
            idea.Property(i => i.UrlKey).HasMaxLength(64);
            idea.Ignore(i => i.Title);
            idea.HasMany(i => i.Captures).WithOne().HasForeignKey(c => c.IdeaId);
            idea.HasMany(i => i.Files).WithOne().HasForeignKey(f => f.IdeaId);
            idea.HasMany(i => i.Labels).WithOne().HasForeignKey(l => l.IdeaId);
            // However often a page is sent, and by how many at once, there is one idea of it.
            idea.HasIndex(i => new { i.WorkspaceId, i.UrlKey }).IsUnique();
            idea.HasIndex(i => new { i.WorkspaceId, i.State, i.TouchedAt });
        });
        builder.Entity<IdeaCapture>(capture =>
        {
            capture.Property(c => c.Name).HasMaxLength(Person.NameLength);
            capture.Property(c => c.Address).HasMaxLength(256);
            capture.Property(c => c.MessageKey).HasMaxLength(64);
            capture.Property(c => c.LeftOut).HasMaxLength(2000);
            capture.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.NoAction);
            capture.HasIndex(c => new { c.WorkspaceId, c.MessageKey });
            capture.HasIndex(c => new { c.WorkspaceId, c.Way, c.At });
        });
        builder.Entity<IdeaFile>(file =>
        {
            file.HasOne(f => f.Asset).WithMany().HasForeignKey(f => f.MediaId).OnDelete(DeleteBehavior.Restrict);
            file.HasIndex(f => new { f.IdeaId, f.MediaId }).IsUnique();
        });
        builder.Entity<IdeaLabel>(label =>
        {
            label.HasOne(l => l.Label).WithMany().HasForeignKey(l => l.LabelId).OnDelete(DeleteBehavior.Restrict);
            label.HasIndex(l => new { l.IdeaId, l.LabelId }).IsUnique();
        });
        builder.Entity<Post>(post => post.HasOne<Idea>().WithMany().HasForeignKey(p => p.IdeaId).OnDelete(DeleteBehavior.Restrict));
    }
}
