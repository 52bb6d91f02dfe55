using Microsoft.EntityFrameworkCore;
using Planable.Data.People;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Who of the client saw which post.</summary>
static class PostViewTables
{
    public static void Describe(ModelBuilder builder) =>
        builder.Entity<PostView>(view =>
        {
            view.Property(v => v.Who).HasMaxLength(PostView.WhoLength);
            view.Property(v => v.Name).HasMaxLength(Person.NameLength);
            view.HasOne<Post>().WithMany().HasForeignKey(v => v.PostId).OnDelete(DeleteBehavior.Cascade);
            view.HasIndex(v => new { v.PostId, v.Who }).IsUnique();
        });
}
