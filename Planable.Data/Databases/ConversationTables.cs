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
            thread.HasMany(t => t.Tasks).WithOne(t => t.Thread).HasForeignKey(t => t.ThreadId);
            thread.HasMany(t => t.Comments).WithOne().HasForeignKey(c => c.ThreadId);
            // Lists count what is open of every post they show.
            thread.HasIndex(t => new { t.PostId, t.Audience, t.ResolvedAt });
        });
        builder.Entity<FeedbackComment>(comment =>
        {
            comment.Property(c => c.Text).HasMaxLength(FeedbackComment.TextLength);
            comment.Property(c => c.Mentions).AsJson();
            comment.Property(c => c.Suggestion).AsJson();
            comment.Property(c => c.Files).AsJson();
            comment.Property(c => c.Recording).AsJson();
            comment.Property(c => c.MessageKey).HasMaxLength(64);
            // A mail is taken once, also where two of its copies arrive at the same moment.
            comment.HasIndex(c => new { c.ThreadId, c.MessageKey }).IsUnique();
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
        builder.Entity<FeedbackTask>(task =>
        {
            task.Property(t => t.Text).HasMaxLength(FeedbackTask.TextLength);
            task.Property(t => t.OwnerName).HasMaxLength(Person.NameLength);
            task.Property(t => t.ByName).HasMaxLength(Person.NameLength);
            task.Property(t => t.DoneBy).HasMaxLength(Person.NameLength);
            task.HasOne<Member>().WithMany().HasForeignKey(t => t.OwnerId).OnDelete(DeleteBehavior.NoAction);
            task.HasOne<Member>().WithMany().HasForeignKey(t => t.ById).OnDelete(DeleteBehavior.NoAction);
            task.HasIndex(t => new { t.OwnerId, t.DoneAt, t.Due });
            task.HasIndex(t => new { t.DoneAt, t.Due });
        });
        builder.Entity<HeldReply>(held =>
        {
            held.Property(h => h.Name).HasMaxLength(Person.NameLength);
            held.Property(h => h.Address).HasMaxLength(256);
            held.Property(h => h.Headline).HasMaxLength(300);
            held.Property(h => h.Text).HasMaxLength(FeedbackComment.TextLength);
            held.Property(h => h.Files).AsJson();
            held.Property(h => h.LeftOut).HasMaxLength(2000);
            held.Property(h => h.MessageKey).HasMaxLength(64);
            held.Property(h => h.SettledBy).HasMaxLength(Person.NameLength);
            held.HasOne(h => h.Thread).WithMany().HasForeignKey(h => h.ThreadId).OnDelete(DeleteBehavior.Cascade);
            held.HasIndex(h => new { h.ThreadId, h.MessageKey }).IsUnique();
            held.HasIndex(h => new { h.WorkspaceId, h.SettledAt });
        });
        builder.Entity<PostVersion>(version => version.Property(v => v.CreditedTo).HasMaxLength(Person.NameLength));
    }
}
