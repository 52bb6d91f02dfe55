using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Competitors;
using Planable.Data.People;

namespace Planable.Data.Databases;

/// <summary>What people want of the figures.</summary>
static class AnalyticsTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<ChangeNote>(note =>
        {
            note.Property(n => n.Metric).HasMaxLength(60);
            note.Property(n => n.Clauses).AsJson();
            note.HasIndex(n => new { n.WorkspaceId, n.To, n.Metric });
        });
        builder.Entity<Competitor>(competitor =>
        {
            competitor.Property(c => c.Network).HasMaxLength(40);
            competitor.Property(c => c.Handle).HasMaxLength(Competitor.HandleLength);
            competitor.Property(c => c.Name).HasMaxLength(Competitor.NameLength);
            competitor.Property(c => c.Address).HasMaxLength(400);
            competitor.Property(c => c.AddedBy).HasMaxLength(Person.NameLength);
            competitor.Property(c => c.LeaseId).IsConcurrencyToken();
            competitor.HasIndex(c => c.WorkspaceId);
            competitor.HasIndex(c => new { c.ActAt, c.LeasedUntil });
        });
        builder.Entity<CompetitorFigure>(figure =>
        {
            figure.HasOne<Competitor>().WithMany().HasForeignKey(f => f.CompetitorId).OnDelete(DeleteBehavior.NoAction);
            figure.HasIndex(f => new { f.CompetitorId, f.Day }).IsUnique();
        });
        builder.Entity<Dashboard>(dashboard =>
        {
            dashboard.Property(d => d.Name).HasMaxLength(Dashboard.NameLength);
            dashboard.Property(d => d.Tiles).AsJson();
            dashboard.HasOne(d => d.Owner).WithMany().HasForeignKey(d => d.OwnerId).OnDelete(DeleteBehavior.NoAction);
            dashboard.HasIndex(d => new { d.WorkspaceId, d.OwnerId });
        });
        builder.Entity<FigureLimit>(limit =>
        {
            limit.Property(l => l.Metric).HasMaxLength(60);
            limit.HasOne(l => l.Channel).WithMany().HasForeignKey(l => l.ChannelId).OnDelete(DeleteBehavior.NoAction);
            limit.HasOne(l => l.Owner).WithMany().HasForeignKey(l => l.OwnerId).OnDelete(DeleteBehavior.NoAction);
            limit.HasIndex(l => new { l.WorkspaceId, l.CheckedOn });
        });
        builder.Entity<Goal>(goal =>
        {
            goal.Property(g => g.Metric).HasMaxLength(60);
            goal.Property(g => g.SetBy).HasMaxLength(Person.NameLength);
            goal.Property(g => g.Earlier).AsJson();
            goal.HasOne(g => g.Channel).WithMany().HasForeignKey(g => g.ChannelId).OnDelete(DeleteBehavior.NoAction);
            goal.HasIndex(g => new { g.WorkspaceId, g.Ends });
        });
    }
}
