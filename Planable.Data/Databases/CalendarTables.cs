using Microsoft.EntityFrameworkCore;
using Planable.Data.Calendar;
using Planable.Data.Members;

namespace Planable.Data.Databases;

/// <summary>What stands in the calendar beside posts, and the views people keep.</summary>
static class CalendarTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<CalendarNote>(note =>
        {
            note.ToTable("Notes");
            note.Property(n => n.Text).HasMaxLength(CalendarNote.TextLength);
            note.HasOne(n => n.Author).WithMany().HasForeignKey(n => n.AuthorId).OnDelete(DeleteBehavior.Restrict);
            note.HasIndex(n => new { n.WorkspaceId, n.First });
        });
        builder.Entity<SavedView>(view =>
        {
            view.ToTable("Views");
            view.Property(v => v.Name).HasMaxLength(SavedView.NameLength);
            view.Property(v => v.Address).HasMaxLength(SavedView.AddressLength);
            view.HasOne(v => v.Owner).WithMany().HasForeignKey(v => v.OwnerId).OnDelete(DeleteBehavior.Restrict);
            view.HasIndex(v => v.WorkspaceId);
        });
        builder.Entity<DefaultView>(chosen =>
        {
            chosen.HasOne(d => d.View).WithMany().HasForeignKey(d => d.ViewId).OnDelete(DeleteBehavior.Cascade);
            chosen.HasOne<Members.Member>().WithMany().HasForeignKey(d => d.MemberId).OnDelete(DeleteBehavior.NoAction);
            chosen.HasIndex(d => new { d.WorkspaceId, d.MemberId }).IsUnique();
        });
    }
}
