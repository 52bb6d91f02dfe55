using Microsoft.EntityFrameworkCore;
using Planable.Data.Conversations;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Tables of what is said about posts.</summary>
static class ConversationTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<FeedbackThread>(thread =>
        {
            thread.Property(t => t.Anchor).AsJson();
            thread.Property(t => t.ResolvedBy).HasMaxLength(Person.NameLength);
            thread.HasOne(t => t.Post).WithMany(p => p.Threads).HasForeignKey(t => t.PostId).OnDelete(DeleteBehavior.Cascade);
            thread.HasMany(t => t.Comments).WithOne().HasForeignKey(c => c.ThreadId);
            // Lists count what is open of every post they show.
            thread.HasIndex(t => new { t.PostId, t.Audience, t.ResolvedAt });
        });
        builder.Entity<FeedbackComment>(comment =>
        {
            comment.Property(c => c.Text).HasMaxLength(FeedbackComment.TextLength);
            comment.Property(c => c.Mentions).AsJson();
            comment.Property(c => c.Suggestion).AsJson();
            comment.Property(c => c.Name).HasMaxLength(Person.NameLength);
            comment.Property(c => c.Who).HasMaxLength(FeedbackComment.WhoLength);
            comment.HasMany(c => c.Reactions).WithOne().HasForeignKey(r => r.CommentId);
            comment.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.NoAction);
            comment.HasIndex(c => new { c.ThreadId, c.At });
        });
        builder.Entity<FeedbackReaction>(reaction =>
        {
            reaction.Property(r => r.Kind).HasMaxLength(FeedbackReaction.KindLength);
            reaction.Property(r => r.Name).HasMaxLength(Person.NameLength);
            reaction.Property(r => r.Who).HasMaxLength(FeedbackComment.WhoLength);
            reaction.HasOne<Member>().WithMany().HasForeignKey(r => r.MemberId).OnDelete(DeleteBehavior.NoAction);
            reaction.HasIndex(r => new { r.CommentId, r.Kind, r.Who }).IsUnique();
        });
        builder.Entity<PostVersion>(version => version.Property(v => v.CreditedTo).HasMaxLength(Person.NameLength));
    }
}
