using Microsoft.EntityFrameworkCore;
using Planable.Data.Practice;

namespace Planable.Data.Databases;

/// <summary>The practice network.</summary>
static class PracticeTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<PracticeAccount>(account =>
        {
            account.Property(a => a.Account).HasMaxLength(64);
            account.Property(a => a.Name).HasMaxLength(200);
            account.Property(a => a.Next).AsJson();
            account.HasIndex(a => a.Account).IsUnique();
        });
        builder.Entity<PracticePost>(post =>
        {
            post.Property(p => p.Account).HasMaxLength(64);
            post.Property(p => p.Key).HasMaxLength(64);
            post.Property(p => p.Link).HasMaxLength(2000);
            post.Property(p => p.Pictures).AsJson();
            post.Property(p => p.Poll).AsJson();
            post.HasIndex(p => new { p.Account, p.At });
            post.HasIndex(p => p.Key);
            post.HasIndex(p => p.ParentId);
        });
    }
}
