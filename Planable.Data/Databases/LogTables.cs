using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;

namespace Planable.Data.Databases;

/// <summary>What happened, and how far each of its readers has come.</summary>
static class LogTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<LogEntry>(entry =>
        {
            entry.ToTable("Log");
            entry.HasKey(e => new { e.WorkspaceId, e.Sequence });
            entry.Property(e => e.Sequence).ValueGeneratedNever();
            entry.Property(e => e.ActorName).HasMaxLength(200);
            entry.Property(e => e.Verb).HasMaxLength(64);
            entry.Property(e => e.Subject).HasMaxLength(32);
            entry.Property(e => e.PreviousHash).HasMaxLength(Tables.Sha256);
            entry.Property(e => e.Hash).HasMaxLength(Tables.Sha256);
            entry.Ignore(e => e.Facts);
            entry.HasIndex(e => new { e.WorkspaceId, e.Subject, e.SubjectId, e.Sequence });
        });
        builder.Entity<LogCursor>(cursor =>
        {
            cursor.HasKey(c => new { c.Reader, c.WorkspaceId });
            cursor.Property(c => c.Reader).HasMaxLength(40);
        });
    }
}
