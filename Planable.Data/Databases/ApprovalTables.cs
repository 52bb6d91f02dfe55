using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Databases;

/// <summary>Tables of approvals.</summary>
static class ApprovalTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Workspace>(workspace =>
        {
            workspace.Property(w => w.Approvals).AsJson();
            workspace.Property(w => w.Absences).AsJson();
        });
        builder.Entity<Post>(post =>
        {
            post.Ignore(p => p.IsApproved);
            post.Ignore(p => p.HoldsItsTime);
            post.Property(p => p.Approval).AsJson();
            post.Property(p => p.ApprovedHash).HasMaxLength(64);
            post.Property(p => p.Budget).HasPrecision(18, 2);
            post.HasMany(p => p.Decisions).WithOne().HasForeignKey(d => d.PostId);
            // A person's work list looks for what waits in all of their clients.
            post.HasIndex(p => new { p.ApprovalState, p.ScheduledAt });
            post.HasIndex(p => p.ApprovalWakesAt);
        });
        builder.Entity<ApprovalDecision>(decision =>
        {
            decision.Property(d => d.LevelName).HasMaxLength(ApprovalFlow.NameLength);
            decision.Property(d => d.Hash).HasMaxLength(64);
            decision.Property(d => d.Name).HasMaxLength(Person.NameLength);
            decision.Property(d => d.StandsInFor).HasMaxLength(Person.NameLength);
            decision.Property(d => d.Address).HasMaxLength(256);
            decision.Property(d => d.Recording).AsJson();
            decision.Property(d => d.Text).HasMaxLength(ApprovalDecision.TextLength);
            decision.HasOne<Member>().WithMany().HasForeignKey(d => d.MemberId).OnDelete(DeleteBehavior.NoAction);
            decision.HasOne<PostVersion>().WithMany().HasForeignKey(d => d.VersionId).OnDelete(DeleteBehavior.NoAction);
            decision.HasIndex(d => new { d.WorkspaceId, d.Key }).IsUnique();
            decision.HasIndex(d => new { d.LinkId, d.At });
            decision.HasIndex(d => new { d.PostId, d.At });
            decision.HasIndex(d => new { d.WorkspaceId, d.At });
        });
    }
}
